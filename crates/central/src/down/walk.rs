//! Through areas a laptop was not told of yet: the areas, then area by area the families, each with
//! the entries this laptop may see, so that the first page is enough to begin with.

use std::collections::BTreeSet;

use cacah_family::area::District;
use cacah_wire::down::DownItem;

use super::Teller;
use super::cursor::{Cursor, Walk};
use crate::error::Result;
use crate::storage::{FamilyRow, SegmentRow, Storage, StorageError, View};

/// Families read at once.
const FAMILIES: u32 = 200;

impl<S: Storage> Teller<'_, S> {
    /// Walks through every prefix that is new; true when all are told.
    pub(super) fn walks(
        &mut self,
        cursor: &mut Cursor,
        districts: &BTreeSet<District>,
    ) -> Result<bool> {
        for prefix in self.served.clone() {
            if cursor.told.contains(&prefix) {
                continue;
            }
            let other = cursor.walk.take_if(|walk| walk.prefix == prefix);
            let mut walk = other.unwrap_or_else(|| Walk::new(&prefix));
            let done = self.areas(&mut walk)? && self.families(&mut walk, districts)?;
            if !done {
                cursor.walk = Some(walk);
                return Ok(false);
            }
            cursor.told.insert(prefix);
        }
        Ok(true)
    }

    fn areas(&mut self, walk: &mut Walk) -> Result<bool> {
        let Some(after) = walk.areas.clone() else { return Ok(true) };
        let areas = self.central.storage.areas(self.round, &walk.prefix)?;
        for area in areas.into_iter().filter(|area| area.idsubsls.as_str() > after.as_str()) {
            if self.page.is_full() {
                return Ok(false);
            }
            walk.areas = Some(area.idsubsls.to_string());
            self.told_area(area)?;
        }
        walk.areas = None;
        Ok(true)
    }

    fn families(&mut self, walk: &mut Walk, districts: &BTreeSet<District>) -> Result<bool> {
        let prefix = walk.prefix.clone();
        let touches = |wil: &&District| {
            let wil = wil.as_str();
            wil.starts_with(prefix.as_str()) || prefix.starts_with(wil)
        };
        let mut at = walk.wil.clone();
        for wil in districts.iter().filter(touches) {
            if at.as_ref().is_some_and(|at| wil < at) {
                continue;
            }
            if at.take().as_ref() != Some(wil) {
                (walk.wil, walk.after, walk.part) = (Some(wil.clone()), None, None);
            }
            if !self.district(walk, wil)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn district(&mut self, walk: &mut Walk, wil: &District) -> Result<bool> {
        loop {
            let after = walk.after.as_ref();
            let storage = &self.central.storage;
            let rows = storage.walk(wil, self.round, &walk.prefix, after, FAMILIES)?;
            let all = rows.len() < FAMILIES as usize;
            for row in rows {
                if self.page.is_full() || !self.family(walk, &row)? {
                    return Ok(false);
                }
                (walk.after, walk.part) = (Some((row.birth.idsubsls, row.family)), None);
            }
            if all {
                return Ok(true);
            }
        }
    }

    /// A family with what may be seen of it; false when it did not fit.
    fn family(&mut self, walk: &mut Walk, row: &FamilyRow) -> Result<bool> {
        if walk.part.is_none() {
            self.page.family(row, self.reader.view == View::Paper);
            self.across(row, false)?;
        }
        if row.received == 0 {
            return Ok(true);
        }
        let known = self.central.storage.known(&row.birth.home, row.family)?;
        let seen: Vec<_> = self.sight().segments(&known).into_iter().cloned().collect();
        for segment in seen {
            if walk.part.is_some_and(|part| segment.hash <= part) {
                continue;
            }
            if self.page.is_full() {
                return Ok(false);
            }
            walk.part = Some(segment.hash);
            self.entries(Some(row), &[segment])?;
        }
        Ok(true)
    }

    /// Segments with what is known of their family.
    pub(super) fn entries(&mut self, row: Option<&FamilyRow>, seen: &[SegmentRow]) -> Result<()> {
        let Some(row) = row else { return Ok(()) };
        for segment in seen {
            let key = match self.central.storage.device(segment.actor.device)? {
                Some(writer) => writer.officer_key,
                None => self.central.endpoint_key(),
            };
            let sealed = segment.sealed().ok_or(StorageError::Damaged("segment"))?;
            let birth = row.birth.clone();
            self.page.families.insert(row.family);
            self.page.push(DownItem::Entries { birth, key, segment: sealed });
        }
        Ok(())
    }
}
