//! What a person does here, written into the audit trail, and the trail given to whoever must see it.
//! Ids and counts only.

use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::trail::{Act, Deed, Head, Subject};
use cacah_wire::command::{FolderArgs, TrailProofView, TrailWritten};
use cacah_wire::error::Code;
use cacah_wire::trail::{TrailOf, TrailWriter};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::session::Session;

/// Lines read at once.
const LINES: u32 = 1_000;

impl Session {
    /// Writes down what was done; durable when it returns. What shows something is written down
    /// before it is shown.
    pub(crate) fn note(&mut self, deed: Deed) -> Result<(), DeskError> {
        Ok(self.store.note(deed)?)
    }

    /// Answers are about to be shown: `how` they are.
    pub(crate) fn saw(
        &mut self,
        family: FamilyId,
        document: Option<DocumentId>,
        how: &'static str,
    ) -> Result<(), DeskError> {
        let deed = Deed::new(Act::Saw).kind(how).on(Subject::Family(family));
        self.note(document.map(Subject::Document).into_iter().fold(deed, Deed::on))
    }

    /// The vault was opened: what a kill left unrecorded first, then how it was opened.
    pub(crate) fn enter(&mut self, deed: Deed) -> Result<(), DeskError> {
        self.store.note_changes()?;
        self.note(deed)
    }

    /// The vault is about to be closed. It closes in any case: what could not be written down now is
    /// when it is opened next.
    pub(crate) fn leave(&mut self, why: &'static str) {
        let noted = self.store.note_changes();
        let noted = noted.and_then(|_| self.store.note(Deed::new(Act::Locked).kind(why)));
        if let Err(error) = noted {
            tracing::warn!(?error, "the trail says nothing of this lock");
        }
    }
}

impl Desk {
    /// Writes down what was done to the screen; a full disk must not keep it from being covered.
    pub(crate) fn note_if_possible(&self, deed: Deed) {
        if let Err(error) = self.with(|session| session.note(deed)) {
            tracing::warn!(%error, "the trail says nothing of it");
        }
    }
}

/// Writes all of it as `jejak-<device>-<records>.jsonl`, signed by the laptop.
pub(crate) fn export(session: &mut Session, args: &FolderArgs) -> Result<TrailWritten, DeskError> {
    let folder = outside::folder(&args.folder)?;
    session.store.note_changes()?;
    session.note(Deed::new(Act::Exported).kind("trail"))?;
    let store = &session.store;
    let mut writer = TrailWriter::new(Vec::new(), Head::START);
    loop {
        let lines = store.trail(writer.head().seq, LINES)?;
        if lines.is_empty() {
            break;
        }
        lines.iter().try_for_each(|line| writer.line(line)).map_err(|_| Code::Internal)?;
    }
    let device = store.enrolment().device;
    let (of, at) = (TrailOf::Device(device), session.host.now());
    let written = writer.finish(of, at, &store.device_signer()).map_err(|_| Code::Internal)?;
    let (bytes, records) = written;
    let short: String = device.to_string().chars().take(8).collect();
    let path = outside::save(&folder, &format!("jejak-{short}-{records}"), "jsonl", &bytes)?;
    Ok(TrailWritten { path: shown(&path), records: count(records) })
}

/// The trail held against itself and the journal.
pub(crate) fn verify(session: &Session) -> Result<TrailProofView, DeskError> {
    let proof = session.store.prove_trail()?;
    Ok(TrailProofView {
        records: count(proof.records),
        entries: count(proof.entries),
        wiped: count(proof.wiped),
        broken: proof.broken.into_iter().map(count).collect(),
        uncovered: count(proof.uncovered),
    })
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
