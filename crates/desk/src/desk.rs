//! The one entrance: a command in, a reply or a failure out.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cacah_family::host::Host;
use cacah_family::trail::{Act, Deed};
use cacah_regions::Regions;
use cacah_regions::bridge::Bridge;
use cacah_store::Store;
use cacah_sync::{Access, HttpTransport, SyncError};
use cacah_wire::command::{
    AcrossArgs, AcrossView, Alike, AlikeView, Command, Done, Enrol, Failure, Families, FamilyPage,
    HomeArgs, HomeView, Reply, StateView, TruthView, Unlock,
};
use cacah_wire::error::Code;

use crate::decode::Places;
use crate::devices::Devices;
use crate::document::Way;
use crate::error::DeskError;
use crate::families::{listed, page};
use crate::form;
use crate::interview::{
    add_instance, again, confirm, finish, make_head, move_instance, open_document, remember,
    remove_instance, set_answer, show,
};
use crate::link::Link;
use crate::listing::number;
use crate::passwords::strong;
use crate::safety::Safety;
use crate::sending::offer_after_update;
use crate::session::Session;
use crate::sight::Beside;
use crate::tour::Tour;
use crate::vaults::DataFolder;
use crate::watch::Watch;
use crate::{
    across, alike, attach, back, bundles, compare, curtain, decide, entry, history, home, listing,
    moved, notice, orders, paper, position, proof, recap, removed, restore, retain, settings, sls,
    stick, team, trail, verify, visits, whereabouts, work, worklist,
};

/// The desktop without its window. Commands may come from several threads; sending does not hold up
/// the others.
pub struct Desk {
    pub(crate) folder: DataFolder,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) devices: Devices,
    pub(crate) places: Arc<Places>,
    session: Mutex<Option<Session>>,
    /// A practice family before it, while a tour is on.
    pub(crate) tour: Mutex<Option<Tour>>,
    /// Reads the list beside the session, on a connection of its own.
    beside: Mutex<Option<Beside>>,
    pub(crate) sending: Mutex<()>,
    /// How it stands with the link, while a vault is open.
    pub(crate) link: Mutex<Option<Link>>,
    pub(crate) copying: Mutex<()>,
    pub(crate) safety: Mutex<Safety>,
    /// Who sits before the open vault.
    pub(crate) watch: Mutex<Option<Watch>>,
    /// How often a vault was closed.
    pub(crate) locks: AtomicU64,
    /// Something of the window went to the clipboard.
    pub(crate) copied: AtomicBool,
}

impl Desk {
    /// With what is plugged in; without this there is nothing.
    #[must_use]
    pub fn with_devices(self, devices: Devices) -> Self {
        Self { devices, ..self }
    }

    /// For the data folder `data`, made when first needed.
    #[must_use]
    pub fn new(data: PathBuf, host: Arc<dyn Host>) -> Self {
        // No word about anybody: it lies beside the vaults, for all of them.
        let places = Places { regions: Regions::beside(&data), here: Bridge::ternate() };
        let (folder, places) = (DataFolder::new(data), Arc::new(places));
        let (session, tour, beside) = (Mutex::new(None), Mutex::new(None), Mutex::new(None));
        let (sending, link) = (Mutex::new(()), Mutex::new(None));
        let (copying, safety) = (Mutex::new(()), Mutex::new(Safety::default()));
        let (watch, locks, copied) = (Mutex::new(None), AtomicU64::new(0), AtomicBool::new(false));
        Self {
            folder,
            host,
            devices: Devices::none(),
            places,
            session,
            tour,
            beside,
            sending,
            link,
            copying,
            safety,
            watch,
            locks,
            copied,
        }
    }

    /// Carries out one command. An answer is durable when this returns.
    ///
    /// # Errors
    /// A [`Failure`] with a stable code; what was acknowledged before is as it was.
    pub fn call(&self, command: Command) -> Result<Reply, Failure> {
        self.answer(command).map_err(Failure::from)
    }

