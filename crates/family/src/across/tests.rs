use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::facts::questions;
use super::*;
use crate::id::{FamilyId, InstanceId};
use crate::path::Path;
use crate::slot::Slot;

const NIK: &str = "8271021205900000";

fn family(n: u128) -> FamilyId {
    FamilyId(Uuid::from_u128(n))
}

fn person(n: u128) -> InstanceId {
    InstanceId(Uuid::from_u128(n))
}

fn read(answers: &[(Option<u128>, &str, &str)]) -> Facts {
    let slots = answers.iter().map(|(member, fact, raw)| {
        let name = questions(fact).next().unwrap();
        let path = member.map_or(Path::question(name), |n| Path::of(person(n), name));
        (path, Slot::keyed(raw, None))
    });
    Facts::read(&slots.collect::<BTreeMap<_, _>>(), |_| true)
}

fn holder(of: u128, who: u128) -> Holder {
    Holder { family: family(of), one: family(of), person: Some(person(who)), kind: None }
}

fn card(of: u128, kind: Option<Card>) -> Holder {
    Holder { family: family(of), one: family(of), person: None, kind }
}

fn placed(of: u128, building: u32, number: u32) -> Placed {
    let listed = Listed { number, head: "Siti".into(), welfare: None };
    let (building, number) = (Some(building), Some(number));
    let (family, one) = (family(of), family(of));
    Placed { family, one, building, number, head: Some("SITI".into()), welfare: Some(1), listed }
}

fn named(found: &[Found]) -> Vec<(Check, Vec<u128>)> {
    let ids = |found: &Found| found.families.iter().map(|f| f.0.as_u128()).collect();
    found.iter().map(|found| (found.check, ids(found))).collect()
}

#[test]
fn the_rules_stand_in_the_order_of_their_checks_and_look_at_a_question() {
    for rule in &RULES {
        assert!(std::ptr::eq(rule.check.rule(), rule) || rule.check.rule().id == rule.id);
        assert!(questions(rule.focus).next().is_some(), "{}", rule.id);
        assert!(!rule.indonesian.is_empty() && !rule.english.is_empty());
    }
}

#[test]
fn facts_are_what_stands_and_numbers_that_are_none_are_left_out() {
    let facts = read(&[
        (None, "card", "8271.0212 0590-0000"),
        (None, "main", "1"),
        (None, "building", "007"),
        (None, "number", "12"),
        (None, "head", " la ode  m. sidik "),
        (Some(1), "person", NIK),
        (Some(1), "here", "1"),
        (Some(2), "person", "9999999999999996"),
        (Some(3), "person", "123"),
        (Some(4), "person", "8271021205900001"),
        (Some(4), "here", "3"),
    ]);
    assert_eq!(facts.card.as_deref(), Some(NIK), "a serial of 0000 is a number");
    assert_eq!((facts.kind, facts.building, facts.number), (Some(Card::Main), Some(7), Some(12)));
    assert_eq!(facts.head.as_deref(), Some("LA ODE M SIDIK"));
    let persons: Vec<_> = facts.persons.keys().copied().collect();
    assert_eq!(persons, [person(1)], "neither fillers, nor half a number, nor who moved away");
}

#[test]
fn a_reason_instead_of_a_number_and_a_hidden_answer_match_nobody() {
    let path = Path::of(person(1), questions("person").next().unwrap());
    let missing = Slot { missing: Some("menolak".into()), ..Slot::keyed(NIK, None) };
    let slots = BTreeMap::from([(path.clone(), missing)]);
    assert_eq!(Facts::read(&slots, |_| true), Facts::default());
    let slots = BTreeMap::from([(path, Slot::keyed(NIK, None))]);
    assert_eq!(Facts::read(&slots, |_| false), Facts::default());
}

#[test]
fn confirmed_is_what_these_rules_find_only() {
    let id = Check::SamePerson.rule().id;
    let why = [(id.to_owned(), "kembar".to_owned()), ("K154".into(), "lain".into())];
    let slot = Slot { confirmed: why.into(), ..Slot::keyed(NIK, None) };
    let path = Path::of(person(1), questions("person").next().unwrap());
    let facts = Facts::read(&BTreeMap::from([(path, slot)]), |_| true);
    assert_eq!(facts.confirmed, BTreeMap::from([(id.into(), "kembar".into())]));
}

