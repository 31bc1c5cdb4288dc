//! Any sheets at all: an answer or errors with places, never a panic; and what compiles runs.

mod common;

use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, NoFunctions, Path, Sheets};
use proptest::prelude::*;
use proptest::sample::select;

fn row() -> impl Strategy<Value = String> {
    let kind = select(vec![
        "text",
        "integer",
        "date",
        "select_one jk",
        "select_multiple kartu",
        "calculate",
        "note",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
        "hidden",
        "decimal",
        "",
        "x",
    ]);
    let name = select(vec!["a", "b", "c", "d", "e", "f", "g", "h", ""]);
    let expression = || {
        select(vec![
            "",
            "",
            "",
            "${a} = 1",
            "${b} > ${c}",
            "count(${d}) > 1",
            "sum(${d}/e)",
            "${d}[e = 1]/f",
            "position(..)",
            ". > 1",
            "selected(${a}, '1')",
            "${e}",
            "../f",
            "current()/../a",
            "max(${e}) div 0",
            "if(${a}, ${b}, 'x')",
            "count(${d}[e = current()/../e]) > 1",
            "coalesce(${a}, ${b})",
            "int(${c}) mod 2",
            "concat(${a}, ${b})",
            "not(${g})",
            "1 +",
            "cacah:f(${a})",
            "substr(${a}, ${b})",
            "date('2022-02-28') > ${c}",
            "yes",
        ])
    };
    let flag = select(vec!["", "yes", "no", "maybe"]);
    (kind, name, expression(), expression(), expression(), expression(), flag).prop_map(
        |(kind, name, relevant, constraint, calculation, required, readonly)| {
            let label = if kind == "calculate" { "" } else { "L" };
            let quote = |cell: &str| format!("\"{cell}\"");
            [kind, name, label, relevant, constraint, calculation, required, readonly]
                .map(quote)
                .join(",")
        },
    )
}

fn answers() -> impl Strategy<Value = Vec<(usize, String)>> {
    proptest::collection::vec((0usize..30, "[0-3]{0,2}|x|15-10-2022"), 0..20)
}

fn run(form: &Arc<Form>, answers: &[(usize, String)]) {
    let mut interview = Interview::new(Arc::clone(form), Arc::new(NoFunctions));
    for (number, repeat) in (1..).zip(form.repeats().iter().flat_map(|repeat| [repeat, repeat])) {
        interview.add(&repeat.name, Instance::from_u128(number), None, 0).expect("a repeat");
    }
    for (at, raw) in answers {
        let question = &form.questions()[at % form.questions().len()];
        let instances = question.repeat.map(|id| interview.instances(&form.repeats()[id.0].name));
        let instance = instances.and_then(|ids| ids.get(at % 2).copied());
        let path = Path { instance, question: question.name.clone() };
        if question.takes_answer() {
            interview.set(&path, Answer::raw(raw)).expect("a question");
        }
    }
    let fresh = Interview::load(
        Arc::clone(form),
        Arc::new(NoFunctions),
        interview.placed().into_iter(),
        interview.paths().into_iter().filter_map(|path| {
            let answer = interview.answer(&path)?.clone();
            answer.is_given().then_some((path, answer))
        }),
    );
    assert_eq!(fresh.unknown(), []);
    assert_eq!(interview.findings(), fresh.findings());
    for path in interview.paths() {
        assert_eq!(interview.value(&path), fresh.value(&path), "{path}");
        assert_eq!(interview.relevant(&path), fresh.relevant(&path), "{path}");
        assert_eq!(interview.required(&path), fresh.required(&path), "{path}");
    }
}

