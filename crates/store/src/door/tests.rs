use cacah_family::alike::Known;
use cacah_family::entry::{Birth, Effort, Listed, Mode, NewSls, SlsChange, SlsKind};
use cacah_family::id::InstanceId;
use cacah_family::path::Path;
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, areas, family_id, prelist, round, summary};
use crate::{Commit, FamilyQuery, NewEntry, Road, Summary, Told};

fn fact(family: FamilyId, path: &str, change: Change) -> NewEntry {
    NewEntry {
        family,
        document: None,
        path: Path::question(path),
        change,
        over: Vec::new(),
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    }
}

fn write(laptop: &mut Laptop, entries: Vec<NewEntry>) -> Vec<Entry> {
    laptop.store.append(Commit { entries, ..Commit::default() }).unwrap()
}

fn listed(presence: Presence) -> Change {
    Change::Listed(Listed { presence, with: None, welfare: Some(2), members: Some(5) })
}

fn later() -> Change {
    let appointment = Some("2022-10-20T16:00".to_owned());
    Change::Visit { outcome: Visit::Later, note: "sore".into(), appointment }
}

#[test]
fn a_row_says_what_its_own_entries_say() {
    let mut laptop = Laptop::new();
    let family = family_id(2);
    let entries = vec![
        fact(family, Path::LISTED, listed(Presence::Found)),
        fact(family, Path::VISIT, later()),
    ];
    write(&mut laptop, entries);
    let record = laptop.store.family(family).unwrap().unwrap();
    let Door { presence, welfare, outcome, appointment, note, .. } = record.door;
    assert_eq!((presence, welfare), (Some(Presence::Found), Some(2)));
    assert_eq!((outcome, appointment.as_deref()), (Some(Visit::Later), Some("2022-10-20T16:00")));
    assert_eq!(note, "sore");
    assert_eq!(record.road, Road::Pending, "what was verified is sent");
}

#[test]
fn what_comes_down_is_told_like_what_is_written_here() {
    let (mut one, mut other) = (Laptop::new(), Laptop::new());
    let family = family_id(1);
    let entries = write(&mut one, vec![fact(family, Path::LISTED, listed(Presence::Moved))]);
    // As another laptop wrote it.
    let entries: Vec<Entry> = entries
        .into_iter()
        .map(|mut entry| {
            entry.dot.actor.device.0 = Uuid::from_u128(7);
            entry
        })
        .collect();
    let birth = &prelist(12)[1].1;
    other.store.merge_foreign(birth, &entries).unwrap();
    let here = one.store.family(family).unwrap().unwrap();
    assert_eq!(other.store.family(family).unwrap().unwrap().door, here.door);
}

#[test]
fn the_record_of_an_sls_is_sent_and_is_no_family() {
    let mut laptop = Laptop::new();
    let before =
        laptop.store.families(&FamilyQuery { limit: 100, ..FamilyQuery::default() }).unwrap();
    let old = areas()[0].clone();
    let record = FamilyId::of_sls(round().id, &old.idsubsls);
    let new: cacah_family::area::Idsubsls = "8271021003000400".parse().unwrap();
    let into = vec![NewSls { idsubsls: new.clone(), name: "RT 004 RW 001".into() }];
    let change = |settled| {
        let into = into.clone();
        Change::Sls(SlsChange { kind: SlsKind::Split, into, note: String::new(), settled })
    };
    let birth = Change::Family(Birth::of_sls(round().id, old.idsubsls.clone()));
    let first = write(
        &mut laptop,
        vec![fact(record, Path::FAMILY, birth), fact(record, Path::SLS, change(false))],
    );
    let after =
        laptop.store.families(&FamilyQuery { limit: 100, ..FamilyQuery::default() }).unwrap();
    assert_eq!(after, before, "no list has it");
    let waits = laptop.store.pending(ALL, false).unwrap();
    assert_eq!(waits.iter().map(|one| one.family).collect::<Vec<_>>(), [record]);
    let known = |laptop: &Laptop| laptop.store.areas().unwrap().iter().any(|a| a.idsubsls == new);
    assert!(!known(&laptop), "a report makes no area");
    let settled = NewEntry { over: vec![first[1].dot], ..fact(record, Path::SLS, change(true)) };
    write(&mut laptop, vec![settled]);
    assert!(known(&laptop));
    let made = laptop.store.areas().unwrap().into_iter().find(|a| a.idsubsls == new).unwrap();
    assert_eq!((made.name.as_str(), made.village), ("RT 004 RW 001", old.village));
}

