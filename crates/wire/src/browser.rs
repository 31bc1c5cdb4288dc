//! What the endpoint's pages and the endpoint say to each other, in a browser (ADR 0025). Moments are
//! milliseconds UTC by the endpoint's clock.

use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::people::{OfficerRole, RevokeOrder};

/// Makes types of the pages: all cross as JSON, and none prints itself where it holds a secret.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
            pub struct $name { $($(#[$about])* pub $field: $type,)* }
        )*

        /// Hands every type of the pages to `visit`, for the exporters.
        pub(crate) fn visit_types(visit: &mut impl crate::command::TypeVisitor) {
            $(visit.visit::<$name>();)*
        }
    };
}

pages! {
    /// Logging in.
    LoginRequest {
        /// Code of the officer.
        name: String,
        /// Password.
        password: String,
        /// Code of the second factor, or a recovery code in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        code: Option<String>,
    }
    /// Setting a password with a one-time code.
    AcceptRequest {
        /// As it was read aloud.
        code: String,
        /// The password from now on.
        password: String,
    }
    /// Changing the password.
    PasswordRequest {
        /// The one until now.
        old: String,
        /// The one from now on.
        new: String,
    }
    /// Proving again who is there.
    ProofRequest {
        /// Password.
        password: String,
    }
    /// The first code of a second factor.
    CodeRequest {
        /// Six digits.
        code: String,
    }
    /// Who is logged in.
    Me {
        /// Code of the officer.
        code: String,
        /// Name.
        name: String,
        /// Role.
        role: OfficerRole,
        /// Prefixes of idsubsls served now.
        areas: Vec<String>,
        /// What the role may do, by the names of the table of rights.
        may: Vec<String>,
        /// A second factor is in force.
        second: bool,
        /// The session ends then at the latest.
        until: Millis,
    }
    /// A second factor that waits for its first code.
    SecondFactorView {
        /// To type into an app, base 32.
        secret: String,
        /// The same for a camera: rows of a QR code, `1` is dark.
        qr: Vec<String>,
    }
    /// What stands in for a lost second factor, each once.
    RecoveryCodes {
        /// In groups.
        codes: Vec<String>,
    }
    /// People somebody may see.
    PeopleList {
        /// By code.
        people: Vec<PersonEntry>,
    }
    /// Somebody.
    PersonEntry {
        /// Code.
        code: String,
        /// Name.
        name: String,
        /// Role.
        role: OfficerRole,
        /// May do nothing any more since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        ended: Option<Millis>,
        /// What is and was served.
        areas: Vec<ServedArea>,
        /// Laptops.
        devices: Vec<DeviceEntry>,
    }
    /// An area and when it is served.
    ServedArea {
        /// Prefix of idsubsls.
        area: String,
        /// From then on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        since: Option<Millis>,
        /// Until then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        until: Option<Millis>,
        /// It is served now.
        now: bool,
    }
    /// A laptop.
    DeviceEntry {
        /// Its id.
        #[ts(type = "string")]
        device: DeviceId,
        /// When it was enrolled.
        enrolled: Millis,
        /// When it was heard last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        seen: Option<Millis>,
        /// Since when it is revoked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        revoked: Option<Millis>,
        /// What it is told to do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        order: Option<RevokeOrder>,
    }
    /// Whom a ticket or an invitation is for.
    OfficerRequest {
        /// Code.
        officer: String,
    }
    /// A one-time code, shown once.
    OneTimeCode {
        /// To read aloud or to type.
        text: String,
        /// For a camera: rows of a QR code, `1` is dark; empty where there is nothing to scan.
        qr: Vec<String>,
    }
    /// Ending what somebody serves.
    EndRequest {
        /// Code of the officer.
        officer: String,
        /// Area, as it was given.
        area: String,
    }
    /// Revoking a laptop.
    RevokeRequest {
        /// What it is told to do; absent: only that it is revoked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        order: Option<RevokeOrder>,
        /// Why.
        reason: String,
    }
    /// Records of the audit trail, newest first.
    TrailPage {
        /// Them.
        records: Vec<TrailEntry>,
        /// Where to go on with older ones; absent at the beginning of the trail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        before: Option<u64>,
    }
    /// A record of the audit trail.
    TrailEntry {
        /// Its number.
        seq: u64,
        /// When.
        at: Millis,
        /// Code of who did it; absent when nobody was known yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        by: Option<String>,
        /// On or from which laptop.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "string")]
        device: Option<DeviceId>,
        /// What was done.
        act: String,
        /// To what.
        on: Vec<TrailSubject>,
        /// How many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        count: Option<u64>,
    }
    /// To what something was done: ids only.
    TrailSubject {
        /// Kind, as the trail writes it.
        kind: String,
        /// Id, or the code of an officer.
        value: String,
    }
}
