//! The audit trail of the endpoint: who did what, in the database itself, chained.

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId};
use cacah_family::trail::{Deed, Head};

use super::Result;

/// The storage as acts are written down in it. One chain for the whole database: whoever appends
/// holds the writer from reading the head until the record is in.
pub trait Trail {
    /// Writes down what was done: by whom, as far as that is known, on or from which laptop, and when
    /// by the endpoint's clock. Durable when it returns.
    fn note(
        &self,
        by: Option<OfficerId>,
        device: Option<DeviceId>,
        deed: Deed,
        at: Millis,
    ) -> Result<()>;
    /// Lines behind a number, `limit` of them at most, in order.
    fn trail(&self, after: u64, limit: u32) -> Result<Vec<String>>;
    /// Where the trail stands.
    fn trail_head(&self) -> Result<Head>;
}
