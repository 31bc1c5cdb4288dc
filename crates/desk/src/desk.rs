//! The one entrance: a command in, a reply or a failure out.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cacah_family::entry::{Change, Role};
use cacah_family::host::Host;
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_store::Store;
use cacah_sync::{Access, HttpTransport, SyncError, Transport as _};
use cacah_wire::command::{
    AddInstance, Command, ConfirmFinding, Delta, Done, Enrol, Failure, Finished, InstanceArgs,
    MoveInstance, OpenDocument, Reply, Reveal, Revealed, SendReport, SetAnswer, Stand, StateView,
    Unlock,
};
use cacah_wire::down::Ticket;
use cacah_wire::error::Code;

use crate::decode::describe;
use crate::document::{Committed, Document, to_engine};
use crate::error::DeskError;
use crate::families::{row, status};
use crate::form;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::vaults::DataFolder;

const MIN_PASSWORD: usize = 10;

/// The desktop without its window. Commands may come from several threads; sending does not hold up
/// the others.
pub struct Desk {
    folder: DataFolder,
    host: Arc<dyn Host>,
    session: Mutex<Option<Session>>,
    sending: Mutex<()>,
}

impl Desk {
    /// For the data folder `data`, made when first needed.
    #[must_use]
    pub fn new(data: PathBuf, host: Arc<dyn Host>) -> Self {
        let folder = DataFolder::new(data);
        Self { folder, host, session: Mutex::new(None), sending: Mutex::new(()) }
    }

    /// Carries out one command. An answer is durable when this returns.
    ///
    /// # Errors
    /// A [`Failure`] with a stable code; what was acknowledged before is as it was.
    pub fn call(&self, command: Command) -> Result<Reply, Failure> {
        self.answer(command).map_err(Failure::from)
    }

    fn answer(&self, command: Command) -> Result<Reply, DeskError> {
        Ok(match command {
            Command::State(_) => Reply::State(self.state()?),
            Command::SetPreferences(preferences) => {
                self.folder.set_preferences(preferences)?;
                Reply::SetPreferences(self.state()?)
            }
            Command::Enrol(enrol) => Reply::Enrol(self.enrol(&enrol)?),
            Command::Unlock(unlock) => Reply::Unlock(self.unlock(&unlock)?),
            Command::Lock(_) => {
                *self.lock_session() = None;
                Reply::Lock(self.state()?)
            }
            Command::Truth(_) => Reply::Truth(self.with(|session| session.truth())?),
            Command::Form(_) => {
                Reply::Form(self.with(|session| Ok(form::view(&*session.form()?)))?)
            }
            Command::Families(query) => Reply::Families(self.with(|s| s.families(&query))?),
            Command::AddFamily(add) => Reply::AddFamily(self.with(|s| s.add_family(&add))?),
            Command::RecordVisit(visit) => {
                Reply::RecordVisit(self.with(|s| s.record_visit(&visit))?)
            }
            Command::OpenDocument(open) => {
                Reply::OpenDocument(self.with(|s| open_document(s, &open))?)
            }
            Command::SetAnswer(set) => Reply::SetAnswer(self.with(|s| set_answer(s, set))?),
            Command::ConfirmFinding(c) => Reply::ConfirmFinding(self.with(|s| confirm(s, c))?),
            Command::AddInstance(add) => Reply::AddInstance(self.with(|s| add_instance(s, &add))?),
            Command::MoveInstance(to) => Reply::MoveInstance(self.with(|s| move_instance(s, &to))?),
            Command::RemoveInstance(args) => {
                Reply::RemoveInstance(self.with(|s| remove_instance(s, &args))?)
            }
            Command::Undo(args) => {
                Reply::Undo(self.with(|s| again(s, &args.document, Document::undo))?)
            }
            Command::Redo(args) => {
                Reply::Redo(self.with(|s| again(s, &args.document, Document::redo))?)
            }
            Command::Stand(stand) => Reply::Stand(self.with(|s| remember(s, &stand))?),
            Command::Finish(args) => Reply::Finish(self.with(|s| finish(s, &args.document))?),
            Command::Reveal(reveal) => Reply::Reveal(self.with(|s| show(s, &reveal))?),
            Command::Queue(_) => Reply::Queue(self.with(|session| session.queue())?),
            Command::Send(_) => Reply::Send(self.send()?),
            Command::Receipts(args) => Reply::Receipts(self.with(|s| s.receipts(args.limit))?),
        })
    }

