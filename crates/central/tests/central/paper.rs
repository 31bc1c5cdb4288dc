//! Paper at the endpoint: whose it is, who keys it again, and where it is counted.

use cacah_central::storage::Storage as _;
use cacah_central::{Plan, PlanOfficer};
use cacah_family::entry::{Birth, Change, Dot, Entry, Mode, Recap, Role, Source};
use cacah_family::host::Host as _;
use cacah_family::id::{DocumentId, FamilyId, OfficerId};
use cacah_family::paper::{
    Attendance, Custody, KeyingSettings, Outcome, Paper, Presence, Verified,
};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_testkit::host::FakeHost;
use cacah_wire::down::DownItem;
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;
use cacah_wire::receipt::Verdict;

use crate::down::Listener;
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, HERE, Office, family, round, staffed};
use crate::sls::record;

pub const FIRST: &str = "OPR 1";
pub const SECOND: &str = "OPR 2";
/// Keys nothing here.
pub const THIRD: &str = "OPR 3";
/// Watches them.
pub const IPDS: &str = "IPDS 1";

const STORED: Verdict = Verdict::Stored;
const SAME_HANDS: Verdict = Verdict::Held(Code::SameHands);
const NOT_ALLOWED: Verdict = Verdict::Held(Code::NotAllowed);
const OUTSIDE: Verdict = Verdict::Held(Code::OutsideArea);

/// With three keyers and their supervisor in A's SLS.
pub fn office() -> Office {
    let office = Office::empty();
    let mut plan = staffed();
    with_keyers(&mut plan);
    office.central.install(ADMIN, plan).unwrap();
    office
}

/// Adds them to a plan.
pub fn with_keyers(plan: &mut Plan) {
    let ids = FakeHost::new(9);
    let staff = [
        (FIRST, OfficerRole::Keyer),
        (SECOND, OfficerRole::Keyer),
        (THIRD, OfficerRole::Keyer),
        (IPDS, OfficerRole::Supervisor),
    ];
    plan.officers.extend(staff.into_iter().map(|(code, role)| PlanOfficer {
        id: OfficerId(ids.id()),
        code: code.into(),
        name: "PENGOLAHAN LATIHAN".into(),
        areas: vec![HERE.into()],
        role: Some(role),
        since: None,
        until: None,
    }));
}

pub fn received() -> Custody {
    let (from, letter, note) = (A.into(), String::new(), String::new());
    Custody::Received { kind: Paper::K, listed: 2, counted: 2, from, letter, note }
}

pub fn given(to: &str) -> Custody {
    let (to, letter, note) = (to.to_owned(), String::new(), String::new());
    Custody::Given { to, documents: Vec::new(), letter, note }
}

fn documents(to: &str, documents: &[FamilyId]) -> Custody {
    let (to, letter, note) = (to.to_owned(), String::new(), "x".to_owned());
    Custody::Given { to, documents: documents.to_vec(), letter, note }
}

/// Says something of the paper of A's SLS; its name and what came of it.
fn paper(office: &Office, laptop: &mut Laptop, custody: Custody) -> (Dot, Verdict) {
    let entries = of_custody(laptop, custody);
    (entries[1].dot, laptop.send(office, &[laptop.segment(&entries)])[0])
}

fn of_custody(laptop: &mut Laptop, custody: Custody) -> Vec<Entry> {
    let (path, change) = (Path::question(Path::CUSTODY), Change::Custody(custody));
    let birth = Birth::of_sls(round(), HERE.parse().unwrap());
    vec![laptop.born(record(HERE), birth), laptop.entry(record(HERE), None, path, change)]
}

