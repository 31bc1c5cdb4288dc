//! What a supervisor is told of a team: by the link and by stick.

use age::x25519::Identity;
use cacah_central::storage::{People as _, Storage as _};
use cacah_family::entry::{Change, Entry, Mode, Recap, Source};
use cacah_family::host::Host as _;
use cacah_family::id::DocumentId;
use cacah_family::path::Path;
use cacah_wire::down::{DownItem, Officer};
use cacah_wire::people::OfficerRole;
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::Hash;
use cacah_wire::stick::{Carried, Manifest, Part};

use crate::down::{Listener, hashes, photographed, send, told};
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, HERE, Office, PML, family, staffed};
use crate::sls::of_sls;
use crate::stick::{manifest, read, sealed, taken};

fn office() -> Office {
    let office = Office::empty();
    office.central.install(ADMIN, staffed()).unwrap();
    office
}

fn blind(laptop: &mut Laptop) -> Vec<Entry> {
    let mut entries = laptop.visit(family(1), "3");
    entries.iter_mut().for_each(|entry| entry.mode = Mode::Verifying);
    entries
}

fn returned(laptop: &mut Laptop, visit: &[Entry]) -> Entry {
    let change = Change::Returned { comments: Vec::new() };
    laptop.entry(family(1), visit[0].document, Path::question(Path::STATE), change)
}

#[test]
fn a_supervisor_is_told_all_documents_of_the_team_and_no_blind_one() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let mut pml = Laptop::enrolled(&office, PML, 3);
    let (mut of_a, mut of_pml) = (Listener::new(), Listener::new());
    of_a.all(&office, &a);
    of_pml.all(&office, &pml);
    let name = Hash([9; 32]);
    let visit = photographed(&mut a, name, b"sealed");
    let of_b = b.visit(family(2), "4");
    let (one, two) = (send(&office, &a, &visit), send(&office, &b, &of_b));
    let secret = blind(&mut b);
    send(&office, &b, &secret);
    assert_eq!(told(&of_pml.all(&office, &pml)), hashes([&one, &two]), "by the log");
    assert_eq!(told(&Listener::new().all(&office, &pml)), hashes([&one, &two]), "by the walk");
    assert!(told(&of_a.all(&office, &a)).is_empty(), "an enumerator is told nothing of another");
    // A return reaches the one whose document it is, and nobody else.
    let back = returned(&mut pml, &visit);
    let line = send(&office, &pml, &[back]);
    assert_eq!(told(&of_a.all(&office, &a)), hashes([&line]));
    assert!(!told(&Listener::new().all(&office, &b)).contains(&line.2.hash()));
}

/// A supervisor's own visit, begun.
fn revisit(laptop: &mut Laptop, source: Source) -> Vec<Entry> {
    let document = DocumentId(laptop.host.id());
    let mut opened = laptop.opened(family(1), document);
    opened.change = Change::Opened { source };
    vec![opened, laptop.answer(family(1), document, Path::question("minum_kopi"), "1")]
}

#[test]
fn a_re_visit_in_the_same_segment_keeps_no_return_from_the_officer() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let b = Laptop::enrolled(&office, B, 2);
    let mut pml = Laptop::enrolled(&office, PML, 3);
    let mut of_a = Listener::new();
    let visit = a.visit(family(1), "2");
    send(&office, &a, &visit);
    of_a.all(&office, &a);
    let mut both = revisit(&mut pml, Source::ReVisit);
    let again = both[0].document.unwrap();
    both.push(returned(&mut pml, &visit));
    let first = send(&office, &pml, &both);
    assert_eq!(told(&of_a.all(&office, &a)), hashes([&first]), "by the log");
    // The re-visit was opened in an earlier segment.
    let answer = pml.answer(family(1), again, Path::question("cangkir"), "3");
    let later = [answer, returned(&mut pml, &visit)];
    let second = send(&office, &pml, &later);
    assert_eq!(told(&of_a.all(&office, &a)), hashes([&second]));
    // Of the re-visit alone, of a document that is none, and of a blind one nothing is told.
    let alone = pml.answer(family(1), again, Path::question("cangkir"), "4");
    send(&office, &pml, &[alone]);
    let mut other = revisit(&mut pml, Source::Paper);
    other.push(returned(&mut pml, &visit));
    send(&office, &pml, &other);
    let mut hidden = revisit(&mut pml, Source::ReVisit);
    hidden[1].mode = Mode::Verifying;
    hidden.push(returned(&mut pml, &visit));
    send(&office, &pml, &hidden);
    assert!(told(&of_a.all(&office, &a)).is_empty());
    assert!(told(&Listener::new().all(&office, &b)).is_empty());
}

