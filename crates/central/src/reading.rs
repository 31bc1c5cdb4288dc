//! The audit trail as somebody may read it: newest first, of one's area, by act, officer and day.

use std::collections::BTreeMap;

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId};
use cacah_family::trail::{Act, Record, Subject};
use cacah_wire::browser::{TrailEntry, TrailPage, TrailSubject};

use crate::access::{Action, Warrant};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{Storage, StorageError};

/// Records in one page.
const PAGE: usize = 100;
/// Records that are looked through for it at most; the next page goes on behind them.
const LOOKED: u64 = 20_000;
/// Records read at once.
const STEP: u64 = 500;

/// What of the trail is asked for.
#[derive(Debug, Clone, Default)]
pub struct TrailFilter {
    /// What was done.
    pub act: Option<Act>,
    /// By or to whom, by code.
    pub officer: Option<String>,
    /// Not before.
    pub since: Option<Millis>,
    /// Before.
    pub until: Option<Millis>,
    /// Records below this number.
    pub before: Option<u64>,
}

/// Whom and what a reader may see.
struct Sight {
    warrant: Warrant,
    whole: bool,
    codes: BTreeMap<OfficerId, String>,
    devices: BTreeMap<DeviceId, OfficerId>,
}

impl<S: Storage> Central<S> {
    /// A page of the trail. Who does not serve all that the endpoint has sees what people and laptops
    /// of the own area did, and what was done to them.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Storage`].
    pub fn read_trail(&self, by: &str, filter: &TrailFilter) -> Result<TrailPage> {
        let sight = self.sight(by)?;
        let officer = match &filter.officer {
            // A code that is not in sight is answered as one that nobody has.
            Some(code) => match sight.officer(code) {
                None => return Ok(TrailPage { records: Vec::new(), before: None }),
                known => known,
            },
            None => None,
        };
        let mut next = filter.before.unwrap_or(self.storage.trail_head()?.seq + 1);
        let (mut records, oldest) = (Vec::new(), next.saturating_sub(LOOKED));
        while next > 1 && next > oldest && records.len() < PAGE {
            let after = next.saturating_sub(STEP + 1);
            let count = u32::try_from(next - 1 - after).unwrap_or(u32::MAX);
            for line in self.storage.trail(after, count)?.iter().rev() {
                let record = read(line)?;
                next = record.seq;
                if sight.sees(&record) && wanted(&record, filter, officer) {
                    records.push(sight.entry(&record));
                }
                if records.len() == PAGE {
                    break;
                }
            }
        }
        Ok(TrailPage { records, before: Some(next).filter(|next| *next > 1) })
    }

    fn sight(&self, by: &str) -> Result<Sight> {
        let warrant = self.warrant(by, Action::SeeTrail)?;
        let whole = warrant.covers("");
        let people = self.people(by, "")?;
        let devices = people.iter().flat_map(|one| &one.devices);
        let devices = devices.map(|device| (device.id, device.officer)).collect();
        let officers = people.into_iter().map(|one| one.person.officer);
        let codes = officers.map(|officer| (officer.id, officer.code)).collect();
        Ok(Sight { warrant, whole, codes, devices })
    }
}

impl Sight {
    fn officer(&self, code: &str) -> Option<OfficerId> {
        self.codes.iter().find(|(_, known)| *known == code).map(|(officer, _)| *officer)
    }

    fn sees(&self, record: &Record) -> bool {
        let device = |device: &DeviceId| self.devices.contains_key(device);
        let subject = |subject: &Subject| match subject {
            Subject::Officer(officer) => self.codes.contains_key(officer),
            Subject::Device(id) => device(id),
            Subject::Area(area) => self.warrant.covers(area),
            _ => false,
        };
        self.whole
            || record.by.is_some_and(|by| self.codes.contains_key(&by))
            || record.device.as_ref().is_some_and(device)
            || record.deed.on.iter().any(subject)
    }

    fn entry(&self, record: &Record) -> TrailEntry {
        let code = |officer: &OfficerId| {
            self.codes.get(officer).cloned().unwrap_or_else(|| officer.to_string())
        };
        TrailEntry {
            seq: record.seq,
            at: record.at,
            by: record.by.as_ref().map(code),
            device: record.device,
            act: name(&record.deed.act),
            on: record.deed.on.iter().map(|subject| self::subject(subject, code)).collect(),
            count: record.deed.count,
        }
    }
}

fn wanted(record: &Record, filter: &TrailFilter, officer: Option<OfficerId>) -> bool {
    let about = |officer: OfficerId| {
        record.by == Some(officer) || record.deed.on.contains(&Subject::Officer(officer))
    };
    filter.act.is_none_or(|act| record.deed.act == act)
        && officer.is_none_or(about)
        && filter.since.is_none_or(|since| record.at >= since)
        && filter.until.is_none_or(|until| record.at < until)
}

/// As the trail writes it: an act of the closed list.
fn name(act: &Act) -> String {
    match serde_json::to_value(act) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn subject(subject: &Subject, code: impl Fn(&OfficerId) -> String) -> TrailSubject {
    if let Subject::Officer(officer) = subject {
        return TrailSubject { kind: "officer".into(), value: code(officer) };
    }
    let written = serde_json::to_value(subject).unwrap_or_default();
    let pair = written.as_object().and_then(|written| written.iter().next());
    let (kind, value) =
        pair.map_or(("", serde_json::Value::Null), |(kind, value)| (kind, value.clone()));
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    TrailSubject { kind: kind.to_owned(), value }
}

fn read(line: &str) -> Result<Record> {
    serde_json::from_str(line).map_err(|_| CentralError::Storage(StorageError::Damaged("trail")))
}
