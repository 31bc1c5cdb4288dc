//! `GET /v1/down`: what is new for one laptop, a page at a time (ADR 0013).
//!
//! A page is made from where the laptop's cursor stands: round and form, areas that ended, a walk
//! through areas that are new to it, then the log of changes of its districts. What is told while a
//! walk is under way may be told again by the log; that is harmless, and nothing is left out.

mod across;
mod cursor;
mod file;
mod heard;
mod page;
mod sight;
mod team;
mod walk;

use std::collections::BTreeSet;

use cacah_family::area::District;
use cacah_family::id::{DeviceId, RoundId};
use cacah_family::trail::{Act, Deed};
use cacah_wire::down::{DownItem, DownPage, Officer};
use cacah_wire::orders::{Authority, Policy};
use cacah_wire::people::OfficerRole;
use cacah_wire::seal::{Hash, Signed};

use crate::access::{Action, may};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::regency;
use crate::storage::{Assignment, Changed, Device, FormRow, Reader, Storage, StorageError, View};
use cursor::Cursor;
use page::Page;
use sight::Sight;

/// Changes looked at for a page at most.
const CHANGES: u32 = 2000;

impl<S: Storage> Central<S> {
    /// The page behind a cursor (`None`: the first), signed. `incarnation` is the one the laptop
    /// writes in now: what it wrote in earlier ones it may have forgotten, and is told.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`]; [`CentralError::Request`] for a cursor this endpoint never
    /// gave; [`CentralError::Officer`] when the officer never had an area.
    pub fn down(
        &self,
        token: &str,
        after: Option<&str>,
        incarnation: Option<u32>,
    ) -> Result<Signed> {
        let device = self.device(token)?;
        let page = self.down_page(&device, after, incarnation)?;
        Ok(Signed::seal(&page, &self.keys.signing)?)
    }

    /// The page, for whoever carries it.
    ///
    /// # Errors
    /// As [`Central::down`].
    pub(crate) fn down_page(
        &self,
        device: &Device,
        after: Option<&str>,
        incarnation: Option<u32>,
    ) -> Result<DownPage> {
        let page = DownPage {
            v: 1,
            device: device.id,
            epoch: self.epoch,
            at: self.host.now(),
            items: Vec::new(),
            across: Vec::new(),
            authority: None,
            officer: None,
            policy: None,
            heard: None,
            next: String::new(),
            more: false,
        };
        if let Some(at) = device.revoked {
            // Nothing more is shown to a laptop that may be in other hands.
            let next = after.unwrap_or_default().to_owned();
            let items = vec![DownItem::Revoked { at, order: device.order }];
            let authority = self.known_by.announced.clone();
            return Ok(DownPage { items, authority, next, ..page });
        }
        let mut teller = Teller::new(self, device, incarnation)?;
        let mut cursor = Cursor::read(after, self.epoch, teller.round)?;
        let more = !teller.tell(&mut cursor)?;
        let heard = teller.heard(&mut cursor)?;
        let officer = teller.officer.take().filter(|officer| cursor.tell_officer(officer));
        let Page { items, across, families, .. } = teller.page;
        self.note_told(device, families.len())?;
        let (authority, policy) = self.office(&mut cursor)?;
        let next = cursor.to_text();
        Ok(DownPage { items, across, authority, officer, policy, heard, next, more, ..page })
    }

    /// Families a page tells a laptop, written down before they leave.
    fn note_told(&self, device: &Device, families: usize) -> Result<()> {
        if families == 0 {
            return Ok(());
        }
        let deed = Deed::new(Act::Told).count(families as u64);
        Ok(self.storage.note(Some(device.officer), Some(device.id), deed, self.host.now())?)
    }

    /// What the office says to every laptop, unless this one was told it.
    fn office(&self, cursor: &mut Cursor) -> Result<(Option<Authority>, Option<Policy>)> {
        let said = (self.known_by.announced.clone(), self.storage.policy()?);
        let (authority, policy) = (said.0.as_ref(), said.1.as_ref());
        let numbers = (authority.map(|said| said.number), policy.map(|said| said.number));
        let told = match numbers {
            (None, None) => None,
            numbers => Some(Hash::of(format!("{numbers:?}").as_bytes())),
        };
        if cursor.office == told {
            return Ok((None, None));
        }
        cursor.office = told;
        Ok(said)
    }
}

