//! Ids, one type each, all UUID v7 (RFC 9562), drawn through [`crate::host::Host`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::area::Idsubsls;

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

impl FamilyId {
    /// The record of an SLS in a round: the same on every laptop that begins one, so that they merge.
    /// A UUID v8 (RFC 9562) of the BLAKE3 of round and area.
    #[must_use]
    pub fn of_sls(round: RoundId, idsubsls: &Idsubsls) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("cacah.id 2026 record of an SLS");
        hasher.update(round.0.as_bytes()).update(idsubsls.as_str().as_bytes());
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_an_sls_is_one_for_everybody_and_no_family() {
        let (round, other) = (RoundId(Uuid::from_u128(1)), RoundId(Uuid::from_u128(2)));
        let sls: Idsubsls = "8271010001000100".parse().unwrap();
        let next: Idsubsls = "8271010001000200".parse().unwrap();
        let id = FamilyId::of_sls(round, &sls);
        assert_eq!(id, FamilyId::of_sls(round, &sls));
        assert_eq!(id.0.get_version_num(), 8);
        assert_ne!(id, FamilyId::of_sls(round, &next));
        assert_ne!(id, FamilyId::of_sls(other, &sls));
    }
}
