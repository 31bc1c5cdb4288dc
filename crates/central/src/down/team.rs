//! An area with whoever serves it now: the team of a supervisor, and who the supervisor is.

use cacah_wire::down::{Area, DownItem, Officer};

use super::Teller;
use crate::access::{Action, may};
use crate::error::Result;
use crate::storage::{Assignment, Storage, View};

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
            if lasts && self.is_told_of(&service.officer) && !officers.contains(&service.officer) {
                officers.push(service.officer);
            }
        }
        self.page.push(DownItem::Area { round, area });
        self.page.push(DownItem::Team { round, idsubsls, officers });
        Ok(())
    }

    /// Those who key paper are of no team in the field. They serve all areas: the office, whose
    /// figures and pay name them, is told of each once a page.
    fn is_told_of(&mut self, officer: &Officer) -> bool {
        let field = !may(officer.role, Action::Attend);
        field || self.reader.view == View::Office && self.page.processing.insert(officer.id)
    }
}