/// What of others somebody of this role is told.
fn view(role: OfficerRole) -> View {
    if may(role, Action::SeeBlind) {
        View::Office
    } else if may(role, Action::SeeDocument) {
        View::Field
    } else if may(role, Action::SeePaper) {
        View::Paper
    } else {
        View::Own
    }
}

/// Prefixes of assignments; where paper is keyed, the record of the office besides.
fn prefixes<'a>(assignments: impl Iterator<Item = &'a Assignment>, view: View) -> BTreeSet<String> {
    let areas: BTreeSet<String> = assignments.map(|assignment| assignment.area.clone()).collect();
    let offices = areas.iter().filter_map(|area| regency::office(area));
    let offices = offices.filter(|office| !areas.iter().any(|area| office.within(area)));
    let offices: Vec<String> =
        offices.filter(|_| view.is_processing()).map(|office| office.to_string()).collect();
    areas.into_iter().chain(offices).collect()
}

/// One page in the making.
struct Teller<'a, S> {
    central: &'a Central<S>,
    round: RoundId,
    /// Prefixes of idsubsls served in the round, now or before.
    had: BTreeSet<String>,
    /// Of these served now.
    served: BTreeSet<String>,
    /// Whose laptop it is.
    officer: Option<Officer>,
    reader: Reader,
    desks: BTreeSet<DeviceId>,
    page: Page,
}

impl<'a, S: Storage> Teller<'a, S> {
    fn new(central: &'a Central<S>, device: &Device, incarnation: Option<u32>) -> Result<Self> {
        let mut assignments = central.storage.assignments(device.officer)?;
        let newest = assignments.first();
        let round = newest.ok_or_else(|| CentralError::Officer(device.officer.to_string()))?.round;
        assignments.retain(|assignment| assignment.round == round);
        let incarnation = match incarnation {
            Some(incarnation) => incarnation,
            None => central.storage.incarnation(device)?.unwrap_or(1),
        };
        let officer = central.storage.officer_by_id(device.officer)?;
        let view = officer.as_ref().map(|who| view(who.role)).unwrap_or_default();
        let reader = Reader { officer: device.officer, device: device.id, incarnation, view };
        let desks = central.storage.desks()?.into_iter().collect();
        let now = central.host.now();
        let had = prefixes(assignments.iter(), view);
        let served = prefixes(assignments.iter().filter(|it| it.lasts(now)), view);
        Ok(Self { central, round, had, served, officer, reader, desks, page: Page::default() })
    }

