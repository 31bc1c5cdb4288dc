//! The sheet `choices` and external data: lists of codes.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use super::files;
use super::parameters;
use super::table::{Cells, Columns, Table};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::items::{Items, Listed};
use crate::model::{Choice, ListId, Parameter};
use crate::slip::meant;
use crate::source::{Data, NOTICE, SHEETS, Sheet, Sheets};
use crate::text::Text;

const COLUMNS: Columns = Columns {
    plain: &["list_name", "name"],
    texts: &["label"],
    needed: &["list_name", "name"],
    open: true,
};

/// The lists of codes, the data beside them, and the parameters: what names can mean that is not
/// in the survey.
#[derive(Default)]
pub(super) struct Lists {
    pub names: Vec<String>,
    pub choices: Vec<Vec<Choice>>,
    /// The items of each list.
    pub items: Vec<Listed>,
    pub parameters: Vec<Parameter>,
    by_name: HashMap<String, ListId>,
    files: HashMap<String, File>,
}

/// External data and whether the form reads it.
struct File {
    items: Arc<Items>,
    used: Cell<bool>,
}

impl Lists {
    pub fn find(&self, name: &str) -> Option<ListId> {
        self.by_name.get(name).copied()
    }

    pub fn codes(&self, list: ListId) -> impl Iterator<Item = &str> {
        self.choices[list.0].iter().map(|choice| choice.code.as_str())
    }

    /// The items of a list, or the rows of a file, by the name of their instance.
    pub fn instance(&self, name: &str) -> Option<Arc<Items>> {
        match self.find(name) {
            Some(list) => Some(Arc::clone(&self.items[list.0].items)),
            None => self.file(name),
        }
    }

    /// The rows of external data, named with or without `.csv`; from now on the form reads it.
    pub fn file(&self, name: &str) -> Option<Arc<Items>> {
        let file = self.files.get(name.strip_suffix(".csv").unwrap_or(name))?;
        file.used.set(true);
        Some(Arc::clone(&file.items))
    }

    /// What is wrong where something names data that is not there.
    pub fn no_file(&self, name: &str) -> Fault {
        let name = name.strip_suffix(".csv").unwrap_or(name);
        let mut names: Vec<_> = self.files.keys().map(String::as_str).collect();
        names.sort_unstable();
        let expected = match meant(name, names) {
            Some(meant) => format!("`{meant}.csv`"),
            None => "a CSV file beside the sheets, or a sheet of the workbook".to_owned(),
        };
        Fault::new(FormErrorCode::Reference, format!("there is no data `{name}.csv`"), expected)
    }

    /// Files that nothing in the form reads.
    pub fn unread(&self) -> impl Iterator<Item = FormError> {
        let unread = self.files.iter().filter(|(name, file)| *name != NOTICE && !file.used.get());
        unread.map(|(name, file)| {
            let expected = match meant(name, SHEETS) {
                Some(sheet) => format!("the sheet `{sheet}`"),
                None => format!(
                    "select_one_from_file {name}.csv, pulldata('{name}', …) or instance('{name}') \
                     in the form, or the file elsewhere"
                ),
            };
            let message = "the form reads no such data";
            let fault = Fault::new(FormErrorCode::Sheet, message, expected);
            fault.at(file.items.place(0).0, 0, "")
        })
    }

