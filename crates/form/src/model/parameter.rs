//! Named constants of the rules: thresholds that an office may set otherwise.

use crate::text::Text;

/// A row of the sheet `parameters`, read as `cacah:parameter('name')`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// What it is.
    pub label: Text,
}
