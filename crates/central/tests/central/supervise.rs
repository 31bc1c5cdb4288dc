//! A supervisor's word: entries like all others, under the office's own device.

use cacah_central::CentralError;
use cacah_central::storage::{Storage as _, Supervising as _, Telling as _};
use cacah_family::entry::{Birth, Change, Entry, Mode};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::path::Path;
use cacah_family::status::Status;
use cacah_wire::down::DownItem;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::Hash;
use cacah_wire::segment::Segment;
use uuid::Uuid;

use crate::down::{Listener, send, told};
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, HERE, Office, THERE, birth, family, plan, toy};

/// Entries a laptop is told of, opened with the key told beside them.
fn heard(items: &[DownItem]) -> Vec<Entry> {
    let segments = items.iter().filter_map(|item| match item {
        DownItem::Entries { key, segment, .. } => Some(segment.open(key).unwrap()),
        _ => None,
    });
    segments.flat_map(|segment: Segment| segment.entries().unwrap()).collect()
}

fn agrees(office: &Office) {
    let storage = office.central.storage();
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
}

#[test]
fn a_return_opens_the_document_again_and_reaches_its_officer_only() {
    let office = Office::new();
    let mut shared = plan(&toy());
    shared.officers[1].areas.push(HERE.into());
    office.central.install(ADMIN, shared).unwrap();
    let mut a = Laptop::enrolled(&office, A, 1);
    let b = Laptop::enrolled(&office, B, 2);
    let (mut of_a, mut of_b) = (Listener::new(), Listener::new());
    of_a.all(&office, &a);
    of_b.all(&office, &b);
    let visit = a.visit(family(1), "2");
    send(&office, &a, &visit);
    let words = ["cangkir: periksa lagi".to_owned(), "r999: apa ini".to_owned()];
    office.central.give_back(ADMIN, family(1), None, &words).unwrap();
    let row = office.central.storage().known(&a.place.home, family(1)).unwrap().row.unwrap();
    assert!(!row.finished);
    agrees(&office);
    let entries = heard(&of_a.all(&office, &a));
    let [entry] = entries.as_slice() else { panic!("one entry") };
    let admin = office.central.storage().officer(ADMIN).unwrap().unwrap().id;
    assert_eq!((entry.mode, entry.officer), (Mode::Supervising, admin));
    assert_eq!(entry.over, [visit[3].dot], "over the head there");
    let Change::Returned { comments } = &entry.change else { panic!("a return") };
    assert_eq!(comments[0].path, Some(Path::question("cangkir")));
    assert_eq!((&comments[1].path, comments[1].text.as_str()), (&None, "r999: apa ini"));
    // It is A's document, though B serves the area too and it is B's own word.
    assert!(heard(&of_b.all(&office, &b)).is_empty());
    assert!(heard(&Listener::new().all(&office, &b)).is_empty());
    // A spare laptop of A gets the visit and the return.
    let spare = Laptop::enrolled(&office, A, 3);
    assert_eq!(heard(&Listener::new().all(&office, &spare)).len(), 5);
}

#[test]
fn the_office_gives_no_number_twice() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    for number in [1, 2] {
        let visit = a.visit(family(number), "2");
        send(&office, &a, &visit);
    }
    let words = ["periksa".to_owned()];
    std::thread::scope(|scope| {
        for number in [1, 2, 1, 2] {
            let (office, words) = (&office, &words);
            scope.spawn(move || {
                while let Err(error) = office.central.give_back(ADMIN, family(number), None, words)
                {
                    assert_eq!(error.code(), Code::Busy);
                }
            });
        }
    });
    let desk = office.central.storage().desks().unwrap()[0];
    assert_eq!(office.central.storage().last_entry(desk).unwrap(), 4);
    let home = a.place.home.clone();
    let segments = [1, 2]
        .map(|number| office.central.storage().known(&home, family(number)).unwrap().segments);
    let mut firsts: Vec<u64> = segments
        .iter()
        .flatten()
        .filter(|segment| segment.actor.device == desk)
        .map(|segment| segment.first)
        .collect();
    firsts.sort_unstable();
    assert_eq!(firsts, [1, 2, 3, 4]);
}