#[test]
fn a_family_handed_over_or_back_by_a_supervisor_is_told_and_a_sample_is_not() {
    let office = office();
    let a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let mut pml = Laptop::enrolled(&office, PML, 3);
    let mut of_a = Listener::new();
    of_a.all(&office, &a);
    let fact = |laptop: &mut Laptop, path, change, mode| {
        let mut entry = laptop.entry(family(1), None, Path::question(path), change);
        entry.mode = mode;
        send(&office, laptop, &[entry])
    };
    fact(&mut pml, Path::SAMPLE, Change::Sampled {}, Mode::Supervising);
    assert!(told(&of_a.all(&office, &a)).is_empty());
    let given = Change::HandedOver { note: String::new() };
    let over = fact(&mut pml, Path::HANDED, given.clone(), Mode::Supervising);
    assert_eq!(told(&of_a.all(&office, &a)), hashes([&over]), "by the log");
    let back = fact(&mut pml, Path::HANDED, Change::TakenBack {}, Mode::Supervising);
    assert_eq!(told(&of_a.all(&office, &a)), hashes([&back]));
    // An officer's own word to the supervisor is no other officer's business.
    fact(&mut b, Path::HANDED, given, Mode::Visit);
    assert!(told(&of_a.all(&office, &a)).is_empty());
    assert_eq!(told(&Listener::new().all(&office, &a)), hashes([&over, &back]), "by the walk");
}

#[test]
fn who_becomes_a_supervisor_is_told_so_and_gets_the_documents() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let b = Laptop::enrolled(&office, B, 2);
    let visit = a.visit(family(1), "2");
    let line = send(&office, &a, &visit);
    let mut of_b = Listener::new();
    let first = of_b.page(&office, &b);
    assert_eq!(first.officer.unwrap().role, OfficerRole::Ppl);
    assert!(of_b.page(&office, &b).officer.is_none(), "told once");
    office.central.set_role(ADMIN, B, OfficerRole::Pml).unwrap();
    let mut officers = Vec::new();
    let mut items = Vec::new();
    for _ in 0..4 {
        let page = of_b.page(&office, &b);
        officers.extend(page.officer);
        items.extend(page.items);
    }
    let roles: Vec<_> = officers.iter().map(|officer| officer.role).collect();
    assert_eq!(roles, [OfficerRole::Pml]);
    assert_eq!(told(&items), hashes([&line]));
}

#[test]
fn everybody_of_an_area_is_told_its_record_and_its_team() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let b = Laptop::enrolled(&office, B, 2);
    let mut of_b = Listener::new();
    let teams = |items: &[DownItem]| {
        let of_here = items.iter().rev().find_map(|item| match item {
            DownItem::Team { idsubsls, officers, .. } if idsubsls.as_str() == HERE => {
                Some(officers)
            }
            _ => None,
        });
        let codes = |officers: &Vec<Officer>| officers.iter().map(|o| o.code.clone()).collect();
        of_here.map(codes).unwrap_or_else(Vec::new)
    };
    assert_eq!(teams(&of_b.all(&office, &b)), [PML, A, B]);
    let said = of_sls(&mut a, HERE, Path::RECAP, Change::Recap(Recap::default()));
    let line = send(&office, &a, &said);
    assert_eq!(told(&of_b.all(&office, &b)), hashes([&line]), "by the log");
    assert_eq!(told(&Listener::new().all(&office, &b)), hashes([&line]), "by the walk");
    let id = office.central.storage().officer(A).unwrap().unwrap().id;
    office.central.storage().end_person(id, 1).unwrap();
    assert_eq!(teams(&of_b.all(&office, &b)), [PML, B]);
}

#[test]
fn a_supervisor_works_through_sticks_alone() {
    let (office, folder) = (office(), tempfile::tempdir().unwrap());
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut pml = Laptop::enrolled(&office, PML, 2);
    let visit = a.visit(family(1), "2");
    let line = send(&office, &a, &visit);
    let identity = Identity::generate();
    let exchange = |laptop: &Laptop, parts: &[Carried]| {
        let answer_to = Some(identity.to_public().to_string());
        let asking = Manifest { answer_to, ..manifest(laptop, parts) };
        let brought = taken(&office, &sealed(laptop, &asking, parts));
        let answer = office.central.answer_stick(&brought, folder.path()).unwrap().unwrap();
        let (receipts, pages) = read(laptop, &identity, &answer);
        (receipts, pages.into_iter().flat_map(|page| page.items).collect::<Vec<_>>())
    };
    let (_, items) = exchange(&pml, &[]);
    assert_eq!(told(&items), hashes([&line]), "the document came on the stick");
    let back = returned(&mut pml, &visit);
    let back = pml.segment(&[back]);
    let (receipts, _) = exchange(&pml, &[Part::batch(&pml.batch(std::slice::from_ref(&back)))]);
    assert_eq!(receipts[0].verdicts[0].verdict, Verdict::Stored);
    let (_, items) = exchange(&a, &[]);
    assert_eq!(told(&items), hashes([&back]), "and the return went back on one");
}
