//! The layouts of *The data*, pinned byte for byte in `tests/fixtures/`. A change here changes what
//! laptops in the field have already signed: add fields, never alter one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{
    Actor, Birth, Change, Dot, Effort, Entry, FormVersion, Mode, Role, Source, Times, Visit,
};
use cacah_family::id::{BatchId, DeviceId, DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchHeader, SealedBatch};
use cacah_wire::error::Code;
use cacah_wire::receipt::{Incarnation, IncarnationReason, Receipt, SegmentVerdict, Verdict};
use cacah_wire::seal::{PublicKey, Signed};
use cacah_wire::segment::{Place, SealedSegment, Segment};
use serde::Serialize;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    // A v7 id of 2022-10-20, by hand: fixtures draw nothing.
    Uuid::from_u128(0x0183_f3a8_2c00_7000_8000_0000_0000_0000 | number)
}

fn actor() -> Actor {
    Actor { device: DeviceId(id(1)), incarnation: 1 }
}

fn sls() -> Idsubsls {
    "8271020001000100".parse().unwrap()
}

fn place() -> Place {
    Place { round: RoundId(id(2)), home: sls().district(), idsubsls: sls() }
}

fn officer_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn device_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn endpoint_key() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn entry(seq: u64, path: Path, change: Change, over: &[u64]) -> Entry {
    Entry {
        dot: Dot { actor: actor(), seq },
        family: FamilyId(id(3)),
        document: Some(DocumentId(id(4))),
        path,
        change,
        over: over.iter().map(|seq| Dot { actor: actor(), seq: *seq }).collect(),
        officer: OfficerId(id(5)),
        mode: Mode::Visit,
        form: Some(FormVersion { structure: "aa".repeat(32), rules: "bb".repeat(32) }),
        at: Times {
            wall: 1_666_249_200_000 + 1_000 * i64::try_from(seq).unwrap(),
            mono: 5_000 + seq,
            endpoint: Some(1_666_200_000_000),
            heard: None,
        },
        effort: Effort::default(),
    }
}

fn slot(raw: &str) -> Change {
    Change::Slot(Slot { raw: raw.into(), value: Some(raw.into()), ..Slot::default() })
}

/// One entry of every kind; invented people, serial 0000.
fn entries() -> Vec<Entry> {
    let member = InstanceId(id(6));
    let birth = Birth {
        round: place().round,
        home: place().home,
        idsubsls: sls(),
        building: 12,
        number: 7,
        head: "SALMA TUBAGUS".into(),
        address: "JL. PALA 3".into(),
        found: true,
    };
    let nik = Slot {
        raw: "8271025205900000".into(),
        value: Some("8271025205900000".into()),
        note: Some("kartu lama".into()),
        seen: Some(Seen::Ktp),
        confirmed: [("K008".to_owned(), "lahir sesuai akta".to_owned())].into(),
        ..Slot::default()
    };
    let missing = Slot { missing: Some("menolak".into()), ..Slot::default() };
    let join = Change::Join {
        repeat: "anggota".into(),
        order: OrderKey::between(None, None),
        parent: None,
        from: None,
    };
    let mut family = entry(1, Path::question(Path::FAMILY), Change::Family(birth), &[]);
    family.document = None;
    family.form = None;
    let mut visit = entry(
        2,
        Path::question(Path::VISIT),
        Change::Visit { outcome: Visit::NotHome, note: "pagi".into() },
        &[],
    );
    visit.document = None;
    visit.form = None;
    let mut other = entry(14, Path::question("r301a"), slot("2"), &[5]);
    other.over.push(Dot { actor: Actor { device: DeviceId(id(9)), incarnation: 2 }, seq: 77 });
    vec![
        family,
        visit,
        entry(3, Path::question(Path::DOCUMENT), Change::Opened { source: Source::Visit }, &[]),
        entry(5, Path::question("r301a"), slot("1"), &[]),
        entry(6, Path::instance(member), join, &[]),
        entry(7, Path::of(member, "r403"), Change::Slot(nik), &[]),
        entry(
            8,
            Path::question(Path::REVEALED),
            Change::Revealed { question: Path::of(member, "r403") },
            &[],
        ),
        entry(9, Path::question("r114"), Change::Slot(missing), &[]),
        entry(10, Path::instance(member), Change::Leave { to: None }, &[6, 7]),
        entry(11, Path::question(Path::STATE), Change::Finished { role: Role::Enumerator }, &[]),
        entry(12, Path::question(Path::STATE), Change::Reopened {}, &[11]),
        entry(
            13,
            Path::question(Path::FORM),
            Change::Form(FormVersion { structure: "cc".repeat(32), rules: "dd".repeat(32) }),
            &[],
        ),
        other,
    ]
}