#[test]
fn a_decision_is_over_all_heads_and_goes_down() {
    let office = Office::new();
    let mut one = Laptop::enrolled(&office, A, 1);
    let mut two = Laptop::enrolled(&office, A, 2);
    let visit = one.visit(family(1), "2");
    let document = visit[0].document.unwrap();
    send(&office, &one, &visit);
    let mut change = two.answer(family(1), document, Path::question("cangkir"), "3");
    change.over = Vec::new();
    send(&office, &two, std::slice::from_ref(&change));
    let undecided = office.central.undecided(ADMIN, family(1)).unwrap();
    assert_eq!((undecided.len(), undecided[0].heads.len()), (1, 2));
    let path = undecided[0].path.clone();
    let stranger = cacah_family::entry::Dot { seq: 77, ..change.dot };
    let decide = |take| office.central.decide(ADMIN, family(1), Some(document), &path, take);
    assert!(matches!(decide(stranger), Err(CentralError::NotFound(_))));
    decide(change.dot).unwrap();
    assert!(office.central.undecided(ADMIN, family(1)).unwrap().is_empty());
    let row = office.central.storage().documents(&one.place.home, family(1)).unwrap();
    assert_eq!(row[0].undecided, 0);
    let heard = heard(&Listener::new().all(&office, &one));
    let decision = heard.iter().find(|entry| entry.mode == Mode::Supervising).unwrap();
    assert_eq!(decision.change, change.change);
    let mut over = decision.over.clone();
    over.sort_unstable();
    let mut heads = vec![visit[2].dot, change.dot];
    heads.sort_unstable();
    assert_eq!(over, heads);
    agrees(&office);
}

#[test]
fn a_document_is_chosen_by_name() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let visits = [a.visit(family(1), "2"), a.visit(family(1), "99")];
    visits.iter().for_each(|visit| drop(send(&office, &a, visit)));
    let status = || {
        let known = office.central.storage().known(&a.place.home, family(1)).unwrap();
        known.row.unwrap().status
    };
    let accept = |visit: &Vec<Entry>| {
        office.central.accept(ADMIN, family(1), visit[0].document.unwrap()).unwrap();
    };
    accept(&visits[1]);
    assert_eq!(status(), Some(Status::Error));
    accept(&visits[0]);
    assert_eq!(status(), Some(Status::Clean));
    let other = DocumentId(Uuid::from_u128(5));
    let none = office.central.accept(ADMIN, family(1), other);
    assert!(matches!(none, Err(CentralError::NotFound("document"))));
    let unclear = office.central.give_back(ADMIN, family(1), None, &["x".to_owned()]);
    assert!(matches!(unclear, Err(CentralError::Request(_))));
    agrees(&office);
}

#[test]
fn what_is_held_enters_by_a_word_with_a_reason() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let visit = a.visit(family(3), "2");
    let line = send(&office, &a, &visit);
    let release = |by: &str, reason: &str| {
        office.central.release(by, |row| row.hash == line.2.hash(), reason)
    };
    for nobody in ["PPL Z", B] {
        assert!(matches!(release(nobody, "x"), Err(CentralError::NotAllowed)));
    }
    assert!(matches!(release(ADMIN, " "), Err(CentralError::Request(_))));
    assert_eq!(release(ADMIN, "petugas pengganti").unwrap(), 1);
    assert!(matches!(release(ADMIN, "x"), Err(CentralError::NotFound(_))));
    let storage = office.central.storage();
    assert!(storage.held().unwrap().is_empty());
    let row = storage.known(&a.place.home, family(3)).unwrap().row.unwrap();
    assert_eq!((row.status, row.received), (Some(Status::Clean), 1));
    let releases = storage.releases().unwrap();
    assert_eq!(
        (releases[0].segment, releases[0].reason.as_str()),
        (line.2.hash(), "petugas pengganti")
    );
    agrees(&office);
    assert_eq!(a.send(&office, &[line]), [Verdict::Already]);
}

#[test]
fn a_word_of_which_no_state_comes_changes_nothing() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let stranger = FamilyId(Uuid::from_u128(999));
    let visit = a.visit(stranger, "2");
    send(&office, &a, &visit);
    let rows = office.rows();
    let release = office.central.release(ADMIN, |row| row.family == stranger, "x");
    assert!(matches!(release, Err(CentralError::Uncomputable)));
    assert_eq!(office.rows(), rows);
    let nobody = office.central.give_back(ADMIN, stranger, None, &["x".to_owned()]);
    assert!(matches!(nobody, Err(CentralError::NotFound("family"))));
    let silent = office.central.give_back(ADMIN, family(1), None, &[String::new()]);
    assert!(matches!(silent, Err(CentralError::Request(_))));
}

