//! What arrives may be forged, truncated or a bomb: a code, never a panic, never much memory.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, Mode, Times};
use cacah_family::id::{BatchId, DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchError, BatchHeader, MAX_EXPANDED, SealedBatch};
use cacah_wire::command::{Command, Unlock};
use cacah_wire::down::{EnrolRequest, Ticket};
use cacah_wire::receipt::{Incarnation, IncarnationReason};
use cacah_wire::seal::{Hash, PublicKey, Sig, Signed};
use cacah_wire::segment::{MAX_BODY, Place, SealedSegment, Segment, SegmentError};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn actor() -> Actor {
    Actor { device: DeviceId(Uuid::from_u128(1)), incarnation: 1 }
}

fn place() -> Place {
    let idsubsls: cacah_family::area::Idsubsls = "8271020001000100".parse().unwrap();
    Place { round: RoundId(Uuid::from_u128(2)), home: idsubsls.district(), idsubsls }
}

fn entries(family: u128, seqs: &[u64]) -> Vec<Entry> {
    let entry = |seq: &u64| Entry {
        dot: Dot { actor: actor(), seq: *seq },
        family: FamilyId(Uuid::from_u128(family)),
        document: None,
        path: Path::question("r301a"),
        change: Change::Slot(Slot { raw: seq.to_string(), ..Slot::default() }),
        over: vec![],
        officer: OfficerId(Uuid::from_u128(3)),
        mode: Mode::Visit,
        form: None,
        at: Times {
            wall: (i64::try_from(*seq).unwrap_or(0) % 1_000) * -7,
            mono: *seq,
            endpoint: None,
            heard: None,
        },
        effort: Effort::default(),
    };
    seqs.iter().map(entry).collect()
}

fn batch(families: u128) -> SealedBatch {
    let incarnation = Incarnation {
        v: 1,
        actor: actor(),
        device_key: PublicKey::of(&key()),
        at: 0,
        reason: IncarnationReason::Enrolled,
    };
    let header = BatchHeader {
        v: 1,
        batch: BatchId(Uuid::from_u128(9)),
        round: place().round,
        home: place().home,
        actor: actor(),
        created: 0,
        receipt: 0,
        incarnation: Signed::seal(&incarnation, &key()).unwrap(),
        segments: vec![],
    };
    let segment = |family: u128| {
        let segment = Segment::of(&place(), &entries(family, &[1, 2])).unwrap();
        let sealed = SealedSegment::seal(&segment, &key()).unwrap();
        (segment.family, segment.officer, sealed)
    };
    let segments: Vec<_> = (1..=families).map(segment).collect();
    SealedBatch::seal(header, &segments, &key()).unwrap()
}

fn resealed(bytes: Vec<u8>) -> SealedBatch {
    SealedBatch { id: batch(1).id, hash: Hash::of(&bytes), sig: Sig::sign(&key(), &bytes), bytes }
}

#[test]
fn a_changed_byte_another_key_and_another_id_are_refused() {
    let public = PublicKey::of(&key());
    let mut changed = batch(1);
    changed.bytes[7] ^= 1;
    assert_eq!(changed.open(&public).unwrap_err(), BatchError::Hash);
    changed.hash = Hash::of(&changed.bytes);
    assert_eq!(changed.open(&public).unwrap_err(), BatchError::Signature);
    let other = PublicKey::of(&SigningKey::from_bytes(&[4; 32]));
    assert_eq!(batch(1).open(&other).unwrap_err(), BatchError::Signature);
    let renamed = SealedBatch { id: BatchId(Uuid::from_u128(10)), ..batch(1) };
    assert_eq!(renamed.open(&public).unwrap_err(), BatchError::Format);
}

#[test]
fn a_broken_line_spoils_that_family_only() {
    let lines = cacah_wire::batch::expand(&batch(3).bytes).unwrap();
    let mut lines: Vec<Vec<u8>> = lines.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    lines[2].truncate(40);
    let bytes = zstd::bulk::compress(&lines.join(&b'\n'), 3).unwrap();
    let (header, read) = resealed(bytes).open(&PublicKey::of(&key())).unwrap();
    assert_eq!(header.segments.len(), 3);
    let readable: Vec<bool> = read.iter().map(|(_, segment)| segment.is_some()).collect();
    assert_eq!(readable, [true, false, true]);
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let bomb = zstd::bulk::compress(&vec![b'\n'; MAX_EXPANDED + 10], 1).unwrap();
    assert_eq!(resealed(bomb).open(&PublicKey::of(&key())).unwrap_err(), BatchError::TooLarge);
}

/// A segment with its JSON spoiled, signed all the same.
fn spoiled(entries: &[Entry], spoil: impl FnOnce(&mut serde_json::Value)) -> SealedSegment {
    let sealed = SealedSegment::seal(&Segment::of(&place(), entries).unwrap(), &key()).unwrap();
    let mut body = serde_json::from_str(sealed.body.get()).unwrap();
    spoil(&mut body);
    let body = serde_json::value::to_raw_value(&body).unwrap();
    SealedSegment { sig: Sig::sign(&key(), body.get().as_bytes()), body }
}

