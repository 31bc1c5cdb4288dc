//! What the office asks of this laptop, and whom the laptop trusts: taken from signed pages, kept in
//! the vault, carried out by the desk.

use cacah_family::host::Millis;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::reader::Reader;
use crate::{Store, StoreError, settings};

/// Days of use without the office after which a vault asks for it, where the office never said.
const CONTACT_DAYS: u32 = 30;

/// Setting: [`Asked`] and its number, JSON.
const ASKED: &str = "asked";
/// Setting: [`Revocation`], JSON.
const REVOCATION: &str = "revocation";
/// Setting: number of the certificates that are trusted.
const AUTHORITY: &str = "authority_number";

/// What the office asks of every laptop. What is absent is left to the laptop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Days of use without the office after which the vault asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_days: Option<u32>,
    /// Days a document stays at most after the office has it safely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u32>,
    /// Minutes without a key until the curtain, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curtain_minutes: Option<u32>,
    /// Minutes without a key until the lock, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_minutes: Option<u32>,
}

impl Asked {
    /// Days of use without the office after which the vault asks for it.
    #[must_use]
    pub fn contact_days(&self) -> u32 {
        self.contact_days.unwrap_or(CONTACT_DAYS)
    }
}

/// What a revoked laptop is to do when it has sent all it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevokeOrder {
    /// Ask for the office.
    Lock,
    /// Destroy the vault.
    Wipe,
}

/// The office revoked this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When, by the endpoint's clock.
    pub at: Millis,
    /// What it is to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<RevokeOrder>,
    /// It asked for the office since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
}

#[derive(Serialize, Deserialize)]
struct Numbered {
    number: u64,
    asked: Asked,
}

impl Reader {
    /// What the office asks now.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn asked(&self) -> Result<Asked, StoreError> {
        let asked: Option<Numbered> = json(&self.connection, ASKED)?;
        Ok(asked.map(|numbered| numbered.asked).unwrap_or_default())
    }

    /// Whether the office revoked this laptop, and what it is to do.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn revocation(&self) -> Result<Option<Revocation>, StoreError> {
        json(&self.connection, REVOCATION)
    }

    /// True while an entry or file of this laptop has no receipt.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn has_unsent(&self) -> Result<bool, StoreError> {
        let files = "SELECT count(*) FROM chunk WHERE receipt IS NULL AND NOT came";
        let files: u32 = self.connection.query_row(files, [], |row| row.get(0))?;
        Ok(files > 0 || crate::officers::unsent(&self.connection, "true", [])? > 0)
    }
}

impl Store {
    /// Takes what the office asks, unless something later is known; false then.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn take_asked(&mut self, number: u64, asked: Asked) -> Result<bool, StoreError> {
        let known: Option<Numbered> = json(&self.writer, ASKED)?;
        if known.is_some_and(|known| known.number >= number) {
            return Ok(false);
        }
        put(&self.writer, ASKED, &Numbered { number, asked })?;
        Ok(true)
    }

    /// Takes the office's word that this laptop is revoked. An order that comes later counts, one that
    /// is missing takes none back.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn take_revocation(
        &mut self,
        at: Millis,
        order: Option<RevokeOrder>,
    ) -> Result<(), StoreError> {
        let known = self.revocation()?;
        let order = order.or(known.and_then(|known| known.order));
        let locked = known.is_some_and(|known| known.locked && known.order == order);
        put(&self.writer, REVOCATION, &Revocation { at, order, locked })
    }

    /// Asks for the office from now on, and remembers that the order was carried out: a vault that the
    /// office opened again stays open.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then the password still opens the vault.
    pub fn ask_by_order(&mut self) -> Result<(), StoreError> {
        self.ask_office()?;
        match self.revocation()? {
            Some(known) => put(&self.writer, REVOCATION, &Revocation { locked: true, ..known }),
            None => Ok(()),
        }
    }

    /// Trusts these certificates (PEM) from now on, in place of those before, unless later ones are
    /// known; false then. The caller has proven that they are certificates.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then those before are trusted.
    pub fn trust(&mut self, number: u64, certificates: &str) -> Result<bool, StoreError> {
        let known = self.setting(AUTHORITY)?.and_then(|known| known.parse().ok());
        if known.is_some_and(|known: u64| known >= number) {
            return Ok(false);
        }
        let transaction = self.begin()?;
        // Officers of a shared vault are of one office.
        transaction.execute("UPDATE enrolment SET certificate = ?1", params![certificates])?;
        settings::put(&transaction, AUTHORITY, &number.to_string())?;
        transaction.commit()?;
        certificates.clone_into(&mut self.enrolment.certificate);
        Ok(true)
    }
}

fn json<T: for<'a> Deserialize<'a>>(
    connection: &Connection,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let text = settings::get(connection, key)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn put(connection: &Connection, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
    settings::put(connection, key, &serde_json::to_string(value)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Laptop;

    #[test]
    fn trust_an_older_word_of_the_office_takes_nothing_back() {
        let mut laptop = Laptop::new();
        assert_eq!(laptop.store.asked().unwrap().contact_days(), 30);
        let asked = |days| Asked { contact_days: Some(days), ..Asked::default() };
        assert!(laptop.store.take_asked(5, asked(10)).unwrap());
        assert!(!laptop.store.take_asked(5, asked(20)).unwrap());
        assert!(!laptop.store.take_asked(4, asked(20)).unwrap());
        assert!(laptop.store.trust(5, "NEW").unwrap());
        assert!(!laptop.store.trust(4, "OLD").unwrap());
        let laptop = laptop.reopened();
        assert_eq!(laptop.store.asked().unwrap(), asked(10));
        assert_eq!(laptop.store.enrolment().certificate, "NEW");
    }

    #[test]
    fn trust_an_order_stands_and_is_carried_out_once() {
        let mut laptop = Laptop::new();
        assert_eq!(laptop.store.revocation().unwrap(), None);
        laptop.store.take_revocation(7, Some(RevokeOrder::Lock)).unwrap();
        laptop.store.take_revocation(7, None).unwrap();
        let told = laptop.store.revocation().unwrap().unwrap();
        assert_eq!((told.order, told.locked), (Some(RevokeOrder::Lock), false));
        laptop.store.ask_by_order().unwrap();
        laptop.store.take_revocation(7, Some(RevokeOrder::Lock)).unwrap();
        assert!(laptop.store.revocation().unwrap().unwrap().locked);
        laptop.store.take_revocation(7, Some(RevokeOrder::Wipe)).unwrap();
        assert!(!laptop.store.revocation().unwrap().unwrap().locked, "another order");
    }

    #[test]
    fn trust_what_has_no_receipt_is_unsent() {
        let mut laptop = Laptop::new();
        assert!(!laptop.store.has_unsent().unwrap());
        laptop.finished(1, 1);
        assert!(laptop.store.has_unsent().unwrap());
    }
}
