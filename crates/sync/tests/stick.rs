//! Laptops without a link: enrolled from a file, sending by stick, hearing by its answer.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_central::folder::Folder;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, NewPerson, Plan, PlanOfficer};
use cacah_family::entry::{Birth, Change, Entry, FormVersion, Mode, Visit};
use cacah_family::host::Host as _;
use cacah_family::id::{BatchId, FamilyId, OfficerId, RoundId};
use cacah_family::path;
use cacah_family::round::{Round, RoundKind};
use cacah_store::{Commit, Limits, NewEntry, Road, Store};
use cacah_sync::{Access, StickRead, SyncError, enrol_from_stick, read_answer, write_stick};
use cacah_testkit::host::FakeHost;
use cacah_testkit::questionnaire;
use cacah_wire::batch::{BatchHeader, SealedBatch};
use cacah_wire::down::{Area, PrelistFamily};
use cacah_wire::error::Code;
use cacah_wire::segment::{Place, SealedSegment, Segment};
use tempfile::TempDir;
use uuid::Uuid;

const HERE: &str = "8271021003000300";

fn family(number: u16) -> FamilyId {
    FamilyId(Uuid::from_u128(100 + u128::from(number)))
}

fn plan() -> Plan {
    let files = questionnaire::files("toy").into_iter();
    let round = RoundId(Uuid::from_u128(1));
    let birth = |number| Birth {
        round,
        home: "8271021".parse().unwrap(),
        idsubsls: HERE.parse().unwrap(),
        building: number,
        number,
        head: "KELUARGA LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found: false,
    };
    Plan {
        round: Round {
            id: round,
            name: "Latihan".into(),
            kind: RoundKind::Practice,
            form: "toy".into(),
        },
        form: files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect(),
        form_dir: None,
        areas: vec![Area {
            idsubsls: HERE.parse().unwrap(),
            name: "RT 003".into(),
            village: "Gamalama".into(),
            district: "Ternate Tengah".into(),
        }],
        officers: vec![PlanOfficer {
            id: OfficerId(Uuid::from_u128(3)),
            code: "PPL 0123".into(),
            name: "PETUGAS LATIHAN".into(),
            areas: vec![HERE.into()],
            role: None,
            since: None,
            until: None,
        }],
        families: (1..=3)
            .map(|number| PrelistFamily { family: family(number), birth: birth(number) })
            .collect(),
    }
}

struct Office {
    folder: TempDir,
    central: Central<Sqlite>,
}

impl Office {
    fn new(seed: u64) -> Self {
        let (folder, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(seed)));
        let data = Folder::open(folder.path(), &*host).unwrap();
        let central = data.central(host).unwrap();
        central.add_person(None, &NewPerson::admin("ADMIN", "LATIHAN", &["82"])).unwrap();
        central.install("ADMIN", plan()).unwrap();
        Self { folder, central }
    }

    /// Takes a file and answers it into the same folder.
    fn answers(&self, stick: &Path) -> PathBuf {
        let brought = self.central.take_stick(File::open(stick).unwrap()).unwrap();
        assert!(brought.refused.is_empty(), "{brought}");
        let folder = stick.parent().unwrap();
        self.central.answer_stick(&brought, folder).unwrap().unwrap()
    }
}

fn compile(_: &BTreeMap<String, String>) -> Option<FormVersion> {
    Some(FormVersion { structure: "a".into(), rules: "b".into() })
}

struct Laptop {
    store: RefCell<Store>,
    host: Arc<FakeHost>,
    _folder: TempDir,
}

impl Access for Laptop {
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        work(&mut self.store.borrow_mut())
    }
}

