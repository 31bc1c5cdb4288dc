//! People and their laptops: who is made known, with which role, where and until when.

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::down::Officer;
use cacah_wire::people::OfficerRole;

use crate::access::{Action, outranks};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::plan::is_area;
use crate::storage::{Assignment, Device, EVERY_ROUND, Period, Person, Serving, Storage};

/// Somebody to be made known, or given more to serve.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Code shown everywhere.
    pub code: String,
    /// Name; the one that is known when it is empty.
    pub name: String,
    /// Role.
    pub role: OfficerRole,
    /// Prefixes of idsubsls; the empty one is the whole country, for the centre alone.
    pub areas: Vec<String>,
    /// When they are served.
    pub period: Period,
    /// In which round, by name: for field and keying; the only one when none is named. People of the
    /// office serve every round.
    pub round: Option<String>,
}

impl NewPerson {
    /// An administrator of these areas, without end.
    #[must_use]
    pub fn admin(code: &str, name: &str, areas: &[&str]) -> Self {
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            role: OfficerRole::AdminRegency,
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            period: Period::default(),
            round: None,
        }
    }

    /// Whether somebody known would be something else everywhere, not only serve more.
    fn changes(&self, known: &Person) -> bool {
        let named = self.name.is_empty() || self.name == known.officer.name;
        known.ended.is_some() || known.officer.role != self.role || !named
    }
}

/// Somebody, what is and was served, and laptops.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Who, and whether ended.
    pub person: Person,
    /// All that is or was served.
    pub services: Vec<Assignment>,
    /// Laptops enrolled.
    pub devices: Vec<Device>,
}

impl<S: Storage> Central<S> {
    /// Makes somebody known, or gives somebody known another name, role and more areas. Nobody gives
    /// a role above the own one, nor areas beyond the own. While there is no administrator, whoever
    /// runs the machine (`by` is `None`) makes the first.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Request`] for an area that is none.
    pub fn add_person(&self, by: Option<&str>, new: &NewPerson) -> Result<OfficerId> {
        let areas = || new.areas.iter().map(String::as_str);
        let centre = new.role == OfficerRole::AdminCentre;
        if !areas().all(|area| is_area(area) || (centre && area.is_empty())) {
            return Err(CentralError::Request("an area is no prefix of an idsubsls"));
        }
        if new.code.trim().is_empty() {
            return Err(CentralError::Request("a code is empty"));
        }
        let person = self.storage.person(&new.code)?;
        let reach = match &person {
            Some(person) if !new.changes(person) => Self::allow_over,
            _ => Self::allow_whole,
        };
        let known = person.map(|person| person.officer);
        let saying = match by {
            Some(by) => {
                if let Some(known) = &known {
                    reach(self, by, Action::ChangePeople, known.id)?;
                }
                Some(self.may_give(by, new.role, areas())?)
            }
            None if new.role.is_admin() && !self.has_admin()? => None,
            None => return Err(self.refuse(None, Action::ChangePeople, "")?),
        };
        let id = known.as_ref().map_or_else(|| OfficerId(self.host.id()), |known| known.id);
        let named = known.filter(|_| new.name.is_empty()).map(|known| known.name);
        let name = named.unwrap_or_else(|| new.name.clone());
        let officer = Officer { id, code: new.code.clone(), name, role: new.role };
        let office = matches!(new.role, OfficerRole::Supervisor) || new.role.is_admin();
        let round = match (office, new.areas.is_empty()) {
            (true, _) | (_, true) => EVERY_ROUND,
            (false, false) => self.named_round(new.round.as_deref())?.id,
        };
        let now = self.host.now();
        self.storage.put_person(&officer)?;
        for area in &new.areas {
            let serving = Serving { area: area.clone(), period: new.period };
            self.storage.serve(id, round, &serving, now)?;
        }
        let deed = Deed::new(Act::OfficerAdded).on(Subject::Officer(id)).kind(new.role.as_str());
        let areas = areas().filter(|area| is_area(area));
        let deed = areas.fold(deed, |deed, area| deed.on(Subject::Area(area.to_owned())));
        self.storage.note(saying, None, deed, now)?;
        Ok(id)
    }

