//! The window renders whatever form the round has: a toy form of two questions.

use cacah_testkit::questionnaire;
use cacah_tests::laptop::{Laptop, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, stands_on};
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

#[test]
fn two_questions_in_the_real_window() {
    two_questions(Engine::Window);
}

#[test]
fn two_questions_in_chromium() {
    two_questions(Engine::Chromium);
}

fn two_questions(engine: Engine) {
    let office = Office::with_form(&questionnaire::folder("toy"), 20);
    let laptop = Laptop::enrolled(&office);
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let officer = Officer::trained(form);
    let screen = Screen::open(engine, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.open_family(page, office.family_of(5).head());
    assert_eq!(stands_on(page), "minum_kopi");
    let (role, name) = page.announced("[data-path=minum_kopi]");
    assert_eq!(role, "combobox");
    assert!(name.contains("Apakah Anda minum kopi?"), "a screen reader hears {name:?}");
    page.type_text("1");
    page.until("the second question is asked", || (stands_on(page) == "cangkir").then_some(()));
    page.type_text("2");
    page.press(Key::Return);
    assert_eq!(officer.finish(page), "clean");
    officer.leave(page);
    assert_eq!(officer.send(page), 1);
}
