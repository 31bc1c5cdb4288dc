use std::collections::BTreeMap;

use cacah_family::across::{Card, Check, Facts, Side};
use cacah_family::entry::Change;
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::path::Path;
use cacah_family::status::Status;
use uuid::Uuid;

use super::*;
use crate::fixture::{Laptop, Work, summary};
use crate::{Commit, FamilyQuery, Summary, Told};

const NIK: &str = "8271021205900000";
const KK: &str = "8271020101100000";

/// What a member of this id with this NIK says.
fn with_nik(person: u128, nik: &str) -> Facts {
    Facts {
        persons: BTreeMap::from([(InstanceId(Uuid::from_u128(person)), nik.into())]),
        ..Facts::default()
    }
}

fn tell(laptop: &mut Laptop, work: Work, facts: Facts) {
    let summary = Some(Summary { facts: Some(facts), ..summary(work) });
    laptop.store.append(Commit { summary, ..Commit::default() }).unwrap();
}

/// Rule, side and families of all that is found.
fn found(laptop: &Laptop) -> Vec<(&'static str, Side, FamilyId)> {
    let records = laptop.store.across(None).unwrap();
    records.iter().map(|record| (record.rule.id, record.side, record.family)).collect()
}

fn rule(check: Check) -> &'static str {
    check.rule().id
}

#[test]
fn a_nik_of_two_families_is_found_until_one_of_them_changes_and_no_status_knows() {
    let mut laptop = Laptop::new();
    let (one, other) = (laptop.visit(0), laptop.visit(1));
    tell(&mut laptop, one, with_nik(1, NIK));
    assert!(found(&laptop).is_empty());
    tell(&mut laptop, other, with_nik(2, NIK));
    let mut both = vec![one.family, other.family];
    both.sort();
    let mut families: Vec<_> = found(&laptop).iter().map(|(.., family)| *family).collect();
    families.sort();
    assert_eq!(families, both);
    assert_eq!(laptop.store.across(Some(one.family)).unwrap().len(), 2, "with whom");
    let query = FamilyQuery { limit: 100, ..FamilyQuery::default() };
    let rows = laptop.store.families(&query).unwrap().0;
    let worked = rows.iter().filter(|row| both.contains(&row.family));
    assert!(worked.into_iter().all(|row| row.status == Status::Clean));
    tell(&mut laptop, other, with_nik(2, "8271021205910000"));
    assert!(found(&laptop).is_empty());
}

#[test]
fn a_removed_document_says_nothing_more_until_it_is_told_again() {
    let mut laptop = Laptop::new();
    let (one, other) = (laptop.visit(0), laptop.visit(1));
    tell(&mut laptop, one, Facts { card: Some(KK.into()), ..Facts::default() });
    let main = Facts { card: Some(KK.into()), kind: Some(Card::Main), ..Facts::default() };
    tell(&mut laptop, other, main);
    assert!(found(&laptop).iter().all(|(id, ..)| *id == rule(Check::SameCard)));
    assert_eq!(found(&laptop).len(), 2, "and never that a half is missing");
    laptop.write(other, Path::question(Path::STATE), Change::Removed {}, vec![]).unwrap();
    assert!(found(&laptop).is_empty());
}

#[test]
fn an_area_is_answered_whole_when_a_number_changes() {
    let mut laptop = Laptop::new();
    let (one, other) = (laptop.visit(0), laptop.visit(1));
    let placed = |building, number| Facts {
        building: Some(building),
        number: Some(number),
        ..Facts::default()
    };
    tell(&mut laptop, one, placed(1, 901));
    tell(&mut laptop, other, placed(1, 901));
    let twice = |laptop: &Laptop| {
        found(laptop).iter().filter(|(id, ..)| *id == rule(Check::SameNumber)).count()
    };
    assert_eq!(twice(&laptop), 2);
    tell(&mut laptop, other, placed(1, 902));
    assert_eq!(twice(&laptop), 0);
}

#[test]
fn what_the_endpoint_says_stands_beside_and_is_replaced_whole() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let theirs = |bucket: &str| TheirFinding {
        rule: Check::SamePerson.rule(),
        bucket: bucket.into(),
        since: 5,
        elsewhere: true,
    };
    let unknown = Told::Across(FamilyId(Uuid::from_u128(9)), vec![theirs("a")]);
    let page = [Told::Across(work.family, vec![theirs("a"), theirs("b")]), unknown];
    laptop.store.take(&page, "1").unwrap();
    laptop.store.take(&page, "1").unwrap();
    let records = laptop.store.across(None).unwrap();
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|r| r.elsewhere && r.side == Side::Endpoint));
    laptop.store.take(&[Told::Across(work.family, Vec::new())], "2").unwrap();
    assert!(found(&laptop).is_empty());
}

#[test]
fn what_was_confirmed_in_a_document_is_known_with_its_reason() {
    let mut laptop = Laptop::new();
    let (one, other) = (laptop.visit(0), laptop.visit(1));
    tell(&mut laptop, one, with_nik(1, NIK));
    let confirmed = BTreeMap::from([(rule(Check::SamePerson).to_owned(), "kembar".to_owned())]);
    tell(&mut laptop, other, Facts { confirmed, ..with_nik(2, NIK) });
    let reason = |family| {
        let records = laptop.store.across(None).unwrap();
        records.into_iter().find(|record| record.family == family).unwrap().confirmed
    };
    assert_eq!((reason(one.family), reason(other.family).as_deref()), (None, Some("kembar")));
}