    /// Gives somebody another role.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Officer`] for a code that nobody has.
    pub fn set_role(&self, by: &str, code: &str, role: OfficerRole) -> Result<()> {
        self.warrant(by, Action::ChangePeople)?;
        let officer = self.known_officer(code)?;
        let id = officer.id;
        self.allow_whole(by, Action::ChangePeople, id)?;
        let by = self.may_give(by, role, [])?;
        self.storage.put_person(&Officer { role, ..officer })?;
        let deed = Deed::new(Act::OfficerAdded).on(Subject::Officer(id)).kind(role.as_str());
        Ok(self.storage.note(Some(by), None, deed, self.host.now())?)
    }

    /// Ends what somebody may do, at once. Work done before is taken whenever it arrives; laptops are
    /// told that their areas ended.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Officer`] for a code that nobody has;
    /// [`CentralError::NotFound`] when it has ended.
    pub fn end_officer(&self, by: &str, code: &str) -> Result<()> {
        self.warrant(by, Action::ChangePeople)?;
        let officer = self.known_officer(code)?;
        let by = self.allow_whole(by, Action::ChangePeople, officer.id)?;
        let now = self.host.now();
        if !self.storage.end_person(officer.id, now)? {
            return Err(CentralError::NotFound("officer"));
        }
        let deed = Deed::new(Act::OfficerRemoved).on(Subject::Officer(officer.id));
        Ok(self.storage.note(Some(by), None, deed, now)?)
    }

    /// People who serve, or served, any area under a prefix; with the empty one everybody whom the
    /// asker may see.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`].
    pub fn people(&self, by: &str, area: &str) -> Result<Vec<PersonView>> {
        let warrant = self.warrant(by, Action::SeePeople)?;
        if !area.is_empty() && !warrant.covers(area) {
            return Err(self.refuse(Some(warrant.officer), Action::SeePeople, area)?);
        }
        let devices = self.storage.devices()?;
        let mut views = Vec::new();
        for person in self.storage.people()? {
            let services = self.storage.services_of(person.officer.id)?;
            let here = |service: &Assignment| {
                service.area.starts_with(area) && warrant.covers(&service.area)
            };
            let own = person.officer.id == warrant.officer;
            if !own && !services.iter().any(here) {
                continue;
            }
            let devices = devices.iter().filter(|device| device.officer == person.officer.id);
            let devices = devices.cloned().collect();
            views.push(PersonView { person, services, devices });
        }
        Ok(views)
    }

    /// Whether the endpoint has an administrator.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn has_admin(&self) -> Result<bool> {
        let people = self.storage.people()?;
        Ok(people.iter().any(|known| known.ended.is_none() && known.officer.role.is_admin()))
    }

    pub(crate) fn known_officer(&self, code: &str) -> Result<Officer> {
        let officer = self.storage.officer(code)?;
        officer.ok_or_else(|| CentralError::Officer(code.to_owned()))
    }

    /// Whether `by` may give this role and these areas.
    fn may_give<'a>(
        &self,
        by: &str,
        role: OfficerRole,
        areas: impl IntoIterator<Item = &'a str>,
    ) -> Result<OfficerId> {
        let warrant = self.warrant(by, Action::ChangePeople)?;
        let strange = areas.into_iter().find(|area| match *area {
            "" => !warrant.holds_all(),
            area => !warrant.covers(area),
        });
        match strange {
            None if outranks(warrant.role, role) => Ok(warrant.officer),
            strange => {
                let area = strange.unwrap_or_default();
                Err(self.refuse(Some(warrant.officer), Action::ChangePeople, area)?)
            }
        }
    }

    /// Writes down that a laptop was heard, once a minute at most. What fails here fails nothing else.
    pub(crate) fn heard(&self, device: &Device) {
        const MINUTE: Millis = 60_000;
        let now = self.host.now();
        let recent = |seen: Millis| (now - seen).abs() < MINUTE;
        if device.seen.is_some_and(recent) {
            return;
        }
        if let Err(error) = self.storage.seen(device.id, now) {
            tracing::warn!(device = %device.id, %error, "not written down that it was heard");
        }
    }
}
