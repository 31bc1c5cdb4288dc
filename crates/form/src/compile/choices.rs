//! The sheet `choices`: lists of codes.

use std::collections::HashMap;

use super::table::{Cells, Columns, Table};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::{Choice, ListId};
use crate::source::Sheet;

const COLUMNS: Columns = Columns {
    plain: &["list_name", "name"],
    texts: &["label"],
    needed: &["list_name", "name"],
    open: true,
};

#[derive(Default)]
pub(super) struct Lists {
    pub names: Vec<String>,
    pub choices: Vec<Vec<Choice>>,
    by_name: HashMap<String, ListId>,
}

impl Lists {
    pub fn find(&self, name: &str) -> Option<ListId> {
        self.by_name.get(name).copied()
    }

    pub fn codes(&self, list: ListId) -> impl Iterator<Item = &str> {
        self.choices[list.0].iter().map(|choice| choice.code.as_str())
    }

    fn open(&mut self, name: &str) -> ListId {
        let next = ListId(self.choices.len());
        *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            self.choices.push(Vec::new());
            next
        })
    }
}

pub(super) fn read(sheet: &Sheet, errors: &mut Vec<FormError>) -> Lists {
    let table = Table::new(sheet, &COLUMNS, errors);
    let mut lists = Lists::default();
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
    lists
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
