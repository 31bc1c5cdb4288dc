//! Who may look: numbers stay masked wherever they are looked at, and the curtain hides the page
//! and leads back to the very field, by keys alone.

use std::process;

use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of};
use cacah_tests::office::{ADMIN, Office};
use cacah_tests::officer::{Officer, fields, stands_on};
use cacah_tests::page::Page;
use cacah_tests::programs::built;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;
use serde_json::json;

const PIN: &str = "270822";
const RENEWED: &str = "perahu kenari hujan Tidore";

/// A laptop with one family keyed whole: its head, and the number of its family card.
struct Visited {
    laptop: Laptop,
    officer: Officer,
    head: String,
    card: String,
    office: Office,
}

impl Visited {
    fn new() -> Self {
        let office = Office::open(50);
        let laptop = Laptop::enrolled(&office);
        let mut desk = laptop.unlocked();
        let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
        let family = office
            .families()
            .iter()
            .filter(|family| family.area == 0)
            .find(|family| family.answers().find(None, "r114").is_some_and(|card| card.len() == 16))
            .expect("a family with a card");
        let answers = family.answers();
        let card = answers.find(None, "r114").unwrap_or_default().to_owned();
        let row = row_of(&mut desk, family);
        let mut interview = Interview::open(&mut desk, &row.family, &answers);
        assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
        Self { officer, head: family.head().to_owned(), card, laptop, office }
    }

    fn screen(&self, engine: Engine) -> Screen {
        let screen = Screen::open(engine, self.laptop.data());
        self.officer.unlock(screen.page(), PASSWORD);
        screen
    }
}

/// True when `number` stands anywhere in the page, spaced or not: texts, attributes, fields.
fn shows(page: &Page, number: &str) -> bool {
    let script = "const fields = [...document.querySelectorAll('input, textarea')];
        const all = document.documentElement.outerHTML + fields.map(({ value }) => value).join(' ') + document.title;
        return all.replaceAll(' ', '').includes(arguments[0])";
    page.script(script, vec![json!(number)]) == json!(true)
}

/// What Ctrl+C takes of the field with the focus.
fn copied(page: &Page) -> String {
    let script = "window.taken = undefined;
        addEventListener('copy', () => (window.taken = getSelection().toString()), { once: true })";
    page.script(script, Vec::new());
    page.chord(Key::Control, 'a');
    page.chord(Key::Control, 'c');
    page.until("something is copied", || {
        page.script("return window.taken ?? null", Vec::new()).as_str().map(str::to_owned)
    })
}

fn gone(page: &Page, css: &str) -> Option<()> {
    (!page.sees(css)).then_some(())
}

#[test]
fn trust_a_number_is_masked_wherever_it_is_looked_at() {
    let visited = Visited::new();
    let screen = visited.screen(Engine::Chromium);
    let page = screen.page();
    visited.officer.list(page);
    // A number typed whole finds its family, and stays in no field that is left.
    visited.officer.open_family(page, &visited.card);
    assert!(!shows(page, &visited.card), "nothing of the search is left");
    visited.officer.go_to(page, "r114");
    assert!(!shows(page, &visited.card), "masked as it is come to");
    let taken = copied(page);
    assert!(taken.contains('•') && !taken.replace(' ', "").contains(&visited.card), "{taken}");
    page.chord(Key::Control, 'u');
    page.until("the number is shown", || shows(page, &visited.card).then_some(()));
    page.press(Key::Tab);
    page.until("left, it is masked", || (!shows(page, &visited.card)).then_some(()));
    visited.officer.go_to(page, "r114");
    for (key, panel) in [('h', "dialog [role=option]"), ('d', "dialog"), ('g', "dialog")] {
        page.chord(Key::Control, key);
        page.wait_for(panel);
        assert!(!shows(page, &visited.card), "Ctrl+{key}");
        page.press(Key::Escape);
        page.until("the panel is closed", || gone(page, "dialog"));
    }
    page.press(Key::F12);
    page.wait_for("[data-status]");
    assert!(!shows(page, &visited.card), "Selesai");
    page.press(Key::Return);
    page.wait_for("[data-screen=families] [data-search]");
    assert!(!shows(page, &visited.card), "the list, its search and its title");
    assert_eq!(page.script("return document.title", Vec::new()), json!("Cacah"));
    let kept = page.all("input[name], textarea[name], input:not([autocomplete=off])", "id");
    assert_eq!(kept, Vec::<String>::new(), "fields a form history would keep");
}

/// The PIN is set on the screen Perlindungan.
fn set_pin(page: &Page) {
    page.chord(Key::Alt, '7');
    page.wait_for("[data-screen=protection] [data-pin=false]");
    page.chord(Key::Control, 'm');
    page.wait_for("dialog input:focus");
    page.type_text("1");
    for (field, typed) in [("#pin", PIN), ("#pin-again", PIN), ("dialog #password", PASSWORD)] {
        page.wait_for("dialog");
        page.until(field, || {
            let focus = "return document.activeElement?.matches(arguments[0]) ?? false";
            (page.script(focus, vec![json!(field)]) == json!(true)).then_some(())
        });
        page.type_text(typed);
    }
    page.press(Key::Return);
    page.wait_for("[data-screen=protection] [data-pin=true]");
}

