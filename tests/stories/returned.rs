//! A supervisor gives a document back: the officer finds it, reads why, mends and answers it.

use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, fields, stands_on};
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

#[test]
fn a_returned_document_is_found_mended_finished_and_sent() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(3);
    let mut desk = laptop.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
    let _ = interview.finish(&mut desk);
    assert_eq!(send(&mut desk).stored, 1);
    assert!(desk.close().expect("the desk ends").success());
    office.give_back(&row.family, "r302: ukur lagi bersama responden");

    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.exchange(page);
    officer.list(page);
    page.press(Key::F8);
    page.wait_for("[aria-selected=true] [data-asks=returned]");
    page.press(Key::Return);
    page.wait_for("[data-screen=document] [data-returned]");
    page.press(Key::F8);
    page.until("the comment's question has the focus", || {
        (stands_on(page) == "r302").then_some(())
    });
    page.wait_for_text("[data-comment=r302]", "ukur lagi bersama responden");
    page.type_text("123");
    page.press(Key::Return);
    page.until("the engine leads on", || (stands_on(page) != "r302").then_some(()));
    // Left in the middle it is still returned: only Selesai answers the supervisor.
    officer.list(page);
    page.type_text(family.head());
    page.wait_for("[aria-selected=true] [data-asks=returned]");
    page.press(Key::Return);
    page.wait_for("[data-screen=document] [data-returned]");
    officer.go_to(page, "r302");
    assert_eq!(fields(page)["r302"], "123");
    let _ = officer.finish(page);
    officer.leave(page);
    officer.exchange(page);
    page.wait_for("[data-receipt='2']");
    officer.list(page);
    page.type_text(family.head());
    page.wait_for_text("[aria-selected=true]", family.head());
    assert!(!page.sees("[data-asks=returned]"), "answered");
    drop(screen);
    assert!(open(&mut laptop.unlocked(), &row.family).comments.is_empty());
    assert_eq!(office.batches(), 2);
}