    fn lock_session(&self) -> MutexGuard<'_, Option<Session>> {
        // A panic in another command left nothing half done that the journal does not decide.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<R>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<R, DeskError>,
    ) -> Result<R, DeskError> {
        work(self.lock_session().as_mut().ok_or(Code::Locked)?)
    }

    fn state(&self) -> Result<StateView, DeskError> {
        let session = self.lock_session().as_ref().map(Session::view).transpose()?;
        Ok(StateView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            officers: self.folder.officers(),
            session,
            preferences: self.folder.preferences(),
        })
    }

    fn enrol(&self, enrol: &Enrol) -> Result<StateView, DeskError> {
        let ticket = Ticket::from_text(&enrol.ticket).map_err(|_| Code::BadTicket)?;
        strong(&enrol.password)?;
        let transport = HttpTransport::new(&ticket.url, &ticket.certificate, None)?;
        let enrolment = cacah_sync::enrol(&ticket, &transport, &*self.host)?;
        let vault = self.folder.new_vault(&enrolment.officer_code)?;
        let store = Store::create(&vault, &enrolment, &enrol.password, self.host.clone())?;
        *self.lock_session() = Some(Session::new(store, self.host.clone()));
        self.refresh()?;
        self.state()
    }

    fn unlock(&self, unlock: &Unlock) -> Result<StateView, DeskError> {
        let vault = self.folder.vault(&unlock.officer).ok_or(Code::UnknownOfficer)?;
        // Whoever was in is out before the next is let in.
        *self.lock_session() = None;
        let store = Store::unlock(&vault, &unlock.password, self.host.clone())?;
        *self.lock_session() = Some(Session::new(store, self.host.clone()));
        self.state()
    }

    fn transport(&self) -> Result<HttpTransport, DeskError> {
        self.with(|session| {
            let enrolment = session.store.enrolment();
            let (url, certificate) = (&enrolment.endpoint_url, &enrolment.certificate);
            Ok(HttpTransport::new(url, certificate, Some(&enrolment.token))?)
        })
    }

    /// Brings round, form, areas and prelist.
    fn refresh(&self) -> Result<(), DeskError> {
        let package = self.transport()?.package()?;
        self.with(|session| session.install(&package))
    }

    fn send(&self) -> Result<SendReport, DeskError> {
        let Ok(_alone) = self.sending.try_lock() else {
            return Err(Code::Busy.into());
        };
        let transport = self.transport()?;
        // A laptop whose enrolment was cut off has no round yet.
        if self.with(|session| Ok(session.store.round()?.is_none()))? {
            self.refresh()?;
        }
        let report = cacah_sync::send(self, &transport, &*self.host);
        let counts = self.with(|session| Ok(session.store.counts()?))?;
        Ok(SendReport {
            batches: report.batches,
            stored: report.stored,
            held: report.held,
            waiting: counts.waiting,
            stopped: report.stopped.map(|error| Failure::from(DeskError::from(error))),
        })
    }
}

impl Access for Desk {
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        work(&mut self.lock_session().as_mut().ok_or(SyncError::Locked)?.store)
    }
}

fn strong(password: &str) -> Result<(), DeskError> {
    let long = password.chars().count() >= MIN_PASSWORD;
    if long
        && zxcvbn::zxcvbn(password, &["cacah", "regsosek", "ternate"]).score()
            >= zxcvbn::Score::Three
    {
        Ok(())
    } else {
        Err(Code::WeakPassword.into())
    }
}

fn open_document(
    session: &mut Session,
    args: &OpenDocument,
) -> Result<cacah_wire::command::DocumentView, DeskError> {
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let (id, stand) = session.open(family)?;
    let record = session.family(family)?;
    Ok(session.document(&id.to_string())?.view(row(&record), stand.as_ref()))
}

fn set_answer(session: &mut Session, args: SetAnswer) -> Result<Delta, DeskError> {
    let path = path(&args.path)?;
    act(session, &args.document, |document, store| {
        if !document.has(&path) {
            return Err(DeskError::At(Code::NotFound, args.path));
        }
        let before = document.slot(&path);
        let seen = args.seen.as_deref().and_then(|seen| seen.parse().ok());
        let slot = Slot {
            raw: if args.keep { before.raw } else { args.raw },
            missing: if args.keep { before.missing } else { args.missing },
            note: args.note.or(before.note).filter(|note| !note.is_empty()),
            seen: seen.or(if args.keep { before.seen } else { None }),
            value: None,
            // A new answer is judged anew.
            confirmed: if args.keep { before.confirmed } else { Default::default() },
        };
        document.act(store, vec![(path, Change::Slot(slot))])
    })
}

fn confirm(session: &mut Session, args: ConfirmFinding) -> Result<Delta, DeskError> {
    let path = path(&args.path)?;
    if args.reason.trim().is_empty() {
        return Err(DeskError::At(Code::BadRequest, "reason".into()));
    }
    act(session, &args.document, |document, store| {
        let mut slot = document.slot(&path);
        slot.confirmed.insert(args.finding, args.reason);
        document.act(store, vec![(path, Change::Slot(slot))])
    })
}