#[test]
fn a_keyer_takes_what_was_given_and_gives_it_back() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut first = Laptop::enrolled(&office, FIRST, 2);
    let mut second = Laptop::enrolled(&office, SECOND, 3);
    let mut ipds = Laptop::enrolled(&office, IPDS, 4);
    let boxed = Custody::Boxed { number: "82710001".into() };
    for custody in [received(), boxed.clone()] {
        assert_eq!(paper(&office, &mut ipds, custody).1, STORED);
    }
    assert_eq!(paper(&office, &mut first, boxed).1, NOT_ALLOWED);
    let back = || given("");
    assert_eq!(paper(&office, &mut first, back()).1, NOT_ALLOWED, "it never came there");
    let (giving, stored) = paper(&office, &mut ipds, given(FIRST));
    assert_eq!(stored, STORED);
    let taken = || Custody::Taken { of: giving };
    assert_eq!(paper(&office, &mut second, taken()).1, NOT_ALLOWED, "not for that keyer");
    assert_eq!(paper(&office, &mut a, taken()).1, NOT_ALLOWED, "nor for the field");
    assert_eq!(paper(&office, &mut first, taken()).1, STORED);
    assert_eq!(paper(&office, &mut first, given(SECOND)).1, NOT_ALLOWED, "storage hands out");
    let one = documents("", &[family(1)]);
    assert_eq!(paper(&office, &mut second, one.clone()).1, NOT_ALLOWED);
    assert_eq!(paper(&office, &mut first, one).1, STORED, "a document of the bundle");
    let (returned, stored) = paper(&office, &mut first, back());
    assert_eq!(stored, STORED);
    let refused = |of| Custody::Refused { of, note: "x".into() };
    assert_eq!(paper(&office, &mut second, refused(returned)).1, NOT_ALLOWED);
    assert_eq!(paper(&office, &mut first, refused(returned)).1, STORED);
    // Single documents, by name.
    let (pulled, _) = paper(&office, &mut ipds, documents(SECOND, &[family(1)]));
    assert_eq!(paper(&office, &mut second, Custody::Taken { of: pulled }).1, STORED);
    assert_eq!(paper(&office, &mut second, documents("", &[family(2)])).1, NOT_ALLOWED);
    assert_eq!(paper(&office, &mut second, back()).1, NOT_ALLOWED, "the bundle is not there");
    assert_eq!(paper(&office, &mut second, documents("", &[family(1)])).1, STORED);
}

#[test]
fn a_taking_that_comes_before_its_giving_waits_for_it() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let mut ipds = Laptop::enrolled(&office, IPDS, 2);
    let giving = of_custody(&mut ipds, given(FIRST));
    let (_, held) = paper(&office, &mut first, Custody::Taken { of: giving[1].dot });
    assert_eq!(held, NOT_ALLOWED);
    assert_eq!(ipds.send(&office, &[ipds.segment(&giving)]), [STORED]);
    assert!(office.central.storage().held().unwrap().is_empty());
}

/// The toy form on paper, keyed by whose PC it is.
pub fn keyed(laptop: &mut Laptop, of: FamilyId, source: Source, cups: &str) -> Vec<Entry> {
    let mut entries = laptop.visit(of, cups);
    entries[0].change = Change::Opened { source };
    entries.iter_mut().for_each(|entry| entry.mode = Mode::Keying);
    entries
}

/// A field of it, keyed again.
pub fn again(laptop: &mut Laptop, of: FamilyId, document: DocumentId) -> Entry {
    let question = Some(Path::question("cangkir"));
    let verified = Verified { question, outcome: Outcome::Same, second: None };
    let (path, change) = (Path::question(Path::VERIFIED), Change::Verified(verified));
    let mut entry = laptop.entry(of, Some(document), path, change);
    entry.mode = Mode::Verifying;
    entry
}

#[test]
fn nobody_keys_again_what_the_same_hands_keyed() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let mut second = Laptop::enrolled(&office, SECOND, 2);
    let entries = keyed(&mut first, family(1), Source::Paper, "2");
    let document = entries[0].document.unwrap();
    assert_eq!(first.send(&office, &[first.segment(&entries)]), [STORED]);
    let own = again(&mut first, family(1), document);
    assert_eq!(first.send(&office, &[first.segment(&[own])]), [SAME_HANDS]);
    let other = again(&mut second, family(1), document);
    assert_eq!(second.send(&office, &[second.segment(&[other])]), [STORED]);
    // As a visit it is keyed as well, and no keyer supervises.
    let mut visited = keyed(&mut first, family(2), Source::Paper, "2");
    visited.iter_mut().for_each(|entry| entry.mode = Mode::Visit);
    let own = again(&mut first, family(2), visited[0].document.unwrap());
    assert_eq!(first.send(&office, &[first.segment(&visited)]), [STORED]);
    assert_eq!(first.send(&office, &[first.segment(&[own])]), [SAME_HANDS]);
    let mut forged = keyed(&mut first, family(2), Source::Paper, "2");
    forged.iter_mut().for_each(|entry| entry.mode = Mode::Supervising);
    assert_eq!(first.send(&office, &[first.segment(&forged)]), [NOT_ALLOWED]);
}

