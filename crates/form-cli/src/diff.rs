//! `diff`: what changed between two versions of a form, and what that does to documents.

use std::fmt::Write;

use cacah_form::{Form, FormDiff};

/// Says what changed from `old` to `new`, as lines or as JSON.
pub fn diff(old: &Form, new: &Form, json: bool) -> String {
    let diff = cacah_form::diff(old, new);
    if json {
        return serde_json::to_string_pretty(&diff).expect("texts and truths are JSON");
    }
    let mut text = diff.to_string();
    let _ = write!(text, "{}", summary(&diff));
    text
}

/// What the changes together do to documents.
fn summary(diff: &FormDiff) -> String {
    let effects: Vec<_> = diff.effects().iter().map(ToString::to_string).collect();
    if effects.is_empty() {
        "documents stay as they are".to_owned()
    } else {
        format!("in all: {}", effects.join("; "))
    }
}
