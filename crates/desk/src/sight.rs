//! What the officer at work may be told. A keyer may share the vault of whoever visits: of a family
//! they are told its line of the listing and its paper, and nothing of its visit. The one place that
//! says so of every command; which document may be opened says [`may_open`](crate::entry::may_open).

use cacah_family::id::{FamilyId, OfficerId};
use cacah_store::Reader;
use cacah_wire::command::{BundleDocument, Command, FamilyRow, FieldState, Reply, Status};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::team;

/// The connection that reads beside the session, and for whom.
pub(crate) struct Beside {
    pub(crate) reader: Reader,
    pub(crate) officer: OfficerId,
}

impl Beside {
    /// Whoever keys paper sees no visit.
    pub(crate) fn sees_visits(&self) -> Result<bool, DeskError> {
        let told = self.reader.role_of(self.officer)?;
        Ok(team::role_from(told.as_deref()) != OfficerRole::Keyer)
    }
}

/// What a command tells of families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Nothing, or what paper and its keying say, or what stands in a document that was opened.
    Paper,
    /// Lines of the listing, with what visits made of them.
    Lines,
    /// Visits, and the work of those who make them.
    Visits,
}

/// Every command is one of three.
pub(crate) fn tells(command: &Command) -> Tells {
    use Command as C;
    match command {
        // The laptop, its people and its road.
        C::State(_) | C::SetPreferences(_) | C::Enrol(_) | C::Unlock(_) | C::Lock(_) => {
            Tells::Paper
        }
        C::Touch(_) | C::Cover(_) | C::Lift(_) | C::SetPin(_) | C::WeighPassword(_) => Tells::Paper,
        C::ChangePassword(_) | C::Challenge(_) | C::Recover(_) | C::AddOfficer(_) => Tells::Paper,
        C::RemoveOfficer(_) | C::Protection(_) | C::SetProtection(_) | C::Truth(_) => Tells::Paper,
        C::Form(_) | C::NewForm(_) | C::TakeForm(_) | C::Send(_) | C::Receipts(_) => Tells::Paper,
        C::RoadSettings(_) | C::SetRoadSettings(_) | C::WriteStick(_) | C::Answers(_) => {
            Tells::Paper
        }
        C::ReadAnswer(_) | C::EnrolFromStick(_) | C::PrintReceipt(_) => Tells::Paper,
        C::VerifyReceipts(_) | C::CopyNow(_) | C::Copies(_) | C::PreviewCopy(_) => Tells::Paper,
        C::RestoreCopy(_) | C::Salvage(_) | C::ReadNewer(_) | C::ExportNewer(_) => Tells::Paper,
        C::ExportTrail(_) | C::VerifyTrail(_) | C::WipeNow(_) => Tells::Paper,
        C::BeginTour(_) | C::EndTour(_) | C::Notice(_) | C::PrintNotice(_) => Tells::Paper,
        // A document that was opened; who may open it was asked then.
        C::CloseDocument(_) | C::SetAnswer(_) | C::ConfirmFinding(_) => Tells::Paper,
        C::AddInstance(_) | C::MoveInstance(_) | C::RemoveInstance(_) | C::MakeHead(_) => {
            Tells::Paper
        }
        C::Undo(_) | C::Redo(_) | C::Stand(_) | C::Finish(_) | C::Reveal(_) => Tells::Paper,
        C::History(_) | C::Attach(_) | C::Files(_) | C::FileBytes(_) | C::Detach(_) => Tells::Paper,
        C::AttachPhoto(_) | C::GiveNotice(_) => Tells::Paper,
        // Each document of the family is asked for.
        C::Removed(_) => Tells::Paper,
        // Paper.
        C::Bundles(_) | C::ImportBundles(_) | C::ExportBundles(_) => Tells::Paper,
        C::PrintBundles(_) | C::TakeStock(_) | C::Balance(_) => Tells::Paper,
        C::Entry(_) | C::BundleFields(_) | C::SetBundleFields(_) | C::Park(_) => Tells::Paper,
        C::ProveSheet(_) | C::RepeatAnswer(_) => Tells::Paper,
        C::VerifyQueue(_) | C::OpenVerify(_) | C::VerifyField(_) => Tells::Paper,
        C::FinishVerify(_) | C::Disputes(_) | C::Dispute(_) | C::Adjudicate(_) => Tells::Paper,
        C::AttachPages(_) | C::PageBytes(_) => Tells::Paper,
        C::KeyingSettings(_) | C::SetKeyingSettings(_) => Tells::Paper,
        C::WorkFigures(_) | C::MyFigures(_) | C::Attend(_) => Tells::Paper,
        C::WorkList(_) | C::Tick(_) | C::Release(_) | C::PrintWorkList(_) => Tells::Paper,
        // A row of the listing, or a name, comes with it.
        C::Families(_) | C::AddFamily(_) | C::PickLine(_) | C::OpenDocument(_) => Tells::Lines,
        C::Revert(_) | C::RemoveDocument(_) | C::RestoreDocument(_) => Tells::Lines,
        C::Queue(_) | C::Whereabouts(_) => Tells::Lines,
        C::Bundle(_) | C::WriteCustody(_) | C::Trace(_) => Tells::Lines,
        // At the door, and across doors.
        C::RecordVisit(_) | C::Home(_) | C::ListFamily(_) | C::NumberFamily(_) => Tells::Visits,
        C::Renumber(_) | C::MoveToSls(_) | C::Visits(_) | C::HandOver(_) => Tells::Visits,
        C::Sls(_) | C::WriteRecap(_) | C::ChangeSls(_) | C::PrintSls(_) => Tells::Visits,
        C::Decisions(_) | C::Decide(_) | C::MovePerson(_) | C::ReturnDocument(_) => Tells::Visits,
        C::ApproveSls(_) | C::DrawSample(_) | C::CompareVisits(_) => Tells::Visits,
        C::Across(_) | C::Alike(_) => Tells::Visits,
        C::Receivers(_) | C::ReadReceiver(_) | C::Position(_) | C::SetPosition(_) => Tells::Visits,
    }
}

