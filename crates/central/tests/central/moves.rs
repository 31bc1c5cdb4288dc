//! Persons who move between families: counted in one of them, whatever arrives when.

use cacah_central::storage::{NumberKind, Storage as _};
use cacah_central::{Central, Plan};
use cacah_family::area::District;
use cacah_family::entry::{Birth, Change, Dot, Entry};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_testkit::questionnaire::{ROSTER, folder};
use cacah_testkit::ternate::{Practice, families};
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;
use cacah_wire::segment::Place;
use uuid::Uuid;

use crate::laptop::{Laptop, Line};
use crate::office::{ADMIN, Office, form_files, version};

const NIK: &str = "8271010101900000";

/// Two families, each with a document; the second perhaps of another district.
struct Stage {
    office: Office,
    laptop: Laptop,
    births: [Birth; 2],
    families: [FamilyId; 2],
    person: InstanceId,
    /// The entry by which the person joined the first family.
    joined: Dot,
}

fn document(at: usize) -> DocumentId {
    DocumentId(Uuid::from_u128(70 + at as u128))
}

impl Stage {
    fn new(other_district: bool) -> Self {
        let people = families(1, 60);
        let office = Office::empty();
        let json = serde_json::to_vec(&Practice::new(&folder("regsosek22-k"), &people)).unwrap();
        let mut plan: Plan = serde_json::from_slice(&json).unwrap();
        plan.read_form(std::path::Path::new("/")).unwrap();
        let (one, mut two) = (plan.families[0].clone(), plan.families[1].clone());
        let (officer, round) = (plan.officers[0].code.clone(), plan.round.id);
        if other_district {
            let area = "8272010001000100";
            plan.areas.push(plan.areas[0].clone());
            plan.areas.last_mut().unwrap().idsubsls = area.parse().unwrap();
            plan.officers[0].areas.push(area.into());
            (two.birth.home, two.birth.idsubsls) =
                ("8272010".parse().unwrap(), area.parse().unwrap());
            plan.families[1] = two.clone();
        }
        office.central.install(ADMIN, plan).unwrap();
        let mut laptop = Laptop::enrolled(&office, &officer, 1);
        laptop.form = version(&form_files("regsosek22-k"));
        laptop.place.round = round;
        let births = [one.birth, two.birth];
        let families = [one.family, two.family];
        let order = OrderKey::between(None, None);
        let (person, joined) = laptop.joined(families[0], document(0), ROSTER, &order);
        let mut stage = Self { office, laptop, births, families, person, joined: joined.dot };
        let opened = stage.laptop.opened(families[0], document(0));
        let nik = stage.nik(0);
        stage.tell(0, &[joined, opened, nik]);
        let opened = stage.laptop.opened(families[1], document(1));
        stage.tell(1, &[opened]);
        stage
    }

    fn nik(&mut self, at: usize) -> Entry {
        let path = Path::of(self.person, "r403");
        self.laptop.answer(self.families[at], document(at), path, NIK)
    }

    fn at_person(&mut self, at: usize, change: Change, over: &[Dot]) -> Entry {
        let path = Path::instance(self.person);
        let mut entry = self.laptop.entry(self.families[at], Some(document(at)), path, change);
        entry.over = over.to_vec();
        entry
    }

    fn leave(&mut self) -> Entry {
        let (to, over) = (Some(self.families[1]), self.joined);
        self.at_person(0, Change::Leave { to }, &[over])
    }

    fn join(&mut self, at: usize, from: Option<FamilyId>, over: &[Dot]) -> Entry {
        let (repeat, order) = (ROSTER.to_owned(), OrderKey::between(None, None));
        self.at_person(at, Change::Join { repeat, order, parent: None, from }, over)
    }

    /// The receiving half: the join and the number again.
    fn taken(&mut self) -> [Entry; 2] {
        [self.join(1, Some(self.families[0]), &[]), self.nik(1)]
    }

    fn line(&mut self, at: usize, entries: &[Entry]) -> Line {
        let Birth { round, home, idsubsls, .. } = self.births[at].clone();
        self.laptop.place = Place { round, home, idsubsls };
        self.laptop.segment(entries)
    }

    fn tell(&mut self, at: usize, entries: &[Entry]) {
        let line = self.line(at, entries);
        assert_eq!(self.laptop.send(&self.office, &[line]), [Verdict::Stored]);
    }

    fn home(&self, at: usize) -> District {
        self.births[at].home.clone()
    }

    /// In which of the two families the person counts, and where the NIK is indexed.
    fn counted(&self) -> ([bool; 2], [bool; 2]) {
        let storage = self.office.central.storage();
        let documents = [0, 1].map(|at| {
            let documents = storage.documents(&self.home(at), self.families[at]).unwrap();
            documents.into_iter().next().unwrap()
        });
        let members = documents
            .each_ref()
            .map(|document| document.members.iter().any(|member| member.person == self.person));
        let numbers = documents
            .each_ref()
            .map(|document| document.numbers.iter().any(|number| number.kind == NumberKind::Nik));
        self.agrees(&self.office.central);
        (members, numbers)
    }

