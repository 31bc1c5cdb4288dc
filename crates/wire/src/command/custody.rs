//! The paper: bundles of SLS, their boxes, who has them, and where everything stands (screens Terima
//! and Lacak).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::people::OfficerRole;

hidden! {
    BundleDocument TraceView
}

/// A page of the bundles of this vault's areas.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Bundles {
    /// Name, area id, box, place or holder; empty: all.
    #[serde(default)]
    pub text: String,
    /// Only these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stage: Option<BundleStage>,
    /// First row.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most.
    #[serde(default)]
    pub limit: u32,
}

/// Where the paper of an SLS is in its life.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    TS,
)]
#[serde(rename_all = "snake_case")]
pub enum BundleStage {
    /// Still in the field.
    #[default]
    Expected,
    /// Came, with a difference that nobody settled.
    Differs,
    /// Came, lies in no box.
    Received,
    /// In storage.
    Stored,
    /// Given, and not taken yet.
    Underway,
    /// With a keyer.
    Out,
}

/// Rows.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundlePage {
    /// The page.
    pub rows: Vec<BundleRow>,
    /// All that fit.
    pub total: u32,
    /// The next box number nobody has.
    pub next_box: String,
    /// People known here that paper is handed to, by code.
    #[serde(default)]
    pub people: Vec<Custodian>,
}

/// Somebody paper is handed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Custodian {
    /// Code.
    pub code: String,
    /// Role, of whoever works on this PC; the endpoint tells none of the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub role: Option<OfficerRole>,
    /// Bundles they hold.
    pub holds: u32,
}

/// One bundle.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleRow {
    /// The SLS.
    pub idsubsls: String,
    /// Its name.
    pub name: String,
    /// Where in its life.
    pub stage: BundleStage,
    /// Box, as on its label; empty: none.
    pub number: String,
    /// Storage place.
    pub place: String,
    /// Who has it, by code; empty: storage, or the field.
    pub holder: String,
    /// To whom it is given and not confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pending: Option<Pending>,
    /// K sets by the hand-over list.
    pub listed: u32,
    /// K sets counted.
    pub counted: u32,
    /// XK sets counted.
    pub special: u32,
    /// Families by the recap VK; absent when it is not keyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recap: Option<u32>,
    /// Documents begun, of them finished, parked, keyed again, clean or warned, with errors.
    pub begun: u32,
    /// Finished.
    pub keyed: u32,
    /// Laid aside.
    pub parked: u32,
    /// Keyed again.
    pub verified: u32,
    /// Without errors.
    pub clean: u32,
    /// With errors.
    pub errors: u32,
    /// Documents that are not with the bundle.
    pub away: u32,
    /// When something last happened to the paper; RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub at: Option<String>,
    /// What does not fit together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<BundleFinding>>", optional)]
    pub findings: Vec<BundleFinding>,
}

/// What PCs that did not hear of each other said differently of one bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleFinding {
    /// What.
    pub fault: BundleFault,
    /// Boxes, holders (empty: storage), the giving, or other areas; of boxes and holders the last is
    /// provisional.
    pub with: Vec<String>,
}

/// Kinds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BundleFault {
    /// Put into several boxes.
    Boxes,
    /// Several say that they have it.
    Holders,
    /// A giving was taken, and refused as well: whoever took it has it.
    Answered,
    /// Other bundles claim the same box.
    Shared,
}

/// A hand-over that one side has confirmed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Pending {
    /// Names the giving.
    pub giving: String,
    /// Who gave, by code.
    pub from: String,
    /// To whom; empty: storage.
    pub to: String,
    /// Documents; 0: the bundle.
    pub documents: u32,
    /// It waits for whoever sits here.
    pub mine: bool,
    /// Since when; RFC 3339.
    pub at: String,
}

/// Arguments of `bundle`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleArgs {
    /// The SLS.
    pub idsubsls: String,
}

/// One bundle, whole.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleView {
    /// In short.
    pub row: BundleRow,
    /// Receipts from the field, oldest first.
    pub receipts: Vec<PaperReceipt>,
    /// Everything that happened to the paper, newest first.
    pub log: Vec<CustodyLine>,
    /// Documents, by building and family number.
    pub documents: Vec<BundleDocument>,
    /// Hand-overs not confirmed yet, of the bundle and of documents.
    pub pending: Vec<Pending>,
}

