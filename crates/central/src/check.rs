//! The same checks as at the desk, run again: the server trusts nothing.

use std::sync::Arc;

use cacah_family::entry::{Role, Source};
use cacah_family::merge::DocumentState;
use cacah_family::number::{KkNumber, Nik};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_form::{Answer, Finding, Form, Interview, NoFunctions, Owed, Severity, Verdict};
use serde::Serialize;

use crate::error::{CentralError, Result};
use crate::storage::NumberKind;

/// A document as the form's rules see it.
pub struct Checked {
    /// By the rules.
    pub status: Status,
    /// Questions answered.
    pub answered: u32,
    /// Errors.
    pub errors: u32,
    /// Warnings nobody confirmed.
    pub warnings: u32,
    /// All findings.
    pub findings: Vec<Found>,
    /// Its identity numbers.
    pub numbers: Vec<Number>,
}

/// A finding as it is stored: no answer in it.
#[derive(Debug, Serialize)]
pub struct Found {
    rule: String,
    severity: &'static str,
    path: String,
    confirmed: bool,
}

/// An identity number that was answered.
pub struct Number {
    /// Where.
    pub path: Path,
    /// Of which register.
    pub kind: NumberKind,
    /// The sixteen digits.
    pub digits: String,
}

/// Instances a document may have and still be checked: rules over pairs of members grow with the
/// square of it, and no family has a thousand.
const MAX_INSTANCES: usize = 1000;

/// Runs every check of the form over a document.
///
/// # Errors
/// [`CentralError::Request`] for a document nobody can have keyed.
pub fn check(form: &Arc<Form>, state: &DocumentState) -> Result<Checked> {
    if state.instances.len() > MAX_INSTANCES {
        return Err(CentralError::Request("more members than can be checked"));
    }
    let instances = state.instances.iter().map(|m| (m.repeat.as_str(), m.instance.0));
    let slots = state.slots.iter().filter(|(path, _)| path.is_answer());
    let answers = slots.filter_map(|(path, slot)| Some((place(path)?, answer(slot))));
    let interview = Interview::load(Arc::clone(form), Arc::new(NoFunctions), instances, answers);
    let folds = state.source.is_none_or(Source::is_interview);
    let mut interview = if folds { interview.folding() } else { interview };
    if let Some(role) = state.finished {
        interview.finish(owed(role));
    }
    let findings = interview.findings();
    let Verdict { errors, warnings } = interview.verdict();
    let answered = state.slots.values().filter(|slot| !slot.is_empty()).count();
    Ok(Checked {
        status: Status::of(answered, errors, warnings),
        answered: number(answered),
        errors: number(errors),
        warnings: number(warnings),
        findings: findings.iter().map(found).collect(),
        numbers: numbers(&interview, state),
    })
}

fn place(path: &Path) -> Option<cacah_form::Path> {
    let question = path.name.as_deref()?.to_owned();
    Some(cacah_form::Path { instance: path.instance.map(|id| id.0), question })
}

fn answer(slot: &Slot) -> Answer {
    Answer {
        raw: slot.raw.clone(),
        missing: slot.missing.clone(),
        confirmed: slot.confirmed.keys().cloned().collect(),
    }
}

fn owed(role: Role) -> Owed {
    match role {
        Role::Enumerator => Owed::Enumerator,
        Role::FieldChecker => Owed::FieldChecker,
        Role::Coder => Owed::Coder,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn found(finding: &Finding) -> Found {
    Found {
        rule: finding.id.clone(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        path: finding.path.to_string(),
        confirmed: finding.confirmed,
    }
}

/// Which questions hold a NIK or a KK number, the form says (`bind::cacah:decode`). A hidden slot
/// reads as empty here too.
fn numbers(interview: &Interview, state: &DocumentState) -> Vec<Number> {
    let answered = state.slots.iter().filter(|(_, slot)| slot.missing.is_none());
    let numbers = answered.filter_map(|(path, slot)| {
        let question = interview.form().question(path.name.as_deref()?)?;
        if !interview.relevant(&place(path)?) {
            return None;
        }
        let (kind, digits) = match question.decode.as_deref()? {
            "nik" => (NumberKind::Nik, slot.raw.parse::<Nik>().ok()?.digits()),
            "kk" => (NumberKind::Kk, slot.raw.parse::<KkNumber>().ok()?.digits()),
            _ => return None,
        };
        Some(Number { path: path.clone(), kind, digits })
    });
    numbers.collect()
}
