//! Tickets and enrolment.

use cacah_family::area::District;
use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::down::{EnrolReply, EnrolRequest, Officer, Ticket};
use cacah_wire::introduce::{CODE, spell_code};
use cacah_wire::seal::Hash;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{Assignment, Device, PointRow, Storage, StorageError, TicketRow};

/// How long a one-time code lives.
const LIFE: Millis = 10 * 60 * 1000;

impl<S: Storage> Central<S> {
    /// A one-time ticket for an officer, good for ten minutes; only the hash of its code is kept.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Officer`] when there is none of this code, or none
    /// with an area.
    pub fn ticket(&self, by: &str, officer: &str, url: &str, certificate: &str) -> Result<Ticket> {
        self.warrant(by, Action::MakeTicket)?;
        let known = self.known_officer(officer)?;
        let by = self.allow_whole(by, Action::MakeTicket, known.id)?;
        let ticket = self.new_ticket(&known, url, certificate)?;
        let deed = Deed::new(Act::Ticket).on(Subject::Officer(known.id));
        self.storage.note(Some(by), None, deed, self.host.now())?;
        Ok(ticket)
    }

    /// The ticket, for whoever may make one.
    pub(crate) fn new_ticket(
        &self,
        known: &Officer,
        url: &str,
        certificate: &str,
    ) -> Result<Ticket> {
        self.home_of(known)?;
        let mut random = [0; CODE];
        self.host.fill(&mut random);
        let code = spell_code(&random);
        let until = self.host.now() + LIFE;
        let hash = Hash::of(code.as_bytes());
        let row = TicketRow { code: hash, officer: known.id, until, device: None };
        self.storage.put_ticket(&row)?;
        Ok(Ticket { url: url.to_owned(), code, certificate: certificate.to_owned() })
    }

    /// Enrols a laptop. The same request gives the same reply while the code lives.
    ///
    /// # Errors
    /// [`CentralError::TicketSpent`] for a code that is unknown, too old, or used with other keys.
    pub fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply> {
        let hash = Hash::of(request.code.as_bytes());
        let ticket = self.storage.ticket(hash)?.ok_or(CentralError::TicketSpent)?;
        if self.host.now() >= ticket.until {
            return Err(CentralError::TicketSpent);
        }
        let officer = self.storage.officer_by_id(ticket.officer)?;
        let officer = officer.ok_or(CentralError::TicketSpent)?;
        let device = match ticket.device {
            Some(device) => self.storage.device(device)?.ok_or(CentralError::TicketSpent)?,
            None => self.new_device(hash, &officer, request)?,
        };
        if device.device_key != request.device_key || device.officer_key != request.officer_key {
            return Err(CentralError::TicketSpent);
        }
        let recovery = self.agreed(device.id, request.recovery_point)?;
        Ok(EnrolReply {
            device: device.id,
            officer,
            token: self.keys.token(device.id, request),
            endpoint_key: self.endpoint_key(),
            recovery,
            stick: Some(self.keys.stick_recipient()),
        })
    }

    /// The office's key the laptop agrees with, its point kept before the laptop may count on it.
    fn agreed(&self, device: DeviceId, point: Option<Hash>) -> Result<String> {
        let recipient = self.keys.recovery.clone();
        match (self.storage.point_of(device)?, point) {
            (Some(row), Some(point)) if row.point == point => Ok(row.recipient),
            (Some(_), _) => Err(CentralError::TicketSpent),
            (None, None) => Ok(recipient),
            (None, Some(point)) => {
                let row = PointRow { point, device, recipient };
                self.storage.put_point(&row)?;
                // Another laptop may have the point, or this one have got another meanwhile.
                let kept = self.storage.point_of(device)?.filter(|kept| kept.point == point);
                kept.map(|kept| kept.recipient).ok_or(CentralError::TicketSpent)
            }
        }
    }

    fn new_device(&self, code: Hash, officer: &Officer, request: &EnrolRequest) -> Result<Device> {
        let id = DeviceId(self.host.id());
        let token = Hash::of(self.keys.token(id, request).as_bytes());
        let device = Device {
            id,
            wil: self.home_of(officer)?,
            officer: officer.id,
            token,
            device_key: request.device_key,
            officer_key: request.officer_key,
            enrolled: self.host.now(),
            revoked: None,
            order: None,
            seen: None,
        };
        match self.storage.enrol(code, &device) {
            Ok(()) => Ok(device),
            // Somebody spent it at the same moment; perhaps it was this very request.
            Err(StorageError::Conflict) => {
                let spent = self.storage.ticket(code)?.and_then(|ticket| ticket.device);
                let spent = spent.ok_or(CentralError::TicketSpent)?;
                self.storage.device(spent)?.ok_or(CentralError::TicketSpent)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The district an officer's batches and receipts are kept under: that of the first area served.
    fn home_of(&self, officer: &Officer) -> Result<District> {
        let (now, assignments) = (self.host.now(), self.storage.assignments(officer.id)?);
        let first = assignments.iter().find(|assignment| !assignment.is_over(now));
        first.and_then(district).ok_or_else(|| CentralError::Officer(officer.code.clone()))
    }
}

/// The district of an area; of a whole regency, a number no district has.
fn district(assignment: &Assignment) -> Option<District> {
    let digits: String = assignment.area.chars().chain("0000000".chars()).take(7).collect();
    digits.parse().ok()
}
