//! What a receiver says of one moment (NMEA 0183): GGA or RMC where it is, GST or HDOP how well.
//!
//! Its clock is not used: the journal's times are the laptop's and the endpoint's.

use std::collections::BTreeMap;

use cacah_wire::command::FixView;
use nmea::sentences::rmc::RmcStatusOfFix;
use nmea::sentences::{GgaData, GstData, RmcData};
use nmea::{ParseResult, SENTENCE_MAX_LEN};

/// Error of one range to a satellite, metres (1 sigma): what is assumed of a single-frequency receiver
/// under a free sky when it states no error of its own.
const UERE: f64 = 5.0;

/// Cuts a stream of bytes into sentences. Whatever comes, it holds one sentence at most.
#[derive(Default)]
pub(crate) struct Sentences {
    line: String,
    begun: bool,
}

impl Sentences {
    /// Takes a byte; a sentence when it ends one.
    pub(crate) fn take(&mut self, byte: u8) -> Option<String> {
        match byte {
            b'$' => {
                self.line.clear();
                self.begun = true;
            }
            b'\r' | b'\n' if self.begun => {
                self.begun = false;
                return Some(std::mem::take(&mut self.line));
            }
            b' '..=b'~' if self.line.len() < SENTENCE_MAX_LEN => {}
            _ => self.begun = false,
        }
        if self.begun {
            self.line.push(char::from(byte));
        }
        None
    }
}

/// What was heard since one began to listen.
#[derive(Default)]
pub(crate) struct Moment {
    gga: Option<GgaData>,
    rmc: Option<RmcData>,
    gst: Option<GstData>,
    /// Satellites heard, by who talks of them: each constellation has a name of its own.
    in_view: BTreeMap<String, u16>,
    heard: bool,
}

impl Moment {
    /// Takes a sentence; true when a new moment begins with it, so that this one is whole. One whose
    /// checksum is wrong was never said.
    pub(crate) fn hear(&mut self, sentence: &str) -> bool {
        let Ok(parsed) = nmea::parse_str(sentence) else { return false };
        self.heard = true;
        match parsed {
            ParseResult::GGA(gga) => {
                if self.gga.as_ref().is_some_and(|before| before.fix_time != gga.fix_time) {
                    return true;
                }
                self.gga = Some(gga);
            }
            ParseResult::RMC(rmc) => {
                let next = self.rmc.as_ref().is_some_and(|before| before.fix_time != rmc.fix_time);
                if next && self.gga.is_none() {
                    return true;
                }
                self.rmc = Some(rmc);
            }
            ParseResult::GST(gst) => self.gst = Some(gst),
            ParseResult::GSV(gsv) => {
                let talker = sentence.chars().skip(1).take(2).collect();
                self.in_view.insert(talker, gsv.sats_in_view);
            }
            _ => {}
        }
        false
    }

    /// Something at this port speaks NMEA.
    pub(crate) fn is_heard(&self) -> bool {
        self.heard
    }

    /// It has said where it is, or that it does not know.
    pub(crate) fn is_told(&self) -> bool {
        self.gga.is_some() || self.rmc.is_some()
    }

    /// Where the receiver is.
    pub(crate) fn fix(&self) -> FixView {
        let place = self.place();
        let satellites = self.gga.as_ref().and_then(|gga| gga.fix_satellites).unwrap_or_default();
        let in_view = self.in_view.values().fold(0_u16, |sum, one| sum.saturating_add(*one));
        FixView {
            lat: place.map(|(lat, _)| lat),
            lon: place.map(|(_, lon)| lon),
            accuracy_m: place.and_then(|_| self.accuracy()),
            satellites: u8::try_from(satellites).unwrap_or(u8::MAX),
            in_view: u8::try_from(in_view).unwrap_or(u8::MAX),
        }
    }

    fn place(&self) -> Option<(f64, f64)> {
        let (lat, lon) = match (&self.gga, &self.rmc) {
            (Some(gga), _) if gga.fix_type.is_some_and(|fix| fix.is_valid()) => {
                (gga.latitude?, gga.longitude?)
            }
            (None, Some(rmc)) if rmc.status_of_fix != RmcStatusOfFix::Invalid => {
                (rmc.lat?, rmc.lon?)
            }
            _ => return None,
        };
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
    }

    /// Radius of 68 %, metres, as phones tell it.
    fn accuracy(&self) -> Option<f64> {
        let sigma = |gst: &GstData| Some(f64::from(gst.lat_sd?).hypot(f64::from(gst.long_sd?)));
        let assumed = || Some(f64::from(self.gga.as_ref()?.hdop?) * UERE);
        let radius = self.gst.as_ref().and_then(sigma).or_else(assumed)?;
        (radius.is_finite() && radius >= 0.0).then_some(radius)
    }
}
