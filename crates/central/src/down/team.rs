//! An area with whoever serves it now: the team of a supervisor, and who the supervisor is.

use cacah_wire::down::{Area, DownItem};

use super::Teller;
use crate::access::{Action, may};
use crate::error::Result;
use crate::storage::{Assignment, Storage};

impl<S: Storage> Teller<'_, S> {
    /// Tells an area and its team, once a page.
    pub(super) fn told_area(&mut self, area: Area) -> Result<()> {
        if !self.page.areas.insert(area.idsubsls.clone()) {
            return Ok(());
        }
        let (round, idsubsls) = (self.round, area.idsubsls.clone());
        let now = self.central.host.now();
        let mut officers = Vec::new();
        for service in self.central.storage.team(round, &idsubsls)? {
            let (period, ended) = (service.period, service.ended);
            let lasts = Assignment { round, area: service.area, period, ended }.lasts(now);
            // Those who key its paper are of no team in the field.
            let field = !may(service.officer.role, Action::Attend);
            if lasts && field && !officers.contains(&service.officer) {
                officers.push(service.officer);
            }
        }
        self.page.push(DownItem::Area { round, area });
        self.page.push(DownItem::Team { round, idsubsls, officers });
        Ok(())
    }
}
