//! The sheet `checks`: rules over the answers.

use std::collections::{HashMap, HashSet};

use super::question::severity;
use super::survey::{Survey, What};
use super::table::{Cells, Columns, Table, Written};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::expr::{Expr, Operator};
use crate::model::{AsksAt, Check, QuestionId, RepeatId, Severity};
use crate::slip::instead;
use crate::source::Sheet;
use crate::text::Text;

const COLUMNS: Columns = Columns {
    plain: &["id", "severity", "scope", "context", "violated_when", "focus", "asks_at"],
    texts: &["message"],
    needed: &["id", "severity", "context", "violated_when", "focus"],
    open: false,
};

/// The checks that the engine itself raises, with the messages for forms that give none.
const ENGINE: [(&str, &str, &str); 4] = [
    (
        "K001",
        "Rincian wajib belum terisi. Isi, atau catat alasannya.",
        "This question must be answered. Answer it, or give the reason.",
    ),
    (
        "K002",
        "Rincian ini dilewati tetapi terisi. Kosongkan, atau perbaiki rincian syaratnya.",
        "This question is skipped but has an answer. Empty it, or correct what it depends on.",
    ),
    (
        "K003",
        "Isian di luar kode, rentang, atau panjang. Periksa dan perbaiki.",
        "The answer is outside the codes, range or length. Check and correct it.",
    ),
    (
        "K004",
        "Jumlah kode tidak sah. Jumlahkan kode yang dipilih; kode khusus berdiri sendiri.",
        "Not a sum of the codes. Add up the chosen codes; exclusive codes stand alone.",
    ),
];

pub(super) struct Checks {
    pub checks: Vec<Check>,
    pub rules: Vec<Written>,
    pub engine: [Check; 4],
    /// Rows that speak for the first two of them at their questions.
    pub covering: Covering,
}

/// The row that speaks for K001 (0) or K002 (1) at a question.
pub(crate) type Covering = HashMap<(QuestionId, usize), Check>;

pub(super) fn read(sheet: &Sheet, survey: &Survey, errors: &mut Vec<FormError>) -> Checks {
    let table = Table::new(sheet, &COLUMNS, errors);
    let mut checks = Checks {
        checks: vec![],
        rules: vec![],
        engine: ENGINE.map(engine_check),
        covering: Covering::new(),
    };
    let mut covering = Vec::new();
    let mut seen = HashSet::new();
    for row in table.rows() {
        match check(row, survey) {
            Err(found) => errors.extend(found),
            Ok((check, rule)) => {
                if !seen.insert((check.id.clone(), check.context, check.focus.first().copied())) {
                    let fault = Fault::new(
                        FormErrorCode::Name,
                        format!("`{}` twice at the same question", check.id),
                        "another id, or another first question in focus",
                    );
                    errors.push(row.error("id", fault));
                } else if let Some(of) = rule.as_ref().and_then(|rule| covered(&rule.expr)) {
                    covering.push((row, check, of));
                } else if let Some(rule) = rule {
                    checks.checks.push(check);
                    checks.rules.push(rule);
                } else if let Some(own) = checks.engine.iter_mut().find(|own| own.id == check.id) {
                    *own = check;
                }
            }
        }
    }
    for (row, check, of) in covering {
        errors.extend(checks.cover(row, &check, &of, survey).err());
    }
    checks
}

impl Checks {
    /// Lets `check` speak for the engine's checks `of`. Only its words count: the severity there is
    /// the question's, and the row must not claim another.
    fn cover(
        &mut self,
        row: Cells<'_>,
        check: &Check,
        of: &[usize],
        survey: &Survey,
    ) -> Result<(), FormError> {
        for (question, of) in check.focus.iter().flat_map(|id| of.iter().map(|of| (*id, *of))) {
            let Check { id, severity, .. } = &self.engine[of];
            let name = &survey.questions[question.0].name;
            let own = survey.questions[question.0].severity.unwrap_or(*severity);
            if check.severity != own {
                let message = format!("{id} has another severity at {name}");
                let expected = match own {
                    Severity::Error => "error, as there",
                    Severity::Warning => "warning, as there",
                };
                return Err(row.value_error("severity", &message, expected));
            }
            if self.covering.insert((question, of), check.clone()).is_some() {
                let message = format!("{id} at {name} has two messages");
                return Err(row.value_error("focus", &message, "one row for each question"));
            }
        }
        Ok(())
    }
}

/// Where a rule is but the ids K001 and K002, alone or joined by `or`: which of them.
fn covered(rule: &Expr) -> Option<Vec<usize>> {
    match rule {
        Expr::Binary(Operator::Or, left, right) => Some([covered(left)?, covered(right)?].concat()),
        Expr::Path(path) => {
            let named = path.to_string();
            Some(vec![ENGINE[..2].iter().position(|(id, ..)| *id == named)?])
        }
        _ => None,
    }
}

