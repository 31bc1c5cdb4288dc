//! What lies in the data folder: `vaults/<officer>/` for each officer, `preferences.json` beside them.
//!
//! Nothing about families is outside a vault; preferences are plain so that theme and language work
//! before unlock.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cacah_store::Store;
use cacah_wire::command::{Language, Preferences, Theme};

use crate::error::DeskError;

/// Folder of the throw-away vault of a tour.
const PRACTICE: &str = "tour";

/// The data folder.
#[derive(Debug)]
pub(crate) struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Officer codes with a vault here, sorted. A folder whose header cannot be read is left out of the
    /// list and left alone.
    pub(crate) fn officers(&self) -> Vec<String> {
        self.vaults().into_iter().map(|(code, _)| code).collect()
    }

    /// The vault of an officer.
    pub(crate) fn vault(&self, officer: &str) -> Option<PathBuf> {
        self.vaults().into_iter().find(|(code, _)| code == officer).map(|(_, path)| path)
    }

    /// Where the vault of a new officer goes.
    pub(crate) fn new_vault(&self, officer: &str) -> Result<PathBuf, DeskError> {
        let vaults = self.root.join("vaults");
        private_folder(&vaults)?;
        let name: String =
            officer.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        Ok(vaults.join(name.to_lowercase()))
    }

    /// Where the throw-away vault of a tour goes, apart from the officers'.
    pub(crate) fn practice_vault(&self) -> Result<PathBuf, DeskError> {
        self.clear_practice();
        let practice = self.root.join(PRACTICE);
        private_folder(&practice)?;
        Ok(practice.join("vault"))
    }

    /// What a crash left of a tour.
    pub(crate) fn clear_practice(&self) {
        match fs::remove_dir_all(self.root.join(PRACTICE)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a practice vault is left");
            }
            _ => {}
        }
    }

    fn vaults(&self) -> Vec<(String, PathBuf)> {
        let Ok(entries) = fs::read_dir(self.root.join("vaults")) else { return Vec::new() };
        let mut found: Vec<_> = entries
            .flatten()
            .flat_map(|entry| {
                let officers = Store::officers(&entry.path()).unwrap_or_default();
                officers.into_iter().map(move |mark| (mark.code, entry.path()))
            })
            .collect();
        found.sort();
        found
    }

    /// A vault here was destroyed by the office's order. Nothing says whose.
    pub(crate) fn note_wiped(&self) -> Result<(), DeskError> {
        Ok(replace(&self.wiped_file(), b"")?)
    }

    /// It was, and nobody enrolled here since.
    pub(crate) fn wiped(&self) -> bool {
        self.wiped_file().exists()
    }

    /// Somebody enrolled here.
    pub(crate) fn forget_wiped(&self) -> Result<(), DeskError> {
        match fs::remove_file(self.wiped_file()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn wiped_file(&self) -> PathBuf {
        self.root.join("wiped-by-office")
    }

    /// Theme and languages; the defaults when there is no file or it cannot be read.
    pub(crate) fn preferences(&self) -> Preferences {
        let read = fs::read(self.preferences_file()).ok();
        read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(Preferences {
            interface: Language::Id,
            interview: Language::Id,
            theme: Theme::Light,
        })
    }

    pub(crate) fn set_preferences(&self, preferences: Preferences) -> Result<(), DeskError> {
        fs::create_dir_all(&self.root)?;
        let file = self.preferences_file();
        replace(&file, &serde_json::to_vec(&preferences).unwrap_or_default())?;
        Ok(())
    }

    fn preferences_file(&self) -> PathBuf {
        self.root.join("preferences.json")
    }
}

/// A folder no other user of this computer may enter, so that nobody copies a vault to guess its
/// password at leisure; on Windows it lies in the user's profile.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // The vault syncs its own folder; the names of the folders above it must outlive a power cut
    // too. Windows opens no folder, and NTFS journals names itself.
    for above in std::path::absolute(folder)?.ancestors().skip(1).take(2) {
        if let Ok(above) = fs::File::open(above) {
            above.sync_all()?;
        }
    }
    Ok(())
}

/// Writes beside, then renames: a power cut leaves the old file or the new one.
fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    let mut written = fs::File::create(&beside)?;
    written.write_all(bytes)?;
    written.sync_all()?;
    fs::rename(beside, file)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn vaults_are_for_their_user_only() {
        let root = tempfile::tempdir().unwrap();
        let data = root.path().join("data");
        let vault = DataFolder::new(data.clone()).new_vault("PPL/../0123").unwrap();
        assert_eq!(vault, data.join("vaults/ppl----0123"));
        for folder in [&data, &data.join("vaults")] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
