//! What the office asks of this laptop, carried out: a revoked one locks or destroys its vault when it
//! has sent all it has, one that was long alone asks for the office.

use cacah_family::radio::Misread;
use cacah_family::trail::{Act, Deed};
use cacah_store::{Reader, RevokeOrder};
use cacah_sync::SyncError;
use cacah_wire::down::Ticket;
use cacah_wire::error::Code;
use cacah_wire::introduce::TicketError;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::session::Session;

/// From so many days left on, the top line says it.
const WARNING: u32 = 5;

/// What an order asks for now.
#[derive(Debug, PartialEq, Eq)]
enum Due {
    Lock,
    Wipe,
}

impl Desk {
    /// A ticket as it was typed, scanned or pasted, with the certificate it stands for.
    pub(crate) fn ticket(&self, text: &str) -> Result<Ticket, DeskError> {
        let ticket = cacah_sync::introduced(text, &*self.host);
        ticket.map_err(|error| match error {
            SyncError::Ticket(TicketError::Misread(Misread::Group(group))) => {
                DeskError::At(Code::CodeMisread, group.to_string())
            }
            error => error.into(),
        })
    }

    /// The vault was just opened with a password: a day of use is counted. After too many without the
    /// office it is tried once more; if it is away, the vault asks for it from now on.
    ///
    /// # Errors
    /// [`Code::AsksOffice`], [`Code::WipedByOffice`]: the vault is closed again.
    pub(crate) fn count_day(&self) -> Result<(), DeskError> {
        self.with(|session| Ok(session.store.used_today()?))?;
        self.obey()?;
        if self.days_left()? > 0 {
            return Ok(());
        }
        match self.begin() {
            Err(error) if !self.is_open() => return Err(error),
            Err(error) => tracing::debug!(%error, "the office is away"),
            Ok(()) => {}
        }
        match self.days_left()? {
            0 => self.ask_office("days"),
            _ => Ok(()),
        }
    }

    /// Carries out what a revoked laptop is to do; called when a sending or a stick may have brought
    /// an order, or what an order waits for.
    ///
    /// # Errors
    /// [`Code::AsksOffice`], [`Code::WipedByOffice`]: the vault is closed.
    pub(crate) fn obey(&self) -> Result<(), DeskError> {
        match self.with(|session| due(&session.store))? {
            None => Ok(()),
            Some(Due::Lock) => self.ask_office("order"),
            Some(Due::Wipe) => self.destroy(),
        }
    }

    fn is_open(&self) -> bool {
        self.with(|_| Ok(())).is_ok()
    }

    fn days_left(&self) -> Result<u32, DeskError> {
        self.with(|session| left(&session.store))
    }

    /// Durable before the vault closes: what is unsent stays in it, and waits for the office.
    fn ask_office(&self, why: &'static str) -> Result<(), DeskError> {
        let asked = self.with(|session| Ok(session.store.ask_by_order()?));
        // A full disk must not keep the session open: it is closed whatever could be written.
        self.note_if_possible(Deed::new(Act::AsksOffice).kind(why));
        self.close("office");
        asked?;
        Err(Code::AsksOffice.into())
    }

    fn destroy(&self) -> Result<(), DeskError> {
        let Session { store, .. } = self.take_session("office").ok_or(Code::Locked)?;
        self.close("office");
        store.destroy()?;
        self.folder.note_wiped()?;
        Err(Code::WipedByOffice.into())
    }
}

/// Days of use until the vault asks for the office, when they are few.
pub(crate) fn warning(store: &Reader) -> Result<Option<u32>, DeskError> {
    Ok(Some(left(store)?).filter(|left| *left <= WARNING))
}

fn left(store: &Reader) -> Result<u32, DeskError> {
    // The day after the last one allowed asks.
    Ok((store.asked()?.contact_days() + 1).saturating_sub(store.days_alone()?))
}

fn due(store: &Reader) -> Result<Option<Due>, DeskError> {
    let Some(revocation) = store.revocation()? else { return Ok(None) };
    Ok(match revocation.order {
        Some(RevokeOrder::Wipe) if !store.has_unsent()? => Some(Due::Wipe),
        Some(_) if !revocation.locked => Some(Due::Lock),
        _ => None,
    })
}
