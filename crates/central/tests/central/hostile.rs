//! What cannot be read or proven: nothing of it is stored, and a code says so.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cacah_family::entry::Change;
use cacah_family::id::{BatchId, DocumentId, FamilyId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::batch::{BatchHeader, MAX_BYTES, MAX_EXPANDED, SealedBatch};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::{Hash, Sig};
use cacah_wire::segment::{MAX_ENTRIES as MAX_SEGMENT_ENTRIES, SealedSegment};
use proptest::prelude::*;
use serde_json::json;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::laptop::{Laptop, Line};
use crate::office::{A, ADMIN, B, Office, family};

fn refused(office: &Office, laptop: &Laptop, batch: &SealedBatch) -> Code {
    let rows = office.rows();
    let refused = office.central.put_batch(&laptop.reply.token, batch).unwrap_err();
    assert_eq!(office.rows(), rows, "nothing is stored");
    refused.code()
}

/// Bytes as a batch that this device signed.
fn signed(laptop: &Laptop, bytes: Vec<u8>) -> SealedBatch {
    let id = BatchId(Uuid::from_u128(1));
    SealedBatch { id, hash: Hash::of(&bytes), sig: Sig::sign(&laptop.device, &bytes), bytes }
}

fn batch(laptop: &mut Laptop) -> SealedBatch {
    let visit = laptop.visit(family(1), "2");
    laptop.batch(&[laptop.segment(&visit)])
}

#[test]
fn a_changed_byte_a_foreign_signature_a_foreign_token() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, B, 2);
    let good = batch(&mut laptop);
    let mut changed = good.clone();
    changed.bytes[20] ^= 1;
    assert_eq!(refused(&office, &laptop, &changed), Code::BadHash);
    changed.hash = Hash::of(&changed.bytes);
    assert_eq!(refused(&office, &laptop, &changed), Code::BadSignature);
    let forged = SealedBatch { sig: Sig::sign(&other.device, &good.bytes), ..good.clone() };
    assert_eq!(refused(&office, &laptop, &forged), Code::BadSignature);
    assert_eq!(refused(&office, &other, &good), Code::BadSignature);
    let stranger = office.central.put_batch("0", &good).unwrap_err();
    assert_eq!(stranger.code(), Code::Unauthorized);
}

#[test]
fn a_header_of_another_device_or_incarnation() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, A, 2);
    let visit = laptop.visit(family(1), "2");
    let line = [laptop.segment(&visit)];
    let seal = |header: BatchHeader| SealedBatch::seal(header, &line, &laptop.device).unwrap();
    let mut header = laptop.header();
    header.actor = other.actor();
    assert_eq!(refused(&office, &laptop, &seal(header)), Code::BadSignature);
    let header = BatchHeader { incarnation: other.header().incarnation, ..laptop.header() };
    assert_eq!(refused(&office, &laptop, &seal(header)), Code::BadSignature);
    let mut header = laptop.header();
    header.actor.incarnation = 2;
    assert_eq!(refused(&office, &laptop, &seal(header)), Code::BadSignature);
}

#[test]
fn truncated_exploding_and_enormous_bodies() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let whole = batch(&mut laptop).bytes;
    let torn = signed(&laptop, whole[..whole.len() / 2].to_vec());
    assert_eq!(refused(&office, &laptop, &torn), Code::BadBatch);
    let bomb = zstd::bulk::compress(&vec![b'\n'; MAX_EXPANDED + 1], 19).unwrap();
    assert!(bomb.len() < 64 << 10);
    let bomb = signed(&laptop, bomb);
    assert_eq!(refused(&office, &laptop, &bomb), Code::TooLarge);
    let enormous = signed(&laptop, vec![0; MAX_BYTES + 1]);
    assert_eq!(refused(&office, &laptop, &enormous), Code::TooLarge);
    let empty = signed(&laptop, Vec::new());
    assert_eq!(refused(&office, &laptop, &empty), Code::BadBatch);
}

