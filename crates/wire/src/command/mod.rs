//! The commands of the desktop, declared once: the shell, `cacah-desk` and the window's typed
//! `call` all come from this list.
//!
//! A request is `{"command":"unlock","args":{…}}`; the reply is the command's own type. Numbers of
//! people are masked in every view until [`Reveal`] asks for one, which the journal records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Code;

/// Declares the commands: name, arguments, reply. Expands to [`Command`], [`Reply`] and [`COMMANDS`].
macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($args:ident) = $name:literal -> $reply:ident;)*) => {
        /// One request of the window, or one line of `cacah-desk`.
        #[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(tag = "command", content = "args")]
        pub enum Command { $($(#[$doc])* #[serde(rename = $name)] $variant($args),)* }

        /// What a command answers; written without a tag, since the caller knows what it asked.
        #[derive(Clone, Serialize, JsonSchema)]
        #[serde(untagged)]
        pub enum Reply { $($(#[$doc])* $variant($reply),)* }

        /// Never prints a password or an answer.
        impl std::fmt::Debug for Command {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        /// Never prints an answer.
        impl std::fmt::Debug for Reply {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant(_) => concat!("reply to ", $name),)* })
            }
        }

        impl Command {
            /// The stable name, as it stands on the wire and in logs (arguments never do).
            #[must_use]
            pub fn name(&self) -> &'static str { match self { $(Self::$variant(_) => $name,)* } }
        }

        /// Name, argument type and reply type of every command, in order: the TypeScript `call` is made from it.
        pub const COMMANDS: &[(&str, &str, &str)] =
            &[$(($name, stringify!($args), stringify!($reply)),)*];

        /// Hands every argument and reply type to `visit`, for the exporters.
        pub(crate) fn visit_types(visit: &mut impl TypeVisitor) {
            $(visit.visit::<$args>(); visit.visit::<$reply>();)*
            visit.visit::<Failure>();
        }
    };
}

/// `Debug` of what holds passwords, names or answers: they must not get into a log by accident.
macro_rules! hidden {
    ($($name:ident)*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

mod across;
mod alike;
mod custody;
mod devices;
mod document;
mod entry;
mod families;
mod field;
mod form;
mod history;
mod queue;
mod road;
mod session;
mod team;
mod tour;
mod trust;
mod verify;
mod version;
mod work;

pub use across::*;
pub use alike::*;
pub use custody::*;
pub use devices::*;
pub use document::*;
pub use entry::*;
pub use families::*;
pub use field::*;
pub use form::*;
pub use history::*;
pub use queue::*;
pub use road::*;
pub use session::*;
pub use team::*;
pub use tour::*;
pub use trust::*;
pub use verify::*;
pub use version::*;
pub use work::*;

/// What the exporters do with each type of the command list.
pub(crate) trait TypeVisitor {
    /// Takes one type.
    fn visit<T: TS + 'static + ?Sized>(&mut self);
}

commands! {
    /// Who may unlock here, and what the window needs before that.
    State(StateArgs) = "state" -> StateView;
    /// Theme, languages, folding: kept in plain beside the vaults, so that they work before unlock.
    SetPreferences(Preferences) = "set_preferences" -> StateView;
    /// Enrols this laptop with a one-time ticket of the office and makes the officer's vault.
    Enrol(Enrol) = "enrol" -> StateView;
    /// Opens the vault of one officer.
    Unlock(Unlock) = "unlock" -> StateView;
    /// Closes the vault and forgets the keys.
    Lock(LockArgs) = "lock" -> StateView;
    /// A person is here. While the curtain is down it lifts nothing and puts off no lock.
    Touch(TouchArgs) = "touch" -> Done;
    /// Lets the curtain down; while it is down, closes the vault.
    Cover(CoverArgs) = "cover" -> StateView;
    /// Lifts the curtain.
    Lift(LiftCurtain) = "lift" -> StateView;
    /// Sets the PIN of the curtain.
    SetPin(SetPin) = "set_pin" -> StateView;
    /// How good a password is that is being chosen.
    WeighPassword(WeighPassword) = "weigh_password" -> PasswordWeight;
    /// Changes the password of whoever is in; nothing is encrypted anew.
    ChangePassword(ChangePassword) = "change_password" -> Done;
    /// What to read to the office when a password is forgotten.
    Challenge(ChallengeArgs) = "challenge" -> ChallengeView;
    /// Opens the vault with the office's answer and sets a new password.
    Recover(Recover) = "recover" -> StateView;
    /// Lets another officer into this vault, with a ticket of the office.
    AddOfficer(AddOfficer) = "add_officer" -> ProtectionView;
    /// Takes an officer out: the vault is encrypted anew into another file.
    RemoveOfficer(RemoveOfficer) = "remove_officer" -> ProtectionView;
    /// How this vault is protected.
    Protection(ProtectionArgs) = "protection" -> ProtectionView;
    /// Changes what a person may change of it.
    SetProtection(SetProtection) = "set_protection" -> ProtectionView;
    /// The truth of the top line: what waits, newest receipt, clock.
    Truth(TruthArgs) = "truth" -> TruthView;
    /// The compiled form of the round, as the window renders it.
    Form(FormArgs) = "form" -> FormView;
    /// The version of the form that waits, and what it does to documents in work.
    NewForm(NewFormArgs) = "new_form" -> NewFormView;
    /// Works with it from now on. No document may be open.
    TakeForm(TakeFormArgs) = "take_form" -> FormView;
    /// A page of the list of families, searched and filtered.
    Families(Families) = "families" -> FamilyPage;
    /// Adds a family found in the field.
    AddFamily(AddFamily) = "add_family" -> FamilyRow;
    /// Records a visit without an answer: not home, refused, moved.
    RecordVisit(RecordVisit) = "record_visit" -> FamilyRow;
    /// The start screen: progress of every SLS from prelist to receipt, appointments.
    Home(HomeArgs) = "home" -> HomeView;
    /// Verifies a family of the list: found, new, moved, died out, doubled.
    ListFamily(ListFamily) = "list_family" -> FamilyRow;
    /// Gives a family its place in walking order.
    NumberFamily(NumberFamily) = "number_family" -> Renumbered;
    /// Numbers an SLS anew, without a gap, in walking order.
    Renumber(Renumber) = "renumber" -> Renumbered;
    /// Moves families to another SLS.
    MoveToSls(MoveToSls) = "move_to_sls" -> Renumbered;
    /// The attempts at a family.
    Visits(FamilyArgs) = "visits" -> VisitsView;
    /// Hands a family over to the supervisor, or takes it back.
    HandOver(HandOver) = "hand_over" -> FamilyRow;
    /// The record of an SLS: its recap and control totals, what became of it.
    Sls(SlsArgs) = "sls" -> SlsView;
    /// Writes the recap of an SLS.
    WriteRecap(WriteRecap) = "write_recap" -> SlsView;
    /// Reports what became of an SLS, or settles it.
    ChangeSls(ChangeSls) = "change_sls" -> SlsView;
    /// Writes a paper of one SLS as PDF.
    PrintSls(PrintSls) = "print_sls" -> Written;
    /// Opens the visit document of a family, making it at the first time.
    OpenDocument(OpenDocument) = "open_document" -> DocumentView;
    /// Leaves a document for the list; unlocking then begins at the list.
    CloseDocument(DocumentArgs) = "close_document" -> Done;
    /// Stores one answer durably and tells what it changed.
    SetAnswer(SetAnswer) = "set_answer" -> Delta;
    /// Confirms a soft finding with a reason.
    ConfirmFinding(ConfirmFinding) = "confirm_finding" -> Delta;
    /// Adds a member (or another repeat instance).
    AddInstance(AddInstance) = "add_instance" -> Delta;
    /// Moves an instance before another, or to the end.
    MoveInstance(MoveInstance) = "move_instance" -> Delta;
    /// Makes a member the head of the family; all that follows in one step.
    MakeHead(InstanceArgs) = "make_head" -> Delta;
    /// Removes an instance; the journal keeps it.
    RemoveInstance(InstanceArgs) = "remove_instance" -> Delta;
    /// Takes the last action of this document back.
    Undo(DocumentArgs) = "undo" -> Delta;
    /// Does again what undo took back.
    Redo(DocumentArgs) = "redo" -> Delta;
    /// Remembers where the officer stands, so that the next opening returns there.
    Stand(Stand) = "stand" -> Done;
    /// Ends the interview: what is still open, and the document waits to be sent.
    Finish(DocumentArgs) = "finish" -> Finished;
    /// Shows one masked value in full; recorded.
    Reveal(Reveal) = "reveal" -> Revealed;
    /// The notice to the respondent, as the form brings it.
    Notice(NoticeArgs) = "notice" -> NoticeView;
    /// It was given to the family of an open document; a part of the document from then on.
    GiveNotice(GiveNotice) = "give_notice" -> NoticeGiven;
    /// Writes the notice as PDF, to be handed over.
    PrintNotice(FolderArgs) = "print_notice" -> Written;
    /// What happened to an open document, or at one path of it, newest first.
    History(History) = "history" -> HistoryPage;
    /// Takes an old action back, or puts its answer back, by new entries.
    Revert(Revert) = "revert" -> DocumentView;
    /// What was removed from a family, members and documents.
    Removed(FamilyArgs) = "removed" -> RemovedView;
    /// Takes an open document out of the work; its answers stay in the journal.
    RemoveDocument(DocumentArgs) = "remove_document" -> FamilyRow;
    /// Brings a removed document back with all its answers.
    RestoreDocument(RestoreDocument) = "restore_document" -> FamilyRow;
    /// What a person has to decide in a family: answers that differ, errors only a merge raised.
    Decisions(FamilyArgs) = "decisions" -> DecisionsView;
    /// Decides one of them, over all sides; what is left to decide.
    Decide(Decide) = "decide" -> DecisionsView;
    /// Moves a person to another family of this laptop, both sides at once.
    MovePerson(MovePerson) = "move_person" -> DocumentView;
    /// Gives the open visit of another officer back with comments, and closes it.
    ReturnDocument(ReturnDocument) = "return_document" -> FamilyRow;
    /// Approves an SLS, or takes that back.
    ApproveSls(ApproveSls) = "approve_sls" -> Done;
    /// Draws families of an SLS to visit them again.
    DrawSample(DrawSample) = "draw_sample" -> Sample;
    /// The visit of a family beside its finished re-visit, where they differ.
    CompareVisits(FamilyArgs) = "compare_visits" -> CompareView;
    /// What is found across families, here and at the endpoint.
    Across(AcrossArgs) = "across" -> AcrossView;
    /// Who else it could be that is keyed, among the families of this laptop.
    Alike(Alike) = "alike" -> AlikeView;
    /// What waits to be sent, per family, in words.
    Queue(QueueArgs) = "queue" -> QueueView;
    /// Sends what waits, now. Takes as long as the link takes; other commands go on meanwhile.
    Send(SendArgs) = "send" -> SendReport;
    /// The receipts held here, newest first.
    Receipts(Receipts) = "receipts" -> ReceiptPage;
    /// Where a family is: every segment of it with its receipt, offline.
    Whereabouts(FamilyArgs) = "whereabouts" -> WhereaboutsView;
    /// How this vault's work travels.
    RoadSettings(RoadSettingsArgs) = "road_settings" -> RoadSettings;
    /// Changes that.
    SetRoadSettings(RoadSettings) = "set_road_settings" -> RoadSettings;
    /// Writes all that waits as one sealed file into a folder.
    WriteStick(FolderArgs) = "write_stick" -> StickFile;
    /// The endpoint's answer files in a folder.
    Answers(FolderArgs) = "answers" -> AnswersView;
    /// Takes an answer file: receipts settle, pages are taken.
    ReadAnswer(FileArgs) = "read_answer" -> AnswerRead;
    /// Enrols a spare laptop from the file the office made, and makes the officer's vault.
    EnrolFromStick(EnrolFromStick) = "enrol_from_stick" -> StateView;
    /// Writes the receipt of one SLS as PDF.
    PrintReceipt(PrintReceipt) = "print_receipt" -> Written;
    /// Holds every receipt against the journal.
    VerifyReceipts(VerifyReceiptsArgs) = "verify_receipts" -> ProofView;
    /// Makes a safety copy now.
    CopyNow(CopyNowArgs) = "copy_now" -> SafetyView;
    /// The safety copies in a folder; before unlock too.
    Copies(FolderArgs) = "copies" -> CopiesView;
    /// Looks into a safety copy.
    PreviewCopy(CopyArgs) = "preview_copy" -> CopyPreview;
    /// Makes a safety copy the officer's vault; the one that is there is set aside.
    RestoreCopy(CopyArgs) = "restore_copy" -> RestoredView;
    /// Makes a new vault of what can be read of a damaged one, which is set aside.
    Salvage(VaultArgs) = "salvage" -> SalvagedView;
    /// Looks into a vault that a newer version wrote.
    ReadNewer(VaultArgs) = "read_newer" -> NewerView;
    /// Copies a vault that a newer version wrote into a folder.
    ExportNewer(ExportNewer) = "export_newer" -> Written;
    /// Seals a photo or scan and names it in the document.
    Attach(Attach) = "attach" -> FilesView;
    /// The photos and scans of an open document.
    Files(DocumentArgs) = "files" -> FilesView;
    /// One of them, opened.
    FileBytes(AttachedFile) = "file_bytes" -> FileBytes;
    /// Takes one out of the document; the journal keeps it.
    Detach(AttachedFile) = "detach" -> FilesView;
    /// Makes a photo small, upright and free of anything but the picture, seals it and names it in the document.
    AttachPhoto(AttachPhoto) = "attach_photo" -> FilesView;
    /// Serial ports a receiver of satellites may be at.
    Receivers(ReceiversArgs) = "receivers" -> ReceiversView;
    /// Where a receiver says it is. Takes as long as the receiver takes, some seconds at most.
    ReadReceiver(ReadReceiver) = "read_receiver" -> FixView;
    /// Where the dwelling of a family stands.
    Position(FamilyArgs) = "position" -> PlaceView;
    /// Keeps where it stands.
    SetPosition(SetPosition) = "set_position" -> PlaceView;
    /// Bundles of paper, searched and filtered.
    Bundles(Bundles) = "bundles" -> BundlePage;
    /// One bundle: receipts, log, documents.
    Bundle(BundleArgs) = "bundle" -> BundleView;
    /// Writes what happened to the paper of an SLS.
    WriteCustody(WriteCustody) = "write_custody" -> BundleView;
    /// Takes bundles from a spreadsheet.
    ImportBundles(ImportBundles) = "import_bundles" -> ImportedBundles;
    /// Writes a spreadsheet, codes as text.
    ExportBundles(ExportBundles) = "export_bundles" -> Written;
    /// Writes a paper of storage as PDF.
    PrintBundles(PrintBundles) = "print_bundles" -> Written;
    /// Compares a storage place with the books.
    TakeStock(TakeStock) = "take_stock" -> StockView;
    /// Where a document or bundle is.
    Trace(Trace) = "trace" -> TraceView;
    /// How far every SLS is, and what does not balance.
    Balance(BalanceArgs) = "balance" -> BalanceView;
    /// The desk of a keyer: bundles, what is parked, figures.
    Entry(EntryArgs) = "entry" -> EntryView;
    /// The line of the listing that 109 and 110 pick.
    PickLine(PickLine) = "pick_line" -> LineView;
    /// The fixed fields of a bundle.
    BundleFields(BundleArgs) = "bundle_fields" -> BundleFields;
    /// Fixes them.
    SetBundleFields(BundleFields) = "set_bundle_fields" -> BundleFields;
    /// Lays an open document aside, with its paper, and closes it.
    Park(Park) = "park" -> Done;
    /// Proves that an extra sheet belongs to the open document.
    ProveSheet(ProveSheet) = "prove_sheet" -> SheetProof;
    /// Copies the previous document's answer.
    RepeatAnswer(RepeatAnswer) = "repeat_answer" -> Delta;
    /// What is to be keyed again.
    VerifyQueue(VerifyQueueArgs) = "verify_queue" -> VerifyQueue;
    /// Opens a document to key it again, blind.
    OpenVerify(OpenVerify) = "open_verify" -> VerifyView;
    /// Keys a field again.
    VerifyField(VerifyField) = "verify_field" -> VerifyStep;
    /// Ends keying a document again.
    FinishVerify(OpenVerify) = "finish_verify" -> VerifyDone;
    /// Documents that wait for the third person.
    Disputes(DisputesArgs) = "disputes" -> DisputesView;
    /// One of them, both readings.
    Dispute(DisputeArgs) = "dispute" -> DisputeView;
    /// Decides a field.
    Adjudicate(Adjudicate) = "adjudicate" -> DisputeView;
    /// Attaches page images from a folder, by box and number.
    AttachPages(AttachPages) = "attach_pages" -> PagesAttached;
    /// A page image, opened.
    PageBytes(PageArgs) = "page_bytes" -> FileBytes;
    /// How the office keys and verifies.
    KeyingSettings(KeyingSettingsArgs) = "keying_settings" -> KeyingSettingsView;
    /// Changes that.
    SetKeyingSettings(KeyingSettingsView) = "set_keying_settings" -> KeyingSettingsView;
    /// Figures of work.
    WorkFigures(WorkFigures) = "work_figures" -> FiguresView;
    /// Figures of whoever sits here, today.
    MyFigures(EntryArgs) = "my_figures" -> MyFigures;
    /// Coming, pausing, going.
    Attend(Attend) = "attend" -> MyFigures;
    /// The error work-list.
    WorkList(WorkList) = "work_list" -> WorkPage;
    /// Ticks a finding that was looked at against the paper.
    Tick(Tick) = "tick" -> WorkRow;
    /// Lets an error stand, by a supervisor.
    Release(Release) = "release" -> WorkRow;
    /// Writes the work-list as PDF.
    PrintWorkList(PrintWorkList) = "print_work_list" -> Written;
    /// Writes the audit trail, signed, into a folder.
    ExportTrail(FolderArgs) = "export_trail" -> TrailWritten;
    /// Holds the audit trail against the journal.
    VerifyTrail(VerifyTrailArgs) = "verify_trail" -> TrailProofView;
    /// Wipes the documents whose time has passed; without a time, all that the office has safely.
    WipeNow(WipeNowArgs) = "wipe_now" -> WipedNow;
    /// Puts a practice family that is never sent before the officer; `session.open_family` names it.
    BeginTour(BeginTourArgs) = "begin_tour" -> StateView;
    /// Ends the tour and destroys its family.
    EndTour(EndTourArgs) = "end_tour" -> StateView;
}

/// The reply of a command that has nothing to tell but that it is done, durably.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Done {}

/// What any command answers when it could not be done. Nothing already acknowledged is lost by it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Failure {
    /// Stable code; the window has the sentence for it in its catalogue.
    pub code: Code,
    /// The sentence in Indonesian, for places without a catalogue.
    pub message: String,
    /// Where it lies (a path, a file, a row), never an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub place: Option<String>,
}