    fn answer(&self, command: Command) -> Result<Reply, DeskError> {
        self.admit(&command)?;
        if self.tours(&command) {
            return self.in_tour(command);
        }
        match self.may_be_told(&command)? {
            false => self.carry_out(command),
            true => self.carry_out(command).and_then(|reply| self.cut(reply)),
        }
    }

    fn carry_out(&self, command: Command) -> Result<Reply, DeskError> {
        Ok(match command {
            Command::State(_) => Reply::State(self.state()?),
            Command::SetPreferences(preferences) => {
                self.folder.set_preferences(preferences)?;
                Reply::SetPreferences(self.state()?)
            }
            Command::Enrol(enrol) => Reply::Enrol(self.enrol(&enrol)?),
            Command::Unlock(unlock) => Reply::Unlock(self.unlock(&unlock)?),
            Command::Lock(_) => {
                self.copy_changes();
                self.close("key");
                Reply::Lock(self.state()?)
            }
            Command::Touch(touch) => {
                self.touch(&touch)?;
                Reply::Touch(Done {})
            }
            Command::Cover(_) => Reply::Cover(self.cover_or_lock()?),
            Command::Lift(lift) => Reply::Lift(self.lift(&lift)?),
            Command::SetPin(set) => Reply::SetPin(self.set_pin(&set)?),
            Command::WeighPassword(args) => Reply::WeighPassword(self.weigh_password(&args)),
            Command::ChangePassword(args) => Reply::ChangePassword(self.change_password(&args)?),
            Command::Challenge(args) => Reply::Challenge(self.challenge(&args)?),
            Command::Recover(args) => Reply::Recover(self.recover(&args)?),
            Command::AddOfficer(args) => Reply::AddOfficer(self.add_officer(&args)?),
            Command::RemoveOfficer(args) => Reply::RemoveOfficer(self.remove_officer(&args)?),
            Command::Protection(_) => Reply::Protection(self.protection()?),
            Command::SetProtection(to) => Reply::SetProtection(self.set_protection(&to)?),
            Command::Truth(_) => Reply::Truth(self.truth()?),
            Command::NewForm(_) => Reply::NewForm(self.with(Session::new_form)?),
            Command::TakeForm(_) => Reply::TakeForm(self.with(Session::take_form)?),
            Command::Form(_) => {
                Reply::Form(self.with(|session| Ok(form::view(&*session.form()?)))?)
            }
            Command::Families(query) => Reply::Families(self.list(&query)?),
            Command::AddFamily(add) => {
                Reply::AddFamily(self.with(|s| number::add_family(s, &add))?)
            }
            Command::RecordVisit(visit) => {
                Reply::RecordVisit(self.with(|s| visits::record(s, &visit))?)
            }
            Command::Home(args) => Reply::Home(self.home(&args)?),
            Command::ListFamily(args) => {
                Reply::ListFamily(self.with(|s| listing::list_family(s, &args))?)
            }
            Command::NumberFamily(args) => {
                Reply::NumberFamily(self.with(|s| number::number_family(s, &args))?)
            }
            Command::Renumber(args) => Reply::Renumber(self.with(|s| number::renumber(s, &args))?),
            Command::MoveToSls(args) => {
                Reply::MoveToSls(self.with(|s| number::move_to_sls(s, &args))?)
            }
            Command::Visits(args) => Reply::Visits(self.with(|s| visits::list(s, &args))?),
            Command::HandOver(args) => Reply::HandOver(self.with(|s| visits::hand_over(s, &args))?),
            Command::Sls(args) => Reply::Sls(self.with(|s| sls::view(s, &args.idsubsls))?),
            Command::WriteRecap(args) => Reply::WriteRecap(self.with(|s| recap::write(s, &args))?),
            Command::ChangeSls(args) => {
                Reply::ChangeSls(self.with(|s| sls::change::change(s, &args))?)
            }
            Command::PrintSls(args) => Reply::PrintSls(self.with(|s| sls::paper::print(s, &args))?),
            Command::OpenDocument(open) => {
                Reply::OpenDocument(self.with(|s| open_document(s, &open))?)
            }
            Command::CloseDocument(args) => {
                self.with(|session| session.close(&args.document))?;
                self.nudge();
                Reply::CloseDocument(Done {})
            }
            Command::SetAnswer(set) => Reply::SetAnswer(self.with(|s| set_answer(s, set))?),
            Command::ConfirmFinding(c) => Reply::ConfirmFinding(self.with(|s| confirm(s, c))?),
            Command::AddInstance(add) => Reply::AddInstance(self.with(|s| add_instance(s, &add))?),
            Command::MoveInstance(to) => Reply::MoveInstance(self.with(|s| move_instance(s, &to))?),
            Command::MakeHead(args) => Reply::MakeHead(self.with(|s| make_head(s, &args))?),
            Command::RemoveInstance(args) => {
                Reply::RemoveInstance(self.with(|s| remove_instance(s, &args))?)
            }
            Command::Undo(args) => Reply::Undo(self.with(|s| again(s, &args.document, Way::Undo))?),
            Command::Redo(args) => Reply::Redo(self.with(|s| again(s, &args.document, Way::Redo))?),
            Command::Stand(stand) => Reply::Stand(self.with(|s| remember(s, &stand))?),
            Command::Finish(args) => {
                let finished = self.with(|s| {
                    let finished = finish(s, &args.document)?;
                    verify::compared(s, &args.document)?;
                    Ok(finished)
                })?;
                self.nudge();
                Reply::Finish(finished)
            }
            Command::Reveal(reveal) => Reply::Reveal(self.with(|s| show(s, &reveal))?),
            Command::Notice(_) => Reply::Notice(self.with(|s| notice::show(s))?),
            Command::GiveNotice(args) => Reply::GiveNotice(self.with(|s| notice::give(s, &args))?),
            Command::PrintNotice(args) => {
                Reply::PrintNotice(self.with(|s| notice::print(s, &args))?)
            }
            Command::History(args) => Reply::History(self.with(|s| history::page(s, &args))?),
            Command::Revert(args) => Reply::Revert(self.with(|s| back::revert(s, &args))?),
            Command::Removed(args) => {
                Reply::Removed(self.with(|s| removed::list(s, &args.family))?)
            }
            Command::RemoveDocument(args) => {
                Reply::RemoveDocument(self.with(|s| removed::remove(s, &args.document))?)
            }
            Command::RestoreDocument(args) => {
                Reply::RestoreDocument(self.with(|s| removed::restore(s, &args))?)
            }
            Command::Decisions(args) => Reply::Decisions(self.with(|s| decide::list(s, &args))?),
            Command::Decide(args) => Reply::Decide(self.with(|s| decide::decide(s, &args))?),
            Command::MovePerson(args) => {
                Reply::MovePerson(self.with(|s| moved::move_person(s, &args))?)
            }
            Command::ReturnDocument(args) => {
                let row = self.with(|s| team::return_document(s, &args))?;
                self.nudge();
                Reply::ReturnDocument(row)
            }
            Command::ApproveSls(args) => Reply::ApproveSls(self.with(|s| team::approve(s, &args))?),
            Command::DrawSample(args) => {
                Reply::DrawSample(self.with(|s| team::draw_sample(s, &args))?)
            }
            Command::CompareVisits(args) => {
                Reply::CompareVisits(self.with(|s| compare::compare(s, &args))?)
            }
            Command::Across(args) => Reply::Across(self.across(&args)?),
            Command::Alike(args) => Reply::Alike(self.alike(&args)?),
            Command::Queue(_) => Reply::Queue(self.with(|session| session.queue())?),
            Command::Send(_) => Reply::Send(self.send(true)?),
            Command::Receipts(args) => Reply::Receipts(self.with(|s| s.receipts(args.limit))?),
            Command::Whereabouts(args) => {
                Reply::Whereabouts(self.with(|s| whereabouts::whereabouts(s, &args))?)
            }
            Command::RoadSettings(_) => {
                Reply::RoadSettings(self.with(|s| settings::read(&s.store))?)
            }
            Command::SetRoadSettings(to) => {
                Reply::SetRoadSettings(self.with(|s| settings::change(&mut s.store, &to))?)
            }
            Command::WriteStick(args) => Reply::WriteStick(self.write_stick(&args)?),
            Command::Answers(args) => Reply::Answers(stick::answers(&args)?),
            Command::ReadAnswer(args) => Reply::ReadAnswer(self.read_answer(&args)?),
            Command::EnrolFromStick(args) => Reply::EnrolFromStick(self.enrol_from_stick(&args)?),
            Command::PrintReceipt(args) => {
                Reply::PrintReceipt(self.with(|s| paper::print(s, &args))?)
            }
            Command::VerifyReceipts(args) => {
                let paper = args.paper.as_deref();
                Reply::VerifyReceipts(self.with(|s| proof::verify(&s.store, paper))?)
            }
            Command::CopyNow(_) => Reply::CopyNow(self.copy_now()?),
            Command::Copies(args) => Reply::Copies(restore::list(&args)?),
            Command::PreviewCopy(args) => Reply::PreviewCopy(self.preview_copy(&args)?),
            Command::RestoreCopy(args) => Reply::RestoreCopy(self.restore_copy(&args)?),
            Command::Salvage(args) => Reply::Salvage(self.salvage(&args)?),
            Command::ReadNewer(args) => Reply::ReadNewer(self.read_newer(&args)?),
            Command::ExportNewer(args) => Reply::ExportNewer(self.export_newer(&args)?),
            Command::Attach(args) => Reply::Attach(self.with(|s| attach::attach(s, &args))?),
            Command::Files(args) => Reply::Files(self.with(|s| attach::list(s, &args.document))?),
            Command::FileBytes(args) => Reply::FileBytes(self.with(|s| attach::bytes(s, &args))?),
            Command::Detach(args) => Reply::Detach(self.with(|s| attach::detach(s, &args))?),
            Command::AttachPhoto(args) => Reply::AttachPhoto(self.attach_photo(&args)?),
            Command::Receivers(_) => Reply::Receivers(self.receivers()),
            Command::ReadReceiver(args) => Reply::ReadReceiver(self.read_receiver(&args)?),
            Command::Position(args) => Reply::Position(self.with(|s| position::show(s, &args))?),
            Command::SetPosition(args) => {
                Reply::SetPosition(self.with(|s| position::set(s, &args))?)
            }
            Command::ExportTrail(args) => {
                Reply::ExportTrail(self.with(|s| trail::export(s, &args))?)
            }
            Command::VerifyTrail(_) => Reply::VerifyTrail(self.with(|s| trail::verify(s))?),
            Command::WipeNow(_) => Reply::WipeNow(self.with(retain::now)?),
            Command::BeginTour(_) => Reply::BeginTour(self.begin_tour()?),
            Command::EndTour(_) => {
                self.end_tour();
                Reply::EndTour(self.state()?)
            }
            Command::Bundles(args) => Reply::Bundles(self.with(|s| bundles::list(s, &args))?),
            Command::Bundle(args) => Reply::Bundle(self.with(|s| bundles::bundle(s, &args))?),
            Command::WriteCustody(args) => {
                let view = self.with(|s| bundles::write(s, &args))?;
                self.nudge();
                Reply::WriteCustody(view)
            }
            Command::ImportBundles(args) => {
                Reply::ImportBundles(self.with(|s| bundles::import(s, &args))?)
            }
            Command::ExportBundles(args) => {
                Reply::ExportBundles(self.with(|s| bundles::export(s, &args))?)
            }
            Command::PrintBundles(args) => {
                Reply::PrintBundles(self.with(|s| bundles::print(s, &args))?)
            }
            Command::TakeStock(args) => {
                Reply::TakeStock(self.with(|s| bundles::take_stock(s, &args))?)
            }
            Command::Trace(args) => Reply::Trace(self.with(|s| bundles::trace(s, &args))?),
            Command::Balance(args) => Reply::Balance(self.with(|s| bundles::balance(s, &args))?),
            Command::VerifyQueue(_) => Reply::VerifyQueue(self.with(verify::list)?),
            Command::OpenVerify(args) => Reply::OpenVerify(self.with(|s| verify::open(s, &args))?),
            Command::VerifyField(args) => {
                Reply::VerifyField(self.with(|s| verify::field(s, args))?)
            }
            Command::FinishVerify(args) => {
                let done = self.with(|s| verify::finish(s, &args))?;
                self.nudge();
                Reply::FinishVerify(done)
            }
            Command::Disputes(_) => Reply::Disputes(self.with(verify::waiting)?),
            Command::Dispute(args) => Reply::Dispute(self.with(|s| verify::dispute(s, &args))?),
            Command::Adjudicate(args) => {
                let view = self.with(|s| verify::adjudicate(s, args))?;
                self.nudge();
                Reply::Adjudicate(view)
            }
            Command::AttachPages(args) => {
                Reply::AttachPages(self.with(|s| verify::attach(s, &args))?)
            }
            Command::PageBytes(args) => Reply::PageBytes(self.with(|s| verify::page(s, &args))?),
            Command::KeyingSettings(_) => {
                Reply::KeyingSettings(self.with(|s| verify::settings::view(s))?)
            }
            Command::SetKeyingSettings(to) => {
                Reply::SetKeyingSettings(self.with(|s| verify::settings::set(s, to))?)
            }
            Command::WorkFigures(args) => {
                Reply::WorkFigures(self.with(|s| work::figures(s, &args))?)
            }
            Command::MyFigures(_) => Reply::MyFigures(self.with(work::mine)?),
            Command::Attend(args) => Reply::Attend(self.with(|s| work::attend(s, &args))?),
            Command::WorkList(args) => Reply::WorkList(self.with(|s| worklist::list(s, &args))?),
            Command::Tick(args) => Reply::Tick(self.with(|s| worklist::tick(s, &args))?),
            Command::Release(args) => Reply::Release(self.with(|s| worklist::release(s, &args))?),
            Command::PrintWorkList(args) => {
                Reply::PrintWorkList(self.with(|s| worklist::print(s, &args))?)
            }
            Command::Entry(_) => Reply::Entry(self.with(entry::view)?),
            Command::PickLine(args) => Reply::PickLine(self.with(|s| entry::pick_line(s, &args))?),
            Command::BundleFields(args) => {
                Reply::BundleFields(self.with(|s| entry::fields(s, &args))?)
            }
            Command::SetBundleFields(args) => {
                Reply::SetBundleFields(self.with(|s| entry::set_fields(s, &args))?)
            }
            Command::Park(args) => {
                let done = self.with(|s| entry::park(s, &args))?;
                self.nudge();
                Reply::Park(done)
            }
            Command::ProveSheet(args) => {
                Reply::ProveSheet(self.with(|s| entry::prove_sheet(s, &args))?)
            }
            Command::RepeatAnswer(args) => {
                Reply::RepeatAnswer(self.with(|s| entry::repeat(s, &args))?)
            }
        })
    }

