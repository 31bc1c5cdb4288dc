//! A whole family in the real questionnaire: the endpoint finds what the laptop found.

use cacah_central::storage::{NumberKind, Storage as _};
use cacah_central::{Central, Plan};
use cacah_family::area::District;
use cacah_family::entry::Entry;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::status::Status;
use cacah_testkit::questionnaire::{ROSTER, folder};
use cacah_testkit::ternate::{Family, Practice, families};
use cacah_wire::receipt::Verdict;
use uuid::Uuid;

use crate::laptop::Laptop;
use crate::office::{ADMIN, Office, form_files, version};

/// The practice round of testkit, read as the program reads it.
pub fn practice(people: &[Family]) -> Plan {
    let json = serde_json::to_vec(&Practice::new(&folder("regsosek22-k"), people)).unwrap();
    let mut plan: Plan = serde_json::from_slice(&json).unwrap();
    plan.read_form(std::path::Path::new("/")).unwrap();
    plan
}

pub fn keyed(laptop: &mut Laptop, id: FamilyId, people: &Family) -> Vec<Entry> {
    let document = DocumentId(Uuid::from_u128(77));
    let answers = people.answers();
    let mut entries = vec![laptop.opened(id, document)];
    for answer in answers.opening.iter().chain(&answers.closing) {
        entries.push(laptop.answer(id, document, Path::question(&answer.question), &answer.raw));
    }
    let mut last = None;
    for member in &answers.members {
        let order = OrderKey::between(last.as_ref(), None);
        let (person, entry) = laptop.joined(id, document, ROSTER, &order);
        entries.push(entry);
        for answer in member {
            entries.push(laptop.answer(
                id,
                document,
                Path::of(person, &answer.question),
                &answer.raw,
            ));
        }
        last = Some(order);
    }
    entries.push(laptop.finished(id, document));
    entries
}

#[test]
fn a_family_of_five_arrives_clean_with_members_and_numbers() {
    let people = families(1, 60);
    let office = Office::empty();
    let plan = practice(&people);
    let at =
        people.iter().position(|family| family.members.len() == 5 && family.area == 0).unwrap();
    let (listed, people) = (plan.families[at].clone(), &people[at]);
    let officer = plan.officers[0].code.clone();
    let round = plan.round.id;
    office.central.install(ADMIN, plan).unwrap();
    let mut laptop = Laptop::enrolled(&office, &officer, 1);
    laptop.form = version(&form_files("regsosek22-k"));
    laptop.place.round = round;
    laptop.place.home = listed.birth.home.clone();
    laptop.place.idsubsls = listed.birth.idsubsls.clone();
    let entries = keyed(&mut laptop, listed.family, people);
    assert_eq!(laptop.send(&office, &[laptop.segment(&entries)]), [Verdict::Stored]);

    let document =
        &office.central.storage().documents(&listed.birth.home, listed.family).unwrap()[0];
    assert_eq!((document.status, document.findings.as_str()), (Status::Clean, "[]"));
    assert_eq!(document.members.len(), 5);
    assert_eq!(document.members.iter().map(|m| m.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let niks = document.numbers.iter().filter(|number| number.kind == NumberKind::Nik);
    assert_eq!((niks.count(), document.numbers.len()), (5, 6));
    index_finds(&office.central, &listed.birth.home, listed.family, people);
    no_number_in_the_clear(&office, people);
}

fn index_finds(
    central: &Central<cacah_central::storage::sqlite::Sqlite>,
    home: &District,
    family: FamilyId,
    people: &Family,
) {
    let documents = central.storage().documents(home, family).unwrap();
    let numbers = &documents[0].numbers;
    let kk = numbers.iter().find(|number| number.kind == NumberKind::Kk).unwrap();
    assert_eq!(central.storage().numbered(home, NumberKind::Kk, kk.hash).unwrap(), [family]);
    assert!(central.storage().numbered(home, NumberKind::Nik, kk.hash).unwrap().is_empty());
    assert_ne!(kk.hash, cacah_wire::seal::Hash::of(people.kk.as_bytes()), "keyed");
}

/// Answers lie compressed in segments and state; the index and the findings hold no number at all.
fn no_number_in_the_clear(office: &Office, people: &Family) {
    for file in ["central.db", "central.db-wal"] {
        let bytes = std::fs::read(office.folder.path().join(file)).unwrap();
        for number in people.members.iter().map(|member| &member.nik).chain([&people.kk]) {
            assert!(!bytes.windows(16).any(|part| part == number.as_bytes()), "{file}");
        }
    }
}

#[test]
fn a_member_without_an_answer_is_an_error_here_too() {
    let people = families(1, 60);
    let office = Office::empty();
    let plan = practice(&people);
    let at = people.iter().position(|family| family.area == 0).unwrap();
    let listed = plan.families[at].clone();
    let (officer, round) = (plan.officers[0].code.clone(), plan.round.id);
    office.central.install(ADMIN, plan).unwrap();
    let mut laptop = Laptop::enrolled(&office, &officer, 1);
    laptop.form = version(&form_files("regsosek22-k"));
    laptop.place.round = round;
    laptop.place.home = listed.birth.home.clone();
    laptop.place.idsubsls = listed.birth.idsubsls.clone();
    let mut entries = keyed(&mut laptop, listed.family, &people[at]);
    let gone = entries.iter().position(|entry| entry.path.name.as_deref() == Some("r405")).unwrap();
    entries.remove(gone);
    assert_eq!(laptop.send(&office, &[laptop.segment(&entries)]), [Verdict::Stored]);
    let document =
        &office.central.storage().documents(&listed.birth.home, listed.family).unwrap()[0];
    assert_eq!(document.status, Status::Error);
    assert!(document.findings.contains("K001") && document.findings.contains("/r405"));
}
