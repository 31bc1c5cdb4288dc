//! Who may do what, and where: one table role × action; areas are prefixes of idsubsls with a period
//! (ADR 0024). Every use case that a person starts asks here first.

use cacah_family::entry::{Change, Entry, Mode, Role, Source};
use cacah_family::id::{DeviceId, FamilyId, OfficerId};
use cacah_family::paper::Custody;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::people::OfficerRole;

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::plan::is_area;
use crate::storage::{Assignment, Person, Storage};

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal, $least:ident;)*) => {
        /// What a person does at the endpoint, or with entries that come to it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $action,)* }

        impl Action {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// As the trail and the documents name it.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$action => $name,)* } }

            fn least(self) -> Least { match self { $(Self::$action => Least::$least,)* } }
        }
    };
}

/// Which roles may do an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Least {
    /// Everybody.
    Anyone,
    /// Whoever writes what families say: all but keyers.
    Field,
    /// Keyers and the office: whoever works where the paper is.
    Processing,
    /// PML and Koseka in the field, and the office.
    Checker,
    /// Koseka in the field, and the office.
    Coordinator,
    /// Supervisors of processing and administrators.
    Office,
    /// Administrators.
    Admin,
}

actions! {
    /// Key what a family says, on a laptop.
    Visit = "visit", Field;
    /// Key paper, once or blind again.
    KeyPaper = "key_paper", Anyone;
    /// Take paper that is given to oneself, and give it back.
    HandPaper = "hand_paper", Processing;
    /// Receive paper, box it, hand it out.
    KeepPaper = "keep_paper", Office;
    /// Say when one comes and goes.
    Attend = "attend", Processing;
    /// Decide between two keyings, or let an error stand.
    Adjudicate = "adjudicate", Office;
    /// Set how the office keys and verifies.
    SetKeying = "set_keying", Office;
    /// See paper that others keyed: where it is keyed again nothing of it is secret.
    SeePaper = "see_paper", Processing;
    /// See what keyed again found, and second entries.
    SeeBlind = "see_blind", Office;
    /// See when laptops and PCs were heard last.
    SeeHeard = "see_heard", Office;
    /// Visit a family again to compare.
    ReVisit = "re_visit", Checker;
    /// Finish a document as field checker or coder.
    Check = "check", Checker;
    /// See families and totals, without answers.
    SeeFamilies = "see_families", Anyone;
    /// See what a document says, and what waits for a decision in it.
    SeeDocument = "see_document", Checker;
    /// Give a document back.
    Return = "return", Checker;
    /// Decide between entries.
    Decide = "decide", Coordinator;
    /// Say that two ids name one family.
    Alias = "alias", Coordinator;
    /// Choose the document that counts.
    Accept = "accept", Coordinator;
    /// Settle what became of an SLS.
    ChangeSls = "change_sls", Coordinator;
    /// Approve an SLS, or take that back.
    Approve = "approve", Coordinator;
    /// Let in what is held.
    Release = "release", Office;
    /// End what somebody serves.
    EndAssignment = "end_assignment", Office;
    /// See people, what they serve, and their laptops.
    SeePeople = "see_people", Office;
    /// Make a one-time ticket for a laptop.
    MakeTicket = "make_ticket", Office;
    /// Make a spare laptop.
    MakeSpare = "make_spare", Office;
    /// Revoke a laptop.
    Revoke = "revoke", Office;
    /// Answer the challenge of a laptop.
    AnswerRecovery = "answer_recovery", Office;
    /// Print the draft of a breach notice.
    BreachNotice = "breach_notice", Office;
    /// See receipts, forks, and the proof of receipts.
    Verify = "verify", Office;
    /// Make people known, change their role, end them.
    ChangePeople = "change_people", Admin;
    /// Import lists.
    Import = "import", Admin;
    /// Install a round.
    InstallRound = "install_round", Admin;
    /// Hand out a version of the form, or take one back.
    PublishForm = "publish_form", Admin;
    /// Make a backup.
    Backup = "backup", Admin;
    /// Begin anew from a backup.
    Restore = "restore", Admin;
    /// Split the recovery key among keepers.
    SplitKey = "split_key", Admin;
    /// Make a ticket for a hub, or end a hub.
    ChangeHubs = "change_hubs", Admin;
    /// Set what laptops are asked for.
    SetPolicy = "set_policy", Admin;
    /// Make, change and end accounts of the browser.
    ChangeAccounts = "change_accounts", Admin;
    /// Read the audit trail.
    SeeTrail = "see_trail", Admin;
    /// Export the audit trail.
    ExportTrail = "export_trail", Admin;
}

