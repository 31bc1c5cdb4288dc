//! Receivers that are played back: from memory, and over a real pseudo-terminal.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use cacah_testkit::host::FakeHost;
use cacah_wire::command::{FixView, PortView};
use cacah_wire::error::Code;
use proptest::prelude::*;

use super::fix::{Moment, Sentences};
use super::receiver;
use crate::battery::Battery;
use crate::devices::{Devices, Receivers};

/// A second of a receiver before the harbour of Ternate, as a u-blox writes it.
const FIX: [&str; 7] = [
    "GNGGA,020114.00,0047.40720,N,12723.07060,E,1,09,0.92,12.4,M,61.7,M,,",
    "GNGSA,A,3,02,05,12,25,29,,,,,,,,1.71,0.92,1.44,1",
    "GPGSV,2,1,07,02,61,024,41,05,33,193,38,12,47,291,40,25,28,340,35,1",
    "GPGSV,2,2,07,29,15,221,30,20,08,110,,31,05,045,,1",
    "GLGSV,1,1,04,65,40,101,33,72,22,160,28,81,12,300,,88,35,020,30,1",
    "GNRMC,020114.00,A,0047.40720,N,12723.07060,E,0.03,,151022,,,A,V",
    "GNGST,020114.00,12,,,,3.0,4.0,7.5",
];

/// With `$`, checksum and line end.
fn said(body: &str) -> String {
    let checksum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    format!("${body}*{checksum:02X}\r\n")
}

fn second(bodies: &[&str]) -> Vec<u8> {
    bodies.iter().flat_map(|body| said(body).into_bytes()).collect()
}

/// What a port gives at each rate, over and over or once.
struct Played {
    said: Box<dyn Fn(u32) -> Vec<u8> + Send + Sync>,
    endless: bool,
    opened: Mutex<Vec<u32>>,
}

impl Played {
    fn once(said: impl Fn(u32) -> Vec<u8> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { said: Box::new(said), endless: false, opened: Mutex::default() })
    }

    fn endless(said: Vec<u8>) -> Arc<Self> {
        let said = Box::new(move |_| said.clone());
        Arc::new(Self { said, endless: true, opened: Mutex::default() })
    }
}

struct Stream {
    said: Vec<u8>,
    at: usize,
    endless: bool,
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.said.len() && self.endless {
            self.at = 0;
        }
        let left = &self.said[self.at..];
        if left.is_empty() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let read = left.len().min(into.len()).min(61);
        into[..read].copy_from_slice(&left[..read]);
        self.at += read;
        Ok(read)
    }
}

impl Receivers for Played {
    fn ports(&self) -> Vec<PortView> {
        vec![PortView { port: "COM3".into(), name: "u-blox".into() }]
    }

    fn open(&self, _: &str, baud: u32) -> io::Result<Box<dyn Read + Send>> {
        self.opened.lock().unwrap().push(baud);
        Ok(Box::new(Stream { said: (self.said)(baud), at: 0, endless: self.endless }))
    }
}

struct NoBattery;

impl Battery for NoBattery {
    fn read(&self) -> Option<cacah_wire::command::BatteryView> {
        None
    }
}

fn devices(receivers: Arc<dyn Receivers>) -> Devices {
    Devices::new(receivers, Arc::new(NoBattery))
}

fn listen(receivers: Arc<Played>) -> Result<FixView, Code> {
    receiver::read(&devices(receivers), "COM3", &FakeHost::new(1))
}

fn near(fix: &FixView) -> bool {
    let lat = fix.lat.is_some_and(|lat| (lat - 0.79012).abs() < 1e-7);
    lat && fix.lon.is_some_and(|lon| (lon - 127.38451).abs() < 1e-7)
}

#[test]
fn a_receiver_says_where_it_is_and_how_well() {
    let fix = listen(Played::once(|_| second(&FIX))).unwrap();
    assert!(near(&fix));
    // The hypotenuse of what GST says of north and east.
    assert_eq!((fix.accuracy_m, fix.satellites, fix.in_view), (Some(5.0), 9, 11));
}

#[test]
fn without_gst_the_dilution_tells_how_well() {
    let fix = listen(Played::once(|_| second(&FIX[..6]))).unwrap();
    assert!(fix.accuracy_m.is_some_and(|metres| (metres - 4.6).abs() < 1e-6));
}

#[test]
fn rmc_alone_is_enough_for_a_place() {
    let fix = listen(Played::once(|_| second(&FIX[5..6]))).unwrap();
    assert!(near(&fix) && fix.accuracy_m.is_none());
}

