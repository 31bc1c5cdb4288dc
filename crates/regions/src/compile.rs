//! From lists of editions to the one table; what `cargo xtask regions` runs, never an officer.

use std::collections::BTreeMap;

use crate::table::LONGEST;
use crate::{Edition, digits};

/// An edition with its rows: code (dots or none) and name.
#[derive(Debug, Clone)]
pub struct Source {
    /// Which.
    pub edition: Edition,
    /// Code and name.
    pub rows: Vec<(String, String)>,
}

/// A row that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{edition}, row {row}: {problem}")]
pub struct BadRow {
    /// Name of the edition.
    pub edition: String,
    /// From 1.
    pub row: usize,
    /// What is wrong.
    pub problem: &'static str,
}

/// The table's text. The first edition is the one in force; a code has the name of the newest
/// edition that knows it.
///
/// # Errors
/// [`BadRow`], the first.
pub fn table(editions: &[Source]) -> Result<String, BadRow> {
    let mut text = String::new();
    let mut areas: BTreeMap<String, String> = BTreeMap::new();
    for (number, Source { edition, rows }) in editions.iter().enumerate() {
        text += &format!("#{}\t{}\n", edition.name, edition.source);
        for (row, (code, name)) in rows.iter().enumerate() {
            let bad = |problem| BadRow { edition: edition.name.clone(), row: row + 1, problem };
            let code = digits(code).ok_or(bad("no code of 2, 4, 6 or 10 digits"))?;
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() || name.len() + 16 > LONGEST {
                return Err(bad("no name, or too long a one"));
            }
            let line = if number == 0 { name } else { format!("{name}\t{number}") };
            areas.entry(code).or_insert(line);
        }
    }
    text.extend(areas.iter().map(|(code, line)| format!("{code}\t{line}\n")));
    Ok(text)
}

/// The table as it lies in the program: the same bytes for the same text.
///
/// # Errors
/// When zstd has no memory.
pub fn pack(text: &str) -> std::io::Result<Vec<u8>> {
    zstd::encode_all(text.as_bytes(), 22)
}
