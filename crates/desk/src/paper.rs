//! The receipt of one SLS on paper, with its proof as a QR code.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::id::FamilyId;
use cacah_family::round::RoundKind;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_print::{Counts, Newest, ReceiptLine, SlsReceipt, sls_receipt};
use cacah_store::{FamilyQuery, FamilyRecord, Proof, Road, SentSegment};
use cacah_wire::command::{PrintReceipt, Written};
use cacah_wire::error::Code;
use cacah_wire::proof::SlsProof;
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::{Hash, PublicKey, Signed};

use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::session::Session;

/// Writes the receipt as `bukti-<idsubsls>-<number>.pdf`.
pub(crate) fn print(session: &mut Session, args: &PrintReceipt) -> Result<Written, DeskError> {
    let folder = outside::folder(&args.folder)?;
    let sls: Idsubsls = args.idsubsls.parse().map_err(|_| Code::NotFound)?;
    let receipt = receipt(session, &sls, args.offset_minutes)?;
    let pdf = sls_receipt(&receipt)?;
    session.note(Deed::new(Act::Printed).kind("receipt").on(Subject::Area(sls.to_string())))?;
    let number = receipt.newest.map_or(0, |newest| newest.number);
    let path = outside::save(&folder, &format!("bukti-{sls}-{number}"), "pdf", &pdf)?;
    Ok(Written { path: shown(&path), bytes: pdf.len() as u64 })
}

/// What the receipt of an SLS says, with its signed proof.
pub(crate) fn receipt(
    session: &Session,
    sls: &Idsubsls,
    offset_minutes: i32,
) -> Result<SlsReceipt, DeskError> {
    let store = &session.store;
    let area = store.areas()?.into_iter().find(|area| area.idsubsls == *sls);
    let area = area.ok_or(Code::NotFound)?;
    let round = store.round()?.ok_or(Code::NotFound)?;
    // Counted as they were: what was wiped is at the office, with its receipt.
    let all = FamilyQuery {
        idsubsls: Some(sls.clone()),
        wiped: true,
        limit: u32::MAX,
        ..FamilyQuery::default()
    };
    let families = store.families(&all)?.0;
    let rows = rows(session, &families)?;
    let newest = rows.last().map(|row| Newest { number: row.number, at: row.at });
    let epoch = store.epoch()?.filter(|_| newest.is_some());
    let tally = store.tally()?.into_iter().find(|tally| tally.idsubsls == *sls);
    let hash = Hash(tally.as_ref().map_or([0; 32], |tally| tally.hash));
    let enrolment = store.enrolment();
    let proof = SlsProof {
        v: 1,
        round: round.id,
        idsubsls: sls.clone(),
        device: enrolment.device,
        receipts: rows.len() as u64,
        newest: newest.map_or(0, |newest| newest.number),
        epoch,
        segments: tally.as_ref().map_or(0, |tally| tally.segments),
        entries: tally.as_ref().map_or(0, |tally| tally.entries),
        hash,
        at: session.host.now(),
    };
    let proof = proof.to_text(&store.device_signer()).map_err(|_| Code::Internal)?;
    Ok(SlsReceipt {
        office: format!("BPS {}", sls.as_str().get(..4).unwrap_or_default()),
        round: round.name,
        practice: round.kind == RoundKind::Practice,
        idsubsls: sls.to_string(),
        sls_name: area.name,
        village: area.village,
        district: area.district,
        officer: enrolment.officer_code.clone(),
        device: short(&enrolment.device.to_string()),
        counts: counts(&families),
        entries: tally.as_ref().map_or(0, |tally| tally.entries),
        newest,
        epoch: epoch.map(|epoch| short(&epoch.to_string())).unwrap_or_default(),
        rows,
        rolling_hash: hash.to_string(),
        proof,
        offset_minutes,
    })
}

/// Ids shortened for people.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

fn counts(families: &[FamilyRecord]) -> Counts {
    let count = |wanted: fn(&FamilyRecord) -> bool| {
        families.iter().filter(|family| wanted(family)).count() as u64
    };
    Counts {
        prelist: count(|family| !family.birth.found),
        worked: count(|family| family.road != Road::Untouched),
        finished: count(|family| family.finished),
        receipted: count(|family| {
            matches!(family.road, Road::Settled { .. } | Road::Copied { .. } | Road::Held { .. })
        }),
        held: count(|family| matches!(family.road, Road::Held { .. })),
        open: count(|family| matches!(family.road, Road::Copied { .. })),
    }
}

/// Every receipt that names one of these families, in the order they were taken in.
fn rows(session: &Session, families: &[FamilyRecord]) -> Result<Vec<ReceiptLine>, DeskError> {
    let key = PublicKey(session.store.enrolment().endpoint_key);
    let here: BTreeSet<FamilyId> = families.iter().map(|family| family.family).collect();
    let proofs = session.store.prove()?;
    Ok(proofs.iter().filter_map(|proof| line(proof, &key, &here)).collect())
}

/// What a proven receipt says of these families.
fn line(proof: &Proof, key: &PublicKey, here: &BTreeSet<FamilyId>) -> Option<ReceiptLine> {
    let signed: Signed = serde_json::from_slice(&proof.raw).ok()?;
    let receipt: Receipt = signed.open(key).ok()?;
    let at_rest: BTreeMap<[u8; 32], &SentSegment> = proof
        .segments
        .iter()
        .filter(|sent| here.contains(&sent.family) && !sent.void)
        .filter(|sent| sent.verdict.as_deref().is_some_and(|verdict| verdict != "unreadable"))
        .map(|sent| (sent.hash, sent))
        .collect();
    if at_rest.is_empty() {
        return None;
    }
    let families: BTreeSet<FamilyId> = at_rest.values().map(|sent| sent.family).collect();
    let mut xor = [0; 32];
    for hash in at_rest.keys() {
        xor.iter_mut().zip(hash).for_each(|(xor, byte)| *xor ^= byte);
    }
    Some(ReceiptLine {
        number: receipt.number,
        at: receipt.at,
        families: families.len() as u64,
        entries: at_rest.values().map(|sent| u64::from(sent.count)).sum(),
        batch: short(&receipt.batch.to_string()),
        segments_hash: Hash(xor).to_string(),
    })
}