    /// What is stored is what the data amount to, and the index says the same.
    fn agrees(&self, central: &Central<cacah_central::storage::sqlite::Sqlite>) {
        let proof = central.verify_receipts().unwrap();
        assert_eq!(proof.told, Vec::<String>::new());
        assert_eq!(central.storage().totals().unwrap(), central.storage().recount().unwrap());
    }
}

const GIVING: ([bool; 2], [bool; 2]) = ([true, false], [true, false]);
const TAKING: ([bool; 2], [bool; 2]) = ([false, true], [false, true]);

#[test]
fn a_person_counts_in_the_giving_family_until_both_have_said_so() {
    for district in [false, true] {
        for giving_first in [true, false] {
            let mut stage = Stage::new(district);
            assert_eq!(stage.counted(), GIVING);
            let (leave, taken) = (stage.leave(), stage.taken());
            let halves = [&[leave][..], &taken];
            let order = if giving_first { [0, 1] } else { [1, 0] };
            stage.tell(order[0], halves[order[0]]);
            assert_eq!(stage.counted(), GIVING, "{district} {giving_first}");
            stage.tell(order[1], halves[order[1]]);
            assert_eq!(stage.counted(), TAKING, "{district} {giving_first}");
            // Whatever comes of either later, it stays so.
            let note =
                stage.laptop.answer(stage.families[0], document(0), Path::question("r102"), "1");
            stage.tell(0, &[note]);
            assert_eq!(stage.counted(), TAKING);
        }
    }
}

#[test]
fn both_halves_in_one_batch_are_settled_at_once() {
    for giving_first in [true, false] {
        let mut stage = Stage::new(false);
        let (leave, taken) = (stage.leave(), stage.taken());
        let mut lines = vec![stage.line(0, &[leave]), stage.line(1, &taken)];
        if !giving_first {
            lines.reverse();
        }
        assert_eq!(stage.laptop.send(&stage.office, &lines), [Verdict::Stored; 2]);
        assert_eq!(stage.counted(), TAKING);
    }
}

#[test]
fn a_move_that_is_undone_leaves_the_person_where_it_was() {
    for district in [false, true] {
        let mut stage = Stage::new(district);
        let (leave, taken) = (stage.leave(), stage.taken());
        let (left, joined) = (leave.dot, taken[0].dot);
        stage.tell(0, &[leave]);
        stage.tell(1, &taken);
        assert_eq!(stage.counted(), TAKING);
        // The giving family says that nobody left; the receiving one has not heard of it.
        let back = stage.join(0, None, &[left]);
        stage.tell(0, &[back]);
        assert_eq!(stage.counted(), GIVING);
        let gone = stage.at_person(1, Change::Leave { to: None }, &[joined]);
        stage.tell(1, &[gone]);
        assert_eq!(stage.counted(), GIVING);
    }
}

#[test]
fn a_fork_of_a_move_moves_nobody_until_somebody_decides() {
    let mut stage = Stage::new(false);
    let (leave, taken) = (stage.leave(), stage.taken());
    let mut fork = leave.clone();
    fork.change = Change::Leave { to: Some(FamilyId(Uuid::from_u128(999))) };
    let left = leave.dot;
    stage.tell(1, &taken);
    stage.tell(0, &[fork]);
    assert_eq!(stage.counted(), GIVING);
    // A copy of the laptop gave the number again.
    let line = stage.line(0, &[leave]);
    assert_eq!(stage.laptop.send(&stage.office, &[line]), [Verdict::Held(Code::Fork)]);
    assert_eq!(stage.counted(), GIVING);
    let (central, family) = (&stage.office.central, stage.families[0]);
    assert_eq!(central.release(ADMIN, |row| row.family == family, "kembar").unwrap(), 1);
    assert_eq!(stage.counted(), GIVING, "two words on where the person went");
    let to = Some(stage.families[1]);
    let decided = stage.at_person(0, Change::Leave { to }, &[left, left]);
    stage.tell(0, &[decided]);
    assert_eq!(stage.counted(), TAKING);
}

#[test]
fn nobody_moves_to_the_family_they_are_in_and_a_family_nobody_knows_takes_nobody() {
    let mut stage = Stage::new(false);
    let to = Some(stage.families[0]);
    let over = stage.joined;
    let leave = stage.at_person(0, Change::Leave { to }, &[over]);
    let own = leave.dot;
    let join = stage.join(0, to, &[own]);
    stage.tell(0, &[leave]);
    assert_eq!(stage.counted(), GIVING);
    stage.tell(0, &[join]);
    let away = stage.at_person(0, Change::Leave { to: Some(FamilyId(Uuid::from_u128(999))) }, &[]);
    stage.tell(0, &[away]);
    assert!(stage.counted().0[0]);
}
