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

mod history;
mod road;

pub use history::*;
pub use road::*;

hidden! {
    Enrol Unlock SessionView FamilyRow AddFamily RecordVisit SlotView SetAnswer ConfirmFinding
    Revealed QueueRow
}

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
    /// The truth of the top line: what waits, newest receipt, clock.
    Truth(TruthArgs) = "truth" -> TruthView;
    /// The compiled form of the round, as the window renders it.
    Form(FormArgs) = "form" -> FormView;
    /// A page of the list of families, searched and filtered.
    Families(Families) = "families" -> FamilyPage;
    /// Adds a family found in the field.
    AddFamily(AddFamily) = "add_family" -> FamilyRow;
    /// Records a visit without an answer: not home, refused, moved.
    RecordVisit(RecordVisit) = "record_visit" -> FamilyRow;
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
}

/// Arguments of `state`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct StateArgs {}
/// Arguments of `lock`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct LockArgs {}
/// Arguments of `truth`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct TruthArgs {}
/// Arguments of `form`: none; the round of the open vault has one form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct FormArgs {}
/// Arguments of `queue`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueArgs {}
/// Arguments of `send`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct SendArgs {}
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

/// Language of the interface, or of the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
    /// Indonesian with English smaller below (interview only).
    Both,
}

/// Light, dark, or for the sun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// 18 px, black on white, no greys.
    Sun,
}

/// What a person set about the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Preferences {
    /// Language of menus and messages (`id` or `en`).
    pub interface: Language,
    /// Language of the questions.
    pub interview: Language,
    /// Theme of the window.
    pub theme: Theme,
}

/// State of this laptop.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct StateView {
    /// Version of the app.
    pub version: String,
    /// Officers with a vault here, by code (`PPL 0123`); names stay inside.
    pub officers: Vec<String>,
    /// Who is in, when unlocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session: Option<SessionView>,
    /// Theme and languages.
    pub preferences: Preferences,
}

/// The open session.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionView {
    /// Officer code, as on the enrolment.
    pub officer: String,
    /// Name of the officer.
    pub officer_name: String,
    /// Name of the round ("Regsosek 2022 · Kota Ternate").
    pub round: String,
    /// True for a practice round: shown all the time, never mixed with real ones.
    pub practice: bool,
    /// Areas served, in order.
    pub areas: Vec<AreaView>,
    /// The family whose document was open, to return to the very field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub open_family: Option<String>,
}

/// One SLS the officer serves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AreaView {
    /// BPS `idsubsls`, 16 characters.
    pub idsubsls: String,
    /// Name ("RT 003 RW 01").
    pub name: String,
    /// Kelurahan.
    pub village: String,
    /// Kecamatan.
    pub district: String,
}

/// Enrolment: the ticket of the office and the officer's new password.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Enrol {
    /// The one-time ticket, as typed, scanned or read from a file.
    pub ticket: String,
    /// The password this officer chooses; at least 10 characters and not a guessable one.
    pub password: String,
}

/// Opening a vault.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Unlock {
    /// Officer code from [`StateView::officers`].
    pub officer: String,
    /// The password.
    pub password: String,
}

/// What the top line says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct TruthView {
    /// Families with entries no receipt names yet.
    pub waiting: u32,
    /// Families held at the endpoint or unreadable there.
    pub held: u32,
    /// Number and local time (RFC 3339) of the newest receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub receipt: Option<ReceiptRow>,
    /// RFC 3339, UTC: this laptop's clock now.
    pub clock: String,
    /// Minutes the clock is away from the endpoint's at the last contact, when known and above 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub clock_off_minutes: Option<i32>,
    /// RFC 3339 of the newest durable entry of this session: "sudah tersimpan 10.42".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub saved: Option<String>,
    /// How it stands with the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<LinkView>,
    /// The rolling copy of the vault, when there is to be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub safety: Option<SafetyView>,
}

/// A text in the languages of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Text {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

/// The form as the window renders it: it knows nothing about any questionnaire.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FormView {
    /// Name of the form (`regsosek22-k`).
    pub id: String,
    /// Title.
    pub title: Text,
    /// BLAKE3 of the structure, hex.
    pub structure: String,
    /// Blocks in paper order.
    pub blocks: Vec<BlockView>,
    /// Questions in paper order, those inside repeats included.
    pub questions: Vec<QuestionView>,
    /// Choice lists by name.
    pub lists: std::collections::BTreeMap<String, Vec<ChoiceView>>,
    /// Words for missing codes.
    pub missing: Vec<ChoiceView>,
}

