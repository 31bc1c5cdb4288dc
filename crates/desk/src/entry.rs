//! The desk of a keyer (screen Entri): bundles, the line that two numbers pick, fixed fields of a
//! bundle, documents laid aside, extra sheets, and the answer of the document before.

mod bundle;
mod desk;
mod paper;

pub(crate) use bundle::{fields, set_fields};
pub(crate) use desk::{pick_line, view};
pub(crate) use paper::{is_repeated, may_open, must_be_free, park, prove_sheet, repeat};