#[test]
fn a_revoked_laptop_is_told_so_and_what_it_sends_is_held() {
    let office = Office::new();
    let mut lost = Laptop::enrolled(&office, A, 1);
    let spare = Laptop::enrolled(&office, A, 2);
    let before = lost.visit(family(1), "2");
    send(&office, &lost, &before);
    let mut listener = Listener::new();
    listener.all(&office, &lost);
    office.central.revoke(ADMIN, lost.reply.device, None, "hilang").unwrap();
    let items = listener.all(&office, &lost);
    assert!(matches!(items[..], [DownItem::Revoked { .. }]));
    let fresh = Listener::new().all(&office, &lost);
    assert!(matches!(fresh[..], [DownItem::Revoked { .. }]), "and nothing else, ever");
    let refused = office.central.chunk(&lost.reply.token, Hash([1; 32])).unwrap_err();
    assert_eq!(refused.code(), Code::Unauthorized);
    let after = lost.visit(family(2), "3");
    let line = lost.segment(&after);
    assert_eq!(lost.send(&office, std::slice::from_ref(&line)), [Verdict::Held(Code::Revoked)]);
    // Whoever carries it.
    let more = lost.visit(family(2), "4");
    let more = lost.segment(&more);
    assert_eq!(spare.send(&office, &[more]), [Verdict::Held(Code::Revoked)]);
    assert_eq!(office.central.reconsider().unwrap(), 0);
    assert_eq!(told(&Listener::new().all(&office, &spare)).len(), 1, "what came before stays");
    let released = office.central.release(ADMIN, |row| row.family == family(2), "laptop ditemukan");
    assert_eq!(released.unwrap(), 2);
    assert_eq!(told(&Listener::new().all(&office, &spare)).len(), 3);
    let stranger =
        office.central.revoke(ADMIN, Uuid::from_u128(1).into(), None, "hilang").unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound);
}

#[test]
fn an_assignment_ends_and_its_work_is_still_taken() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut listener = Listener::new();
    listener.all(&office, &a);
    office.central.end_assignment(ADMIN, A, HERE).unwrap();
    assert!(matches!(
        office.central.end_assignment(ADMIN, A, HERE),
        Err(CentralError::NotFound(_))
    ));
    assert!(matches!(
        office.central.end_assignment(ADMIN, A, THERE),
        Err(CentralError::NotFound(_))
    ));
    let items = listener.all(&office, &a);
    assert!(
        matches!(&items[..], [DownItem::AreaEnded { idsubsls, .. }] if idsubsls.as_str() == HERE)
    );
    let visit = a.visit(family(1), "2");
    assert_eq!(a.send(&office, &[a.segment(&visit)]), [Verdict::Stored]);
    // A return of what was done there still reaches the officer.
    office.central.give_back(ADMIN, family(1), None, &["x".to_owned()]).unwrap();
    assert_eq!(told(&listener.all(&office, &a)).len(), 1);
}

#[test]
fn an_aliased_pair_counts_once_whoever_says_it_and_however_often() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let found = FamilyId(Uuid::from_u128(999));
    let born = a.born(found, Birth { found: true, ..birth(9, HERE) });
    let mut entries = vec![born];
    entries.extend(a.visit(found, "2"));
    send(&office, &a, &entries);
    let count = || {
        agrees(&office);
        let totals = office.central.storage().totals().unwrap();
        let here = totals.iter().find(|total| total.idsubsls.as_str() == HERE).unwrap();
        (here.prelist + here.found, here.received, here.clean)
    };
    assert_eq!(count(), (3, 1, 1));
    office.central.alias(ADMIN, found, family(1)).unwrap();
    assert_eq!(count(), (2, 1, 1), "the family of the list stands for both");
    office.central.alias(ADMIN, family(1), found).unwrap();
    assert_eq!(count(), (2, 1, 1));
    let visit = a.visit(family(1), "99");
    send(&office, &a, &visit);
    assert_eq!(count().0, 2);
    let itself = office.central.alias(ADMIN, found, found);
    assert!(matches!(itself, Err(CentralError::Request(_))));
}
