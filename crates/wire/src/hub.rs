//! Between a hub on an office network and its endpoint (ADR 0014). A hub keeps batches and carries
//! them on; it opens none of them, and its word settles nothing.

use cacah_family::id::DeviceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::seal::{Hash, PublicKey};

/// HTTP header of a batch that a hub carries: the device that signed it.
pub const DEVICE_HEADER: &str = "cacah-device";
/// Devices in one answer at most.
pub const MAX_DEVICES: usize = 1_000;

/// `POST /v1/hubs`: a hub asks to be known. Repeating it with the same keys gives the same token
/// while the code lives.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct HubRequest {
    /// The one-time code of its ticket.
    pub code: String,
    /// Signs its notes.
    pub key: PublicKey,
    /// Its TLS key: the P-256 point, uncompressed, base64.
    pub tls: String,
}

/// Never prints the code.
impl std::fmt::Debug for HubRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HubRequest({})", self.key)
    }
}

/// What the endpoint answers.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct HubReply {
    /// Opaque bearer token, 256 bits, hex; stored hashed at the endpoint.
    pub token: String,
    /// Key that signs receipts.
    pub endpoint_key: PublicKey,
    /// Certificate of its TLS key for the names of the ticket, PEM, under the endpoint's authority:
    /// laptops trust it as they trust the endpoint.
    pub certificate: String,
}

/// Never prints the token.
impl std::fmt::Debug for HubReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HubReply({})", self.endpoint_key)
    }
}

/// `GET /v1/hubs/devices?after=ID`: laptops a hub may take batches of, by rising id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceList {
    /// At most [`MAX_DEVICES`]; as many of them when there are more.
    pub devices: Vec<KnownDevice>,
}

/// A laptop as a hub knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownDevice {
    /// Its id.
    pub device: DeviceId,
    /// BLAKE3 of its bearer token.
    pub token: Hash,
    /// Signs its batches.
    pub key: PublicKey,
}
