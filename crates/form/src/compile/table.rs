//! A sheet read by column: known headers, texts in two languages, and places for errors.

use std::collections::HashMap;

use crate::error::{Fault, FormError, FormErrorCode, Place};
use crate::expr::{Expr, parse};
use crate::slip::meant;
use crate::source::{Row, Sheet, letters};
use crate::text::{Text, Tongue};

/// Columns of XLSForm that ask for something the engine does not do.
const REFUSED: [&str; 27] = [
    "image",
    "big-image",
    "audio",
    "video",
    "autoplay",
    "rows",
    "noapperrorstring",
    "no_app_error_string",
    "compact_tag",
    "save_to",
    "disabled",
    "sms_field",
    "sms_option",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "sms_keyword",
    "instance_name",
    "instance_xmlns",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "allow_choice_duplicates",
    "omit_instanceid",
];

/// The columns of a sheet that the dialect knows.
pub(super) struct Columns {
    pub plain: &'static [&'static str],
    /// Columns with a language: `label::English (en)`.
    pub texts: &'static [&'static str],
    pub needed: &'static [&'static str],
    /// Whether other columns are data of the form's author.
    pub open: bool,
}

pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    /// From name, or name and language, to column.
    index: HashMap<String, usize>,
    /// Columns of the form's author.
    pub extra: Vec<usize>,
}

impl<'a> Table<'a> {
    /// Sorts out the header; every column that is unknown, doubled or missing is an error.
    pub fn new(sheet: &'a Sheet, columns: &Columns, errors: &mut Vec<FormError>) -> Self {
        let mut table = Self { sheet, index: HashMap::new(), extra: Vec::new() };
        for (at, header) in sheet.header.iter().enumerate() {
            match columns.key(header, &sheet.tongue) {
                Some(key) => {
                    if table.index.insert(key, at).is_some() {
                        let fault = column_fault("this column is given twice", "it once");
                        errors.push(fault.at(&sheet.file, 1, &sheet.written[at]));
                    }
                }
                None if refused(header) => errors.extend(table.refuse(at)),
                None if columns.open && !header.is_empty() => table.extra.push(at),
                None => {
                    let written = &sheet.written[at];
                    let column = if header.is_empty() { &letters(at) } else { written };
                    let fault = column_fault("unknown column", &columns.meant(header));
                    errors.push(fault.at(&sheet.file, 1, column));
                }
            }
        }
        if !sheet.file.is_empty() {
            let missing = columns.needed.iter().filter(|name| !table.index.contains_key(**name));
            errors.extend(missing.map(|name| {
                column_fault("this column is missing", "it in the header").at(&sheet.file, 1, name)
            }));
        }
        table
    }

    /// The first cell of a column that asks for what the engine does not do.
    fn refuse(&self, at: usize) -> Option<FormError> {
        let header = &self.sheet.written[at];
        let filled = |row: &&Row| row.cells.get(at).is_some_and(|cell| !cell.is_empty());
        let row = self.sheet.rows.iter().find(filled)?;
        let message = format!("{header} is not supported");
        let fault = Fault::new(FormErrorCode::Unsupported, message, "an empty column");
        Some(fault.at(&self.sheet.file, row.number, header))
    }

    pub fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        self.sheet.rows.iter().map(|row| Cells { table: self, row })
    }

    fn header<'b>(&'b self, key: &'b str) -> &'b str {
        let own = || self.index.get(&format!("{}({})", key.strip_suffix("(id)")?, self.tongue()));
        let column = self.index.get(key).or_else(own).and_then(|at| self.sheet.written.get(*at));
        column.map_or(key, String::as_str)
    }

    fn tongue(&self) -> &str {
        self.sheet.tongue.code()
    }
}

impl Columns {
    fn key(&self, header: &str, tongue: &Tongue) -> Option<String> {
        if self.plain.contains(&header) {
            return Some(header.to_owned());
        }
        let (name, language) = match header.split_once("::") {
            Some((name, language)) => (name, &Tongue::of(language)),
            None => (header, tongue),
        };
        self.texts.contains(&name).then(|| format!("{name}({})", language.code()))
    }

    /// The column that an unknown header is meant for, or else all there are.
    fn meant(&self, header: &str) -> String {
        if let Some(column) = meant(header, self.plain.iter().copied()) {
            return format!("`{column}`");
        }
        let (name, language) = header.split_once("::").unwrap_or((header, ""));
        match meant(name, self.texts.iter().copied()) {
            Some(text) if language.is_empty() => format!("`{text}`"),
            Some(text) => format!("`{text}::{language}`"),
            None => self.list(),
        }
    }

