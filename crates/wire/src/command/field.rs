//! The field officer's day: the start screen, listing, visits, the record of an SLS.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ByView, FamilyRow, GapReason, Presence, Severity, Text, VisitOutcome, WhenView};

hidden! {
    AppointmentRow VisitRow ListFamily
}

/// Arguments of `home`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct HomeArgs {
    /// Minutes east of UTC on the wall of this laptop (540 is WIT); absent: UTC+8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub offset_minutes: Option<i32>,
}

/// The start screen: what there is to do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct HomeView {
    /// One row for each SLS served, in order.
    pub sls: Vec<SlsRow>,
    /// Appointments that are not kept yet, earliest first; those of today and before lead.
    pub appointments: Vec<AppointmentRow>,
    /// Date of today on this laptop (`2022-10-20`): what "today" means.
    pub today: String,
}

/// Progress of one SLS, from prelist to receipt, in families.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsRow {
    /// BPS `idsubsls`.
    pub idsubsls: String,
    /// Name ("RT 003 RW 01").
    pub name: String,
    /// Kelurahan.
    pub village: String,
    /// Kecamatan.
    pub district: String,
    /// Codes of the enumerators who serve it, where the office told them.
    #[serde(default)]
    pub officers: Vec<String>,
    /// Of the prelist.
    pub prelist: u32,
    /// Whose presence was verified.
    pub listed: u32,
    /// Found in the field, not in the prelist.
    pub found: u32,
    /// Verified: found or new.
    pub verified: u32,
    /// Visited at least once, with or without an answer.
    pub visited: u32,
    /// Finished.
    pub finished: u32,
    /// Finished or not, with errors.
    pub error: u32,
    /// With warnings and no error.
    pub warning: u32,
    /// Clean.
    pub clean: u32,
    /// Finished, and in a batch or at a hub.
    pub sent: u32,
    /// Finished, and named by a receipt.
    pub receipted: u32,
    /// What is still to do, each with its families; a family stands under the first reason that holds,
    /// in the order of [`GapReason`].
    pub gaps: Vec<Gap>,
    /// The recap of its listing is written, and is what the families say.
    pub recap: bool,
    /// A supervisor approved it.
    pub approved: bool,
}

/// Families with the same thing still to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Gap {
    /// What.
    pub reason: GapReason,
    /// How many.
    pub families: u32,
}

/// An appointment.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AppointmentRow {
    /// `2022-10-20T16:00`, by the clock on the wall.
    pub at: String,
    /// With whom.
    pub family: FamilyRow,
    /// What the officer wrote.
    pub note: String,
}

/// Verifies a family of the list, or changes what was verified.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListFamily {
    /// Family.
    pub family: String,
    /// Whether it is there.
    pub presence: Presence,
    /// The family it is listed twice with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub with: Option<String>,
    /// Welfare by the officer's judgement (1 to 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub welfare: Option<u8>,
    /// Members, as told at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub members: Option<u8>,
}

/// Gives a family its place in walking order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NumberFamily {
    /// Family.
    pub family: String,
    /// Building number (r109); 0 takes it away.
    pub building: u16,
    /// Family number (r110); 0 takes it away.
    pub number: u16,
    /// When another family has the number: that one and those behind it move on by one, as far as the
    /// next free number.
    #[serde(default)]
    pub shift: bool,
    /// The building is a new one: where another has its number, that one and those behind it move on too.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub new_building: bool,
}

/// Numbers the verified families of an SLS anew, without a gap, in walking order; identities stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Renumber {
    /// The SLS.
    pub idsubsls: String,
    /// Only say how many would change.
    #[serde(default)]
    pub dry: bool,
}

/// How many families got another number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Renumbered {
    /// Families.
    pub families: u32,
    /// Documents whose 109 and 110 went with it.
    pub documents: u32,
}

/// Moves families to another SLS, after a change of areas; their home and identity stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct MoveToSls {
    /// Families of one SLS.
    pub families: Vec<String>,
    /// Where they are from now on.
    pub idsubsls: String,
}

/// The attempts at a family.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VisitsView {
    /// Visits without an answer, newest first.
    pub rows: Vec<VisitRow>,
    /// Attempts that count towards three: not at home, refused, later.
    pub attempts: u32,
    /// It is handed over.
    pub handed: bool,
    /// Where the dwelling stands, as read aloud: `0.79012° LU, 127.38451° BT · ±8 m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub position: Option<String>,
}

