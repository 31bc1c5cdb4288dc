//! Checks across families at the endpoint: kept apart from every status, the same in every order of
//! arrival, and told to each laptop without a word about families that are not its officer's.

use std::collections::{BTreeMap, BTreeSet};

use cacah_central::storage::Storage as _;
use cacah_central::{Asked, report};
use cacah_family::across::Check;
use cacah_family::entry::{Birth, Change, Entry, Listed, Presence, Source};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_wire::down::{AcrossFamily, PrelistFamily};
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use crate::down::Listener;
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, DISTRICT, HERE, Office, THERE, birth, family, plan, version};

const NIK: &str = "8271021205900000";
const OTHER_NIK: &str = "8271021205910000";
const KK: &str = "8271020101100000";

/// The questions that families are compared by, and no more.
fn form() -> BTreeMap<String, String> {
    let survey = "type,name,label::Bahasa Indonesia (id),label::English (en)\n\
        text,r108,Nama,Name\ninteger,r109,Bangunan,Building\ninteger,r110,Keluarga,Family\n\
        integer,r111,Kesejahteraan,Welfare\n\
        text,r114,KK,Card\ntext,r115,Kode,Code\n\
        begin_repeat,anggota,Anggota,Member\ntext,r403,NIK,NIK\ntext,r404,Keberadaan,Presence\nend_repeat,anggota,,\n";
    let settings =
        "form_title,form_id,version,default_language\nAntar,antar,1,Bahasa Indonesia (id)\n";
    let choices = "list_name,name,label::Bahasa Indonesia (id),label::English (en)\n";
    let sheet = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    [sheet("survey.csv", survey), sheet("settings.csv", settings), sheet("choices.csv", choices)]
        .into()
}

fn office() -> Office {
    let office = Office::empty();
    office.central.install(ADMIN, plan(&form())).unwrap();
    office
}

fn laptop(office: &Office, officer: &str, seed: u64) -> Laptop {
    let mut laptop = Laptop::enrolled(office, officer, seed);
    laptop.form = version(&form());
    laptop.place.idsubsls = if officer == A { HERE } else { THERE }.parse().unwrap();
    laptop
}

fn document(of: FamilyId) -> DocumentId {
    DocumentId(Uuid::from_u128(of.0.as_u128() + 1000))
}

/// A visit with one member, who has this NIK, and further answers.
fn visit(laptop: &mut Laptop, of: FamilyId, nik: &str, more: &[(&str, &str)]) -> Vec<Entry> {
    let id = document(of);
    let mut entries = vec![laptop.opened(of, id)];
    let (person, joined) = laptop.joined(of, id, "anggota", &OrderKey::between(None, None));
    entries.push(joined);
    entries.push(laptop.answer(of, id, Path::of(person, "r403"), nik));
    for (name, raw) in more {
        entries.push(laptop.answer(of, id, Path::question(name), raw));
    }
    entries
}

/// Sends a visit.
fn sent(office: &Office, laptop: &mut Laptop, of: FamilyId, nik: &str, more: &[(&str, &str)]) {
    let entries = visit(laptop, of, nik, more);
    laptop.send(office, &[laptop.segment(&entries)]);
}

/// Rule and family of all that is found, but for documents that are still to come.
fn found(office: &Office) -> BTreeSet<(&'static str, u128)> {
    let rows = office.central.findings(ADMIN, &Asked::default()).unwrap();
    let of = |family: FamilyId| family.0.as_u128() - 100;
    rows.iter().filter_map(|row| Some((row.rule.id, of(row.family?)))).collect()
}

fn of(check: Check, families: &[u128]) -> BTreeSet<(&'static str, u128)> {
    families.iter().map(|family| (check.rule().id, *family)).collect()
}

/// What a laptop is told from now on.
fn told(listener: &mut Listener, office: &Office, laptop: &Laptop) -> Vec<AcrossFamily> {
    listener.page(office, laptop).across
}

#[test]
fn a_visit_and_the_paper_of_one_family_are_no_doubles_of_each_other() {
    let office = office();
    let mut a = laptop(&office, A, 1);
    let more = [("r114", KK), ("r108", "KARTINI"), ("r109", "1"), ("r110", "1")];
    sent(&office, &mut a, family(1), NIK, &more);
    let before = found(&office);
    let mut paper = visit(&mut a, family(1), NIK, &more);
    let other = DocumentId(Uuid::from_u128(9000));
    paper.iter_mut().for_each(|entry| entry.document = Some(other));
    paper[0].change = Change::Opened { source: Source::Paper };
    a.send(&office, &[a.segment(&paper)]);
    let rows = office.central.storage().documents(&DISTRICT.parse().unwrap(), family(1)).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(found(&office), before);
    // Those of another family are found, whichever document of it stands.
    let mut b = laptop(&office, B, 2);
    sent(&office, &mut b, family(3), NIK, &[]);
    assert!(found(&office).is_superset(&of(Check::SamePerson, &[1, 3])));
}

