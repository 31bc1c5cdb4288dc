//! What breaks the stream of keys, in the real window: a field that shuts, a paper laid aside, the
//! power.

use cacah_tests::heads_down::{field, shown, typed, unlock_as};
use cacah_tests::laptop::KEYERS;
use fantoccini::key::Key;

use crate::keyer_shared::{Shared, slot};

#[test]
fn keyer_breaks_a_field_shuts_a_paper_is_laid_aside_and_the_power_fails() {
    let shared = Shared::new();
    let screen = shared.window(KEYERS[0]);
    let page = screen.page();
    shared.keyed_to(page, "r303");
    let discarded = || page.all("[data-screen=paper]", "data-discarded");
    assert_eq!(discarded(), ["0"]);
    // F8 opens it; the keys of a hand that typed on are counted and reach nothing.
    page.type_text("0123");
    page.wait_for("[data-shut='r303']");
    page.until("three keys are discarded", || (discarded() == ["3"]).then_some(()));
    page.press(Key::F8);
    page.until("it is open", || (!page.sees("[data-shut]")).then_some(()));
    page.type_text(&shared.keys(Some("r303"), Some("r304")));
    // The point of the keypad opens the next and empties it.
    page.wait_for(&field("r304"));
    page.type_text("0");
    page.wait_for("[data-shut='r304']");
    page.press(Key::Decimal);
    page.until("it is open and empty", || {
        (!page.sees("[data-shut]") && shown(page).is_empty()).then_some(())
    });
    page.type_text(&shared.keys(Some("r304"), Some("r305")));
    // The third stands so on the paper.
    page.wait_for(&field("r305"));
    page.type_text("0");
    page.wait_for("[data-shut='r305']");
    page.press(Key::F2);
    page.wait_for(&field("r306a"));
    page.wait_for("[data-paper] [data-still='r305']");

    page.chord(Key::Control, 'r');
    page.wait_for("dialog [data-words]:focus");
    page.type_text(&typed("lembar 2 tidak ada\n"));
    page.wait_for("[data-screen=entry] [data-parked]");
    page.wait_for("[data-number='109']:focus");
    page.press(Key::Down);
    page.until("the parked paper is chosen", || {
        let parked = page.sees("[data-parked]:focus");
        if !parked {
            page.press(Key::Down);
        }
        parked.then_some(())
    });
    page.press(Key::Return);
    page.wait_for(&field("r306a"));
    page.type_text(&shared.keys(Some("r306a"), Some("r403")));
    page.wait_for(&field("r403"));
    let screen = screen.lose_power();
    let page = screen.page();
    unlock_as(page, KEYERS[0]);
    page.wait_for(&field("r403"));
    page.type_text(&shared.keys(Some("r403"), Some("r404")));
    page.wait_for(&field("r404"));
    drop(screen);
    let view = shared.stands();
    let name = &shared.paper.fields[shared.place("r402")].raw;
    assert_eq!(slot(&view, "r402"), Some(name.as_str()));
    for question in ["r303", "r304"] {
        let raw = &shared.paper.fields[shared.place(question)].raw;
        assert_eq!(slot(&view, question), Some(raw.as_str()));
    }
    let kept = view.slots.iter().find(|slot| slot.path == "r305").expect("as on paper");
    assert!(kept.raw == "0" && kept.paper);
}
