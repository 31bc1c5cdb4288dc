//! A keyer before the window: eyes on the paper, keys in one stream, whatever the screen shows.

use std::fs;
use std::sync::Arc;

use cacah_form::NoFunctions;
use cacah_testkit::desk::Desk;
use cacah_testkit::paper::{AGAIN, Field, ON, Sheet};
use cacah_testkit::questionnaire::{compile, files};
use cacah_testkit::ternate::Family;
use cacah_wire::command::DocumentView;
use fantoccini::key::Key;
use serde_json::json;

use crate::keyer::{open, paper_of};
use crate::laptop::{PASSWORD, row_of};
use crate::page::Page;
use crate::programs::root;

/// The sheets of families, in the order they lie.
///
/// # Panics
/// When the form does not compile.
#[must_use]
pub fn sheets(families: &[Family]) -> Vec<Sheet> {
    let form = Arc::new(compile(&files("regsosek22-k")));
    let sheet = |family: &Family| Sheet::of(&form, Arc::new(NoFunctions), &family.answers());
    families.iter().map(sheet).collect()
}

/// Keys of a sheet as the driver of a page types them.
#[must_use]
pub fn typed(keys: &str) -> String {
    let key = |key| match key {
        ON => Key::Return.into(),
        AGAIN => Key::Add.into(),
        other => other,
    };
    keys.chars().map(key).collect()
}

/// Unlocks; a keyer begins at Entri.
///
/// # Panics
/// When the window does not open there.
pub fn unlock(page: &Page) {
    page.wait_for("[data-screen=unlock] #password:focus");
    page.type_text(PASSWORD);
    page.press(Key::Return);
    page.wait_for("[data-screen=entry], [data-screen=paper]");
}

/// Picks an officer of those who share the vault, and unlocks.
///
/// # Panics
/// When the officer is not among them.
pub fn unlock_as(page: &Page, officer: &str) {
    page.wait_for("[data-screen=unlock] #officer:focus");
    let script = "const { options, selectedIndex } = document.activeElement;
                  return [...options].findIndex((one) => one.value === arguments[0]) - selectedIndex";
    let away = || page.script(script, vec![json!(officer)]).as_i64().expect("a place in the list");
    while away() != 0 {
        let before = away();
        page.press(if before > 0 { Key::Down } else { Key::Up });
        page.until("another officer is picked", || (away() != before).then_some(()));
    }
    page.press(Key::Tab);
    unlock(page);
}

/// Takes the bundle that waits, by Enter, and fixes the fields of its officers.
///
/// # Panics
/// When nothing waits.
pub fn take_bundle(page: &Page, fixed: &[(&str, &str)]) {
    page.wait_for("[data-line-of][data-pending]:focus");
    page.press(Key::Return);
    page.wait_for("[data-fixed-field]:focus");
    loop {
        let field = page.script("return document.activeElement?.dataset.fixedField", Vec::new());
        let Some(field) = field.as_str() else { break };
        let value = fixed.iter().find(|(question, _)| *question == field).map(|(_, value)| *value);
        page.type_text(value.unwrap_or_default());
        // Boxes that are full have gone on by themselves, but for the last ones.
        let last = fixed.last().is_some_and(|(question, _)| *question == field);
        let here = format!("[data-fixed-field='{field}']:focus");
        if last || page.sees(&here) {
            page.press(Key::Return);
        }
        page.until("the next fixed field, or the prompt", || {
            let script = "const at = document.activeElement?.dataset ?? {}; \
                          return at.fixedField ?? (at.number === '109' ? '' : null)";
            let now = page.script(script, Vec::new());
            now.as_str().filter(|now| *now != field).map(drop)
        });
    }
    page.wait_for("[data-number='109']:focus");
}

/// Keys 109 and 110 and opens the paper of the line.
///
/// # Panics
/// When no line has these numbers.
pub fn open_paper(page: &Page, family: &Family) {
    page.wait_for("[data-number='109']:focus");
    page.type_text(&format!("{:03}{:03}", family.building, family.number));
    page.wait_for("[data-command=open_paper]:focus");
    page.press(Key::Return);
    page.wait_for("[data-screen=paper] [data-path]");
}

/// Keys the sheets of a family to their end, which is the number of the next.
///
/// # Panics
/// When keying asks about them, or another field follows.
pub fn key_paper(page: &Page, keys: &str) {
    page.type_text(&typed(keys));
    page.wait_for("[data-asks][data-ready], [data-number='109']:focus");
    if page.sees("[data-asks]") {
        page.fail("a clean paper is asked about");
    }
}

/// The field in work, when it is of this question.
#[must_use]
pub fn field(question: &str) -> String {
    format!("[data-screen=paper] [data-path$='{question}']:focus")
}

/// What the field in work shows.
#[must_use]
pub fn shown(page: &Page) -> String {
    let value = page.script("return document.activeElement?.value ?? ''", Vec::new());
    value.as_str().unwrap_or_default().to_owned()
}

/// Sends what waits, if anything, and hears what the office has to say.
///
/// # Panics
/// When the sending does not end.
pub fn exchange(page: &Page) {
    page.chord(Key::Alt, '5');
    page.wait_for("[data-screen=send] [data-command=send]:focus");
    page.press(Key::Return);
    page.until("the sending has ended", || {
        let result = page.text("[data-result]").unwrap_or_default();
        (!result.is_empty()).then_some(())
    });
}

/// The label of a box, as the vectors of the engine have it.
///
/// # Panics
/// When they have none of this box.
#[must_use]
pub fn label_of(number: &str) -> String {
    let text = fs::read(root().join("tests/fixtures/labels.json")).expect("the vectors");
    let all: Vec<(String, String, bool)> = serde_json::from_slice(&text).expect("vectors");
    let label = all.into_iter().find(|(_, of, whole)| *whole && of == number);
    label.expect("a label of this box").0
}

/// The record says of each of these fields what the paper says; the record.
///
/// # Panics
/// When a field is empty there, or says something else.
pub fn stands_as_written(desk: &mut Desk, family: &Family, fields: &[Field]) -> DocumentView {
    let row = row_of(desk, family);
    let view = open(desk, &row.family);
    let stands = paper_of(&view);
    for field in fields.iter().filter(|field| !field.raw.is_empty()) {
        let place = (field.member, field.question.clone());
        let now = stands.get(&place).unwrap_or_else(|| panic!("{place:?} is empty"));
        assert!(is_same(now, &field.raw), "{place:?}");
    }
    view
}

/// Equal but for the zeros that the boxes hold; of a number that is masked the beginning is shown.
fn is_same(now: &str, raw: &str) -> bool {
    match now.split_once('•') {
        Some((shown, _)) => !shown.trim().is_empty() && raw.starts_with(shown.trim()),
        None => now.trim_start_matches('0') == raw.trim_start_matches('0'),
    }
}
