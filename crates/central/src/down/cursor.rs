//! Where a laptop stands. It is the laptop that keeps it; what may be seen is never read from it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cacah_family::area::District;
use cacah_family::id::RoundId;
use cacah_wire::down::Officer;
use cacah_wire::seal::Hash;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{CentralError, Result};
use crate::storage::{Place, View};

/// Layout of the cursor: a laptop with another one starts over.
const VERSION: u32 = 1;
/// Characters of a cursor at most: an officer with every SLS of a city fits.
const MAX: usize = 64 << 10;

/// A place behind what was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    v: u32,
    epoch: Uuid,
    round: RoundId,
    /// The last publication of a form that was told.
    pub form: u32,
    /// Prefixes told whole.
    pub told: BTreeSet<String>,
    /// What the office said to every laptop, as it was told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Hash>,
    /// The officer of the laptop, as told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<Hash>,
    /// Of an earlier program: what was told whole was told to one who sees documents of others.
    #[serde(default, skip_serializing)]
    sees: bool,
    /// What was told whole was told to one who sees so much of others.
    #[serde(default)]
    view: View,
    /// When others were heard last, as told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Hash>,
    /// Where the walk through the next one stands.
    pub walk: Option<Walk>,
    /// Number of the last change told of each district.
    pub log: BTreeMap<District, u64>,
}

/// A walk through the families under a prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// Where.
    pub prefix: String,
    /// The areas are told up to this one; absent when they are all told.
    pub areas: Option<String>,
    /// Its district, once the areas are told.
    pub wil: Option<District>,
    /// Families are told up to this one.
    pub after: Option<Place>,
    /// Of the family behind `after`, segments are told up to this one.
    pub part: Option<Hash>,
}

impl Walk {
    /// At the beginning.
    pub fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), areas: Some(String::new()), ..Self::default() }
    }
}

impl Cursor {
    fn new(epoch: Uuid, round: RoundId) -> Self {
        let (told, log) = (BTreeSet::new(), BTreeMap::new());
        Self {
            v: VERSION,
            epoch,
            round,
            form: 0,
            told,
            office: None,
            officer: None,
            sees: false,
            view: View::Own,
            heard: None,
            walk: None,
            log,
        }
    }

    /// From text; from the beginning when there is none, or when it stands in another life of the
    /// data, in another round, or is of another program.
    pub fn read(text: Option<&str>, epoch: Uuid, round: RoundId) -> Result<Self> {
        const BAD: CentralError = CentralError::Request("a cursor nobody gave");
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(Self::new(epoch, round));
        };
        let json = (text.len() <= MAX).then(|| URL_SAFE_NO_PAD.decode(text).ok());
        let json = json.flatten().ok_or(BAD)?;
        let json: serde_json::Value = serde_json::from_slice(&json).map_err(|_| BAD)?;
        let version = json.get("v").and_then(serde_json::Value::as_u64).ok_or(BAD)?;
        if version != u64::from(VERSION) {
            return Ok(Self::new(epoch, round));
        }
        let cursor: Self = serde_json::from_value(json).map_err(|_| BAD)?;
        let here = cursor.epoch == epoch && cursor.round == round;
        Ok(if here { cursor } else { Self::new(epoch, round) })
    }

    /// True when this is new of the officer, who is told from now on.
    pub fn tell_officer(&mut self, officer: &Officer) -> bool {
        let Officer { code, name, role, .. } = officer;
        let now = Hash::of(format!("{code}\n{name}\n{}", role.as_str()).as_bytes());
        self.officer.replace(now) != Some(now)
    }

    /// Walks again through all that was told, for one who sees other things of others now, or for
    /// another officer of the same vault.
    pub fn sees(&mut self, view: View) {
        let told = if self.sees { View::Field } else { self.view };
        if !told.covers(view) {
            self.told.clear();
            self.walk = None;
        }
        (self.sees, self.view) = (false, view);
    }

    /// As text without a character that means anything in a URL.
    pub fn to_text(&self) -> String {
        // Plain data without a map key that is no text: this cannot fail.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids() -> (Uuid, RoundId) {
        (Uuid::from_u128(1), RoundId(Uuid::from_u128(2)))
    }

    #[test]
    fn a_cursor_reads_back_and_another_life_or_round_starts_over() {
        let (epoch, round) = ids();
        let mut cursor = Cursor::new(epoch, round);
        cursor.form = 3;
        cursor.told.insert("8271021".into());
        cursor.log.insert("8271021".parse().unwrap(), 9);
        cursor.walk = Some(Walk {
            after: Some(("8271021003000300".parse().unwrap(), Uuid::from_u128(5).into())),
            ..Walk::new("82")
        });
        let text = cursor.to_text();
        let read = |epoch, round| Cursor::read(Some(&text), epoch, round).unwrap();
        assert_eq!(read(epoch, round), cursor);
        let other = Uuid::from_u128(9);
        assert_eq!(read(other, round), Cursor::new(other, round));
        assert_eq!(read(epoch, RoundId(other)), Cursor::new(epoch, RoundId(other)));
        let later = Cursor { v: 2, ..cursor };
        let fresh = Cursor::read(Some(&later.to_text()), epoch, round).unwrap();
        assert_eq!(fresh, Cursor::new(epoch, round));
    }

    proptest! {
        #[test]
        fn what_nobody_gave_is_refused(text in "[ -~]{1,200}") {
            let (epoch, round) = ids();
            prop_assert!(Cursor::read(Some(&text), epoch, round).is_err());
        }
    }
}
