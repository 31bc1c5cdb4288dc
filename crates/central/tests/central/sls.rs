//! Records of SLS, and SLS that change.

use cacah_central::Asked;
use cacah_central::storage::{AreaTotal, Storage as _, Telling as _};
use cacah_family::entry::{
    Birth, Change, Dot, Entry, Listed, NewSls, Presence, Recap, SlsChange, SlsKind,
};
use cacah_family::id::FamilyId;
use cacah_family::path::Path;
use cacah_wire::down::DownItem;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;
use proptest::prelude::*;
use uuid::Uuid;

use crate::down::{Listener, names, send};
use crate::laptop::Laptop;
use crate::office::{
    A, ADMIN, B, DISTRICT, HERE, KOSEKA, Office, THERE, birth, family, round, staffed,
};

/// Came of HERE.
const NEW: &str = "8271021003000301";
const NEWER: &str = "8271021003000302";

pub fn record(area: &str) -> FamilyId {
    FamilyId::of_sls(round(), &area.parse().unwrap())
}

/// What is said of an SLS, with its birth.
pub fn of_sls(laptop: &mut Laptop, area: &str, path: &str, change: Change) -> Vec<Entry> {
    let (id, birth) = (record(area), Birth::of_sls(round(), area.parse().unwrap()));
    laptop.place.idsubsls = area.parse().unwrap();
    vec![laptop.born(id, birth), laptop.entry(id, None, Path::question(path), change)]
}

fn became(kind: SlsKind, into: &[(&str, &str)], settled: bool) -> Change {
    let into = into
        .iter()
        .map(|(id, name)| NewSls { idsubsls: id.parse().unwrap(), name: (*name).into() });
    Change::Sls(SlsChange { kind, into: into.collect(), note: String::new(), settled })
}

fn office() -> Office {
    let office = Office::empty();
    office.central.install(ADMIN, staffed()).unwrap();
    office
}

fn areas(office: &Office) -> Vec<(String, String)> {
    let areas = office.central.storage().areas(round(), "").unwrap();
    areas.into_iter().map(|area| (area.idsubsls.to_string(), area.name)).collect()
}

fn total(office: &Office, area: &str) -> AreaTotal {
    let storage = office.central.storage();
    let totals = storage.totals().unwrap();
    assert_eq!(totals, storage.recount().unwrap());
    let none = AreaTotal::of(&birth(1, area));
    totals.into_iter().find(|total| total.idsubsls.as_str() == area).unwrap_or(none)
}

/// Said over all that was said of it before.
fn said(office: &Office, laptop: &mut Laptop, area: &str, path: &str, change: Change) -> Verdict {
    let mut entries = of_sls(laptop, area, path, change);
    for entry in &mut entries {
        entry.over = before(office, entry);
    }
    laptop.send(office, &[laptop.segment(&entries)])[0]
}

fn before(office: &Office, entry: &Entry) -> Vec<Dot> {
    let home = DISTRICT.parse().unwrap();
    let known = office.central.storage().known(&home, entry.family).unwrap();
    let entries = known.segments.iter().filter_map(|row| row.entries()).flatten();
    entries.filter(|known| known.path == entry.path).map(|known| known.dot).collect()
}

/// A family comes to another area.
fn moved(office: &Office, laptop: &mut Laptop, number: u16, area: &str) -> Verdict {
    let mut entry = laptop.born(family(number), birth(number, area));
    entry.over = before(office, &entry);
    laptop.place.idsubsls = area.parse().unwrap();
    laptop.send(office, &[laptop.segment(&[entry])])[0]
}

#[test]
fn the_record_of_an_sls_is_kept_and_counted_nowhere_as_a_family() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let before = total(&office, HERE);
    let recap = Recap { verified: 2, not_poor: 2, ..Recap::default() };
    let verdict = said(&office, &mut a, HERE, Path::RECAP, Change::Recap(recap));
    assert_eq!(verdict, Verdict::Stored);
    let listed = Listed { presence: Presence::Found, with: None, welfare: Some(3), members: None };
    let gone = Listed { presence: Presence::Moved, ..listed };
    for (number, listed) in [(1, listed), (2, gone)] {
        let path = Path::question(Path::LISTED);
        let entry = a.entry(family(number), None, path, Change::Listed(listed));
        send(&office, &a, &[entry]);
    }
    let expected = AreaTotal { received: 2, listed: 2, verified: 1, recap: 2, ..before };
    assert_eq!(total(&office, HERE), expected);
    let storage = office.central.storage();
    assert_eq!(storage.prelist(round(), HERE).unwrap().len(), 2);
    // Two by the recap, and no document yet.
    let found = office.central.findings(ADMIN, &Asked { area: HERE.into() }).unwrap();
    let rules: Vec<_> = found.iter().map(|row| (row.rule.id, row.family)).collect();
    assert_eq!(rules, [("V003", None)]);
    assert!(office.central.alias(ADMIN, family(1), record(HERE)).is_err());
    let mut koseka = Laptop::enrolled(&office, KOSEKA, 2);
    said(&office, &mut koseka, HERE, Path::APPROVED, Change::Approved {});
    assert_eq!(total(&office, HERE).approved, 1);
    assert!(office.central.verify_receipts().unwrap().told.is_empty());
}

