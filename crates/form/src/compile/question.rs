//! One row of the survey that is a question.

use super::choices::Lists;
use super::survey::{Draft, Fills, Owes};
use super::table::{Cells, Written};
use super::{fills, kinds};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::{BlockId, Choice, Kind, Owed, Question, QuestionId, Severity};
use crate::slip::instead;
use crate::text::Text;
use crate::value::parse_number;

/// Columns of answers, which notes and metadata do not use.
const OF_ANSWERS: &[&str] = &[
    "required",
    "constraint",
    "bind::cacah:width",
    "bind::cacah:digits",
    "bind::cacah:special",
    "bind::cacah:missing",
    "bind::cacah:owed",
    "bind::cacah:severity",
    "bind::cacah:decode",
    "bind::cacah:capitals",
    "bind::cacah:prefill",
    "bind::cacah:search",
    "bind::cacah:repeat",
    "bind::cacah:bundle",
    "bind::cacah:opens",
];

type Parts = (Question, Draft, Option<Written>);

/// Reads a question; its id, block, repeat and node are filled in by the caller.
pub(super) fn read(row: Cells<'_>, words: &[&str], lists: &Lists) -> Result<Parts, Vec<FormError>> {
    let (kind, choices) = kinds::read(row, words, lists).map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    refuse_unused(row, &kind, &mut errors);
    let mut keep = Keep(&mut errors);
    let mut parts = (
        Question {
            id: QuestionId(0),
            name: row.get("name").to_owned(),
            number: row.optional("bind::cacah:number"),
            block: BlockId(0),
            repeat: None,
            page: row.optional("bind::cacah:page"),
            label: row.text("label"),
            hint: row.text("hint"),
            guidance: row.text("guidance_hint"),
            choices,
            width: keep.or_default(row.small("bind::cacah:width")),
            digits: keep.or_default(row.small("bind::cacah:digits")),
            special: keep.or_default(special(row, &kind, lists)),
            missing: keep.or_default(missing(row, lists)),
            owed: keep.or_default(owed(row)),
            severity: keep.or_default(severity(row, "bind::cacah:severity")),
            sensitive: keep.or_default(row.flag("bind::cacah:sensitive")),
            decode: row.optional("bind::cacah:decode"),
            capitals: keep.or_default(row.flag("bind::cacah:capitals")),
            prefill: row.optional("bind::cacah:prefill"),
            search: keep.or_default(row.flag("bind::cacah:search")),
            carried: keep.or_default(row.flag("bind::cacah:repeat")),
            bundled: keep.or_default(row.flag("bind::cacah:bundle")),
            opens: row.optional("bind::cacah:opens"),
            relevant: row.optional("relevant"),
            readonly: keep.or_default(row.flag("read_only")),
            has_calculation: false,
            answers_itself: false,
            appearance: row.optional("appearance"),
            constraint_message: row.text("constraint_message"),
            required_message: row.text("required_message"),
            kind,
        },
        Draft {
            node: 0,
            required: keep.or(required(row), Owes::Never),
            constraint: keep.or_default(row.expression("constraint")),
            filter: keep.or_default(row.expression("choice_filter")),
            fills: Fills::Nothing,
            first: None,
        },
        keep.or_default(row.expression("relevant")),
    );
    fills::read(row, &mut parts.0, &mut parts.1, &mut errors);
    check_label(row, &parts.0, &mut errors);
    if errors.is_empty() { Ok(parts) } else { Err(errors) }
}

/// Collects errors and goes on with something harmless.
struct Keep<'a>(&'a mut Vec<FormError>);

impl Keep<'_> {
    fn or<T>(&mut self, read: Result<T, FormError>, otherwise: T) -> T {
        read.unwrap_or_else(|error| {
            self.0.push(error);
            otherwise
        })
    }

    fn or_default<T: Default>(&mut self, read: Result<T, FormError>) -> T {
        self.or(read, T::default())
    }
}

fn words_of(row: Cells<'_>, column: &str) -> Vec<String> {
    row.get(column).split_whitespace().map(str::to_owned).collect()
}