    fn sight(&self) -> Sight<'_> {
        Sight { reader: self.reader, served: &self.served, desks: &self.desks }
    }

    /// Fills the page and moves the cursor behind what is in it; true when nothing is left.
    fn tell(&mut self, cursor: &mut Cursor) -> Result<bool> {
        let districts = self.districts()?;
        for wil in &districts {
            // From before the walk: what comes while it is under way is in the log.
            if !cursor.log.contains_key(wil) {
                cursor.log.insert(wil.clone(), self.central.storage.newest_change(wil)?);
            }
        }
        if !self.forms(cursor)? || !self.ended(cursor)? {
            return Ok(false);
        }
        cursor.sees(self.reader.view);
        Ok(self.walks(cursor, &districts)? && self.changes(cursor)?)
    }

    /// Of every area served now or before in the round: there the officer may have entries.
    fn districts(&self) -> Result<BTreeSet<District>> {
        let mut districts = BTreeSet::new();
        for area in &self.had {
            match area.get(..7).and_then(|district| district.parse().ok()) {
                Some(district) => {
                    districts.insert(district);
                }
                None => districts.extend(self.central.storage.districts(self.round, area)?),
            }
        }
        if self.reader.view.is_processing() {
            let homes: Vec<_> = districts.iter().filter_map(regency::home).collect();
            districts.extend(homes);
        }
        Ok(districts)
    }

    /// Of each structure the newest rules: with these documents keyed under it are worked on.
    fn forms(&mut self, cursor: &mut Cursor) -> Result<bool> {
        let central = self.central;
        let forms = central.storage.forms(self.round)?;
        let newest = forms.last().ok_or(StorageError::Damaged("form"))?.published;
        if cursor.form >= newest {
            return Ok(true);
        }
        let round = central.storage.round(self.round)?.ok_or(StorageError::Damaged("round"))?;
        self.page.push(DownItem::Round { round });
        for (at, form) in forms.iter().enumerate() {
            let later = |other: &FormRow| other.version.structure == form.version.structure;
            if form.published <= cursor.form || forms.iter().skip(at + 1).any(later) {
                continue;
            }
            if self.page.is_full() {
                return Ok(false);
            }
            let files = central.forms.files(&central.storage, self.round, form.number)?;
            let version = Some(form.version.clone());
            self.page.push(DownItem::Form { round: self.round, version, files });
            cursor.form = form.published;
        }
        Ok(true)
    }

    /// Areas told of that are served no more. A prefix the officer never had was not told of,
    /// whatever the cursor says.
    fn ended(&mut self, cursor: &mut Cursor) -> Result<bool> {
        let served = self.served.clone();
        let had = |prefix: &String| self.had.contains(prefix);
        cursor.told.retain(had);
        if let Some(walk) = cursor.walk.take_if(|walk| !served.contains(&walk.prefix)) {
            cursor.told.extend(Some(walk.prefix).filter(&had));
        }
        let ended: Vec<String> = cursor.told.difference(&served).cloned().collect();
        for prefix in ended {
            if self.page.is_full() {
                return Ok(false);
            }
            let areas = self.central.storage.areas(self.round, &prefix)?;
            let areas = areas.into_iter().map(|area| area.idsubsls);
            let areas: BTreeSet<_> = areas.chain(prefix.parse()).collect();
            for idsubsls in areas {
                if !served.iter().any(|prefix| idsubsls.within(prefix)) {
                    self.page.push(DownItem::AreaEnded { round: self.round, idsubsls });
                }
            }
            cursor.told.remove(&prefix);
        }
        Ok(true)
    }

    fn changes(&mut self, cursor: &mut Cursor) -> Result<bool> {
        for (wil, at) in &mut cursor.log {
            loop {
                if self.page.is_full() {
                    return Ok(false);
                }
                let newest = self.central.storage.newest_change(wil)?;
                let rows = self.central.storage.changes(wil, *at, self.reader, CHANGES)?;
                let all = rows.len() < CHANGES as usize;
                for row in rows {
                    if self.page.is_full() {
                        return Ok(false);
                    }
                    self.change(wil, &row.what)?;
                    *at = row.seq;
                }
                if all {
                    *at = newest.max(*at);
                    break;
                }
            }
        }
        Ok(true)
    }

    fn change(&mut self, wil: &District, what: &Changed) -> Result<()> {
        match what {
            Changed::Area(idsubsls) => self.area(idsubsls.as_str()),
            Changed::Family(family) => {
                let known = self.central.storage.known(wil, *family)?;
                if let Some(row) = known.row.filter(|row| self.sight().serves(row)) {
                    self.page.family(&row, self.reader.view == View::Paper);
                }
                Ok(())
            }
            Changed::Across(family) => {
                let known = self.central.storage.known(wil, *family)?;
                known.row.map_or(Ok(()), |row| self.across(&row, true))
            }
            Changed::Segment(family, hash) => {
                let known = self.central.storage.known(wil, *family)?;
                let seen = self.sight().segments(&known);
                let seen = seen.into_iter().filter(|segment| segment.hash == *hash);
                let seen: Vec<_> = seen.cloned().collect();
                let strange = seen.is_empty() && self.reader.view == View::Paper;
                let born = known.row.as_ref().filter(|row| strange && row.birth.found);
                if let Some(row) = born.filter(|row| self.sight().serves(row)) {
                    self.page.family(row, true);
                }
                self.entries(known.row.as_ref(), &seen)
            }
        }
    }

    fn area(&mut self, idsubsls: &str) -> Result<()> {
        if !self.served.iter().any(|prefix| idsubsls.starts_with(prefix)) {
            return Ok(());
        }
        let areas = self.central.storage.areas(self.round, idsubsls)?;
        if let (true, Ok(idsubsls)) = (areas.is_empty(), idsubsls.parse()) {
            self.page.push(DownItem::AreaEnded { round: self.round, idsubsls });
        }
        areas.into_iter().try_for_each(|area| self.told_area(area))
    }
}
