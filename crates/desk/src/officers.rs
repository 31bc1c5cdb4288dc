//! The officers of a shared vault, as on a keying PC: whoever is in lets another in, or takes one out.

use cacah_family::trail::{Act, Deed, Subject};
use cacah_store::Store;
use cacah_sync::HttpTransport;
use cacah_wire::command::{AddOfficer, ProtectionView, RemoveOfficer};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::passwords::strong;
use crate::session::Session;

impl Desk {
    /// With all officers of the vault, where the view names whoever is in.
    pub(crate) fn with_colleagues(
        &self,
        mut view: ProtectionView,
    ) -> Result<ProtectionView, DeskError> {
        let vault = view.officers.iter().find_map(|code| self.folder.vault(code));
        let vault = vault.ok_or(Code::Locked)?;
        view.officers = Store::officers(&vault)?.into_iter().map(|mark| mark.code).collect();
        Ok(view)
    }

    pub(crate) fn add_officer(&self, args: &AddOfficer) -> Result<ProtectionView, DeskError> {
        strong(&args.password, &[])?;
        // No ticket is spent for a vault that is closed.
        self.with(|_| Ok(()))?;
        let ticket = self.ticket(&args.ticket)?;
        let transport = HttpTransport::new(&ticket.url, &ticket.certificate, None)?;
        let enrolment = cacah_sync::enrol(&ticket, &transport, &*self.host)?;
        self.with(|session| {
            session.store.add_officer(&enrolment, &args.password)?;
            let deed = Deed::new(Act::OfficerAdded).on(Subject::Officer(enrolment.officer));
            Ok(session.store.note(deed)?)
        })?;
        self.protection()
    }

    /// The vault is closed and opened: it is another file afterwards.
    pub(crate) fn remove_officer(&self, args: &RemoveOfficer) -> Result<ProtectionView, DeskError> {
        let busy = || DeskError::from(Code::Busy);
        let _sending = self.sending.try_lock().map_err(|_| busy())?;
        let _copying = self.copying.try_lock().map_err(|_| busy())?;
        // What can be refused is refused while the vault is still open.
        let gone = self.with(|session| {
            let store = &session.store;
            if store.enrolment().officer_code == args.officer {
                return Err(Code::NotAllowed.into());
            }
            match store.unsent_of(&args.officer)? {
                0 => Ok(store.officer_id(&args.officer)?),
                _ => Err(Code::Unsent.into()),
            }
        })?;
        let Session { store, .. } = self.take_session("removal").ok_or(Code::Locked)?;
        self.close("removal");
        let mut store: Store = store.remove_officer(&args.officer)?;
        store.note(Deed::new(Act::OfficerRemoved).on(Subject::Officer(gone)))?;
        self.open(store)?;
        self.protection()
    }
}
