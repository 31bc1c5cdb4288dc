//! The officer's day, by keys alone in the real window: twelve families with every outcome, a power
//! cut in the middle, a family of nineteen, the evening's recap, and the hand-over by stick.

use std::fs;
use std::path::Path;

use cacah_testkit::ternate::{AREAS, Family};
use cacah_tests::laptop::{Laptop, PASSWORD, queue, receipts, row_of};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, Sheet, pick, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{
    Command, Families, FamilyPage, FormArgs, Presence, Road, SlsArgs, SlsView, VisitOutcome,
};
use fantoccini::key::Key;
use serde_json::json;

/// Codes of VK1 at the door of each of the twelve, in walking order.
const AT_THE_DOOR: [&str; 12] = [
    "found", "found", "found", "found", "found", "found", "found", "found", "moved", "died",
    "doubled", "found",
];

fn trained(laptop: &Laptop) -> Officer {
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    Officer::trained(form)
}

/// The families of the first SLS, in walking order.
fn first_sls(office: &Office) -> Vec<&Family> {
    office.families().iter().filter(|family| family.area == 0).collect()
}

fn focused(page: &Page, css: &str) {
    page.until(&format!("{css} has the focus"), || {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        (page.script(script, vec![json!(css)]) == json!(true)).then_some(())
    });
}

fn closed(page: &Page) {
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
}

/// Types a head into the search of the list until its row stands alone or first.
fn find(page: &Page, head: &str) {
    page.chord(Key::Control, 'f');
    page.type_text(head);
    page.until(&format!("{head} is selected"), || {
        page.text("[aria-selected=true]").filter(|row| row.contains(head)).map(drop)
    });
}

/// Verifies the unverified of the list one after the other, as the door shows them.
fn verify_all(page: &Page, twin: &str) {
    page.press(Key::F2);
    for door in AT_THE_DOOR {
        focused(page, "#verify-presence");
        let before = page.all("[data-verify]", "data-verify");
        match door {
            "found" => {
                page.type_text("1");
                focused(page, "#verify-welfare");
                page.type_text("3");
                focused(page, "#verify-members");
                page.type_text("4");
            }
            "moved" => page.type_text("3"),
            "died" => page.type_text("4"),
            _ => {
                page.type_text("5");
                pick(page, twin);
                focused(page, "#verify-do");
            }
        }
        page.press(Key::Return);
        page.until("the next family, or none", || {
            (page.all("[data-verify]", "data-verify") != before).then_some(())
        });
    }
    closed(page);
}

/// A visit without an answer, by its digit; `when` only where one comes again.
fn visit(page: &Page, head: &str, digit: &str, when: Option<&str>) {
    find(page, head);
    page.chord(Key::Control, 'k');
    page.wait_for("dialog input:focus");
    page.type_text(digit);
    page.wait_for("dialog #visit-note");
    if let Some(when) = when {
        focused(page, "#visit-when");
        page.type_text(when);
        if !when.is_empty() {
            page.wait_for("[data-appointment]");
        }
    }
    page.press(Key::Return);
    page.until("it is recorded", || (!page.sees("dialog #visit-note")).then_some(()));
}

/// Keys a family whole from the list and finishes it.
fn interview(officer: &Officer, page: &Page, family: &Family) {
    find(page, family.head());
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    officer.key(page, &mut Sheet::new(family.answers()), 0);
    let _ = officer.finish(page);
    page.press(Key::Return);
    page.wait_for("[data-screen=families], [data-screen=home]");
    officer.list(page);
}

fn figure(page: &Page, name: &str) -> String {
    let css = format!("[data-sls='{}'] [data-figure={name}]", AREAS[0].idsubsls);
    page.text(&css).unwrap_or_default()
}