/// A batch of one good family and one whose line is `broken`.
fn beside(laptop: &mut Laptop, broken: impl Fn(&str) -> String) -> SealedBatch {
    let visits = [laptop.visit(family(1), "2"), laptop.visit(family(2), "2")];
    let good = laptop.batch(&visits.map(|visit| laptop.segment(&visit)));
    let text = String::from_utf8(cacah_wire::batch::expand(&good.bytes).unwrap()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[2] = broken(&lines[2]);
    let mut batch = signed(laptop, zstd::bulk::compress(lines.join("\n").as_bytes(), 3).unwrap());
    batch.id = good.id;
    batch
}

#[test]
fn a_broken_line_costs_that_family_only() {
    let breaks: [fn(&str) -> String; 4] = [
        |_| "{".into(),
        |_| "null".into(),
        |line| line.replace("cangkir", "gelas"),
        |line| line.chars().rev().collect(),
    ];
    for broken in breaks {
        let office = Office::new();
        let mut laptop = Laptop::enrolled(&office, A, 1);
        let batch = beside(&mut laptop, broken);
        let receipt = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
        let expected = [Verdict::Stored, Verdict::Unreadable(Code::BadSegment)];
        assert_eq!(laptop.verdicts(&receipt), expected);
        assert_eq!(office.rows()["segment"], 1);
    }
}

#[test]
fn a_segment_signed_by_somebody_else_or_told_to_be_of_another() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, B, 2);
    let visit = laptop.visit(family(1), "2");
    let (id, officer, sealed) = laptop.segment(&visit);
    let own = std::mem::replace(&mut laptop.officer, other.officer.clone());
    let forged = laptop.segment(&visit);
    laptop.officer = own;
    assert_eq!(laptop.send(&office, &[forged]), [Verdict::Unreadable(Code::BadSignature)]);
    let misnamed =
        [(family(2), officer, sealed.clone()), (id, other.reply.officer.id, sealed.clone())];
    for line in misnamed {
        assert_eq!(laptop.send(&office, &[line]), [Verdict::Unreadable(Code::BadSegment)]);
    }
    // Another laptop may carry it: the officer's signature is what counts.
    assert_eq!(other.send(&office, &[(id, officer, sealed)]), [Verdict::Stored]);
    assert_eq!(office.rows()["segment"], 1);
}

/// A line with one field of its body changed, and signed as it is.
fn edited(laptop: &Laptop, line: &Line, field: &str, value: serde_json::Value) -> Line {
    let mut body: serde_json::Value = serde_json::from_str(line.2.body.get()).unwrap();
    body[field] = value;
    let body = serde_json::value::to_raw_value(&body).unwrap();
    let sig = Sig::sign(&laptop.officer, body.get().as_bytes());
    (line.0, line.1, SealedSegment { sig, body })
}

#[test]
fn columns_that_do_not_fit_and_numbers_nobody_counts() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    let line = laptop.segment(&visit);
    let bad = [
        edited(&laptop, &line, "wall", json!([])),
        edited(&laptop, &line, "home", json!("8271010")),
        edited(&laptop, &line, "first", json!(0)),
        edited(&laptop, &line, "first", json!(u64::MAX - 10)),
        edited(&laptop, &line, "count", json!(u32::MAX)),
        edited(&laptop, &line, "v", json!(99)),
    ];
    for line in bad {
        assert_eq!(laptop.send(&office, &[line]), [Verdict::Unreadable(Code::BadSegment)]);
    }
    assert_eq!(office.rows()["segment"], 0);
}

#[test]
fn a_batch_that_would_fill_the_memory_is_refused_whole() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let document = Some(DocumentId(Uuid::from_u128(9)));
    let mut many = |_| {
        let path = |at| Path::question(&format!("r{at}"));
        let reopened = |at| laptop.entry(family(1), document, path(at), Change::Reopened {});
        let entries: Vec<_> = (0..MAX_SEGMENT_ENTRIES).map(reopened).collect();
        laptop.segment(&entries)
    };
    let lines: Vec<_> = (0..5).map(&mut many).collect();
    assert_eq!(refused(&office, &laptop, &laptop.batch(&lines)), Code::TooLarge);
    // What fits a batch and not a family is kept, and not merged again and again.
    let verdicts = laptop.send(&office, &lines[..2]);
    assert_eq!(verdicts, [Verdict::Stored, Verdict::Held(Code::Internal)]);
}

#[test]
fn a_family_that_cannot_be_checked_stays_aside_and_costs_the_others_nothing() {
    let office = Office::new();
    let mut poisoner = Laptop::enrolled(&office, A, 1);
    let mut honest = Laptop::enrolled(&office, A, 2);
    let document = DocumentId(Uuid::from_u128(9));
    let order = OrderKey::between(None, None);
    let crowd = (0..1001).map(|_| poisoner.joined(family(1), document, "cangkir", &order).1);
    let crowd: Vec<_> = crowd.collect();
    let crowd = poisoner.segment(&crowd);
    assert_eq!(poisoner.send(&office, &[crowd]), [Verdict::Held(Code::Internal)]);
    for _ in 0..2 {
        let visit = honest.visit(family(1), "2");
        assert_eq!(honest.send(&office, &[honest.segment(&visit)]), [Verdict::Stored]);
    }
    assert_eq!(office.central.reconsider().unwrap(), 0);
}

