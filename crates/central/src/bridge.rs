//! The bridge an office imported, kept in its data folder and in its backups.

use std::io::Write as _;

use cacah_regions::bridge::{Bridge, Link};

use crate::folder::{Folder, FolderError, owned};
use crate::functions::regions;
use crate::import::{File, bridge};

/// Name of the file in the data folder.
pub(crate) const BRIDGE: &str = "bridge.csv";

/// Areas printed at most.
const SHOWN: usize = 40;

impl Folder {
    /// The bridge; the districts of Ternate when none was imported.
    ///
    /// # Errors
    /// [`FolderError`] for a file that cannot be read or is no bridge.
    pub fn bridge(&self) -> Result<Bridge, FolderError> {
        let path = self.root().join(BRIDGE);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Bridge::ternate());
            }
            Err(source) => return Err(FolderError::Io { path, source }),
        };
        bridge(&File { name: BRIDGE.into(), bytes }).map_err(|_| FolderError::Damaged(path))
    }

    /// Keeps a bridge in place of the one before.
    ///
    /// # Errors
    /// [`FolderError::Io`]; the one before is as it was.
    pub fn put_bridge(&self, bridge: &Bridge) -> Result<(), FolderError> {
        let path = self.root().join(BRIDGE);
        let unfinished = path.with_extension("new");
        let io = |source| FolderError::Io { path: path.clone(), source };
        let mut file = owned(&unfinished)?;
        file.set_len(0).map_err(io)?;
        let text = bridge.to_string();
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
        std::fs::rename(&unfinished, &path).map_err(io)
    }
}

/// The areas of a code, of either register, or with a word that begins as `text` does.
#[must_use]
pub fn areas(bridge: &Bridge, text: &str) -> String {
    let regions = regions();
    let mut lines = Vec::new();
    if let Some(link) = bridge.of_bps(text.trim()) {
        lines.push(format!("BPS {}", line(&link.kemendagri, Some(link))));
    }
    let region = regions.region(text);
    let found = region.map_or_else(|| regions.search(text, SHOWN), |region| vec![region]);
    lines.extend(found.iter().map(|region| line(&region.code, bridge.of_kemendagri(&region.code))));
    if lines.is_empty() { "tidak ada / none\n".to_owned() } else { lines.join("\n") + "\n" }
}

/// An area with all it lies in, its edition when that is an older one, its code of BPS.
fn line(code: &str, link: Option<&Link>) -> String {
    let chain = regions().chain(code);
    let names: Vec<_> = chain.iter().rev().map(|region| region.name.as_str()).collect();
    let older = chain.last().filter(|region| region.edition > 0);
    let edition = older.and_then(|region| regions().editions().into_iter().nth(region.edition));
    let edition = edition.map(|edition| format!(" ({})", edition.name)).unwrap_or_default();
    let bps = link.map(|link| format!(" = BPS {} {}", link.bps, link.bps_name)).unwrap_or_default();
    let code = chain.last().map_or(code, |region| region.code.as_str());
    format!("{code:<10}  {}{edition}{bps}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_found_by_either_code_and_by_name() {
        let ternate = Bridge::ternate();
        let south = "827102      Kota Ternate Selatan, Kota Ternate, Maluku Utara = BPS 8271020 Ternate Selatan";
        assert_eq!(areas(&ternate, "82.71.02"), format!("{south}\n"));
        assert_eq!(areas(&ternate, "8271020"), format!("BPS {south}\n"));
        assert!(areas(&ternate, "kota ternate sel").contains(south));
        assert_eq!(
            areas(&ternate, "9101"),
            "9101        Kabupaten Merauke, Papua (sebelum UU 14 15 16 dan 29/2022)\n"
        );
        assert_eq!(areas(&ternate, "8299"), "tidak ada / none\n");
    }
}
