//! Areas by the words of their names: for each level the places where words begin, sorted by what
//! follows to the end of the name.

use std::str::from_utf8;

use crate::expanded::Expanded;
use crate::table::{LONGEST, region};
use crate::{LEVELS, Region};

/// What is compared: letters and digits alone, in small letters.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where in the table's text words begin, per level, by the alphabet.
pub(crate) fn words(text: &str) -> [Vec<usize>; LEVELS.len()] {
    let mut words = LEVELS.map(|_| Vec::new());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((level, region)) = area(line) {
            let name = at + region.code.len() + 1;
            words[level].extend(begins(&region.name).map(|(place, key)| (key, name + place)));
        }
        at += line.len();
    }
    words.map(|mut level| {
        level.sort_unstable();
        level.into_iter().map(|(_, place)| place).collect()
    })
}

fn area(line: &str) -> Option<(usize, Region)> {
    let region = region(line.trim_end())?;
    let level = LEVELS.iter().position(|length| *length == region.code.len())?;
    Some((level, region))
}

/// The words of a name: where each begins, and the key from there on.
fn begins(name: &str) -> impl Iterator<Item = (usize, String)> {
    let mut inside = false;
    let starts = name.char_indices().filter(move |(_, c)| {
        // An apostrophe is inside a word: Du’en.
        let was =
            std::mem::replace(&mut inside, c.is_alphanumeric() || matches!(c, '\'' | '’' | '`'));
        inside && !was
    });
    starts.filter_map(|(place, _)| Some((place, key(name.get(place..)?))))
}

/// As [`crate::Regions::search`].
pub(crate) fn search(table: &Expanded, text: &str, limit: usize) -> Vec<Region> {
    let wanted = key(text);
    let mut found: Vec<Region> = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    for level in 0..LEVELS.len() {
        let mut rank = first(table, level, &wanted);
        while found.len() < limit && rank < table.words(level) {
            let Some((region, key)) = read(table, table.word(level, rank)) else { break };
            if !key.starts_with(&wanted) {
                break;
            }
            if !found.iter().any(|known| known.code == region.code) {
                found.push(region);
            }
            rank += 1;
        }
    }
    found
}

/// Rank of the first word of a level that is not before `wanted`.
fn first(table: &Expanded, level: usize, wanted: &str) -> usize {
    let (mut low, mut high) = (0, table.words(level));
    while low < high {
        let middle = low + (high - low) / 2;
        let before = read(table, table.word(level, middle)).is_some_and(|(_, key)| *key < *wanted);
        if before { low = middle + 1 } else { high = middle }
    }
    low
}

/// The area whose name has a word at this place of the text, and the key from there on.
fn read(table: &Expanded, place: usize) -> Option<(Region, String)> {
    let from = place.saturating_sub(LONGEST);
    let window = table.text(from..place + LONGEST);
    let (before, after) = window.split_at_checked(place - from)?;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = after.iter().position(|byte| *byte == b'\n')?;
    let rest = from_utf8(after.get(..end)?).ok()?;
    let line = format!("{}{rest}", from_utf8(before.get(start..)?).ok()?);
    Some((region(&line)?, key(rest.split('\t').next()?)))
}
