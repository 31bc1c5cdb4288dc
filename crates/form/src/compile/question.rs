//! One row of the survey that is a question.

use super::choices::Lists;
use super::fills;
use super::survey::{Draft, Fills, Owes};
use super::table::{Cells, Written};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::{BlockId, Choice, Kind, ListId, Owed, Question, QuestionId, Severity};
use crate::text::Text;

const TYPES: &str = "text, integer, decimal, date, select_one LIST, select_multiple LIST, note, \
                     calculate, hidden, begin_group, end_group, begin_repeat or end_repeat";

/// Types of XLSForm that this engine does not know yet.
const LATER: [&str; 27] = [
    "time",
    "dateTime",
    "datetime",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "photo",
    "audio",
    "video",
    "file",
    "barcode",
    "acknowledge",
    "range",
    "rank",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "background-audio",
    "select_one_from_file",
    "select_multiple_from_file",
    "xml-external",
];

/// Columns that some kinds do not use.
const NOTE_UNUSED: &[&str] = &[
    "required",
    "constraint",
    "calculation",
    "read_only",
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
];

type Parts = (Question, Draft, Option<Written>);

/// Reads a question; its id, block, repeat and node are filled in by the caller.
pub(super) fn read(row: Cells<'_>, words: &[&str], lists: &Lists) -> Result<Parts, Vec<FormError>> {
    let (kind, choices) = kind(row, words, lists).map_err(|error| vec![error])?;
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
            choices,
            width: keep.or_default(row.small("bind::cacah:width")),
            digits: keep.or_default(row.small("bind::cacah:digits")),
            special: special(row, lists),
            missing: keep.or_default(missing(row, lists)),
            owed: keep.or_default(owed(row)),
            severity: keep.or_default(severity(row, "bind::cacah:severity")),
            sensitive: keep.or_default(row.flag("bind::cacah:sensitive")),
            decode: row.optional("bind::cacah:decode"),
            capitals: keep.or_default(row.flag("bind::cacah:capitals")),
            prefill: row.optional("bind::cacah:prefill"),
            search: keep.or_default(row.flag("bind::cacah:search")),
            relevant: row.optional("relevant"),
            readonly: keep.or_default(row.flag("read_only")),
            has_calculation: false,
            keeps: false,
            appearance: row.optional("appearance"),
            constraint_message: row.text("constraint_message"),
            kind,
        },
        Draft {
            node: 0,
            required: keep.or(required(row), Owes::Never),
            constraint: keep.or_default(row.expression("constraint")),
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

fn kind(
    row: Cells<'_>,
    words: &[&str],
    lists: &Lists,
) -> Result<(Kind, Option<ListId>), FormError> {
    let plain = match words {
        ["text"] => Kind::Text,
        ["integer" | "int"] => Kind::Integer,
        ["decimal"] => Kind::Decimal,
        ["date"] => Kind::Date,
        ["note"] => Kind::Note,
        ["calculate"] => Kind::Calculate,
        ["hidden"] => Kind::Hidden,
        ["select_one", list] => {
            return Ok((Kind::SelectOne, Some(find_list(row, list, lists)?)));
        }
        ["select_multiple", name] => {
            let list = find_list(row, name, lists)?;
            return Ok((multiple(row, list, lists)?, Some(list)));
        }
        [] => return Err(row.value_error("type", "the type is missing", TYPES)),
        [first, ..] => {
            let known = LATER.contains(first) || first.starts_with("select_") || words.len() > 2;
            let (code, message) = if known {
                (FormErrorCode::Unsupported, "is not supported")
            } else {
                (FormErrorCode::Value, "is no type")
            };
            let fault = Fault::new(code, format!("`{}` {message}", words.join(" ")), TYPES);
            return Err(row.error("type", fault));
        }
    };
    Ok((plain, None))
}

fn find_list(row: Cells<'_>, name: &str, lists: &Lists) -> Result<ListId, FormError> {
    lists.find(name).ok_or_else(|| {
        let fault = Fault::new(
            FormErrorCode::Reference,
            format!("there is no list `{name}`"),
            "a list_name of the sheet choices",
        );
        row.error("type", fault)
    })
}

/// A select_multiple, or a sum of codes: `yes`, then the codes that stand alone.
fn multiple(row: Cells<'_>, list: ListId, lists: &Lists) -> Result<Kind, FormError> {
    const COLUMN: &str = "bind::cacah:sum";
    let words = words_of(row, COLUMN);
    let exclusive = match words.split_first() {
        None => return Ok(Kind::SelectMultiple),
        Some((yes, exclusive)) if yes == "yes" => exclusive.to_vec(),
        Some(_) => return Err(row.value_error(COLUMN, "no `yes`", "yes, then exclusive codes")),
    };
    if let Some(code) = exclusive.iter().find(|code| lists.codes(list).all(|known| known != *code))
    {
        return Err(row.value_error(COLUMN, &format!("`{code}` is not in the list"), "its codes"));
    }
    let power = |code: &str| code.parse::<u32>().is_ok_and(u32::is_power_of_two);
    let added = lists.codes(list).filter(|code| exclusive.iter().all(|alone| alone != code));
    if let Some(code) = added.into_iter().find(|code| !power(code)) {
        let message = format!("code `{code}` cannot be told apart in a sum");
        return Err(row.value_error(COLUMN, &message, "codes 1, 2, 4, 8 …, others named here"));
    }
    Ok(Kind::Sum { exclusive })
}

fn words_of(row: Cells<'_>, column: &str) -> Vec<String> {
    row.get(column).split_whitespace().map(str::to_owned).collect()
}

/// Codes outside the range: those of a list where a word names one, else the word itself.
fn special(row: Cells<'_>, lists: &Lists) -> Vec<Choice> {
    let mut special = Vec::new();
    for word in words_of(row, "bind::cacah:special") {
        match lists.find(&word) {
            Some(list) => special.extend(lists.choices[list.0].iter().cloned()),
            None => {
                let label = Text::new(&word, &word);
                special.push(Choice { code: word, label, extra: Vec::new() });
            }
        }
    }
    special
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
            let fault = Fault::new(FormErrorCode::Reference, message, "its codes");
            Err(row.error(COLUMN, fault))
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
        "" | "no" | "false()" => Ok(Owes::Never),
        "yes" | "true()" => Ok(Owes::Always),
        _ => Ok(row.expression("required")?.map_or(Owes::Never, Owes::When)),
    }
}

fn refuse_unused(row: Cells<'_>, kind: &Kind, errors: &mut Vec<FormError>) {
    for column in ["choice_filter"] {
        if !row.get(column).is_empty() {
            let message = format!("{column} is not supported");
            let fault = Fault::new(FormErrorCode::Unsupported, message, "an empty cell");
            errors.push(row.error(column, fault));
        }
    }
    let mut unused = |columns: &[&str]| {
        for column in columns.iter().filter(|column| !row.get(column).is_empty()) {
            let message = "this type does not use this column";
            errors.push(row.value_error(column, message, "an empty cell"));
        }
    };
    match kind {
        Kind::Note => unused(NOTE_UNUSED),
        Kind::Calculate => unused(&["required", "constraint", "bind::cacah:missing"]),
        _ => {}
    }
    if !matches!(kind, Kind::SelectMultiple | Kind::Sum { .. }) {
        unused(&["bind::cacah:sum"]);
    }
}

fn check_label(row: Cells<'_>, question: &Question, errors: &mut Vec<FormError>) {
    let shown = !matches!(question.kind, Kind::Calculate | Kind::Hidden);
    if shown && question.label.is_empty() {
        errors.push(row.value_error("label(id)", "the label is missing", "what is asked"));
    }
}
