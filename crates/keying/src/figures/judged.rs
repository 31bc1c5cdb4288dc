//! Whose a field was that somebody keyed again, and how it was judged.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, Entry, Mode};
use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::paper::Right;
use cacah_family::path::Path;

use crate::again::waits;

/// A field that was keyed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Who keyed it first; who left it empty, the one that finished the document.
    pub officer: OfficerId,
    /// When.
    pub at: Millis,
    /// Where.
    pub question: Path,
    /// Keys pressed in it by that officer.
    pub keys: u32,
    /// How it was judged.
    pub verdict: Verdict,
}

/// Judgement of the first keying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As on the paper.
    Right,
    /// Not so, somebody decided.
    Wrong,
    /// Keyed differently; nobody has decided.
    Suspected,
}

/// The fields of one document that were keyed again, from its entries in any order.
#[must_use]
pub fn judged<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Judged> {
    let mut entries: Vec<&Entry> = entries.into_iter().collect();
    entries.sort_by_key(|entry| (entry.at.wall, entry.dot));
    let mut verdicts: BTreeMap<&Path, (Verdict, Millis)> = BTreeMap::new();
    for entry in &entries {
        match &entry.change {
            Change::Verified(verified) => {
                let Some(question) = &verified.question else { continue };
                let known = verdicts.entry(question).or_insert((Verdict::Right, entry.at.wall));
                if waits(verified.outcome) {
                    known.0 = Verdict::Suspected;
                }
            }
            Change::Adjudicated { question, right } => {
                let verdict = match right {
                    Right::First => Verdict::Right,
                    Right::Second | Right::Neither => Verdict::Wrong,
                };
                verdicts.entry(question).or_insert((verdict, entry.at.wall)).0 = verdict;
            }
            _ => {}
        }
    }
    let found = verdicts.into_iter().filter_map(|(question, (verdict, since))| {
        let (officer, at) = first_keyer(&entries, question, since)?;
        let own = keyings(&entries, question).filter(|entry| entry.officer == officer);
        let keys = own.map(|entry| entry.effort.keys).sum();
        Some(Judged { officer, at, question: question.clone(), keys, verdict })
    });
    found.collect()
}

/// The keyer whose answer the second one met, and when it was keyed.
fn first_keyer(entries: &[&Entry], question: &Path, since: Millis) -> Option<(OfficerId, Millis)> {
    let before = keyings(entries, question).filter(|entry| entry.at.wall <= since).last();
    // Of a PC whose clock was ahead.
    let keyed = before.or_else(|| keyings(entries, question).next());
    let finished = |entry: &&&Entry| {
        entry.mode == Mode::Keying && matches!(entry.change, Change::Finished { .. })
    };
    let entry = keyed.or_else(|| entries.iter().find(finished).copied())?;
    Some((entry.officer, entry.at.wall))
}

fn keyings<'a>(entries: &[&'a Entry], question: &Path) -> impl Iterator<Item = &'a Entry> {
    let keyed = |entry: &&Entry| {
        entry.mode == Mode::Keying
            && entry.path == *question
            && matches!(entry.change, Change::Slot(_))
    };
    entries.iter().copied().filter(keyed)
}
