//! A scan in the middle of typing, in the real window.

use cacah_tests::heads_down::{field, label_of, shown, typed};
use cacah_tests::laptop::KEYERS;
use fantoccini::key::Key;

use crate::keyer_shared::{Shared, slot};

#[test]
fn keyer_scan_in_the_middle_of_typing_opens_its_box_and_fills_no_field() {
    let shared = Shared::new();
    let label = label_of(&shared.number);
    let screen = shared.window(KEYERS[0]);
    let page = screen.page();
    let scanned = |question: &str, begun: &str| {
        page.type_text(begun);
        page.until("it is typed", || (shown(page) == begun).then_some(()));
        page.type_text(&typed(&format!("{label}\n")));
        page.wait_for_text("[data-screen=track] [data-found]", &shared.number);
        page.chord(Key::Alt, '3');
        page.wait_for(&field(question));
        page.until("what was typed before stands", || (shown(page) == begun).then_some(()));
    };
    shared.keyed_to(page, "responden_nama");
    scanned("responden_nama", "SITI");
    page.press(Key::Return);
    page.wait_for(&field("responden_hp"));
    page.type_text(&shared.keys(Some("responden_hp"), Some("r302")));
    page.wait_for(&field("r302"));
    let written = &shared.paper.fields[shared.place("r302")].written;
    let (begun, rest) = written.split_at(2);
    scanned("r302", begun);
    page.type_text(rest);
    page.wait_for(&field("r303"));
    drop(screen);
    let view = shared.stands();
    assert_eq!(slot(&view, "responden_nama"), Some("SITI"));
    let same = slot(&view, "r302").unwrap_or_default().trim_start_matches('0');
    assert_eq!(same, written.trim_start_matches('0'));
    assert!(view.slots.iter().all(|slot| !slot.raw.contains("KB8271")), "no scan fills a field");
    let ahead = &shared.paper.fields[shared.place("r303")..];
    assert!(ahead.iter().all(|field| slot(&view, &field.question).is_none()));
}