#[test]
fn a_nik_is_double_in_two_families_and_in_two_persons_only() {
    assert_eq!(named(&persons(&[holder(1, 1), holder(2, 2)])), [(Check::SamePerson, vec![1, 2])]);
    assert!(persons(&[holder(1, 1), holder(1, 2)]).is_empty(), "within a family it is K010's");
    assert!(persons(&[holder(1, 1), holder(2, 1)]).is_empty(), "who moved is one person");
    let other_id = Holder { one: family(1), ..holder(2, 2) };
    assert!(persons(&[holder(1, 1), other_id]).is_empty(), "two ids of one family");
}

#[test]
fn a_card_is_shared_in_order_where_both_say_how() {
    let (main, split) = (Some(Card::Main), Some(Card::Split));
    let at = |side, holders: &[Holder]| named(&cards(holders, side));
    assert!(at(Side::Endpoint, &[card(1, main), card(2, split)]).is_empty());
    assert_eq!(at(Side::Laptop, &[card(1, main), card(2, None)]), [(Check::SameCard, vec![1, 2])]);
    assert_eq!(at(Side::Endpoint, &[card(1, main)]), [(Check::LoneCard, vec![1])]);
    assert!(at(Side::Laptop, &[card(1, main)]).is_empty(), "a laptop does not hold them all");
    let three = [card(1, main), card(2, split), card(3, None)];
    assert_eq!(at(Side::Endpoint, &three), [(Check::SameCard, vec![1, 2, 3])]);
    let mains = [card(1, main), card(2, main)];
    assert_eq!(at(Side::Endpoint, &mains), [(Check::LoneCard, vec![1, 2])]);
}

#[test]
fn an_sls_has_every_number_once_in_the_order_of_its_buildings_as_listed() {
    assert!(neighbours(&[placed(1, 1, 1), placed(2, 1, 2), placed(3, 2, 3)]).is_empty());
    let twice = named(&neighbours(&[placed(1, 1, 1), placed(2, 2, 1)]));
    assert_eq!(twice, [(Check::SameNumber, vec![1, 2]), (Check::ListedTwice, vec![1, 2])]);
    let back = named(&neighbours(&[placed(1, 5, 1), placed(2, 2, 2), placed(3, 6, 3)]));
    assert_eq!(back, [(Check::Order, vec![1, 2])]);
    let named_else = Placed { head: Some("WAHIDA".into()), ..placed(1, 1, 1) };
    assert_eq!(named(&neighbours(&[named_else])), [(Check::NotAsListed, vec![1])]);
    let unlisted = Listed { number: 0, head: String::new(), welfare: None };
    assert!(neighbours(&[Placed { listed: unlisted, ..placed(1, 1, 1) }]).is_empty());
    let judged = |code| Listed { number: 1, head: "Siti".into(), welfare: Some(code) };
    let other = Placed { listed: judged(3), ..placed(1, 1, 1) };
    assert_eq!(named(&neighbours(&[other])), [(Check::NotAsListed, vec![1])]);
    assert!(neighbours(&[Placed { listed: judged(1), ..placed(1, 1, 1) }]).is_empty());
}

proptest! {
    #[test]
    fn no_order_of_arrival_changes_what_is_found(
        rows in prop::collection::vec((1_u128..5, 1_u128..4, 1_u128..6, 0_u32..3, 1_u32..4), 0..12),
        turn in any::<prop::sample::Index>(),
    ) {
        let all: Vec<_> = rows.iter().map(|&(of, one, who, kind, number)| {
            let kind = [None, Some(Card::Main), Some(Card::Split)][kind as usize];
            let (of, one) = (family(of), family(one.min(of)));
            let holder = Holder { family: of, one, person: Some(person(who)), kind };
            let placed = Placed { family: of, one, ..placed(1, who as u32, number) };
            (holder, placed)
        }).collect();
        let answers = |rows: &[(Holder, Placed)]| {
            let (holders, places): (Vec<_>, Vec<_>) = rows.iter().cloned().unzip();
            let mut found = persons(&holders);
            found.extend(cards(&holders, Side::Endpoint));
            found.extend(neighbours(&places));
            found.sort();
            found
        };
        let mut turned = all.clone();
        if !turned.is_empty() {
            let at = turn.index(turned.len());
            turned.rotate_left(at);
            turned.reverse();
        }
        prop_assert_eq!(answers(&all), answers(&turned));
    }
}
