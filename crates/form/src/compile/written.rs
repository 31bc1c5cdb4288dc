//! The sheets in a canonical form, by which versions of a form are told apart: cells trimmed,
//! columns in the order of their names, empty cells and rows left out.

use crate::source::{Data, Row, Sheet, Sheets};

/// All sheets of a form as written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub survey: Vec<Line>,
    pub choices: Vec<Line>,
    pub settings: Vec<Line>,
    pub checks: Vec<Line>,
    pub parameters: Vec<Line>,
    /// External data: a line for each file, with a hash of what is in it.
    pub data: Vec<Line>,
}

/// A row: header and cell, by header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line(pub Vec<(String, String)>);

/// What a row of the survey is to stored documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    Note,
    /// It holds an answer or a value.
    Question,
}

impl Written {
    pub fn of(sheets: &Sheets) -> Self {
        // All of them by name: a sheet that is added later cannot be forgotten here.
        let Sheets { survey, choices, settings, checks, parameters, data } = sheets;
        Self {
            survey: lines(survey),
            choices: lines(choices),
            settings: lines(settings),
            checks: lines(checks),
            parameters: lines(parameters),
            data: data.iter().map(|data| file(data)).collect(),
        }
    }
}

fn lines(sheet: &Sheet) -> Vec<Line> {
    sheet.rows.iter().map(|row| line(sheet, row)).collect()
}

/// A file by the hashes of its codes (the column `name`) and of all it holds.
fn file(data: &Data) -> Line {
    let (mut codes, mut contents) = (blake3::Hasher::new(), blake3::Hasher::new());
    let mut column = None;
    for record in data.records() {
        for (at, cell) in record.into_iter().enumerate() {
            if column.is_none() && cell == "name" {
                column = Some(at);
            }
            put(&mut contents, cell);
            if column == Some(at) {
                put(&mut codes, cell);
            }
        }
        contents.update(b"\n");
    }
    let hex = |hasher: blake3::Hasher| hasher.finalize().to_hex().to_string();
    let cells = [("codes", hex(codes)), ("contents", hex(contents)), ("file", data.name.clone())];
    Line(cells.map(|(header, cell)| (header.to_owned(), cell)).into())
}

fn put(hasher: &mut blake3::Hasher, cell: &str) {
    hasher.update(&(cell.len() as u64).to_le_bytes());
    hasher.update(cell.as_bytes());
}

fn line(sheet: &Sheet, row: &Row) -> Line {
    let pairs = sheet.header.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
    let mut cells: Vec<_> = pairs
        .map(|(header, cell)| match header.as_str() {
            // `begin  repeat` is `begin_repeat`, and one space is as good as two.
            "type" => (header.clone(), kind(cell)),
            _ => (header.clone(), cell.clone()),
        })
        .collect();
    cells.sort_unstable();
    Line(cells)
}

fn kind(cell: &str) -> String {
    let words: Vec<&str> = cell.split_whitespace().collect();
    match words.as_slice() {
        [edge @ ("begin" | "end"), what @ ("group" | "repeat")] => format!("{edge}_{what}"),
        words => words.join(" "),
    }
}

impl Line {
    /// The cell under a header; empty where there is none.
    pub fn get(&self, header: &str) -> &str {
        let cell = self.0.iter().find(|(known, _)| known == header);
        cell.map_or("", |(_, cell)| cell.as_str())
    }

    pub fn role(&self) -> Role {
        match self.get("type") {
            "begin_group" => Role::BeginGroup,
            "end_group" => Role::EndGroup,
            "begin_repeat" => Role::BeginRepeat,
            "end_repeat" => Role::EndRepeat,
            "note" => Role::Note,
            _ => Role::Question,
        }
    }

    /// The list or file whose codes a question takes.
    pub fn list(&self) -> Option<&str> {
        let (kind, list) = self.get("type").split_once(' ')?;
        let list = list.split(' ').next()?;
        kind.starts_with("select").then_some(list)
    }
}
