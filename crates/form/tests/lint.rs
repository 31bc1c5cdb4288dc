//! The analysis says what is certain, with its place, and nothing else.

mod common;

use cacah_form::{Diagnostic, Severity, Sheets, lint};
use proptest::prelude::*;

const SURVEY: &str = "type,name,label,relevant,constraint,calculation,choice_filter\n";
const CHOICES: &str = "list_name,name,label,kab\n\
    ya,1,Ya,\nya,2,Tidak,\nkab,a,A,\nkab,b,B,\nkec,a1,A1,a\nkec,b1,B1,b\nkec,c1,C1,c\n";
const CHECKS: &str = "id,severity,context,violated_when,focus,asks_at,message\n";

fn found(survey: &str, checks: &str) -> Vec<Diagnostic> {
    found_in(&format!("{SURVEY}{survey}"), CHOICES, &format!("{CHECKS}{checks}"))
}

fn found_in(survey: &str, choices: &str, checks: &str) -> Vec<Diagnostic> {
    let sheets = Sheets::from_csv(&[
        ("survey.csv", survey.as_bytes()),
        ("choices.csv", choices.as_bytes()),
        ("checks.csv", checks.as_bytes()),
        ("settings.csv", b"form_id\nf\n"),
    ]);
    lint(&sheets.expect("sheets"))
}

/// Code, row and column of what is found, unused lists aside.
fn told(survey: &str, checks: &str) -> Vec<(String, usize, String)> {
    let all = found(survey, checks).into_iter().filter(|one| one.code != "unused-list");
    all.map(|one| (one.code.to_owned(), one.row, one.column)).collect()
}

fn one(code: &str, row: usize, column: &str) -> Vec<(String, usize, String)> {
    vec![(code.to_owned(), row, column.to_owned())]
}

#[test]
fn a_first_answer_that_its_question_does_not_take() {
    let survey = "type,name,label,default\n\
        integer,n,N,nol\nselect_one ya,q,Q,3\ndate,d,D,2022-02-30\n\
        integer,m,M,5\nselect_one ya,r,R,1\ndate,e,E,today()\n";
    let found = found_in(survey, CHOICES, CHECKS);
    let told = found.iter().filter(|one| one.code == "bad-default");
    let rows: Vec<_> = told.map(|one| (one.row, one.column.as_str(), one.severity)).collect();
    assert_eq!(rows, [2, 3, 4].map(|row| (row, "default", Severity::Error)));
}

#[test]
fn questions_that_no_answers_show() {
    let asked =
        "select_one ya,q,Q\nselect_multiple ya,m,M\ninteger,n,N,,. >= 0 and . <= 9 or . = 98\n";
    for dead in [
        "${q} = '1' and ${q} = '2'",
        "${q} = '' and ${q} > 0",
        "not(${q} = '1' or ${q} = '2' or ${q} = '')",
        "${n} > 9 and ${n} < 98",
        "${n} > 98",
        "${n} * 2 > 200",
        "selected(${m}, '1') and count-selected(${m}) = 0",
        "if(${q} = '1', ${q}, '2') = '3'",
        "${n} = 3 and false()",
    ] {
        let found = told(&format!("{asked}text,t,T,{}\n", quoted(dead)), "");
        assert_eq!(found, one("never-shown", 5, "relevant"), "{dead}");
    }
    for alive in [
        "${q} != '1' and ${q} != '2'",
        "${n} > 9 and ${n} <= 98",
        "${n} * 2 > 190",
        "count-selected(${m}) = 2",
        "regex(${q}, '[34]') and ${q} = '1'",
        "${q} = '1' or position(..) = 0",
    ] {
        let survey = format!("{asked}text,t,T,{}\n", quoted(alive));
        let found = told(&survey, "");
        assert!(found.iter().all(|(code, ..)| code != "never-shown"), "{alive}: {found:?}");
    }
}

#[test]
fn a_hidden_question_reads_as_empty_and_what_follows_from_it_is_told_once() {
    let survey = "select_one ya,a,A\nselect_one ya,b,B,${a} = '1'\n\
        begin_group,g,G,${a} = '2'\ntext,t,T,${b} = '1'\ntext,u,U,${t} != ''\nend_group,,\n";
    assert_eq!(told(survey, "")[..1], one("never-shown", 5, "relevant"));
    let survey = "select_one ya,a,A\nbegin_group,g,G,${a} = '1' and ${a} = '2'\n\
        begin_repeat,r,R,${a} = '1'\ntext,t,T,${a} = '2'\nend_repeat,,\nend_group,,\n";
    assert_eq!(told(survey, ""), one("never-shown", 3, "relevant"));
    let survey = "select_one ya,a,A\ncalculate,c,,,,\"if(${a} = '1', 5, 7)\"\ntext,t,T,${c} = 6\n";
    assert_eq!(told(survey, ""), one("never-shown", 4, "relevant"));
}

