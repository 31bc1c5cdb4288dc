//! A keyer's day in the real window, by keys alone: what the paper says, typed heads down.

use cacah_testkit::bench::memory_of;
use cacah_testkit::ternate::Family;
use cacah_tests::heads_down::{
    key_paper, open_paper, sheets, stands_as_written, take_bundle, unlock,
};
use cacah_tests::keyer::{FIXED, at_work, hand_out, of_here};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, send};
use cacah_tests::office::Office;
use cacah_tests::pace::Pace;
use cacah_tests::screen::{Engine, Screen};
use fantoccini::key::Key;

/// A keyer's PC to which the first bundle was given.
pub fn given(office: &Office, sets: u16) -> Laptop {
    let [ipds, keyer] = [IPDS, KEYERS[0]].map(|who| Laptop::enrolled_for(office, who));
    let mut supervisor = at_work(&ipds);
    hand_out(&mut supervisor, sets, KEYERS[0]);
    let _ = send(&mut supervisor);
    drop(at_work(&keyer));
    keyer
}

#[test]
fn keyer_types_sheets_heads_down_in_the_real_window() {
    heads_down(Engine::Window);
}

#[test]
fn keyer_types_sheets_heads_down_in_chromium() {
    heads_down(Engine::Chromium);
}

fn heads_down(engine: Engine) {
    let office = Office::open(18);
    let pc = given(&office, 3);
    let families: Vec<Family> = of_here(&office, 2);
    let papers = sheets(&families);
    let screen = Screen::open(engine, pc.data());
    let page = screen.page();
    unlock(page);
    take_bundle(page, &FIXED);
    let mut before = None;
    for (family, paper) in families.iter().zip(&papers) {
        open_paper(page, family);
        key_paper(page, &paper.keys_after(before));
        before = Some(paper);
    }
    page.press(Key::F1);
    page.wait_for("dialog");
    page.press(Key::Escape);
    drop(screen);
    // Every key reached its field.
    let mut desk = pc.unlocked();
    for (family, paper) in families.iter().zip(&papers) {
        assert!(stands_as_written(&mut desk, family, &paper.fields).finished);
    }
}

/// One minute at 15,000 keys an hour: each stands in its field or was sounded as discarded.
#[test]
fn keyer_for_a_minute_loses_no_key_at_pace() {
    const KEYS: usize = 250;
    const MAY_GROW: f64 = 200.0;
    let office = Office::open(18);
    let pc = given(&office, 3);
    let families: Vec<Family> =
        office.families().iter().filter(|one| one.area == 0).cloned().collect();
    // A sheet that does not end before the minute does.
    let family = families.iter().max_by_key(|family| family.members.len()).expect("a family");
    let paper = sheets(std::slice::from_ref(family)).swap_remove(0);
    let screen = Screen::open(Engine::Window, pc.data());
    let page = screen.page();
    unlock(page);
    take_bundle(page, &FIXED);
    open_paper(page, family);
    let before = memory_of(screen.app());
    let mut hand = Pace::begin(page);
    let fields = hand.key(&paper, KEYS);
    page.until("the misread keys are sounded", || (hand.sounded() == hand.discarded).then_some(()));
    assert!(hand.keys >= KEYS && hand.discarded > 0, "{hand:?}");
    let after = memory_of(screen.app());
    println!("{} keys in {fields} fields, memory {before} to {after} MiB", hand.keys);
    assert!(after - before < MAY_GROW, "memory {before} to {after} MiB");
    drop(screen);
    let mut desk = pc.unlocked();
    let _ = stands_as_written(&mut desk, family, &paper.fields[..fields]);
}
