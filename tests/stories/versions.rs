//! The office hands out a new questionnaire while a document is half done on a laptop without a
//! link, and later takes it back.

use std::fs;
use std::path::Path;

use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, open, set};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::Officer;
use cacah_tests::programs::root;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{
    Command, Delta, DocumentArgs, DocumentView, Done, FormArgs, FormView, NewFormArgs, NewFormView,
    TakeFormArgs, TruthArgs, TruthView,
};
use fantoccini::key::Key;

/// The question that version B has more.
const NEW: &str = "r302_baru";

/// The family questionnaire with one question more, in a folder of its own.
fn version_b(into: &Path) {
    for file in fs::read_dir(root().join("schemas/forms/regsosek22-k")).expect("the form") {
        let path = file.expect("a file").path();
        let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|e| e == "csv"))
        else {
            continue;
        };
        let mut text = fs::read_to_string(&path).expect("a sheet");
        if name == "survey.csv" {
            let row = text.lines().find(|line| line.starts_with("integer,r302,302,"));
            let row = row.expect("302 is asked").to_owned();
            let new = row.replace("integer,r302,302,", &format!("integer,{NEW},,"));
            text = text.replace(&row, &format!("{row}\n{new}"));
        }
        if name == "settings.csv" {
            text = text.replace("2022101500", "2022110100");
        }
        fs::write(into.join(name), text).expect("a sheet of B");
    }
}

fn raw(view: &DocumentView, path: &str) -> Option<String> {
    view.slots.iter().find(|slot| slot.path == path).map(|slot| slot.raw.clone())
}

/// What was keyed and does not stand in the document as keyed; masked numbers only show that they do.
fn lost(interview: &Interview, view: &DocumentView) -> Vec<String> {
    let stands = |path: &str, raw: &str| {
        view.slots.iter().any(|slot| slot.path == path && (slot.masked || slot.raw == raw))
    };
    let keyed = interview.keyed().into_iter();
    keyed.filter(|(path, raw)| !stands(path, raw)).map(|(path, _)| path).collect()
}

fn answer(desk: &mut Desk, document: &str, path: &str, raw: &str) {
    let answer = Command::SetAnswer(set(document.to_owned(), path.into(), raw));
    let _: Delta = desk.call(&answer).expect("stored");
}

fn close(desk: &mut Desk, document: &str) {
    let document = document.to_owned();
    let _: Done = desk.call(&Command::CloseDocument(DocumentArgs { document })).expect("closed");
}

fn waits(desk: &mut Desk) -> bool {
    let truth: TruthView = desk.call(&Command::Truth(TruthArgs {})).expect("the truth");
    truth.new_form
}

fn take(desk: &mut Desk) -> FormView {
    desk.call(&Command::TakeForm(TakeFormArgs {})).expect("taken")
}

