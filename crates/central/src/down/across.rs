//! What is found across families, for one laptop: that there is a match, and in which of the
//! officer's own families. Of any other family it is only said that there is one.

use cacah_family::area::Idsubsls;
use cacah_wire::down::{AcrossFamily, AcrossFinding};

use super::Teller;
use crate::error::Result;
use crate::storage::{AcrossPart, FamilyRow, Storage};

impl<S: Storage> Teller<'_, S> {
    /// Tells what is found of a family served now; nothing only where it takes something back.
    pub(super) fn across(&mut self, row: &FamilyRow, even_nothing: bool) -> Result<()> {
        if !self.sight().serves(row) {
            return Ok(());
        }
        let parts = self.central.storage.across(&row.birth.home, row.family)?;
        if parts.is_empty() && !even_nothing {
            return Ok(());
        }
        let findings = parts.iter().map(|part| self.part(part)).collect();
        self.page.across(AcrossFamily { family: row.family, findings });
        Ok(())
    }

    fn part(&self, part: &AcrossPart) -> AcrossFinding {
        let served = |area: &Idsubsls| self.served.iter().any(|own| area.within(own));
        AcrossFinding {
            rule: part.rule.id.to_owned(),
            bucket: part.bucket().to_string(),
            since: part.since,
            elsewhere: !part.others.iter().all(served),
        }
    }
}