#[test]
fn one_nik_on_two_laptops_is_found_told_to_both_and_gone_when_corrected() {
    let office = office();
    let (mut a, mut b) = (laptop(&office, A, 1), laptop(&office, B, 2));
    let (mut at_a, mut at_b) = (Listener::new(), Listener::new());
    sent(&office, &mut a, family(1), NIK, &[]);
    assert!(found(&office).is_empty() && told(&mut at_a, &office, &a).is_empty());
    assert!(told(&mut at_b, &office, &b).is_empty());
    let status = |of| {
        let rows = office.central.storage().documents(&DISTRICT.parse().unwrap(), of).unwrap();
        (rows[0].status, rows[0].errors, rows[0].warnings, rows[0].findings.clone())
    };
    let before = status(family(1));
    sent(&office, &mut b, family(3), NIK, &[]);
    assert_eq!(found(&office), of(Check::SamePerson, &[1, 3]));
    assert_eq!((status(family(1)), status(family(3))), (before.clone(), before));
    let (of_a, of_b) = (told(&mut at_a, &office, &a), told(&mut at_b, &office, &b));
    assert_eq!((of_a[0].family, of_b[0].family), (family(1), family(3)));
    assert_eq!((of_a.len(), of_b.len()), (1, 1), "each its own family and no other");
    assert!(of_a[0].findings[0].elsewhere && of_b[0].findings[0].elsewhere);
    assert_eq!(of_a[0].findings[0].bucket, of_b[0].findings[0].bucket);
    let text = serde_json::to_string(&of_a).unwrap();
    assert!(!text.contains(&family(3).to_string()) && !text.contains(NIK), "{text}");
    assert_eq!(Listener::new().page(&office, &a).across, of_a, "a new laptop is told too");
    // The officer corrects it.
    let person = Path::of(InstanceId(Uuid::nil()), "r403");
    let known = office.central.storage().known(&DISTRICT.parse().unwrap(), family(3)).unwrap();
    let entries = known.segments.iter().flat_map(|row| row.entries().unwrap());
    let nik = entries.into_iter().find(|entry| entry.path.name == person.name).unwrap();
    let mut corrected = b.answer(family(3), document(family(3)), nik.path, OTHER_NIK);
    corrected.over = vec![nik.dot];
    b.send(&office, &[b.segment(&[corrected])]);
    assert!(found(&office).is_empty());
    for (listener, laptop) in [(&mut at_a, &a), (&mut at_b, &b)] {
        let now = told(listener, &office, laptop);
        assert!(now.len() == 1 && now[0].findings.is_empty(), "taken back");
    }
}

#[test]
fn a_lone_half_of_a_card_and_missing_documents_are_found_here_only() {
    let office = office();
    let mut a = laptop(&office, A, 1);
    sent(&office, &mut a, family(1), NIK, &[("r114", KK), ("r115", "1")]);
    assert_eq!(found(&office), of(Check::LoneCard, &[1]));
    let missing = |area: &str| {
        let rows = office.central.findings(ADMIN, &Asked { area: area.into() }).unwrap();
        rows.iter().filter(|row| row.rule.check == Check::Count).count()
    };
    assert_eq!((missing(HERE), missing(THERE), missing("82")), (1, 1, 2));
    sent(&office, &mut a, family(2), OTHER_NIK, &[("r114", KK), ("r115", "2")]);
    assert!(found(&office).is_empty());
    assert_eq!((missing(HERE), missing(THERE)), (0, 1));
    assert!(office.central.findings(ADMIN, &Asked { area: "x".into() }).is_err());
}

#[test]
fn two_ids_of_one_family_are_no_double_nor_is_a_person_on_the_move() {
    let office = office();
    let (mut a, mut b) = (laptop(&office, A, 1), laptop(&office, B, 2));
    sent(&office, &mut a, family(1), NIK, &[("r114", KK)]);
    sent(&office, &mut b, family(3), NIK, &[("r114", KK)]);
    let both = of(Check::SamePerson, &[1, 3]).into_iter();
    assert_eq!(found(&office), both.chain(of(Check::SameCard, &[1, 3])).collect());
    office.central.alias(ADMIN, family(1), family(3)).unwrap();
    assert!(found(&office).is_empty());
    // The same person in two families, by the person's id.
    let mut entries = visit(&mut a, family(2), "", &[]);
    let moved = |laptop: &mut Laptop, of, person, nik| {
        laptop.answer(of, document(of), Path::of(person, "r403"), nik)
    };
    let (person, joined) =
        a.joined(family(2), document(family(2)), "anggota", &OrderKey::between(None, None));
    entries.extend([joined, moved(&mut a, family(2), person, OTHER_NIK)]);
    a.send(&office, &[a.segment(&entries)]);
    let joined = Change::Join {
        repeat: "anggota".into(),
        order: OrderKey::between(None, None),
        parent: None,
        from: Some(family(2)),
    };
    let id = document(family(3));
    let joined = b.entry(family(3), Some(id), Path::instance(person), joined);
    let entries = [joined, moved(&mut b, family(3), person, OTHER_NIK)];
    b.send(&office, &[b.segment(&entries)]);
    assert!(found(&office).is_empty(), "{:?}", found(&office));
}

