//! Where an entry writes: a question, a question of an instance, an instance itself, or a fact about
//! the document (`@…`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::InstanceId;

/// `question`, `instance-id/question`, `instance-id`, or `@fact`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Path {
    /// The repeat instance, when there is one.
    pub instance: Option<InstanceId>,
    /// The question or `@fact`; `None` names the instance itself.
    pub name: Option<Box<str>>,
}

/// The text is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a path is `question`, `instance-id/question`, `instance-id` or `@fact`")]
pub struct BadPath;

impl Path {
    /// Birth of a family: what the prelist or the officer in the field says of it.
    pub const FAMILY: &str = "@family";
    /// Birth of a document: its source and form.
    pub const DOCUMENT: &str = "@document";
    /// Finished or reopened.
    pub const STATE: &str = "@state";
    /// A visit without an answer. A log: every entry stands.
    pub const VISIT: &str = "@visit";
    /// A masked number shown in full. A log: every entry stands.
    pub const REVEALED: &str = "@revealed";
    /// Opened under another version of the form.
    pub const FORM: &str = "@form";
    /// The notice to the respondent was given.
    pub const NOTICE: &str = "@notice";
    /// The document is removed, or back.
    pub const REMOVED: &str = "@removed";
    /// Another id of the family.
    pub const ALIAS: &str = "@alias";
    /// The document that counts.
    pub const ACCEPTED: &str = "@accepted";
    /// What verifying the list found of the family.
    pub const LISTED: &str = "@listed";
    /// Where the dwelling stands.
    pub const POSITION: &str = "@position";
    /// Handed over to the supervisor, or taken back.
    pub const HANDED: &str = "@handed";
    /// Drawn to be visited again.
    pub const SAMPLE: &str = "@sample";
    /// What became of an SLS.
    pub const SLS: &str = "@sls";
    /// The recap of the listing of an SLS.
    pub const RECAP: &str = "@recap";
    /// The approval of an SLS.
    pub const APPROVED: &str = "@approved";
    /// Paper of the SLS changed hands, box or place. A log: every entry stands.
    pub const CUSTODY: &str = "@custody";
    /// How the office keys and verifies.
    pub const KEYING: &str = "@keying";
    /// Shifts of keyers. A log: every entry stands.
    pub const ATTENDANCE: &str = "@attendance";
    /// The document is laid aside, or taken up again.
    pub const PARKED: &str = "@parked";
    /// Extra sheets. A log: every entry stands.
    pub const SHEET: &str = "@sheet";
    /// Fields keyed again, blind. A log: every entry stands.
    pub const VERIFIED: &str = "@verified";
    /// Who was right where two keyings differ. A log: every entry stands.
    pub const ADJUDICATED: &str = "@adjudicated";
    /// Findings looked at against the paper. A log: every entry stands.
    pub const TICKED: &str = "@ticked";
    /// A photo or scan: `file-id/@file`.
    pub const FILE: &str = "@file";

    /// A question of the document.
    #[must_use]
    pub fn question(name: &str) -> Self {
        Self { instance: None, name: Some(name.into()) }
    }

    /// A question of an instance.
    #[must_use]
    pub fn of(instance: InstanceId, name: &str) -> Self {
        Self { instance: Some(instance), name: Some(name.into()) }
    }

    /// The instance itself: joined, left, moved.
    #[must_use]
    pub fn instance(instance: InstanceId) -> Self {
        Self { instance: Some(instance), name: None }
    }

    /// True where entries are a log, not a register: several heads are no conflict.
    #[must_use]
    pub fn is_log(&self) -> bool {
        let logs = [
            Self::VISIT,
            Self::REVEALED,
            Self::FORM,
            Self::NOTICE,
            Self::CUSTODY,
            Self::ATTENDANCE,
            Self::SHEET,
            Self::VERIFIED,
            Self::ADJUDICATED,
            Self::TICKED,
        ];
        self.name.as_deref().is_some_and(|name| logs.contains(&name))
    }

    /// True for a question, false for facts and instances.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.name.as_deref().is_some_and(|name| !name.starts_with('@'))
    }
}

fn is_name(name: &str) -> bool {
    let rest = name.strip_prefix('@').unwrap_or(name);
    let mut chars = rest.chars();
    name.len() <= 128
        && chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

impl FromStr for Path {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        let instance = |text: &str| match text.len() {
            36 => Uuid::parse_str(text).ok().map(InstanceId),
            _ => None,
        };
        if let Some((id, name)) = text.split_once('/') {
            let id = instance(id).ok_or(BadPath)?;
            return if is_name(name) { Ok(Self::of(id, name)) } else { Err(BadPath) };
        }
        match instance(text) {
            Some(id) => Ok(Self::instance(id)),
            None if is_name(text) => Ok(Self::question(text)),
            None => Err(BadPath),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.instance, &self.name) {
            (Some(id), Some(name)) => write!(f, "{id}/{name}"),
            (Some(id), None) => id.fmt(f),
            (None, name) => f.write_str(name.as_deref().unwrap_or_default()),
        }
    }
}

impl TryFrom<String> for Path {
    type Error = BadPath;
    fn try_from(text: String) -> Result<Self, BadPath> {
        text.parse()
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parsing_never_panics_and_round_trips(text in "\\PC{0,80}") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string().parse::<Path>().unwrap(), path);
            }
        }

        #[test]
        fn paths_print_and_read_back(id in any::<Option<u128>>(), name in "@?[a-z_][a-z0-9_]{0,12}") {
            let path = Path { instance: id.map(|id| InstanceId(Uuid::from_u128(id))), name: Some(name.into()) };
            prop_assert_eq!(path.to_string().parse::<Path>().unwrap(), path);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for bad in ["", "/", "r1/", "/r1", "x/r1", "1abc", "r 1", "r1/r2", "@"] {
            assert_eq!(bad.parse::<Path>(), Err(BadPath), "{bad}");
        }
    }
}
