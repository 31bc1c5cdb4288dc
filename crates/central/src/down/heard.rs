//! When the PCs of those who key paper were heard last, for whoever looks after them (screen Lacak).

use std::collections::BTreeSet;

use cacah_wire::down::HeardDevice;
use cacah_wire::seal::Hash;

use super::Teller;
use super::cursor::Cursor;
use crate::access::{Action, may};
use crate::error::Result;
use crate::storage::{Storage, View};

/// Not told again for less: a PC that sends every few minutes is no news.
const HOUR: i64 = 60 * 60 * 1000;

impl<S: Storage> Teller<'_, S> {
    /// The PCs of those who key paper in an area served, by code, when this laptop was not told so
    /// within the hour.
    pub(super) fn heard(&self, cursor: &mut Cursor) -> Result<Option<Vec<HeardDevice>>> {
        if self.reader.view != View::Office {
            return Ok(None);
        }
        let near = |area: &String| {
            self.served.iter().any(|own| area.starts_with(own) || own.starts_with(area.as_str()))
        };
        let services = self.central.storage.services(self.round)?;
        let keying = services.iter().filter(|service| may(service.officer.role, Action::Attend));
        let near: BTreeSet<_> = keying
            .filter(|service| service.ended.is_none() && near(&service.area))
            .map(|service| (service.officer.id, service.officer.code.as_str()))
            .collect();
        let devices = self.central.storage.devices()?;
        let mut heard: Vec<_> = devices
            .iter()
            .filter(|device| device.revoked.is_none())
            .filter_map(|device| {
                let (_, officer) = near.iter().find(|(id, _)| *id == device.officer)?;
                let officer = (*officer).to_owned();
                Some(HeardDevice { device: device.id, officer, at: device.seen })
            })
            .collect();
        heard.sort_by(|a, b| (&a.officer, a.device).cmp(&(&b.officer, b.device)));
        let hours = heard.iter().map(|it| (it.device, it.at.map(|at| at / HOUR)));
        let now = Hash::of(format!("{:?}", hours.collect::<Vec<_>>()).as_bytes());
        Ok((cursor.heard.replace(now) != Some(now)).then_some(heard))
    }
}
