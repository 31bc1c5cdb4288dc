//! The two hashes of a form, over its sheets in a canonical form: cells trimmed, columns in the
//! order of their names, empty cells and rows left out.

use crate::source::{Row, Sheet, Sheets};

/// Columns that a stored document depends on.
const STRUCTURE: [&str; 5] = ["type", "name", "list_name", "calculation", "bind::cacah:sum"];

/// Hash of the structure, and hash of all the rest.
pub(super) fn hashes(sheets: &Sheets) -> ([u8; 32], [u8; 32]) {
    let mut structure = blake3::Hasher::new();
    let mut rules = blake3::Hasher::new();
    for sheet in [&sheets.survey, &sheets.choices] {
        for row in &sheet.rows {
            let kind = sheet.header.iter().position(|header| header == "type");
            let kind = kind.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
            // A group and a note hold nothing; a calculation is a rule, its presence is not.
            let holds = !kind.contains("group") && kind != "note";
            let mut cells = cells(sheet, row);
            if holds {
                for (header, cell) in cells.iter().filter(|(header, _)| in_structure(header)) {
                    field(&mut structure, header);
                    field(&mut structure, if *header == "calculation" { "yes" } else { cell });
                }
                structure.update(b"\n");
            }
            let key = |header: &str| header == "name" || header == "list_name";
            cells.retain(|(header, _)| {
                !holds || key(header) || *header == "calculation" || !in_structure(header)
            });
            put(&mut rules, &cells);
        }
        structure.update(b"\x00");
        rules.update(b"\x00");
    }
    for sheet in [&sheets.settings, &sheets.checks] {
        for row in &sheet.rows {
            put(&mut rules, &cells(sheet, row));
        }
        rules.update(b"\x00");
    }
    (*structure.finalize().as_bytes(), *rules.finalize().as_bytes())
}

fn in_structure(header: &str) -> bool {
    STRUCTURE.contains(&header)
}

fn cells<'a>(sheet: &'a Sheet, row: &'a Row) -> Vec<(&'a str, &'a str)> {
    let pairs = sheet.header.iter().zip(&row.cells);
    let mut cells: Vec<_> = pairs
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(header, cell)| (header.as_str(), cell.as_str()))
        .collect();
    cells.sort_unstable();
    cells
}

fn put(hasher: &mut blake3::Hasher, cells: &[(&str, &str)]) {
    for (header, cell) in cells {
        field(hasher, header);
        field(hasher, cell);
    }
    hasher.update(b"\n");
}

/// Length first, so that no two different rows write the same bytes.
fn field(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}
