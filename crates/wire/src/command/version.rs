//! A newer version of the form that waits on the laptop.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Arguments of `new_form`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct NewFormArgs {}

/// Arguments of `take_form`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct TakeFormArgs {}

/// Whether a newer version waits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NewFormView {
    /// It, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub waiting: Option<WaitingForm>,
}

/// A version that waits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WaitingForm {
    /// As its publisher calls it.
    pub version: String,
    /// What it does here.
    pub effects: FormEffects,
}

/// Documents in work here, by what a version does to them; one may be counted under several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FormEffects {
    /// Documents that are begun and not finished.
    pub documents: u32,
    /// Nothing changes in them.
    pub unchanged: u32,
    /// A question waits for an answer.
    pub needs_answer: u32,
    /// An answer is not asked for any more; it is kept.
    pub hides_answer: u32,
    /// An answer is outside its codes or range.
    pub no_longer_fits: u32,
    /// An answer's question is gone; the answer is kept.
    pub no_place: u32,
    /// Findings or computed values are other ones.
    pub recomputed: u32,
}
