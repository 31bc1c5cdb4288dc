//! Plain answers as one text, and the rest of a slot beside it.

use cacah_family::entry::Change;
use cacah_family::slot::Seen;

/// Stands between two answers; an answer that holds one is no plain one.
const BETWEEN: char = '|';

/// The text of a slot that is nothing but what was keyed, and where it was seen.
pub fn plain(change: &Change) -> Option<(&str, Option<Seen>)> {
    let Change::Slot(slot) = change else { return None };
    let text = slot.as_keyed().filter(|text| !text.contains(BETWEEN))?;
    Some((text, slot.seen))
}

/// Plain texts as one.
pub fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for text in texts {
        all.push_str(text);
        all.push(BETWEEN);
    }
    all
}

/// And taken apart again.
pub fn split(all: &str) -> impl Iterator<Item = &str> {
    all.split_terminator(BETWEEN)
}