#[test]
fn who_keyed_it_again_may_mend_it_later() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let mut ipds = Laptop::enrolled(&office, IPDS, 2);
    let entries = keyed(&mut first, family(1), Source::Paper, "2");
    let document = entries[0].document.unwrap();
    first.send(&office, &[first.segment(&entries)]);
    let done = again(&mut ipds, family(1), document);
    let change = Change::Slot(Slot::keyed("3", None));
    let mut mended = ipds.entry(family(1), Some(document), Path::question("cangkir"), change);
    mended.mode = Mode::Keying;
    assert_eq!(ipds.send(&office, &[ipds.segment(&[done, mended])]), [STORED]);
}

#[test]
fn an_error_that_stands_stays_so_when_a_keyer_writes_there_again() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let mut ipds = Laptop::enrolled(&office, IPDS, 2);
    let entries = keyed(&mut first, family(1), Source::Paper, "99");
    let document = entries[0].document.unwrap();
    first.send(&office, &[first.segment(&entries)]);
    let slot = |laptop: &mut Laptop, rules: &[&str], raw: &str| {
        let released = rules.iter().map(|rule| ((*rule).to_owned(), "x".to_owned())).collect();
        let change = Change::Slot(Slot { released, ..Slot::keyed(raw, None) });
        let entry = laptop.entry(family(1), Some(document), Path::question("cangkir"), change);
        laptop.send(&office, &[laptop.segment(&[entry])])[0]
    };
    assert_eq!(slot(&mut first, &["K1"], "99"), NOT_ALLOWED);
    let released =
        || Slot { released: [("K1".into(), "x".into())].into(), ..Slot::keyed("9", None) };
    let mut twice = || {
        let at = Path::question("cangkir");
        first.entry(family(1), Some(document), at, Change::Slot(released()))
    };
    let twice = [twice(), twice()];
    assert_eq!(first.send(&office, &[first.segment(&twice)]), [NOT_ALLOWED], "nor each other");
    assert_eq!(slot(&mut ipds, &["K1"], "99"), STORED);
    assert_eq!(slot(&mut first, &["K1"], "98"), STORED);
    assert_eq!(slot(&mut first, &["K1", "K2"], "98"), NOT_ALLOWED);
    assert_eq!(slot(&mut first, &[], "97"), STORED);
}

/// What is said of an office.
pub fn of_office(laptop: &mut Laptop, regency: &str, path: &str, change: Change) -> Vec<Entry> {
    let birth = Birth::of_office(round(), regency).unwrap();
    let id = FamilyId::of_sls(round(), &birth.idsubsls);
    (laptop.place.home, laptop.place.idsubsls) = (birth.home.clone(), birth.idsubsls.clone());
    vec![laptop.born(id, birth), laptop.entry(id, None, Path::question(path), change)]
}

pub fn attended() -> Change {
    Change::Attendance(Attendance { act: Presence::Begin, shift: 1 })
}

#[test]
fn the_record_of_the_office_is_for_those_who_work_there() {
    let office = office();
    let laptops = [FIRST, IPDS, A, "PML 1"];
    let mut laptops: Vec<_> =
        laptops.iter().zip(1..).map(|(code, n)| Laptop::enrolled(&office, code, n)).collect();
    let settings = || Change::Keying(KeyingSettings::default());
    let recap = || Change::Recap(Recap::default());
    let cases: [(&str, &str, Change, [Verdict; 4]); 6] = [
        ("8271", Path::ATTENDANCE, attended(), [STORED, STORED, OUTSIDE, OUTSIDE]),
        ("8271", Path::KEYING, settings(), [NOT_ALLOWED, STORED, OUTSIDE, OUTSIDE]),
        ("8205", Path::ATTENDANCE, attended(), [OUTSIDE; 4]),
        ("8271", Path::RECAP, recap(), [NOT_ALLOWED, NOT_ALLOWED, OUTSIDE, OUTSIDE]),
        (
            "8271",
            Path::CUSTODY,
            Change::Custody(received()),
            [NOT_ALLOWED, NOT_ALLOWED, OUTSIDE, OUTSIDE],
        ),
        ("8271", Path::HANDED, Change::TakenBack {}, [NOT_ALLOWED, NOT_ALLOWED, OUTSIDE, OUTSIDE]),
    ];
    let totals = office.central.storage().totals().unwrap();
    for (regency, path, change, expected) in cases {
        let verdicts = laptops.iter_mut().map(|laptop| {
            let entries = of_office(laptop, regency, path, change.clone());
            laptop.send(&office, &[laptop.segment(&entries)])[0]
        });
        let verdicts: Vec<_> = verdicts.collect();
        assert_eq!(verdicts, expected, "{regency} {path}");
    }
    assert_eq!(office.central.storage().totals().unwrap(), totals, "it is no family");
    assert_eq!(office.central.storage().recount().unwrap(), totals);
    let ipds = &mut laptops[1];
    (ipds.place.home, ipds.place.idsubsls) = ("8271021".parse().unwrap(), HERE.parse().unwrap());
    for change in [attended(), settings()] {
        let birth = Birth::of_sls(round(), HERE.parse().unwrap());
        let path = Path::question(Path::ATTENDANCE);
        let entries =
            [ipds.born(record(HERE), birth), ipds.entry(record(HERE), None, path, change)];
        assert_eq!(ipds.send(&office, &[ipds.segment(&entries)]), [NOT_ALLOWED], "no office");
    }
}

