//! Keyed again blind in the real window, and decided by a third person, by keys alone.

use cacah_tests::heads_down::field;
use cacah_tests::laptop::{IPDS, KEYERS};
use fantoccini::key::Key;
use serde_json::json;

use crate::keyer::{keyed, misread};
use crate::keyer_shared::{Shared, slot};

#[test]
fn keyer_second_keys_again_blind_and_a_third_person_decides_by_digits() {
    let shared = Shared::new();
    let mut desk = shared.pc.unlocked_by(KEYERS[0]);
    let read = misread(shared.family.answers(), "r506", "1");
    let document = keyed(&mut desk, &shared.family, read);
    drop(desk);

    let screen = shared.window(KEYERS[1]);
    let page = screen.page();
    page.chord(Key::Control, '2');
    page.wait_for(&format!("[data-screen=verify] [data-again-of='{document}']:focus"));
    page.press(Key::Return);
    page.wait_for("[data-screen=paper][data-blind] [data-path]");
    page.type_text(&shared.keys(None, Some("r506")));
    page.wait_for(&field("r506"));
    let script = "return [...document.querySelectorAll('[data-still]')].every((one) => ['', '•'].includes(one.textContent))";
    assert_eq!(page.script(script, Vec::new()), json!(true), "nothing that was keyed is shown");
    page.type_text("2");
    page.wait_for("[data-again='r506']");
    page.type_text("2");
    page.wait_for(&field("r507"));
    page.type_text(&shared.keys(Some("r507"), None));
    page.wait_for("[data-screen=verify]");
    drop(screen);

    let screen = shared.window(IPDS);
    let page = screen.page();
    page.chord(Key::Control, '2');
    page.wait_for(&format!("[data-dispute='{document}']:focus"));
    page.press(Key::Return);
    page.wait_for("[data-screen=dispute] [data-field='r506']");
    let words = page.text("[data-screen=dispute]").unwrap_or_default();
    assert!(KEYERS.iter().all(|keyer| !words.contains(keyer)), "readings have no names");
    let first = page.text("[data-command=choose_a] b").unwrap_or_default();
    page.type_text(if first.starts_with('2') { "1" } else { "2" });
    page.wait_for("[data-screen=verify]");
    page.until("nothing is left to decide", || (!page.sees("[data-dispute]")).then_some(()));
    drop(screen);
    assert_eq!(slot(&shared.stands(), "r506"), Some("2"));
}