    fn lock_session(&self) -> MutexGuard<'_, Option<Session>> {
        // A panic in another command left nothing half done that the journal does not decide.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lock_beside(&self) -> MutexGuard<'_, Option<Beside>> {
        self.beside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn open(&self, mut store: Store) -> Result<(), DeskError> {
        self.folder.clear_practice();
        // Numbers that may have been given before are given no more.
        cacah_sync::pay(&mut store, &*self.host)?;
        offer_after_update(&mut store)?;
        let officer = store.enrolment().officer;
        *self.lock_beside() = Some(Beside { reader: store.reader()?, officer });
        *self.watch() = Some(Watch::begin(&store, self.host.monotonic())?);
        let mut session = Session::new(store, self.host.clone(), self.places.clone());
        session.begin_form();
        *self.lock_session() = Some(session);
        *self.link() = Some(Link::new(&*self.host));
        self.begin_safety();
        Ok(())
    }

    /// The program ends: keys leave memory before the process does.
    pub fn end(&self) {
        self.copy_changes();
        self.close("end");
    }

    /// Closes the vault and forgets the keys. What was copied stays copied: nothing here waits for a
    /// medium.
    pub(crate) fn close(&self, why: &'static str) {
        drop(self.take_session(why));
        *self.watch() = None;
        *self.lock_beside() = None;
        *self.link() = None;
    }

