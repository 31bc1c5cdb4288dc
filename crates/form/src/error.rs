//! What is wrong with a form, and where.

use std::fmt;

/// An error in a form, placed as the spreadsheet shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} row {row}, column {column}: {message}; expected {expected}")]
pub struct FormError {
    /// File or sheet, such as `survey.csv`.
    pub file: String,
    /// Row as the spreadsheet numbers it; the header is row 1, and 0 means the whole file.
    pub row: usize,
    /// Header of the column, or its letter where the header itself is wrong; may be empty.
    pub column: String,
    /// Stable code of the kind of error.
    pub code: FormErrorCode,
    /// What is wrong, in English, without the place.
    pub message: String,
    /// What would be right.
    pub expected: String,
}

/// Stable code of a [`FormError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormErrorCode {
    /// The file cannot be read: encoding, quotes, size, not a workbook.
    Unreadable,
    /// A sheet or file that the dialect does not know, or lacks.
    Sheet,
    /// A column that the dialect does not know, or lacks.
    Column,
    /// A name, code or id that is malformed or used twice.
    Name,
    /// A cell whose content is not one of the allowed values.
    Value,
    /// Groups and repeats that do not nest.
    Nesting,
    /// An expression that does not parse.
    Syntax,
    /// A reference to something that does not exist.
    Reference,
    /// A value used where another type is needed.
    Type,
    /// Expressions that depend on each other in a circle.
    Circle,
    /// A known part of XLSForm or XForms that this engine does not support.
    Unsupported,
}

impl FormErrorCode {
    /// The code as it is written outside.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Sheet => "sheet",
            Self::Column => "column",
            Self::Name => "name",
            Self::Value => "value",
            Self::Nesting => "nesting",
            Self::Syntax => "syntax",
            Self::Reference => "reference",
            Self::Type => "type",
            Self::Circle => "circle",
            Self::Unsupported => "unsupported",
        }
    }
}

impl fmt::Display for FormErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error before it has a place: what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub code: FormErrorCode,
    pub message: String,
    pub expected: String,
}

impl Fault {
    pub fn new(
        code: FormErrorCode,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { code, message: message.into(), expected: expected.into() }
    }

    pub fn at(self, file: &str, row: usize, column: &str) -> FormError {
        FormError {
            file: file.to_owned(),
            row,
            column: column.to_owned(),
            code: self.code,
            message: self.message,
            expected: self.expected,
        }
    }
}

/// A cell of a sheet, kept with an expression so that later errors find back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub file: String,
    pub row: usize,
    pub column: String,
}

impl Place {
    pub fn error(&self, fault: Fault) -> FormError {
        fault.at(&self.file, self.row, &self.column)
    }
}
