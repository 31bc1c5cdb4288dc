//! Two laptops of one officer answer the same question apart: a person decides, nobody by clock.

use std::collections::BTreeMap;

use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, open, set};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, fields, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, Delta, DocumentView, FormArgs};
use fantoccini::key::Key;

/// Answers 302 on a laptop, finishes and sends.
fn measure(desk: &mut Desk, family: &str, area: &str) {
    let document = open(desk, family).document;
    let answer = Command::SetAnswer(set(document.clone(), "r302".into(), area));
    let _: Delta = desk.call(&answer).expect("stored");
    let _ = cacah_tests::keying::finish(desk, &document);
    assert!(send(desk).stopped.is_none());
}

#[test]
fn two_answers_stand_side_by_side_until_she_chooses_and_both_laptops_end_equal() {
    let office = Office::open(50);
    let (hers, spare) = (Laptop::enrolled(&office), Laptop::enrolled(&office));
    let family = office.family_of(3);
    let mut desk = hers.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    let row = row_of(&mut desk, family).family;
    let mut interview = Interview::open(&mut desk, &row, &family.answers());
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
    measure(&mut desk, &row, "60");
    // The spare laptop has it all, and both go on apart.
    let mut other = spare.unlocked();
    assert!(send(&mut other).stopped.is_none());
    let document = open(&mut desk, &row).document;
    let apart = Command::SetAnswer(set(document, "r302".into(), "75"));
    let _: Delta = desk.call(&apart).expect("stored");
    measure(&mut other, &row, "90");
    assert!(desk.close().expect("the desk ends").success());

    let screen = Screen::open(Engine::Window, hers.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.exchange(page);
    disputed(&officer, page, family.head());
    // Looking at it and leaving decides nothing.
    sides(page);
    page.press(Key::Escape);
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
    disputed(&officer, page, family.head());
    // Which of the two the page shows meanwhile is nobody's choice: she takes the other.
    officer.go_to(page, "r302");
    let shown = fields(page)["r302"].clone();
    let (letter, taken) = if shown == "090" { ("a", "075") } else { ("b", "090") };
    sides(page);
    // An Enter too many decides nothing.
    page.press(Key::Return);
    page.wait_for_text("[data-notice]", "Pilih dulu");
    assert!(page.sees("[data-undecided]"), "still undecided");
    page.type_text(letter);
    page.press(Key::Return);
    page.until("nothing is left to decide", || (!page.sees("[data-undecided]")).then_some(()));
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
    officer.go_to(page, "r302");
    assert_eq!(fields(page)["r302"], taken);
    // A decision is an act like any other.
    page.chord(Key::Control, 'z');
    page.until("undone", || (fields(page)["r302"] == shown).then_some(()));
    page.chord(Key::Control, 'y');
    page.until("done again", || (fields(page)["r302"] == taken).then_some(()));
    assert_eq!(stands_on(page), "r302");
    let _ = officer.finish(page);
    officer.leave(page);
    officer.exchange(page);
    drop(screen);
    assert!(send(&mut other).stopped.is_none());
    let (here, there) = (stands(&mut hers.unlocked(), &row), stands(&mut other, &row));
    assert_eq!(here, there);
    assert_eq!(here["r302"].trim_start_matches('0'), taken.trim_start_matches('0'));
}

/// Opens the family that the list says is disputed.
fn disputed(officer: &Officer, page: &Page, head: &str) {
    officer.list(page);
    page.type_text(head);
    page.wait_for("[aria-selected=true] [data-asks=decision]");
    page.press(Key::Return);
    page.wait_for("[data-screen=document] [data-undecided]");
}

/// Opens the decision: mine, theirs and what it was before.
fn sides(page: &Page) {
    page.chord(Key::Control, 'd');
    page.wait_for("dialog [data-decision=r302]");
    let values = page.text("dialog [data-decision=r302] .sides").unwrap_or_default();
    for value in ["75", "90", "60"] {
        assert!(values.contains(value), "{value} in {values}");
    }
}

/// What stands in the document, with nothing left to decide.
fn stands(desk: &mut Desk, family: &str) -> BTreeMap<String, String> {
    let view: DocumentView = open(desk, family);
    assert!(view.undecided.is_empty(), "{:?}", view.undecided);
    view.slots.into_iter().map(|slot| (slot.path, slot.raw)).collect()
}
