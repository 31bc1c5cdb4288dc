//! Reference data: the areas of Indonesia by the codes of Kemendagri, which NIK and KK numbers
//! begin with. Provinces, regencies, districts and villages; nothing about anybody.
//!
//! The table lies compressed in the program (`schemas/regions/`, made by `cargo xtask regions`) and
//! is expanded once into a plain file, where it is searched without being held in memory. Where that
//! file cannot be written, or is taken away, the table is expanded in memory: nothing fails.

pub mod bridge;
pub mod compile;
mod expanded;
mod lookup;
mod search;
mod table;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::expanded::Expanded;

/// Lengths of a code: province, regency, district, village.
pub(crate) const LEVELS: [usize; 4] = [2, 4, 6, 10];

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// 2, 4, 6 or 10 digits.
    pub code: String,
    /// As the edition writes it: `Kota Ternate`.
    pub name: String,
    /// The edition it is from, an index of [`Regions::editions`]; 0 is the one in force.
    pub edition: usize,
}

/// A list of codes as it was once in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The decree, or until when it held.
    pub name: String,
    /// Where its rows are from.
    pub source: String,
}

/// The areas, of the edition in force and of older ones. Making one touches nothing; the first
/// question expands the table.
#[derive(Debug)]
pub struct Regions {
    folder: Option<PathBuf>,
    expanded: OnceLock<Expanded>,
}

impl Regions {
    /// With the plain file in `folder`, written when it is not there or not whole.
    #[must_use]
    pub fn beside(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), expanded: OnceLock::new() }
    }

    /// Without a file; 2.6 MB of memory from the first question on.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { folder: None, expanded: OnceLock::new() }
    }

    /// The area of a code of 2, 4, 6 or 10 digits, dots or none. An area that only an older edition
    /// has answers for every code below it, too: the parts it had are not all known.
    #[must_use]
    pub fn region(&self, code: &str) -> Option<Region> {
        let code = digits(code)?;
        let table = self.expanded();
        let nearest = above(&code).find_map(|part| lookup::find(table, part))?;
        (nearest.code == code || nearest.edition > 0).then_some(nearest)
    }

    /// The name of [`Regions::region`].
    #[must_use]
    pub fn name_of(&self, code: &str) -> Option<String> {
        self.region(code).map(|region| region.name)
    }

    /// The area and all it lies in, the province first; empty when the code is not known.
    #[must_use]
    pub fn chain(&self, code: &str) -> Vec<Region> {
        let Some(region) = self.region(code) else { return Vec::new() };
        let table = self.expanded();
        let mut chain: Vec<_> =
            above(&region.code).filter_map(|part| lookup::find(table, part)).collect();
        chain.reverse();
        chain
    }

    /// Areas with a word that begins as `text` does, which may go on over further words: case,
    /// blanks and signs mean nothing. Provinces first, villages last, each by the alphabet from the
    /// word that was found.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<Region> {
        search::search(self.expanded(), text, limit)
    }

    /// The editions, the one in force first.
    #[must_use]
    pub fn editions(&self) -> Vec<Edition> {
        lookup::editions(self.expanded())
    }

    fn expanded(&self) -> &Expanded {
        self.expanded.get_or_init(|| Expanded::open(self.folder.as_deref(), table::kemendagri()))
    }
}

/// The digits of a code, when they are as many as a code has.
fn digits(code: &str) -> Option<String> {
    let digits: String = code.trim().chars().filter(|c| *c != '.').collect();
    let code = LEVELS.contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit());
    code.then_some(digits)
}

/// A code and those of all it lies in, the longest first.
fn above(code: &str) -> impl Iterator<Item = &str> {
    LEVELS.iter().rev().filter_map(|length| code.get(..*length))
}

#[cfg(test)]
mod tests;
