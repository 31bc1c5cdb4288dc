//! The form that authors copy, keyed by hand: every kind of question, a choice that follows
//! another, residents in a household, vehicles by their number.

use cacah_testkit::questionnaire;
use cacah_tests::laptop::{Laptop, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

#[test]
fn a_building_in_the_real_window() {
    a_building(Engine::Window);
}

#[test]
fn a_building_in_chromium() {
    a_building(Engine::Chromium);
}

/// Waits for the field of `question`, the first or the next of its kind; hands back its path.
fn at(page: &Page, question: &str) -> String {
    let here = || {
        let path = stands_on(page);
        (path.rsplit('/').next() == Some(question)).then_some(path)
    };
    page.until(&format!("the field of {question}"), here)
}

/// Keys an answer; `\n` is Enter.
fn key(page: &Page, question: &str, keys: &str) -> String {
    let path = at(page, question);
    let enter: char = Key::Return.into();
    page.type_text(&keys.replace('\n', &enter.to_string()));
    path
}

fn visit(page: &Page) {
    key(page, "setuju", " ");
    key(page, "tanggal", "15102022");
    key(page, "jam", "0730");
    key(page, "janji", "151020221600");
    key(page, "kecamatan", "1");
    at(page, "kelurahan");
    let offered = || page.all("[id='list-kelurahan'] [data-code]", "data-code");
    page.until("the villages of the district", || (offered() == ["11", "12", "13"]).then_some(()));
    key(page, "kelurahan", "12");
    key(page, "lokasi", "0.7655, 127.3712\n");
    key(page, "stiker", "TTE-0001\n");
    key(page, "foto", "\n");
    key(page, "luas", "72,5\n");
    key(page, "jumlah_penghuni", "2\n");
}

fn household(page: &Page) {
    key(page, "kepala", "sari\n");
    key(page, "nama", "sari\n");
    let first = key(page, "umur", "41\n");
    at(page, "jumlah_kendaraan");
    page.chord(Key::Shift, Key::Tab.into());
    assert_eq!(at(page, "umur"), first);
    page.press(Key::Insert);
    let second = key(page, "nama", "adi\n");
    assert_eq!(page.all("[data-nested=penghuni] tbody tr", "data-instance").len(), 2);
    assert_ne!(
        first.split_once('/').map(|(row, _)| row),
        second.split_once('/').map(|(row, _)| row)
    );
    let (role, name) = page.announced(&format!("[data-path='{second}']"));
    assert_eq!((role.as_str(), name.as_str()), ("textbox", "202 Nama, 01 SARI › 02 ADI"));
    key(page, "umur", "9\n");
    key(page, "jenjang", "1");
    key(page, "kelas", "03");
    key(page, "jumlah_kendaraan", "2\n");
    let motorcycle = key(page, "jenis", "1");
    key(page, "tahun", "2015\n");
    let boat = key(page, "jenis", "3");
    assert_ne!(motorcycle, boat);
    key(page, "tahun", "\n");
}

fn a_building(engine: Engine) {
    let office = Office::with_form(&questionnaire::folder("contoh"), 20);
    let laptop = Laptop::enrolled(&office);
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let officer = Officer::trained(form);
    let screen = Screen::open(engine, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.open_family(page, office.family_of(5).head());
    visit(page);
    household(page);
    key(page, "bantuan", "5\n");
    key(page, "bahasa", "1\n");
    at(page, "catatan");
    assert_eq!(officer.finish(page), "clean");
    officer.leave(page);
    assert_eq!(officer.send(page), 1);
}