/// Whether a role may do it at all; where is another question.
#[must_use]
pub fn may(role: OfficerRole, action: Action) -> bool {
    use OfficerRole::{
        AdminCentre, AdminProvince, AdminRegency, Keyer, Koseka, Pml, Ppl, Supervisor,
    };
    let least = action.least();
    match role {
        Ppl => matches!(least, Least::Anyone | Least::Field),
        Keyer => matches!(least, Least::Anyone | Least::Processing),
        Pml => matches!(least, Least::Anyone | Least::Field | Least::Checker),
        Koseka => !matches!(least, Least::Processing | Least::Office | Least::Admin),
        Supervisor => least != Least::Admin,
        AdminRegency | AdminProvince | AdminCentre => true,
    }
}

/// What a role must be able to do to have written this, if that is anything. Entries of the office
/// itself do not come this road.
#[must_use]
pub(crate) fn needed(entry: &Entry) -> Option<Action> {
    match &entry.change {
        Change::Opened { source: Source::Visit } => Some(Action::Visit),
        Change::Opened { source: Source::Paper | Source::SecondEntry } => Some(Action::KeyPaper),
        Change::Opened { source: Source::ReVisit } => Some(Action::ReVisit),
        Change::Finished { role: Role::FieldChecker | Role::Coder } => Some(Action::Check),
        Change::Returned { .. } => Some(Action::Return),
        Change::Alias { .. } => Some(Action::Alias),
        Change::Accepted { .. } => Some(Action::Accept),
        Change::Recap(_) if entry.mode == Mode::Keying => Some(Action::KeyPaper),
        Change::Visit { .. }
        | Change::Listed(_)
        | Change::Position(_)
        | Change::HandedOver { .. }
        | Change::TakenBack {}
        | Change::Recap(_) => Some(Action::Visit),
        Change::Sampled {} => Some(Action::ReVisit),
        Change::Sls(change) if change.settled => Some(Action::ChangeSls),
        Change::Sls(_) => Some(Action::Visit),
        Change::Approved {} | Change::Disapproved { .. } => Some(Action::Approve),
        // Whose the paper is that is taken or given is asked apart (ingest/paper.rs).
        Change::Custody(
            Custody::Given { .. } | Custody::Taken { .. } | Custody::Refused { .. },
        ) => Some(Action::HandPaper),
        Change::Custody(_) => Some(Action::KeepPaper),
        Change::Keying(_) => Some(Action::SetKeying),
        Change::Attendance(_) => Some(Action::Attend),
        Change::Parked { .. }
        | Change::Unparked {}
        | Change::Sheet { .. }
        | Change::Ticked { .. }
        | Change::Verified(_) => Some(Action::KeyPaper),
        Change::Adjudicated { .. } => Some(Action::Adjudicate),
        _ => None,
    }
}

/// Nobody acts over somebody of a higher role.
#[must_use]
pub(crate) fn outranks(by: OfficerRole, other: OfficerRole) -> bool {
    by >= other
}

/// Somebody who may do something, and where.
#[derive(Debug, Clone)]
pub(crate) struct Warrant {
    /// Who.
    pub officer: OfficerId,
    /// As what.
    pub role: OfficerRole,
    /// Prefixes served now.
    areas: Vec<String>,
    /// What the ids of all areas begin with, where there is any.
    extent: Option<String>,
}

impl Warrant {
    /// Whether it holds in the whole country.
    pub fn holds_all(&self) -> bool {
        self.areas.iter().any(String::is_empty)
    }

    /// Whether it holds in an area; the empty area is all that the endpoint has, and where it has
    /// none yet, whatever somebody serves.
    pub fn covers(&self, area: &str) -> bool {
        let area = match (area, &self.extent) {
            ("", None) => return !self.areas.is_empty(),
            ("", Some(extent)) => extent,
            (area, _) => area,
        };
        self.areas.iter().any(|prefix| area.starts_with(prefix.as_str()))
    }
}

impl<S: Storage> Central<S> {
    /// Whether somebody may do something in an area: a prefix of idsubsls, or the empty one for all
    /// that the endpoint has. A refusal is written down.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`], also for a code that nobody has.
    pub fn allow(&self, by: &str, action: Action, area: &str) -> Result<OfficerId> {
        let warrant = self.warrant(by, action)?;
        if warrant.covers(area) {
            return Ok(warrant.officer);
        }
        Err(self.refuse(Some(warrant.officer), action, area)?)
    }

    /// Whether somebody may do something with a family, wherever the endpoint has it.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`], told only to who may do it somewhere.
    pub fn allow_family(&self, by: &str, action: Action, family: FamilyId) -> Result<OfficerId> {
        let warrant = self.warrant(by, action)?;
        let row = self.registered(family)?;
        if warrant.covers(row.birth.idsubsls.as_str()) {
            return Ok(warrant.officer);
        }
        Err(self.refuse(Some(warrant.officer), action, row.birth.idsubsls.as_str())?)
    }

