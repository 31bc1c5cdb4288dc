//! Keys typed ahead wait in order and reach the fields that the engine decides.

use cacah_tests::browser::Browser;
use cacah_tests::laptop::{Laptop, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, fields, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_tests::slowdisk::SlowDisk;
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

#[test]
fn typed_ahead_in_the_real_window() {
    typed_ahead(Engine::Window);
}

#[test]
fn typed_ahead_in_chromium() {
    typed_ahead(Engine::Chromium);
}

/// On a disk that takes 300 ms for a commit no key is lost and none goes to another field.
#[test]
fn typed_ahead_on_a_disk_that_takes_300_ms() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let browser = Browser::window_on(laptop.data(), &SlowDisk::of(300));
    keyed_at_once(&office, &laptop, browser.page());
}

fn typed_ahead(engine: Engine) {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let screen = Screen::open(engine, laptop.data());
    keyed_at_once(&office, &laptop, screen.page());
}

fn keyed_at_once(office: &Office, laptop: &Laptop, page: &Page) {
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let officer = Officer::trained(form);
    officer.unlock(page, PASSWORD);
    officer.open_family(page, office.family_of(5).head());
    officer.go_to(page, "r301a");
    // 301a own, 301b, floor area, floor, wall, roof, refill water (306b is skipped), PLN with a
    // meter of 900, no second or third meter, LPG, own toilet, its kind, septic tank.
    let enter: char = Key::Return.into();
    page.type_text(&format!("1548{enter}213020121{enter}02111"));
    let wanted = [
        ("r301a", "1"),
        ("r301b", "5"),
        ("r302", "048"),
        ("r303", "2"),
        ("r304", "1"),
        ("r305", "3"),
        ("r306a", "2"),
        ("r307a", "1"),
        ("r307b1", "2"),
        ("r307b2", "1"),
        ("r307b3", ""),
        ("r308", "02"),
        ("r309a", "1"),
        ("r309b", "1"),
        ("r310", "1"),
    ];
    page.until("the engine has led out of block III", || {
        (!stands_on(page).starts_with("r3")).then_some(())
    });
    officer.go_to(page, "r301a");
    let fields = fields(page);
    for (path, shown) in wanted {
        assert_eq!(fields.get(path).map(String::as_str), Some(shown), "{path}");
    }
    assert!(!fields.contains_key("r306b"), "306b stays skipped");
}
