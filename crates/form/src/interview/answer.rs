//! What an officer has put down at one place.

/// An answer as keyed. All parts empty: unanswered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The text as keyed.
    pub raw: String,
    /// The missing code (reason) given instead of an answer; it wins over `raw`.
    pub missing: Option<String>,
    /// Ids of the findings at this place that were confirmed.
    pub confirmed: Vec<String>,
    /// Ids of the findings at this place that a supervisor let stand.
    pub released: Vec<String>,
}

impl Answer {
    /// An answer that is just this text.
    pub fn raw(raw: impl Into<String>) -> Self {
        Self { raw: raw.into(), ..Self::default() }
    }

    /// A missing code instead of an answer.
    pub fn missing(code: impl Into<String>) -> Self {
        Self { missing: Some(code.into()), ..Self::default() }
    }

    /// Whether there is an answer or a reason for none.
    pub fn is_given(&self) -> bool {
        self.missing.is_some() || !self.raw.trim().is_empty()
    }
}
