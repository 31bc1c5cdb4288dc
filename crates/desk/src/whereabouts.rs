//! "Where is family X?", answered from the vault alone.

use cacah_family::id::{BatchId, FamilyId};
use cacah_store::{Safe, SentSegment, Store};
use cacah_wire::command::{FamilyArgs, Fate, ReceiptFacts, SegmentRow, WhereaboutsView};
use cacah_wire::error::Code;
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::DeskError;
use crate::families::{code, road};
use crate::queue::rfc3339;
use crate::session::Session;

pub(crate) fn whereabouts(
    session: &Session,
    args: &FamilyArgs,
) -> Result<WhereaboutsView, DeskError> {
    let store = &session.store;
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let record = session.family(family)?;
    let queued = store.queue()?.into_iter().find(|queued| queued.family == family);
    let sent = store.sent_of(family)?;
    let receipts = receipts(store, &sent)?;
    let safe = store.safe()?;
    let segments = sent.iter().map(|sent| row(sent, &receipts, &safe)).collect();
    Ok(WhereaboutsView {
        family: family.to_string(),
        head: record.head,
        idsubsls: record.birth.idsubsls.to_string(),
        road: road(&record.road),
        entries: queued.map_or(0, |queued| queued.entries),
        segments,
    })
}

/// The receipts of these segments' batches whose signature is proven.
fn receipts(store: &Store, sent: &[SentSegment]) -> Result<Vec<Receipt>, DeskError> {
    let key = PublicKey(store.enrolment().endpoint_key);
    let of = |batch: BatchId| sent.iter().any(|sent| sent.batch == batch);
    let all = store.receipts(u32::MAX as usize)?;
    let mine = all.iter().filter(|record| of(record.batch));
    let proven = mine.filter_map(|record| {
        let signed: Signed = serde_json::from_slice(&record.raw).ok()?;
        signed.open(&key).ok()
    });
    Ok(proven.collect())
}

fn row(sent: &SentSegment, receipts: &[Receipt], safe: &[Safe]) -> SegmentRow {
    let facts = sent.receipt.and_then(|(number, _)| {
        let mut of_batch = receipts.iter().filter(|receipt| receipt.batch == sent.batch);
        let receipt = of_batch.find(|receipt| receipt.number == number)?;
        Some(ReceiptFacts {
            number,
            at: rfc3339(receipt.at),
            epoch: receipt.epoch.to_string(),
            safe: is_safe(receipt, safe),
        })
    });
    SegmentRow {
        batch: sent.batch.to_string(),
        entries: sent.count,
        fate: fate(sent),
        code: sent.code.as_deref().map(code),
        receipt: facts,
        at_hub: sent.at_hub,
        wiped: sent.wiped,
    }
}

fn is_safe(receipt: &Receipt, safe: &[Safe]) -> bool {
    safe.iter().any(|safe| {
        (safe.epoch, safe.actor) == (receipt.epoch, receipt.actor) && receipt.number <= safe.through
    })
}

fn fate(sent: &SentSegment) -> Fate {
    match sent.verdict.as_deref() {
        _ if sent.void => Fate::Void,
        None => Fate::Waiting,
        Some("held") => Fate::Held,
        Some("unreadable") => Fate::Unreadable,
        Some(_) => Fate::Stored,
    }
}