fn segment() -> SealedSegment {
    SealedSegment::seal(&Segment::of(&place(), &entries()).unwrap(), &officer_key()).unwrap()
}

fn incarnation() -> Signed {
    let body = Incarnation {
        v: 1,
        actor: actor(),
        device_key: PublicKey::of(&device_key()),
        at: 1_666_200_000_000,
        reason: IncarnationReason::Enrolled,
    };
    Signed::seal(&body, &device_key()).unwrap()
}

fn batch() -> SealedBatch {
    let header = BatchHeader {
        v: 1,
        batch: BatchId(id(7)),
        round: place().round,
        home: place().home,
        actor: actor(),
        created: 1_666_260_000_000,
        receipt: 0,
        incarnation: incarnation(),
        segments: vec![],
    };
    SealedBatch::seal(header, &[(FamilyId(id(3)), OfficerId(id(5)), segment())], &device_key())
        .unwrap()
}

fn receipt() -> Signed {
    let verdict =
        |verdict| SegmentVerdict { family: FamilyId(id(3)), segment: segment().hash(), verdict };
    let body = Receipt {
        v: 1,
        number: 1,
        actor: actor(),
        epoch: id(8),
        safe_through: 0,
        batch: BatchId(id(7)),
        hash: cacah_wire::seal::Hash::of(b"the bytes of a batch"),
        at: 1_666_260_001_000,
        verdicts: vec![
            verdict(Verdict::Stored),
            verdict(Verdict::Already),
            verdict(Verdict::Held(Code::OutsideArea)),
            verdict(Verdict::Unreadable(Code::BadSignature)),
        ],
    };
    Signed::seal(&body, &endpoint_key()).unwrap()
}

/// Compares with the committed bytes; `CACAH_GENERATE=1` writes them (for a new layout version only).
fn pin(name: &str, bytes: &[u8]) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name);
    if std::env::var_os("CACAH_GENERATE").is_some() && !file.exists() {
        std::fs::write(&file, bytes).unwrap();
    }
    assert!(std::fs::read(&file).unwrap() == bytes, "{name} is not what laptops have signed");
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap();
    bytes.push(b'\n');
    bytes
}

#[test]
fn every_kind_of_entry_is_written_as_pinned() {
    let lines: Vec<u8> = entries().iter().flat_map(json).collect();
    pin("entries.jsonl", &lines);
    let read: Vec<Entry> = lines
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    assert_eq!(read, entries());
}

#[test]
fn an_actor_is_stated_as_pinned() {
    pin("incarnation.json", &json(&incarnation()));
    let stated: Incarnation = incarnation().open(&PublicKey::of(&device_key())).unwrap();
    assert_eq!(stated.actor, actor());
}

#[test]
fn a_segment_is_written_as_pinned_and_gives_its_entries_back() {
    pin("segment.json", &json(&segment()));
    let read = segment().open(&PublicKey::of(&officer_key())).unwrap();
    assert_eq!(read.entries().unwrap(), entries());
    assert_eq!(read.skips, vec![(3, 1)]);
}

#[test]
fn a_batch_is_sealed_as_pinned() {
    // The lines are pinned, not zstd's output, which may differ between its versions; its bytes are
    // pinned by hash and signature wherever they were made.
    let bytes = batch().bytes;
    pin("batch.jsonl", &zstd::decode_all(&bytes[..]).unwrap());
    let (header, lines) = batch().open(&PublicKey::of(&device_key())).unwrap();
    assert_eq!(header.segments[0].hash, segment().hash());
    assert!(lines[0].1.is_some());
}

#[test]
fn a_batch_sealed_by_an_earlier_build_still_opens() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/batch.zst");
    if std::env::var_os("CACAH_GENERATE").is_some() && !file.exists() {
        std::fs::write(&file, batch().bytes).unwrap();
    }
    let bytes = std::fs::read(file).unwrap();
    let hash = cacah_wire::seal::Hash::of(&bytes);
    let sig = cacah_wire::seal::Sig::sign(&device_key(), &bytes);
    let sealed = SealedBatch { id: BatchId(id(7)), hash, sig, bytes };
    let (_, lines) = sealed.open(&PublicKey::of(&device_key())).unwrap();
    assert_eq!(
        lines[0]
            .1
            .as_ref()
            .unwrap()
            .open(&PublicKey::of(&officer_key()))
            .unwrap()
            .entries()
            .unwrap(),
        entries()
    );
}

#[test]
fn a_receipt_is_written_as_pinned() {
    pin("receipt.json", &json(&receipt()));
    let read: Receipt = receipt().open(&PublicKey::of(&endpoint_key())).unwrap();
    assert_eq!(read.number, 1);
    assert!(receipt().open::<Receipt>(&PublicKey::of(&device_key())).is_err());
}
