//! Positions, photos and the battery, as the window calls them.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_wire::command::{
    BatteryLevel, BatteryView, FileBytes, FilesView, PlaceView, PositionWay, TruthView,
};
use image::{ImageFormat, RgbImage};

use super::*;
use crate::battery::{Battery, view};
use crate::devices::Devices;

/// Degrees, how it came to be known, turned round.
fn told(place: &PlaceView) -> (f64, f64, PositionWay, bool) {
    let position = place.position.as_ref().unwrap();
    (position.lat, position.lon, position.way, place.swapped)
}

#[test]
fn a_position_is_kept_with_how_it_came() {
    let laptop = Laptop::new();
    let family = family_id(0).to_string();
    let place: PlaceView = laptop.call("position", json!({ "family": family }));
    assert!(place.position.is_none());
    let typed = json!({ "family": family, "text": "127,38451 0,79012" });
    let place: PlaceView = laptop.call("set_position", typed);
    assert_eq!(told(&place), (0.79012, 127.38451, PositionWay::Typed, true));
    let fix = json!({ "lat": 0.5, "lon": 127.5, "accuracy_m": 7.61, "satellites": 8 });
    let place: PlaceView = laptop.call("set_position", json!({ "family": family, "fix": fix }));
    assert_eq!(place.position.unwrap().accuracy_m, Some(7.7), "never told better than it is");
    laptop.restart();
    let place: PlaceView = laptop.call("position", json!({ "family": family }));
    assert_eq!(told(&place), (0.5, 127.5, PositionWay::Receiver, false));
    // The later stands over the earlier: nobody has to decide.
    let state = laptop.desk.with(|s| Ok(s.store.history(family_id(0))?.state())).unwrap();
    assert!(state.undecided.is_empty());
}

#[test]
fn what_is_no_position_changes_nothing() {
    let laptop = Laptop::new();
    let family = family_id(0).to_string();
    let pasted = json!({ "family": family, "text": "geo:52.5,13.4", "pasted": true });
    let place: PlaceView = laptop.call("set_position", pasted);
    assert!(place.position.is_some_and(|position| position.abroad));
    for wrong in [
        json!({ "family": family, "text": "di ujung jalan" }),
        json!({ "family": family, "fix": { "satellites": 3 } }),
        json!({ "family": family, "fix": { "lat": 91.0, "lon": 0.0, "satellites": 3 } }),
    ] {
        assert_eq!(laptop.refused("set_position", wrong), "BAD_POSITION");
    }
    let place: PlaceView = laptop.call("position", json!({ "family": family }));
    assert_eq!(told(&place), (52.5, 13.4, PositionWay::Pasted, false));
    let nobody = json!({ "family": family_id(9).to_string(), "text": "0,7 127,3" });
    assert_eq!(laptop.refused("set_position", nobody), "NOT_FOUND");
}

fn picture(width: u32, height: u32) -> String {
    let mut out = std::io::Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
    STANDARD.encode(out.into_inner())
}

impl Laptop {
    fn kept(&self, document: &str, file: &str) -> (String, u32) {
        let bytes: FileBytes =
            self.call("file_bytes", json!({ "document": document, "file": file }));
        let picture = image::load_from_memory(&STANDARD.decode(bytes.base64).unwrap()).unwrap();
        (bytes.media, picture.width().max(picture.height()))
    }
}

#[test]
fn a_photo_is_kept_small_and_the_size_remembered() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let add = |edge: u32| -> FilesView {
        let args = json!({ "document": document, "base64": picture(2_000, 900), "edge": edge });
        laptop.call("attach_photo", args)
    };
    let files = add(0);
    assert_eq!(laptop.kept(&document, &files.files[0].file), ("image/jpeg".into(), 1_600));
    assert_eq!((files.edge, add(640).edge), (1_600, 640));
    laptop.restart();
    let document = laptop.open(0).document;
    let files: FilesView =
        laptop.call("attach_photo", json!({ "document": document, "base64": picture(2_000, 900) }));
    assert_eq!((files.edge, files.files.len()), (640, 3));
    assert!(files.files.iter().any(|row| laptop.kept(&document, &row.file).1 == 640));
}

#[test]
fn what_cannot_be_a_photo_is_not_attached() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let refused = |args: Value| {
        let mut args = args;
        args["document"] = document.clone().into();
        laptop.refused("attach_photo", args)
    };
    assert_eq!(refused(json!({ "base64": STANDARD.encode(b"%PDF-1.7") })), "BAD_PICTURE");
    assert_eq!(refused(json!({ "base64": "!" })), "BAD_PICTURE");
    assert_eq!(refused(json!({ "base64": picture(9, 9), "edge": 7 })), "BAD_REQUEST");
    let gone = laptop._root.path().join("gone.jpg").display().to_string();
    assert_eq!(refused(json!({ "path": gone })), "STICK_LOST");
    let files: FilesView = laptop.call("files", json!({ "document": document }));
    assert!(files.files.is_empty());
}

/// A battery that is played back.
struct Recorded(Mutex<Option<BatteryView>>);

impl Battery for Recorded {
    fn read(&self) -> Option<BatteryView> {
        *self.0.lock().unwrap()
    }
}

#[test]
fn a_low_battery_puts_off_what_nobody_waits_for() {
    let battery = Arc::new(Recorded(Mutex::new(None)));
    let devices = Devices { battery: battery.clone(), ..Devices::none() };
    let laptop = Laptop::new();
    let laptop = Laptop { desk: laptop.desk.with_devices(devices), ..laptop };
    // Soon after unlocking the clock would send.
    laptop.host.pass(60_000);
    for (charge, level, sends) in [
        (None, None, true),
        (Some(view(62.0, false)), Some(BatteryLevel::Well), true),
        (Some(view(14.0, false)), Some(BatteryLevel::Low), false),
        (Some(view(6.0, false)), Some(BatteryLevel::Empty), false),
        (Some(view(6.0, true)), Some(BatteryLevel::Well), true),
    ] {
        *battery.0.lock().unwrap() = charge;
        let truth: TruthView = laptop.call("truth", json!({}));
        assert_eq!(truth.battery.map(|battery| battery.level), level);
        assert_eq!(truth.link.unwrap().next.is_some(), sends, "{charge:?}");
        assert_eq!(laptop.desk.is_time(), sends, "{charge:?}");
    }
}
