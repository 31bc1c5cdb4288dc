//! What the office asks, carried out: orders of a revoked laptop, days without the office.

use cacah_store::{Asked, RevokeOrder};
use cacah_wire::command::{ProtectionView, StateView, TruthView};
use cacah_wire::error::Code;
use serde_json::{Value, json};

use super::{Laptop, OFFICER, PASSWORD};
use crate::error::code;

const DAY: i64 = 86_400_000;

impl Laptop {
    /// As when a page said so.
    fn is_ordered(&self, order: Option<RevokeOrder>) -> Option<Code> {
        let told =
            |session: &mut crate::session::Session| Ok(session.store.take_revocation(1, order)?);
        self.desk.with(told).unwrap();
        self.desk.obey().err().map(|error| code(&error))
    }

    fn unlocks(&self) -> Option<String> {
        let unlocked = self
            .try_call::<StateView>("unlock", json!({ "officer": OFFICER, "password": PASSWORD }));
        unlocked.err().map(|failure| failure.code.to_string())
    }

    fn days_left(&self) -> Option<u32> {
        self.call::<TruthView>("truth", json!({})).alone
    }

    fn state(&self) -> StateView {
        self.call("state", json!({}))
    }
}

#[test]
fn trust_revoked_without_an_order_it_goes_on() {
    let laptop = Laptop::new();
    assert_eq!(laptop.is_ordered(None), None);
    assert!(laptop.state().session.is_some());
}

#[test]
fn trust_told_to_lock_it_asks_for_the_office_and_keeps_what_is_unsent() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r101", "82");
    assert_eq!(laptop.is_ordered(Some(RevokeOrder::Lock)), Some(Code::AsksOffice));
    assert_eq!(laptop.refused("form", json!({})), "LOCKED");
    assert_eq!(laptop.unlocks().as_deref(), Some("ASKS_OFFICE"));
    let state = laptop.state();
    assert_eq!(state.officers, [OFFICER], "the vault is there");
    assert!(!state.wiped);
}

#[test]
fn trust_told_to_wipe_it_locks_while_anything_is_unsent() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r101", "82");
    assert_eq!(laptop.is_ordered(Some(RevokeOrder::Wipe)), Some(Code::AsksOffice));
    assert_eq!(laptop.unlocks().as_deref(), Some("ASKS_OFFICE"));
    assert_eq!(laptop.state().officers, [OFFICER]);
}

#[test]
fn trust_told_to_wipe_with_nothing_unsent_the_vault_is_gone_and_it_says_so() {
    let laptop = Laptop::new();
    assert_eq!(laptop.is_ordered(Some(RevokeOrder::Wipe)), Some(Code::WipedByOffice));
    let state = laptop.state();
    assert!(state.session.is_none() && state.officers.is_empty() && state.wiped);
    assert_eq!(laptop.unlocks().as_deref(), Some("UNKNOWN_OFFICER"));
}

#[test]
fn trust_an_order_that_was_heard_before_a_power_cut_is_carried_out_at_the_next_unlock() {
    let laptop = Laptop::new();
    let told = |session: &mut crate::session::Session| {
        Ok(session.store.take_revocation(1, Some(RevokeOrder::Wipe))?)
    };
    laptop.desk.with(told).unwrap();
    let _: Value = laptop.call("lock", json!({}));
    assert_eq!(laptop.unlocks().as_deref(), Some("WIPED_BY_OFFICE"));
}

#[test]
fn trust_long_alone_it_warns_and_then_asks_for_the_office() {
    let laptop = Laptop::new();
    assert_eq!(laptop.days_left(), None, "30 days, where the office said nothing");
    let asked = Asked { contact_days: Some(2), ..Asked::default() };
    laptop.desk.with(|session| Ok(session.store.take_asked(1, asked)?)).unwrap();
    assert_eq!(laptop.days_left(), Some(2));
    let begun = cacah_family::host::Host::now(&*laptop.host);
    // A clock that jumps ahead a year is one day of use, and back again no more than one.
    for (day, left) in [(365, 1), (365, 1)] {
        laptop.host.set_clock(begun + day * DAY);
        laptop.restart();
        assert_eq!(laptop.days_left(), Some(left));
    }
    laptop.host.set_clock(begun + DAY);
    let _: Value = laptop.call("lock", json!({}));
    assert_eq!(laptop.unlocks().as_deref(), Some("ASKS_OFFICE"));
    assert_eq!(
        laptop.unlocks().as_deref(),
        Some("ASKS_OFFICE"),
        "the password alone opens no more"
    );
    assert_eq!(laptop.state().officers, [OFFICER], "nothing is deleted");
}

#[test]
fn trust_what_the_office_asks_stricter_stands() {
    let laptop = Laptop::new();
    let chosen = json!({ "curtain_minutes": 4, "lock_minutes": 60 });
    let _: Value = laptop.call("set_protection", chosen);
    let asked = Asked { curtain_minutes: Some(10), lock_minutes: Some(20), ..Asked::default() };
    laptop.desk.with(|session| Ok(session.store.take_asked(1, asked)?)).unwrap();
    let view: ProtectionView = laptop.call("protection", json!({}));
    assert_eq!((view.curtain_minutes, view.lock_minutes), (4, 20));
}
