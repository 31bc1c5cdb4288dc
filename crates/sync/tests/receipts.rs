//! What a laptop makes of an endpoint that proves itself and lies all the same.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Actor, Birth, Change, Effort, FormVersion, Mode, Visit};
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::round::{Round, RoundKind};
use cacah_store::{Commit, NewEntry, Store};
use cacah_sync::{Access, Answer, Order, Report, SyncError, Transport, TransportError, enrol};
use cacah_testkit::host::FakeHost;
use cacah_wire::SigningKey;
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::{
    DownPage, EnrolReply, EnrolRequest, Hello, Officer, ReceiptList, TallyHashes, TallyList, Ticket,
};
use cacah_wire::receipt::{Receipt, SegmentVerdict, Verdict};
use cacah_wire::seal::{PublicKey, Signed};
use uuid::Uuid;

const OFFICE: &str = "AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYEE";

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An endpoint with its own key, whose receipts name what `names` lets through.
struct Liar {
    device_key: Cell<Option<PublicKey>>,
    now: Millis,
    names: fn(&SegmentVerdict) -> bool,
    sent: Cell<u64>,
}

impl Liar {
    fn key() -> SigningKey {
        SigningKey::from_bytes(&[9; 32])
    }
}

impl Transport for Liar {
    fn hello(&self) -> Result<Hello, TransportError> {
        let (max_bytes, max_families) = (8 << 20, 500);
        Ok(Hello {
            v: 1,
            now: self.now,
            epoch: id(1),
            max_bytes,
            max_families,
            stick: None,
            hub: false,
        })
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, TransportError> {
        self.device_key.set(Some(request.device_key));
        let office: age::x25519::Identity = OFFICE.parse().unwrap();
        Ok(EnrolReply {
            device: DeviceId(id(2)),
            officer: Officer { id: OfficerId(id(3)), code: "PPL 1".into(), name: "LATIHAN".into() },
            token: "00".repeat(32),
            endpoint_key: PublicKey::of(&Self::key()),
            recovery: office.to_public().to_string(),
            stick: None,
        })
    }

    fn put_batch(&self, batch: &SealedBatch) -> Result<Answer, TransportError> {
        self.sent.set(self.sent.get() + 1);
        assert!(self.sent.get() < 10, "the same batch is sent without end");
        let (header, _) = batch.open(&self.device_key.get().unwrap()).unwrap();
        let verdicts = header.segments.iter().map(|name| SegmentVerdict {
            family: name.family,
            segment: name.hash,
            verdict: Verdict::Stored,
        });
        let receipt = Receipt {
            v: 1,
            number: self.sent.get(),
            actor: Actor { device: DeviceId(id(2)), incarnation: 1 },
            epoch: id(1),
            safe_through: 0,
            batch: batch.id,
            hash: batch.hash,
            at: self.now,
            verdicts: verdicts.filter(self.names).collect(),
        };
        Ok(Answer::Receipt(Signed::seal(&receipt, &Self::key()).unwrap()))
    }

    fn receipts(&self, _: u64) -> Result<ReceiptList, TransportError> {
        Ok(ReceiptList { receipts: Vec::new() })
    }

    fn down(&self, _: Option<&str>) -> Result<Signed, TransportError> {
        let page = DownPage {
            v: 1,
            device: DeviceId(id(2)),
            epoch: id(1),
            at: self.now,
            items: Vec::new(),
            next: String::new(),
            more: false,
        };
        Ok(Signed::seal(&page, &Self::key()).unwrap())
    }

    fn tally(&self) -> Result<TallyList, TransportError> {
        let tally = TallyList { v: 1, epoch: id(1), highest: BTreeMap::new(), areas: Vec::new() };
        Ok(tally)
    }

    fn tally_hashes(&self, _: &Idsubsls) -> Result<TallyHashes, TransportError> {
        Ok(TallyHashes { hashes: Vec::new() })
    }

    fn missing_chunks(&self, _: &[String]) -> Result<Vec<String>, TransportError> {
        Err(TransportError::Down)
    }

    fn put_chunk(&self, _: &str, _: &[u8]) -> Result<Signed, TransportError> {
        Err(TransportError::Down)
    }
}

struct Vault(RefCell<Store>);

impl Access for Vault {
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        work(&mut self.0.borrow_mut())
    }
}

/// A laptop with one visit without an answer that waits.
fn waiting(endpoint: &Liar, folder: &std::path::Path) -> Vault {
    let host = FakeHost::new(7);
    let ticket = Ticket { url: String::new(), code: String::new(), certificate: String::new() };
    let enrolment = enrol(&ticket, endpoint, &host).unwrap();
    let vault = folder.join("vault");
    let mut store = Store::create(&vault, &enrolment, "ombak biru teluk", Arc::new(host)).unwrap();
    let (round, family) = (RoundId(id(4)), FamilyId(id(5)));
    let birth = Birth {
        round,
        home: "8271021".parse().unwrap(),
        idsubsls: "8271021003000300".parse().unwrap(),
        building: 1,
        number: 1,
        head: "LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found: false,
    };
    let kind = RoundKind::Practice;
    let round = Round { id: round, name: "Latihan".into(), kind, form: "toy".into() };
    let form = FormVersion { structure: "a".into(), rules: "b".into() };
    store.install(&round, &form, &BTreeMap::new(), &[], &[(family, birth)]).unwrap();
    let visit = NewEntry {
        family,
        document: None,
        path: Path::question(Path::VISIT),
        change: Change::Visit { outcome: Visit::NotHome, note: String::new() },
        over: Vec::new(),
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    store.append(Commit { entries: vec![visit], summary: None, stand: None }).unwrap();
    Vault(RefCell::new(store))
}

fn liar(names: fn(&SegmentVerdict) -> bool) -> Liar {
    Liar { device_key: Cell::new(None), now: i64::MIN, names, sent: Cell::new(0) }
}

fn send(vault: &Vault, endpoint: &Liar, host: &FakeHost) -> Report {
    let order = Order { by_hand: true, copies: true, compile: &|_| None };
    cacah_sync::send(vault, endpoint, host, order)
}

#[test]
fn a_receipt_that_leaves_a_segment_out_settles_nothing_and_ends_the_sending() {
    let (folder, endpoint) = (tempfile::tempdir().unwrap(), liar(|_| false));
    let vault = waiting(&endpoint, folder.path());
    let report = send(&vault, &endpoint, &FakeHost::new(8));
    assert!(matches!(report.stopped, Some(SyncError::Receipt)), "{:?}", report.stopped);
    assert_eq!((report.batches, endpoint.sent.get()), (0, 1));
    assert_eq!(vault.0.borrow().unconfirmed().unwrap().len(), 1, "it still waits");
}

#[test]
fn a_clock_that_no_clock_shows_stops_nothing() {
    let (folder, endpoint) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let vault = waiting(&endpoint, folder.path());
    let report = send(&vault, &endpoint, &FakeHost::new(8));
    assert!(report.stopped.is_none(), "{:?}", report.stopped);
    // It receipts and then counts nothing: offered once more, and no more.
    assert_eq!((report.batches, report.stored, report.reoffered), (2, 2, 1));
    assert_eq!(report.differ.len(), 1);
    let clock = Order { by_hand: false, copies: true, compile: &|_| None };
    let later = cacah_sync::send(&vault, &endpoint, &FakeHost::new(9), clock);
    assert_eq!((later.batches, later.reoffered, later.differ.len()), (0, 0, 1));
}
