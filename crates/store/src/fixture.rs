//! A laptop for tests: a vault in a throw-away folder, with a round and a prelist.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Dot, Effort, Entry, FormVersion, Mode, Role, Source};
use cacah_family::id::{BatchId, DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::round::{Round, RoundKind};
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_testkit::host::FakeHost;
use cacah_testkit::ternate::{self, AREAS};
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::vault::kdf::Cost;
use crate::{
    AreaRecord, ClaimedBatch, ClaimedSegment, Commit, Enrolment, Limits, NewEntry, Outcome,
    PendingFamily, Settlement, Store, StoreError, Summary,
};

pub(crate) const PASSWORD: &str = "ombak biru teluk";
pub(crate) const CODE: &str = "PPL 0123";
/// The office's recovery identity in tests.
pub(crate) const OFFICE: &str =
    "AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYEE";

/// Whatever waits.
pub(crate) const ALL: Limits = Limits { families: 500, entries: usize::MAX, bytes: usize::MAX };

/// A clock and ids of its own.
pub(crate) fn host() -> Arc<FakeHost> {
    Arc::new(FakeHost::new(7))
}

pub(crate) fn enrolment() -> Enrolment {
    let office: age::x25519::Identity = OFFICE.parse().unwrap();
    Enrolment {
        officer: OfficerId(Uuid::from_u128(0x0FF1)),
        officer_code: "PPL 0123".into(),
        officer_name: "LATIFA KAMARO".into(),
        device: DeviceId(Uuid::from_u128(0xDE71)),
        incarnation: b"signed elsewhere".to_vec(),
        device_key: Zeroizing::new([0xDE; 32]),
        officer_key: Some(Zeroizing::new([0x0F; 32])),
        endpoint_url: "https://127.0.0.1:8443".into(),
        certificate: "-----BEGIN CERTIFICATE-----".into(),
        token: Zeroizing::new("00".repeat(32)),
        endpoint_key: [0xE0; 32],
        recovery: office.to_public().to_string(),
        recovery_seed: None,
    }
}

pub(crate) fn round() -> Round {
    Round {
        id: RoundId(Uuid::from_u128(0x2022)),
        name: "Regsosek 2022 · Kota Ternate".into(),
        kind: RoundKind::Practice,
        form: "regsosek22-k".into(),
    }
}

pub(crate) fn version() -> FormVersion {
    FormVersion { structure: "51".repeat(32), rules: "81".repeat(32) }
}

pub(crate) fn areas() -> Vec<AreaRecord> {
    let area = |area: &ternate::Sls| AreaRecord {
        idsubsls: area.idsubsls.parse().unwrap(),
        name: area.name.into(),
        village: area.village.into(),
        district: area.district.into(),
    };
    AREAS.iter().map(area).collect()
}

pub(crate) fn family_id(n: usize) -> FamilyId {
    FamilyId(Uuid::from_u128(0xFA0000 + n as u128))
}

/// `count` families, spread over the three SLS, which lie in three districts.
pub(crate) fn prelist(count: usize) -> Vec<(FamilyId, Birth)> {
    let families = ternate::families(1, count).into_iter().enumerate();
    families
        .map(|(n, family)| {
            let idsubsls: Idsubsls = AREAS[family.area].idsubsls.parse().unwrap();
            let birth = Birth {
                round: round().id,
                home: idsubsls.district(),
                idsubsls,
                building: family.building,
                number: family.number,
                head: family.head().to_owned(),
                address: family.address.clone(),
                found: false,
            };
            (family_id(n), birth)
        })
        .collect()
}

/// A document in work.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    pub family: FamilyId,
    pub document: DocumentId,
}

pub(crate) struct Laptop {
    pub store: Store,
    pub host: Arc<FakeHost>,
    pub root: TempDir,
}

/// A laptop whose vault nobody has open.
pub(crate) struct Closed {
    pub dir: PathBuf,
    pub host: Arc<FakeHost>,
    _root: TempDir,
}

impl Closed {
    pub(crate) fn unlock(&self, code: &str, password: &str) -> Result<Store, StoreError> {
        Store::unlock(&self.dir, code, password, self.host.clone())
    }
}

impl Laptop {
    /// With the round and 12 families: 6 in the first district, 4 in the second, 2 in the third.
    pub(crate) fn new() -> Self {
        let mut laptop = Self::enrolled();
        laptop.install(12).unwrap();
        laptop
    }

    /// Before the first round.
    pub(crate) fn enrolled() -> Self {
        let (root, host) = (tempfile::tempdir().unwrap(), host());
        let (dir, password) = (root.path().join("vault"), (PASSWORD, Cost::CHEAP));
        let store = Store::create_at(&dir, &enrolment(), password, host.clone()).unwrap();
        Self { store, host, root }
    }

    pub(crate) fn install(&mut self, families: usize) -> Result<(), StoreError> {
        let form = BTreeMap::from([("survey.csv".into(), "type,name\n".into())]);
        self.store.install(&round(), &version(), &form, &areas(), &prelist(families))
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.root.path().join("vault")
    }

