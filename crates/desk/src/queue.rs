//! What waits, sending it, and the receipts: the truth of the top line.

use cacah_store::ReceiptRecord;
use cacah_wire::command::{QueueRow, QueueView, ReceiptPage, ReceiptRow, TruthView};
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::{PublicKey, Signed};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::attach;
use crate::error::DeskError;
use crate::families::road;
use crate::session::Session;

const MAX_ROWS: u32 = 1_000;
/// A clock off by less is not worth a word.
const CLOCK_TOLERANCE_MINUTES: i64 = 5;

impl Session {
    pub(crate) fn truth(&self) -> Result<TruthView, DeskError> {
        let counts = self.store.counts()?;
        let offset = self.store.setting("clock_offset_ms")?;
        let minutes = offset.and_then(|ms| ms.parse::<i64>().ok()).map(|ms| ms / 60_000);
        let off = minutes.filter(|minutes| minutes.abs() > CLOCK_TOLERANCE_MINUTES);
        let newest = self.store.receipts(1)?;
        Ok(TruthView {
            battery: None,
            alone: None,
            waiting: counts.waiting,
            held: counts.held,
            receipt: newest.first().map(|receipt| self.receipt_row(receipt)),
            clock: rfc3339(self.host.now()),
            clock_off_minutes: off.and_then(|minutes| i32::try_from(minutes).ok()),
            saved: self.saved.map(rfc3339),
            new_form: self.store.waiting_form()?.is_some(),
            link: None,
            safety: None,
        })
    }

    pub(crate) fn queue(&self) -> Result<QueueView, DeskError> {
        let counts = self.store.counts()?;
        let rows = self.store.queue()?.into_iter().map(|record| QueueRow {
            family: record.family.to_string(),
            head: record.head,
            idsubsls: record.idsubsls.to_string(),
            number: record.number,
            entries: record.entries,
            road: road(&record.road),
        });
        Ok(QueueView {
            rows: rows.collect(),
            waiting: counts.waiting,
            settled: counts.settled,
            held: counts.held,
            files: attach::waiting(self)?,
        })
    }

    pub(crate) fn receipts(&self, limit: u32) -> Result<ReceiptPage, DeskError> {
        let rows = self.store.receipts(limit.min(MAX_ROWS) as usize)?;
        let total = self.store.newest_receipt()?;
        Ok(ReceiptPage {
            rows: rows.iter().map(|receipt| self.receipt_row(receipt)).collect(),
            total: u32::try_from(total).unwrap_or(u32::MAX),
        })
    }

    /// A receipt as shown; its signature proven anew each time it is.
    fn receipt_row(&self, record: &ReceiptRecord) -> ReceiptRow {
        let key = PublicKey(self.store.enrolment().endpoint_key);
        let signed: Option<Signed> = serde_json::from_slice(&record.raw).ok();
        let proven: Option<Receipt> = signed.and_then(|signed| signed.open(&key).ok());
        ReceiptRow {
            number: record.number,
            at: rfc3339(record.at),
            batch: record.batch.to_string(),
            families: record.families,
            proven: proven.is_some_and(|receipt| receipt.number == record.number),
        }
    }
}

/// Milliseconds since 1970 as RFC 3339, UTC.
pub(crate) fn rfc3339(millis: i64) -> String {
    let time = DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH);
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
