//! The first layout: still read, no longer written.

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, FormVersion, Mode, Times};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MAX_ENTRIES, MAX_OVER, SegmentError, is_long, pick, seqs};

/// The entries of one family in columns: entry `i` is made of the `i`-th item of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SegmentV1")]
pub struct Body {
    /// Version of this layout: 1.
    pub v: u32,
    /// Round.
    pub round: RoundId,
    /// Family.
    pub family: FamilyId,
    /// District of the assignment.
    pub home: District,
    /// SLS of the family as the laptop knows it.
    pub idsubsls: Idsubsls,
    /// Who wrote every entry in it.
    pub actor: Actor,
    /// Who keyed and signs.
    pub officer: OfficerId,
    /// Number of the first entry.
    pub first: u64,
    /// Entries in it.
    pub count: u32,
    /// Where numbers jump because the actor wrote to other families: index of the entry, numbers skipped before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skips: Vec<(u32, u64)>,
    /// Values of `document`, by index.
    documents: Vec<DocumentId>,
    /// Values of `path`, by index.
    paths: Vec<Path>,
    /// Values of `form`, by index.
    forms: Vec<FormVersion>,
    /// Other actors that `over` names, from index 1; 0 is `actor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Actor>,
    /// Document of each entry, `null` for the family itself.
    document: Vec<Option<u32>>,
    /// Path of each entry.
    path: Vec<u32>,
    /// Change of each entry.
    change: Vec<Change>,
    /// Dots each entry is over: actor index, number.
    over: Vec<Vec<(u32, u64)>>,
    /// Work of each entry.
    mode: Vec<Mode>,
    /// Form version of each entry.
    form: Vec<Option<u32>>,
    /// Wall clock of each entry, milliseconds: the first whole, then differences.
    wall: Vec<Millis>,
    /// Milliseconds since boot, likewise.
    mono: Vec<i64>,
    /// Endpoint time last heard.
    endpoint: Vec<Option<Millis>>,
}

impl Body {
    /// The entries again.
    pub fn entries(&self) -> Result<Vec<Entry>, SegmentError> {
        let count = self.path.len();
        let lengths = [
            self.document.len(),
            self.change.len(),
            self.over.len(),
            self.mode.len(),
            self.form.len(),
            self.wall.len(),
            self.mono.len(),
            self.endpoint.len(),
            self.count as usize,
        ];
        if count == 0 || count > MAX_ENTRIES || lengths.iter().any(|length| *length != count) {
            return Err(SegmentError::Columns);
        }
        if self.forms.iter().any(is_long)
            || self.over.iter().map(Vec::len).sum::<usize>() > MAX_OVER
        {
            return Err(SegmentError::Columns);
        }
        let seqs = seqs(self.first, &self.skips, count)?;
        let wall = sums(&self.wall);
        let mono = sums(&self.mono);
        (0..count)
            .map(|i| {
                Ok(Entry {
                    dot: Dot { actor: self.actor, seq: seqs[i] },
                    family: self.family,
                    document: self.document[i].map(|at| pick(&self.documents, at)).transpose()?,
                    path: pick(&self.paths, self.path[i])?,
                    change: self.change[i].clone(),
                    over: self.over[i]
                        .iter()
                        .map(|dot| self.dot(*dot))
                        .collect::<Result<_, _>>()?,
                    officer: self.officer,
                    mode: self.mode[i],
                    form: self.form[i].map(|at| pick(&self.forms, at)).transpose()?,
                    at: Times {
                        wall: wall[i],
                        mono: u64::try_from(mono[i]).map_err(|_| SegmentError::Columns)?,
                        endpoint: self.endpoint[i],
                        heard: None,
                    },
                    effort: Effort::default(),
                })
            })
            .collect()
    }

    fn dot(&self, (actor, seq): (u32, u64)) -> Result<Dot, SegmentError> {
        let actor = match actor.checked_sub(1) {
            None => self.actor,
            Some(at) => pick(&self.actors, at)?,
        };
        Ok(Dot { actor, seq })
    }
}

fn sums(differences: &[i64]) -> Vec<i64> {
    let mut sum = 0i64;
    differences
        .iter()
        .map(|difference| {
            sum = sum.wrapping_add(*difference);
            sum
        })
        .collect()
}