    /// As after a restart.
    pub(crate) fn reopened(self) -> Self {
        let Self { store, host, root } = self;
        drop(store);
        let store =
            Store::unlock(&root.path().join("vault"), CODE, PASSWORD, host.clone()).unwrap();
        Self { store, host, root }
    }

    /// With its vault closed.
    pub(crate) fn closed(self) -> Closed {
        Closed { dir: self.dir(), host: self.host, _root: self.root }
    }

    /// Opens a visit of the `n`-th family.
    pub(crate) fn visit(&mut self, n: usize) -> Work {
        let work = Work {
            family: family_id(n),
            document: DocumentId(Uuid::from_u128(0xD0C0000 + n as u128)),
        };
        let change = Change::Opened { source: Source::Visit };
        self.write(work, Path::question(Path::DOCUMENT), change, vec![]).unwrap();
        work
    }

    /// Answers a question over the heads that are there.
    pub(crate) fn answer(&mut self, work: Work, path: &Path, text: &str) -> Entry {
        let history = self.store.history(work.family).unwrap();
        let heads = history.heads(Some(work.document));
        let over = heads.get(path).map(|heads| heads.iter().map(|head| head.dot).collect());
        let slot = Slot { raw: text.into(), value: Some(text.into()), ..Slot::default() };
        let over = over.unwrap_or_default();
        self.write(work, path.clone(), Change::Slot(slot), over).unwrap().remove(0)
    }

    /// Opens, answers `answers` questions of, and finishes the `n`-th family.
    pub(crate) fn finished(&mut self, n: usize, answers: usize) -> Work {
        let work = self.visit(n);
        for question in 0..answers {
            self.answer(work, &Path::question(&format!("r{question}")), "1");
        }
        self.finish(work);
        work
    }

    pub(crate) fn finish(&mut self, work: Work) {
        let change = Change::Finished { role: Role::Enumerator };
        let entry = entry(work, Path::question(Path::STATE), change, vec![]);
        let summary = Some(Summary { finished: true, percent: 100, ..summary(work) });
        self.store.append(Commit { entries: vec![entry], summary, stand: None }).unwrap();
    }

    pub(crate) fn write(
        &mut self,
        work: Work,
        path: Path,
        change: Change,
        over: Vec<Dot>,
    ) -> Result<Vec<Entry>, StoreError> {
        let entries = vec![entry(work, path, change, over)];
        self.store.append(Commit { entries, ..Commit::default() })
    }
}

pub(crate) fn entry(work: Work, path: Path, change: Change, over: Vec<Dot>) -> NewEntry {
    NewEntry {
        family: work.family,
        document: Some(work.document),
        path,
        change,
        over,
        mode: Mode::Visit,
        form: Some(version()),
        effort: Effort::default(),
    }
}

pub(crate) fn summary(work: Work) -> Summary {
    Summary {
        document: work.document,
        status: Status::Clean,
        percent: 10,
        members: None,
        finished: false,
        head: None,
        names: None,
        numbers: None,
        persons: None,
        facts: None,
        checker: None,
        findings: None,
    }
}

/// Hash of a segment as its body gives it: of the same entries and place, the same.
pub(crate) fn hash_of(waits: &PendingFamily) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(waits.family.0.as_bytes()).update(waits.birth.idsubsls.as_str().as_bytes());
    for entry in &waits.entries {
        hasher.update(&entry.digest());
    }
    *hasher.finalize().as_bytes()
}

/// A batch as the sync would make it of what waits.
pub(crate) fn batch_of(id: u128, waits: &[PendingFamily]) -> ClaimedBatch {
    let id = BatchId(Uuid::from_u128(id));
    let segment = |waits: &PendingFamily| {
        let seqs = waits.entries.iter().map(|entry| entry.dot.seq);
        let (first, last) = (seqs.clone().min().unwrap(), seqs.max().unwrap());
        ClaimedSegment {
            hash: hash_of(waits),
            family: waits.family,
            idsubsls: waits.birth.idsubsls.clone(),
            first,
            last,
            count: u32::try_from(waits.entries.len()).unwrap(),
        }
    };
    ClaimedBatch {
        id,
        bytes: format!("batch {id}").into_bytes(),
        hash: *blake3::hash(id.0.as_bytes()).as_bytes(),
        sig: [2; 64],
        segments: waits.iter().map(segment).collect(),
    }
}

/// A receipt that gives the first segments of a batch these verdicts.
pub(crate) fn settlement(number: u64, batch: &ClaimedBatch, outcomes: &[Outcome]) -> Settlement {
    let verdicts = batch.segments.iter().zip(outcomes);
    Settlement {
        number,
        batch: batch.id,
        hash: batch.hash,
        at: cacah_testkit::host::FIELD_DAY + 60_000,
        epoch: Uuid::from_u128(0xE),
        safe_through: 0,
        raw: format!("receipt {number}").into_bytes(),
        verdicts: verdicts.map(|(s, outcome)| (s.family, s.hash, outcome.clone())).collect(),
    }
}