#[test]
fn a_day_of_twelve_families() {
    let office = Office::open(24);
    let laptop = Laptop::enrolled(&office);
    let officer = trained(&laptop);
    let mut families = first_sls(&office);
    assert_eq!(families.len(), 12);
    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    page.until("twelve are listed", || (figure(page, "prelist") == "12").then_some(()));
    let first = format!("[data-sls='{}'] [data-gap=not_listed]", AREAS[0].idsubsls);
    // The other SLS stands above it.
    page.wait_for(&first);
    page.press(Key::Down);
    focused(page, &first);
    page.press(Key::Return);
    page.wait_for("[data-screen=families] [data-total='12']");
    verify_all(page, families[0].head());

    // One that nobody listed.
    officer.list(page);
    page.press(Key::Insert);
    page.wait_for("dialog input");
    page.type_text("KELUARGA YANG BARU");
    page.press(Key::Tab);
    page.type_text("Jl. Latihan Cengkih 99");
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    officer.list(page);

    // Whoever is verified and there, smallest first, so that the day is short.
    families.truncate(8);
    families.sort_by_key(|family| family.members.len());
    let [small, next, absent, refused, later, paper, gone, _] = families[..] else {
        panic!("eight")
    };
    for attempt in 1..=3 {
        visit(page, absent.head(), "1", Some(""));
        if attempt < 3 {
            closed(page);
        }
    }
    // The third attempt offers what else can be done; 1 hands over.
    page.wait_for("dialog input:focus");
    page.type_text("1");
    closed(page);
    visit(page, refused.head(), "2", Some(""));
    closed(page);
    visit(page, later.head(), "4", Some("besok 16"));
    closed(page);
    visit(page, gone.head(), "3", None);
    page.wait_for("dialog input:focus");
    page.press(Key::Escape);
    closed(page);

    // The power fails in the middle of the first interview.
    interview_with_a_power_cut(&officer, &laptop, screen, (small, next, paper));
    evening(&office, &laptop, &officer, (absent, refused, later, paper));
}

fn interview_with_a_power_cut(
    officer: &Officer,
    laptop: &Laptop,
    screen: Screen,
    (small, next, paper): (&Family, &Family, &Family),
) {
    let page = screen.page();
    find(page, small.head());
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    let mut sheet = Sheet::new(small.answers());
    let half = sheet.left() / 2;
    let at = officer.key(page, &mut sheet, half);
    let screen = screen.lose_power();
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    page.wait_for("[data-screen=document]");
    assert_eq!(stands_on(page), at, "back on the very field");
    officer.key(page, &mut sheet, 0);
    let _ = officer.finish(page);
    page.press(Key::Return);
    page.wait_for("[data-screen=families], [data-screen=home]");
    officer.list(page);
    interview(officer, page, next);

    // The battery runs low: begun here, it goes on upon paper, and is keyed in the evening.
    find(page, paper.head());
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    let mut sheet = Sheet::new(paper.answers());
    let half = sheet.left() / 2;
    let _ = officer.key(page, &mut sheet, half);
    officer.list(page);
    visit(page, paper.head(), "5", None);
    closed(page);
    find(page, paper.head());
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    officer.key(page, &mut sheet, 0);
    let _ = officer.finish(page);
    page.press(Key::Return);
    page.wait_for("[data-screen=families], [data-screen=home]");
    drop(screen);
    let mut desk = laptop.unlocked();
    let finished = row_of(&mut desk, small);
    assert!(finished.percent >= 90, "{} %: some questions may stay empty", finished.percent);
}

