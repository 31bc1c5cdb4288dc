//! Three people for one paper: who keys it, who keys it again, who decides between them.
//!
//! Judged on what is known to be first: keying again waits for the first keying, and a decision for
//! what was keyed again, so that the same is let in and held in whatever order batches arrive.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Actor, Change, Entry, Mode, Source};
use cacah_family::id::{DocumentId, OfficerId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_wire::error::Code;

use super::judge::Proven;

/// Why a segment that keys again, or decides, is kept aside, if it is.
pub fn held(proven: &Proven, history: &History) -> Option<Code> {
    let own = || proven.entries.iter().map(AsRef::as_ref);
    let hands = Hands::of(history.entries().chain(own()));
    let held: BTreeSet<Code> = own().filter_map(|entry| hands.held(entry)).collect();
    // What is certain before what may still come.
    [Code::SameHands, Code::WaitsForFirst].into_iter().find(|code| held.contains(code))
}

/// The first number of each PC under which somebody wrote there.
type Wrote = BTreeMap<(DocumentId, OfficerId), BTreeMap<Actor, u64>>;

/// Who had a hand in the paper of a family.
#[derive(Default)]
struct Hands<'a> {
    /// Documents that are the first keying.
    papers: BTreeSet<DocumentId>,
    /// Documents that are the same paper keyed independently again.
    seconds: BTreeSet<DocumentId>,
    keyed: Wrote,
    again: Wrote,
    /// What was keyed again.
    questions: BTreeSet<(DocumentId, &'a Path)>,
}

impl<'a> Hands<'a> {
    fn of(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut hands = Self::default();
        for entry in entries {
            let Some(document) = entry.document else { continue };
            let wrote = match &entry.change {
                Change::Opened { source: Source::Paper } => {
                    hands.papers.insert(document);
                    continue;
                }
                Change::Opened { source: Source::SecondEntry } => {
                    hands.seconds.insert(document);
                    continue;
                }
                Change::Verified(verified) => {
                    hands.questions.extend(verified.question.iter().map(|at| (document, at)));
                    &mut hands.again
                }
                // Whatever a PC calls the work; a decision of a supervisor is no keying.
                Change::Slot(_) | Change::Finished { .. } if entry.mode != Mode::Supervising => {
                    &mut hands.keyed
                }
                _ => continue,
            };
            let first = wrote.entry((document, entry.officer)).or_default();
            let first = first.entry(entry.dot.actor).or_insert(entry.dot.seq);
            *first = entry.dot.seq.min(*first);
        }
        hands
    }

    fn held(&self, entry: &Entry) -> Option<Code> {
        let document = entry.document?;
        match &entry.change {
            Change::Verified(_) => self.repeats(entry, &[document].into()),
            Change::Adjudicated { question, .. } => {
                let mut keyings = self.seconds.iter().chain([&document]);
                let took_part = keyings.any(|it| before(entry, &self.keyed, *it));
                let undisputed = !self.questions.contains(&(document, question));
                judged(took_part || before(entry, &self.again, document), undisputed)
            }
            Change::Opened { .. } | Change::Slot(_) | Change::Finished { .. }
                if self.seconds.contains(&document) =>
            {
                self.repeats(entry, &self.papers)
            }
            _ => None,
        }
    }

    /// Why an entry does not key these documents again, if it does not.
    fn repeats(&self, entry: &Entry, papers: &BTreeSet<DocumentId>) -> Option<Code> {
        let own = papers.iter().any(|paper| before(entry, &self.keyed, *paper));
        judged(own, !self.keyed.keys().any(|(document, _)| papers.contains(document)))
    }
}

fn judged(same_hands: bool, waits: bool) -> Option<Code> {
    same_hands.then_some(Code::SameHands).or(waits.then_some(Code::WaitsForFirst))
}

/// True when the writer of an entry wrote in the document before. Of two entries of one PC the
/// earlier is told by its number: whoever keyed it again may mend it later.
fn before(entry: &Entry, wrote: &Wrote, document: DocumentId) -> bool {
    let own = wrote.get(&(document, entry.officer));
    own.is_some_and(|own| {
        own.iter().any(|(actor, seq)| *actor != entry.dot.actor || *seq < entry.dot.seq)
    })
}
