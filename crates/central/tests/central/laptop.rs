//! A laptop made of nothing but wire types: keys, entries, segments, batches.

use cacah_family::entry::{
    Actor, Birth, Change, Dot, Effort, Entry, FormVersion, Mode, Role, Source, Times,
};
use cacah_family::host::Host as _;
use cacah_family::id::{BatchId, DocumentId, FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_testkit::host::{FIELD_DAY, FakeHost};
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchHeader, SealedBatch};
use cacah_wire::down::{EnrolReply, EnrolRequest};
use cacah_wire::receipt::{Incarnation, IncarnationReason, Receipt, Verdict};
use cacah_wire::seal::{PublicKey, Signed};
use cacah_wire::segment::{Place, SealedSegment, Segment};

use crate::office::{ADMIN, DISTRICT, HERE, Office, round, toy, version};

pub struct Laptop {
    pub host: FakeHost,
    pub device: SigningKey,
    pub officer: SigningKey,
    pub reply: EnrolReply,
    pub form: FormVersion,
    pub place: Place,
    pub incarnation: u32,
    pub seq: u64,
}

/// One line of a batch.
pub type Line = (FamilyId, cacah_family::id::OfficerId, SealedSegment);

pub fn request(seed: u64, code: &str) -> (EnrolRequest, SigningKey, SigningKey) {
    let host = FakeHost::new(seed);
    let key = || {
        let mut bytes = [0; 32];
        host.fill(&mut bytes);
        SigningKey::from_bytes(&bytes)
    };
    let (device, officer) = (key(), key());
    let request = EnrolRequest {
        code: code.into(),
        device_key: PublicKey::of(&device),
        officer_key: PublicKey::of(&officer),
        recovery_point: None,
    };
    (request, device, officer)
}

impl Laptop {
    /// Enrolled at an office for an officer, with the toy form and A's SLS.
    pub fn enrolled(office: &Office, officer: &str, seed: u64) -> Self {
        let ticket = office.central.ticket(ADMIN, officer, "https://localhost", "").unwrap();
        let (request, device, key) = request(seed, &ticket.code);
        let reply = office.central.enrol(&request).unwrap();
        Self::of(reply, device, key, seed)
    }

    pub fn of(reply: EnrolReply, device: SigningKey, officer: SigningKey, seed: u64) -> Self {
        let place = Place {
            round: round(),
            home: DISTRICT.parse().unwrap(),
            idsubsls: HERE.parse().unwrap(),
        };
        let host = FakeHost::new(seed + 1000);
        let form = version(&toy());
        Self { host, device, officer, reply, form, place, incarnation: 1, seq: 0 }
    }

    pub fn actor(&self) -> Actor {
        Actor { device: self.reply.device, incarnation: self.incarnation }
    }

    pub fn reply_key(&self) -> PublicKey {
        PublicKey::of(&self.officer)
    }

    pub fn entry(
        &mut self,
        family: FamilyId,
        document: Option<DocumentId>,
        path: Path,
        change: Change,
    ) -> Entry {
        self.seq += 1;
        Entry {
            dot: Dot { actor: self.actor(), seq: self.seq },
            family,
            document,
            path,
            change,
            over: Vec::new(),
            officer: self.reply.officer.id,
            mode: Mode::Visit,
            form: document.map(|_| self.form.clone()),
            at: Times { wall: FIELD_DAY, mono: 1, endpoint: None, heard: None },
            effort: Effort::default(),
        }
    }

    pub fn answer(
        &mut self,
        family: FamilyId,
        document: DocumentId,
        path: Path,
        raw: &str,
    ) -> Entry {
        let slot = Slot { raw: raw.into(), value: Some(raw.into()), ..Slot::default() };
        self.entry(family, Some(document), path, Change::Slot(slot))
    }

    pub fn opened(&mut self, family: FamilyId, document: DocumentId) -> Entry {
        let change = Change::Opened { source: Source::Visit };
        self.entry(family, Some(document), Path::question(Path::DOCUMENT), change)
    }

    pub fn finished(&mut self, family: FamilyId, document: DocumentId) -> Entry {
        let change = Change::Finished { role: Role::Enumerator };
        self.entry(family, Some(document), Path::question(Path::STATE), change)
    }

    pub fn born(&mut self, family: FamilyId, birth: Birth) -> Entry {
        self.entry(family, None, Path::question(Path::FAMILY), Change::Family(birth))
    }

    pub fn joined(
        &mut self,
        family: FamilyId,
        document: DocumentId,
        repeat: &str,
        order: &OrderKey,
    ) -> (InstanceId, Entry) {
        let instance = InstanceId(self.host.id());
        let change =
            Change::Join { repeat: repeat.into(), order: order.clone(), parent: None, from: None };
        let entry = self.entry(family, Some(document), Path::instance(instance), change);
        (instance, entry)
    }

    /// A whole visit with the toy form: opened, so many cups, finished.
    pub fn visit(&mut self, family: FamilyId, cups: &str) -> Vec<Entry> {
        let document = DocumentId(self.host.id());
        vec![
            self.opened(family, document),
            self.answer(family, document, Path::question("minum_kopi"), "1"),
            self.answer(family, document, Path::question("cangkir"), cups),
            self.finished(family, document),
        ]
    }

    pub fn segment(&self, entries: &[Entry]) -> Line {
        let segment = Segment::of(&self.place, entries).unwrap();
        self.sealed(&segment)
    }

    pub fn sealed(&self, segment: &Segment) -> Line {
        let sealed = SealedSegment::seal(segment, &self.officer).unwrap();
        (segment.family, segment.officer, sealed)
    }

    pub fn header(&self) -> BatchHeader {
        let actor = self.actor();
        let incarnation = Incarnation {
            v: 1,
            actor,
            device_key: PublicKey::of(&self.device),
            at: FIELD_DAY,
            reason: IncarnationReason::Enrolled,
        };
        BatchHeader {
            v: 1,
            batch: BatchId(self.host.id()),
            round: self.place.round,
            home: self.place.home.clone(),
            actor,
            created: FIELD_DAY,
            receipt: 0,
            incarnation: Signed::seal(&incarnation, &self.device).unwrap(),
            segments: Vec::new(),
        }
    }

    pub fn batch(&self, lines: &[Line]) -> SealedBatch {
        SealedBatch::seal(self.header(), lines, &self.device).unwrap()
    }

    /// Sends lines as one batch; the verdicts of its receipt.
    pub fn send(&self, office: &Office, lines: &[Line]) -> Vec<Verdict> {
        self.verdicts(&office.central.put_batch(&self.reply.token, &self.batch(lines)).unwrap())
    }

    pub fn receipt(&self, bytes: &[u8]) -> Receipt {
        let signed: Signed = serde_json::from_slice(bytes).unwrap();
        signed.open(&self.reply.endpoint_key).unwrap()
    }

    pub fn verdicts(&self, bytes: &[u8]) -> Vec<Verdict> {
        self.receipt(bytes).verdicts.iter().map(|verdict| verdict.verdict).collect()
    }
}
