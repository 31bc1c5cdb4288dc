//! Held, not refused: readable, authentic, and not part of the state until a person says so.

use std::collections::BTreeMap;

use cacah_central::storage::{FamilyRow, Storage as _};
use cacah_family::entry::{Birth, Change};
use cacah_family::id::{FamilyId, RoundId};
use cacah_family::status::Status;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;
use uuid::Uuid;

use crate::laptop::{Laptop, Line};
use crate::office::{A, ADMIN, B, HERE, Office, THERE, birth, family, plan, toy, version};

/// Sends a line that is to be held and shows that it is durable and changes nothing.
fn held(office: Office, laptop: &Laptop, line: &Line, code: Code) {
    let home = laptop.place.home.clone();
    let before = office.central.storage().known(&home, line.0).unwrap();
    let totals = office.central.storage().totals().unwrap();
    assert_eq!(laptop.send(&office, std::slice::from_ref(line)), [Verdict::Held(code)]);
    let office = office.restart();
    let known = office.central.storage().known(&home, line.0).unwrap();
    assert_eq!(known.row, before.row, "the state is as it was");
    assert_eq!(known.segments.len(), before.segments.len() + 1);
    assert_eq!(office.central.storage().totals().unwrap(), totals);
    let held = office.central.storage().held().unwrap();
    assert_eq!((held.len(), held[0].held, held[0].hash), (1, Some(code), line.2.hash()));
    // Sent again it is still held, and still kept once.
    assert_eq!(laptop.send(&office, std::slice::from_ref(line)), [Verdict::Held(code)]);
    assert_eq!(office.central.storage().held().unwrap().len(), 1);
}

fn other_structure() -> BTreeMap<String, String> {
    let mut files = toy();
    let survey = files.get_mut("survey.csv").unwrap();
    *survey = survey.replace("cangkir", "gelas");
    let checks = files.get_mut("checks.csv").unwrap();
    *checks = checks.replace("cangkir", "gelas");
    files
}

#[test]
fn a_form_nobody_installed() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.form = version(&other_structure());
    let visit = laptop.visit(family(1), "2");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::UnknownForm);
}

#[test]
fn every_installed_version_is_accepted_and_other_rules_are_no_reason() {
    let office = Office::new();
    office.central.install(ADMIN, plan(&other_structure())).unwrap();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
    laptop.form.rules = "0".repeat(64);
    let visit = laptop.visit(family(2), "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
    let document = &office.central.storage().documents(&laptop.place.home, family(2)).unwrap()[0];
    assert_eq!(document.form, version(&toy()));
}

#[test]
fn a_family_of_the_prelist_elsewhere_whatever_the_segment_claims() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(3), "2");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::OutsideArea);
}

#[test]
fn a_place_outside_claimed_for_a_family_inside() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.place.idsubsls = THERE.parse().unwrap();
    let visit = laptop.visit(family(1), "2");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::OutsideArea);
}

#[test]
fn a_family_nobody_knows_and_no_birth_tells_of() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let stranger = FamilyId(Uuid::from_u128(999));
    let visit = laptop.visit(stranger, "2");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::OutsideArea);
}

fn found(laptop: &mut Laptop, birth: Birth) -> Line {
    let family = FamilyId(Uuid::from_u128(999));
    let mut entries = vec![laptop.born(family, Birth { found: true, ..birth })];
    entries.extend(laptop.visit(family, "2"));
    laptop.segment(&entries)
}

#[test]
fn a_family_found_in_the_field_is_born_in_the_officers_area_only() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let line = found(&mut laptop, birth(9, HERE));
    assert_eq!(laptop.send(&office, &[line]), [Verdict::Stored]);
    let totals = office.central.storage().totals().unwrap();
    let here = totals.iter().find(|total| total.idsubsls.as_str() == HERE).unwrap();
    assert_eq!((here.found, here.prelist, here.clean), (1, 2, 1));
    assert_eq!(totals, office.central.storage().recount().unwrap());

    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let line = found(&mut laptop, birth(9, THERE));
    held(office, &laptop, &line, Code::OutsideArea);
}

#[test]
fn a_family_is_not_born_into_a_district_its_officer_does_not_serve() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.place.home = "8271010".parse().unwrap();
    let elsewhere = Birth { home: laptop.place.home.clone(), ..birth(9, HERE) };
    let line = found(&mut laptop, elsewhere);
    held(office, &laptop, &line, Code::OutsideArea);
}

#[test]
fn another_round() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.place.round = RoundId(Uuid::from_u128(2));
    let visit = laptop.visit(family(1), "2");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::WrongRound);
}