impl Laptop {
    fn spare(office: &Office, seed: u64) -> Self {
        let (folder, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(seed)));
        let place = ("https://127.0.0.1:8271", "PEM");
        let made = office.central.spare("ADMIN", "PPL 0123", place, folder.path()).unwrap();
        assert!(made.path.ends_with("cadangan-PPL0123-20221020.cacah"), "{:?}", made.path);
        let typed = made.code.to_text().to_lowercase();
        let spare = enrol_from_stick(&made.path, &typed, &*host).unwrap();
        assert_eq!(spare.enrolment.device, made.device);
        let vault = folder.path().join("vault");
        let mut store =
            Store::create(&vault, &spare.enrolment, "ombak biru teluk", host.clone()).unwrap();
        spare.install(&mut store, &compile).unwrap();
        Self { store: RefCell::new(store), host, _folder: folder }
    }

    fn visits(&self, number: u16) {
        let visit = NewEntry {
            family: family(number),
            document: None,
            path: path::Path::question(path::Path::VISIT),
            change: Change::Visit {
                outcome: Visit::NotHome,
                note: String::new(),
                appointment: None,
            },
            over: Vec::new(),
            mode: Mode::Visit,
            form: None,
            effort: cacah_family::entry::Effort::default(),
        };
        let commit = Commit { entries: vec![visit], summary: None, stand: None };
        self.store.borrow_mut().append(commit).unwrap();
    }

    fn reads(&self, answer: &Path) -> Result<StickRead, SyncError> {
        read_answer(self, answer, &compile)
    }

    fn roads(&self) -> Vec<Road> {
        self.store.borrow().queue().unwrap().into_iter().map(|record| record.road).collect()
    }

    fn entries_of(&self, number: u16) -> usize {
        self.store.borrow().history(family(number)).unwrap().len()
    }
}

#[test]
fn it_goes_up_and_its_answer_settles_it_and_again_is_harmless() {
    let (office, stick) = (Office::new(1), TempDir::new().unwrap());
    let laptop = Laptop::spare(&office, 2);
    laptop.visits(1);
    laptop.visits(2);
    let written = write_stick(&laptop, &*laptop.host, stick.path(), true).unwrap();
    assert_eq!((written.families, written.batches, written.number), (2, 1, 1));
    assert!(written.path.ends_with("cacah-PPL0123-20221020-1-2keluarga.cacah"));
    assert_eq!(written.bytes, fs::metadata(&written.path).unwrap().len());
    assert!(laptop.roads().iter().all(|road| matches!(road, Road::Claimed { .. })));
    // Lost: the next one holds the same batch again, byte for byte, and what came since.
    laptop.visits(3);
    let second = write_stick(&laptop, &*laptop.host, stick.path(), true).unwrap();
    assert_eq!((second.families, second.batches, second.number), (3, 2, 2));
    let answer = office.answers(&second.path);
    let read = laptop.reads(&answer).unwrap();
    assert_eq!((read.receipts, read.unknown), (2, 0));
    assert!(laptop.roads().iter().all(|road| matches!(road, Road::Settled { .. })));
    let late = office.answers(&written.path);
    for again in [&late, &answer] {
        assert_eq!(laptop.reads(again).unwrap().unknown, 0);
    }
    assert!(laptop.roads().iter().all(|road| matches!(road, Road::Settled { .. })));
    let empty = write_stick(&laptop, &*laptop.host, stick.path(), true).unwrap();
    assert_eq!((empty.families, empty.batches), (0, 0), "it asks for what is new");
    laptop.reads(&office.answers(&empty.path)).unwrap();
}

#[test]
fn an_answer_for_another_laptop_of_another_endpoint_or_torn_changes_nothing() {
    let (office, other) = (Office::new(1), Office::new(7));
    let stick = TempDir::new().unwrap();
    let (laptop, second) = (Laptop::spare(&office, 2), Laptop::spare(&office, 3));
    let stranger = Laptop::spare(&other, 4);
    laptop.visits(1);
    let write =
        |laptop: &Laptop| write_stick(laptop, &*laptop.host, stick.path(), true).unwrap().path;
    let path = write(&laptop);
    let answer = office.answers(&path);
    let refused = |laptop: &Laptop, path: &Path| laptop.reads(path).unwrap_err().code();
    assert_eq!(refused(&second, &answer), Some(Code::NotForUs));
    assert_eq!(refused(&stranger, &answer), Some(Code::NotForUs));
    assert_eq!(refused(&laptop, &path), Some(Code::NotForUs), "its own file");
    let bytes = fs::read(&answer).unwrap();
    let torn = stick.path().join("torn.cacah");
    for length in [0, 40, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&torn, &bytes[..length]).unwrap();
        assert_eq!(refused(&laptop, &torn), Some(Code::BadStick));
        assert!(matches!(laptop.roads()[..], [Road::Claimed { .. }]));
    }
    assert_eq!(refused(&laptop, &stick.path().join("none.cacah")), Some(Code::StickLost));
    assert_eq!(laptop.reads(&answer).unwrap().receipts, 1);
}