fn taken_apart(sealed: &SealedSegment) -> Result<Vec<Entry>, SegmentError> {
    sealed.open(&PublicKey::of(&key()))?.entries()
}

#[test]
fn what_would_multiply_in_memory_is_an_error() {
    let good = entries(1, &[1, 2]);
    let form = |digits| json!([{ "structure": "a".repeat(digits), "rules": "" }]);
    let of_form = |digits| spoiled(&good, |body| body["forms"] = form(digits));
    assert!(taken_apart(&of_form(64)).is_ok());
    assert_eq!(taken_apart(&of_form(65)).unwrap_err(), SegmentError::Columns);
    let over = spoiled(&good, |body| body["over"] = json!([[0, vec![(0, 1); 200_001]]]));
    assert_eq!(taken_apart(&over).unwrap_err(), SegmentError::Columns);
    let endless = spoiled(&good, |body| {
        body["count"] = json!(u32::MAX);
        body["document"] = json!(vec![(0, u32::MAX); 9]);
    });
    assert_eq!(taken_apart(&endless).unwrap_err(), SegmentError::Columns);
    let slot = Slot { raw: "9".repeat(MAX_BODY), ..Slot::default() };
    let mut large = good;
    large[0].change = Change::Slot(slot);
    let segment = Segment::of(&place(), &large).unwrap();
    assert_eq!(SealedSegment::seal(&segment, &key()).unwrap_err(), SegmentError::TooLarge);
    let sealed = spoiled(&entries(1, &[1]), |body| body["slot"] = "9".repeat(MAX_BODY).into());
    assert_eq!(taken_apart(&sealed).unwrap_err(), SegmentError::TooLarge);
}

#[test]
fn nothing_secret_is_printed() {
    let (_, lines) = batch(1).open(&PublicKey::of(&key())).unwrap();
    let public = PublicKey::of(&key());
    let request = EnrolRequest {
        code: "sekali-pakai".into(),
        device_key: public,
        officer_key: public,
        recovery_point: None,
    };
    let unlock = Unlock { officer: "PPL 0123".into(), password: "ombak".into() };
    let command = Command::Unlock(unlock.clone());
    let printed = format!("{lines:?} {request:?} {unlock:?} {command:?}");
    for secret in ["change", "sekali-pakai", "ombak"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn columns_that_do_not_fit_are_an_error() {
    let spoils: [fn(&mut serde_json::Value); 16] = [
        |body| body["name"] = json!([[99, 3]]),
        |body| body["name"] = json!([[-1, 3]]),
        |body| body["instance"] = json!([[1, 3]]),
        |body| body["document"] = json!([[0, 2]]),
        |body| body["form"] = json!([[7, 3]]),
        |body| body["mode"] = json!([]),
        |body| body["wall"] = json!([1, 2]),
        |body| body["slot"] = "1|2|".into(),
        |body| body["slot"] = "1|2|9|4|".into(),
        |body| body["change"] = json!([[5, { "reopened": {} }]]),
        |body| body["keys"] = json!([[-9, 3]]),
        |body| body["idle"] = json!([[i64::MAX, 3]]),
        |body| body["count"] = 7.into(),
        |body| body["skips"] = json!([[1, u64::MAX]]),
        |body| body["skips"] = json!([[9, 1]]),
        |body| body["over"] = json!([[0, [[3, 1]]]]),
    ];
    for (at, spoil) in spoils.into_iter().enumerate() {
        let sealed = spoiled(&entries(1, &[1, 2, 9]), spoil);
        assert_eq!(taken_apart(&sealed).unwrap_err(), SegmentError::Columns, "{at}");
    }
    let newer = spoiled(&entries(1, &[1]), |body| body["v"] = 3.into());
    assert_eq!(taken_apart(&newer).unwrap_err(), SegmentError::Version);
    let mixed = [entries(1, &[1]), entries(2, &[2])].concat();
    assert_eq!(Segment::of(&place(), &mixed).unwrap_err(), SegmentError::Mixed);
    assert_eq!(Segment::of(&place(), &entries(1, &[2, 1])).unwrap_err(), SegmentError::Mixed);
}

proptest! {
    #[test]
    fn columns_give_back_what_went_in(mut seqs in prop::collection::btree_set(1..u64::MAX / 2, 1..40)) {
        seqs.insert(u64::MAX / 2);
        let seqs: Vec<u64> = seqs.into_iter().collect();
        let written = entries(1, &seqs);
        prop_assert_eq!(Segment::of(&place(), &written).unwrap().entries().unwrap(), written);
    }

    #[test]
    fn any_bytes_are_a_batch_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(resealed(bytes.clone()).open(&PublicKey::of(&key())).is_err());
        let compressed = zstd::bulk::compress(&bytes, 1).unwrap();
        prop_assert!(resealed(compressed).open(&PublicKey::of(&key())).is_err());
    }

    #[test]
    fn any_text_is_a_ticket_or_an_error(text in "(cacah1\\.)?\\PC{0,60}") {
        if let Ok(ticket) = Ticket::from_text(&text) {
            prop_assert_eq!(Ticket::from_text(&ticket.to_text()).unwrap(), ticket);
        }
    }
}
