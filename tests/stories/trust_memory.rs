//! After the lock nothing of a family, no password and no key is in the memory of our processes.

use std::collections::BTreeSet;

use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, unlock};
use cacah_tests::office::Office;
use cacah_tests::planted::{Planted, data_key};
use cacah_wire::command::{
    Command, Families, FamilyPage, History, HistoryPage, LiftCurtain, LockArgs, Reveal, Revealed,
    SetPin, StateView,
};

const PIN: &str = "481516";

/// Looks at everything there is to see of a family.
fn look_at(desk: &mut Desk, family: &str, document: &str) {
    let list: FamilyPage = desk
        .call(&Command::Families(Families { limit: 100, ..Families::default() }))
        .expect("list");
    assert!(!list.rows.is_empty());
    for slot in open(desk, family).slots {
        if slot.path.ends_with("r403") || slot.path == "r114" {
            let reveal = Reveal { document: document.into(), path: slot.path };
            let shown: Revealed = desk.call(&Command::Reveal(reveal)).expect("shown");
            assert_eq!(shown.raw.len(), 16);
        }
    }
    let history = History { document: document.into(), path: None, offset: 0, limit: 1000 };
    let page: HistoryPage = desk.call(&Command::History(history)).expect("the history");
    assert!(!page.rows.is_empty());
}

#[test]
fn trust_the_memory_of_a_locked_desk_holds_nothing() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let mut planted = Planted::of(family);
    planted.add_key("data key", &data_key(laptop.data(), PASSWORD));
    let shown = planted.names().len();

    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("the answers are stored"), 0);
    look_at(&mut desk, &row.family, &interview.document);
    // It can be found: the search is no formality.
    let before = named(&planted.in_memory(desk.pid()));
    assert_eq!(before.len(), shown, "all of it lies in the memory of an open desk: {before:?}");

    // What is said to the desk and never shown by it must be gone as well.
    planted.add("password", PASSWORD);
    planted.add("pin", PIN);
    let set = SetPin { pin: PIN.into(), password: PASSWORD.into() };
    let _: StateView = desk.call(&Command::SetPin(set)).expect("set");
    let _: StateView = desk.call(&Command::Cover(Default::default())).expect("covered");
    let lift = LiftCurtain { pin: PIN.into() };
    let _: StateView = desk.call(&Command::Lift(lift)).expect("lifted");
    let wrong = "cengkih pala ombak Kie Besi";
    planted.add("wrong password", wrong);
    let _: StateView = desk.call(&Command::Lock(LockArgs {})).expect("locked");
    unlock(&mut desk, wrong).expect_err("another password");
    assert_eq!(planted.in_memory(desk.pid()), BTreeSet::new(), "what, and where");
}

fn named(found: &BTreeSet<(String, String)>) -> BTreeSet<String> {
    found.iter().map(|(what, _)| what.clone()).collect()
}