#[test]
fn people_are_found_by_name_and_by_birth_date_and_forgotten_with_an_area() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let known = |name: &str, born: &str| Known {
        name: name.into(),
        born: Some(born.into()),
        sex: Some("1".into()),
    };
    let person = InstanceId(Uuid::from_u128(0x9E));
    let persons = [(person, known("MUHAMMAD HASAN", "1990-05-12"))].into();
    let told = Summary { persons: Some(persons), ..summary(work) };
    laptop.store.append(Commit { summary: Some(told), ..Commit::default() }).unwrap();
    let found = |laptop: &Laptop, who: &Known, not| laptop.store.alike(who, not).unwrap().len();
    let elsewhere = family_id(5);
    assert_eq!(found(&laptop, &known("MOH HASAN", "1971-01-01"), elsewhere), 1, "by the name");
    assert_eq!(found(&laptop, &known("SALMA", "1990-05-12"), elsewhere), 1, "by the birth date");
    assert_eq!(found(&laptop, &known("SALMA", "1971-01-01"), elsewhere), 0);
    assert_eq!(
        found(&laptop, &known("MOH HASAN", "1990-05-12"), work.family),
        0,
        "not with itself"
    );
    // Rows of families nobody wrote of go with the area, whatever they are found by.
    for area in areas() {
        laptop.store.take(&[Told::AreaEnded(round().id, area.idsubsls)], "").unwrap();
    }
    let (left, _) =
        laptop.store.families(&FamilyQuery { limit: 100, ..FamilyQuery::default() }).unwrap();
    assert_eq!(left.iter().map(|record| record.family).collect::<Vec<_>>(), [work.family]);
}

#[test]
fn one_or_two_letters_find_the_words_that_begin_so() {
    let laptop = Laptop::new();
    let all =
        laptop.store.families(&FamilyQuery { limit: 100, ..FamilyQuery::default() }).unwrap().0;
    let begins = |record: &crate::FamilyRecord, letters: &str| {
        let text = format!("{} {}", record.birth.head, record.birth.address).to_uppercase();
        text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(letters))
    };
    for letters in ["L", "La", "ja", "S"] {
        let search = letters.to_owned();
        let query = FamilyQuery { search, limit: 100, ..FamilyQuery::default() };
        let wanted = all.iter().filter(|record| begins(record, &letters.to_uppercase())).count();
        assert_eq!(laptop.store.families(&query).unwrap().1 as usize, wanted, "{letters}");
    }
}

#[test]
fn a_file_from_before_is_told_at_its_opening() {
    let mut laptop = Laptop::new();
    let family = family_id(3);
    write(&mut laptop, vec![fact(family, Path::VISIT, later())]);
    let door = laptop.store.family(family).unwrap().unwrap().door;
    laptop.store.writer.execute_batch("UPDATE family SET door = NULL; DELETE FROM prefix").unwrap();
    settings::put(&laptop.store.writer, TOLD, "").unwrap();
    laptop.store.writer.execute("DELETE FROM setting WHERE key = ?1", [TOLD]).unwrap();
    let laptop = laptop.reopened();
    assert_eq!(laptop.store.family(family).unwrap().unwrap().door, door);
    let (_, found) = laptop
        .store
        .families(&FamilyQuery { search: "J".into(), limit: 1, ..FamilyQuery::default() })
        .unwrap();
    assert!(found > 0, "Jl.");
}