#[test]
fn a_document_half_done_goes_on_under_the_new_questionnaire_and_back() {
    let office = Office::open(50);
    let folder = tempfile::tempdir().expect("a temporary folder");
    version_b(folder.path());
    let b = folder.path().to_str().expect("a path");
    let (hers, late) = (Laptop::enrolled(&office), Laptop::enrolled(&office));
    let (family, other) = (office.family_of(3), office.family_of(4));
    let (mut desk, mut behind) = (hers.unlocked(), late.unlocked());
    let row = row_of(&mut desk, family).family;
    let mut interview = Interview::open(&mut desk, &row, &family.answers());
    interview.key(&mut desk, 30).expect("half the answers are stored");
    let document = interview.document.clone();

    let tried = office.form(&["publish", b, "--dry-run"]);
    assert!(tried.contains(&format!("`{NEW}` added")), "{tried}");
    let said = office.form(&["publish", b]);
    assert!(said.contains("versi nomor 2 berlaku"), "{said}");

    // The link is back in the middle of the document: it waits.
    assert!(send(&mut desk).stopped.is_none());
    assert!(waits(&mut desk));
    interview.key(&mut desk, 10).expect("the answers go on under A");
    close(&mut desk, &document);
    let news: NewFormView = desk.call(&Command::NewForm(NewFormArgs {})).expect("what it does");
    let effects = news.waiting.expect("it waits").effects;
    assert_eq!((effects.documents, effects.needs_answer, effects.no_place), (1, 1, 0));
    let form = take(&mut desk);
    assert!(form.questions.iter().any(|question| question.name == NEW));

    // Opened under B: nothing is lost, and the new question is open until it is answered.
    let view = open(&mut desk, &row);
    assert_eq!((&view.document, &view.edition), (&document, &form.edition));
    assert_eq!(lost(&interview, &view), Vec::<String>::new());
    assert!(view.required.contains(&NEW.to_owned()));
    interview.key(&mut desk, usize::MAX).expect("the rest is stored");
    let finished = interview.finish(&mut desk);
    assert_eq!(finished.owed_here, [NEW], "only the new question is open");
    answer(&mut desk, &document, NEW, "7");
    let _ = interview.finish(&mut desk);
    let report = send(&mut desk);
    assert_eq!((report.stored, report.held), (1, 0), "{:?}", report.stopped);

    // Another laptop has not heard of B: what it keyed under A is taken all the same.
    let theirs = row_of(&mut behind, other).family;
    let mut under_a = Interview::open(&mut behind, &theirs, &other.answers());
    assert_eq!(under_a.key(&mut behind, usize::MAX).expect("stored"), 0);
    assert!(under_a.finish(&mut behind).owed_here.is_empty());
    let report = send(&mut behind);
    assert_eq!((report.stored, report.held), (1, 0), "{:?}", report.stopped);

    // B is taken back: A's answers stand, B's is kept and stands there again under B.
    let said = office.form(&["restore", "1"]);
    assert!(said.contains("versi nomor 1 berlaku"), "{said}");
    assert!(send(&mut desk).stopped.is_none());
    close(&mut desk, &document);
    let form = take(&mut desk);
    assert!(form.questions.iter().all(|question| question.name != NEW));
    let view = open(&mut desk, &row);
    assert_eq!((raw(&view, NEW), lost(&interview, &view)), (None, Vec::new()));
    close(&mut desk, &document);
    office.form(&["restore", "2"]);
    assert!(send(&mut desk).stopped.is_none());
    take(&mut desk);
    assert_eq!(raw(&open(&mut desk, &row), NEW).as_deref(), Some("7"));
}

#[test]
fn she_is_told_what_the_new_questionnaire_does_and_takes_it_by_keys() {
    let office = Office::open(50);
    let folder = tempfile::tempdir().expect("a temporary folder");
    version_b(folder.path());
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(3);
    let mut desk = laptop.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    let row = row_of(&mut desk, family).family;
    let mut interview = Interview::open(&mut desk, &row, &family.answers());
    interview.key(&mut desk, 30).expect("half the answers are stored");
    close(&mut desk, &interview.document);
    assert!(desk.close().expect("the desk ends").success());

    let screen = Screen::open(Engine::Chromium, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    assert!(!page.sees("[data-new-form]"));
    let _ = office.form(&["publish", folder.path().to_str().expect("a path")]);
    officer.exchange(page);
    page.wait_for_text("[data-new-form='2022110100']", "1 perlu jawaban baru");
    officer.list(page);
    page.wait_for_text("[data-new-form='2022110100']", "Dari 1 dokumen yang belum selesai");
    page.until("the keyboard reaches it", || {
        page.press(Key::Tab);
        page.sees("[data-command=take_form]:focus").then_some(())
    });
    page.press(Key::Return);
    page.until("it is taken", || (!page.sees("[data-new-form]")).then_some(()));
    page.wait_for_text("[data-notice]", "2022110100");
    page.type_text(family.head());
    page.wait_for_text("[aria-selected=true]", family.head());
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    officer.list(page);
    drop(screen);
    let view = open(&mut laptop.unlocked(), &row);
    assert_eq!(lost(&interview, &view), Vec::<String>::new());
    assert!(view.required.contains(&NEW.to_owned()));
}
