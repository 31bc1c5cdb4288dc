//! A PC of the office that its keyers and their supervisor share, where stories begin.

use cacah_testkit::paper::Sheet;
use cacah_testkit::ternate::Family;
use cacah_tests::heads_down::{field, open_paper, sheets, typed, unlock_as};
use cacah_tests::keyer::{at_work, bundle, fix, hand_out, of_here, open, take};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::DocumentView;
use fantoccini::key::Key;

use crate::keyer::SLS;

/// A PC with one vault for the supervisor and two keyers; the first of them has the bundle.
pub struct Shared {
    pub pc: Laptop,
    pub family: Family,
    pub paper: Sheet,
    /// Number of the box that the bundle lies in.
    pub number: String,
    _office: Office,
}

impl Shared {
    pub fn new() -> Self {
        let office = Office::open(18);
        let pc = Laptop::shared(&office, &[IPDS, KEYERS[0], KEYERS[1]]);
        let mut desk = at_work(&pc);
        hand_out(&mut desk, 5, KEYERS[0]);
        let number = bundle(&mut desk, SLS).row.number;
        drop(desk);
        // The desk knows the role of an officer from the first exchange.
        let _ = send(&mut pc.unlocked_by(KEYERS[1]));
        let mut desk = pc.unlocked_by(KEYERS[0]);
        let _ = send(&mut desk);
        take(&mut desk, SLS);
        fix(&mut desk, SLS);
        drop(desk);
        let mut families = of_here(&office, 6);
        families.sort_by_key(|family| family.members.len());
        let family = families.swap_remove(0);
        let paper = sheets(std::slice::from_ref(&family)).swap_remove(0);
        Self { pc, family, paper, number, _office: office }
    }

    pub fn window(&self, officer: &str) -> Screen {
        let screen = Screen::open(Engine::Window, self.pc.data());
        unlock_as(screen.page(), officer);
        screen
    }

    /// The paper is opened and keyed up to a question of the family or of its first member.
    pub fn keyed_to(&self, page: &Page, question: &str) {
        page.wait_for("[data-line-of]:focus");
        page.press(Key::Return);
        open_paper(page, &self.family);
        page.type_text(&self.keys(None, Some(question)));
        page.wait_for(&field(question));
    }

    /// The keys from one field up to another.
    pub fn keys(&self, from: Option<&str>, to: Option<&str>) -> String {
        let from = from.map_or(0, |from| self.place(from));
        let to = to.map_or(self.paper.fields.len(), |to| self.place(to));
        typed(&self.paper.fields[from..to].iter().map(|field| field.keys()).collect::<String>())
    }

    pub fn place(&self, question: &str) -> usize {
        let at = self.paper.fields.iter().position(|field| field.question == question);
        at.expect("a field of the paper")
    }

    /// What the record says.
    pub fn stands(&self) -> DocumentView {
        let mut desk = self.pc.unlocked_by(KEYERS[0]);
        let row = row_of(&mut desk, &self.family);
        open(&mut desk, &row.family)
    }
}

/// What an answer of a record reads.
pub fn slot<'a>(view: &'a DocumentView, question: &str) -> Option<&'a str> {
    let slot = view.slots.iter().find(|slot| slot.path.ends_with(question));
    slot.map(|slot| slot.raw.as_str())
}
