//! Questions whose codes come from a file: `select_one_from_file desa.csv`, with the columns of
//! code and label in `parameters`.

use super::choices::Lists;
use super::table::Cells;
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::ListId;
use crate::source::Sheet;

/// A file as a list of codes.
pub(super) struct Used {
    pub name: String,
    pub value: String,
    pub label: String,
}

impl Used {
    fn new(file: &str, parameters: &str) -> Result<Self, Fault> {
        let mut used = Self {
            name: file.strip_suffix(".csv").unwrap_or(file).to_owned(),
            value: "name".to_owned(),
            label: "label".to_owned(),
        };
        let words = parameters.split([' ', ',', ';', '\n']).filter(|word| !word.is_empty());
        for word in words {
            match word.split_once('=') {
                Some(("value", column)) => column.clone_into(&mut used.value),
                Some(("label", column)) => column.clone_into(&mut used.label),
                _ => {
                    let message = format!("the parameter `{word}` is not supported");
                    let expected = "value=COLUMN label=COLUMN";
                    return Err(Fault::new(FormErrorCode::Unsupported, message, expected));
                }
            }
        }
        Ok(used)
    }

    /// Name of the list; no name of a list in the sheet can be the same.
    pub fn key(&self) -> String {
        format!("{}.csv {} {}", self.name, self.value, self.label)
    }
}

/// Whether a question of this type takes its codes from a file: whether it takes one, and the file.
pub(super) fn named<'a>(words: &[&'a str]) -> Option<(bool, &'a str)> {
    match words {
        ["select_one_from_file", file] | ["select", "one", "from", "file", file] => {
            Some((true, file))
        }
        ["select_multiple_from_file", file] | ["select", "multiple", "from", "file", file] => {
            Some((false, file))
        }
        _ => None,
    }
}

/// The files that the survey takes codes from.
pub(super) fn used(survey: &Sheet) -> impl Iterator<Item = Used> {
    let at = |name: &str| survey.header.iter().position(|header| header == name);
    let (kind, parameters) = (at("type"), at("parameters"));
    survey.rows.iter().filter_map(move |row| {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map(String::as_str);
        let words: Vec<&str> = cell(kind)?.split_whitespace().collect();
        Used::new(named(&words)?.1, cell(parameters).unwrap_or_default()).ok()
    })
}

/// The list that a question takes its codes from.
pub(super) fn find(row: Cells<'_>, file: &str, lists: &Lists) -> Result<ListId, FormError> {
    if !file.ends_with(".csv") {
        let message = format!("choices from `{file}` are not supported");
        let fault = Fault::new(FormErrorCode::Unsupported, message, "a CSV file, as desa.csv");
        return Err(row.error("type", fault));
    }
    let used = Used::new(file, row.get("parameters"));
    let used = used.map_err(|fault| row.error("parameters", fault))?;
    lists.find(&used.key()).ok_or_else(|| row.error("type", lists.no_file(file)))
}
