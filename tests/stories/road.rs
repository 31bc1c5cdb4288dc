//! An officer keys a family of five, loses power twice, and gets a receipt.

use std::collections::BTreeMap;
use std::process::Command as Program;

use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, queue, receipts, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, Sheet, fields, stands_on};
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{
    Command, DocumentView, FormArgs, FormView, Reveal, Revealed, Road, Status,
};

#[test]
fn through_the_desk() {
    let office = Office::open(200);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    for _ in 0..2 {
        interview.key(&mut desk, 70).expect("answers are stored");
        desk.lose_power().expect("the desk ends");
        desk = laptop.unlocked();
        let view = open(&mut desk, &row.family);
        assert_eq!(view.stand.as_deref(), interview.next(), "back on the very field");
        assert_kept(&mut desk, &view, &interview);
    }
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("the rest is stored"), 0);
    let finished = interview.finish(&mut desk);
    assert_eq!((finished.status, finished.owed_here.len()), (Status::Clean, 0));
    let report = send(&mut desk);
    assert_eq!((report.stored, report.waiting), (1, 0), "{:?}", report.stopped);
    let receipts = receipts(&mut desk);
    assert_eq!((receipts.total, receipts.rows[0].families), (1, 1));
    assert!(receipts.rows[0].proven);
    let row = &queue(&mut desk).rows[0];
    assert_eq!((&row.road, row.entries), (&Road::Settled { receipt: 1 }, 0));
    assert!(desk.close().expect("the desk ends").success());
}

/// Every answer keyed so far stands there as keyed; masked ones are asked for.
fn assert_kept(desk: &mut Desk, view: &DocumentView, interview: &Interview) {
    let slots: BTreeMap<_, _> = view.slots.iter().map(|slot| (slot.path.as_str(), slot)).collect();
    for (path, raw) in interview.keyed() {
        let slot = slots.get(path.as_str()).unwrap_or_else(|| panic!("{path} is lost"));
        let kept = if slot.masked { reveal(desk, view, &path) } else { slot.raw.clone() };
        assert_eq!(kept, raw, "{path} changed");
    }
}

fn reveal(desk: &mut Desk, view: &DocumentView, path: &str) -> String {
    let (document, path) = (view.document.clone(), path.into());
    let revealed: Revealed = desk.call(&Command::Reveal(Reveal { document, path })).expect("shown");
    revealed.raw
}

#[test]
fn through_the_real_window() {
    at_the_screen(Engine::Window);
}

#[test]
fn through_chromium() {
    at_the_screen(Engine::Chromium);
}

fn at_the_screen(engine: Engine) {
    let office = Office::open(200);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let officer = Officer::trained(form_of(&laptop));
    let mut sheet = Sheet::new(family.answers());
    let mut screen = Screen::open(engine, laptop.data());
    officer.unlock(screen.page(), PASSWORD);
    officer.open_family(screen.page(), family.head());
    for left in [sheet.left() - 40, sheet.left() - 110] {
        let at = officer.key(screen.page(), &mut sheet, left);
        let before = fields(screen.page());
        screen = screen.lose_power();
        officer.unlock(screen.page(), PASSWORD);
        assert_eq!(stands_on(screen.page()), at, "back on the very field");
        assert_eq!(fields(screen.page()), before, "every answer of the block stands there");
    }
    officer.key(screen.page(), &mut sheet, 0);
    assert_eq!(officer.finish(screen.page()), "clean");
    officer.leave(screen.page());
    // On a slow machine the laptop's own timer has sent safety copies meanwhile, each with a receipt.
    let receipt = officer.send(screen.page());
    drop(screen);
    let mut desk = laptop.unlocked();
    assert_eq!(u64::from(receipts(&mut desk).total), receipt, "none is missing");
    assert_eq!(queue(&mut desk).rows[0].road, Road::Settled { receipt });
}

/// The form, as an enrolled laptop has it.
fn form_of(laptop: &Laptop) -> FormView {
    laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form")
}

#[test]
fn nothing_about_a_family_lies_in_plain_on_the_disk() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    interview.key(&mut desk, 60).expect("answers are stored");
    for secret in [family.head(), &family.kk, &family.address] {
        let mut search = Program::new("grep");
        let found = search.args(["-rlaF", secret]).arg(laptop.data()).output().expect("grep runs");
        assert!(found.stdout.is_empty(), "an answer lies in {:?}", found.stdout);
    }
    let mut search = Program::new("grep");
    let found = search.args(["-rlaF", OFFICER]).arg(laptop.data()).output().expect("grep runs");
    assert!(!found.stdout.is_empty(), "the search would find what lies there in plain");
}
