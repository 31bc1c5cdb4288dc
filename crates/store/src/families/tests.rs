use super::*;
use crate::fixture::{Laptop, family_id, prelist, summary};
use crate::{Commit, Summary};

fn list(laptop: &Laptop, query: FamilyQuery) -> Vec<FamilyRecord> {
    let (records, total) = laptop.store.families(&FamilyQuery { limit: 100, ..query }).unwrap();
    assert_eq!(records.len(), total as usize);
    records
}

#[test]
fn families_come_in_walking_order_page_by_page() {
    let laptop = Laptop::new();
    let all = list(&laptop, FamilyQuery::default());
    let walk = |r: &FamilyRecord| (r.birth.idsubsls.clone(), r.birth.building, r.birth.number);
    assert!(all.is_sorted_by_key(walk));
    let mut paged = Vec::new();
    for offset in [0, 5, 10] {
        let page = FamilyQuery { offset, limit: 5, ..FamilyQuery::default() };
        let (records, total) = laptop.store.families(&page).unwrap();
        assert_eq!(total, 12);
        paged.extend(records);
    }
    assert_eq!(paged, all);
}

#[test]
fn an_untouched_family_is_blank_and_says_what_the_prelist_said() {
    let laptop = Laptop::new();
    let record = laptop.store.family(family_id(3)).unwrap().unwrap();
    assert_eq!(record.birth, prelist(12)[3].1);
    assert_eq!((record.status, record.percent, record.road), (Status::Blank, 0, Road::Untouched));
    assert_eq!(laptop.store.family(family_id(99)).unwrap(), None);
}

#[test]
fn lists_narrow_by_status_and_by_sls() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(2);
    let told = Summary { status: Status::Warning, ..summary(work) };
    laptop.store.append(Commit { summary: Some(told), ..Commit::default() }).unwrap();
    let of = |status| FamilyQuery { status: Some(status), ..FamilyQuery::default() };
    assert_eq!(list(&laptop, of(Status::Warning))[0].family, work.family);
    assert_eq!(list(&laptop, of(Status::Blank)).len(), 11);
    let sls = laptop.store.areas().unwrap()[0].idsubsls.clone();
    let there =
        list(&laptop, FamilyQuery { idsubsls: Some(sls.clone()), ..FamilyQuery::default() });
    assert!(!there.is_empty() && there.iter().all(|record| record.birth.idsubsls == sls));
}
