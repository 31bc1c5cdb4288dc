//! Versions of a form: their hashes, what tells them apart, and what a new one does to answers.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use cacah_form::{Answer, Effect, Form, Impact, Interview, Sheets, What, diff, impact};
use common::*;
use proptest::prelude::*;

/// Sheets as rows of cells, to be changed.
#[derive(Clone)]
struct Written {
    survey: Vec<Vec<String>>,
    choices: Vec<Vec<String>>,
    checks: Vec<Vec<String>>,
}

/// No cell of the small form holds a quote but these, so that a plain split will do.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in csv.lines() {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                letter => cells.last_mut().expect("a cell").push(letter),
            }
        }
        rows.push(cells);
    }
    let width = rows[0].len();
    rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    rows
}

fn csv(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n"
    };
    rows.iter().map(line).collect()
}

impl Written {
    fn new() -> Self {
        Self { survey: rows(SURVEY), choices: rows(CHOICES), checks: rows(CHECKS) }
    }

    fn form(&self) -> Arc<Form> {
        let (survey, choices, checks) = (csv(&self.survey), csv(&self.choices), csv(&self.checks));
        let form = compile(&survey, &choices, &checks);
        Arc::new(form.unwrap_or_else(|errors| panic!("{errors:#?}")))
    }

    fn sheets(&mut self) -> [&mut Vec<Vec<String>>; 3] {
        [&mut self.survey, &mut self.choices, &mut self.checks]
    }

    /// Indices of the rows of the survey that ask something.
    fn questions(&self) -> Vec<usize> {
        let asks = |row: &Vec<String>| !row[0].starts_with("begin") && !row[0].starts_with("end");
        (1..self.survey.len()).filter(|at| asks(&self.survey[*at])).collect()
    }

    fn set(&mut self, name: &str, column: &str, cell: &str) {
        let at = self.survey[0].iter().position(|header| header == column).expect("a column");
        let row = self.survey.iter_mut().find(|row| row[1] == name).expect("a row");
        cell.clone_into(&mut row[at]);
    }
}

