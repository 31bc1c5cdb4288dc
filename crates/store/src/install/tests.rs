use uuid::Uuid;

use cacah_family::id::RoundId;

use super::*;
use crate::FamilyQuery;
use crate::fixture::{Laptop, areas, family_id, prelist, round, version};

fn all(laptop: &Laptop) -> u32 {
    laptop.store.families(&FamilyQuery { limit: 1, ..FamilyQuery::default() }).unwrap().1
}

#[test]
fn before_the_first_round_there_is_nothing() {
    let laptop = Laptop::enrolled();
    assert_eq!(laptop.store.round().unwrap(), None);
    assert!(laptop.store.form_files().unwrap().is_empty());
    assert!(laptop.store.areas().unwrap().is_empty());
    assert_eq!(all(&laptop), 0);
}

#[test]
fn a_round_comes_with_form_areas_and_prelist_and_coming_again_changes_nothing() {
    let mut laptop = Laptop::new();
    for _ in 0..2 {
        assert_eq!(laptop.store.round().unwrap(), Some(round()));
        assert_eq!(laptop.store.form_version().unwrap(), Some(version()));
        assert_eq!(laptop.store.form_files().unwrap()["survey.csv"], "type,name\n");
        let mut expected = areas();
        expected.sort_by(|a, b| a.idsubsls.cmp(&b.idsubsls));
        assert_eq!(laptop.store.areas().unwrap(), expected);
        assert_eq!(all(&laptop), 12);
        laptop.install(12).unwrap();
    }
}

#[test]
fn local_work_outlives_a_new_package() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &cacah_family::path::Path::question("r301a"), "1");
    // Two families left the prelist, the others changed their address.
    let mut families = prelist(10);
    for (_, birth) in &mut families {
        birth.address = "Jl. Latihan Lain".into();
    }
    let form = BTreeMap::new();
    laptop.store.install(&round(), &version(), &form, &areas(), &families).unwrap();
    assert_eq!(laptop.store.history(work.family).unwrap().len(), 2);
    assert_eq!(all(&laptop), 12);
    let record = laptop.store.family(work.family).unwrap().unwrap();
    assert_eq!(record.birth.address, "Jl. Latihan Lain");
    assert_eq!(record.document, Some(work.document));
    let other = laptop.store.family(family_id(11)).unwrap().unwrap();
    assert_eq!(other.birth, prelist(12)[11].1);
}

#[test]
fn every_version_of_the_form_is_kept() {
    let mut laptop = Laptop::new();
    let newer = FormVersion { rules: "82".repeat(32), ..version() };
    let files = BTreeMap::from([("survey.csv".to_owned(), "type,name,label\n".to_owned())]);
    laptop.store.install(&round(), &newer, &files, &areas(), &[]).unwrap();
    assert_eq!(laptop.store.form_files().unwrap(), files);
    let older = laptop.store.form_files_of(&version()).unwrap().unwrap();
    assert_eq!(older["survey.csv"], "type,name\n");
    let unknown = FormVersion { rules: "99".repeat(32), ..version() };
    assert_eq!(laptop.store.form_files_of(&unknown).unwrap(), None);
}

#[test]
fn rounds_never_mix() {
    let mut laptop = Laptop::new();
    let other = Round { id: RoundId(Uuid::from_u128(0x2023)), ..round() };
    laptop.store.install(&other, &version(), &BTreeMap::new(), &areas(), &[]).unwrap();
    assert_eq!(laptop.store.round().unwrap(), Some(other));
    assert_eq!(all(&laptop), 0);
    laptop.install(12).unwrap();
    assert_eq!(all(&laptop), 12);
}