#[test]
fn a_number_given_out_twice() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
    // An old copy of the vault was restored and the numbers begin again.
    laptop.seq = 0;
    let visit = laptop.visit(family(1), "3");
    let line = laptop.segment(&visit);
    held(office, &laptop, &line, Code::Fork);
}

#[test]
fn the_same_entries_cut_otherwise_are_no_fork() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit[..2])]), [Verdict::Stored]);
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
}

#[test]
fn work_of_an_assignment_that_ended_is_accepted() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    let mut plan = plan(&toy());
    plan.officers[0].areas = vec![THERE.into()];
    office.central.install(ADMIN, plan).unwrap();
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
}

#[test]
fn one_held_family_never_blocks_the_others() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let visits = [3, 1, 2].map(|number| laptop.visit(family(number), "2"));
    let lines: Vec<Line> = visits.iter().map(|visit| laptop.segment(visit)).collect();
    let verdicts = laptop.send(&office, &lines);
    assert_eq!(verdicts, [Verdict::Held(Code::OutsideArea), Verdict::Stored, Verdict::Stored]);
    // And the family held from A is B's to register.
    b.place.idsubsls = THERE.parse().unwrap();
    let visit = b.visit(family(3), "2");
    assert_eq!(b.send(&office, &[b.segment(&visit)]), [Verdict::Stored]);
}

/// State of a family, and how many segments are held.
fn outcome(office: &Office, laptop: &Laptop, family: FamilyId) -> (Option<FamilyRow>, usize) {
    let storage = office.central.storage();
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
    let known = storage.known(&laptop.place.home, family).unwrap();
    // The number of batches it took is not part of the state.
    let row = known.row.map(|row| FamilyRow { revision: 0, ..row });
    (row, storage.held().unwrap().len())
}

#[test]
fn what_came_before_its_birth_joins_it_when_it_comes() {
    let orders = [[0, 1], [1, 0]].map(|order| {
        let office = Office::new();
        let mut laptop = Laptop::enrolled(&office, A, 1);
        let stranger = FamilyId(Uuid::from_u128(999));
        let born = [laptop.born(stranger, Birth { found: true, ..birth(9, HERE) })];
        let visit = laptop.visit(stranger, "2");
        let parts = [laptop.segment(&born), laptop.segment(&visit)];
        for at in order {
            laptop.send(&office, &[parts[at].clone()]);
        }
        outcome(&office, &laptop, stranger)
    });
    assert_eq!(orders[0], orders[1]);
    assert_eq!(orders[0].1, 0);
    assert_eq!(orders[0].0.as_ref().unwrap().status, Some(Status::Clean));
}

#[test]
fn a_form_installed_later_lets_in_what_waited_for_it() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.form = version(&other_structure());
    let visit = laptop.visit(family(1), "2");
    let line = laptop.segment(&visit);
    assert_eq!(
        laptop.send(&office, std::slice::from_ref(&line)),
        [Verdict::Held(Code::UnknownForm)]
    );
    office.central.install(ADMIN, plan(&other_structure())).unwrap();
    let (row, held) = outcome(&office, &laptop, family(1));
    assert_eq!((held, row.unwrap().received), (0, 1));
    assert_eq!(laptop.send(&office, &[line]), [Verdict::Already]);
}

#[test]
fn an_area_given_later_lets_in_what_waited_for_it() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(3), "2");
    let line = laptop.segment(&visit);
    assert_eq!(laptop.send(&office, &[line]), [Verdict::Held(Code::OutsideArea)]);
    let mut plan = plan(&toy());
    plan.officers[0].areas.push(THERE.into());
    office.central.install(ADMIN, plan).unwrap();
    let (row, held) = outcome(&office, &laptop, family(3));
    assert_eq!((held, row.unwrap().status), (0, Some(Status::Clean)));
}

#[test]
fn a_family_with_more_instances_than_can_be_checked() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let document = cacah_family::id::DocumentId(Uuid::from_u128(5));
    let order = cacah_family::order::OrderKey::between(None, None);
    let join = Change::Join { repeat: "anggota".into(), order, parent: None, from: None };
    let entries: Vec<_> = (0..1001)
        .map(|person| {
            let path = cacah_family::path::Path::instance(Uuid::from_u128(person).into());
            laptop.entry(family(1), Some(document), path, join.clone())
        })
        .collect();
    let other = laptop.visit(family(2), "2");
    let verdicts = laptop.send(&office, &[laptop.segment(&entries), laptop.segment(&other)]);
    assert_eq!(verdicts, [Verdict::Held(Code::Internal), Verdict::Stored]);
}
