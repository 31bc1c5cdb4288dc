//! The sheet `settings`: one row.

use super::table::{Columns, Table};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::source::Sheet;
use crate::text::Text;

const COLUMNS: Columns = Columns {
    plain: &["form_id", "version", "default_language", "namespaces", "style", "columns"],
    texts: &["form_title"],
    needed: &["form_id"],
    open: false,
};

#[derive(Default)]
pub(super) struct Settings {
    pub id: String,
    pub title: Text,
    pub version: String,
    pub columns: Option<u8>,
}

pub(super) fn read(sheet: &Sheet, errors: &mut Vec<FormError>) -> Settings {
    let table = Table::new(sheet, &COLUMNS, errors);
    let mut rows = table.rows();
    let Some(row) = rows.next() else {
        let fault = Fault::new(FormErrorCode::Value, "no settings", "one row with a form_id");
        errors.push(fault.at(&sheet.file, 2, "form_id"));
        return Settings::default();
    };
    if let Some(second) = rows.next() {
        errors.push(second.value_error("form_id", "a second row of settings", "one row"));
    }
    let id = row.name("form_id").unwrap_or_else(|error| {
        errors.push(error);
        String::new()
    });
    let title = row.text("form_title");
    let title = if title.is_empty() { Text::new(&id, &id) } else { title };
    let columns = row.small("columns").unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    Settings { id, title, version: row.get("version").to_owned(), columns }
}