#[test]
fn the_members_of_a_repeat_are_not_one_another() {
    let survey = "select_one ya,a,A\nbegin_repeat,r,R\nselect_one ya,b,B\n\
        text,t,T,${b} = '1' and ${a} = '2'\ntext,u,U,${b} = '1' and ../b = '2'\nend_repeat,,\n\
        text,v,V,count(${r}[b = '1']) > 0 and count(${r}[b = '2']) > 0\n";
    assert_eq!(told(survey, ""), one("never-shown", 6, "relevant"));
}

#[test]
fn a_question_reads_those_of_the_repeats_around_it() {
    let survey = "begin_repeat,r,R\nselect_one ya,a,A\nbegin_repeat,s,S,${a} = '1'\n\
        select_one ya,b,B\ntext,t,T,${a} = '2' and ${b} = '1'\n\
        text,u,U,${a} = '1' and ${b} = '2'\nend_repeat,,\n\
        text,v,V,count(${s}[b = '1']) > 0 and count(${s}[b = '2']) > 0\nend_repeat,,\n";
    assert_eq!(told(survey, ""), one("never-shown", 6, "relevant"));
}

#[test]
fn constraints_that_no_answer_keeps() {
    for (row, dead) in [
        ("integer,n,N,,. > 5 and . < 5\n", true),
        ("integer,n,N,,. > 5 and . < 6\n", true),
        ("decimal,n,N,,. > 5 and . < 6\n", false),
        ("integer,n,N,,. > 5 and . < 7\n", false),
        ("integer,n,N,,. mod 2 = 0\n", false),
        ("select_one ya,n,N,,. > 2\n", true),
        ("text,n,N,,string-length(.) = 3\n", false),
        ("text,n,N,,. = 'a' and . = 'b'\n", true),
    ] {
        let never = one("never-holds", 2, "constraint");
        let found = told(row, "").into_iter().filter(|one| one.0 == "never-holds");
        assert_eq!(found.collect::<Vec<_>>() == never, dead, "{row}");
    }
}

#[test]
fn choices_that_no_question_lets_choose() {
    let cascade = "select_one kab,k,K\nselect_one kec,c,C,,,,kab = ${k}\n";
    assert_eq!(told(cascade, ""), one("never-chosen", 8, "name"));
    let survey = "select_one ya,q,Q,,. != '2'\n";
    assert_eq!(told(survey, ""), one("never-chosen", 3, "name"));
    assert_eq!(told(&format!("{survey}select_one ya,r,R\n"), ""), []);
}