/// A block of the paper.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlockView {
    /// Name in the form (`blok_3`).
    pub name: String,
    /// Number on the paper (`III`), empty when it has none.
    pub number: String,
    /// Title.
    pub title: Text,
    /// Name of the repeat this block is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub repeat: Option<String>,
    /// Pages inside the repeat, in order.
    pub pages: Vec<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A string of digits, leading zeros kept.
    Digits,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A date.
    Date,
    /// One code.
    One,
    /// Several codes, keyed as their sum or ticked.
    Sum,
    /// Several codes.
    Many,
    /// Nothing to answer.
    Note,
    /// Computed by the form.
    Computed,
}

/// One question.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QuestionView {
    /// Id (`r301a`).
    pub name: String,
    /// Number on the paper (`301a`).
    pub number: String,
    /// Block it stands in.
    pub block: String,
    /// Repeat it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub repeat: Option<String>,
    /// Page inside the repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<String>,
    /// How it is answered.
    pub kind: Kind,
    /// The question.
    pub label: Text,
    /// Help below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<Text>,
    /// Name of its choice list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub list: Option<String>,
    /// Boxes on the paper; a full field goes on by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub width: Option<u16>,
    /// Display width of a code, with leading zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub digits: Option<u16>,
    /// Missing codes it takes.
    pub missing: Vec<String>,
    /// Who owes it: `enumerator`, `field_checker`, `coder`.
    pub owed: String,
    /// Why it may be skipped: its own condition in the paper's numbers (`301a = 1`), absent when always asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub asked_when: Option<String>,
    /// Masked until asked.
    pub sensitive: bool,
    /// Grouped and decoded as `nik` or `kk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decode: Option<String>,
    /// Text becomes capitals while keyed.
    pub capitals: bool,
    /// Cannot be keyed.
    pub readonly: bool,
}

/// One choice: code before text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChoiceView {
    /// Code.
    pub code: String,
    /// Text.
    pub label: Text,
}

/// Status of a document as BPS staff say it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Kosong: claimed, no content.
    Blank,
    /// Galat: violates a hard rule.
    Error,
    /// Peringatan: suspicious, may be confirmed.
    Warning,
    /// Bersih.
    Clean,
}

/// Where a family's work stands on the road to the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Road {
    /// Nothing keyed yet.
    Untouched,
    /// Being keyed; not finished.
    Open,
    /// Finished, waits to be sent.
    Pending,
    /// Being keyed; all of it so far is at the office, as a safety copy.
    Copied {
        /// Number of the newest receipt that names it.
        receipt: u64,
    },
    /// In a batch whose receipt has not come.
    Claimed {
        /// A hub keeps it and will carry it on.
        at_hub: bool,
    },
    /// Every entry is named by a receipt.
    Settled {
        /// Number of the newest receipt that names it.
        receipt: u64,
    },
    /// Arrived, held for a supervisor.
    Held {
        /// Why.
        code: Code,
        /// Number of the receipt that says so.
        receipt: u64,
    },
    /// Not taken; still here, stepped over, and offered again by the next sending by hand.
    Unreadable {
        /// Why.
        code: Code,
        /// Number of the receipt that says so; absent when it never arrived.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        receipt: Option<u64>,
    },
}

/// Question to the list of families.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Families {
    /// Letters and digits of head, member, address or number; a NIK or KK number only whole. Empty: all.
    #[serde(default)]
    pub search: String,
    /// Only this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<Status>,
    /// Only this SLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub idsubsls: Option<String>,
    /// First row wanted.
    #[serde(default)]
    pub offset: u32,
    /// Rows wanted, at most 1,000.
    pub limit: u32,
}

/// A page of families in walking order (area, building, family number).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FamilyPage {
    /// Rows.
    pub rows: Vec<FamilyRow>,
    /// Rows in all with this search and filter.
    pub total: u32,
}

/// One family of the list.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FamilyRow {
    /// Family id.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number (r109), 0 when not known yet.
    pub building: u16,
    /// Family number (r110), 0 when not known yet.
    pub number: u16,
    /// Head of family.
    pub head: String,
    /// Address.
    pub address: String,
    /// Members, when keyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub members: Option<u16>,
    /// Added in the field, not in the prelist.
    pub found: bool,
    /// Status of the document.
    pub status: Status,
    /// Share answered, 0 to 100.
    pub percent: u8,
    /// Visits without an answer so far.
    pub visits: u8,
    /// Where it stands.
    pub road: Road,
    /// Answers that differ wait for a decision.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub undecided: bool,
    /// A supervisor gave it back.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub returned: bool,
}

