//! A compiled form as its readers see it.

mod common;

use std::sync::Arc;

use cacah_form::{Form, Functions, Interview, Kind, Language, Owed, Value};
use common::*;

fn hashes(survey: &str, choices: &str, checks: &str) -> ([u8; 32], [u8; 32]) {
    let form = compile(survey, choices, checks).unwrap_or_else(|errors| panic!("{errors:#?}"));
    (form.structure_hash(), form.rules_hash())
}

#[test]
fn a_form_tells_what_it_holds() {
    let form = family();
    assert_eq!((form.id(), form.title(Language::Id), form.version()), ("f", "Formulir", "1"));
    let blocks: Vec<_> = form.blocks().iter().filter_map(|block| block.number.as_deref()).collect();
    assert_eq!(blocks, ["I", "IV", "V"]);
    let question = form.question("r411").unwrap();
    assert_eq!(question.kind, Kind::Sum { exclusive: vec!["0".into(), "99".into()] });
    assert_eq!(form.blocks()[question.block.0].name, "blok_iv");
    assert_eq!(form.choices(question.choices.unwrap()).len(), 5);
    assert_eq!(form.question("kode").unwrap().owed, Owed::Coder);
    let pages = &form.repeat("anggota").unwrap().pages;
    assert_eq!(pages.iter().map(|page| page.name.as_str()).collect::<Vec<_>>(), ["A", "B", ""]);
}

#[test]
fn rules_and_structure_have_hashes_of_their_own() {
    let (structure, rules) = hashes(SURVEY, CHOICES, CHECKS);
    assert_eq!(hashes(SURVEY, CHOICES, CHECKS), (structure, rules));
    let same = |survey: &str, choices: &str, checks: &str| {
        let (other_structure, other_rules) = hashes(survey, choices, checks);
        (structure == other_structure, rules == other_rules)
    };
    let spaced = SURVEY.replace(",Umur,", ", Umur ,") + ",,,,,,,,,,,,,,\n";
    assert_eq!(same(&spaced, CHOICES, CHECKS), (true, true));
    assert_eq!(same(&SURVEY.replace("Umur", "Usia"), CHOICES, CHECKS), (true, false));
    assert_eq!(same(&SURVEY.replace("<= 97", "<= 96"), CHOICES, CHECKS), (true, false));
    assert_eq!(same(&SURVEY.replace("max(", "min("), CHOICES, CHECKS), (true, false));
    assert_eq!(same(SURVEY, CHOICES, &CHECKS.replace("< 10", "< 12")), (true, false));
    assert_eq!(same(SURVEY, &CHOICES.replace("Anak", "anak"), CHECKS), (true, false));
    assert_eq!(same(&SURVEY.replace("text,r402", "integer,r402"), CHOICES, CHECKS), (false, true));
    assert_eq!(same(SURVEY, &(CHOICES.to_owned() + "hub,4,X\n"), CHECKS), (false, false));
}

struct Double;

impl Functions for Double {
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        (name == "double").then(|| Value::Number(2.0 * arguments[0].number()))
    }
}

#[test]
fn functions_of_the_caller_are_listed_and_called() {
    let survey = "type,name,label,calculation\ninteger,a,A,\ncalculate,b,,cacah:double(${a})\n\
                  calculate,c,,\"coalesce(cacah:lost(${a}) | 1)\"\n";
    assert!(compile(survey, "", "").is_err(), "a union of sets is not supported");
    let form = compile(&survey.replace(" | ", ", "), "", "").unwrap();
    assert_eq!(form.named_functions(), ["double", "lost"]);
    let mut interview = Interview::new(Arc::new(form), Arc::new(Double));
    let delta = set(&mut interview, "a", "21");
    assert_eq!(delta.values, [(path("b"), "42".to_owned())]);
    assert_eq!(shown(&interview, "c"), "1");
}

#[test]
fn rules_weigh_unknown_answers_as_unknown() {
    let head = "id,severity,context,violated_when,focus,message\n";
    let survey = "type,name,label\ninteger,a,A\ninteger,b,B\n";
    for (rule, a, b, violated) in [
        ("${a} != ${b}", "1", "", false),
        ("not(${a} = ${b})", "1", "", false),
        ("not(${a} = ${b})", "1", "2", true),
        ("${a} = 1 or ${b} = 1", "1", "", true),
        ("not(${a} = 1 and ${b} = 1)", "2", "", true),
        ("not(${a} = 1 and ${b} = 1)", "1", "", false),
        ("${b} = ''", "1", "", true),
        ("${a} != '' and ${b} = ''", "1", "", true),
        ("${a} + ${b} != 3", "1", "", false),
        ("${a} + ${b} != 3", "1", "1", true),
    ] {
        let form: Form = compile(survey, "", &format!("{head}K900,error,,{rule},a,M\n")).unwrap();
        let mut interview = interview(&Arc::new(form));
        set(&mut interview, "a", a);
        set(&mut interview, "b", b);
        assert_eq!(ids(&interview) == ["K900 a"], violated, "{rule} with {a} and {b}");
    }
}