#[test]
fn with_a_document_for_each_family_of_the_recap_nothing_is_missing() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let recap = Recap { verified: 1, ..Recap::default() };
    said(&office, &mut a, HERE, Path::RECAP, Change::Recap(recap));
    let visit = a.visit(family(1), "2");
    send(&office, &a, &visit);
    assert!(office.central.findings(ADMIN, &Asked { area: HERE.into() }).unwrap().is_empty());
}

#[test]
fn neither_a_family_nor_a_record_passes_for_the_other() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let stranger = FamilyId(uuid::Builder::from_custom_bytes([7; 16]).into_uuid());
    let hidden = FamilyId(Uuid::from_u128(999));
    let recap = Change::Recap(Recap::default());
    let cases = [
        vec![a.born(stranger, birth(9, HERE))],
        vec![a.born(record(HERE), birth(9, HERE))],
        vec![a.born(record(THERE), Birth::of_sls(round(), HERE.parse().unwrap()))],
        vec![
            a.born(hidden, birth(9, HERE)),
            a.entry(hidden, None, Path::question(Path::RECAP), recap),
        ],
        of_sls(&mut a, HERE, Path::HANDED, Change::TakenBack {}),
        a.visit(record(HERE), "2"),
        {
            let change = Change::Alias { family: record(HERE) };
            vec![a.entry(family(1), None, Path::question(Path::ALIAS), change)]
        },
    ];
    let rows = office.central.storage().totals().unwrap();
    for entries in cases {
        let verdict = a.send(&office, &[a.segment(&entries)])[0];
        let held = matches!(verdict, Verdict::Held(Code::NotAllowed | Code::OutsideArea));
        assert!(held, "{verdict:?}");
    }
    assert_eq!(office.central.storage().totals().unwrap(), rows);
}

#[test]
fn a_split_is_served_by_whoever_served_the_old_sls_and_families_move_there() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut koseka = Laptop::enrolled(&office, KOSEKA, 2);
    let (mut of_a, mut of_koseka) = (Listener::new(), Listener::new());
    of_a.all(&office, &a);
    of_koseka.all(&office, &koseka);
    let into = [(HERE, "RT 003"), (NEW, "RT 003 A")];
    // A report changes nothing; a family that is moved before it is settled waits.
    let report = became(SlsKind::Split, &into, false);
    assert_eq!(said(&office, &mut a, HERE, Path::SLS, report), Verdict::Stored);
    assert_eq!(areas(&office).len(), 2);
    assert_eq!(moved(&office, &mut a, 1, NEW), Verdict::Held(Code::OutsideArea));
    let settled = became(SlsKind::Split, &into, true);
    assert_eq!(
        said(&office, &mut a, HERE, Path::SLS, settled.clone()),
        Verdict::Held(Code::OutsideArea)
    );
    // The Koseka does not know of the report yet: her word stands all the same.
    let settled = of_sls(&mut koseka, HERE, Path::SLS, settled);
    assert_eq!(koseka.send(&office, &[koseka.segment(&settled)]), [Verdict::Stored]);
    assert!(areas(&office).contains(&(NEW.into(), "RT 003 A".into())));
    let area = &office.central.storage().areas(round(), NEW).unwrap()[0];
    assert_eq!((area.village.as_str(), area.district.as_str()), ("Gamalama", "Ternate Tengah"));
    let team = office.central.storage().team(round(), &NEW.parse().unwrap()).unwrap();
    let codes: Vec<_> = team.iter().map(|service| service.officer.code.as_str()).collect();
    assert_eq!(codes, ["PML 1", A, B]);
    // What waited is heard, and the totals are straight.
    assert_eq!((total(&office, HERE).prelist, total(&office, NEW).prelist), (1, 1));
    assert_eq!(moved(&office, &mut a, 2, NEW), Verdict::Stored);
    assert_eq!((total(&office, HERE).prelist, total(&office, NEW).prelist), (0, 2));
    assert!(office.central.verify_receipts().unwrap().told.is_empty());
    for (listener, laptop) in [(&mut of_a, &a), (&mut of_koseka, &koseka)] {
        let told = names(&listener.all(&office, laptop));
        for item in [format!("area {NEW}"), format!("team {NEW}")] {
            assert!(told.contains(&item), "{told:?}");
        }
    }
    // The office's list of services, given again, takes nothing of it away.
    office.central.install(ADMIN, staffed()).unwrap();
    assert_eq!(moved(&office, &mut a, 2, HERE), Verdict::Stored);
    let team = office.central.storage().team(round(), &NEW.parse().unwrap()).unwrap();
    assert_eq!(team.len(), 3);
}