/// A family found in the field.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AddFamily {
    /// The SLS, one of the officer's.
    pub idsubsls: String,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// Building number (r109).
    #[serde(default)]
    pub building: u16,
    /// Family number (r110).
    #[serde(default)]
    pub number: u16,
}

/// Outcome of a visit without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// Nobody at home.
    NotHome,
    /// Would not answer.
    Refused,
    /// Moved away, or the building is gone.
    Moved,
    /// Asked to come again.
    Later,
}

/// A visit without an answer.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecordVisit {
    /// Family.
    pub family: String,
    /// What happened.
    pub outcome: VisitOutcome,
    /// In the officer's words.
    #[serde(default)]
    pub note: String,
}

/// Arguments of `open_document`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenDocument {
    /// Family.
    pub family: String,
}

/// Arguments of commands on an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DocumentArgs {
    /// Document id.
    pub document: String,
}

/// A whole document, at its opening.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DocumentView {
    /// Document id.
    pub document: String,
    /// Its family.
    pub family: FamilyRow,
    /// Instances of each repeat, in order.
    pub instances: Vec<InstanceView>,
    /// Every slot with something in it, computed ones included.
    pub slots: Vec<SlotView>,
    /// Paths that are not asked now.
    pub hidden: Vec<String>,
    /// Paths that must be answered now.
    pub required: Vec<String>,
    /// Findings of now.
    pub findings: Vec<FindingView>,
    /// Share answered.
    pub progress: Progress,
    /// The field to stand on: where the officer was, else the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stand: Option<String>,
    /// True after `finish`.
    pub finished: bool,
    /// Something to undo, to redo.
    pub undo: UndoView,
    /// Paths that wait for a decision.
    pub undecided: Vec<String>,
    /// What the supervisor who gave the document back wants looked at.
    pub comments: Vec<CommentView>,
    /// Persons who went to another family.
    pub gone: Vec<GoneView>,
}

/// What undo and redo would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UndoView {
    /// Undo has something to take back.
    pub undo: bool,
    /// Redo has something to do again.
    pub redo: bool,
}

/// One repeat instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InstanceView {
    /// Its id.
    pub instance: String,
    /// Name of the repeat.
    pub repeat: String,
    /// The family the person goes to, whose own entry has not arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub leaving: Option<OtherFamily>,
    /// The family the person comes from, where the person still counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub arriving: Option<OtherFamily>,
    /// The family the person came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub came_from: Option<OtherFamily>,
}

/// What a question holds, as shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlotView {
    /// `question` or `instance/question`.
    pub path: String,
    /// As keyed; masked where the question is sensitive.
    pub raw: String,
    /// Its value in the form's terms; masked likewise, empty when there is none.
    pub value: String,
    /// Missing code, instead of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
    /// Note of the officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Decoded words under a number ("perempuan · 12-05-1990 · Ternate Selatan").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decoded: Option<String>,
    /// `raw` and `value` are masked.
    #[serde(default)]
    pub masked: bool,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Galat.
    Error,
    /// Peringatan.
    Warning,
}

/// A finding of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FindingView {
    /// Rule (`K028`).
    pub id: String,
    /// How grave.
    pub severity: Severity,
    /// Question it stands at.
    pub path: String,
    /// What is wrong and what to do.
    pub message: Text,
    /// Confirmed with a reason.
    pub confirmed: bool,
    /// Places to jump to, the first is `path`.
    pub focus: Vec<String>,
    /// None of the sides that were united had it: it waits for a decision.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub raised: bool,
}

/// Share answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Progress {
    /// Answered among the asked.
    pub answered: u32,
    /// Asked now.
    pub asked: u32,
    /// The same per block: name, answered, asked.
    pub blocks: Vec<BlockProgress>,
}

/// Share answered of one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlockProgress {
    /// Block name.
    pub block: String,
    /// Answered among the asked.
    pub answered: u32,
    /// Asked now.
    pub asked: u32,
}

