use cacah_family::entry::{Birth, Change, Dot, Mode, Role, Source};
use cacah_family::id::FamilyId;
use cacah_family::paper::{
    Attendance, Custody, KeyingSettings, Outcome, Presence, Right, Verified,
};
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use uuid::Uuid;

use super::*;
use crate::fixture::{Laptop, Work, entry, family_id, round, summary};
use crate::{Commit, FamilyQuery, NewEntry, Road, Summary};

fn write(laptop: &mut Laptop, work: Work, name: &str, (change, mode): (Change, Mode)) -> Dot {
    laptop.host.pass(1_000);
    let history = laptop.store.history(work.family).unwrap();
    let over = history.over(Some(work.document), &Path::question(name), &change);
    let new = entry(work, Path::question(name), change, over);
    let entries = vec![NewEntry { mode, ..new }];
    laptop.store.append(Commit { entries, ..Commit::default() }).unwrap()[0].dot
}

fn opened(laptop: &mut Laptop, n: usize, source: Source) -> Work {
    let document = DocumentId(Uuid::from_u128(0xBA0E0000 + n as u128 + 256 * source as u128));
    let work = Work { family: family_id(n), document };
    write(laptop, work, Path::DOCUMENT, (Change::Opened { source }, Mode::Keying));
    work
}

fn keyed(laptop: &mut Laptop, n: usize) -> Work {
    let work = opened(laptop, n, Source::Paper);
    write(laptop, work, "r112", (Change::Slot(Slot::keyed("1", None)), Mode::Keying));
    finish(laptop, work);
    work
}

fn finish(laptop: &mut Laptop, work: Work) {
    let change = Change::Finished { role: Role::Enumerator };
    write(laptop, work, Path::STATE, (change, Mode::Keying));
    let known = Summary { finished: true, status: Status::Clean, ..summary(work) };
    laptop.store.append(Commit { summary: Some(known), ..Commit::default() }).unwrap();
}

fn again(question: Option<&str>, outcome: Outcome) -> (Change, Mode) {
    let question = question.map(Path::question);
    (Change::Verified(Verified { question, outcome, second: None }), Mode::Verifying)
}

fn record(laptop: &Laptop, work: Work) -> PaperRecord {
    laptop.store.paper_document(work.family, Source::Paper).unwrap().unwrap()
}

fn sums(laptop: &Laptop) -> PaperCounts {
    let counts = laptop.store.paper_counts().unwrap();
    counts.into_values().next().unwrap_or_default()
}

#[test]
fn a_document_is_begun_parked_taken_up_and_keyed() {
    let mut laptop = Laptop::new();
    let work = opened(&mut laptop, 0, Source::Paper);
    assert_eq!(
        (record(&laptop, work).stage, record(&laptop, work).keyer),
        (PaperStage::Begun, None)
    );
    write(&mut laptop, work, "r112", (Change::Slot(Slot::keyed("1", None)), Mode::Keying));
    assert_eq!(record(&laptop, work).keyer, Some(laptop.store.enrolment().officer));
    let parked = Change::Parked { reason: "halaman 3 hilang".into() };
    write(&mut laptop, work, Path::PARKED, (parked, Mode::Keying));
    assert_eq!(record(&laptop, work).parked.unwrap().0, "halaman 3 hilang");
    assert_eq!((sums(&laptop).begun, sums(&laptop).parked, sums(&laptop).keyed), (1, 1, 0));
    write(&mut laptop, work, Path::PARKED, (Change::Unparked {}, Mode::Keying));
    write(&mut laptop, work, Path::SHEET, (Change::Sheet { number: 2, of: 3 }, Mode::Keying));
    finish(&mut laptop, work);
    let done = record(&laptop, work);
    assert_eq!((done.stage, done.sheets, done.parked), (PaperStage::Keyed, 2, None));
    assert_eq!((sums(&laptop).keyed, sums(&laptop).clean, sums(&laptop).sent), (1, 1, 0));
    write(&mut laptop, work, Path::STATE, (Change::Reopened {}, Mode::Keying));
    let open = record(&laptop, work);
    assert_eq!((open.stage, open.first), (PaperStage::Begun, done.first));
}

