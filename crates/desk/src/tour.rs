//! The tour: a practice family in a throw-away vault, beside the officer's open one.
//!
//! The officer's session stays where it is: sending, copies, curtain and lock are about it as ever. Only
//! the commands listed here reach the practice vault, and they reach nothing else; all others answer
//! [`Code::InTour`], so that nothing of the tour gets into an outbox, a receipt or the trail.

use std::fs;
use std::path::PathBuf;
use std::sync::{MutexGuard, PoisonError};

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::host::Host;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_store::{AreaRecord, Enrolment, Reader, Store};
use cacah_wire::command::{Command, Done, Reply, SessionView, StateView};
use cacah_wire::error::Code;
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::document::Way;
use crate::error::DeskError;
use crate::interview::{
    add_instance, again, confirm, finish, make_head, move_instance, open_document, remember,
    remove_instance, set_answer, show,
};
use crate::session::Session;
use crate::{across, back, decide, families, form, history, notice, removed};

/// An SLS that is none: no district of Ternate has this number.
const SLS: (&str, &str) = ("8271990001000100", "RT LATIHAN");
/// The family that is practised on; its birth is written anew with every tour.
const HEAD: &str = "KELUARGA LATIHAN";

/// A tour that is on. Dropped in this order: the files are closed before their folder goes.
pub(crate) struct Tour {
    session: Session,
    reader: Reader,
    _folder: Throwaway,
}

/// A folder that goes with whoever holds it. What a crash leaves of it has a password nobody knows.
struct Throwaway(PathBuf);

impl Drop for Throwaway {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the practice vault stays until the next unlock");
        }
    }
}

impl Desk {
    fn tour(&self) -> MutexGuard<'_, Option<Tour>> {
        self.tour.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a command is for the practice family: all but those about the laptop and its curtain.
    pub(crate) fn tours(&self, command: &Command) -> bool {
        let officers = matches!(
            command,
            Command::State(_)
                | Command::SetPreferences(_)
                | Command::Touch(_)
                | Command::Cover(_)
                | Command::Lift(_)
                | Command::Lock(_)
                | Command::Truth(_)
                | Command::EndTour(_)
        );
        !officers && self.tour().is_some()
    }

    /// Puts a practice family before the officer; the own session waits behind it.
    pub(crate) fn begin_tour(&self) -> Result<StateView, DeskError> {
        let practice = self.with(|session| Practice::like(&session.store, &*self.host))?;
        self.end_tour();
        let folder = Throwaway(self.folder.practice_vault()?);
        let mut password = Zeroizing::new([0; 32]);
        self.host.fill(&mut *password);
        let password = Zeroizing::new(hex(&*password));
        let mut store =
            Store::create(&folder.0, &practice.enrolment, &password, self.host.clone())?;
        practice.install(&mut store)?;
        let reader = store.reader()?;
        let session = Session::new(store, self.host.clone(), self.places.clone());
        *self.tour() = Some(Tour { session, reader, _folder: folder });
        self.state()
    }

    /// The practice vault is gone from here on.
    pub(crate) fn end_tour(&self) {
        drop(self.tour().take());
    }

    /// The practice session, when a tour is on.
    pub(crate) fn touring(&self) -> Result<Option<SessionView>, DeskError> {
        let tour = self.tour();
        let view = tour.as_ref().map(|tour| tour.session.view()).transpose()?;
        Ok(view.map(|view| SessionView { tour: true, practice: true, ..view }))
    }