/// A visit without an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VisitRow {
    /// What came of it.
    pub outcome: VisitOutcome,
    /// In the officer's words.
    pub note: String,
    /// When to come again, by the clock on the wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub appointment: Option<String>,
    /// Who.
    pub by: ByView,
    /// When.
    pub at: WhenView,
}

/// Hands a family over to the supervisor, or takes it back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct HandOver {
    /// Family.
    pub family: String,
    /// False takes it back.
    pub handed: bool,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// Arguments of commands on an SLS.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsArgs {
    /// BPS `idsubsls`.
    pub idsubsls: String,
}

/// The record of an SLS: its recap and control totals, what became of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsView {
    /// Its progress.
    pub row: SlsRow,
    /// The recap as its families say it now.
    pub counted: RecapView,
    /// Verified families without a judgement of welfare: the recap cannot add up before.
    pub unjudged: u32,
    /// The recap as it was written last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub written: Option<RecapView>,
    /// Who wrote it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub written_by: Option<SlsWord>,
    /// Rules V001 to V004 that it breaks now.
    pub findings: Vec<SlsFinding>,
    /// What became of it, as it was reported or settled last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub change: Option<SlsChangeView>,
    /// The areas it came of, by lineage.
    pub from: Vec<String>,
    /// Who approved it, and when; or who took that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub approval: Option<ApprovalView>,
    /// This officer may approve it and settle what became of it.
    pub may_approve: bool,
}

/// Who said something of an SLS, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsWord {
    /// Who.
    pub by: ByView,
    /// When.
    pub at: WhenView,
}

/// Counts of a recap (REGSOSEK22-VK, block III).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecapView {
    /// Verified families.
    pub verified: u32,
    /// Of these very poor by the officer's judgement.
    pub very_poor: u32,
    /// Poor.
    pub poor: u32,
    /// Not poor.
    pub not_poor: u32,
    /// Without an answer to the end.
    pub nonresponse: u32,
}

/// A rule of the VK that an SLS breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsFinding {
    /// Rule (`V001`).
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: Text,
}

/// Writes the recap of an SLS: what its families say now is signed as its control total.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WriteRecap {
    /// The SLS.
    pub idsubsls: String,
    /// The counts, as shown or as on paper.
    pub recap: RecapView,
}

/// How an SLS changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SlsKind {
    /// It did not; takes an earlier report back.
    None,
    /// 1, mekar.
    Split,
    /// 2, gabung.
    Merge,
    /// 3, ganti nama.
    Rename,
    /// Nobody finds it.
    NotFound,
}

/// Reports what became of an SLS; a coordinator settles it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChangeSls {
    /// The SLS.
    pub idsubsls: String,
    /// What.
    pub kind: SlsKind,
    /// The areas it is from now on, by id and name.
    #[serde(default)]
    pub into: Vec<SlsName>,
    /// In the officer's words.
    #[serde(default)]
    pub note: String,
    /// A coordinator settles it: the new areas are there from now on.
    #[serde(default)]
    pub settle: bool,
}

/// An area by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsName {
    /// BPS `idsubsls`.
    pub idsubsls: String,
    /// Name.
    pub name: String,
}

/// What became of an SLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlsChangeView {
    /// What.
    pub kind: SlsKind,
    /// The areas it is from then on.
    pub into: Vec<SlsName>,
    /// In the officer's words.
    pub note: String,
    /// Settled by a coordinator; otherwise a report.
    pub settled: bool,
    /// Who said so, and when.
    pub word: SlsWord,
}

/// An approval, or its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ApprovalView {
    /// It stands.
    pub approved: bool,
    /// Why it was taken back.
    #[serde(default)]
    pub reason: String,
    /// Who, and when.
    pub word: SlsWord,
}

/// Writes a paper of one SLS as PDF: the work receipt for the officer's pay, or the recap.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintSls {
    /// The SLS.
    pub idsubsls: String,
    /// Which paper.
    pub paper: SlsPaper,
    /// Where the PDF goes.
    pub folder: String,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

/// Papers of an SLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SlsPaper {
    /// Berita acara serah terima hasil pekerjaan.
    Work,
    /// Rekap VK.
    Recap,
}