#[test]
fn checks_that_nothing_violates() {
    let survey = "select_one ya,q,Q\ninteger,n,N,,. < 10\nbegin_repeat,r,R,${q} = '1'\n\
        integer,m,M\nend_repeat,,\n";
    for (context, rule, focus, dead) in [
        ("", "${n} > 20", "n", true),
        ("", "${n} > 2", "n", false),
        ("", "${n} = '' and ${q} = '1'", "n", false),
        ("", "${n} != 3 and not(${n} < 4) and not(${n} > 2)", "n", true),
        ("r", "${m} > 2 and ${q} = '2'", "m", true),
        ("r", "${m} > 2 and ${q} != '2'", "m", false),
        ("", "count(${r}[m > 2]) > 1", "n", false),
    ] {
        let found =
            told(survey, &format!("X,error,{context},{},{focus},field,pesan\n", quoted(rule)));
        let expected = if dead { one("never-violated", 2, "violated_when") } else { vec![] };
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn texts_that_one_language_lacks() {
    let survey = "type,name,label::Bahasa Indonesia (id),label::English (en),hint::English (en)\n\
        text,a,A,A,\ntext,b,B,,\ntext,c,C,C,help\n";
    let found = found_in(survey, "list_name,name,label::English (en)\n", CHECKS);
    let places: Vec<_> =
        found.iter().map(|one| (one.code, one.severity, one.row, one.column.as_str())).collect();
    assert_eq!(
        places,
        [
            ("translation", Severity::Warning, 3, "label::English (en)"),
            ("translation", Severity::Warning, 4, "hint::Bahasa Indonesia (id)"),
        ]
    );
}

#[test]
fn names_lists_and_checks_that_mislead() {
    let found = found("select_one ya,q,Q\ntext,Q,Q\n", "X,error,,${q} = '1',q,,pesan\n");
    let codes: Vec<_> = found.iter().map(|one| (one.code, one.row)).collect();
    assert_eq!(codes, [("unused-list", 4), ("unused-list", 6), ("name-alike", 3), ("asks-at", 2)]);
    assert!(found.iter().all(|one| one.severity == Severity::Warning && !one.expected.is_empty()));
}

#[test]
fn a_parameter_is_a_constant_and_is_read_by_somebody() {
    let sheets = Sheets::from_csv(&[
        ("survey.csv", b"type,name,label,constraint\ninteger,n,N,. < 10\n"),
        ("settings.csv", b"form_id\nf\n"),
        ("parameters.csv", b"name,value\nbatas,20\nlain,1\n"),
        (
            "checks.csv",
            b"id,severity,context,violated_when,focus,asks_at,message\n\
              X,error,,${n} > cacah:parameter('batas'),n,field,pesan\n",
        ),
    ]);
    let found = lint(&sheets.expect("sheets"));
    let codes: Vec<_> = found.iter().map(|one| (one.code, one.row)).collect();
    assert_eq!(codes, [("unused-parameter", 3), ("never-violated", 2)]);
}

#[test]
fn what_does_not_compile_is_told_as_it_is() {
    let circle = "begin_group,g,G,${c} = '1'\nselect_one ya,a,A\nend_group,,\n\
        begin_repeat,r,R\ntext,b,B,${a} = '1'\nend_repeat,,\n\
        calculate,c,,,,\"count(${r}[b != ''])\"\n";
    let found = found(circle, "");
    assert_eq!((found.len(), found[0].code), (1, "circle"));
    for name in ["a", "b", "c", "g"] {
        assert!(found[0].message.contains(name), "{name}: {}", found[0].message);
    }
    for (rows, code) in [
        ("begin_repeat,r,R\ninteger,a,A\ncalculate,b,,,,sum(${a})\nend_repeat,,\n", "type"),
        (
            "begin_repeat,r,R\ninteger,a,A\ntext,b,B,count(${r}[a = ${a}]) > 1\nend_repeat,,\n",
            "unsupported",
        ),
        ("text,b,B,${nobody} = 1\n", "reference"),
        ("text,b,B,'a' * 2 > 1\n", "type"),
    ] {
        let codes: Vec<_> = self::found(rows, "").iter().map(|one| one.code).collect();
        assert_eq!(codes, [code], "{rows}");
    }
}

#[test]
fn what_is_too_much_to_look_at_is_not_said() {
    let mut survey = String::new();
    for at in 0..40 {
        survey += &format!("select_one kec,q{at},Q\n");
    }
    let all: Vec<_> = (0..40).map(|at| format!("${{q{at}}} = 'a1'")).collect();
    survey += &format!("text,t,T,\"{} and ${{q0}} = 'b1'\"\n", all.join(" and "));
    assert_eq!(told(&survey, ""), []);
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Conditions over q (1, 2), r (1, 2, asked when q is 1) and n (0 to 3).
fn condition() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        ("[qr]", prop::sample::select(vec!["=", "!="]), "[12]")
            .prop_map(|(name, op, code)| format!("${{{name}}} {op} '{code}'")),
        (prop::sample::select(vec!["=", "!=", "<", ">="]), 0..5)
            .prop_map(|(op, number)| format!("${{n}} {op} {number}")),
        Just("${r} = ''".to_owned()),
        Just("${n} + 1 > 3".to_owned()),
    ];
    atom.prop_recursive(4, 16, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("not({a})")),
        ]
    })
}

proptest! {
    /// Over questions whose every answer can be tried, the analysis agrees with the interview.
    #[test]
    fn never_shown_is_never_shown(condition in condition()) {
        let survey = format!(
            "{SURVEY}select_one ya,q,Q\nselect_one ya,r,R,${{q}} = '1'\n\
             integer,n,N,,. >= 0 and . <= 3\ntext,t,T,{}\n", quoted(&condition));
        let form = std::sync::Arc::new(common::compile(&survey, CHOICES, "").expect("a form"));
        let mut shown = false;
        let mut interview = common::interview(&form);
        for q in ["", "1", "2"] {
            common::set(&mut interview, "q", q);
            for r in ["", "1", "2"] {
                common::set(&mut interview, "r", r);
                for n in ["", "0", "1", "2", "3"] {
                    common::set(&mut interview, "n", n);
                    shown |= interview.relevant(&common::path("t"));
                }
            }
        }
        let told = found_in(&survey, CHOICES, CHECKS).iter().any(|one| one.code == "never-shown");
        prop_assert_eq!(told, !shown, "{}", condition);
    }
}