#[test]
fn before_a_fix_satellites_are_counted() {
    let dark = ["GPGGA,020114.00,,,,,0,03,99.99,,,,,,", FIX[2], FIX[6]];
    let fix = listen(Played::once(move |_| second(&dark))).unwrap();
    assert_eq!((fix.lat, fix.lon, fix.accuracy_m), (None, None, None));
    assert_eq!((fix.satellites, fix.in_view), (3, 7));
}

#[test]
fn a_wrong_checksum_was_never_said() {
    let wrong = said(FIX[0]).replace("0047", "0048");
    let bytes = [wrong.into_bytes(), second(&FIX[2..3])].concat();
    let fix = listen(Played::once(move |_| bytes.clone())).unwrap();
    assert_eq!((fix.lat, fix.in_view), (None, 7));
}

#[test]
fn the_rate_is_found_and_remembered() {
    let played = Played::once(|baud| if baud == 4_800 { second(&FIX) } else { vec![0x9C; 300] });
    let devices = devices(played.clone());
    for _ in 0..2 {
        assert!(near(&receiver::read(&devices, "COM3", &FakeHost::new(1)).unwrap()));
    }
    assert_eq!(*played.opened.lock().unwrap(), [9_600, 4_800, 4_800]);
}

#[test]
fn nobody_and_nonsense_end() {
    assert_eq!(listen(Played::once(|_| Vec::new())).err(), Some(Code::ReceiverSilent));
    for hostile in [vec![0xFF; 7], b"$GPGGA,".to_vec(), b"$$$\n*".to_vec(), vec![b'A'; 999]] {
        let ended = listen(Played::endless(hostile));
        assert_eq!(ended.err(), Some(Code::ReceiverSilent));
    }
    // A true second again and again is one.
    assert!(near(&listen(Played::endless(second(&FIX))).unwrap()));
}

#[test]
fn no_port_no_receiver() {
    let none = receiver::read(&Devices::none(), "COM3", &FakeHost::new(1));
    assert_eq!(none.err(), Some(Code::ReceiverGone));
}

proptest! {
    #[test]
    fn no_stream_is_held_or_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut sentences = Sentences::default();
        let mut moment = Moment::default();
        for byte in bytes {
            if let Some(sentence) = sentences.take(byte) {
                prop_assert!(sentence.len() <= nmea::SENTENCE_MAX_LEN);
                moment.hear(&sentence);
            }
        }
        let _ = moment.fix();
    }

    #[test]
    fn a_true_checksum_on_nonsense_does_no_harm(
        kind in prop::sample::select(vec!["GGA", "RMC", "GST", "GSV"]),
        fields in prop::collection::vec("[0-9.A-Z-]{0,9}", 0..20),
    ) {
        let mut moment = Moment::default();
        moment.hear(said(&format!("GP{kind},{}", fields.join(","))).trim_end());
        if let Some(lat) = moment.fix().lat {
            prop_assert!(lat.abs() <= 90.0);
        }
    }
}

/// Over a real terminal, as a receiver on USB is read.
#[cfg(target_os = "linux")]
mod terminal {
    use std::fs::File;
    use std::io::Write as _;
    use std::os::fd::OwnedFd;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::Duration;

    use cacah_family::host::SystemHost;
    use rustix::fs::{OFlags, fcntl_setfl};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::*;
    use crate::devices::SystemReceivers;

    fn open() -> (File, String) {
        let master: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        // A full terminal holds up nobody.
        fcntl_setfl(&master, OFlags::NONBLOCK).unwrap();
        (master.into(), name)
    }

    fn system(port: &str) -> Devices {
        devices(Arc::new(SystemReceivers::new(Some(port.into()))))
    }

    #[test]
    fn a_recorded_stream_is_read_at_a_terminal() {
        let (mut master, port) = open();
        let devices = system(&port);
        assert!(devices.receivers.ports().iter().any(|known| known.port == port));
        let (stop, recording) = (AtomicBool::new(false), second(&FIX));
        let fix = thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Acquire) {
                    // What does not fit is lost, as on a wire.
                    let _ = master.write(&recording);
                    thread::sleep(Duration::from_millis(400));
                }
            });
            let fix = receiver::read(&devices, &port, &SystemHost::default());
            stop.store(true, Ordering::Release);
            fix
        });
        let fix = fix.unwrap();
        assert!(near(&fix));
        assert_eq!((fix.accuracy_m, fix.satellites), (Some(5.0), 9));
    }

    #[test]
    fn a_receiver_that_is_pulled_out_is_gone() {
        let (master, port) = open();
        let devices = system(&port);
        let mut open = devices.receivers.open(&port, 9_600).unwrap();
        drop(master);
        let error = open.read(&mut [0; 64]).map(|read| read == 0);
        assert!(!matches!(error, Ok(false)), "something was heard");
        drop(open);
        let after = receiver::read(&devices, &port, &SystemHost::default());
        assert_eq!(after.err(), Some(Code::ReceiverGone));
    }
}
