use std::collections::BTreeMap;

use cacah_family::entry::{Change, Effort, Mode, Visit};
use cacah_family::path::Path;
use uuid::Uuid;

use super::*;
use crate::fixture::{Laptop, areas, family_id, prelist, round, version};
use crate::{Commit, FamilyQuery, NewEntry};

fn form() -> Told {
    let files = BTreeMap::from([("survey.csv".to_owned(), "type,name\n".to_owned())]);
    Told::Form { round: round().id, version: version(), files }
}

fn first_page() -> Vec<Told> {
    let area = areas().remove(0);
    let families = prelist(12).into_iter().filter(|(_, birth)| birth.idsubsls == area.idsubsls);
    let families: Vec<Told> = families.map(|(id, birth)| Told::Family(id, birth)).collect();
    let mut page = vec![Told::Round(round()), form(), Told::Area(round().id, area)];
    page.extend(families);
    page
}

fn listed(laptop: &Laptop) -> u32 {
    laptop.store.families(&FamilyQuery { limit: 1, ..FamilyQuery::default() }).unwrap().1
}

#[test]
fn the_first_page_is_enough_to_begin_and_comes_again_harmlessly() {
    let mut laptop = Laptop::enrolled();
    assert_eq!(laptop.store.down_cursor().unwrap(), None);
    for _ in 0..2 {
        laptop.store.take(&first_page(), "page-2").unwrap();
        assert_eq!(laptop.store.round().unwrap(), Some(round()));
        assert_eq!(laptop.store.form_version().unwrap(), Some(version()));
        assert_eq!(laptop.store.areas().unwrap().len(), 1);
        assert!(listed(&laptop) > 0);
        assert_eq!(laptop.store.down_cursor().unwrap().as_deref(), Some("page-2"));
    }
}

#[test]
fn round_and_form_wait_for_each_other_in_either_order() {
    for turned in [false, true] {
        let mut laptop = Laptop::enrolled();
        let mut told = vec![Told::Round(round()), form()];
        if turned {
            told.reverse();
        }
        for (number, one) in told.into_iter().enumerate() {
            assert_eq!(laptop.store.round().unwrap(), None, "{turned} {number}");
            laptop.store.take(&[one], "x").unwrap();
        }
        assert_eq!(laptop.store.round().unwrap(), Some(round()));
        assert_eq!(laptop.store.form_version().unwrap(), Some(version()));
    }
}

#[test]
fn a_newer_form_is_the_one_to_work_with() {
    let mut laptop = Laptop::new();
    let newer = FormVersion { rules: "82".repeat(32), ..version() };
    let told = Told::Form { round: round().id, version: newer.clone(), files: BTreeMap::new() };
    laptop.store.take(&[told], "x").unwrap();
    assert_eq!(laptop.store.form_version().unwrap(), Some(newer));
    assert!(laptop.store.form_files_of(&version()).unwrap().is_some());
}

#[test]
fn a_page_of_an_unknown_round_is_not_taken_at_all() {
    let mut laptop = Laptop::enrolled();
    let mut page = first_page();
    page.remove(0);
    let refused = laptop.store.take(&page, "page-2");
    assert!(matches!(refused, Err(StoreError::NotFound("round"))));
    assert_eq!(laptop.store.down_cursor().unwrap(), None);
    assert!(laptop.store.form_files_of(&version()).unwrap().is_none());
}

#[test]
fn of_an_ended_area_only_what_was_worked_on_stays() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &Path::question("r301a"), "1");
    let area = laptop.store.family(work.family).unwrap().unwrap().birth.idsubsls;
    let elsewhere = prelist(12).iter().filter(|(_, birth)| birth.idsubsls != area).count();
    laptop.store.take(&[Told::AreaEnded(round().id, area.clone())], "x").unwrap();
    assert!(laptop.store.areas().unwrap().iter().all(|left| left.idsubsls != area));
    assert_eq!(listed(&laptop) as usize, elsewhere + 1);
    assert_eq!(laptop.store.history(work.family).unwrap().len(), 2);
    assert!(family_id(0) == work.family);
}

/// A visit to family 1 as another laptop wrote it, by this officer or by a colleague.
fn written_elsewhere(own: bool) -> Laptop {
    let (mut there, mut here) = (Laptop::new(), Laptop::new());
    let family = family_id(1);
    let visit = Change::Visit { outcome: Visit::Refused, note: String::new(), appointment: None };
    let entry = NewEntry {
        family,
        document: None,
        path: Path::question(Path::VISIT),
        change: visit,
        over: Vec::new(),
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    let commit = Commit { entries: vec![entry], ..Commit::default() };
    let mut entries = there.store.append(commit).unwrap();
    for entry in &mut entries {
        entry.dot.actor.device.0 = Uuid::from_u128(7);
        if !own {
            entry.officer.0 = Uuid::from_u128(8);
        }
    }
    let birth = prelist(12).remove(1).1;
    here.store.merge_foreign(&birth, &entries).unwrap();
    here.store.take(&[Told::AreaEnded(birth.round, birth.idsubsls)], "").unwrap();
    here
}

#[test]
fn an_area_that_ends_takes_what_only_colleagues_wrote_and_leaves_the_officers_own() {
    let own = written_elsewhere(true);
    assert_eq!(own.store.history(family_id(1)).unwrap().entries().count(), 1);
    let colleague = written_elsewhere(false);
    assert_eq!(colleague.store.family(family_id(1)).unwrap(), None);
    assert_eq!(colleague.store.history(family_id(1)).unwrap().entries().count(), 0);
}
