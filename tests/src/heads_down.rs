//! A keyer before the window: eyes on the paper, keys in one stream, whatever the screen shows.

use std::sync::Arc;

use cacah_form::NoFunctions;
use cacah_testkit::paper::{AGAIN, ON, Sheet};
use cacah_testkit::questionnaire::{compile, files};
use cacah_testkit::ternate::Family;
use fantoccini::key::Key;

use crate::laptop::PASSWORD;
use crate::page::Page;

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
        page.press(Key::Return);
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