#[test]
fn the_office_is_told_who_keys_its_paper_and_nobody_else_is() {
    let office = office();
    let told = |code: &str, n| {
        let laptop = Laptop::enrolled(&office, code, n);
        let items = Listener::new().all(&office, &laptop);
        let mut codes = Vec::new();
        for item in items {
            let DownItem::Team { officers, .. } = item else { continue };
            let keys = officers.into_iter().filter(|who| who.role == OfficerRole::Keyer);
            codes.extend(keys.map(|who| who.code));
        }
        codes.sort();
        codes
    };
    assert_eq!(told(IPDS, 1), [FIRST, SECOND, THIRD], "each once");
    assert!(told(FIRST, 2).is_empty());
    assert!(told(A, 3).is_empty());
}

#[test]
fn a_family_with_a_visit_and_paper_is_counted_once_by_the_one_that_stands() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut first = Laptop::enrolled(&office, FIRST, 2);
    let mut second = Laptop::enrolled(&office, SECOND, 3);
    let mut ipds = Laptop::enrolled(&office, IPDS, 4);
    let counts = || {
        let totals = office.central.storage().totals().unwrap();
        assert_eq!(totals, office.central.storage().recount().unwrap());
        let total = totals.iter().find(|total| total.idsubsls.as_str() == HERE).unwrap().clone();
        (total.received, total.finished, total.error + total.warning + total.clean, total.error)
    };
    let visit = a.visit(family(1), "2");
    a.send(&office, &[a.segment(&visit)]);
    assert_eq!(counts(), (1, 1, 1, 0));
    let paper = keyed(&mut first, family(1), Source::Paper, "99");
    first.send(&office, &[first.segment(&paper)]);
    let again = keyed(&mut second, family(1), Source::SecondEntry, "2");
    second.send(&office, &[second.segment(&again)]);
    assert_eq!(counts(), (1, 1, 1, 0), "the visit stands");
    let home = "8271021".parse().unwrap();
    let rows = office.central.storage().documents(&home, family(1)).unwrap();
    let of = |source| rows.iter().find(|row| row.source == Some(source)).unwrap();
    assert_eq!(rows.len(), 3);
    assert!(of(Source::Paper).errors > of(Source::Visit).errors, "it has a status of its own");
    let document = paper[0].document.unwrap();
    let change = Change::Accepted { document };
    let accepted = ipds.entry(family(1), None, Path::question(Path::ACCEPTED), change);
    assert_eq!(ipds.send(&office, &[ipds.segment(&[accepted])]), [STORED]);
    assert_eq!(counts(), (1, 1, 1, 1), "whoever coordinates says which counts");
}

#[test]
fn what_was_keyed_again_stands_for_no_family_while_there_is_another_document() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let mut second = Laptop::enrolled(&office, SECOND, 2);
    let mut paper = keyed(&mut first, family(1), Source::Paper, "2");
    paper.retain(|entry| entry.change != Change::Finished { role: Role::Enumerator });
    let again = keyed(&mut second, family(1), Source::SecondEntry, "2");
    first.send(&office, &[first.segment(&paper)]);
    second.send(&office, &[second.segment(&again)]);
    let known = office.central.storage().known(&"8271021".parse().unwrap(), family(1)).unwrap();
    assert!(!known.row.unwrap().finished, "the paper is not");
}
