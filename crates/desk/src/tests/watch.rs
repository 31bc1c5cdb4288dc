//! Curtain and lock, by the clock, by key and by what happens to the laptop.

use std::collections::VecDeque;
use std::time::Duration;

use cacah_wire::command::{ProtectionView, StateView};
use serde_json::{Value, json};

use super::{Laptop, PASSWORD};
use crate::power::{Happened, Power};

const MINUTE: u32 = 60_000;
const PIN: &str = "481516";

/// What happened, as it was recorded.
struct Recorded(VecDeque<Happened>);

impl Power for Recorded {
    fn wait(&mut self, _: Duration) -> Happened {
        self.0.pop_front().unwrap_or(Happened::Nothing)
    }
}

fn state(laptop: &Laptop) -> StateView {
    laptop.call("state", json!({}))
}

fn with_pin() -> Laptop {
    let laptop = Laptop::new();
    let _: Value = laptop.call("set_pin", json!({ "pin": PIN, "password": PASSWORD }));
    laptop
}

#[test]
fn trust_nobody_here_is_covered_then_locked() {
    let laptop = with_pin();
    laptop.host.pass(5 * MINUTE - 1);
    assert!(!state(&laptop).covered);
    laptop.host.pass(1);
    assert!(state(&laptop).covered);
    for command in ["truth", "form", "queue", "protection"] {
        assert_eq!(laptop.refused(command, json!({})), "COVERED", "{command}");
    }
    // Neither a key nor a glance puts off the lock.
    laptop.host.pass(24 * MINUTE);
    let _: Value = laptop.call("touch", json!({}));
    assert!(state(&laptop).session.is_some());
    laptop.host.pass(MINUTE);
    let state = state(&laptop);
    assert!(state.session.is_none() && !state.covered && !state.has_pin);
    assert_eq!(laptop.refused("form", json!({})), "LOCKED");
}

#[test]
fn trust_a_key_or_a_command_is_a_sign_of_life_and_the_clock_of_the_page_is_none() {
    let laptop = Laptop::new();
    for command in ["touch", "form"] {
        laptop.host.pass(4 * MINUTE);
        let _: Value = laptop.call(command, json!({}));
    }
    laptop.host.pass(4 * MINUTE);
    for command in ["truth", "state"] {
        let _: Value = laptop.call(command, json!({}));
    }
    laptop.host.pass(MINUTE);
    assert!(state(&laptop).covered);
}

#[test]
fn trust_the_curtain_lifts_to_the_very_field() {
    let laptop = with_pin();
    let document = laptop.open(0).document;
    let stand = json!({ "document": document, "path": "r301a" });
    let _: Value = laptop.call("stand", stand);
    let covered: StateView = laptop.call("cover", json!({}));
    assert!(covered.covered && covered.has_pin);
    assert_eq!(laptop.refused("lift", json!({ "pin": "481517" })), "WRONG_PIN");
    let lifted: StateView = laptop.call("lift", json!({ "pin": PIN }));
    assert!(!lifted.covered);
    assert!(lifted.session.unwrap().open_family.is_some());
    // What was open is open.
    laptop.set(&document, "r301a", "1");
}

#[test]
fn trust_three_wrong_pins_lock() {
    let laptop = with_pin();
    let _: Value = laptop.call("cover", json!({}));
    for code in ["WRONG_PIN", "WRONG_PIN", "LOCKED"] {
        assert_eq!(laptop.refused("lift", json!({ "pin": "000000" })), code);
    }
    assert!(state(&laptop).session.is_none());
    assert_eq!(laptop.refused("lift", json!({ "pin": PIN })), "LOCKED");
    laptop.unlock();
    assert!(state(&laptop).has_pin);
}

#[test]
fn trust_without_a_pin_the_password_lifts() {
    let laptop = Laptop::new();
    assert!(!state(&laptop).has_pin);
    let _: Value = laptop.call("cover", json!({}));
    assert_eq!(laptop.refused("lift", json!({ "pin": PIN })), "WRONG_PASSWORD");
    let _: Value = laptop.call("lift", json!({ "pin": PASSWORD }));
    assert!(!state(&laptop).covered);
    for (pin, password, code) in
        [("111111", PASSWORD, "WEAK_PIN"), (PIN, "ombak biru laut", "WRONG_PASSWORD")]
    {
        let args = json!({ "pin": pin, "password": password });
        assert_eq!(laptop.refused("set_pin", args), code);
    }
}

#[test]
fn trust_the_key_of_the_curtain_twice_locks() {
    let laptop = Laptop::new();
    let locks = laptop.desk.locks();
    let _: Value = laptop.call("cover", json!({}));
    let twice: StateView = laptop.call("cover", json!({}));
    assert!(twice.session.is_none());
    assert_eq!(laptop.desk.locks(), locks + 1);
}

#[test]
fn trust_sleep_wake_and_lid_lock() {
    for happened in [Happened::Sleep, Happened::Wake, Happened::LidClosed] {
        let laptop = Laptop::new();
        let mut power = Recorded([Happened::Nothing, happened].into());
        for open in [true, false] {
            laptop.desk.look(power.wait(Duration::ZERO));
            assert_eq!(state(&laptop).session.is_some(), open, "{happened:?}");
        }
    }
}

#[test]
fn trust_patience_is_a_setting_of_the_vault() {
    let laptop = Laptop::new();
    let view: ProtectionView = laptop.call("protection", json!({}));
    assert_eq!((view.curtain_minutes, view.lock_minutes), (5, 30));
    let set = |curtain: u32, lock: u32| json!({ "curtain_minutes": curtain, "lock_minutes": lock });
    for (curtain, lock) in [(0, 30), (31, 60), (5, 4), (5, 121), (20, 20)] {
        assert_eq!(laptop.refused("set_protection", set(curtain, lock)), "BAD_REQUEST");
    }
    let _: Value = laptop.call("set_protection", set(1, 6));
    laptop.host.pass(MINUTE);
    assert!(state(&laptop).covered);
    laptop.host.pass(5 * MINUTE);
    assert!(state(&laptop).session.is_none());
    laptop.unlock();
    let kept: ProtectionView = laptop.call("protection", json!({}));
    assert_eq!((kept.curtain_minutes, kept.lock_minutes), (1, 6));
}

#[test]
fn trust_what_was_copied_is_told_once() {
    let laptop = Laptop::new();
    let _: Value = laptop.call("touch", json!({}));
    assert!(!laptop.desk.take_copied());
    let _: Value = laptop.call("touch", json!({ "copied": true }));
    let _: Value = laptop.call("touch", json!({}));
    assert!(laptop.desk.take_copied());
    assert!(!laptop.desk.take_copied());
}
