//! A laptop in the field: a data folder, and `cacah-desk` over it as often as needed.

use std::path::Path;

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{AREAS, Family};
use cacah_wire::command::{
    AddOfficer, Command, Enrol, Failure, Families, FamilyPage, FamilyRow, ProtectionView,
    QueueArgs, QueueView, ReceiptPage, Receipts, SendArgs, SendReport, StateView, Unlock,
};
use tempfile::TempDir;

use crate::office::Office;
use crate::programs::built;

/// The officer of most stories.
pub const OFFICER: &str = "PPL 0123";

/// The PML over [`OFFICER`].
pub const PML: &str = "PML 012";

/// The Koseka over both.
pub const KOSEKA: &str = "KOS 03";

/// Those who key paper in the office.
pub const KEYERS: [&str; 3] = ["OPR 01", "OPR 02", "OPR 03"];

/// The supervisor of processing over them.
pub const IPDS: &str = "IPDS 01";

/// The password of every practice officer.
pub const PASSWORD: &str = "cengkih pala ombak Gamalama";

/// A data folder, and whose it is.
#[derive(Debug)]
pub struct Laptop {
    folder: TempDir,
    officer: String,
}

impl Default for Laptop {
    fn default() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, officer: OFFICER.into() }
    }
}

impl Laptop {
    /// A laptop enrolled for [`OFFICER`].
    ///
    /// # Panics
    /// When it cannot be enrolled.
    #[must_use]
    pub fn enrolled(office: &Office) -> Self {
        Self::enrolled_at(office, office.address())
    }

    /// The same, reaching the office at another address: through a cable.
    ///
    /// # Panics
    /// When it cannot be enrolled.
    #[must_use]
    pub fn enrolled_at(office: &Office, address: &str) -> Self {
        Self::of(office, OFFICER, address)
    }

    /// A laptop enrolled for another officer: [`PML`], [`KOSEKA`].
    ///
    /// # Panics
    /// When it cannot be enrolled.
    #[must_use]
    pub fn enrolled_for(office: &Office, officer: &str) -> Self {
        Self::of(office, officer, office.address())
    }

    fn of(office: &Office, officer: &str, address: &str) -> Self {
        let laptop = Self { officer: officer.into(), ..Self::default() };
        laptop.enrol(&mut laptop.desk(), &office.ticket(officer, address)).expect("enrolled");
        laptop
    }

    /// Code of its officer.
    #[must_use]
    pub fn officer(&self) -> &str {
        &self.officer
    }

    /// Where its data lies.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// A desk, locked.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn desk(&self) -> Desk {
        Desk::start(&built("cacah-desk"), self.data()).expect("cacah-desk starts")
    }

    /// A desk, unlocked.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn unlocked(&self) -> Desk {
        self.unlocked_by(&self.officer)
    }

    /// A PC of the office with one vault for all of these officers, the first of whom let the others in.
    ///
    /// # Panics
    /// When one of them cannot be let in.
    #[must_use]
    pub fn shared(office: &Office, officers: &[&str]) -> Self {
        let pc = Self::enrolled_for(office, officers[0]);
        let mut desk = pc.unlocked();
        for officer in &officers[1..] {
            let ticket = office.ticket(officer, office.address());
            let add = AddOfficer { ticket, password: PASSWORD.into() };
            let _: ProtectionView = desk.call(&Command::AddOfficer(add)).expect("let in");
        }
        pc
    }

    /// A desk, unlocked by one of those who share the vault.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn unlocked_by(&self, officer: &str) -> Desk {
        let mut desk = self.desk();
        unlock_as(&mut desk, officer, PASSWORD).expect("unlocked");
        desk
    }

    /// Enrols with a ticket.
    ///
    /// # Errors
    /// What the desk answers.
    pub fn enrol(&self, desk: &mut Desk, ticket: &str) -> Result<StateView, Failure> {
        let (ticket, password) = (ticket.into(), PASSWORD.into());
        desk.call(&Command::Enrol(Enrol { ticket, password }))
    }
}

/// Unlocks [`OFFICER`]'s vault.
///
/// # Errors
/// What the desk answers.
pub fn unlock(desk: &mut Desk, password: &str) -> Result<StateView, Failure> {
    unlock_as(desk, OFFICER, password)
}

/// Unlocks the vault of an officer.
///
/// # Errors
/// What the desk answers.
pub fn unlock_as(desk: &mut Desk, officer: &str, password: &str) -> Result<StateView, Failure> {
    let (officer, password) = (officer.into(), password.into());
    desk.call(&Command::Unlock(Unlock { officer, password }))
}

/// The row of a family of the prelist; heads of two families may be called alike.
///
/// # Panics
/// When there is none.
pub fn row_of(desk: &mut Desk, family: &Family) -> FamilyRow {
    let idsubsls = Some(AREAS[family.area].idsubsls.into());
    let query =
        Families { search: family.head().into(), limit: 100, idsubsls, ..Families::default() };
    let page: FamilyPage = desk.call(&Command::Families(query)).expect("the list");
    let row = page.rows.into_iter().find(|row| row.number == family.number);
    row.expect("the family is listed")
}

/// Sends what waits.
///
/// # Panics
/// When the command itself fails; a link that fails is told in the report.
pub fn send(desk: &mut Desk) -> SendReport {
    desk.call(&Command::Send(SendArgs {})).expect("the report of a sending")
}

/// What waits to be sent.
///
/// # Panics
/// When the desk does not tell.
pub fn queue(desk: &mut Desk) -> QueueView {
    desk.call(&Command::Queue(QueueArgs {})).expect("the queue")
}

/// Receipts held here.
///
/// # Panics
/// When the desk does not tell.
pub fn receipts(desk: &mut Desk) -> ReceiptPage {
    desk.call(&Command::Receipts(Receipts { limit: 100 })).expect("the receipts")
}