    pub(crate) fn take_session(&self, why: &'static str) -> Option<Session> {
        self.end_tour();
        let mut session = self.lock_session().take();
        if let Some(session) = &mut session {
            session.leave(why);
            self.locks.fetch_add(1, Ordering::AcqRel);
        }
        session
    }

    fn truth(&self) -> Result<TruthView, DeskError> {
        let (link, safety) = (self.link_view()?, self.safety_view()?);
        let alone = self.with(|session| orders::warning(&session.store))?;
        let battery = self.devices.battery.read();
        Ok(TruthView { link, safety, alone, battery, ..self.with(|session| session.truth())? })
    }

    fn across(&self, args: &AcrossArgs) -> Result<AcrossView, DeskError> {
        self.beside(|beside| across::list(&beside.reader, args))
    }

    fn home(&self, args: &HomeArgs) -> Result<HomeView, DeskError> {
        self.beside(|beside| home::view(&beside.reader, args, self.host.now()))
    }

    fn alike(&self, args: &Alike) -> Result<AlikeView, DeskError> {
        let Some(sought) = self.with(|session| alike::sought(session, args))? else {
            return Ok(AlikeView::default());
        };
        self.beside(|beside| alike::find(&beside.reader, &sought))
    }

    fn list(&self, query: &Families) -> Result<FamilyPage, DeskError> {
        self.beside(|beside| match beside.sees_visits()? {
            true => page(&beside.reader, query),
            false => listed(&beside.reader, query),
        })
    }

