//! What papers of the processing office have in common.

use crate::PrintError;
use crate::parts::{Field, VALUE};
use crate::sheet::Furniture;
use crate::time::Zone;

/// Which office prints, for what, when. Texts are printed as they are, whatever they contain.
#[derive(Debug, Clone)]
pub struct Office {
    /// The office ("BPS 8271").
    pub office: String,
    /// The round's name.
    pub round: String,
    /// True in a practice round: every page says so.
    pub practice: bool,
    /// Code of whoever prints.
    pub by: String,
    /// As of when, milliseconds since 1970-01-01T00:00:00Z by the PC's clock.
    pub printed: i64,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

impl Office {
    pub(crate) fn at(&self, millis: i64) -> Result<String, PrintError> {
        Zone { offset_minutes: self.offset_minutes }.at(millis)
    }

    /// "per tanggal dan jam".
    pub(crate) fn moment(&self) -> Result<String, PrintError> {
        let zone = Zone { offset_minutes: self.offset_minutes };
        Ok(format!("{} {}", zone.at(self.printed)?, zone.name()))
    }

    pub(crate) fn fields<'a>(&'a self, moment: &'a str) -> [Field<'a>; 3] {
        [
            Field("Putaran", "Round", VALUE, &self.round),
            Field("Per tanggal dan jam", "As of", VALUE, moment),
            Field("Dicetak oleh", "Printed by", VALUE, &self.by),
        ]
    }

    pub(crate) fn furniture(&self, title: String) -> Furniture {
        let foot = format!("{} · {} · {}", self.office, self.round, self.by);
        Furniture { title, foot, practice: self.practice }
    }

    /// For tests of the papers.
    #[cfg(test)]
    pub(crate) fn example() -> Self {
        Self {
            office: "BPS 8271".to_owned(),
            round: "Regsosek 2022 · Kota Ternate".to_owned(),
            practice: true,
            by: "IPDS 01".to_owned(),
            printed: 1_668_300_000_000,
            offset_minutes: 540,
        }
    }
}