/// What was counted at one receipt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaperReceipt {
    /// Names it.
    pub receipt: String,
    /// `vk`, `k`, `xk`, `psls`.
    pub kind: PaperKind,
    /// By the list.
    pub listed: u32,
    /// Counted.
    pub counted: u32,
    /// Who brought it.
    pub from: String,
    /// Hand-over letter.
    pub letter: String,
    /// Noted.
    pub note: String,
    /// Who counted, by code.
    pub by: String,
    /// When; RFC 3339.
    pub at: String,
    /// How the difference was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub settled: Option<Settlement>,
}

/// A settled difference.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Settlement {
    /// Who, by code.
    pub by: String,
    /// How.
    pub note: String,
    /// When; RFC 3339.
    pub at: String,
}

/// Kinds of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// REGSOSEK22-VK.
    Vk,
    /// REGSOSEK22-K.
    K,
    /// REGSOSEK22-XK.
    Xk,
    /// REGSOSEK22-PSLS.
    Psls,
}

/// One line of the log.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CustodyLine {
    /// Names it.
    pub dot: String,
    /// `received`, `settled`, `boxed`, `shelved`, `given`, `taken`, `refused`, `seen`.
    pub what: String,
    /// Who wrote it, by code.
    pub by: String,
    /// When; RFC 3339.
    pub at: String,
    /// From whom.
    pub from: String,
    /// To whom; empty: storage.
    pub to: String,
    /// Box, place, kind and count, in short.
    pub detail: String,
    /// Letter.
    pub letter: String,
    /// Note.
    pub note: String,
    /// Documents concerned; 0: the bundle.
    pub documents: u32,
    /// Of a giving: both sides have confirmed.
    pub confirmed: bool,
}

/// One document of a bundle.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleDocument {
    /// Family.
    pub family: String,
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// Head of family.
    pub head: String,
    /// Where it is in its life: `listed`, `begun`, `parked`, `keyed`, `verifying`, `disputed`, `verified`.
    pub stage: String,
    /// Who keyed it, by code.
    pub keyer: String,
    /// Who has it, where it is not with the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub away: Option<String>,
    /// Why it is parked or away.
    pub note: String,
    /// Errors and warnings that stand open.
    pub errors: u16,
    /// Warnings.
    pub warnings: u16,
    /// Sets proven.
    pub sets: u8,
}

/// Something happens to the paper of an SLS.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WriteCustody {
    /// The SLS.
    pub idsubsls: String,
    /// What.
    pub act: CustodyAct,
}

/// What happens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CustodyAct {
    /// Came from the field.
    Receive {
        /// Kind.
        kind: PaperKind,
        /// By the list.
        listed: u16,
        /// Counted.
        counted: u16,
        /// Who brought it, by code.
        from: String,
        /// Letter.
        #[serde(default)]
        letter: String,
        /// Noted; wanted where they differ.
        #[serde(default)]
        note: String,
    },
    /// A difference is settled.
    Settle {
        /// The receipt.
        receipt: String,
        /// How.
        note: String,
    },
    /// Goes into a box; an empty number takes the next.
    Box {
        /// Number, or a scanned label.
        number: String,
    },
    /// The box stands there.
    Shelve {
        /// Where.
        place: String,
    },
    /// Given to somebody.
    Give {
        /// To whom, by code; empty: storage.
        to: String,
        /// Families of these documents alone; empty: the bundle.
        #[serde(default)]
        documents: Vec<String>,
        /// Letter.
        #[serde(default)]
        letter: String,
        /// Note; wanted for single documents.
        #[serde(default)]
        note: String,
    },
    /// It has come.
    Take {
        /// The giving.
        giving: String,
    },
    /// It has not come.
    Refuse {
        /// The giving.
        giving: String,
        /// Why.
        note: String,
    },
}

/// Bundles from a spreadsheet: pasted, or from a file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportBundles {
    /// Pasted rows, tabs or commas between columns, the first row names them.
    #[serde(default)]
    pub text: String,
    /// Or a file, CSV or XLSX.
    #[serde(default)]
    pub file: String,
    /// Looks only.
    #[serde(default)]
    pub dry: bool,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportedBundles {
    /// Rows read.
    pub rows: u32,
    /// Rows that say something new.
    pub taken: u32,
    /// Rows that say what is known.
    pub known: u32,
    /// What is wrong; with one fault nothing is taken.
    pub faults: Vec<ImportFault>,
}

/// A fault, by its place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportFault {
    /// Row, the heading is 1.
    pub row: u32,
    /// Column, by its heading.
    pub column: String,
    /// Stable code of what is wrong: `bad_area`, `not_served`, `bad_box`, `taken_box`, `bad_number`,
    /// `missing`, `unknown_column`; `number_cell` (a code as a number: its zeros are lost),
    /// `doubled` (the SLS or column again), `counted` (other counts stand already), `elsewhere`
    /// (the paper is not in storage), `too_long`.
    pub fault: String,
}