/// Codes outside the range: those of a list where a word names one, else the word itself.
fn special(row: Cells<'_>, kind: &Kind, lists: &Lists) -> Result<Vec<Choice>, FormError> {
    const COLUMN: &str = "bind::cacah:special";
    let mut special = Vec::new();
    for word in words_of(row, COLUMN) {
        match lists.find(&word) {
            Some(list) => special.extend(lists.choices[list.0].iter().cloned()),
            None if matches!(kind, Kind::Integer | Kind::Decimal)
                && parse_number(&word).is_none() =>
            {
                let message = format!("`{word}` is neither a list nor a number");
                let names = lists.names.iter().map(String::as_str);
                let expected = instead(&word, names, "a list of the sheet choices, or numbers");
                let fault = Fault::new(FormErrorCode::Reference, message, expected);
                return Err(row.error(COLUMN, fault));
            }
            None => {
                let label = Text::new(&word, &word);
                special.push(Choice { code: word, label, extra: Vec::new() });
            }
        }
    }
    Ok(special)
}

/// Missing codes; where the form has the list `missing`, codes of it.
fn missing(row: Cells<'_>, lists: &Lists) -> Result<Vec<String>, FormError> {
    const COLUMN: &str = "bind::cacah:missing";
    let words = words_of(row, COLUMN);
    let Some(list) = lists.find("missing") else { return Ok(words) };
    match words.iter().find(|word| lists.codes(list).all(|code| code != *word)) {
        None => Ok(words),
        Some(word) => {
            let message = format!("`{word}` is not in the list missing");
            let codes: Vec<_> = lists.codes(list).collect();
            let expected = format!("one of {}", codes.join(" "));
            Err(row.error(COLUMN, Fault::new(FormErrorCode::Reference, message, expected)))
        }
    }
}

fn owed(row: Cells<'_>) -> Result<Owed, FormError> {
    const COLUMN: &str = "bind::cacah:owed";
    match row.get(COLUMN) {
        "" | "enumerator" => Ok(Owed::Enumerator),
        "field_checker" => Ok(Owed::FieldChecker),
        "coder" => Ok(Owed::Coder),
        other => Err(row.value_error(
            COLUMN,
            &format!("`{other}` owes nothing"),
            "enumerator, field_checker or coder",
        )),
    }
}

pub(super) fn severity(row: Cells<'_>, column: &str) -> Result<Option<Severity>, FormError> {
    match row.get(column) {
        "" => Ok(None),
        "error" => Ok(Some(Severity::Error)),
        "warning" => Ok(Some(Severity::Warning)),
        other => {
            Err(row.value_error(column, &format!("`{other}` is no severity"), "error or warning"))
        }
    }
}

fn required(row: Cells<'_>) -> Result<Owes, FormError> {
    match row.get("required") {
        "" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Ok(Owes::Never),
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Ok(Owes::Always),
        word if word.chars().all(char::is_alphabetic) => {
            Err(row.value_error("required", &format!("`{word}` is no answer"), "yes, no or a rule"))
        }
        _ => Ok(row.expression("required")?.map_or(Owes::Never, Owes::When)),
    }
}

fn refuse_unused(row: Cells<'_>, kind: &Kind, errors: &mut Vec<FormError>) {
    let mut unused = |columns: &[&str]| {
        for column in columns.iter().filter(|column| !row.get(column).is_empty()) {
            let message = "this type does not use this column";
            errors.push(row.value_error(column, message, "an empty cell"));
        }
    };
    match kind {
        Kind::Note => unused(OF_ANSWERS),
        Kind::Metadata(_) => {
            unused(OF_ANSWERS);
            unused(&["calculation", "read_only"]);
        }
        Kind::Calculate => unused(&["required", "constraint", "bind::cacah:missing"]),
        _ => {}
    }
    if !matches!(kind, Kind::SelectMultiple | Kind::Sum { .. }) {
        unused(&["bind::cacah:sum"]);
    }
    if !matches!(kind, Kind::SelectOne | Kind::SelectMultiple | Kind::Sum { .. }) {
        unused(&["choice_filter"]);
    }
    if !row.get("type").contains("_from_file") {
        unused(&["parameters"]);
    }
}

fn check_label(row: Cells<'_>, question: &Question, errors: &mut Vec<FormError>) {
    let shown = !matches!(question.kind, Kind::Calculate | Kind::Hidden | Kind::Metadata(_));
    if shown && question.label.is_empty() {
        errors.push(row.value_error("label(id)", "the label is missing", "what is asked"));
    }
}
