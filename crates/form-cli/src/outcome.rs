//! What `eval` prints: the state of an interview, keyed by path in the order of the form.

use cacah_form::{Finding, Instance, Interview, Language, Path, Question, Severity};
use serde::{Serialize, Serializer};

use crate::path;

/// The state of an interview.
#[derive(Serialize)]
pub struct Outcome<'a> {
    values: InOrder<String>,
    relevant: InOrder<bool>,
    required: InOrder<bool>,
    readonly: InOrder<bool>,
    options: InOrder<Vec<&'a str>>,
    findings: Vec<Found>,
}

/// A finding; the message is in the form's first language.
#[derive(Serialize)]
struct Found {
    id: String,
    severity: &'static str,
    path: String,
    message: String,
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
            readonly: each(&|place| place.question.readonly || place.question.has_calculation),
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
    let form = interview.form();
    let mut places = Vec::new();
    let mut inside = None;
    for question in form.questions() {
        match question.repeat {
            None => places.push(place(interview, question, None)),
            Some(repeat) if inside != Some(repeat) => {
                let questions = || form.questions().iter().filter(|q| q.repeat == Some(repeat));
                for instance in interview.instances(&form.repeats()[repeat.0].name) {
                    places.extend(questions().map(|q| place(interview, q, Some(*instance))));
                }
            }
            Some(_) => {}
        }
        inside = question.repeat;
    }
    places
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

fn options<'a>(interview: &'a Interview, place: &Place<'_>) -> Option<(String, Vec<&'a str>)> {
    let choices = interview.form().choices(place.question.choices?);
    Some((place.written.clone(), choices.iter().map(|choice| choice.code.as_str()).collect()))
}

fn found_at(interview: &Interview, finding: &Finding) -> Found {
    Found {
        id: finding.id.clone(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
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