    fn list(&self) -> String {
        let texts = self.texts.iter().map(|name| format!("{name}::… (id), {name}::… (en)"));
        let plain = self.plain.iter().map(ToString::to_string);
        format!("one of {}", plain.chain(texts).collect::<Vec<_>>().join(", "))
    }
}

/// Whether a column is one of XLSForm that asks for something the engine does not do.
fn refused(header: &str) -> bool {
    let (first, rest) = header.split_once("::").unwrap_or((header, ""));
    let deep = ["media", "body", "control", "instance", "attribute"].contains(&first);
    (deep && !rest.is_empty())
        || REFUSED.contains(&first)
        || (first == "bind" && !rest.starts_with("cacah:"))
}

fn column_fault(message: &str, expected: &str) -> Fault {
    Fault::new(FormErrorCode::Column, message, expected)
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    table: &'a Table<'a>,
    pub row: &'a Row,
}

impl<'a> Cells<'a> {
    /// The cell of a known column; empty where the sheet has no such column.
    pub fn get(&self, name: &str) -> &'a str {
        let cell = self.table.index.get(name).and_then(|at| self.row.cells.get(*at));
        cell.map_or("", String::as_str)
    }

    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    pub fn text(&self, name: &str) -> Text {
        let get = |tongue: &str| self.get(&format!("{name}({tongue})"));
        let text = Text::new(get("id"), get("en"));
        let own = get(self.table.tongue());
        if text.is_empty() { Text::new(own, own) } else { text }
    }

    /// Known columns of this row that are not empty, texts in Indonesian and English.
    pub fn filled(&self) -> impl Iterator<Item = &'a str> {
        let table = self.table;
        let row = self.row;
        let shown =
            |key: &str| !key.ends_with(')') || key.ends_with("(id)") || key.ends_with("(en)");
        table.index.iter().filter(move |(key, _)| shown(key)).filter_map(move |(key, at)| {
            row.cells.get(*at).filter(|cell| !cell.is_empty()).map(|_| key.as_str())
        })
    }

    /// The author's own columns: header and cell.
    pub fn extra(&self) -> Vec<(String, String)> {
        let cell = |at: &usize| {
            let cell = self.row.cells.get(*at).filter(|cell| !cell.is_empty())?;
            Some((self.table.sheet.header[*at].clone(), cell.clone()))
        };
        self.table.extra.iter().filter_map(cell).collect()
    }

    pub fn place(&self, name: &str) -> Place {
        Place {
            file: self.table.sheet.file.clone(),
            row: self.row.number,
            column: self.table.header(name).to_owned(),
        }
    }

    pub fn error(&self, name: &str, fault: Fault) -> FormError {
        self.place(name).error(fault)
    }

    /// An error about the value of a cell.
    pub fn value_error(&self, name: &str, message: &str, expected: &str) -> FormError {
        self.error(name, Fault::new(FormErrorCode::Value, message, expected))
    }

    /// The expression in a cell, if there is one.
    pub fn expression(&self, name: &str) -> Result<Option<Written>, FormError> {
        let text = match self.get(name) {
            "" => return Ok(None),
            word => truth(word).map_or(word, |truth| if truth { "true()" } else { "false()" }),
        };
        let expr = parse(text).map_err(|fault| self.error(name, fault))?;
        Ok(Some(Written { expr, place: self.place(name) }))
    }

    /// A cell that holds `yes` or nothing.
    pub fn flag(&self, name: &str) -> Result<bool, FormError> {
        match self.get(name) {
            "" => Ok(false),
            word => truth(word).ok_or_else(|| {
                self.value_error(name, &format!("`{word}` is no answer"), "yes or no")
            }),
        }
    }

    /// A cell that holds a small number or nothing.
    pub fn small(&self, name: &str) -> Result<Option<u8>, FormError> {
        match self.get(name) {
            "" => Ok(None),
            cell => match cell.parse() {
                Ok(number) if number > 0 => Ok(Some(number)),
                _ => Err(self.value_error(name, &format!("`{cell}` is no width"), "1 to 255")),
            },
        }
    }

    /// The name in column `name`, checked.
    pub fn name(&self, column: &str) -> Result<String, FormError> {
        let name = self.get(column);
        let mut letters = name.chars();
        let good = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '-' | '.'));
        if good {
            return Ok(name.to_owned());
        }
        let fault = Fault::new(
            FormErrorCode::Name,
            if name.is_empty() {
                "the name is missing".into()
            } else {
                format!("bad name `{name}`")
            },
            "a letter or _, then letters, digits, _, - or .",
        );
        Err(self.error(column, fault))
    }
}

/// The words that pyxform takes for truths; a spreadsheet writes its own as `TRUE`.
fn truth(word: &str) -> Option<bool> {
    match word {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(false),
        _ => None,
    }
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub expr: Expr,
    pub place: Place,
}
