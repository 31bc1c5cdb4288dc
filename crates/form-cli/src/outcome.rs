//! What `eval` prints: the state of an interview, keyed by path in the order of the form.

use std::collections::BTreeMap;

use cacah_form::{Finding, Instance, Interview, Language, Path, Question, RepeatId};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::path;

/// The state of an interview: what `cacah-form eval` prints. Keys are paths such as `r101` and
/// `anggota[2]/r405`, in the order of the form.
#[derive(Serialize, JsonSchema)]
pub struct Outcome<'a> {
    /// The value, or the text as keyed where that is none of its type; absent when empty.
    #[schemars(with = "BTreeMap<String, String>")]
    values: InOrder<String>,
    /// Whether the question is asked.
    #[schemars(with = "BTreeMap<String, bool>")]
    relevant: InOrder<bool>,
    /// Whether it must be answered.
    #[schemars(with = "BTreeMap<String, bool>")]
    required: InOrder<bool>,
    /// Whether nobody keys it.
    #[schemars(with = "BTreeMap<String, bool>")]
    readonly: InOrder<bool>,
    /// Codes that a choice may take.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    options: InOrder<Vec<&'a str>>,
    /// What is wrong or doubtful.
    findings: Vec<Found>,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Found {
    /// The rule of the sheet `checks`, or the engine's own.
    id: String,
    severity: Severity,
    /// Where it is shown.
    path: String,
    /// In the form's first language.
    message: String,
}

/// How bad a finding is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Severity {
    /// Must be fixed, or released by a supervisor.
    Error,
    /// May be confirmed with a reason.
    Warning,
}

impl<'a> Outcome<'a> {
    /// Reads the state of `interview`.
    pub fn of(interview: &'a Interview) -> Self {
        let places = places(interview);
        let each = |read: &dyn Fn(&Place<'_>) -> bool| {
            InOrder(places.iter().map(|place| (place.written.clone(), read(place))).collect())
        };
        Self {
            values: InOrder(places.iter().filter_map(|place| value(interview, place)).collect()),
            relevant: each(&|place| interview.relevant(&place.path)),
            required: each(&|place| interview.required(&place.path)),
            readonly: each(&|place| !place.question.takes_answer() || place.question.readonly),
            options: InOrder(places.iter().filter_map(|place| options(interview, place)).collect()),
            findings: interview.findings().iter().map(|found| found_at(interview, found)).collect(),
        }
    }
}

/// A question of one instance, or of the document.
struct Place<'a> {
    question: &'a Question,
    path: Path,
    written: String,
}

/// Every question of every instance; a repeat stands where its first question stands.
fn places(interview: &Interview) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    place_within(interview, None, None, &mut places);
    places
}

/// The questions of one instance of `repeat`, or of the document, with those of the repeats in it.
fn place_within<'a>(
    interview: &'a Interview,
    repeat: Option<RepeatId>,
    instance: Option<Instance>,
    places: &mut Vec<Place<'a>>,
) {
    let form = interview.form();
    let outward = |from| std::iter::successors(from, |id: &RepeatId| form.repeats()[id.0].parent);
    let mut done = Vec::new();
    for question in form.questions() {
        if question.repeat == repeat {
            places.push(place(interview, question, instance));
            continue;
        }
        // The repeat directly within this one that the question stands in, if it stands in this.
        let inner = outward(question.repeat).find(|id| form.repeats()[id.0].parent == repeat);
        let Some(inner) = inner.filter(|inner| !done.contains(inner)) else { continue };
        done.push(inner);
        for next in interview.instances_of(&form.repeats()[inner.0].name, instance) {
            place_within(interview, Some(inner), Some(*next), places);
        }
    }
}

fn place<'a>(
    interview: &Interview,
    question: &'a Question,
    instance: Option<Instance>,
) -> Place<'a> {
    let path = Path { instance, question: question.name.clone() };
    Place { question, written: path::written(interview, &path), path }
}

/// The value, or the text as keyed where it is no value of its type.
fn value(interview: &Interview, place: &Place<'_>) -> Option<(String, String)> {
    let value = interview.value(&place.path);
    let text = if value.is_empty() && interview.relevant(&place.path) {
        let keyed = interview.answer(&place.path).filter(|answer| answer.missing.is_none());
        keyed.map(|answer| answer.raw.trim().to_owned()).unwrap_or_default()
    } else {
        value.string().into_owned()
    };
    (!text.is_empty()).then(|| (place.written.clone(), text))
}

/// The codes that a question offers now; none for a question without a list.
fn options<'a>(interview: &'a Interview, place: &Place<'_>) -> Option<(String, Vec<&'a str>)> {
    place.question.choices?;
    let offered = interview.options(&place.path).into_iter();
    Some((place.written.clone(), offered.map(|choice| choice.code.as_str()).collect()))
}

fn found_at(interview: &Interview, finding: &Finding) -> Found {
    Found {
        id: finding.id.clone(),
        severity: match finding.severity {
            cacah_form::Severity::Error => Severity::Error,
            cacah_form::Severity::Warning => Severity::Warning,
        },
        path: path::written(interview, &finding.path),
        message: finding.message.get(Language::Id).to_owned(),
    }
}

/// Pairs written as one JSON object in their own order.
struct InOrder<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for InOrder<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(path, value)| (path, value)))
    }
}
