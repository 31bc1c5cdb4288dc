//! The sheet `parameters`: named constants of the rules.

use super::table::{Columns, Table};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::Parameter;
use crate::source::Sheet;
use crate::value::{Value, parse_number};

const COLUMNS: Columns = Columns {
    plain: &["name", "value"],
    texts: &["label"],
    needed: &["name", "value"],
    open: false,
};

pub(super) fn read(sheet: &Sheet, errors: &mut Vec<FormError>) -> Vec<Parameter> {
    let table = Table::new(sheet, &COLUMNS, errors);
    let mut parameters: Vec<Parameter> = Vec::new();
    for row in table.rows() {
        match row.name("name") {
            Err(error) => errors.push(error),
            Ok(name) if parameters.iter().any(|known| known.name == name) => {
                let message = format!("the parameter `{name}` twice");
                let fault = Fault::new(FormErrorCode::Name, message, "each name once");
                errors.push(row.error("name", fault));
            }
            Ok(name) => {
                let (value, label) = (row.get("value").to_owned(), row.text("label"));
                parameters.push(Parameter { name, value, label });
            }
        }
    }
    parameters
}

/// A parameter as expressions see it: a number, unless it is written otherwise than numbers are
/// (`01`).
pub(super) fn value(parameter: &Parameter) -> Value {
    match parse_number(&parameter.value).map(Value::Number) {
        Some(number) if number.string() == parameter.value => number,
        _ => Value::text(&parameter.value),
    }
}
