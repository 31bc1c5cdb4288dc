//! New rules for documents that are there: they are judged again, nothing of theirs changes.

use cacah_family::area::District;
use cacah_family::id::{FamilyId, RoundId};

use super::sitting::Sitting;
use super::totals;
use crate::central::Central;
use crate::error::Result;
use crate::forms::{Forms, RoundForms};
use crate::storage::{Ingest, Storage, StorageError};

impl<S: Storage> Central<S> {
    /// Judges every document again for whose structure other rules were handed out than it was
    /// judged by; how many families that were.
    pub(crate) fn judge_anew(&self, round: RoundId) -> Result<u32> {
        let forms = Forms::of(&self.storage, round)?;
        let mut judged = 0;
        for (wil, family) in self.storage.everyone()? {
            if self.is_outdated(&forms, &wil, family)? {
                judged += u32::from(self.judge_family(round, wil, family)?);
            }
        }
        Ok(judged)
    }

    fn is_outdated(&self, forms: &RoundForms, wil: &District, family: FamilyId) -> Result<bool> {
        let row = self.storage.known(wil, family)?.row;
        if row.is_none_or(|row| row.birth.round != forms.round()) {
            return Ok(false);
        }
        let documents = self.storage.documents(wil, family)?;
        Ok(documents.iter().any(|document| {
            let by = forms.for_document(std::slice::from_ref(&document.form));
            by.is_some_and(|row| row.version != document.form)
        }))
    }

    fn judge_family(&self, round: RoundId, wil: District, family: FamilyId) -> Result<bool> {
        let now = self.host.now();
        let judged = Sitting::new(self, round, &wil, now)?.again(family)?;
        let ingest = Ingest {
            at: now,
            wil,
            batch: None,
            segments: Vec::new(),
            released: Vec::new(),
            totals: totals::changes(&judged.before, &judged.families),
            families: judged.families,
            word: None,
        };
        match self.storage.ingest(&ingest) {
            Ok(()) => Ok(true),
            // A batch for this very family came meanwhile, and was judged by the new rules.
            Err(StorageError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
