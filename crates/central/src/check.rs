//! The same checks as at the desk, run again: the server trusts nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cacah_family::across::{self, Facts};
use cacah_family::entry::{Change, Role, Source};
use cacah_family::id::DocumentId;
use cacah_family::merge::{DocumentState, History, Moves};
use cacah_family::number::{KkNumber, Nik};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_form::{Answer, Finding, Form, Interview, Owed, Severity, Terms, Verdict};
use cacah_keying::again::differing;
use cacah_keying::sheets::{Sheet, broken};
use serde::Serialize;

use crate::error::{CentralError, Result};
use crate::functions::Reference;
use crate::ingest::settled;
use crate::storage::NumberKind;

/// A document as the form's rules see it.
pub struct Checked {
    /// By the rules.
    pub status: Status,
    /// Questions answered.
    pub answered: u32,
    /// Errors that no supervisor let stand.
    pub errors: u32,
    /// Warnings nobody confirmed.
    pub warnings: u32,
    /// Errors that only the merge raised.
    pub merged: u32,
    /// All findings.
    pub findings: Vec<Found>,
    /// Its identity numbers.
    pub numbers: Vec<Number>,
    /// What it says to other families.
    pub facts: Facts,
}

/// A finding as it is stored: no answer in it.
#[derive(Debug, Serialize)]
pub struct Found {
    rule: String,
    severity: &'static str,
    path: String,
    confirmed: bool,
    /// A supervisor let it stand.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    released: bool,
    /// Only the merge raised it: no laptop alone had it. A decision for a person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    merged: bool,
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

const ERROR: &str = "error";

/// Instances a document may have and still be checked: rules over pairs of members grow with the
/// square of it, and no family has a thousand.
const MAX_INSTANCES: usize = 1000;

/// Sides of a merge that are checked apart; among more nobody can be asked who did what.
const MAX_SIDES: usize = 8;

/// Runs every check of the form over a document, and over each of the sides that were merged into
/// it: an error that none of them had (two heads of family) is a decision, as two answers are.
///
/// # Errors
/// As [`check`].
pub fn check_merged(
    form: &Arc<Form>,
    (history, elsewhere): (&History, &Moves),
    document: DocumentId,
    state: &DocumentState,
) -> Result<Checked> {
    let mut checked = check(form, state)?;
    if checked.errors == 0 {
        return Ok(checked);
    }
    let sides = history.sides(document);
    if !(2..=MAX_SIDES).contains(&sides.len()) {
        return Ok(checked);
    }
    let mut known = BTreeSet::new();
    for side in &sides {
        let mut side = settled(side, elsewhere);
        let alone = check(form, &side.documents.remove(&document).unwrap_or_default())?;
        known.extend(alone.findings.into_iter().map(|found| (found.rule, found.path)));
    }
    let open = |found: &&mut Found| found.severity == ERROR && !found.released;
    for found in checked.findings.iter_mut().filter(open) {
        found.merged = !known.contains(&(found.rule.clone(), found.path.clone()));
        checked.merged += u32::from(found.merged);
    }
    Ok(checked)
}

/// Runs every check of the form over a document.
///
/// # Errors
/// [`CentralError::Request`] for a document nobody can have keyed.
fn check(form: &Arc<Form>, state: &DocumentState) -> Result<Checked> {
    if state.instances.len() > MAX_INSTANCES {
        return Err(CentralError::Request("more members than can be checked"));
    }
    let interview = interview(form, state);
    let findings = interview.findings();
    let Verdict { errors, warnings, .. } = interview.verdict();
    let answered = state.slots.values().filter(|slot| !slot.is_empty()).count();
    Ok(Checked {
        status: Status::of(answered, errors, warnings),
        answered: number(answered),
        errors: number(errors),
        warnings: number(warnings),
        merged: 0,
        findings: findings.iter().map(found).collect(),
        numbers: numbers(&interview, state),
        facts: facts(&interview, state),
    })
}

/// A document live under a form.
pub fn interview(form: &Arc<Form>, state: &DocumentState) -> Interview {
    // One who is only arriving is still counted, and checked, where they come from.
    let counted = state.instances.iter().filter(|member| member.counts());
    let instances = counted.map(|m| (m.repeat.as_str(), m.instance.0, m.parent.map(|id| id.0)));
    let slots = state.slots.iter().filter(|(path, _)| path.is_answer());
    let answers = slots.filter_map(|(path, slot)| Some((place(path)?, answer(slot))));
    let terms = Terms {
        folds: state.source.is_none_or(Source::is_interview),
        finished: state.finished.map(owed),
    };
    let content = (instances, answers);
    Interview::load_on(Arc::clone(form), Arc::new(Reference), content, terms)
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
        released: slot.released.keys().cloned().collect(),
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
            Severity::Error => ERROR,
            Severity::Warning => "warning",
        },
        path: finding.path.to_string(),
        confirmed: finding.confirmed,
        released: finding.released,
        merged: false,
    }
}

