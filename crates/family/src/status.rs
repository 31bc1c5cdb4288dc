//! Status of a document, as BPS staff say it: Kosong, Galat, Peringatan, Bersih.

use serde::{Deserialize, Serialize};

/// Status; depends only on the document and the rules version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Claimed, no content.
    Blank,
    /// Violates a hard rule.
    Error,
    /// Suspicious, not confirmed yet.
    Warning,
    /// Neither.
    Clean,
}

impl Status {
    /// Status of a document with `answered` answers and so many errors and unconfirmed warnings.
    #[must_use]
    pub fn of(answered: usize, errors: usize, warnings: usize) -> Self {
        match (answered, errors, warnings) {
            (0, ..) => Self::Blank,
            (_, 0, 0) => Self::Clean,
            (_, 0, _) => Self::Warning,
            _ => Self::Error,
        }
    }

    /// As stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Clean => "clean",
        }
    }
}

impl std::str::FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Blank, Self::Error, Self::Warning, Self::Clean]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(())
    }
}