fn add_instance(session: &mut Session, args: &AddInstance) -> Result<Delta, DeskError> {
    let before = args.before.as_deref().map(instance).transpose()?;
    let new = InstanceId(session.host.id());
    act(session, &args.document, |document, store| {
        if document.form.form.repeat(&args.repeat).is_none() {
            return Err(DeskError::At(Code::NotFound, args.repeat.clone()));
        }
        document.act(store, vec![place(document, new, &args.repeat, before)])
    })
}

fn move_instance(session: &mut Session, args: &MoveInstance) -> Result<Delta, DeskError> {
    let before = args.before.as_deref().map(instance).transpose()?;
    let moved = instance(&args.instance)?;
    act(session, &args.document, |document, store| {
        let repeat = document.member(moved).ok_or(Code::NotFound)?.repeat.clone();
        document.act(store, vec![place(document, moved, &repeat, before)])
    })
}

/// A join between the instance `before` and the one above it, or at the end.
fn place(
    document: &Document,
    id: InstanceId,
    repeat: &str,
    before: Option<InstanceId>,
) -> (Path, Change) {
    let others: Vec<_> = document.members(repeat).filter(|m| m.instance != id).collect();
    let at = before.and_then(|before| others.iter().position(|m| m.instance == before));
    let at = at.unwrap_or(others.len());
    let low = at.checked_sub(1).and_then(|i| others.get(i)).map(|member| &member.order);
    let order = OrderKey::between(low, others.get(at).map(|member| &member.order));
    (Path::instance(id), Change::Join { repeat: repeat.to_owned(), order, parent: None })
}

fn remove_instance(session: &mut Session, args: &InstanceArgs) -> Result<Delta, DeskError> {
    let id = instance(&args.instance)?;
    act(session, &args.document, |document, store| {
        document.member(id).ok_or(Code::NotFound)?;
        document.act(store, vec![(Path::instance(id), Change::Leave { to: None })])
    })
}

fn again(
    session: &mut Session,
    document: &str,
    step: fn(&mut Document, &mut Store) -> Result<Option<Committed>, DeskError>,
) -> Result<Delta, DeskError> {
    act(session, document, |document, store| {
        let mut done = step(document, store)?.unwrap_or_default();
        // The officer looks at what has changed.
        let changed = done.touched.iter().find(|path| path.is_answer() && document.has(path));
        done.delta.next = changed.map(to_engine).or(done.delta.next);
        Ok(done)
    })
}

fn remember(session: &mut Session, args: &Stand) -> Result<Done, DeskError> {
    let path = path(&args.path)?;
    let id = session.document(&args.document)?.id;
    session.store.stand(id, &path)?;
    Ok(Done {})
}

fn finish(session: &mut Session, document: &str) -> Result<Finished, DeskError> {
    let finished = Change::Finished { role: Role::Enumerator };
    let delta = act(session, document, |document, store| {
        document.act(store, vec![(Path::question(Path::STATE), finished)])
    })?;
    let open = session.document(document)?;
    let (owed_here, owed_later) = open.owed();
    Ok(Finished { delta, status: status(open.status()), owed_here, owed_later })
}

/// A masked number in full: the looking is an entry of the journal before the number is shown.
fn show(session: &mut Session, args: &Reveal) -> Result<Revealed, DeskError> {
    let question = path(&args.path)?;
    if !session.document(&args.document)?.has(&question) {
        return Err(DeskError::At(Code::NotFound, args.path.clone()));
    }
    session.log(&args.document, Path::REVEALED, Change::Revealed { question: question.clone() })?;
    let document = session.document(&args.document)?;
    let slot = document.slot(&question);
    let name = question.name.as_deref().unwrap_or_default();
    let decoder = document.form.form.question(name).and_then(|q| q.decode.clone());
    let decoded = decoder.and_then(|decoder| describe(&decoder, &slot.raw));
    Ok(Revealed { raw: slot.raw, decoded })
}

fn act(
    session: &mut Session,
    document: &str,
    action: impl FnOnce(&mut Document, &mut Store) -> Result<Committed, DeskError>,
) -> Result<Delta, DeskError> {
    let saved = rfc3339(session.host.now());
    let (document, done) = session.act(document, action)?;
    Ok(document.delta(&done, saved))
}

fn path(text: &str) -> Result<Path, DeskError> {
    text.parse().map_err(|_| DeskError::At(Code::BadRequest, "path".into()))
}

fn instance(text: &str) -> Result<InstanceId, DeskError> {
    text.parse().map_err(|_| DeskError::At(Code::BadRequest, "instance".into()))
}
