//! The supervisor on the same app, by keys alone: a PML checks what an enumerator sent and gives it
//! back with a comment, the enumerator corrects it, the Koseka approves the SLS.

use cacah_testkit::ternate::AREAS;
use cacah_tests::gallery::Gallery;
use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{KOSEKA, Laptop, PASSWORD, PML, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, pick, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{ApproveSls, Command, Done, FormArgs, SlsArgs, SlsView};
use fantoccini::key::Key;
use serde_json::json;

/// Tab until `css` has the focus.
fn tab_to(page: &Page, css: &str) {
    page.until(&format!("Tab leads to {css}"), || {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        if page.script(script, vec![json!(css)]) == json!(true) {
            return Some(());
        }
        page.press(Key::Tab);
        None
    });
}

#[test]
fn a_pml_gives_a_document_back_and_a_koseka_approves() {
    let office = Office::open(24);
    let ppl = Laptop::enrolled(&office);
    let mut desk = ppl.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    let family = office.families().iter().find(|family| family.area == 0).expect("a family");
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
    let _ = interview.finish(&mut desk);
    assert_eq!(send(&mut desk).stored, 1);
    assert!(desk.close().expect("the desk ends").success());

    let pml = Laptop::enrolled_for(&office, PML);
    let screen = Screen::open(Engine::Window, pml.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.exchange(page);
    officer.list(page);
    officer.open_family(page, family.head());
    page.wait_for("[data-checking]");
    officer.go_to(page, "r302");
    officer.act(page, "Kembalikan");
    page.wait_for("#return-text");
    page.type_text("ukur lagi bersama responden");
    tab_to(page, "[data-command=return_document]");
    page.press(Key::Return);
    page.wait_for("[data-screen=families]");
    officer.exchange(page);
    drop(screen);

    let screen = Screen::open(Engine::Window, ppl.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.exchange(page);
    officer.list(page);
    officer.open_family(page, family.head());
    page.wait_for("[data-returned]");
    page.press(Key::F8);
    page.until("the comment's question has the focus", || {
        (stands_on(page) == "r302").then_some(())
    });
    page.wait_for_text("[data-comment=r302]", "ukur lagi bersama responden");
    page.type_text("123");
    page.press(Key::Return);
    let _ = officer.finish(page);
    officer.leave(page);
    officer.exchange(page);
    drop(screen);

    let mut desk = pml.unlocked();
    let _ = send(&mut desk);
    let seen = open(&mut desk, &row.family);
    assert!(seen.checking && seen.comments.is_empty(), "answered");
    let area = seen.slots.iter().find(|slot| slot.path == "r302").expect("answered");
    assert_eq!(area.value, "123");

    let koseka = Laptop::enrolled_for(&office, KOSEKA);
    let mut desk = koseka.unlocked();
    let _ = send(&mut desk);
    let idsubsls = AREAS[0].idsubsls.to_owned();
    let approve = ApproveSls { idsubsls: idsubsls.clone(), approved: true, reason: String::new() };
    let _: Done = desk.call(&Command::ApproveSls(approve)).expect("approved");
    let _ = send(&mut desk);
    // Who visits sees that it is approved.
    let mut desk = ppl.unlocked();
    let _ = send(&mut desk);
    let view: SlsView = desk.call(&Command::Sls(SlsArgs { idsubsls })).expect("the record");
    assert_eq!(view.approval.map(|approval| approval.approved), Some(true));
}

#[test]
fn a_pml_checks_the_team_from_beranda_by_keys() {
    let office = Office::open(24);
    let pml = Laptop::enrolled_for(&office, PML);
    let mut desk = pml.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    let _ = send(&mut desk);
    assert!(desk.close().expect("the desk ends").success());
    let screen = Screen::open(Engine::Chromium, pml.data());
    let page = screen.page();
    page.resize(1366, 768);
    officer.unlock(page, PASSWORD);
    page.wait_for("[data-screen=home] [data-officers]");
    page.chord(Key::Control, 'm');
    pick(page, "Periksa tim");
    page.wait_for("[data-team]");
    assert!(!page.sees("[data-command=approve]"), "a Koseka approves");
    let mut gallery = Gallery::new();
    gallery.take(page, "tim");
    gallery.close();
}
