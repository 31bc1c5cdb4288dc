//! Who may look: curtain and lock, passwords, the office's help, officers of a shared vault, the
//! notice to the respondent, the audit trail.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

hidden! {
    SetPin LiftCurtain ChangePassword WeighPassword Recover AddOfficer
}

/// A key was pressed in the window, said every ten seconds at most; a copy or cut is said at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct TouchArgs {
    /// Something of the window went to the clipboard: it is emptied when the vault is locked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub copied: bool,
}

/// Arguments of `cover`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct CoverArgs {}

/// The PIN of the curtain: six digits, not the same digit six times nor a row of digits.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SetPin {
    /// Six digits.
    pub pin: String,
    /// The officer's password: who finds the laptop open sets no PIN.
    pub password: String,
}

/// Lifting the curtain.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct LiftCurtain {
    /// Six digits, or the password where no PIN is set; the third wrong one locks.
    pub pin: String,
}

/// A new password; nothing is encrypted anew.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChangePassword {
    /// The one until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// A password that is being chosen.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WeighPassword {
    /// It.
    pub password: String,
}

/// How good it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PasswordWeight {
    /// zxcvbn's score, 0 to 4.
    pub score: u8,
    /// It would be taken.
    pub good: bool,
    /// What would make it better, in the language of the interface.
    pub advice: Vec<String>,
}

/// A vault by its officer, before unlock.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChallengeArgs {
    /// Officer code from `StateView::officers`.
    pub officer: String,
    /// The office does not know the short form: show the long one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub long: bool,
}

/// What to read to the office.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChallengeView {
    /// Groups of four with dashes; the last character of each is a check.
    pub text: String,
    /// The office knows this laptop's point only from the challenge itself, so it is long.
    pub long: bool,
    /// The office asks for itself: the password alone no longer opens this vault.
    pub asked: bool,
}

/// The office's answer, and the new password.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Recover {
    /// Officer code from `StateView::officers`.
    pub officer: String,
    /// As the office said it; a misread group is named by its number in `Failure::place`.
    pub code: String,
    /// The password from now on.
    pub password: String,
}

/// Another officer for this shared vault, let in by whoever is in it.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AddOfficer {
    /// The one-time ticket of the office for the new officer.
    pub ticket: String,
    /// The password the new officer chooses.
    pub password: String,
}

/// An officer of a shared vault, by code.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RemoveOfficer {
    /// Whom to take out; the vault is encrypted anew into another file.
    pub officer: String,
}

/// Arguments of `protection`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProtectionArgs {}

/// How this vault is protected.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProtectionView {
    /// Minutes without a key until the curtain.
    pub curtain_minutes: u32,
    /// Minutes without a key until the lock.
    pub lock_minutes: u32,
    /// A PIN is set; without one the curtain is lifted with the password.
    pub pin: bool,
    /// Officers with a slot in this vault, by code.
    pub officers: Vec<String>,
    /// Days of use since the office was heard.
    pub days_alone: u32,
    /// Days of use without the office after which the vault asks for it.
    pub days_allowed: u32,
    /// Days a document stays after the office has it safely; absent: it is not wiped by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep_days: Option<u32>,
    /// Families whose answers were wiped from this laptop.
    pub wiped: u32,
}

/// What a person may change of it. What the office set stricter stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SetProtection {
    /// 1 to 30.
    pub curtain_minutes: u32,
    /// 5 to 120.
    pub lock_minutes: u32,
    /// 1 to 3,650; absent: never by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep_days: Option<u32>,
}

/// Arguments of `notice`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticeArgs {}

/// The notice to the respondent (UU 27/2022 article 21), as the office wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticeView {
    /// Its version: a hash of its words.
    pub version: String,
    /// Its parts in order.
    pub parts: Vec<NoticePart>,
}

/// A part of the notice.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticePart {
    /// What it is about (`purpose`, `law`, `rights`, …).
    pub name: String,
    /// Its heading, Indonesian.
    pub heading: String,
    /// Its words, Indonesian.
    pub text: String,
    /// Its heading, English.
    pub heading_en: String,
    /// Its words, English.
    pub text_en: String,
}

/// How the notice was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// Read aloud.
    Read,
    /// Handed over on paper.
    Paper,
}

/// The notice was given to the family of an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct GiveNotice {
    /// The document.
    pub document: String,
    /// How.
    pub way: NoticeWay,
}

/// When and how the notice was given.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoticeGiven {
    /// RFC 3339.
    pub at: String,
    /// How.
    pub way: NoticeWay,
    /// Which version of the notice.
    pub version: String,
}

/// Arguments of `verify_trail`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyTrailArgs {}

/// The audit trail held against itself and the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TrailProofView {
    /// Records.
    pub records: u32,
    /// Entries of the journal that are what their record says.
    pub entries: u32,
    /// Entries that were wiped after their time, as a record says.
    pub wiped: u32,
    /// Numbers of the records that do not hold.
    pub broken: Vec<u32>,
    /// Entries that stand in no record, though they should.
    pub uncovered: u32,
}

/// Arguments of `wipe_now`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct WipeNowArgs {}

/// What was wiped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WipedNow {
    /// Families wiped by this command.
    pub families: u32,
    /// Families wiped from this laptop in all.
    pub wiped: u32,
}

/// A signed export of the audit trail.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct TrailWritten {
    /// The file, JSON lines.
    pub path: String,
    /// Records in it.
    pub records: u32,
}
