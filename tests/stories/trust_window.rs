//! A lock ends the web process of the real window: what it rendered is gone with it.

use std::collections::BTreeSet;
use std::fs;

use cacah_tests::laptop::{Laptop, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, stands_on};
use cacah_tests::page::{Page, until};
use cacah_tests::planted::Planted;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

/// The web processes of an app.
fn web_processes(app: u32) -> BTreeSet<u32> {
    let all = fs::read_dir("/proc").expect("processes").flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let Some((name, rest)) = stat.rsplit_once(')') else { return false };
        let mut fields = rest.split_whitespace();
        let (state, parent) = (fields.next(), fields.next());
        name.contains("WebKitWebProces")
            && state != Some("Z")
            && parent.is_some_and(|parent| descends(parent, app))
    })
    .collect()
}

/// True when `process` is `app`, or a child of a child of it.
fn descends(process: &str, app: u32) -> bool {
    if process == app.to_string() {
        return true;
    }
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let rest = stat.rsplit_once(')').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    let parent = rest.split_whitespace().nth(1).unwrap_or("0");
    !matches!(parent, "0" | "1") && descends(parent, app)
}

/// Closes the vault by key: the curtain, and once more.
fn lock(page: &Page) {
    page.chord(Key::Control, 'p');
    page.wait_for("[data-screen=curtain]");
    page.chord(Key::Control, 'p');
}

#[test]
fn trust_the_web_process_ends_with_the_lock() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let officer = Officer::trained(form);
    let screen = Screen::open(Engine::Window, laptop.data());
    officer.unlock(screen.page(), PASSWORD);
    officer.open_family(screen.page(), family.head());
    // An answer, so that the document is born and knows where she stands.
    officer.go_to(screen.page(), "r302");
    screen.page().type_text("12");
    screen.page().press(Key::Return);
    screen.page().until("it is stored", || (stands_on(screen.page()) != "r302").then_some(()));
    let stood = stands_on(screen.page());
    let mut planted = Planted::default();
    planted.add("head", family.head());
    let before = web_processes(screen.app());
    assert!(!before.is_empty());
    let held = |ids: &BTreeSet<u32>| ids.iter().any(|id| !planted.in_memory(*id).is_empty());
    assert!(held(&before), "the page shows the head of the family");

    lock(screen.page());
    let after = until("another web process has come, and the one before has ended", || {
        let now = web_processes(screen.app());
        (!now.is_empty() && now.is_disjoint(&before)).then_some(now)
    });
    // What came with it is the unlock field, and unlocking leads back to the very field.
    screen.page().follow();
    screen.page().wait_for("[data-screen=unlock] #password:focus");
    assert!(!held(&after), "the new page knows nothing of the family");
    officer.unlock(screen.page(), PASSWORD);
    screen.page().until("the very field has the focus", || {
        let script = "return document.activeElement?.dataset?.path ?? null";
        (screen.page().script(script, Vec::new()) == stood.as_str()).then_some(())
    });
}