    /// Whether somebody may do something to another person: of no higher role, and serving some area
    /// of theirs, or having served one, where nothing is served any more.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Storage`].
    pub fn allow_over(&self, by: &str, action: Action, other: OfficerId) -> Result<OfficerId> {
        let warrant = self.warrant(by, action)?;
        let known = self.storage.officer_by_id(other)?;
        let services = self.storage.services_of(other)?;
        let now = self.host.now();
        let gone = services.iter().all(|service| service.is_over(now));
        let mut counted = services.iter().filter(|service| gone || !service.is_over(now));
        let nowhere = services.is_empty() && warrant.covers("");
        let reached = nowhere || counted.any(|service| warrant.covers(&service.area));
        if reached && known.is_some_and(|other| outranks(warrant.role, other.role)) {
            return Ok(warrant.officer);
        }
        Err(self.refuse(Some(warrant.officer), action, "")?)
    }

    /// As [`Central::allow_over`], and in all areas the other serves now or later: whoever may do it
    /// stands for the other there.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Storage`].
    pub fn allow_whole(&self, by: &str, action: Action, other: OfficerId) -> Result<OfficerId> {
        self.allow_over(by, action, other)?;
        let (warrant, now) = (self.warrant(by, action)?, self.host.now());
        let services = self.storage.services_of(other)?;
        let mut open = services.iter().filter(|service| !service.is_over(now));
        match open.find(|service| !warrant.covers(&service.area)) {
            None => Ok(warrant.officer),
            Some(strange) => Err(self.refuse(Some(warrant.officer), action, &strange.area)?),
        }
    }

    /// Whether somebody may do something with a laptop, by whose it is.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`], told only to who may do it somewhere.
    pub fn allow_device(&self, by: &str, action: Action, device: DeviceId) -> Result<OfficerId> {
        self.warrant(by, action)?;
        let device = self.storage.device(device)?.ok_or(CentralError::NotFound("device"))?;
        self.allow_over(by, action, device.officer)
    }

    /// Somebody's warrant for an action, wherever it holds.
    pub(crate) fn warrant(&self, by: &str, action: Action) -> Result<Warrant> {
        let person = self.storage.person(by)?;
        let now = self.host.now();
        let (officer, ended) = match person {
            Some(Person { officer, ended }) => (officer, ended.is_some_and(|ended| ended <= now)),
            None => return Err(self.refuse(None, action, "")?),
        };
        let services = self.storage.services_of(officer.id)?;
        let lasting = services.into_iter().filter(|service| service.lasts(now));
        let areas: Vec<String> = lasting.map(|Assignment { area, .. }| area).collect();
        if ended || areas.is_empty() || !may(officer.role, action) {
            return Err(self.refuse(Some(officer.id), action, "")?);
        }
        let extent = self.storage.extent()?;
        Ok(Warrant { officer: officer.id, role: officer.role, areas, extent })
    }

    /// Writes down what somebody did who was allowed to.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn record(&self, by: OfficerId, deed: Deed) -> Result<()> {
        Ok(self.storage.note(Some(by), None, deed, self.host.now())?)
    }

    /// Writes a refusal down.
    pub(crate) fn refuse(
        &self,
        by: Option<OfficerId>,
        action: Action,
        area: &str,
    ) -> Result<CentralError> {
        let mut deed = Deed::new(Act::Refused).kind(action.as_str());
        // What a person typed may be anything; only what can be an area is written down.
        if is_area(area) {
            deed = deed.on(Subject::Area(area.to_owned()));
        }
        self.storage.note(by, None, deed, self.host.now())?;
        Ok(CentralError::NotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warrant(areas: &[&str], extent: Option<&str>) -> Warrant {
        Warrant {
            officer: OfficerId(uuid::Uuid::nil()),
            role: OfficerRole::Supervisor,
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            extent: extent.map(str::to_owned),
        }
    }

    #[test]
    fn a_warrant_covers_what_begins_with_an_area_of_it() {
        let own = warrant(&["8271", "8205010"], Some("82"));
        for inside in ["8271", "8271021", "8271021003000300", "8205010001"] {
            assert!(own.covers(inside), "{inside}");
        }
        for outside in ["82", "8205", "8205020", "9", ""] {
            assert!(!own.covers(outside), "{outside}");
        }
    }

    #[test]
    fn all_that_an_endpoint_has_is_what_its_areas_begin_with() {
        assert!(warrant(&["8271"], Some("8271021")).covers(""));
        assert!(!warrant(&["8271030"], Some("8271021")).covers(""));
        assert!(warrant(&["8271030"], None).covers(""), "nothing is there yet");
        assert!(warrant(&[""], Some("")).covers(""), "the whole country");
        assert!(!warrant(&["82"], Some("")).covers(""));
    }

    #[test]
    fn action_names_are_one_each() {
        let names: std::collections::BTreeSet<_> =
            Action::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
