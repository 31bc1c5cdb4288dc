//! The office's pages in Chromium, by keyboard: a password is set, a laptop revoked, and the trail
//! shows it.

use std::process::Command;

use cacah_tests::browser::Browser;
use cacah_tests::laptop::Laptop;
use cacah_tests::office::{ADMIN, Office};
use cacah_tests::page::Page;
use cacah_tests::programs::{built, root};
use fantoccini::key::Key;
use serde_json::{Value, json};

const PASSWORD: &str = "layar angin cengkih 27";

/// A one-time code to set the administrator's password with.
fn invitation(office: &Office) -> String {
    let mut invite = Command::new(built("cacah-central"));
    invite.args(["account", "invite", "--officer", ADMIN, "--by", ADMIN, "--data"]);
    let output = invite.arg(office.data()).output().expect("cacah-central starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Presses Tab until `css` has the focus.
fn tab_to(page: &Page, css: &str) {
    page.wait_for(css);
    let has =
        || page.script("return document.activeElement?.matches(arguments[0])", vec![json!(css)]);
    for _ in 0..60 {
        if has() == Value::Bool(true) {
            return;
        }
        page.press(Key::Tab);
    }
    page.fail(&format!("no Tab leads to {css}"));
}

fn key(page: &Page, css: &str, text: &str) {
    tab_to(page, css);
    page.type_text(text);
}

fn press(page: &Page, css: &str) {
    tab_to(page, css);
    page.press(Key::Return);
}

/// Nothing is wider than the screen, and nothing that is written is too faint to read.
fn looks_well(page: &Page, name: &str) {
    for theme in ["dark", "sun", "light"] {
        page.press(Key::F11);
        page.wait_for(&format!("html[data-theme={theme}]"));
        page.picture(&root().join(format!("target/stories/office-{name}-{theme}.png")));
        let wide = page.script(
            "return [...document.querySelectorAll('main, header, body')]
                .filter((one) => one.scrollWidth > one.clientWidth + 1).length",
            Vec::new(),
        );
        assert_eq!(wide, json!(0), "{name} in {theme} fits 1366 pixels");
        assert_eq!(page.script(CONTRAST, Vec::new()), json!([]), "{name} in {theme}: WCAG AA");
    }
}

/// Texts whose contrast with the ground behind them is below 4.5.
const CONTRAST: &str = "
    const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const ground = (one) => {
      for (; one; one = one.parentElement) {
        const colour = rgb(getComputedStyle(one).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    const faint = [];
    for (const one of document.querySelectorAll('body *')) {
      const said = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!said || !one.getClientRects().length || one.disabled || one.tagName === 'OPTION') continue;
      const pair = [light(rgb(getComputedStyle(one).color)), light(ground(one))].sort((a, b) => b - a);
      if ((pair[0] + 0.05) / (pair[1] + 0.05) < 4.5) faint.push(one.textContent.trim().slice(0, 30));
    }
    return faint";

#[test]
fn trust_a_lost_laptop_is_revoked_in_the_browser_by_keyboard() {
    let office = Office::open(20);
    let _laptop = Laptop::enrolled(&office);
    let browser = Browser::chromium(&format!("https://{}/", office.address()));
    let page = browser.page();
    page.wait_for("[data-screen=login]");
    looks_well(page, "login");

    // Whoever has no password yet sets one with the code that was read aloud.
    press(page, "[data-command=turn]");
    key(page, "[name=invitation]", &invitation(&office).to_lowercase().replace('-', " "));
    key(page, "[name=new]", PASSWORD);
    key(page, "[name=again]", PASSWORD);
    page.press(Key::Return);
    page.wait_for(&format!("[data-me='{ADMIN}']"));
    press(page, "[data-command=logout]");

    // A wrong password says nothing of what was wrong; the right one lets in.
    key(page, "[name=name]", ADMIN);
    key(page, "[name=password]", "bukan itu");
    page.press(Key::Return);
    page.wait_for("[data-failure=LOGIN_FAILED]");
    key(page, "[name=password]", PASSWORD);
    page.press(Key::Return);
    page.wait_for("[data-screen=people]");
    looks_well(page, "people");

    // The officer's laptop is found, and revoked with an order and a reason.
    key(page, "[data-search]", "PPL 0123");
    press(page, "[data-person='PPL 0123']");
    let device = page.until("the laptop", || page.all("[data-device]", "data-device").pop());
    press(page, "[data-command=ticket]");
    page.wait_for_text("[data-code]", "cacah2.");
    press(page, "[data-command=revoke]");
    tab_to(page, "[name=reason]");
    page.type_text("tertinggal di kapal");
    looks_well(page, "revoke");
    page.press(Key::Return);
    page.wait_for(&format!("[data-device='{device}'] [data-revoked]"));

    // The trail says who did it, to what.
    press(page, "a[data-command=trail]");
    page.wait_for("[data-act=revoked]");
    looks_well(page, "trail");
    let line = page.text("[data-act=revoked]").unwrap_or_default();
    let end: String = device.chars().skip(device.chars().count() - 8).collect();
    assert!(line.contains(ADMIN) && line.contains(&end), "{line}");
    assert_eq!(page.announced("main h1").0, "heading");

    // Nothing of a person stays in the browser.
    press(page, "a[data-command=account]");
    page.wait_for("[data-screen=account]");
    looks_well(page, "account");
    press(page, "[data-command=logout]");
    page.wait_for("[data-screen=login]");
    let kept = page.script("return JSON.stringify(localStorage) + document.cookie", Vec::new());
    let kept = kept.as_str().unwrap_or_default().to_owned();
    assert!(!kept.contains(ADMIN) && !kept.contains("cacah="), "{kept}");
}
