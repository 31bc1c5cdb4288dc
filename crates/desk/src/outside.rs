//! Folders and files outside the data folder that a person named: typed, pasted, with quotes around it.

use std::fs::{self, File};
use std::io::Write as _;
use std::iter;
use std::path::{Path, PathBuf};

use cacah_wire::error::Code;

use crate::error::DeskError;

/// A path as it was typed: Windows copies it with quotes.
pub(crate) fn path(typed: &str) -> Result<PathBuf, DeskError> {
    let typed = typed.trim().trim_matches('"').trim();
    let path = PathBuf::from(typed);
    if path.is_absolute() { Ok(path) } else { Err(DeskError::At(Code::BadRequest, "path".into())) }
}

/// A folder that is there now. It is never made: a stick that was pulled out must not become a folder
/// of the disk.
pub(crate) fn folder(typed: &str) -> Result<PathBuf, DeskError> {
    let folder = path(typed)?;
    if folder.is_dir() { Ok(folder) } else { Err(Code::StickLost.into()) }
}

/// As a person reads it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Writes a file that bears its name only once it is whole and durable; one of that name is never
/// replaced, the new one is counted then.
pub(crate) fn save(
    folder: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
) -> Result<PathBuf, DeskError> {
    let counted = (2_u32..).map(|count| format!("{stem}-{count}.{extension}"));
    let mut names = iter::once(format!("{stem}.{extension}")).chain(counted);
    let path = names.find_map(|name| Some(folder.join(name)).filter(|path| !path.exists()));
    let path = path.ok_or(Code::StickLost)?;
    let draft = path.with_extension("part");
    let written = write(&draft, bytes).and_then(|()| fs::rename(&draft, &path));
    if written.is_err() {
        // The first error is the one that tells.
        let _ = fs::remove_file(&draft);
        return Err(Code::StickLost.into());
    }
    Ok(path)
}

fn write(draft: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_absolute_and_may_be_quoted() {
        let here = tempfile::tempdir().unwrap();
        let typed = format!(" \"{}\" ", here.path().display());
        assert_eq!(folder(&typed).unwrap(), here.path());
        for bad in ["", "  ", "relative/path", "\"\""] {
            assert!(matches!(path(bad), Err(DeskError::At(Code::BadRequest, _))), "{bad}");
        }
        let gone = here.path().join("gone");
        assert!(matches!(folder(&shown(&gone)), Err(DeskError::Code(Code::StickLost))));
        assert!(!gone.exists());
    }

    #[test]
    fn a_file_replaces_none_and_leaves_no_draft() {
        let here = tempfile::tempdir().unwrap();
        let one = save(here.path(), "bukti", "pdf", b"1").unwrap();
        let two = save(here.path(), "bukti", "pdf", b"2").unwrap();
        assert_eq!((fs::read(one).unwrap(), fs::read(two).unwrap()), (b"1".into(), b"2".into()));
        assert_eq!(fs::read_dir(here.path()).unwrap().count(), 2);
        assert!(save(&here.path().join("gone"), "bukti", "pdf", b"1").is_err());
    }
}