/// Expressions over an earlier question `P`, seen from the document (members through the repeat)
/// and from a member (`P` of the document or of the same member).
const FROM_DOCUMENT: [&str; 8] = [
    "",
    "count(${r}[P = '1']) > 0",
    "sum(${r}/P) > 1",
    "${r}[P = 1]/P = 1",
    "max(${P}) >= 2",
    "join('-', ${r}[position() = 2]/P) = '1'",
    "count(${r}) = 2",
    "count-non-empty(${P}) != 1",
];
const FROM_MEMBER: [&str; 8] = [
    "",
    "${P} = 1",
    "${P} != '' and ${P} < 3",
    "not(../P = 2)",
    "count(${r}[P = current()/../P]) > 1",
    "count(${r}[P = '1' and position() < 3]) > 0",
    "position(..) > 1",
    "coalesce(${P}, 2) > 1",
];
const PLAIN: [&str; 4] = ["", "${P} = 1", "not(${P} > 1)", "${P} != '' and ${P} < 3"];

type Parts = (usize, usize, usize, usize, usize);

/// A sound form: four questions, a repeat of five, three more that look into it.
fn sound(parts: &[Parts]) -> String {
    let mut rows = vec!["type,name,label,relevant,constraint,calculation,required".to_owned()];
    let row = |at: usize, name: &str, earlier: &[String], templates: &[&str]| {
        let (kind, pick, relevant, required, calculation) = parts[at % parts.len()];
        let written = |template: usize| {
            let earlier = earlier.get(pick % earlier.len().max(1));
            earlier.map_or(String::new(), |p| templates[template % templates.len()].replace('P', p))
        };
        let (relevant, required) = (written(relevant), written(required));
        let computed = written(calculation);
        let kind = ["integer", "select_one hub", "text", "calculate"][kind % 4];
        if kind == "calculate" && !computed.is_empty() {
            format!("calculate,{name},,\"{relevant}\",,\"{computed}\",")
        } else {
            let kind = if kind == "calculate" { "decimal" } else { kind };
            format!("{kind},{name},L,\"{relevant}\",. != 3,,\"{required}\"")
        }
    };
    let names = |prefix: &str, count: usize| (0..count).map(|at| format!("{prefix}{at}")).collect();
    let (outer, members): (Vec<_>, Vec<_>) = (names("q", 4), names("m", 5));
    for (at, name) in outer.iter().enumerate() {
        rows.push(row(at, name, &outer[..at], &PLAIN));
    }
    rows.push("begin_repeat,r,R,,,,".to_owned());
    for (at, name) in members.iter().enumerate() {
        let member = row(4 + at, name, &members[..at], &FROM_MEMBER);
        rows.push(if at == 0 { row(4, name, &outer, &PLAIN) } else { member });
    }
    rows.push("end_repeat,,,,,,".to_owned());
    for (at, name) in ["x0", "x1", "x2"].iter().enumerate() {
        rows.push(row(9 + at, name, &members, &FROM_DOCUMENT));
    }
    rows.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_sound_form(
        parts in proptest::collection::vec((0usize..4, 0usize..8, 0usize..8, 0usize..8, 0usize..8), 12),
        answers in answers(),
    ) {
        let survey = sound(&parts);
        match common::compile(&survey, common::CHOICES, "") {
            Ok(form) => run(&Arc::new(form), &answers),
            Err(errors) => prop_assert!(false, "{survey}\n{errors:#?}"),
        }
    }

    #[test]
    fn any_rows(rows in proptest::collection::vec(row(), 1..12), answers in answers()) {
        let survey = format!(
            "type,name,label,relevant,constraint,calculation,required,read_only\n{}\n",
            rows.join("\n")
        );
        match common::compile(&survey, common::CHOICES, "") {
            Ok(form) => run(&Arc::new(form), &answers),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.row >= 1 && !error.column.is_empty(), "{}", error);
                }
            }
        }
    }

    #[test]
    fn any_bytes(survey in "[a-z,\"\n$\\{\\}. ]{0,60}") {
        let files = [("survey.csv", survey.as_bytes()), ("settings.csv", b"form_id\nf\n")];
        if let Ok(sheets) = Sheets::from_csv(&files) {
            prop_assert!(Form::compile(&sheets).is_err());
        }
    }
}

#[test]
fn forms_and_interviews_go_to_other_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Form>();
    shared::<Interview>();
}