fn same(one: &Form, other: &Form) -> (bool, bool) {
    (one.structure_hash() == other.structure_hash(), one.rules_hash() == other.rules_hash())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_columns_and_empty_rows_change_nothing(
        turns in prop::collection::vec(any::<prop::sample::Index>(), 3),
        blank in prop::collection::vec(any::<prop::sample::Index>(), 3),
    ) {
        let mut other = Written::new();
        let pairs = other.sheets().into_iter().zip(turns.iter().zip(&blank));
        for (sheet, (turn, blank)) in pairs {
            let by = turn.index(sheet[0].len());
            sheet.iter_mut().for_each(|row| row.rotate_left(by));
            let at = 1 + blank.index(sheet.len() - 1);
            sheet.insert(at, vec![" ".to_owned(); sheet[0].len()]);
        }
        let (old, new) = (Written::new().form(), other.form());
        prop_assert_eq!(same(&old, &new), (true, true));
        prop_assert!(diff(&old, &new).changes.is_empty());
    }

    #[test]
    fn a_label_or_message_changes_only_the_rules(which in any::<prop::sample::Index>(), words in "[A-Z][a-z]{20}") {
        let mut other = Written::new();
        let mut places = Vec::new();
        for (sheet, rows) in other.sheets().into_iter().enumerate() {
            let words = |header: &String| header.starts_with("label") || header.starts_with("message");
            let columns: Vec<usize> =
                (0..rows[0].len()).filter(|at| words(&rows[0][*at])).collect();
            let filled = (1..rows.len()).flat_map(|row| columns.iter().map(move |at| (row, *at)));
            places.extend(filled.filter(|(row, at)| !rows[*row][*at].is_empty()).map(|(row, at)| (sheet, row, at)));
        }
        let (sheet, row, at) = places[which.index(places.len())];
        other.sheets()[sheet][row][at] = words;
        let (old, new) = (Written::new().form(), other.form());
        prop_assert_eq!(same(&old, &new), (true, false));
        let changes = diff(&old, &new).changes;
        prop_assert_eq!(changes.len(), 1);
        prop_assert_eq!(changes[0].what, What::Changed);
        prop_assert!(changes[0].effects.is_empty());
    }

    #[test]
    fn a_check_changes_only_the_rules(which in any::<prop::sample::Index>(), removed: bool) {
        let mut other = Written::new();
        let at = 2 + which.index(other.checks.len() - 2);
        if removed {
            other.checks.remove(at);
        } else {
            other.checks[at][4].push_str(" and 1 = 1");
        }
        let (old, new) = (Written::new().form(), other.form());
        prop_assert_eq!(same(&old, &new), (true, false));
        prop_assert_eq!(diff(&old, &new).effects(), BTreeSet::from([Effect::Recomputed]));
    }

    #[test]
    fn a_question_more_or_less_elsewhere_or_of_another_kind_changes_the_structure(
        which in any::<prop::sample::Index>(), how in 0..3,
    ) {
        let mut other = Written::new();
        let at = other.questions()[which.index(other.questions().len())];
        let mut row = vec![String::new(); other.survey[0].len()];
        row[..3].clone_from_slice(&["text".into(), "baru".into(), "Baru".into()]);
        match how {
            0 => other.survey.insert(at, row),
            1 => {
                // Out of every repeat, to where nothing is read from it in vain.
                other.survey.insert(at, row.clone());
                let old = other.form();
                other.survey.remove(at);
                other.survey.push(row);
                let moved = diff(&old, &other.form());
                prop_assert!(moved.changes.iter().any(|change| change.what == What::Moved));
            }
            _ => {
                other.survey.insert(at, row.clone());
                let old = other.form();
                other.survey[at][0] = "integer".to_owned();
                let new = other.form();
                prop_assert!(!same(&old, &new).0);
                prop_assert!(diff(&old, &new).effects().contains(&Effect::NoLongerFits));
            }
        }
        let (old, new) = (Written::new().form(), other.form());
        prop_assert!(!same(&old, &new).0);
        prop_assert!(diff(&old, &new).structure);
    }

    #[test]
    fn what_is_the_same_by_the_hashes_has_no_differences_and_the_other_way_round(
        changes in prop::collection::vec((0usize..3, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..4),
    ) {
        let mut other = Written::new();
        for (sheet, row, other_row) in changes {
            let rows = &mut other.sheets()[sheet];
            // Labels of two rows change places: often nothing, sometimes a difference.
            let (a, b) = (1 + row.index(rows.len() - 1), 1 + other_row.index(rows.len() - 1));
            let label = [2, 2, 7][sheet];
            let kept = std::mem::take(&mut rows[a][label]);
            let kept = std::mem::replace(&mut rows[b][label], kept);
            rows[a][label] = kept;
        }
        let sheets = [&other.survey, &other.choices, &other.checks].map(|rows| csv(rows));
        if let Ok(new) = compile(&sheets[0], &sheets[1], &sheets[2]) {
            let found = diff(&Written::new().form(), &new);
            prop_assert_eq!(found.is_same(), found.changes.is_empty());
        }
    }
}

#[test]
fn what_the_hashes_are_of_never_changes() {
    let survey = "type,name,label,relevant\nbegin_repeat,x,,\nselect_one l,a,A,\nnote,n,N,\n\
                  end_repeat,,,\ntext,b,B,1 = 1\n";
    let form = compile(survey, "list_name,name,label\nl,1,Satu\npage,p,P\n", "").unwrap();
    let hex = |hash: [u8; 32]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(
        hex(form.structure_hash()),
        "989a74515f537aef904614095511b08802ed002ef666f6b16d23a1e4dfdad01a"
    );
    assert_eq!(
        hex(form.rules_hash()),
        "7bac1f1aede7d5f6441101fb1702f203c941707d380484a56189c9642ec5cefb"
    );
}

#[test]
fn only_lists_that_answers_are_taken_from_are_structure() {
    let survey = "type,name,label\nselect_one l,a,A\n";
    let choices = "list_name,name,label\nl,1,Satu\npage,p,P\ntable,x,X\n";
    let old = compile(survey, choices, "").unwrap();
    let with = |line: &str| compile(survey, &format!("{choices}{line}\n"), "").unwrap();
    assert_eq!(same(&old, &with("page,q,Q")), (true, false));
    assert_eq!(same(&old, &with("table,y,Y")), (true, false));
    assert_eq!(same(&old, &with("l,2,Dua")), (false, false));
    assert_eq!(same(&old, &with("missing,lupa,Lupa")), (false, false));
}

#[test]
fn a_difference_says_what_it_does_to_documents() {
    let mut other = Written::new();
    other.set("r407", "constraint", ". >= 1 and . <= 97");
    other.set("r205", "type", "integer");
    other.set("blok_iv", "relevant", "${r205} != 6");
    other.set("catatan", "required", "");
    other.survey.retain(|row| row[1] != "kode");
    other.choices.retain(|row| row[..2] != ["jk", "2"]);
    let row = |name: &str, label: &str| {
        let mut row = vec![String::new(); other.survey[0].len()];
        row[..3].clone_from_slice(&["text".into(), name.into(), label.into()]);
        row[4] = "yes".to_owned();
        row
    };
    let new = row("r113", "Alamat");
    other.survey.insert(3, new);
    let lines: Vec<String> = diff(&Written::new().form(), &other.form())
        .to_string()
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        lines,
        [
            "structure changed, rules changed",
            "choices: `jk/2` removed (answers may no longer fit)",
            "survey: `kode` removed (answers have no place any more and are kept aside)",
            "survey: `r113` added (documents may need an answer)",
            "survey: `r205` changed: type: `select_one ada` is now `integer` \
             (findings and values are computed anew; answers may no longer fit)",
            "survey: `blok_iv` changed: relevant: `${r205} != 5` is now `${r205} != 6` \
             (documents may need an answer; answers may be hidden)",
            "survey: `r407` changed: constraint: `. >= 0 and . <= 97` is now `. >= 1 and . <= 97` \
             (answers may no longer fit)",
            "survey: `catatan` changed: required: was `${hadir} > 2` (documents may need an answer)",
        ]
    );
}

