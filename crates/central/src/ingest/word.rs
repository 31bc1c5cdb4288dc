//! The office writes too: a supervisor's entries go the road of every other entry, under the
//! office's own device, which is named by the epoch: an endpoint restored from a backup is another
//! writer and gives no number twice.

use std::sync::Arc;

use cacah_family::area::District;
use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, Heard, Mode, Times};
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_wire::seal::Hash;
use cacah_wire::segment::{Place, SealedSegment, Segment, SegmentError};

use super::judge::Proven;
use super::sitting::{Judged, Sitting};
use super::{ATTEMPTS, totals};
use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{FamilyRow, Ingest, KnownFamily, Storage, StorageError, Word};

/// One change of a supervisor. What it is over is found when it is written.
pub struct Saying {
    /// The document; absent for the family itself.
    pub document: Option<DocumentId>,
    /// Where.
    pub path: Path,
    /// What is there from now on.
    pub change: Change,
}

/// A family of which something is said, and by whom.
pub struct Subject {
    /// Its home.
    pub wil: District,
    /// Its round.
    pub round: RoundId,
    /// It.
    pub family: FamilyId,
    /// The supervisor.
    pub officer: OfficerId,
    /// What is done, as the trail names it.
    pub action: Action,
    /// Why what is held is let in.
    pub reason: String,
}

impl<S: Storage> Central<S> {
    /// The office as a writer of entries.
    pub(crate) fn desk(&self) -> Actor {
        Actor { device: DeviceId(self.epoch), incarnation: 1 }
    }

    /// Writes what a supervisor says of a family, in view of all that is there.
    ///
    /// # Errors
    /// [`CentralError::Uncomputable`] when no state comes of it; what `say` finds missing. Nothing
    /// is changed then.
    pub(crate) fn say(
        &self,
        subject: &Subject,
        admitted: &[Hash],
        say: impl Fn(&KnownFamily, &History) -> Result<Vec<Saying>>,
    ) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let after = self.storage.last_entry(self.desk().device)?;
            let now = self.host.now();
            let sitting = Sitting::new(self, subject.round, &subject.wil, now)?;
            let write = |known: &KnownFamily, history: &History| {
                let sayings = say(known, history)?;
                match (&known.row, sayings.is_empty()) {
                    (_, true) => Ok(None),
                    (Some(row), false) => {
                        self.written(subject, row, history, sayings, after).map(Some)
                    }
                    (None, false) => Err(CentralError::Uncomputable),
                }
            };
            let judged = sitting.word(subject.family, admitted, write)?;
            let judged = judged.ok_or(CentralError::Uncomputable)?;
            match self.storage.ingest(&self.spoken(subject, judged, after)) {
                Err(StorageError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(CentralError::Busy)
    }

    fn spoken(&self, subject: &Subject, judged: Judged, after: u64) -> Ingest {
        Ingest {
            at: self.host.now(),
            wil: subject.wil.clone(),
            batch: None,
            segments: judged.segments,
            released: judged.released,
            totals: totals::changes(&judged.before, &judged.families),
            families: judged.families,
            word: Some(Word {
                desk: self.desk().device,
                after,
                at: self.host.now(),
                officer: subject.officer,
                action: subject.action.as_str(),
                family: subject.family,
                reason: subject.reason.clone(),
            }),
        }
    }

    fn written(
        &self,
        subject: &Subject,
        row: &FamilyRow,
        history: &History,
        sayings: Vec<Saying>,
        after: u64,
    ) -> Result<Proven> {
        let entries = (after + 1..).zip(sayings).map(|(seq, saying)| Entry {
            dot: Dot { actor: self.desk(), seq },
            family: subject.family,
            document: saying.document,
            over: match saying.change {
                // A family may have several other ids: none replaces another.
                Change::Alias { .. } => Vec::new(),
                _ => history.over(saying.document, &saying.path, &saying.change),
            },
            path: saying.path,
            change: saying.change,
            officer: subject.officer,
            mode: Mode::Supervising,
            form: None,
            at: self.times(),
            effort: Effort::default(),
        });
        let entries: Vec<Entry> = entries.collect();
        let birth = &row.birth;
        let place = Place {
            round: birth.round,
            home: birth.home.clone(),
            idsubsls: birth.idsubsls.clone(),
        };
        let sealed = || -> std::result::Result<_, SegmentError> {
            let segment = Segment::of(&place, &entries)?;
            Ok((SealedSegment::seal(&segment, &self.keys.signing)?, segment))
        };
        let (sealed, segment) = sealed().map_err(|_| CentralError::Request("too much to say"))?;
        Ok(Proven { sealed, segment, entries: entries.into_iter().map(Arc::new).collect() })
    }

    /// The endpoint hears itself.
    fn times(&self) -> Times {
        let (wall, mono) = (self.host.now(), self.host.monotonic());
        Times { wall, mono, endpoint: Some(wall), heard: Some(Heard { mono, trip: 0 }) }
    }
}
