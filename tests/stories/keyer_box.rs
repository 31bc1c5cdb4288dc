//! A box from hand-over to receipt, on the supervisor's PC and a keyer's, in the real window by keys
//! alone.

use std::fs;

use cacah_testkit::ternate::Family;
use cacah_tests::heads_down::{
    exchange, key_paper, label_of, open_paper, sheets, stands_as_written, take_bundle, typed,
    unlock,
};
use cacah_tests::keyer::{FIXED, of_here};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop};
use cacah_tests::office::Office;
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use fantoccini::key::Key;

use crate::keyer::SLS;

const PLACE: &str = "RAK A-1";

/// Terima with the bundle selected by what is typed.
fn receive(page: &Page) {
    page.chord(Key::Alt, '3');
    page.wait_for("[data-screen=entry]");
    page.chord(Key::Control, '3');
    page.wait_for("[data-screen=receive] [data-search]:focus");
    page.type_text(SLS);
}

/// The row of the bundle on Terima is of this stage.
fn stage(page: &Page, stage: &str) {
    page.wait_for(&format!("[data-screen=receive] [data-bundle='{SLS}'][data-stage={stage}]"));
}

/// An action of `Ctrl+M` by its digit.
fn act(page: &Page, digit: &str) {
    page.chord(Key::Control, 'm');
    page.wait_for("dialog [role=combobox]:focus");
    page.type_text(digit);
}

fn close(page: &Page) {
    page.press(Key::Escape);
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
}

/// The list of the hand-over names one set more than lies on the table. The number of the box.
fn intake(page: &Page) -> String {
    receive(page);
    page.press(Key::F2);
    page.wait_for("dialog [data-from]:focus");
    page.wait_for(&format!("dialog [data-picked='{SLS}']"));
    // Sender and letter; the bundle stands there; K 2 of 1, no XK, VK 1 of 1, no other.
    page.type_text(&typed("PML 012\nB-12\n\n"));
    page.wait_for("dialog [data-sets=k] [data-listed]:focus");
    page.type_text(&typed("2\n1\n\n1\n1\n\n"));
    page.wait_for("dialog [data-note]:focus");
    assert_eq!(page.all("[data-sets=k] [data-difference]", "data-difference"), ["-1"]);
    assert_eq!(page.all("[data-sets=vk] [data-difference]", "data-difference"), ["0"]);
    page.type_text(&typed("satu set belum diserahkan\n"));
    page.wait_for("dialog [data-box]:focus");
    let number = page.script("return document.activeElement.value", Vec::new());
    let number = number.as_str().expect("the next number").to_owned();
    page.type_text(&typed(&format!("\n{PLACE}\n")));
    page.wait_for("dialog [data-done]");
    close(page);
    stage(page, "differs");
    number
}

fn settle(page: &Page) {
    act(page, "2");
    page.wait_for("dialog [data-settle]:focus");
    page.type_text(&typed("dicoret dari daftar oleh PML\n"));
    page.until("the difference is settled", || (!page.sees("dialog")).then_some(()));
    stage(page, "stored");
}

/// Prints the label of the box into a folder.
fn label(page: &Page) {
    let folder = tempfile::tempdir().expect("a folder");
    act(page, "7");
    page.wait_for("dialog [data-paper]:focus");
    page.type_text(&typed("\n\n"));
    page.wait_for("dialog form > input:focus");
    page.type_text(&typed(&format!("{}\n", folder.path().display())));
    page.wait_for("dialog [data-written]");
    let written = page.all("[data-written]", "data-written").remove(0);
    let label = fs::read(&written).expect("the label");
    assert!(label.starts_with(b"%PDF") && written.starts_with(&*folder.path().to_string_lossy()));
    close(page);
}

/// Hands the bundle to `to`; empty: to storage.
fn give(page: &Page, to: &str) {
    page.press(Key::F3);
    page.wait_for("dialog [data-to]:focus");
    page.type_text(&typed(&format!("{to}\n\n\n")));
    page.wait_for("dialog [data-given='1']");
    close(page);
}

/// Lacak tells where the box is, how it came there, and how far the document in it is.
fn trace(page: &Page, number: &str, family: &Family) {
    page.chord(Key::Alt, '4');
    page.wait_for("[data-screen=track] [data-trace]:focus");
    page.type_text(&typed(&format!("{}\n", label_of(number))));
    page.wait_for(&format!("[data-found='{SLS}'][data-stage=stored]"));
    assert_eq!(page.all("[data-found] [data-holder]", "data-holder"), [""]);
    assert_eq!(page.all("[data-found] [data-box]", "data-box"), [number]);
    assert_eq!(page.all("[data-found] [data-place]", "data-place"), [PLACE]);
    // Newest first: given back and given out, each confirmed by whoever took it.
    assert_eq!(page.all("[data-log] [data-confirmed]", "data-confirmed"), ["true", "true"]);
    let mut steps = page.all("[data-log] [data-step]", "data-step");
    steps.retain(|step| step != "given" && step != "taken");
    steps.sort();
    assert_eq!(steps, ["boxed", "received", "received", "settled", "shelved"]);
    page.type_text(&typed(&format!("{number} {:03}{:03}\n", family.building, family.number)));
    page.wait_for("[data-found] dd[data-life=keyed]");
}

/// Everything that came on paper is keyed, sent and receipted.
fn balance(page: &Page) {
    page.chord(Key::Control, '2');
    let row = format!("[data-balance='{SLS}']");
    page.wait_for(&row);
    let script = "return [...document.querySelectorAll(arguments[0])].slice(-5).map((one) => one.textContent)";
    let cells = format!("{row} [role=gridcell]");
    let figures = page.script(script, vec![cells.into()]);
    assert_eq!(
        figures,
        serde_json::json!(["1", "0", "1", "1", "1"]),
        "keyed, verified, clean, sent, receipted"
    );
}

#[test]
fn keyer_box_goes_from_hand_over_to_receipt() {
    let office = Office::open(18);
    let [ipds, keyer] = [IPDS, KEYERS[0]].map(|who| Laptop::enrolled_for(&office, who));
    let mut families = of_here(&office, 6);
    families.sort_by_key(|family| family.members.len());
    let family = families.swap_remove(0);
    let paper = sheets(std::slice::from_ref(&family)).swap_remove(0);

    let screen = Screen::open(Engine::Window, ipds.data());
    let page = screen.page();
    unlock(page);
    exchange(page);
    let number = intake(page);
    settle(page);
    label(page);
    give(page, KEYERS[0]);
    exchange(page);
    drop(screen);

    let screen = Screen::open(Engine::Window, keyer.data());
    let page = screen.page();
    unlock(page);
    exchange(page);
    page.chord(Key::Alt, '3');
    take_bundle(page, &FIXED);
    open_paper(page, &family);
    key_paper(page, &paper.keys());
    receive(page);
    give(page, "");
    exchange(page);
    page.wait_for("[data-screen=send] [data-receipt]");
    drop(screen);
    assert!(stands_as_written(&mut keyer.unlocked(), &family, &paper.fields).finished);

    let screen = Screen::open(Engine::Window, ipds.data());
    let page = screen.page();
    unlock(page);
    exchange(page);
    receive(page);
    page.press(Key::F12);
    page.wait_for("dialog [data-pending='1']");
    page.type_text(&typed(&format!("{SLS}\n")));
    page.wait_for("dialog [data-pending='0']");
    close(page);
    trace(page, &number, &family);
    balance(page);
}