    /// Carries out a command on the practice family.
    pub(crate) fn in_tour(&self, command: Command) -> Result<Reply, DeskError> {
        let mut tour = self.tour();
        let Tour { session: s, reader, .. } = tour.as_mut().ok_or(Code::Locked)?;
        Ok(match command {
            Command::Form(_) => Reply::Form(form::view(&*s.form()?)),
            Command::Families(query) => Reply::Families(families::page(reader, &query)?),
            Command::Across(args) => Reply::Across(across::list(reader, &args)?),
            Command::OpenDocument(open) => Reply::OpenDocument(open_document(s, &open)?),
            Command::CloseDocument(args) => {
                s.close(&args.document)?;
                Reply::CloseDocument(Done {})
            }
            Command::SetAnswer(set) => Reply::SetAnswer(set_answer(s, set)?),
            Command::ConfirmFinding(c) => Reply::ConfirmFinding(confirm(s, c)?),
            Command::AddInstance(add) => Reply::AddInstance(add_instance(s, &add)?),
            Command::MoveInstance(to) => Reply::MoveInstance(move_instance(s, &to)?),
            Command::MakeHead(args) => Reply::MakeHead(make_head(s, &args)?),
            Command::RemoveInstance(args) => Reply::RemoveInstance(remove_instance(s, &args)?),
            Command::Undo(args) => Reply::Undo(again(s, &args.document, Way::Undo)?),
            Command::Redo(args) => Reply::Redo(again(s, &args.document, Way::Redo)?),
            Command::Stand(stand) => Reply::Stand(remember(s, &stand)?),
            Command::Finish(args) => Reply::Finish(finish(s, &args.document)?),
            Command::Reveal(reveal) => Reply::Reveal(show(s, &reveal)?),
            Command::Notice(_) => Reply::Notice(notice::show(s)?),
            Command::GiveNotice(args) => Reply::GiveNotice(notice::give(s, &args)?),
            Command::History(args) => Reply::History(history::page(s, &args)?),
            Command::Revert(args) => Reply::Revert(back::revert(s, &args)?),
            Command::Removed(args) => Reply::Removed(removed::list(s, &args.family)?),
            Command::Decisions(args) => Reply::Decisions(decide::list(s, &args)?),
            Command::Decide(args) => Reply::Decide(decide::decide(s, &args)?),
            _ => return Err(Code::InTour.into()),
        })
    }
}

/// What the practice vault is made of: the officer's form and name, and nothing else of theirs.
struct Practice {
    enrolment: Enrolment,
    round: Round,
    version: FormVersion,
    form: std::collections::BTreeMap<String, String>,
    area: AreaRecord,
    family: (FamilyId, Birth),
}

impl Practice {
    fn like(store: &Store, host: &dyn Host) -> Result<Self, DeskError> {
        let version = store.form_version()?.ok_or(Code::NotFound)?;
        let form = store.form_files_of(&version)?.ok_or(Code::NotFound)?;
        let own = store.round()?.ok_or(Code::NotFound)?;
        let id = RoundId(host.id());
        let round = Round { id, kind: RoundKind::Practice, ..own };
        let idsubsls: Idsubsls = SLS.0.parse().map_err(|_| Code::Internal)?;
        let birth = Birth {
            round: id,
            home: idsubsls.district(),
            idsubsls: idsubsls.clone(),
            building: 1,
            number: 1,
            head: HEAD.into(),
            address: "JALAN LATIHAN 1".into(),
            found: false,
        };
        let (village, district) = ("Latihan".into(), "Latihan".into());
        Ok(Self {
            enrolment: enrolment(store.enrolment(), host),
            round,
            version,
            form,
            area: AreaRecord { idsubsls, name: SLS.1.into(), village, district },
            family: (FamilyId(host.id()), birth),
        })
    }

    /// The window opens its family at once.
    fn install(&self, store: &mut Store) -> Result<(), DeskError> {
        let (areas, families) =
            (std::slice::from_ref(&self.area), std::slice::from_ref(&self.family));
        store.install(&self.round, &self.version, &self.form, areas, families)?;
        Ok(store.set_open(Some(self.family.0))?)
    }
}

/// The officer's name over keys that sign nothing anybody knows, and no endpoint.
fn enrolment(own: &Enrolment, host: &dyn Host) -> Enrolment {
    let mut keys = [[0; 32]; 2];
    keys.iter_mut().for_each(|key| host.fill(key));
    Enrolment {
        officer: OfficerId(host.id()),
        officer_code: own.officer_code.clone(),
        officer_name: own.officer_name.clone(),
        device: DeviceId(host.id()),
        incarnation: Vec::new(),
        device_key: Zeroizing::new(keys[0]),
        officer_key: Some(Zeroizing::new(keys[1])),
        endpoint_url: String::new(),
        certificate: String::new(),
        token: Zeroizing::new(String::new()),
        endpoint_key: [0; 32],
        recovery: own.recovery.clone(),
        recovery_seed: None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
