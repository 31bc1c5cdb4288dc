//! Two versions of a form side by side: what changed, and what that does to stored documents.

mod compare;
mod effect;
mod impact;
mod rows;

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::model::Form;

pub use impact::{Impact, impact};

/// What changed from one version of a form to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormDiff {
    /// Whether the structure hash differs: documents are read into a new structure.
    pub structure: bool,
    /// Whether the rules hash differs: findings are computed anew.
    pub rules: bool,
    /// The changes, in the order of the sheets.
    pub changes: Vec<FormChange>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormChange {
    /// The sheet it stands in: `survey`, `choices`, `settings`, `checks`, `parameters`; `data`
    /// for a file beside them.
    pub sheet: &'static str,
    /// Name of the question, group or repeat, `list/code`, id of the check, parameter or file.
    pub name: String,
    /// What happened to it.
    pub what: What,
    /// The column that changed; for what moved, where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// As it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// As it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What it can do to a stored document; empty: nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub effects: BTreeSet<Effect>,
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere: among other rows, in another group, in another repeat.
    Moved,
    /// A question went and another of the same type and words came in its place: a new name, by
    /// all appearances.
    Renamed,
    /// A cell changed.
    Changed,
}

/// What a change can do to a stored document. An answer is never lost: what has no place is kept
/// and stands there again under a version that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Findings or calculated values are other ones.
    Recomputed,
    /// A question waits for an answer.
    NeedsAnswer,
    /// An answer is not asked for any more.
    HidesAnswer,
    /// An answer is outside the type, codes or range.
    NoLongerFits,
    /// An answer's question is gone.
    NoPlace,
}

/// What changed from `old` to `new`.
#[must_use]
pub fn diff(old: &Form, new: &Form) -> FormDiff {
    FormDiff {
        structure: old.structure_hash != new.structure_hash,
        rules: old.rules_hash != new.rules_hash,
        changes: compare::changes(&old.written, &new.written),
    }
}

impl FormDiff {
    /// Whether the two are the same form.
    #[must_use]
    pub fn is_same(&self) -> bool {
        !self.structure && !self.rules
    }

    /// What the changes together can do to a stored document.
    #[must_use]
    pub fn effects(&self) -> BTreeSet<Effect> {
        self.changes.iter().flat_map(|change| change.effects.iter().copied()).collect()
    }
}

impl Display for FormDiff {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let changed = |changed| if changed { "changed" } else { "the same" };
        writeln!(f, "structure {}, rules {}", changed(self.structure), changed(self.rules))?;
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}

impl Display for FormChange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}", self.sheet, self.name, self.what)?;
        if let Some(column) = &self.column {
            write!(f, ": {column}")?;
        }
        match (&self.before, &self.after) {
            // Of data these are hashes, which say nothing to a reader.
            _ if self.sheet == "data" => {}
            (Some(before), Some(after)) => write!(f, ": `{before}` is now `{after}`")?,
            (Some(before), None) => write!(f, ": was `{before}`")?,
            (None, Some(after)) => write!(f, ": `{after}`")?,
            (None, None) => {}
        }
        let effects: Vec<String> = self.effects.iter().map(ToString::to_string).collect();
        if effects.is_empty() { Ok(()) } else { write!(f, " ({})", effects.join("; ")) }
    }
}

impl Display for What {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        })
    }
}

impl Display for Effect {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Recomputed => "findings and values are computed anew",
            Self::NeedsAnswer => "documents may need an answer",
            Self::HidesAnswer => "answers may be hidden",
            Self::NoLongerFits => "answers may no longer fit",
            Self::NoPlace => "answers have no place any more and are kept aside",
        })
    }
}