impl Desk {
    /// Reads beside the session: never waits for an answer that is being written.
    pub(crate) fn beside<R>(
        &self,
        read: impl FnOnce(&Beside) -> Result<R, DeskError>,
    ) -> Result<R, DeskError> {
        read(self.lock_beside().as_ref().ok_or(Code::Locked)?)
    }

    /// Refuses a command that is not for the officer at work. True when what it tells is to be cut
    /// down to what a keyer may know.
    pub(crate) fn may_be_told(&self, command: &Command) -> Result<bool, DeskError> {
        let tells = tells(command);
        if tells == Tells::Paper {
            return Ok(false);
        }
        let beside = self.lock_beside();
        // Without an open vault the command says so itself.
        let Some(beside) = beside.as_ref() else { return Ok(false) };
        match (beside.sees_visits()?, tells) {
            (true, _) => Ok(false),
            (false, Tells::Lines) => Ok(true),
            (false, _) => Err(Code::NotAllowed.into()),
        }
    }

    /// Leaves of a reply the lines of the listing and the paper.
    pub(crate) fn cut(&self, mut reply: Reply) -> Result<Reply, DeskError> {
        let beside = self.lock_beside();
        let reader = &beside.as_ref().ok_or(Code::Locked)?.reader;
        for row in rows(&mut reply) {
            bare(row);
        }
        for (family, head) in heads(&mut reply) {
            let family: FamilyId = family.parse().map_err(|_| Code::Internal)?;
            let listed = reader.family(family)?.map(|record| record.birth.head);
            *head = listed.unwrap_or_default();
        }
        Ok(reply)
    }
}

/// Rows of the listing in a reply.
fn rows(reply: &mut Reply) -> Vec<&mut FamilyRow> {
    match reply {
        Reply::Families(page) => page.rows.iter_mut().collect(),
        Reply::AddFamily(row) | Reply::RemoveDocument(row) | Reply::RestoreDocument(row) => {
            vec![row]
        }
        Reply::OpenDocument(view) | Reply::Revert(view) => vec![&mut view.family],
        Reply::PickLine(view) => view.family.iter_mut().collect(),
        _ => Vec::new(),
    }
}

/// A row without anything that a visit made of it.
fn bare(row: &mut FamilyRow) {
    row.members = None;
    row.status = Status::Blank;
    row.percent = 0;
    row.visits = 0;
    row.undecided = false;
    row.returned = false;
    row.field = FieldState::default();
}

/// Families that a reply names, with the name of their head, which a visit may have changed.
fn heads(reply: &mut Reply) -> Vec<(&str, &mut String)> {
    match reply {
        Reply::Queue(view) => {
            view.rows.iter_mut().map(|row| (row.family.as_str(), &mut row.head)).collect()
        }
        Reply::Whereabouts(view) => vec![(&view.family, &mut view.head)],
        Reply::Bundle(view) | Reply::WriteCustody(view) => of_paper(&mut view.documents),
        Reply::Trace(view) => {
            let mut heads = of_paper(&mut view.bundle.documents);
            heads.extend(view.document.as_mut().map(of_one));
            heads
        }
        reply => rows(reply).into_iter().map(|row| (row.family.as_str(), &mut row.head)).collect(),
    }
}

fn of_paper(documents: &mut [BundleDocument]) -> Vec<(&str, &mut String)> {
    documents.iter_mut().map(of_one).collect()
}

fn of_one(document: &mut BundleDocument) -> (&str, &mut String) {
    (&document.family, &mut document.head)
}