#[test]
fn a_list_that_gives_a_number_twice_is_found_without_any_document() {
    let office = Office::empty();
    let mut twice = plan(&form());
    let double = PrelistFamily { family: family(4), birth: birth(2, HERE) };
    twice.families.push(double);
    office.central.install(ADMIN, twice).unwrap();
    assert_eq!(found(&office), of(Check::ListedTwice, &[2, 4]));
}

/// The birth of a family anew, with this number.
fn numbered(laptop: &mut Laptop, of: u16, number: u16) -> Entry {
    laptop.born(family(of), Birth { number, ..birth(of, HERE) })
}

#[test]
fn once_an_officer_numbered_a_family_that_is_the_listing() {
    let office = office();
    let mut a = laptop(&office, A, 1);
    sent(&office, &mut a, family(1), NIK, &[("r110", "7")]);
    assert_eq!(found(&office), of(Check::NotAsListed, &[1]), "the list says 1");
    let seven = numbered(&mut a, 1, 7);
    let dot = seven.dot;
    a.send(&office, &[a.segment(&[seven])]);
    assert!(found(&office).is_empty(), "{:?}", found(&office));
    // What the office gives again does not undo it.
    office.central.install(ADMIN, plan(&form())).unwrap();
    assert!(found(&office).is_empty());
    // Two families get one number in the field.
    let mut two = numbered(&mut a, 1, 2);
    two.over = vec![dot];
    a.send(&office, &[a.segment(&[two])]);
    let twice = of(Check::ListedTwice, &[1, 2]).into_iter();
    assert_eq!(found(&office), twice.chain(of(Check::NotAsListed, &[1])).collect());
}

#[test]
fn welfare_is_compared_with_what_the_listing_judged() {
    let office = office();
    let mut a = laptop(&office, A, 1);
    sent(&office, &mut a, family(1), NIK, &[("r111", "3")]);
    assert!(found(&office).is_empty(), "nobody judged");
    let mut over = Vec::new();
    for (welfare, expected) in [(2, of(Check::NotAsListed, &[1])), (3, BTreeSet::new())] {
        let (presence, welfare) = (Presence::Found, Some(welfare));
        let listed = Change::Listed(Listed { presence, with: None, welfare, members: None });
        let mut entry = a.entry(family(1), None, Path::question(Path::LISTED), listed);
        entry.over = std::mem::replace(&mut over, vec![entry.dot]);
        a.send(&office, &[a.segment(&[entry])]);
        assert_eq!(found(&office), expected);
    }
}

#[test]
fn the_print_out_names_nobody_and_its_rows_have_as_many_cells_as_its_head() {
    let office = office();
    let (mut a, mut b) = (laptop(&office, A, 1), laptop(&office, B, 2));
    sent(&office, &mut a, family(1), NIK, &[("r108", "SITI LAKORO")]);
    sent(&office, &mut b, family(3), NIK, &[]);
    let rows = office.central.findings(ADMIN, &Asked::default()).unwrap();
    let (csv, text) = (report::findings_csv(&rows), report::findings(&rows));
    assert_eq!(csv.lines().count(), rows.len() + 1);
    assert!(csv.lines().all(|line| line.matches(',').count() == 6), "{csv}");
    for shown in [csv, text] {
        assert!(shown.contains(&family(3).to_string()));
        assert!(!shown.contains(NIK) && !shown.contains("SITI") && !shown.contains("LATIHAN"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn in_every_order_of_arrival_the_same_is_found(
        said in prop::collection::vec((0_usize..2, 0_usize..3, 1_u8..4, 1_u8..4), 3),
        turns in prop::collection::vec(any::<Index>(), 4),
    ) {
        let answers = |order: &[usize]| {
            let office = office();
            let (mut a, mut b) = (laptop(&office, A, 1), laptop(&office, B, 2));
            // What is said and by whom does not change, only when it arrives.
            let lines: Vec<_> = said.iter().enumerate().map(|(at, (nik, kind, building, number))| {
                let (building, number) = (building.to_string(), number.to_string());
                let more = [("r109", building.as_str()), ("r110", &number), ("r114", KK),
                    ("r115", ["0", "1", "2"][*kind])];
                let laptop = if at < 2 { &mut a } else { &mut b };
                let of = family(u16::try_from(at).unwrap() + 1);
                let entries = visit(laptop, of, [NIK, OTHER_NIK][*nik], &more);
                // Half of a document first, the rest later.
                let (first, rest) = entries.split_at(3);
                (at < 2, laptop.segment(first), laptop.segment(rest))
            }).collect();
            for &at in order {
                let (own, first, rest) = &lines[at % 3];
                let laptop = if *own { &a } else { &b };
                laptop.send(&office, std::slice::from_ref(if at < 3 { first } else { rest }));
            }
            found(&office)
        };
        let straight: Vec<usize> = (0..6).collect();
        let mut order = straight.clone();
        for (at, turn) in turns.iter().enumerate() {
            let to = turn.index(order.len());
            order.swap(at, to);
        }
        prop_assert_eq!(answers(&straight), answers(&order));
    }
}