#[test]
fn a_new_name_for_the_same_question_is_told_as_one() {
    let mut other = Written::new();
    other.set("r402", "name", "nama");
    other.checks.iter_mut().flatten().for_each(|cell| *cell = cell.replace("r402", "nama"));
    let found = diff(&Written::new().form(), &other.form());
    let renamed = &found.changes[0];
    assert_eq!((renamed.what, renamed.name.as_str()), (What::Renamed, "nama"));
    assert_eq!(renamed.before.as_deref(), Some("r402"));
    assert_eq!(renamed.effects, BTreeSet::from([Effect::NoPlace, Effect::NeedsAnswer]));
    assert!(found.changes.iter().all(|change| change.what != What::Removed));
}

#[test]
fn of_two_rows_that_changed_places_one_is_told() {
    let mut other = Written::new();
    other.survey.swap(3, 4);
    let found = diff(&Written::new().form(), &other.form());
    let moved: Vec<_> = found.changes.iter().map(|change| (change.what, &change.effects)).collect();
    assert_eq!(moved, [(What::Moved, &BTreeSet::new())]);
    assert!(found.structure && found.rules);
}

fn live(form: &Arc<Form>, answers: &[(&str, &str)]) -> Interview {
    Interview::load(
        Arc::clone(form),
        functions(),
        [("anggota", id(1), None)].into_iter(),
        answers.iter().map(|(at, raw)| (path(at), Answer::raw(*raw))),
    )
}

#[test]
fn the_impact_on_a_document_is_what_its_answers_meet() {
    let answers =
        [("r112", "1"), ("r205", "1"), ("1.r402", "Ani"), ("1.r404", "1"), ("1.r407", "0")];
    let old = Written::new().form();
    let on = |change: fn(&mut Written)| {
        let mut other = Written::new();
        change(&mut other);
        let new = other.form();
        impact(&live(&old, &answers), &live(&new, &answers))
    };
    assert_eq!(on(|_| {}), Impact::default());
    assert!(on(|form| form.set("r402", "label::English (en)", "Full name")).is_unchanged());
    let needs = on(|form| form.set("catatan", "required", "yes"));
    assert_eq!(all(&needs.needs_answer), ["catatan"]);
    let hides = on(|form| form.set("r407", "relevant", "${r404} = 5"));
    assert_eq!(all(&hides.hides_answer), ["1.r407"]);
    let misfits = on(|form| form.set("r407", "constraint", ". >= 1"));
    assert_eq!(all(&misfits.no_longer_fits), ["1.r407"]);
    assert_eq!(misfits.effects(), BTreeSet::from([Effect::NoLongerFits]));
    let gone = on(|form| {
        form.set("r402", "name", "nama");
        form.checks.iter_mut().flatten().for_each(|cell| *cell = cell.replace("r402", "nama"));
    });
    assert_eq!(all(&gone.no_place), ["1.r402"]);
    assert_eq!(all(&gone.needs_answer), ["1.nama"]);
    let judged = on(|form| form.checks[2][4] = "${r112} = ${hadir}".to_owned());
    assert_eq!(judged, Impact { recomputed: true, ..Impact::default() });
}

#[test]
fn an_answer_without_a_place_is_kept_and_stands_again_under_the_version_that_has_one() {
    let mut other = Written::new();
    other.survey.retain(|row| row[1] != "kode");
    let (old, new) = (Written::new().form(), other.form());
    let answers = [("1.r404", "1"), ("1.r407", "9"), ("1.kode", "12")];
    let under_new = live(&new, &answers);
    let [(kept, answer)] = under_new.unknown() else { panic!("one answer is aside") };
    assert_eq!((short(kept).as_str(), answer.raw.as_str()), ("1.kode", "12"));
    assert_eq!(shown(&live(&old, &answers), "1.kode"), "12");
}

#[test]
fn a_file_of_codes_is_structure_where_a_question_takes_them() {
    let with = |survey: &str, towns: &str| {
        let settings = b"form_id,version\nf,1\n".as_slice();
        let files = [
            ("survey.csv", survey.as_bytes()),
            ("settings.csv", settings),
            ("towns.csv", towns.as_bytes()),
        ];
        Form::compile(&Sheets::from_csv(&files).unwrap()).unwrap_or_else(|e| panic!("{e:#?}"))
    };
    let (two, other, three) = (
        "name,label\na,Ambon\nt,Ternate\n",
        "name,label\na,Kota Ambon\nt,Ternate\n",
        "name,label\na,Ambon\nt,Ternate\ns,Sofifi\n",
    );
    let asked = "type,name,label\nselect_one_from_file towns.csv,a,A\n";
    assert_eq!(same(&with(asked, two), &with(asked, other)), (true, false));
    assert_eq!(same(&with(asked, two), &with(asked, three)), (false, false));
    let looked_up = "type,name,label,calculation\ntext,a,A,\n\
                     calculate,b,,\"pulldata('towns', 'label', 'name', ${a})\"\n";
    assert_eq!(same(&with(looked_up, two), &with(looked_up, three)), (true, false));
}
