use cacah_testkit::host::FakeHost;
use proptest::prelude::*;

use super::*;
use crate::fixture::{PASSWORD, enrolment};
use crate::store::newcomer;

const DATA: [u8; 32] = [3; 32];

fn vault() -> Uuid {
    Uuid::from_u128(1)
}

fn slot(seed: u64) -> OfficerSlot {
    let (enrolment, officer) = (enrolment(), Zeroizing::new([4; 32]));
    let who = newcomer(&enrolment, &officer);
    let password = (PASSWORD, Cost::CHEAP);
    OfficerSlot::new(vault(), &who, &Zeroizing::new(DATA), password, &FakeHost::new(seed)).unwrap()
}

/// What the office answers; here from what only the slot's inside knows.
fn answer_to(slot: &OfficerSlot, keys: &Keys) -> Answer {
    let office = public(&slot.challenge.office).unwrap();
    let (point, count) = (slot.point().unwrap(), slot.challenge().unwrap().count);
    recovery::answer(&keys.shared, &point, &office, count)
}

/// Every text and number of the slot that is stored, by JSON pointer.
fn leaves(value: &serde_json::Value, at: &str, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(value, &format!("{at}/{name}"), into));
        }
        _ => into.push(at.to_owned()),
    }
}

/// Another value of the same kind.
fn other(value: &serde_json::Value, at: usize) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => (number.as_u64().unwrap() + 1 + at as u64 % 3).into(),
        serde_json::Value::Bool(said) => (!said).into(),
        value => {
            let mut bytes = value.as_str().unwrap().as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(bytes).unwrap().into()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever is changed in a slot, what it is bound to or what is sealed, neither password nor
    /// answer opens what depends on it, and nothing else than its keys ever comes out.
    #[test]
    fn trust_a_slot_that_was_changed_opens_nothing(seed: u64, place: usize, at: usize) {
        let slot = slot(seed);
        let keys = slot.open(vault(), PASSWORD).unwrap().unwrap();
        let answer = answer_to(&slot, &keys);
        let mut value = serde_json::to_value(&slot).unwrap();
        let mut all = Vec::new();
        leaves(&value, "", &mut all);
        let pointer = &all[place % all.len()];
        let leaf = value.pointer_mut(pointer).unwrap();
        *leaf = other(leaf, at);
        // Base64 has spellings of the same bytes, and not every text is of its kind.
        let Ok(changed) = serde_json::from_value::<OfficerSlot>(value) else { return Ok(()) };
        prop_assume!(changed != slot);
        let password = changed.open(vault(), PASSWORD).ok().flatten();
        let answered = changed.answered(vault(), &answer).ok().flatten();
        let shared = ["/officer", "/code", "/recipient"].contains(&&**pointer);
        prop_assert!(password.is_none() || !shared && !pointer.starts_with("/password"));
        prop_assert!(answered.is_none() || !shared && !pointer.starts_with("/challenge"));
    }

    #[test]
    fn trust_a_slot_opens_in_its_own_vault_with_its_own_password_alone(
        seed: u64,
        vault_2: u128,
        password: String,
    ) {
        let slot = slot(seed);
        let keys = slot.open(vault(), PASSWORD).unwrap().unwrap();
        prop_assert_eq!((*keys.data, *keys.officer), (DATA, [4; 32]));
        let answer = answer_to(&slot, &keys);
        prop_assert!(slot.answered(vault(), &answer).unwrap().is_some());
        prop_assume!(Uuid::from_u128(vault_2) != vault() && password != PASSWORD);
        let elsewhere = Uuid::from_u128(vault_2);
        prop_assert!(slot.open(elsewhere, PASSWORD).unwrap().is_none());
        prop_assert!(slot.answered(elsewhere, &answer).unwrap().is_none());
        prop_assert!(slot.open(vault(), &password).unwrap().is_none());
    }

    #[test]
    fn trust_an_answer_opens_once(seed: u64, uses in 1..4_usize) {
        let (mut slot, host) = (slot(seed), FakeHost::new(seed));
        let keys = slot.open(vault(), PASSWORD).unwrap().unwrap();
        let mut used = Vec::new();
        for _ in 0..uses {
            used.push(answer_to(&slot, &keys));
            slot = slot.recovered(vault(), &keys, ("layar putih", Cost::CHEAP), &host).unwrap();
        }
        for answer in &used {
            prop_assert!(slot.answered(vault(), answer).unwrap().is_none());
        }
        prop_assert!(slot.answered(vault(), &answer_to(&slot, &keys)).unwrap().is_some());
        prop_assert_eq!(slot.count() as usize, uses);
    }
}
