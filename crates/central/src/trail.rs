//! The audit trail given to whoever must see it, and proven: the endpoint's own, and a laptop's.

use std::io::{BufRead, Seek, Write};

use cacah_family::trail::{Act, Deed, Head};
use cacah_wire::seal::PublicKey;
use cacah_wire::trail::{TrailError, TrailHead, TrailOf, TrailWriter, signed_by, verify};

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::Storage;

/// Lines read at once.
const LINES: u32 = 1_000;

impl<S: Storage> Central<S> {
    /// Writes records from number `from` on as JSON lines, the last of them that of this export, and
    /// the signed head; how many records.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`] for a number that is not given yet;
    /// [`CentralError::Trail`] when it cannot be written.
    pub fn export_trail(&self, by: &str, from: u64, to: impl Write) -> Result<u64> {
        let by = self.allow(by, Action::ExportTrail, "")?;
        let start = self.trail_before(from)?;
        self.record(by, Deed::new(Act::Exported).kind("trail"))?;
        let mut writer = TrailWriter::new(to, start);
        loop {
            let lines = self.storage.trail(writer.head().seq, LINES)?;
            if lines.is_empty() {
                break;
            }
            lines.iter().try_for_each(|line| writer.line(line))?;
        }
        let (of, at) = (TrailOf::Endpoint(self.epoch), self.host.now());
        Ok(writer.finish(of, at, &self.keys.signing)?.1)
    }

    /// Proves an export under the key that this endpoint knows of the laptop it is of, or its own.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] for a laptop that was not enrolled here; [`CentralError::Trail`]
    /// with the record that does not hold.
    pub fn verify_trail(&self, mut from: impl BufRead + Seek) -> Result<TrailHead> {
        let key = match signed_by(&mut from)? {
            TrailOf::Device(device) => {
                let device =
                    self.storage.device(device)?.ok_or(CentralError::NotFound("device"))?;
                device.device_key
            }
            TrailOf::Endpoint(_) => PublicKey::of(&self.keys.signing),
        };
        from.rewind().map_err(TrailError::from)?;
        Ok(verify(&mut from, &key, |_| ())?)
    }

    fn trail_before(&self, from: u64) -> Result<Head> {
        let Some(last) = from.checked_sub(1).filter(|last| *last > 0) else {
            return Ok(Head::START);
        };
        let lines = self.storage.trail(last - 1, 1)?;
        let line = lines.first().ok_or(CentralError::NotFound("record"))?;
        Ok(Head { seq: last, hash: cacah_family::trail::hash(line) })
    }
}
