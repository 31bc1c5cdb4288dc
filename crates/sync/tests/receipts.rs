//! What a laptop makes of an endpoint that proves itself and lies all the same.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{
    Actor, Birth, Change, Chunk, Dot, Effort, Entry, File, FormVersion, Mode, Source, Times, Visit,
};
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::round::{Round, RoundKind};
use cacah_store::{Commit, NewEntry, Store};
use cacah_sync::{Access, Answer, Order, Report, SyncError, Transport, TransportError, enrol};
use cacah_testkit::host::FakeHost;
use cacah_wire::SigningKey;
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::{
    DownPage, EnrolReply, EnrolRequest, Hello, Officer, ReceiptList, Tally, TallyHashes, TallyList,
    Ticket,
};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;
use cacah_wire::receipt::{ChunkReceipt, HubNote, Receipt, SegmentVerdict, Verdict};
use cacah_wire::seal::{Hash, PublicKey, Signed};
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
    pieces: BTreeMap<String, Vec<u8>>,
    safe: BTreeMap<u32, u64>,
    hub: bool,
    /// Batches get a hub's note, and their receipts only when they are asked for.
    keeps: Option<RefCell<Vec<Signed>>>,
    /// Not taken under this name.
    squatted: String,
    /// Segments it took, when it counts them: one more than this laptop knows of.
    took: Option<RefCell<Vec<Hash>>>,
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
            hub: self.hub,
        })
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, TransportError> {
        self.device_key.set(Some(request.device_key));
        let office: age::x25519::Identity = OFFICE.parse().unwrap();
        Ok(EnrolReply {
            device: DeviceId(id(2)),
            officer: Officer {
                id: OfficerId(id(3)),
                code: "PPL 1".into(),
                name: "LATIHAN".into(),
                role: OfficerRole::Ppl,
            },
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
        if let Some(took) = &self.took {
            took.borrow_mut().extend(header.segments.iter().map(|name| name.hash));
        }
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
        let receipt = Signed::seal(&receipt, &Self::key()).unwrap();
        let Some(kept) = &self.keeps else { return Ok(Answer::Receipt(receipt)) };
        kept.borrow_mut().push(receipt);
        let note = HubNote { v: 1, batch: batch.id, hash: batch.hash, at: 0 };
        Ok(Answer::Kept(Signed::seal(&note, &Self::key()).unwrap()))
    }

    fn receipts(&self, _: u64) -> Result<ReceiptList, TransportError> {
        let kept = self.keeps.as_ref().map(|kept| kept.borrow().clone());
        Ok(ReceiptList { receipts: kept.unwrap_or_default() })
    }

    fn down(&self, _: Option<&str>, _: u32) -> Result<Signed, TransportError> {
        let page = DownPage {
            v: 1,
            device: DeviceId(id(2)),
            epoch: id(1),
            at: self.now,
            items: Vec::new(),
            authority: None,
            officer: None,
            policy: None,
            heard: None,
            across: Vec::new(),
            next: String::new(),
            more: false,
        };
        Ok(Signed::seal(&page, &Self::key()).unwrap())
    }

    fn tally(&self) -> Result<TallyList, TransportError> {
        Ok(TallyList {
            v: 1,
            epoch: id(1),
            highest: BTreeMap::new(),
            areas: self.took.iter().map(|took| counted(&took.borrow())).collect(),
            safe: self.safe.clone(),
        })
    }

    fn tally_hashes(&self, _: &Idsubsls) -> Result<TallyHashes, TransportError> {
        let took = self.took.as_ref().map(|took| took.borrow().clone());
        Ok(TallyHashes { hashes: took.unwrap_or_default() })
    }

    fn missing_chunks(&self, names: &[String]) -> Result<Vec<String>, TransportError> {
        Ok(names.to_vec())
    }

    fn put_chunk(&self, name: &str, bytes: &[u8]) -> Result<Signed, TransportError> {
        if name == self.squatted {
            return Err(TransportError::Refused(Code::BadChunk));
        }
        let (v, device, chunks) = (1, DeviceId(id(2)), vec![Hash::of(bytes)]);
        let receipt = ChunkReceipt { v, device, epoch: id(1), at: 0, chunks };
        Ok(Signed::seal(&receipt, &Self::key()).unwrap())
    }

    fn chunk(&self, name: &str) -> Result<Vec<u8>, TransportError> {
        let piece = self.pieces.get(name).cloned();
        piece.ok_or(TransportError::Refused(Code::NotFound))
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

fn birth() -> Birth {
    Birth {
        round: RoundId(id(4)),
        home: "8271021".parse().unwrap(),
        idsubsls: "8271021003000300".parse().unwrap(),
        building: 1,
        number: 1,
        head: "LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found: false,
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
    let birth = birth();
    let kind = RoundKind::Practice;
    let round = Round { id: round, name: "Latihan".into(), kind, form: "toy".into() };
    let form = FormVersion { structure: "a".into(), rules: "b".into() };
    store.install(&round, &form, &BTreeMap::new(), &[], &[(family, birth)]).unwrap();
    let visit = NewEntry {
        family,
        document: None,
        path: Path::question(Path::VISIT),
        change: Change::Visit { outcome: Visit::NotHome, note: String::new(), appointment: None },
        over: Vec::new(),
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    store.append(Commit { entries: vec![visit], summary: None, stand: None }).unwrap();
    Vault(RefCell::new(store))
}

/// A count with a segment of an earlier life of this laptop in it.
fn counted(took: &[Hash]) -> Tally {
    let idsubsls = "8271021003000300".parse().unwrap();
    Tally { idsubsls, segments: took.len() as u64 + 1, entries: 99, hash: Hash::of(b"earlier") }
}

fn liar(names: fn(&SegmentVerdict) -> bool) -> Liar {
    Liar {
        device_key: Cell::new(None),
        now: i64::MIN,
        names,
        sent: Cell::new(0),
        pieces: BTreeMap::new(),
        safe: BTreeMap::new(),
        hub: false,
        keeps: None,
        squatted: String::new(),
        took: None,
    }
}

fn send(vault: &Vault, endpoint: &Liar, host: &FakeHost) -> Report {
    let order = Order { by_hand: true, copies: true, hub: false, compile: &|_| None };
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
    let clock = Order { by_hand: false, copies: true, hub: false, compile: &|_| None };
    let later = cacah_sync::send(&vault, &endpoint, &FakeHost::new(9), clock);
    assert_eq!((later.batches, later.reoffered, later.differ.len()), (0, 0, 1));
}

/// A document with photos of one piece each, as another laptop keyed it.
fn photos(pieces: &[(String, &[u8])]) -> Vec<Entry> {
    let entry = |seq, path, change| Entry {
        dot: Dot { actor: Actor { device: DeviceId(id(20)), incarnation: 1 }, seq },
        family: FamilyId(id(5)),
        document: Some(DocumentId(id(6))),
        path,
        change,
        over: Vec::new(),
        officer: OfficerId(id(3)),
        mode: Mode::Visit,
        form: None,
        at: Times { wall: 0, mono: 0, endpoint: None, heard: None },
        effort: Effort::default(),
    };
    let opened = Change::Opened { source: Source::Visit };
    let mut entries = vec![entry(1, Path::question(Path::DOCUMENT), opened)];
    for ((name, sealed), seq) in pieces.iter().zip(2..) {
        let bytes = u32::try_from(sealed.len()).unwrap();
        let chunk = Chunk { name: name.clone(), hash: Hash::of(sealed).to_string(), bytes };
        let (media, key, bytes) = ("image/png".into(), "0".repeat(64), bytes.into());
        let file = Change::File(File { media, bytes, key, chunks: vec![chunk] });
        let at = Path::of(InstanceId(id(30 + u128::from(seq))), Path::FILE);
        entries.push(entry(seq, at, file));
    }
    entries
}

#[test]
fn a_piece_is_fetched_as_its_entry_has_it_and_one_that_nobody_has_holds_up_nothing() {
    let (folder, mut endpoint) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let names: Vec<String> = ["aa", "bb", "cc"].map(|name| name.repeat(32)).into();
    let pieces = [&b"one"[..], b"two", b"three"];
    let named: Vec<_> = names.iter().cloned().zip(pieces).collect();
    // The first is nowhere, the second is not what was sealed.
    endpoint.pieces.insert(names[1].clone(), b"lie".to_vec());
    endpoint.pieces.insert(names[2].clone(), b"three".to_vec());
    let vault = waiting(&endpoint, folder.path());
    vault.0.borrow_mut().merge_foreign(&birth(), &photos(&named)).unwrap();
    let report = send(&vault, &endpoint, &FakeHost::new(8));
    assert!(report.stopped.is_none(), "{:?}", report.stopped);
    let lies = |at: usize| vault.0.borrow().chunk_bytes(&names[at]).unwrap();
    assert_eq!((report.fetched, lies(0), lies(1)), (1, None, None));
    assert_eq!(lies(2).unwrap(), b"three");
    endpoint.pieces.insert(names[0].clone(), b"one".to_vec());
    assert_eq!(send(&vault, &endpoint, &FakeHost::new(9)).fetched, 1);
    assert_eq!(vault.0.borrow().chunks_to_fetch().unwrap().len(), 1);
}

#[test]
fn what_is_in_a_backup_is_heard_without_a_receipt_and_not_from_a_hub() {
    let (folder, mut endpoint) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let vault = waiting(&endpoint, folder.path());
    send(&vault, &endpoint, &FakeHost::new(8));
    let safe = || vault.0.borrow().safe().unwrap()[0].through;
    (endpoint.hub, endpoint.safe) = (true, BTreeMap::from([(1, 1)]));
    send(&vault, &endpoint, &FakeHost::new(9));
    assert_eq!(safe(), 0);
    endpoint.hub = false;
    send(&vault, &endpoint, &FakeHost::new(10));
    assert_eq!(safe(), 1);
    // An earlier word is no step back from what a receipt says, and nothing is added up.
    endpoint.safe = BTreeMap::from([(2, 7)]);
    send(&vault, &endpoint, &FakeHost::new(11));
    assert_eq!(safe(), 0, "only the last word counts");
}

#[test]
fn what_a_hub_keeps_is_settled_by_the_receipt_that_comes_later() {
    let (folder, mut hub) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let vault = waiting(&hub, folder.path());
    (hub.hub, hub.keeps) = (true, Some(RefCell::default()));
    let clock = Order { by_hand: false, copies: true, hub: false, compile: &|_| None };
    let first = cacah_sync::send(&vault, &hub, &FakeHost::new(8), clock);
    assert_eq!((first.at_hub, vault.0.borrow().unconfirmed().unwrap().len()), (1, 1));
    cacah_sync::send(&vault, &hub, &FakeHost::new(9), clock);
    assert_eq!(vault.0.borrow().newest_receipt().unwrap(), 1);
}

#[test]
fn a_hub_that_lost_what_it_kept_is_given_it_again_by_hand() {
    let (folder, mut hub) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let vault = waiting(&hub, folder.path());
    (hub.hub, hub.keeps) = (true, Some(RefCell::default()));
    for (sending, sent) in [(0, 1), (1, 2)] {
        hub.keeps = Some(RefCell::default());
        send(&vault, &hub, &FakeHost::new(8 + sending));
        assert_eq!(hub.sent.get(), sent);
    }
}

#[test]
fn a_piece_whose_name_is_taken_does_not_stop_the_others() {
    let (folder, mut endpoint) = (tempfile::tempdir().unwrap(), liar(|_| true));
    let vault = waiting(&endpoint, folder.path());
    let names = ["aa".repeat(32), "bb".repeat(32)];
    let chunks = names.clone().map(|name| {
        vault.0.borrow().put_chunk(&name, name.as_bytes()).unwrap();
        Chunk { hash: Hash::of(name.as_bytes()).to_string(), bytes: 64, name }
    });
    let file = File { media: String::new(), bytes: 96, key: String::new(), chunks: chunks.into() };
    let photo = NewEntry {
        family: FamilyId(id(5)),
        document: None,
        path: Path::of(InstanceId(id(8)), Path::FILE),
        change: Change::File(file),
        over: Vec::new(),
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    let commit = Commit { entries: vec![photo], summary: None, stand: None };
    vault.0.borrow_mut().append(commit).unwrap();
    endpoint.squatted.clone_from(&names[0]);
    let report = send(&vault, &endpoint, &FakeHost::new(8));
    assert!(report.stopped.is_none(), "{:?}", report.stopped);
    let left = vault.0.borrow().chunks_to_send(9).unwrap();
    assert_eq!(left.iter().map(|chunk| &chunk.name).collect::<Vec<_>>(), [&names[0]]);
}

#[test]
fn an_endpoint_that_holds_more_than_a_restored_laptop_knows_is_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = Liar { took: Some(RefCell::default()), ..liar(|_| true) };
    let vault = waiting(&endpoint, folder.path());
    for hand in 0..2 {
        let report = send(&vault, &endpoint, &FakeHost::new(20 + hand));
        assert!(report.stopped.is_none(), "{:?}", report.stopped);
        assert_eq!((report.reoffered, report.differ.len()), (0, 0), "{hand}");
    }
    assert_eq!(endpoint.sent.get(), 1);
}
