//! What is plugged in: receivers of satellites, cameras, the battery.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

hidden! {
    FixView SetPosition PlaceView PositionView AttachPhoto
}

/// Arguments of `receivers`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiversArgs {}

/// Serial ports a receiver may be at.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiversView {
    /// Them.
    pub ports: Vec<PortView>,
}

/// A serial port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PortView {
    /// As the system names it (`COM3`, `/dev/ttyUSB0`).
    pub port: String,
    /// What is plugged in, as it calls itself.
    pub name: String,
}

/// Reads a receiver for a moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadReceiver {
    /// Its port, from [`ReceiversView`].
    pub port: String,
}

/// Where a receiver says it is.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FixView {
    /// Degrees, north positive; absent while it has no fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lat: Option<f64>,
    /// Degrees, east positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lon: Option<f64>,
    /// Radius it is believed to within, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accuracy_m: Option<f64>,
    /// Satellites it uses.
    pub satellites: u8,
    /// Satellites it hears, where it says so.
    #[serde(default)]
    pub in_view: u8,
}

/// Keeps where the dwelling of a family stands.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SetPosition {
    /// Family.
    pub family: String,
    /// As typed or pasted: `0,79012 127,38451`, `0°47'24.4"N 127°23'04.2"E`, a `geo:` link; empty with `fix`.
    #[serde(default)]
    pub text: String,
    /// True when it was pasted.
    #[serde(default)]
    pub pasted: bool,
    /// As a receiver said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fix: Option<FixView>,
}

/// Where the dwelling of a family stands.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlaceView {
    /// Absent until somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub position: Option<PositionView>,
    /// Latitude and longitude stood the wrong way round, and were taken the right way. Said once, when set.
    #[serde(default)]
    pub swapped: bool,
}

/// A position that is kept.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PositionView {
    /// Degrees, north positive (WGS 84).
    pub lat: f64,
    /// Degrees, east positive.
    pub lon: f64,
    /// Radius it is believed to within, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accuracy_m: Option<f64>,
    /// How it came to be known.
    pub way: PositionWay,
    /// It lies outside Indonesia, which may be a slip.
    #[serde(default)]
    pub abroad: bool,
}

/// How a position came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PositionWay {
    /// Typed.
    Typed,
    /// Pasted from another app.
    Pasted,
    /// Read from a receiver of satellites.
    Receiver,
}

/// A photo for an open document: made small, turned upright, without anything but the picture.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttachPhoto {
    /// Document.
    pub document: String,
    /// A file, as typed or pasted; empty with `base64`.
    #[serde(default)]
    pub path: String,
    /// The picture of a camera, base64 of JPEG or PNG.
    #[serde(default)]
    pub base64: String,
    /// Longest edge in pixels; 0 takes what is set for this laptop.
    #[serde(default)]
    pub edge: u32,
}

/// The battery, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatteryView {
    /// 0 to 100.
    pub percent: u8,
    /// On the mains.
    pub charging: bool,
    /// What that means for the work.
    pub level: BatteryLevel,
}

/// What the battery means for the work. Keying goes on at any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatteryLevel {
    /// Nothing.
    Well,
    /// 15 % or less: nothing is sent by the clock, photos wait.
    Low,
    /// 7 % or less: the laptop may go out any moment; all is stored.
    Empty,
}
