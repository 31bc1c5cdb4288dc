//! The layouts of *The data*, pinned byte for byte in `tests/fixtures/`. A change here changes what
//! laptops in the field have already signed: add fields, never alter one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{
    Actor, Birth, Change, Chunk, Comment, Dot, Effort, Entry, File, FormVersion, Heard, Mode, Role,
    Source, Times, Visit,
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
        Change::Visit { outcome: Visit::NotHome, note: "pagi".into(), appointment: None },
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

/// What later builds write besides: effort, times that say when the endpoint was heard, and the kinds
/// that came with issue 3.
fn newer_entries() -> Vec<Entry> {
    let mut all = entries();
    let person = InstanceId(id(10));
    let join = |from| Change::Join {
        repeat: "anggota".into(),
        order: OrderKey::between(None, None),
        parent: None,
        from,
    };
    let file = File {
        media: "image/jpeg".into(),
        bytes: 70_000,
        key: "11".repeat(32),
        chunks: vec![Chunk { name: "22".repeat(32), hash: "33".repeat(32), bytes: 65_552 }],
    };
    let comment = Comment { path: Some(Path::question("r301a")), text: "tanyakan lagi".into() };
    let odd = Slot { raw: "7|8".into(), value: Some("15".into()), ..Slot::default() };
    let kinds = [
        (Path::question(Path::STATE), Change::Returned { comments: vec![comment] }, vec![12]),
        (Path::instance(person), join(Some(FamilyId(id(11)))), vec![]),
        (Path::of(person, "r402"), slot("SALMA"), vec![]),
        (Path::of(person, "r402"), slot("SALMA T"), vec![17]),
        (Path::of(person, "r404"), Change::Slot(odd), vec![]),
        (Path::instance(person), Change::Leave { to: Some(FamilyId(id(12))) }, vec![16, 18, 19]),
        (Path::instance(person), join(None), vec![20]),
        (Path::question("r114"), slot(""), vec![9]),
        (Path::of(InstanceId(id(13)), Path::FILE), Change::File(file), vec![]),
        (Path::of(InstanceId(id(13)), Path::FILE), Change::NoFile {}, vec![23]),
        (Path::question(Path::ALIAS), Change::Alias { family: FamilyId(id(14)) }, vec![]),
        (Path::question(Path::ACCEPTED), Change::Accepted { document: DocumentId(id(4)) }, vec![]),
        (Path::question(Path::REMOVED), Change::Removed {}, vec![]),
        (Path::question(Path::REMOVED), Change::Restored {}, vec![27]),
    ];
    for (seq, (path, change, over)) in (15..).zip(kinds) {
        let mut entry = entry(seq, path, change, &over);
        entry.effort = Effort { keys: 3, active: 900 };
        entry.at.heard = Some(Heard { mono: 4_000, trip: 120 });
        all.push(entry);
    }
    all
}

fn segment() -> SealedSegment {
    SealedSegment::seal(&Segment::of(&place(), &newer_entries()).unwrap(), &officer_key()).unwrap()
}

/// The pinned segment of the first layout, which the pinned receipt names.
fn first_segment() -> SealedSegment {
    serde_json::from_slice(&fixture("segment.json")).unwrap()
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
    let verdict = |verdict| SegmentVerdict {
        family: FamilyId(id(3)),
        segment: first_segment().hash(),
        verdict,
    };
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
    let first: Vec<u8> = entries().iter().flat_map(json).collect();
    pin("entries.jsonl", &first);
    let lines: Vec<u8> = newer_entries().iter().flat_map(json).collect();
    pin("entries-2.jsonl", &lines);
    let read: Vec<Entry> = lines
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    assert_eq!(read, newer_entries());
}

#[test]
fn an_actor_is_stated_as_pinned() {
    pin("incarnation.json", &json(&incarnation()));
    let stated: Incarnation = incarnation().open(&PublicKey::of(&device_key())).unwrap();
    assert_eq!(stated.actor, actor());
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

fn taken_apart(sealed: &SealedSegment) -> Vec<Entry> {
    sealed.open(&PublicKey::of(&officer_key())).unwrap().entries().unwrap()
}

#[test]
fn a_segment_is_written_as_pinned_and_gives_its_entries_back() {
    pin("segment-2.json", &json(&segment()));
    assert_eq!(taken_apart(&segment()), newer_entries());
}

#[test]
fn a_segment_of_the_first_layout_is_still_read() {
    let sealed: SealedSegment = serde_json::from_slice(&fixture("segment.json")).unwrap();
    assert_eq!(taken_apart(&sealed), entries());
}

#[test]
fn a_batch_is_sealed_as_pinned() {
    // The lines are pinned, not zstd's output, which may differ between its versions; its bytes are
    // pinned by hash and signature wherever they were made.
    let bytes = batch().bytes;
    pin("batch-2.jsonl", &cacah_wire::batch::expand(&bytes).unwrap());
    let (header, lines) = batch().open(&PublicKey::of(&device_key())).unwrap();
    assert_eq!(header.segments[0].hash, segment().hash());
    assert!(lines[0].1.is_some());
}

#[test]
fn a_batch_sealed_by_an_earlier_build_still_opens() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/batch-2.zst");
    if std::env::var_os("CACAH_GENERATE").is_some() && !file.exists() {
        std::fs::write(&file, batch().bytes).unwrap();
    }
    for (name, entries) in [("batch.zst", entries()), ("batch-2.zst", newer_entries())] {
        let bytes = fixture(name);
        let hash = cacah_wire::seal::Hash::of(&bytes);
        let sig = cacah_wire::seal::Sig::sign(&device_key(), &bytes);
        let sealed = SealedBatch { id: BatchId(id(7)), hash, sig, bytes };
        let (_, lines) = sealed.open(&PublicKey::of(&device_key())).unwrap();
        assert_eq!(taken_apart(lines[0].1.as_ref().unwrap()), entries);
    }
}

#[test]
fn a_receipt_is_written_as_pinned() {
    pin("receipt.json", &json(&receipt()));
    let read: Receipt = receipt().open(&PublicKey::of(&endpoint_key())).unwrap();
    assert_eq!(read.number, 1);
    assert!(receipt().open::<Receipt>(&PublicKey::of(&device_key())).is_err());
}