fn covered(page: &Page) {
    page.wait_for("[data-screen=curtain]");
    page.until("the PIN has the focus", || {
        let focus = "return document.activeElement?.id === 'pin'";
        (page.script(focus, Vec::new()) == json!(true)).then_some(())
    });
}

fn curtain(engine: Engine) {
    let visited = Visited::new();
    let screen = visited.screen(engine);
    let page = screen.page();
    set_pin(page);
    visited.officer.list(page);
    visited.officer.open_family(page, &visited.card);
    visited.officer.go_to(page, "r114");
    page.chord(Key::Control, 'u');
    page.until("the number is shown", || shows(page, &visited.card).then_some(()));
    visited.officer.go_to(page, "r302");
    page.type_text("12");
    page.chord(Key::Control, 'p');
    covered(page);
    for secret in [&visited.head, &visited.card] {
        assert!(!shows(page, &secret.replace(' ', "")), "nothing stands behind the curtain");
    }
    page.type_text("135790");
    page.wait_for("[data-tries='2']");
    page.type_text(PIN);
    page.wait_for("[data-screen=document]");
    page.until("the very field", || (stands_on(page) == "r302").then_some(()));
    assert_eq!(fields(page)["r302"].trim_start_matches('0'), "12", "what was half typed is stored");
    page.chord(Key::Control, 'p');
    covered(page);
    if engine == Engine::Chromium {
        // A page loaded anew does not lift it.
        page.script("location.reload()", Vec::new());
        covered(page);
    }
    page.chord(Key::Control, 'p');
    page.wait_for("[data-screen=unlock]");
    visited.officer.unlock(page, PASSWORD);
    page.wait_for("[data-screen=document]");
    page.until("the very field after the lock", || (stands_on(page) == "r302").then_some(()));
}

#[test]
fn trust_the_curtain_hides_the_page_and_leads_back_in_chromium() {
    curtain(Engine::Chromium);
}

#[test]
fn trust_wrong_passwords_count_down_in_place() {
    let visited = Visited::new();
    let screen = Screen::open(Engine::Chromium, visited.laptop.data());
    let page = screen.page();
    for guess in 0..12 {
        page.wait_for("[data-screen=unlock] #password:focus");
        page.type_text(&format!("salah {guess}"));
        page.press(Key::Return);
        page.wait_for("[data-failed]:not([aria-busy])");
        page.until("an answer", || (!page.sees("button[disabled]")).then_some(()));
        if page.sees("[data-wait]") {
            break;
        }
    }
    page.wait_for_text("[data-wait]", "kantor dapat membantu");
    assert!(page.text("[data-failed]").is_some_and(|words| words.contains("tetap tersimpan")));
}

/// What the office says to a challenge that was read to it.
fn answer(office: &Office, challenge: &str) -> String {
    let mut central = process::Command::new(built("cacah-central"));
    central.args(["recovery", "answer", "--by", ADMIN, "--officer", OFFICER]);
    central.args(["--challenge", challenge, "--reason", "latihan", "--data"]).arg(office.data());
    let output = central.output().expect("cacah-central starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "no answer: {said}");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    told.lines().last().expect("an answer").trim().to_owned()
}

#[test]
fn trust_a_forgotten_password_is_helped_over_the_radio_by_keys_alone() {
    let visited = Visited::new();
    let screen = Screen::open(Engine::Chromium, visited.laptop.data());
    let page = screen.page();
    page.wait_for("[data-screen=unlock] #password:focus");
    page.press(Key::F2);
    page.wait_for("[data-challenge]");
    page.wait_for("#answer:focus");
    let challenge = page.all("[data-challenge]", "data-challenge").remove(0);
    let code = answer(&visited.office, &challenge);
    // One group is heard wrong: its first character becomes another.
    let mut groups: Vec<String> = code.split('-').map(str::to_owned).collect();
    let heard = groups[3].clone();
    let slip = if heard.starts_with('7') { "8" } else { "7" };
    groups[3].replace_range(..1, slip);
    page.type_text(&groups.concat().to_lowercase());
    page.press(Key::Tab);
    let tab_to = |field: &str| {
        page.until(field, || {
            let focus = "return document.activeElement?.id ?? ''";
            let at = page.script(focus, Vec::new());
            if at == json!(field) {
                return Some(());
            }
            page.press(Key::Tab);
            None
        });
    };
    tab_to("password");
    page.type_text(RENEWED);
    page.wait_for("[data-good=true]");
    tab_to("again");
    page.type_text(RENEWED);
    page.press(Key::Return);
    page.wait_for("[data-misread='4']");
    page.wait_for("#answer:focus");
    page.type_text(&heard);
    page.press(Key::Return);
    page.wait_for("[data-screen=home], [data-screen=document]");
    drop(screen);
    let screen = Screen::open(Engine::Chromium, visited.laptop.data());
    visited.officer.unlock(screen.page(), RENEWED);
}