#[test]
fn paper_says_nothing_of_the_visit_and_is_sent_when_it_is_keyed() {
    let mut laptop = Laptop::new();
    let work = opened(&mut laptop, 0, Source::Paper);
    let road = |laptop: &Laptop| laptop.store.family(family_id(0)).unwrap().unwrap().road;
    assert_eq!(road(&laptop), Road::Open);
    finish(&mut laptop, work);
    assert_eq!(road(&laptop), Road::Pending);
    let shown = laptop.store.family(work.family).unwrap().unwrap();
    assert_eq!((shown.document, shown.status, shown.finished), (None, Status::Blank, false));
    let clean = FamilyQuery { status: Some(Status::Clean), limit: 9, ..FamilyQuery::default() };
    assert_eq!(laptop.store.families(&clean).unwrap().1, 0);
    let visit = laptop.visit(0);
    keyed(&mut laptop, 1);
    assert_eq!(laptop.store.family(work.family).unwrap().unwrap().document, Some(visit.document));
}

#[test]
fn keying_again_is_counted_until_the_third_person_decides() {
    let mut laptop = Laptop::new();
    let work = keyed(&mut laptop, 0);
    write(&mut laptop, work, Path::VERIFIED, again(Some("r112"), Outcome::Disputed));
    write(&mut laptop, work, Path::VERIFIED, again(Some("r301"), Outcome::Same));
    write(&mut laptop, work, Path::VERIFIED, again(None, Outcome::Done));
    let waits = record(&laptop, work);
    assert_eq!((waits.fields, waits.disputed, waits.done.is_some()), (2, 1, true));
    assert_eq!((sums(&laptop).verified, sums(&laptop).disputed), (0, 1));
    let question = Path::question("r112");
    let decided = Change::Adjudicated { question, right: Right::Second };
    write(&mut laptop, work, Path::ADJUDICATED, (decided, Mode::Supervising));
    assert_eq!((sums(&laptop).verified, sums(&laptop).disputed), (1, 0));
}

#[test]
fn documents_are_listed_by_what_is_asked_and_what_came_down_counts_as_sent() {
    let mut laptop = Laptop::new();
    let (first, second) = (keyed(&mut laptop, 0), opened(&mut laptop, 1, Source::Paper));
    opened(&mut laptop, 1, Source::SecondEntry);
    let list = |laptop: &Laptop, query: PaperQuery| {
        let (page, total) = laptop.store.paper_documents(&query).unwrap();
        assert_eq!(page.len(), total as usize);
        page.into_iter().map(|record| record.document).collect::<Vec<_>>()
    };
    assert_eq!(list(&laptop, PaperQuery::default()).len(), 3);
    let keyed = PaperQuery { stage: Some(PaperStage::Keyed), ..PaperQuery::default() };
    assert_eq!(list(&laptop, keyed), [first.document]);
    let unverified = PaperQuery { unverified: true, ..PaperQuery::default() };
    assert_eq!(list(&laptop, unverified), [first.document]);
    let paper = PaperQuery { source: Some(Source::Paper), ..PaperQuery::default() };
    let of_second = PaperQuery { family: Some(second.family), ..paper };
    assert_eq!(list(&laptop, of_second), [second.document]);
    assert_eq!(sums(&laptop).begun, 2);

    let history = laptop.store.history(first.family).unwrap();
    let birth = laptop.store.family(first.family).unwrap().unwrap().birth;
    let entries: Vec<Entry> = history.entries().cloned().collect();
    let mut other = Laptop::new();
    other.store.merge_foreign(&birth, &entries).unwrap();
    let came = record(&other, first);
    assert_eq!((came.stage, came.sent, came.receipted), (PaperStage::Keyed, true, true));
    assert_eq!(came.keyer, record(&laptop, first).keyer);
    assert_eq!(other.store.family(first.family).unwrap().unwrap().document, None);
}

