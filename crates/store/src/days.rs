//! How long this laptop was used without the office: the dates with an unlock since it was heard.
//!
//! Dates are counted, not time that went by: a clock that jumps ahead a year counts one day, and a
//! laptop that lies in a drawer counts none.

use cacah_family::host::Millis;
use rusqlite::Connection;

use crate::reader::Reader;
use crate::{Store, StoreError, settings, utc};

/// A day begins at midnight in the middle one of Indonesia's three zones (UTC+8), milliseconds.
const MIDNIGHT: Millis = 8 * 3_600_000;

impl Store {
    /// The vault was opened today; days of use since the office was heard, this one included.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn used_today(&mut self) -> Result<u32, StoreError> {
        let today = utc::day(self.host.now().saturating_add(MIDNIGHT));
        self.writer.execute("INSERT OR IGNORE INTO day (day) VALUES (?1)", [today])?;
        self.days_alone()
    }
}

impl Reader {
    /// Days of use since the office was heard: by its server, or by a receipt newer than all before.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn days_alone(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("SELECT count(*) FROM day", [], |row| row.get(0))?)
    }

    /// The newest time of the endpoint known here, milliseconds UTC: of its server or of a receipt.
    /// It stands still while the office is not heard, whatever the laptop's own clock says.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn office_time(&self) -> Result<Option<Millis>, StoreError> {
        office_time(&self.connection)
    }
}

/// The office was heard.
pub(crate) fn heard(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM day")?.execute([])?;
    Ok(())
}

/// A receipt was proven. An old one read again from a stick is no word of today.
pub(crate) fn receipted(connection: &Connection, at: Millis) -> Result<(), StoreError> {
    if office_time(connection)?.is_none_or(|known| at > known) { heard(connection) } else { Ok(()) }
}

pub(crate) fn office_time(connection: &Connection) -> Result<Option<Millis>, StoreError> {
    let newest = "SELECT max(at) FROM receipt";
    let receipt: Option<Millis> =
        connection.prepare_cached(newest)?.query_row([], |row| row.get(0))?;
    Ok(settings::endpoint_time(connection)?.max(receipt))
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FIELD_DAY;

    use crate::Outcome;
    use crate::fixture::{ALL, Laptop, batch_of, settlement};

    const DAY: i64 = 86_400_000;

    #[test]
    fn trust_days_are_counted_once_and_end_when_the_office_is_heard() {
        let mut laptop = Laptop::new();
        assert_eq!(laptop.store.days_alone().unwrap(), 0);
        for (days, alone) in [(0, 1), (0, 1), (1, 2), (400, 3), (399, 4), (400, 4)] {
            laptop.host.set_clock(FIELD_DAY + days * DAY);
            assert_eq!(laptop.store.used_today().unwrap(), alone, "day {days}");
        }
        let mut laptop = laptop.reopened();
        assert_eq!(laptop.store.days_alone().unwrap(), 4);
        laptop.store.heard(FIELD_DAY, 80).unwrap();
        assert_eq!(laptop.store.days_alone().unwrap(), 0);
    }

    #[test]
    fn trust_a_new_receipt_is_a_word_of_the_office_and_an_old_one_is_none() {
        let mut laptop = Laptop::new();
        let mut receipts = Vec::new();
        for n in 0..2 {
            laptop.finished(n, 1);
            let batch = batch_of(n as u128, &laptop.store.pending(ALL, false).unwrap());
            laptop.store.claim(&batch).unwrap();
            let mut receipt = settlement(n as u64 + 1, &batch, &[Outcome::Stored]);
            receipt.at += n as i64;
            receipts.push(receipt);
        }
        for receipt in &receipts {
            laptop.store.used_today().unwrap();
            laptop.store.settle(receipt).unwrap();
            assert_eq!(laptop.store.days_alone().unwrap(), 0);
        }
        laptop.store.used_today().unwrap();
        for receipt in &receipts {
            laptop.store.settle(receipt).unwrap();
        }
        assert_eq!(laptop.store.days_alone().unwrap(), 1);
        assert_eq!(laptop.store.office_time().unwrap(), Some(receipts[1].at));
    }
}