#[test]
fn a_merge_lets_both_officers_work_on_the_families() {
    let mut alone = staffed();
    alone.officers[1].areas.truncate(1);
    let office = Office::empty();
    office.central.install(ADMIN, alone).unwrap();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let mut koseka = Laptop::enrolled(&office, KOSEKA, 3);
    let merged = became(SlsKind::Merge, &[(THERE, "RT 004")], true);
    assert_eq!(said(&office, &mut koseka, HERE, Path::SLS, merged), Verdict::Stored);
    assert_eq!(moved(&office, &mut a, 1, THERE), Verdict::Stored);
    let visit = b.visit(family(1), "2");
    b.place.idsubsls = THERE.parse().unwrap();
    assert_eq!(b.send(&office, &[b.segment(&visit)]), [Verdict::Stored]);
    let visit = a.visit(family(3), "2");
    a.place.idsubsls = THERE.parse().unwrap();
    assert_eq!(a.send(&office, &[a.segment(&visit)]), [Verdict::Stored]);
    assert_eq!((total(&office, HERE).prelist, total(&office, THERE).prelist), (1, 2));
}

#[test]
fn a_name_and_a_split_are_taken_back() {
    let office = office();
    let mut koseka = Laptop::enrolled(&office, KOSEKA, 1);
    let a = Laptop::enrolled(&office, A, 2);
    let mut of_a = Listener::new();
    let before = areas(&office);
    for (kind, into) in [
        (SlsKind::Rename, vec![(HERE, "RT 033")]),
        (SlsKind::Split, vec![(HERE, "RT 033"), (NEW, "RT 034")]),
    ] {
        said(&office, &mut koseka, HERE, Path::SLS, became(kind, &into, true));
        assert_eq!(areas(&office)[0].1, "RT 033");
    }
    of_a.all(&office, &a);
    // Two settled words, and none over the other: a person decides, and nothing changes.
    let back = of_sls(&mut koseka, HERE, Path::SLS, became(SlsKind::None, &[], true));
    send(&office, &koseka, &back);
    assert_eq!(areas(&office).len(), 3);
    said(&office, &mut koseka, HERE, Path::SLS, became(SlsKind::None, &[], true));
    assert_eq!(areas(&office), before);
    let told = of_a.all(&office, &a);
    let ended = |item: &DownItem| matches!(item, DownItem::AreaEnded { idsubsls, .. } if idsubsls.as_str() == NEW);
    assert!(told.iter().any(ended), "{:?}", names(&told));
}

#[test]
fn nobody_settles_beyond_the_own_areas_or_the_district() {
    let office = office();
    let mut koseka = Laptop::enrolled(&office, KOSEKA, 1);
    for far in ["8271020003000301", "8205010003000301"] {
        let change = became(SlsKind::Split, &[(far, "RT 9")], true);
        let verdict = said(&office, &mut koseka, HERE, Path::SLS, change);
        assert_eq!(verdict, Verdict::Held(Code::OutsideArea), "{far}");
    }
    assert_eq!(areas(&office).len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// However often it is settled anew, the areas are those of the last word, and every family is
    /// counted once where it is.
    #[test]
    fn the_last_word_stands(steps in prop::collection::vec((0..4_usize, 0..3_u16), 1..5)) {
        let office = office();
        let mut koseka = Laptop::enrolled(&office, KOSEKA, 1);
        let ways: [(SlsKind, &[(&str, &str)]); 4] = [
            (SlsKind::None, &[]),
            (SlsKind::Rename, &[(HERE, "RT 3")]),
            (SlsKind::Split, &[(HERE, "RT 003"), (NEW, "RT 3 A")]),
            (SlsKind::Split, &[(NEW, "RT 3 A"), (NEWER, "RT 3 B")]),
        ];
        let mut over = Vec::new();
        for (way, number) in &steps {
            let (kind, into) = ways[*way];
            let mut entries = of_sls(&mut koseka, HERE, Path::SLS, became(kind, into, true));
            entries[1].over = std::mem::take(&mut over);
            over.push(entries[1].dot);
            send(&office, &koseka, &entries);
            for (area, name) in into {
                prop_assert!(areas(&office).contains(&((*area).into(), (*name).into())));
            }
            if let (Some((area, _)), 1..=2) = (into.last(), *number) {
                prop_assert_eq!(moved(&office, &mut koseka, *number, area), Verdict::Stored);
            }
            let sum: i64 = [HERE, NEW, NEWER].iter().map(|area| total(&office, area).prelist).sum();
            prop_assert_eq!(sum, 2);
        }
    }
}