#[test]
fn a_stick_that_is_pulled_out_leaves_everything_waiting() {
    let (office, stick) = (Office::new(1), TempDir::new().unwrap());
    let laptop = Laptop::spare(&office, 2);
    laptop.visits(1);
    let gone = write_stick(&laptop, &*laptop.host, &stick.path().join("gone"), true);
    assert_eq!(gone.unwrap_err().code(), Some(Code::StickLost));
    assert!(matches!(laptop.roads()[..], [Road::Claimed { .. }]));
    let written = write_stick(&laptop, &*laptop.host, stick.path(), true).unwrap();
    laptop.reads(&office.answers(&written.path)).unwrap();
    assert!(matches!(laptop.roads()[..], [Road::Settled { .. }]));
}

#[test]
fn without_the_endpoints_key_nothing_can_be_sealed() {
    let (office, stick) = (Office::new(1), TempDir::new().unwrap());
    let laptop = Laptop::spare(&office, 2);
    laptop.store.borrow_mut().set_setting("stick_recipient", "").unwrap();
    laptop.visits(1);
    assert!(write_stick(&laptop, &*laptop.host, stick.path(), true).is_err());
    assert_eq!(fs::read_dir(stick.path()).unwrap().count(), 0);
}

#[test]
fn a_spare_laptop_gets_back_what_the_lost_one_sent() {
    let (office, stick) = (Office::new(1), TempDir::new().unwrap());
    let lost = Laptop::spare(&office, 2);
    lost.visits(1);
    lost.visits(1);
    lost.visits(2);
    let written = write_stick(&lost, &*lost.host, stick.path(), true).unwrap();
    office.answers(&written.path);
    let spare = Laptop::spare(&office, 3);
    assert_eq!([1, 2, 3].map(|number| spare.entries_of(number)), [2, 1, 0]);
    assert!(office.folder.path().join("stick.key").exists());
    let wrong =
        office.central.spare("ADMIN", "PPL 0123", ("https://x", "PEM"), stick.path()).unwrap();
    let host = FakeHost::new(9);
    let opened = enrol_from_stick(&wrong.path, "0000-0000-0000-0000", &host);
    assert_eq!(opened.unwrap_err().code(), Some(Code::WrongPassword));
}

/// What waits on a laptop, spoilt and sealed with its own keys.
fn spoilt(laptop: &Laptop, spoil: impl Fn(&mut Entry)) -> SealedBatch {
    let store = laptop.store.borrow();
    let limits = Limits { families: 9, entries: 99, bytes: 1 << 20 };
    let pending = store.pending(limits, true).unwrap();
    let birth = &pending[0].birth;
    let (round, home) = (birth.round, birth.home.clone());
    let place = Place { round, home: home.clone(), idsubsls: birth.idsubsls.clone() };
    let lines: Vec<_> = pending
        .iter()
        .map(|family| {
            let mut entries = family.entries.clone();
            entries.iter_mut().for_each(&spoil);
            let segment = Segment::of(&place, &entries).unwrap();
            let sealed = SealedSegment::seal(&segment, &store.officer_signer().unwrap()).unwrap();
            (family.family, segment.officer, sealed)
        })
        .collect();
    let header = BatchHeader {
        v: 1,
        batch: BatchId(laptop.host.id()),
        round,
        home,
        actor: store.actor(),
        created: 0,
        receipt: 0,
        incarnation: serde_json::from_slice(&store.enrolment().incarnation).unwrap(),
        segments: Vec::new(),
    };
    SealedBatch::seal(header, &lines, &store.device_signer()).unwrap()
}

#[test]
fn what_one_laptop_spoilt_does_not_stop_what_is_told_of_the_others() {
    let (office, stick) = (Office::new(1), TempDir::new().unwrap());
    let (hostile, honest) = (Laptop::spare(&office, 2), Laptop::spare(&office, 3));
    hostile.visits(1);
    let batch = spoilt(&hostile, |entry| entry.at.mono = u64::MAX);
    let token = hostile.store.borrow().enrolment().token.clone();
    office.central.put_batch(&token, &batch).unwrap();
    honest.visits(2);
    let written = write_stick(&honest, &*honest.host, stick.path(), true).unwrap();
    let read = honest.reads(&office.answers(&written.path)).unwrap();
    assert_eq!((read.receipts, read.brought.more), (1, false));
    let spare = Laptop::spare(&office, 4);
    assert_eq!([1, 2].map(|number| spare.entries_of(number)), [0, 1]);
}