/// Recap, stick, receipts.
fn evening(
    office: &Office,
    laptop: &Laptop,
    officer: &Officer,
    (absent, refused, later, paper): (&Family, &Family, &Family, &Family),
) {
    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    page.chord(Key::Alt, '1');
    page.wait_for("[data-screen=home]");
    page.until("three are finished", || (figure(page, "finished") == "3").then_some(()));
    assert_eq!(figure(page, "verified"), "10", "nine found and a new one");
    page.press(Key::Down);
    let line = format!("[data-sls='{}'] button", AREAS[0].idsubsls);
    focused(page, &line);
    page.chord(Key::Control, 'm');
    pick(page, "Rekap VK");
    page.wait_for("dialog [data-signed=verified]");
    focused(page, "dialog input");
    page.press(Key::Return);
    page.until("the recap is signed", || {
        page.text("[data-signed=verified]").filter(|count| count.trim() == "10").map(drop)
    });
    page.press(Key::Escape);
    let stick = tempfile::tempdir().expect("a stick");
    by_stick(office, page, stick.path());
    drop(screen);

    let mut desk = laptop.unlocked();
    let open: Vec<Road> = queue(&mut desk)
        .rows
        .into_iter()
        .map(|row| row.road)
        .filter(|road| matches!(road, Road::Pending | Road::Claimed { .. }))
        .collect();
    assert_eq!(open, [], "all of the day is receipted");
    assert!(receipts(&mut desk).total >= 1);
    let handed = row_of(&mut desk, absent);
    assert!(handed.field.handed);
    assert_eq!(handed.visits, 3);
    assert_eq!(row_of(&mut desk, refused).field.outcome, Some(VisitOutcome::Refused));
    assert!(row_of(&mut desk, later).field.appointment.is_some());
    assert_eq!(row_of(&mut desk, paper).field.presence, Some(Presence::Found));
    let idsubsls = AREAS[0].idsubsls.to_owned();
    let view: SlsView = desk.call(&Command::Sls(SlsArgs { idsubsls })).expect("the record");
    assert_eq!(view.written.map(|recap| recap.verified), Some(10));
    let new = Families { search: "KELUARGA YANG BARU".into(), limit: 10, ..Families::default() };
    let page: FamilyPage = desk.call(&Command::Families(new)).expect("found");
    assert_eq!(page.rows[0].field.presence, Some(Presence::New));
}

/// The day goes to the office on a stick, and its answer comes back.
fn by_stick(office: &Office, page: &Page, stick: &Path) {
    let folder = stick.display().to_string();
    page.chord(Key::Alt, '5');
    page.wait_for("[data-screen=send]");
    page.chord(Key::Control, 'm');
    page.wait_for("dialog input:focus");
    page.type_text("1");
    page.wait_for("dialog [data-command=write_stick]");
    focused(page, "dialog input");
    page.type_text(&folder);
    page.press(Key::Return);
    page.wait_for("[data-written]");
    page.press(Key::Escape);
    closed(page);
    let written = fs::read_dir(stick).expect("the stick").flatten().next().expect("a file").path();
    office.answers(&written.display().to_string());
    page.chord(Key::Control, 'm');
    page.wait_for("dialog input:focus");
    page.type_text("2");
    page.wait_for("dialog [data-command=find_answers]");
    focused(page, "dialog input");
    page.chord(Key::Control, 'a');
    page.type_text(&folder);
    page.press(Key::Return);
    page.wait_for("dialog [data-command=read_answer]");
    focused(page, "[data-command=read_answer]");
    page.press(Key::Return);
    page.wait_for("dialog [data-answer]");
    page.press(Key::Escape);
    closed(page);
}

#[test]
fn a_family_of_nineteen() {
    let office = Office::with_crowd(24, 19);
    let laptop = Laptop::enrolled(&office);
    let officer = trained(&laptop);
    let family = first_sls(&office).into_iter().find(|family| family.members.len() == 19);
    let family = family.expect("a crowd");
    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.open_family(page, family.head());
    let mut sheet = Sheet::new(family.answers());
    let all = sheet.left();
    officer.key(page, &mut sheet, all / 2);
    let screen = screen.lose_power();
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.key(page, &mut sheet, 0);
    let status = officer.finish(page);
    assert_ne!(status, "blank");
    officer.leave(page);
    drop(screen);
    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, family);
    assert_eq!(row.members, Some(19));
    assert!(row.percent >= 98, "{} %: the relatives answer what is invented for them", row.percent);
}
