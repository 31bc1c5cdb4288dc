//! Spreadsheets in and out: pasted text, CSV and `.xlsx`. Codes are text in both directions.

mod formula;
mod read;
mod write;

pub(crate) use read::{Row, Text, file, pasted};
pub(crate) use write::{Cell, Table};