/// What keying the paper again left open: those who did so at once read it otherwise, and nobody has
/// decided. One reading stands at the desk; this tells that there is another.
pub fn doubts(history: &History, document: DocumentId) -> Vec<Found> {
    let entries = history.entries().filter(|entry| entry.document == Some(document));
    let found = differing(entries).into_iter().map(|path| Found {
        rule: Path::VERIFIED.to_owned(),
        severity: "warning",
        path: path.to_string(),
        confirmed: false,
        released: false,
        merged: true,
    });
    found.collect()
}

/// What the sets of a finished paper document break; no status is another for it.
pub fn sets(
    form: &Form,
    history: &History,
    document: DocumentId,
    state: &DocumentState,
) -> Vec<Found> {
    let paper = state.source.is_some_and(|source| !source.is_interview());
    let Some(columns) = form.columns().filter(|_| paper && state.finished.is_some()) else {
        return Vec::new();
    };
    let proven = history.entries().filter(|entry| entry.document == Some(document));
    let proven = proven.filter_map(|entry| match entry.change {
        Change::Sheet { number, of } => Some(Sheet { number, of }),
        _ => None,
    });
    let proven: Vec<Sheet> = proven.collect();
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for member in state.instances.iter().filter(|it| it.counts() && it.parent.is_none()) {
        *members.entry(&member.repeat).or_default() += 1;
    }
    let most = members.into_values().max().unwrap_or_default();
    let rules = broken(&proven, most, columns).into_iter();
    let found = rules.map(|rule| Found {
        rule: rule.id.to_owned(),
        severity: if rule.severity == across::Severity::Error { ERROR } else { "warning" },
        path: Path::question(Path::SHEET).to_string(),
        confirmed: false,
        released: false,
        merged: false,
    });
    found.collect()
}

/// A hidden slot says nothing to others, nor does a member who counts elsewhere.
fn facts(interview: &Interview, state: &DocumentState) -> Facts {
    Facts::read(&state.slots, |path| place(path).is_some_and(|path| interview.relevant(&path)))
}