/// One answer to store.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SetAnswer {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// As keyed; empty empties the field.
    #[serde(default)]
    pub raw: String,
    /// True: the answer stays as it is, only note and `seen` are written (the window holds no masked answer to repeat).
    #[serde(default)]
    pub keep: bool,
    /// Missing code instead of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
    /// Note; absent keeps the one there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Where a number was seen: `ktp`, `kk`, `told`, `prelist`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seen: Option<String>,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// A finding confirmed.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConfirmFinding {
    /// Document.
    pub document: String,
    /// Question the finding stands at.
    pub path: String,
    /// Rule.
    pub finding: String,
    /// Why it is right all the same.
    pub reason: String,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// A new instance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AddInstance {
    /// Document.
    pub document: String,
    /// Repeat.
    pub repeat: String,
    /// Before this instance; absent: at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// An instance moved.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct MoveInstance {
    /// Document.
    pub document: String,
    /// What moves.
    pub instance: String,
    /// Before this instance; absent: to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// One instance of a document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct InstanceArgs {
    /// Document.
    pub document: String,
    /// Instance.
    pub instance: String,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// What one committed action changed; everything not named is as it was.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Delta {
    /// The field the engine sends the officer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<String>,
    /// Paths asked from now on.
    pub shown: Vec<String>,
    /// Paths no longer asked.
    pub hidden: Vec<String>,
    /// Answers hidden by this change that stay in the journal and do not count.
    pub folded: u32,
    /// Paths that became required, and that no longer are.
    pub required: Vec<String>,
    /// Paths no longer required.
    pub optional: Vec<String>,
    /// Slots changed, computed ones included; an empty one is cleared.
    pub slots: Vec<SlotView>,
    /// Findings new or changed.
    pub findings: Vec<FindingView>,
    /// Findings gone: rule and path.
    pub cleared: Vec<ClearedFinding>,
    /// All instances in order, when the roster changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub instances: Option<Vec<InstanceView>>,
    /// Share answered now.
    pub progress: Progress,
    /// Undo and redo now.
    pub undo: UndoView,
    /// RFC 3339: when it was durable.
    pub saved: String,
    /// Paths that wait for a decision.
    pub undecided: Vec<String>,
    /// The supervisor's comments that are not answered.
    pub comments: Vec<CommentView>,
    /// More changed than this says: the window asks for the whole document again.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub renewed: bool,
}

/// A finding that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClearedFinding {
    /// Rule.
    pub id: String,
    /// Question it stood at.
    pub path: String,
}

/// Where the officer stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Stand {
    /// Document.
    pub document: String,
    /// Field.
    pub path: String,
}

/// The interview after `finish`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Finished {
    /// Findings, missing answers now among them.
    pub delta: Delta,
    /// Status now.
    pub status: Status,
    /// Open questions owed by this officer.
    pub owed_here: Vec<String>,
    /// Open questions owed by others (field checker, coder).
    pub owed_later: Vec<OwedView>,
}

/// An open question somebody else owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OwedView {
    /// Question.
    pub path: String,
    /// Who owes it.
    pub owed: String,
}

/// A masked value asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reveal {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
}

/// The value in full.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Revealed {
    /// As keyed.
    pub raw: String,
    /// Decoded words under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decoded: Option<String>,
}

/// What waits, and what came of what was sent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueView {
    /// Families with anything on the road, unsettled first.
    pub rows: Vec<QueueRow>,
    /// Families waiting or claimed.
    pub waiting: u32,
    /// Families settled.
    pub settled: u32,
    /// Families held or unreadable.
    pub held: u32,
    /// Photos and scans that wait.
    #[serde(default)]
    #[ts(as = "Option<FilesWaiting>", optional)]
    pub files: FilesWaiting,
}

/// One family of the queue.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueRow {
    /// Family.
    pub family: String,
    /// Head of family.
    pub head: String,
    /// SLS.
    pub idsubsls: String,
    /// Family number.
    pub number: u16,
    /// Entries no receipt names yet.
    pub entries: u32,
    /// Where it stands.
    pub road: Road,
}

/// What a sending did.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SendReport {
    /// Batches receipted.
    pub batches: u32,
    /// Families stored (or found already there).
    pub stored: u32,
    /// Families held or unreadable.
    pub held: u32,
    /// Families still waiting.
    pub waiting: u32,
    /// Why it stopped early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stopped: Option<Failure>,
}

/// Question to the list of receipts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Receipts {
    /// Rows wanted, at most 1,000.
    pub limit: u32,
}

/// Receipts, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptPage {
    /// Rows.
    pub rows: Vec<ReceiptRow>,
    /// Receipts in all.
    pub total: u32,
}

/// One receipt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptRow {
    /// Its number.
    pub number: u64,
    /// RFC 3339, the endpoint's clock.
    pub at: String,
    /// Batch it answers.
    pub batch: String,
    /// Families it names.
    pub families: u32,
    /// Signature proven against the endpoint's key.
    pub proven: bool,
}
