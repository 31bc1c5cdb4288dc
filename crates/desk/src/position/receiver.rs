//! Listens to a receiver for a moment. Whatever stands at the port, this ends and holds little.

use std::io::{ErrorKind, Read};
use std::sync::PoisonError;

use cacah_family::host::Host;
use cacah_wire::command::FixView;
use cacah_wire::error::Code;

use super::fix::{Moment, Sentences};
use crate::devices::Devices;

/// Rates receivers speak at: what most do, what NMEA 0183 says, what the quick ones do.
const BAUDS: [u32; 3] = [9_600, 4_800, 115_200];
/// Milliseconds in which a receiver says something, once a second at the slowest.
const PATIENCE: u64 = 1_500;
/// Milliseconds until a moment is whole, once something was said.
const WHOLE: u64 = 2_500;
/// Bytes listened to at one rate: more than the quickest sends in that time.
const BYTES: usize = 64 << 10;
/// Tenths of a second without a byte that end a moment: a receiver speaks in one breath.
const BREATH: u32 = 3;
/// Tenths of a second without a byte after which there is nobody.
const SILENCE: u32 = 15;

/// Where the receiver at a port says it is.
pub(super) fn read(devices: &Devices, port: &str, host: &dyn Host) -> Result<FixView, Code> {
    // Only what was listed is opened: a name from the window is no path to anything else.
    if !devices.receivers.ports().iter().any(|known| known.port == port) {
        return Err(Code::ReceiverGone);
    }
    let heard = devices.heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let known = heard.filter(|(known, _)| known == port).map(|(_, baud)| baud);
    for baud in known.into_iter().chain(BAUDS.into_iter().filter(|baud| Some(*baud) != known)) {
        let mut source = devices.receivers.open(port, baud).map_err(|_| Code::ReceiverGone)?;
        let moment = listen(&mut *source, host)?;
        if moment.is_heard() {
            let heard = Some((port.to_owned(), baud));
            *devices.heard.lock().unwrap_or_else(PoisonError::into_inner) = heard;
            return Ok(moment.fix());
        }
    }
    Err(Code::ReceiverSilent)
}

fn listen(source: &mut dyn Read, host: &dyn Host) -> Result<Moment, Code> {
    let (mut sentences, mut moment) = (Sentences::default(), Moment::default());
    let (begun, mut bytes, mut quiet) = (host.monotonic(), 0, 0);
    let mut chunk = [0; 512];
    loop {
        match source.read(&mut chunk) {
            Ok(0) => return Err(Code::ReceiverGone),
            Ok(read) => {
                (bytes, quiet) = (bytes + read, 0);
                let said = chunk.iter().take(read).filter_map(|byte| sentences.take(*byte));
                for sentence in said {
                    if moment.hear(&sentence) {
                        return Ok(moment);
                    }
                }
            }
            Err(error) if is_quiet(error.kind()) => quiet += 1,
            Err(_) => return Err(Code::ReceiverGone),
        }
        let breath = if moment.is_told() { BREATH } else { SILENCE };
        let patience = if moment.is_heard() { WHOLE } else { PATIENCE };
        let late = host.monotonic().saturating_sub(begun) >= patience;
        if late || quiet >= breath || bytes >= BYTES {
            return Ok(moment);
        }
    }
}

fn is_quiet(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted)
}
