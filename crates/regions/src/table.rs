//! The table as text: a line `#name<TAB>source` for each edition, the one in force first, then a
//! line `code<TAB>name` for each area by rising code; `<TAB>edition` follows where it is an older one.

use crate::{Edition, LEVELS, Region};

/// Most bytes of a line; what is read around a place reaches over it.
pub(crate) const LONGEST: usize = 120;

/// A table, compressed, as it lies in the program.
#[derive(Clone, Copy)]
pub(crate) struct Packed(pub &'static [u8]);

/// The table of this program.
pub(crate) fn kemendagri() -> Packed {
    Packed(include_bytes!("../../../schemas/regions/kemendagri.tsv.zst"))
}

impl Packed {
    /// What names its contents.
    pub(crate) fn id(self) -> [u8; 32] {
        blake3::hash(self.0).into()
    }

    /// Its text.
    #[expect(clippy::expect_used, reason = "a constant of the program, read in its tests")]
    pub(crate) fn text(self) -> String {
        let bytes = zstd::decode_all(self.0).expect("the table of this program is whole");
        String::from_utf8(bytes).expect("the table of this program is text")
    }
}

/// Reads the line of an area.
pub(crate) fn region(line: &str) -> Option<Region> {
    let mut cells = line.split('\t');
    let (code, name) = (cells.next()?, cells.next()?);
    let edition = cells.next().map_or(Some(0), |cell| cell.parse().ok())?;
    let known = LEVELS.contains(&code.len()) && code.bytes().all(|c| c.is_ascii_digit());
    known.then(|| Region { code: code.to_owned(), name: name.to_owned(), edition })
}

/// Reads the line of an edition.
pub(crate) fn edition(line: &str) -> Option<Edition> {
    let (name, source) = line.strip_prefix('#')?.split_once('\t')?;
    Some(Edition { name: name.to_owned(), source: source.to_owned() })
}