    fn open(&mut self, name: &str) -> ListId {
        let next = ListId(self.choices.len());
        *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            self.choices.push(Vec::new());
            next
        })
    }

    /// A list whose items are the rows of a file.
    fn open_file(&mut self, used: &files::Used, items: &Arc<Items>) -> Result<(), FormError> {
        let column = |name: &str| {
            items.column(name).ok_or_else(|| {
                let message = format!("the data has no column `{name}`");
                let fault = Fault::new(FormErrorCode::Column, message, "parameters: value=COLUMN");
                fault.at(items.place(0).0, 1, name)
            })
        };
        let (code, label) = (column(&used.value)?, column(&used.label)?);
        let bad = |row: &usize| {
            let code = items.cell(*row, code);
            code.is_empty() || code.contains(char::is_whitespace)
        };
        if let Some(row) = (0..items.len()).find(bad) {
            let message = format!("bad code `{}`", items.cell(row, code));
            let fault = Fault::new(FormErrorCode::Name, message, "a code without spaces");
            let (file, number) = items.place(row);
            return Err(fault.at(file, number, &used.value));
        }
        let list = self.open(&used.key());
        self.choices[list.0] = (0..items.len())
            .map(|row| Choice {
                code: items.cell(row, code).to_owned(),
                label: Text::new(items.cell(row, label), items.cell(row, label)),
                extra: Vec::new(),
            })
            .collect();
        items.prepare(code);
        self.items.push(Listed { items: Arc::clone(items), code, label });
        Ok(())
    }
}

/// Reads all that the survey may name.
pub(super) fn read(sheets: &Sheets, errors: &mut Vec<FormError>) -> Lists {
    let mut lists = Lists::default();
    read_choices(&sheets.choices, &mut lists, errors);
    for list in 0..lists.choices.len() {
        let data = items(&lists.names[list], &lists.choices[list]);
        let items = Arc::new(Items::new(Arc::new(data)));
        lists.items.push(Listed { items, code: 0, label: 1 });
    }
    for data in &sheets.data {
        let items = Arc::new(Items::new(Arc::clone(data)));
        let file = File { items, used: Cell::new(false) };
        lists.files.insert(data.name.clone(), file);
    }
    for used in files::used(&sheets.survey) {
        // A file that is not there is an error of its row.
        let Some(items) = lists.file(&used.name) else { continue };
        if lists.find(&used.key()).is_none()
            && let Err(error) = lists.open_file(&used, &items)
        {
            errors.push(error);
        }
    }
    lists.parameters = parameters::read(&sheets.parameters, errors);
    lists
}

fn read_choices(sheet: &Sheet, lists: &mut Lists, errors: &mut Vec<FormError>) {
    let table = Table::new(sheet, &COLUMNS, errors);
    for row in table.rows() {
        match row.name("list_name") {
            Err(error) => errors.push(error),
            Ok(name) => {
                let list = lists.open(&name);
                match choice(row, &lists.choices[list.0]) {
                    Ok(choice) => lists.choices[list.0].push(choice),
                    Err(error) => errors.push(error),
                }
            }
        }
    }
}

/// A list as its instance: codes, labels in Indonesian, and the columns of the author.
fn items(name: &str, choices: &[Choice]) -> Data {
    let mut columns = vec!["name", "label"];
    for (column, _) in choices.iter().flat_map(|choice| &choice.extra) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let rows = choices.iter().map(|choice| {
        let extra = |column: &&str| {
            let cell = choice.extra.iter().find(|(known, _)| known == column);
            cell.map_or("", |(_, cell)| cell.as_str())
        };
        let own = [choice.code.as_str(), choice.label.id.as_str()];
        own.into_iter().chain(columns.iter().skip(2).map(extra)).collect()
    });
    Data::table(name, &columns, rows)
}

fn choice(row: Cells<'_>, before: &[Choice]) -> Result<Choice, FormError> {
    let code = row.get("name");
    let fault = |message: String, expected: &str| {
        row.error("name", Fault::new(FormErrorCode::Name, message, expected))
    };
    if code.is_empty() || code.contains(char::is_whitespace) {
        return Err(fault(format!("bad code `{code}`"), "a code without spaces"));
    }
    if code.len() > 1 && code.starts_with('0') && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault(
            format!("code `{code}` with a leading zero"),
            "the bare code; bind::cacah:digits shows the zeros",
        ));
    }
    if before.iter().any(|choice| choice.code == code) {
        return Err(fault(format!("code `{code}` twice in this list"), "each code once"));
    }
    Ok(Choice { code: code.to_owned(), label: row.text("label"), extra: row.extra() })
}
