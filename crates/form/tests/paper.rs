//! The order of paper: set by set, down a column, and what keying asks on the way.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use cacah_form::{Answer, Form, Interview, NoFunctions, Sheets};
use common::*;
use proptest::prelude::*;

const BUNDLED: &str = "text,petugas,Petugas,Officer,,,,,,,,,,,,yes,\n";

/// The family in miniature on sets of two columns, with a question that is fixed for a bundle.
fn printed() -> Arc<Form> {
    let survey = SURVEY.replacen(
        "bind::cacah:owed\n",
        "bind::cacah:owed,bind::cacah:bundle,bind::cacah:opens\n",
        1,
    );
    let survey = survey.replacen(
        "integer,r112,Jumlah anggota,Members,yes,,. >= 1 and . <= 99,,,112,,,,,\n",
        &format!("{BUNDLED}integer,r112,Jumlah anggota,Members,yes,,. >= 1 and . <= 99,,,112,,,,,,,anggota\n"),
        1,
    );
    let files = [
        ("survey.csv", survey.as_str()),
        ("choices.csv", CHOICES),
        ("checks.csv", CHECKS),
        ("settings.csv", "form_id,form_title,version,columns\nf,Formulir,1,2\n"),
    ];
    let files = files.map(|(name, text)| (name, text.as_bytes()));
    let sheets = Sheets::from_csv(&files).expect("the sheets are read");
    Arc::new(Form::compile(&sheets).unwrap_or_else(|errors| panic!("{errors:#?}")))
}

/// Members that live here, all of whose questions are asked.
fn with_members(form: &Arc<Form>, count: u128) -> Interview {
    let mut interview = Interview::new(Arc::clone(form), Arc::new(NoFunctions));
    for member in 1..=count {
        interview.add("anggota", id(member), None, usize::MAX).expect("a new member");
        set(&mut interview, &format!("{member}.r404"), "1");
        set(&mut interview, &format!("{member}.r407"), "4");
    }
    interview
}

#[test]
fn a_set_ends_before_the_next_opens() {
    let form = printed();
    let interview = with_members(&form, 3).on_paper(false, |_| false);
    assert_eq!(form.columns(), Some(2));
    assert_eq!(interview.sets(), 2);
    let column = |m: u8| ["r402", "r404", "r407", "r409"].map(|q| format!("{m}.{q}"));
    let mut expected: Vec<String> = ["r112", "r205", "r114"].map(str::to_owned).to_vec();
    expected.extend(column(1).into_iter().chain(column(2)));
    expected.extend(["1.r411", "2.r411", "catatan"].map(str::to_owned));
    expected.extend(column(3));
    expected.push("3.r411".to_owned());
    assert_eq!(all(&interview.fields()), expected);
    assert_eq!(interview.next(&path("2.r409")).as_ref().map(short).as_deref(), Some("1.r411"));
    assert_eq!(interview.next(&path("petugas")).as_ref().map(short).as_deref(), Some("r112"));
}

#[test]
fn rows_go_across_the_columns_of_a_set() {
    let interview = with_members(&printed(), 3).on_paper(true, |q| q.name == "r114");
    let fields = all(&interview.fields());
    assert_eq!(fields[..6], ["r112", "r205", "1.r402", "2.r402", "1.r404", "2.r404"]);
    assert_eq!(fields[fields.len() - 2..], ["3.r409", "3.r411"]);
}

#[test]
fn what_opens_columns_names_a_repeat() {
    let opens = |name: &str| {
        let survey = format!(
            "type,name,label,bind::cacah:opens\ninteger,n,N,{name}\nbegin_repeat,r,R,\ntext,a,A,\nend_repeat,r,,\n"
        );
        compile(&survey, "", "").map(|form| form.question("n").unwrap().opens.clone())
    };
    assert_eq!(opens("r").unwrap().as_deref(), Some("r"));
    let errors = opens("s").unwrap_err();
    assert_eq!(errors.iter().map(|error| error.row).collect::<Vec<_>>(), [2]);
}

#[test]
fn each_rule_asks_at_its_time() {
    let mut interview = with_members(&printed(), 2).on_paper(false, |_| false);
    let asks = |interview: &Interview, at: Option<&str>| {
        let at = at.map(path);
        let found = interview.asks(at.as_ref());
        found.iter().map(|f| format!("{} {}", f.id, short(&f.path))).collect::<Vec<_>>()
    };
    set(&mut interview, "r112", "0");
    assert_eq!(asks(&interview, Some("r112")), ["K003 r112"]);
    set(&mut interview, "r112", "2");
    set(&mut interview, "1.r402", "SITI");
    set(&mut interview, "2.r402", "SITI");
    assert_eq!(asks(&interview, Some("2.r404")), ["K010 1.r402"]);
    assert_eq!(asks(&interview, Some("1.r411")), ["K010 1.r402", "K010 2.r402"]);
    assert_eq!(asks(&interview, None), ["K010 1.r402", "K010 2.r402", "K028 1.r409"]);
    let confirmed = vec!["K010".to_owned()];
    interview.set(&path("2.r402"), Answer { confirmed, ..Answer::raw("SITI") }).unwrap();
    assert_eq!(asks(&interview, Some("1.r411")), ["K010 1.r402"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_asked_field_is_visited_once(
        members in 0u128..6,
        answers in proptest::collection::vec((0usize..24, "[0-5]"), 0..20),
        rows in any::<bool>(),
    ) {
        let form = printed();
        let mut interview = with_members(&form, members);
        for (at, raw) in answers {
            let paths = interview.paths();
            let path = &paths[at % paths.len()];
            if form.question(&path.question).unwrap().takes_answer() {
                interview.set(path, Answer::raw(raw)).unwrap();
            }
        }
        let written: BTreeSet<_> = interview.fields().into_iter().collect();
        let places: BTreeSet<_> = interview.paths().into_iter().collect();
        let paper = interview.on_paper(rows, |_| false);
        prop_assert_eq!(paper.paths().into_iter().collect::<BTreeSet<_>>(), places);
        let (mut there, mut back) = (paper.first(), Vec::new());
        let mut visited = Vec::new();
        while let Some(path) = there {
            back.extend(paper.previous(&path));
            there = paper.next(&path);
            visited.push(path);
        }
        prop_assert_eq!(&visited, &paper.fields());
        prop_assert_eq!(&back, &visited[..visited.len() - 1]);
        let known: BTreeSet<_> = visited.iter().cloned().collect();
        prop_assert_eq!(known.len(), visited.len());
        let passed: Vec<_> = written.difference(&known).map(|path| path.question.as_str()).collect();
        prop_assert_eq!(passed, ["petugas"]);
    }
}