#[test]
fn what_the_square_of_a_family_would_make_endless_is_taken_or_set_aside() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let document = Some(DocumentId(Uuid::from_u128(9)));
    let path = Path::question("cangkir");
    // Answers at one path of which none is over another.
    let answers: Vec<_> = (0..MAX_SEGMENT_ENTRIES)
        .map(|at| {
            let slot = Slot::keyed(&at.to_string(), None);
            laptop.entry(family(1), document, path.clone(), Change::Slot(slot))
        })
        .collect();
    let answers = laptop.segment(&answers);
    assert_eq!(laptop.send(&office, &[answers]), [Verdict::Stored]);
    // A document for every entry.
    let many = (0..MAX_SEGMENT_ENTRIES / 2)
        .map(|at| laptop.opened(family(2), DocumentId(Uuid::from_u128(1_000 + at as u128))));
    let many: Vec<_> = many.collect();
    let many = laptop.segment(&many);
    assert_eq!(laptop.send(&office, &[many]), [Verdict::Held(Code::Internal)]);
    // Other ids without end, and then one word more. A coordinator may say so at all.
    office.central.set_role(ADMIN, A, OfficerRole::Koseka).unwrap();
    let aliases = (0..3_000u128).map(|at| {
        let change = Change::Alias { family: FamilyId(Uuid::from_u128(1_000_000 + at)) };
        laptop.entry(family(2), None, Path::question(Path::ALIAS), change)
    });
    let aliases: Vec<_> = aliases.collect();
    let aliases = laptop.segment(&aliases);
    assert_eq!(laptop.send(&office, &[aliases]), [Verdict::Stored]);
    let visit = laptop.visit(family(2), "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
}

/// An office for all cases of a property, and a laptop of its own for each.
struct Cases(OnceLock<(Office, Laptop)>, AtomicU64);

impl Cases {
    const fn new() -> Self {
        Self(OnceLock::new(), AtomicU64::new(10_000))
    }

    fn next(&'static self) -> (&'static Office, Laptop) {
        let (office, laptop) = self.0.get_or_init(|| {
            let office = Office::new();
            let laptop = Laptop::enrolled(&office, A, 1);
            (office, laptop)
        });
        let seed = self.1.fetch_add(1, Ordering::Relaxed);
        let keys = (laptop.device.clone(), laptop.officer.clone());
        (office, Laptop::of(laptop.reply.clone(), keys.0, keys.1, seed))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic_and_store_nothing(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        compress in any::<bool>(),
    ) {
        static CASES: Cases = Cases::new();
        let (office, laptop) = CASES.next();
        let bytes = if compress { zstd::bulk::compress(&bytes, 1).unwrap() } else { bytes };
        let batch = signed(&laptop, bytes);
        prop_assert!(office.central.put_batch(&laptop.reply.token, &batch).is_err());
        prop_assert_eq!(office.rows()["batch"], 0);
    }

    #[test]
    fn a_damaged_line_never_panics_and_never_enters_the_state(
        place in any::<prop::sample::Index>(),
        byte in 0x20u8..0x7f,
    ) {
        static CASES: Cases = Cases::new();
        let (office, mut laptop) = CASES.next();
        let visit = laptop.visit(family(1), "2");
        let line = laptop.segment(&visit);
        let mut body = line.2.body.get().as_bytes().to_vec();
        let at = place.index(body.len());
        prop_assume!(body[at] != byte);
        body[at] = byte;
        let body = String::from_utf8(body).unwrap();
        // A line that is no JSON at all is met above.
        if let Ok(body) = RawValue::from_string(body) {
            let sealed = SealedSegment { sig: line.2.sig, body };
            let batch = laptop.batch(&[(line.0, line.1, sealed)]);
            let receipt = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
            prop_assert!(matches!(laptop.verdicts(&receipt)[..], [Verdict::Unreadable(_)]));
        }
        prop_assert_eq!(office.rows()["segment"], 0);
    }
}
