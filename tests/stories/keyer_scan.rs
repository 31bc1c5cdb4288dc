//! A scan in the middle of typing, in the real window.

use cacah_tests::heads_down::{field, label_of, shown, stands_as_written, typed};
use cacah_tests::laptop::KEYERS;
use cacah_tests::page::Page;
use fantoccini::key::Key;

use crate::keyer::keyed;
use crate::keyer_shared::{Shared, slot};

/// Types half of what the paper says, scans the label of the box, comes back and types the rest.
fn scanned_amid(shared: &Shared, page: &Page, question: &str) {
    let written = &shared.paper.fields[shared.place(question)].written;
    let (begun, rest) = written.split_at(written.len() / 2);
    page.wait_for(&field(question));
    page.type_text(begun);
    page.until("it is typed", || (shown(page) == begun).then_some(()));
    page.type_text(&typed(&format!("{}\n", label_of(&shared.number))));
    page.wait_for_text("[data-screen=track] [data-found]", &shared.number);
    page.chord(Key::Alt, '3');
    page.wait_for(&field(question));
    page.until("what was typed before stands", || (shown(page) == begun).then_some(()));
    page.type_text(rest);
}

/// In words, which Enter ends, and in boxes, which end by themselves.
fn twice(shared: &Shared, page: &Page) {
    scanned_amid(shared, page, "responden_nama");
    page.press(Key::Return);
    page.wait_for(&field("responden_hp"));
    page.type_text(&shared.keys(Some("responden_hp"), Some("r302")));
    scanned_amid(shared, page, "r302");
    page.wait_for(&field("r303"));
}

#[test]
fn keyer_scan_in_the_middle_of_typing_opens_its_box_and_fills_no_field() {
    let shared = Shared::new();
    let screen = shared.window(KEYERS[0]);
    let page = screen.page();
    shared.keyed_to(page, "responden_nama");
    twice(&shared, page);
    drop(screen);
    let (keyed, ahead) = shared.paper.fields.split_at(shared.place("r303"));
    let mut desk = shared.pc.unlocked_by(KEYERS[0]);
    let view = stands_as_written(&mut desk, &shared.family, keyed);
    assert!(view.slots.iter().all(|slot| !slot.raw.contains("KB8271")), "no scan fills a field");
    assert!(ahead.iter().all(|field| slot(&view, &field.question).is_none()));
}

#[test]
fn keyer_scan_while_keying_again_leads_back_to_the_field_and_what_was_typed() {
    let shared = Shared::new();
    let mut desk = shared.pc.unlocked_by(KEYERS[0]);
    let document = keyed(&mut desk, &shared.family, shared.family.answers());
    drop(desk);
    let screen = shared.window(KEYERS[1]);
    let page = screen.page();
    page.chord(Key::Control, '2');
    page.wait_for(&format!("[data-screen=verify] [data-again-of='{document}']:focus"));
    page.press(Key::Return);
    page.wait_for("[data-screen=paper][data-blind] [data-path]");
    page.type_text(&shared.keys(None, Some("responden_nama")));
    // A field that had been judged by half of its answer would ask for it again.
    twice(&shared, page);
    page.type_text(&shared.keys(Some("r303"), None));
    page.wait_for("[data-screen=verify]");
    page.until("all agrees", || (!page.sees("[data-again-of]")).then_some(()));
}
