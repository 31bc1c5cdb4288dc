//! A work-list as long as that of a bad week, and its opening in the window.

use cacah_testkit::bench::{Figure, Unit};
use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::Family;
use cacah_tests::heads_down::unlock;
use cacah_tests::keyer::open;
use cacah_tests::keying::{finish, set};
use cacah_tests::laptop::{Laptop, row_of};
use cacah_tests::office::Office;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, Delta, DocumentArgs, Done, WorkList, WorkPage};
use fantoccini::key::Key;

use crate::{Plan, felt};

/// A code that the kind of a house does not have.
const BAD: (&str, &str) = ("r301a", "9");

/// Finishes papers on which nothing stands but a code that there is none of, until so much is found.
/// They are of the areas beside the one that is keyed.
pub fn make(desk: &mut Desk, office: &Office, wanted: u32) {
    let mut beside = office.families().iter().filter(|family| (1..=2).contains(&family.area));
    while total(desk) < wanted {
        // Ten by ten: the list is long to count.
        beside.by_ref().take(10).for_each(|family| leave_wrong(desk, family));
        assert!(beside.clone().next().is_some(), "enough families for {wanted} findings");
    }
}

fn leave_wrong(desk: &mut Desk, family: &Family) {
    let row = row_of(desk, family);
    let document = open(desk, &row.family).document;
    let (path, raw) = BAD;
    let bad = set(document.clone(), path.into(), raw);
    let _: Delta = desk.call(&Command::SetAnswer(bad)).expect("stored as it stands");
    let _ = finish(desk, &document);
    // Else unlocking leads back to it, and not to Entri.
    let _: Done = desk.call(&Command::CloseDocument(DocumentArgs { document })).expect("closed");
}

fn total(desk: &mut Desk) -> u32 {
    let first = WorkList { limit: 1, ..WorkList::default() };
    let page: WorkPage = desk.call(&Command::WorkList(first)).expect("the work-list");
    page.total
}

/// From the key that opens the screen to its rows: each time in a window that has not shown it yet.
pub fn opened(pc: &Laptop, plan: &Plan) -> Figure {
    let rows = "document.querySelector('[data-screen=worklist] [data-finding]') !== null";
    let times = (0..plan.starts).map(|_| {
        let screen = Screen::open(Engine::Window, pc.data());
        let page = screen.page();
        unlock(page);
        // What unlocking asks the desk for has come.
        page.wait_for("[data-line-of]:focus");
        page.painted();
        felt::install(page);
        felt::until(page, rows, || page.chord(Key::Control, '4'))
    });
    Figure::of("keying.worklist", Unit::Ms, times.collect())
}