/// Which questions hold a NIK or a KK number, the form says (`bind::cacah:decode`). A hidden slot
/// reads as empty here too.
fn numbers(interview: &Interview, state: &DocumentState) -> Vec<Number> {
    let answered = state.slots.iter().filter(|(_, slot)| slot.missing.is_none());
    let numbers = answered.filter_map(|(path, slot)| {
        let question = interview.form().question(path.name.as_deref()?)?;
        let (kind, digits) = match question.decode.as_deref()? {
            "nik" => (NumberKind::Nik, slot.raw.parse::<Nik>().ok()?.digits()),
            "kk" => (NumberKind::Kk, slot.raw.parse::<KkNumber>().ok()?.digits()),
            _ => return None,
        };
        interview.relevant(&place(path)?).then(|| Number { path: path.clone(), kind, digits })
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, Mode, Times};
    use cacah_family::id::{DeviceId, FamilyId, InstanceId, OfficerId};
    use cacah_family::order::OrderKey;
    use cacah_testkit::questionnaire;
    use uuid::Uuid;

    use super::*;

    const DOCUMENT: DocumentId = DocumentId(Uuid::from_u128(2));

    fn dot(device: u128, seq: u64) -> Dot {
        Dot { actor: Actor { device: DeviceId(Uuid::from_u128(device)), incarnation: 1 }, seq }
    }

    fn entry(dot: Dot, name: &str, change: Change, over: &[Dot]) -> Entry {
        Entry {
            dot,
            family: FamilyId(Uuid::from_u128(1)),
            document: Some(DOCUMENT),
            path: Path::question(name),
            change,
            over: over.to_vec(),
            officer: OfficerId(Uuid::from_u128(3)),
            mode: Mode::Keying,
            form: None,
            at: Times { wall: 0, mono: 0, endpoint: None, heard: None },
            effort: Effort::default(),
        }
    }

    #[test]
    fn an_error_that_only_the_merge_raises_is_a_decision() {
        let form = Arc::new(questionnaire::compile(&questionnaire::files("toy")));
        let keyed = |raw| Change::Slot(Slot::keyed(raw, None));
        let (mut history, none) = (History::default(), Moves::default());
        let opened = Change::Opened { source: Source::Paper };
        history.insert(entry(dot(1, 1), Path::DOCUMENT, opened, &[]));
        history.insert(entry(dot(1, 2), "minum_kopi", keyed("1"), &[]));
        // One keyer goes on with the cups while another says that no coffee is drunk.
        history.insert(entry(dot(1, 3), "cangkir", keyed("3"), &[]));
        history.insert(entry(dot(2, 1), "minum_kopi", keyed("2"), &[dot(1, 2)]));
        let state = history.document(DOCUMENT);
        let checked = check_merged(&form, (&history, &none), DOCUMENT, &state).unwrap();
        let merged: Vec<&str> =
            checked.findings.iter().filter(|f| f.merged).map(|f| f.path.as_str()).collect();
        assert_eq!((merged, checked.merged), (vec!["cangkir"], 1));
        // One laptop that does both has made the error itself.
        history.insert(entry(dot(2, 2), "cangkir", keyed("3"), &[dot(1, 3)]));
        let state = history.document(DOCUMENT);
        assert_eq!(check_merged(&form, (&history, &none), DOCUMENT, &state).unwrap().merged, 0);
    }

    #[test]
    fn the_sets_of_finished_paper_are_those_its_sheets_name() {
        let form = questionnaire::compile(&questionnaire::files("regsosek22-k"));
        let joined = |n: u128| {
            let repeat = form.repeats()[0].name.clone();
            let order = OrderKey::between(None, None);
            let change = Change::Join { repeat, order, parent: None, from: None };
            let instance = InstanceId(Uuid::from_u128(100 + n));
            Entry {
                path: Path::instance(instance),
                ..entry(dot(1, 10 + u64::try_from(n).unwrap()), Path::STATE, change, &[])
            }
        };
        let found = |source, sheets: &[(u8, u8)], finished: bool| {
            let mut history = History::default();
            history.insert(entry(dot(1, 1), Path::DOCUMENT, Change::Opened { source }, &[]));
            for n in 0..6 {
                history.insert(joined(n));
            }
            for ((number, of), seq) in sheets.iter().zip(30..) {
                let sheet = Change::Sheet { number: *number, of: *of };
                history.insert(entry(dot(1, seq), Path::SHEET, sheet, &[]));
            }
            if finished {
                let change = Change::Finished { role: Role::Enumerator };
                history.insert(entry(dot(1, 2), Path::STATE, change, &[]));
            }
            let state = history.document(DOCUMENT);
            let found = sets(&form, &history, DOCUMENT, &state);
            found.into_iter().map(|found| (found.rule, found.severity)).collect::<Vec<_>>()
        };
        let of = |id: &str, severity| (id.to_owned(), severity);
        assert_eq!(found(Source::Paper, &[(2, 2)], true), [], "six members, two sets");
        assert_eq!(found(Source::Paper, &[(2, 3)], true), [of("K021", "warning")]);
        assert_eq!(found(Source::Paper, &[(3, 2)], true), [of("K020", ERROR)]);
        assert_eq!(found(Source::Paper, &[(2, 3)], false), [], "there may be more to come");
        assert_eq!(found(Source::Visit, &[(2, 3)], true), []);
    }
}
