//! State of the laptop, enrolment, unlocking, the truth of the top line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BatteryView, DocumentSource, LinkView, ReceiptRow, SafetyView};
use crate::people::OfficerRole;

hidden! {
    Enrol Unlock SessionView
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
    /// The curtain is down: nothing is shown until it is lifted.
    #[serde(default)]
    pub covered: bool,
    /// The curtain is lifted with a PIN; without one with the password. Known when unlocked.
    #[serde(default)]
    pub has_pin: bool,
    /// Theme and languages.
    pub preferences: Preferences,
    /// A vault here was destroyed by the office's order; said until somebody enrols again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub wiped: bool,
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
    /// What the officer is for the office.
    #[serde(default)]
    pub role: OfficerRole,
    /// The tour is on: a practice family that is never sent, beside the officer's own work.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub tour: bool,
    /// Areas served, in order.
    pub areas: Vec<AreaView>,
    /// The family whose document was open, to return to the very field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub open_family: Option<String>,
    /// Which of its documents that was.
    #[serde(default, skip_serializing_if = "DocumentSource::is_default")]
    #[ts(as = "Option<DocumentSource>", optional)]
    pub open_source: DocumentSource,
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
    /// A newer version of the form is here and waits to be taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub new_form: bool,
    /// Days of use until the vault asks for the office, when they are few: it was long not heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub alone: Option<u32>,
    /// The battery, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub battery: Option<BatteryView>,
    /// How it stands with the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<LinkView>,
    /// The rolling copy of the vault, when there is to be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub safety: Option<SafetyView>,
}
