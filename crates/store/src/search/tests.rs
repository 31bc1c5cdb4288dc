use proptest::prelude::*;

use crate::fixture::{Laptop, Work, family_id, summary};
use crate::{Commit, FamilyQuery, Summary};

const NIK: &str = "8271025205900000";
const KK: &str = "8271021510220000";

fn found(laptop: &Laptop, search: &str) -> Vec<usize> {
    let query = FamilyQuery { search: search.into(), limit: 100, ..FamilyQuery::default() };
    let (records, total) = laptop.store.families(&query).unwrap();
    assert_eq!(records.len(), total as usize);
    (0..12).filter(|n| records.iter().any(|record| record.family == family_id(*n))).collect()
}

fn tell(laptop: &mut Laptop, summary: Summary) {
    laptop.store.append(Commit { summary: Some(summary), ..Commit::default() }).unwrap();
}

fn told() -> (Laptop, Work) {
    let mut laptop = Laptop::new();
    let work = laptop.visit(4);
    let names = ["ZAINAB UMAKAMEA", "Li", "ÉLODIE \"%_\" QX"];
    let summary = Summary {
        head: Some("ZULKIFLI UMAKAMEA".into()),
        names: Some(names.map(String::from).to_vec()),
        numbers: Some(vec![NIK.into(), KK.into(), "827".into()]),
        ..summary(work)
    };
    tell(&mut laptop, summary);
    (laptop, work)
}

#[test]
fn every_word_must_occur_anywhere_and_in_any_case() {
    let (laptop, _) = told();
    for search in ["umakamea", "ZULKI", "zainab zulkifli", "kame  naB", "élodie", "qx", "\"%_\""] {
        assert_eq!(found(&laptop, search), [4], "{search}");
    }
    assert_eq!(found(&laptop, "ik"), [] as [usize; 0], "two letters begin a word");
    let all = (0..12).collect::<Vec<_>>();
    assert_eq!(found(&laptop, "%_"), all, "signs are no pattern, and no word");
    assert_eq!(found(&laptop, "z. umakamea"), [4], "an initial with its dot");
    assert_eq!(found(&laptop, "umakamea nobody"), [] as [usize; 0]);
    assert_eq!(found(&laptop, "  "), (0..12).collect::<Vec<_>>());
    let prelist = laptop.store.family(family_id(7)).unwrap().unwrap();
    assert!(found(&laptop, &prelist.birth.head).contains(&7));
    assert_eq!(found(&laptop, &prelist.birth.address), [7]);
}

#[test]
fn a_number_is_also_that_of_the_building_or_the_family() {
    let (laptop, _) = told();
    let record = laptop.store.family(family_id(7)).unwrap().unwrap();
    assert!(found(&laptop, &record.birth.number.to_string()).contains(&7));
    let both = format!("{}/{}", record.birth.building, record.birth.number);
    assert!(found(&laptop, &both).contains(&7));
}

#[test]
fn identity_numbers_are_found_only_when_typed_whole() {
    let (mut laptop, work) = told();
    for search in [NIK, KK, "827102 520590 0000", "827102.520590.0000"] {
        assert_eq!(found(&laptop, search), [4], "{search}");
    }
    for search in ["827102520590000", "827102", "520590", "8271025205900001"] {
        assert_eq!(found(&laptop, search), [] as [usize; 0], "{search}");
    }
    tell(&mut laptop, Summary { numbers: Some(vec![KK.into()]), ..summary(work) });
    assert_eq!(found(&laptop, NIK), [] as [usize; 0]);
    assert_eq!(found(&laptop, KK), [4]);
}

#[test]
fn a_name_that_is_no_more_is_not_found() {
    let (mut laptop, work) = told();
    tell(&mut laptop, Summary { names: Some(vec!["WAHIDA".into()]), ..summary(work) });
    assert_eq!(found(&laptop, "zainab"), [] as [usize; 0]);
    assert_eq!(found(&laptop, "wahida zulkifli"), [4]);
}

#[test]
fn whatever_is_typed_is_words_never_a_query() {
    let laptop = Laptop::new();
    let mut runner = proptest::test_runner::TestRunner::default();
    let typed = prop_oneof!["\\PC{0,30}", "[\"*^:(){}'% _.ORANDNEAR0-9-]{0,30}"];
    runner
        .run(&typed, |typed| {
            let query = FamilyQuery { search: typed, limit: 3, ..FamilyQuery::default() };
            prop_assert!(laptop.store.families(&query).is_ok());
            Ok(())
        })
        .unwrap();
}
