//! Times taken inside the page, so that the driver's own round trips are not among them.

use cacah_tests::page::Page;
use serde_json::Value;

const SCRIPT: &str = include_str!("felt.js");

/// Begins to take times in a page.
pub fn install(page: &Page) {
    page.script(SCRIPT, Vec::new());
}

/// What stands under `name`, emptied.
pub fn taken(page: &Page, name: &str) -> Vec<f64> {
    let script =
        "const all = window.felt[arguments[0]]; window.felt[arguments[0]] = []; return all";
    let all = page.script(script, vec![name.into()]);
    all.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Keys pressed since this was asked last.
pub fn strokes(page: &Page) -> f64 {
    let script = "const all = window.felt.strokes; window.felt.strokes = 0; return all";
    page.script(script, Vec::new()).as_f64().unwrap_or_default()
}

/// Milliseconds from the last key of `act` until `seen`, a JavaScript expression, is true and painted.
pub fn until(page: &Page, seen: &str, act: impl FnOnce()) -> f64 {
    page.script(&format!("window.felt.until(() => {seen})"), Vec::new());
    act();
    page.until(&format!("{seen} is seen"), || {
        page.script("return window.felt.waiting ?? null", Vec::new()).as_f64()
    })
}

/// What a change of one mark takes until it is painted, without anything of ours: the floor of the other figures.
pub fn floor(page: &Page) -> Vec<f64> {
    const TIMES: usize = 40;
    page.script("window.felt.bare(arguments[0])", vec![TIMES.into()]);
    page.until("the marks are painted", || {
        let count = page.script("return window.felt.floor.length", Vec::new());
        (count.as_u64() == Some(TIMES as u64)).then_some(())
    });
    taken(page, "floor")
}
