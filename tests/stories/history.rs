//! What was done before is seen and taken back, by keys alone, also after a restart.

use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, fields, pick, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, DocumentView, FormArgs, SlotView};
use fantoccini::key::Key;

/// A laptop with one family keyed whole: the family, its head, and an officer trained on the form.
struct Visited {
    laptop: Laptop,
    family: String,
    head: String,
    officer: Officer,
    _office: Office,
}

impl Visited {
    fn of(members: usize) -> Self {
        let office = Office::open(50);
        let laptop = Laptop::enrolled(&office);
        let family = office.family_of(members);
        let mut desk = laptop.unlocked();
        let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
        let row = row_of(&mut desk, family);
        let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
        assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
        let head = family.head().to_owned();
        Self { family: row.family, head, officer, laptop, _office: office }
    }

    fn screen(&self) -> Screen {
        let screen = Screen::open(Engine::Window, self.laptop.data());
        self.officer.unlock(screen.page(), PASSWORD);
        self.officer.open_family(screen.page(), &self.head);
        screen
    }

    fn view(&self) -> DocumentView {
        open(&mut self.laptop.unlocked(), &self.family)
    }
}

/// Everything that stands of one member.
fn answers_of(view: &DocumentView, member: &str) -> Vec<SlotView> {
    let own = format!("{member}/");
    view.slots.iter().filter(|slot| slot.path.starts_with(&own)).cloned().collect()
}

/// The members in the roster of the page.
fn roster(page: &Page) -> Vec<String> {
    page.all("tr[data-instance]", "data-instance")
}

#[test]
fn a_removed_member_comes_back_with_her_answers_after_a_restart() {
    let visited = Visited::of(4);
    let before = visited.view();
    let mut screen = visited.screen();
    visited.officer.go_to(screen.page(), "r402");
    screen.page().chord(Key::Control, Key::Down.into());
    let rows = roster(screen.page());
    let member = rows[1].clone();
    screen.page().until("the second member has the focus", || {
        stands_on(screen.page()).starts_with(&member).then_some(())
    });
    // She thinks better of it twice: by the first choice, and by Esc.
    for stay in ['1', Key::Escape.into()] {
        screen.page().press(Key::F4);
        screen.page().wait_for("dialog input:focus");
        screen.page().type_text(&stay.to_string());
        screen.page().until("the question is closed", || gone(screen.page(), "dialog"));
        assert_eq!(roster(screen.page()), rows, "nobody was removed");
    }
    screen.page().press(Key::F4);
    screen.page().wait_for("dialog input:focus");
    screen.page().type_text("2");
    let her = format!("tr[data-instance='{member}']");
    screen.page().until("she is gone", || gone(screen.page(), &her));
    screen = screen.lose_power();
    visited.officer.unlock(screen.page(), PASSWORD);
    screen.page().wait_for("[data-screen=document]");
    assert!(!screen.page().sees(&her), "removed before and after the restart");
    visited.officer.act(screen.page(), "yang dihapus");
    pick(screen.page(), "anggota");
    screen.page().wait_for(&her);
    assert_eq!(roster(screen.page()), rows, "she stands where she stood");
    drop(screen);
    let after = visited.view();
    assert!(answers_of(&before, &member).len() > 10, "she was asked much");
    assert_eq!(answers_of(&after, &member), answers_of(&before, &member));
}

fn gone(page: &Page, css: &str) -> Option<()> {
    (!page.sees(css)).then_some(())
}

#[test]
fn an_officer_sees_what_an_answer_was_before_and_puts_it_back() {
    let visited = Visited::of(3);
    let screen = visited.screen();
    let (page, officer) = (screen.page(), &visited.officer);
    officer.go_to(page, "r302");
    let before = fields(page)["r302"].clone();
    page.type_text("777");
    page.press(Key::Return);
    page.until("the engine leads on", || (stands_on(page) != "r302").then_some(()));
    officer.go_to(page, "r302");
    assert_eq!(fields(page)["r302"], "777");
    page.chord(Key::Control, 'h');
    let newest = page.wait_for_text("dialog [role=option]", "777");
    assert!(newest.contains(before.trim_start_matches('0')), "beside what it was: {newest}");
    // Looking changes nothing.
    page.press(Key::Escape);
    page.until("the history is closed", || gone(page, "dialog"));
    assert_eq!((stands_on(page).as_str(), fields(page)["r302"].as_str()), ("r302", "777"));
    page.chord(Key::Control, 'h');
    page.wait_for("dialog [role=option]");
    page.press(Key::Down);
    page.type_text("1");
    page.until("the answer of before stands", || {
        (fields(page).get("r302") == Some(&before)).then_some(())
    });
    // Putting back is an act like any other: it is undone and done again.
    page.chord(Key::Control, 'z');
    page.until("undone", || (fields(page)["r302"] == "777").then_some(()));
    page.chord(Key::Control, 'y');
    page.until("done again", || (fields(page)["r302"] == before).then_some(()));
    drop(screen);
    let kept = |view: &DocumentView| {
        view.slots.iter().find(|slot| slot.path == "r302").map(|slot| slot.raw.clone())
    };
    let stands = kept(&visited.view()).expect("an answer");
    assert_eq!(stands.trim_start_matches('0'), before.trim_start_matches('0'));
}
