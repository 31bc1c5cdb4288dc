//! What one question holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An answer with all that belongs to it. A value outside its codes or range is held, with its
/// finding, never rejected. The empty slot means the question is empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slot {
    /// Text as keyed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub raw: String,
    /// The value in the form's terms (code without padding, ISO date, sum); absent when `raw` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Missing code instead of a value: `tidak_terbaca`, `belum_punya`, `menolak` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Note of the person who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where a number was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// Findings confirmed here, with their reason, by rule id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub confirmed: BTreeMap<String, String>,
    /// The paper says so: keying asks no more, its findings stand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paper: bool,
    /// Errors a supervisor let stand here, with the reason, by rule id; counted apart.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub released: BTreeMap<String, String>,
}

/// Never prints an answer: slots end up in logs by accident, not by intent.
impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_empty() { "Slot(empty)" } else { "Slot(…)" })
    }
}

impl Slot {
    /// A slot that holds what was keyed, which is its value too.
    #[must_use]
    pub fn keyed(raw: &str, seen: Option<Seen>) -> Self {
        let value = (!raw.is_empty()).then(|| raw.to_owned());
        Self { raw: raw.to_owned(), value, seen, ..Self::default() }
    }

    /// What was keyed, when it is its value too and there is nothing else but where it was seen.
    #[must_use]
    pub fn as_keyed(&self) -> Option<&str> {
        let Self {
            raw,
            value,
            missing: None,
            note: None,
            seen: _,
            confirmed,
            paper: false,
            released,
        } = self
        else {
            return None;
        };
        let same = value.as_deref() == (!raw.is_empty()).then_some(raw.as_str());
        (same && confirmed.is_empty() && released.is_empty()).then_some(raw)
    }

    /// True when nothing was answered (a note alone is no answer).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty() && self.missing.is_none()
    }
}

/// Where an identity number was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Seen {
    /// On the identity card.
    Ktp,
    /// On the family card.
    Kk,
    /// Told by the respondent.
    Told,
    /// Copied from the prelist.
    Prelist,
}

impl std::str::FromStr for Seen {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "ktp" => Ok(Self::Ktp),
            "kk" => Ok(Self::Kk),
            "told" => Ok(Self::Told),
            "prelist" => Ok(Self::Prelist),
            _ => Err(()),
        }
    }
}