/// Bundles as a spreadsheet, codes as text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ExportBundles {
    /// Folder.
    pub folder: String,
    /// What.
    pub what: ExportWhat,
    /// How.
    pub format: SheetFormat,
    /// Of `work`: finished from this day, local date; empty: from the first.
    #[serde(default)]
    pub from: String,
    /// Of `work`: to this day; empty: to the last.
    #[serde(default)]
    pub to: String,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportWhat {
    /// Boxes and bundles.
    Bundles,
    /// The balance of every SLS.
    Balance,
    /// Figures of work, for pay.
    Work,
    /// The error work-list.
    Findings,
}

/// Kinds of spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    /// Comma-separated, UTF-8 with a mark.
    Csv,
    /// Workbook.
    Xlsx,
}

/// Papers of storage.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintBundles {
    /// Folder.
    pub folder: String,
    /// What.
    pub paper: BundlePaper,
    /// These bundles; empty: all of this vault.
    #[serde(default)]
    pub bundles: Vec<String>,
    /// Minutes east of UTC in which times are printed; without it those of WITA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub offset_minutes: Option<i32>,
}

/// Papers of storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BundlePaper {
    /// Labels of boxes with bar codes.
    Labels,
    /// The hand-over list of a bundle, to be signed.
    HandOver,
    /// The balance per SLS.
    Balance,
    /// The shelf list for a stock-take.
    Shelf,
}

/// Boxes scanned at one place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct TakeStock {
    /// Storage place.
    pub place: String,
    /// Labels or numbers, as scanned.
    pub boxes: Vec<String>,
    /// Writes that they were seen there; otherwise compares only.
    #[serde(default)]
    pub write: bool,
}

/// A place beside the books.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct StockView {
    /// Here as the books say.
    pub right: u32,
    /// By the books here, and not scanned.
    pub missing: Vec<BundleRow>,
    /// Scanned here, and by the books elsewhere.
    pub surplus: Vec<BundleRow>,
    /// Scanned, and in no books.
    pub unknown: Vec<String>,
}

/// Where is it: a label, or SLS with 109 and 110.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Trace {
    /// A scanned label, a box number, or an area id.
    #[serde(default)]
    pub code: String,
    /// Building number (109), 0: the bundle.
    #[serde(default)]
    pub building: u16,
    /// Family number (110), 0: the bundle.
    #[serde(default)]
    pub number: u16,
}

/// Where it is.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct TraceView {
    /// Its bundle.
    pub bundle: BundleView,
    /// The document that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub document: Option<BundleDocument>,
}

/// Arguments of `balance`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct BalanceArgs {
    /// Areas that begin so; empty: all of this vault.
    #[serde(default)]
    pub area: String,
}

/// The balance of every SLS, as of a moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BalanceView {
    /// As of when (per tanggal dan jam); RFC 3339.
    pub at: String,
    /// Every SLS.
    pub rows: Vec<BalanceRow>,
    /// Their sum.
    pub total: BalanceRow,
    /// What does not balance.
    pub gaps: Vec<BalanceGap>,
    /// PCs of this network that were not heard from, the longest first.
    pub silent: Vec<SilentDevice>,
}

/// Documents of one SLS by how far they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BalanceRow {
    /// The SLS; empty: the sum.
    pub idsubsls: String,
    /// Its name.
    pub name: String,
    /// Families of the prelist.
    pub prelist: u32,
    /// Verified by the listing: recap VK where it is keyed, else the list.
    pub listed: u32,
    /// K sets counted at receipt.
    pub received: u32,
    /// XK sets counted.
    pub special: u32,
    /// Keyed to the end.
    pub keyed: u32,
    /// Keyed again.
    pub verified: u32,
    /// Without an open error.
    pub clean: u32,
    /// Sent.
    pub sent: u32,
    /// With a receipt of the endpoint.
    pub receipted: u32,
}

/// Something is missing between two columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BalanceGap {
    /// The SLS.
    pub idsubsls: String,
    /// Column it is missing in: `listed` (no recap VK), `received`, `keyed`, `verified`, `clean`,
    /// `sent`, `receipted`.
    pub column: String,
    /// How many; negative: too many.
    pub count: i32,
    /// Whose it is, by code; empty: the field's or storage's, as `column` says.
    pub owner: String,
    /// Since when; RFC 3339, absent when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub since: Option<String>,
}

/// A PC that was not heard from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SilentDevice {
    /// Its name, or whose it is.
    pub name: String,
    /// When it was heard last; RFC 3339, absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last: Option<String>,
}