    pub(crate) fn with<R>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<R, DeskError>,
    ) -> Result<R, DeskError> {
        work(self.lock_session().as_mut().ok_or(Code::Locked)?)
    }

    pub(crate) fn state(&self) -> Result<StateView, DeskError> {
        let covered = self.watch().as_ref().is_some_and(|watch| watch.covered);
        let (session, has_pin) = match self.lock_session().as_ref() {
            Some(session) => (Some(session.view()?), curtain::has_pin(&session.store)?),
            None => (None, false),
        };
        let session = self.touring()?.or(session);
        Ok(StateView {
            covered,
            has_pin,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            officers: self.folder.officers(),
            session,
            preferences: self.folder.preferences(),
            wiped: self.folder.wiped(),
        })
    }

    fn enrol(&self, enrol: &Enrol) -> Result<StateView, DeskError> {
        strong(&enrol.password, &[])?;
        let ticket = self.ticket(&enrol.ticket)?;
        let transport = HttpTransport::new(&ticket.url, &ticket.certificate, None)?;
        let enrolment = cacah_sync::enrol(&ticket, &transport, &*self.host)?;
        let vault = self.folder.new_vault(&enrolment.officer_code)?;
        let store = Store::create(&vault, &enrolment, &enrol.password, self.host.clone())?;
        self.open(store)?;
        self.with(|session| session.enter(Deed::new(Act::Enrolled)))?;
        self.folder.forget_wiped()?;
        // The first page is enough to begin; the rest comes with the next sending.
        self.begin()?;
        self.state()
    }

    fn unlock(&self, unlock: &Unlock) -> Result<StateView, DeskError> {
        let vault = self.folder.vault(&unlock.officer).ok_or(Code::UnknownOfficer)?;
        // Whoever was in is out before the next is let in.
        self.close("next");
        let store = Store::unlock(&vault, &unlock.officer, &unlock.password, self.host.clone())?;
        let unlocked = Deed::new(Act::Unlocked).count(store.guesses_before().into());
        self.open(store)?;
        let entered = self.with(|session| session.enter(unlocked)).and_then(|()| self.count_day());
        // What could not be written down, or obeyed, is no way in.
        entered.inspect_err(|_| self.close("failed"))?;
        self.state()
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