#[test]
fn rows_are_told_again_from_the_journal_as_they_were() {
    let mut laptop = Laptop::new();
    let work = keyed(&mut laptop, 0);
    write(&mut laptop, work, Path::VERIFIED, again(Some("r112"), Outcome::Disputed));
    let before = record(&laptop, work);
    let forget = "DELETE FROM paper; DELETE FROM setting WHERE key = 'paper_told'";
    laptop.store.writer.execute_batch(forget).unwrap();
    let laptop = laptop.reopened();
    assert_eq!(record(&laptop, work), before);
}

/// Writes at the record of an area.
fn told(laptop: &mut Laptop, area: &str, name: &str, change: Change) {
    let birth = Birth::of_sls(round().id, area.parse().unwrap());
    let family = FamilyId::of_sls(birth.round, &birth.idsubsls);
    let new = |name: &str, change| NewEntry {
        document: None,
        form: None,
        ..entry(
            Work { family, document: DocumentId(Uuid::nil()) },
            Path::question(name),
            change,
            vec![],
        )
    };
    let entries = vec![new(Path::FAMILY, Change::Family(birth)), new(name, change)];
    laptop.store.append(Commit { entries, ..Commit::default() }).unwrap();
}

#[test]
fn records_tell_custody_settings_and_shifts() {
    let mut laptop = Laptop::new();
    let areas: Vec<_> = laptop.store.areas().unwrap().into_iter().map(|a| a.idsubsls).collect();
    assert!(laptop.store.custodies().unwrap().is_empty());
    for area in &areas {
        let change = Change::Custody(Custody::Shelved { place: "Rak 3".into() });
        told(&mut laptop, area.as_str(), Path::CUSTODY, change);
    }
    let all = laptop.store.custodies().unwrap();
    assert_eq!(all.len(), areas.len());
    assert_eq!(all[&areas[0]], laptop.store.custody(&areas[0]).unwrap());

    assert_eq!(laptop.store.keying_settings("8271").unwrap(), None);
    let settings = KeyingSettings { pause: 90, ..KeyingSettings::default() };
    let office = format!("{:0<16}", "8271");
    told(&mut laptop, &office, Path::KEYING, Change::Keying(settings.clone()));
    let begin = Attendance { act: Presence::Begin, shift: 2 };
    told(&mut laptop, &office, Path::ATTENDANCE, Change::Attendance(begin));
    assert_eq!(laptop.store.keying_settings("8271").unwrap(), Some(settings));
    assert_eq!(laptop.store.attendance("8271", 0).unwrap().len(), 1);
    assert!(laptop.store.attendance("8271", Millis::MAX).unwrap().is_empty());
    assert_eq!(laptop.store.custodies().unwrap().len(), areas.len());
}

#[test]
fn a_desk_remembers_its_fixed_fields_and_its_paper() {
    let mut laptop = Laptop::new();
    let area = laptop.store.areas().unwrap()[0].idsubsls.clone();
    assert!(laptop.store.bundle_fields(&area).unwrap().is_empty());
    let fields = BTreeMap::from([("r204_kode".to_owned(), "0123".to_owned())]);
    laptop.store.set_bundle_fields(&area, &fields).unwrap();
    laptop.store.set_open_paper(Some((family_id(0), true))).unwrap();
    laptop.store.set_last_paper(family_id(1), false).unwrap();
    let mut laptop = laptop.reopened();
    assert_eq!(laptop.store.bundle_fields(&area).unwrap(), fields);
    assert_eq!(laptop.store.open_paper().unwrap(), Some((family_id(0), true)));
    assert_eq!(laptop.store.last_paper().unwrap(), Some((family_id(1), false)));
    laptop.store.set_open_paper(None).unwrap();
    assert_eq!(laptop.store.open_paper().unwrap(), None);
}