/// Takes `and K001` off the end of a rule; whether it was there.
fn while_open(rule: Written) -> (Written, bool) {
    match rule.expr {
        Expr::Binary(Operator::And, left, right) if covered(&right) == Some(vec![0]) => {
            (Written { expr: *left, ..rule }, true)
        }
        expr => (Written { expr, ..rule }, false),
    }
}

fn engine_check((id, indonesian, english): (&str, &str, &str)) -> Check {
    Check {
        id: id.to_owned(),
        severity: Severity::Error,
        scope: String::new(),
        context: None,
        violated_when: String::new(),
        focus: Vec::new(),
        asks_at: AsksAt::Field,
        while_open: false,
        message: Text::new(indonesian, english),
    }
}

fn check(row: Cells<'_>, survey: &Survey) -> Result<(Check, Option<Written>), Vec<FormError>> {
    let mut errors = Vec::new();
    let mut keep = |error: FormError| errors.push(error);
    let id = row.name("id").map_err(&mut keep).unwrap_or_default();
    let engine = ENGINE.iter().any(|(own, ..)| *own == id);
    let rule = row.expression("violated_when").map_err(&mut keep).unwrap_or_default();
    let (rule, while_open) = rule.map(while_open).unzip();
    let check = Check {
        while_open: while_open.unwrap_or_default(),
        severity: severity(row, "severity").map_err(&mut keep).ok().flatten().unwrap_or_default(),
        scope: row.get("scope").to_owned(),
        context: context(row, survey).map_err(&mut keep).unwrap_or_default(),
        violated_when: row.get("violated_when").to_owned(),
        focus: focus(row, survey).map_err(&mut keep).unwrap_or_default(),
        asks_at: asks_at(row, engine).map_err(&mut keep).unwrap_or_default(),
        message: row.text("message"),
        id,
    };
    if row.get("severity").is_empty() {
        keep(row.value_error("severity", "the severity is missing", "error or warning"));
    }
    if check.message.is_empty() {
        keep(row.value_error("message(id)", "the message is missing", "what to tell the officer"));
    }
    if engine && !check.violated_when.is_empty() {
        let message = "the engine itself decides this check";
        keep(row.value_error("violated_when", message, "an empty cell"));
    }
    if !engine && check.violated_when.is_empty() {
        keep(row.value_error("violated_when", "the rule is missing", "an expression"));
    }
    let home = check.focus.first().and_then(|first| survey.questions[first.0].repeat);
    if check.context.is_some() && home != check.context && !check.focus.is_empty() {
        let message = "the first question in focus is not in the repeat of the context";
        keep(row.value_error("focus", message, "first a question of that repeat"));
    }
    if !engine && row.get("focus").is_empty() {
        keep(row.value_error("focus", "the focus is missing", "one or more questions"));
    }
    if errors.is_empty() { Ok((check, rule)) } else { Err(errors) }
}

fn context(row: Cells<'_>, survey: &Survey) -> Result<Option<RepeatId>, FormError> {
    let name = row.get("context");
    if name.is_empty() {
        return Ok(None);
    }
    let node = survey.by_name.get(name).map(|node| &survey.nodes[*node]);
    match node {
        Some(node) if node.what == What::Repeat => Ok(Some(RepeatId(node.scope - 1))),
        _ => {
            let message = format!("there is no repeat `{name}`");
            let repeats = survey.repeats.iter().map(|repeat| repeat.name.as_str());
            let expected = instead(name, repeats, "a repeat, or nothing");
            let fault = Fault::new(FormErrorCode::Reference, message, expected);
            Err(row.error("context", fault))
        }
    }
}

fn focus(row: Cells<'_>, survey: &Survey) -> Result<Vec<QuestionId>, FormError> {
    let names = row.get("focus").split([' ', ',']).filter(|name| !name.is_empty());
    let find = |name: &str| match survey.by_name.get(name).map(|at| survey.nodes[*at].what) {
        Some(What::Question(question)) => Ok(QuestionId(question)),
        Some(_) => {
            let message = format!("`{name}` is no question");
            let fault = Fault::new(FormErrorCode::Reference, message, "a question in it");
            Err(row.error("focus", fault))
        }
        None => {
            let message = format!("there is no question `{name}`");
            let questions = survey.questions.iter().map(|question| question.name.as_str());
            let expected = instead(name, questions, "names of questions");
            let fault = Fault::new(FormErrorCode::Reference, message, expected);
            Err(row.error("focus", fault))
        }
    };
    names.map(find).collect()
}

fn asks_at(row: Cells<'_>, engine: bool) -> Result<AsksAt, FormError> {
    match row.get("asks_at") {
        "" if engine => Ok(AsksAt::Field),
        "" => Ok(AsksAt::Document),
        "field" => Ok(AsksAt::Field),
        "column" => Ok(AsksAt::Column),
        "document" => Ok(AsksAt::Document),
        "later" => Ok(AsksAt::Later),
        other => Err(row.value_error(
            "asks_at",
            &format!("`{other}` is no moment"),
            "field, column, document or later",
        )),
    }
}
