//! Ids, one type each, all UUID v7 (RFC 9562), drawn through [`crate::host::Host`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
    )*};
}

ids! {
    /// A round of registration (Regsosek 2022), real or practice.
    RoundId;
    /// A family, by its KK: the unit that is registered.
    FamilyId;
    /// One observation of a family: visit, paper, second entry, re-visit.
    DocumentId;
    /// A repeat instance; a member's is the person's id and moves with the person.
    InstanceId;
    /// An officer, keyer or supervisor.
    OfficerId;
    /// A laptop, or rather one enrolment of it.
    DeviceId;
    /// A batch on its way to the endpoint.
    BatchId;
}
