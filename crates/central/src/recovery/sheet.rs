//! The sheet a keeper keeps: one small text file, to be printed or to lie on a stick.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use cacah_family::host::Millis;
use zeroize::Zeroizing;

use super::{RecoveryError, Result, Share};

/// Letters of a recipient that name its sheets.
const NAME: usize = 8;

/// Writes the sheet of a share into a folder; never over another.
pub(super) fn write(share: &Share, recipient: &str, at: Millis, to: &Path) -> Result<PathBuf> {
    let path = to.join(name(share, recipient));
    let io = |source| RecoveryError::Io { path: path.clone(), source };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(io)?;
    file.write_all(text(share, recipient, at).as_bytes()).map_err(io)?;
    file.sync_all().map_err(io)?;
    Ok(path)
}

/// Reads a share from a sheet, or from a file somebody typed the groups into.
pub(super) fn read(path: &Path) -> Result<Share> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|source| RecoveryError::Io { path: path.to_owned(), source })?;
    Share::from_text(&text).map_err(|source| RecoveryError::Share { path: path.to_owned(), source })
}

fn name(share: &Share, recipient: &str) -> String {
    let key: String = recipient.chars().skip("age1".len()).take(NAME).collect();
    format!("kunci-{key}-bagian-{}-dari-{}.txt", share.number(), share.of)
}

fn text(share: &Share, recipient: &str, at: Millis) -> Zeroizing<String> {
    let (number, of, need) = (share.number(), share.of, share.need);
    let day = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default().format("%Y-%m-%d");
    let code = share.code();
    let code = code.as_str();
    Zeroizing::new(format!(
        "CACAH - KUNCI PEMULIHAN KANTOR / RECOVERY KEY OF THE OFFICE
Bagian {number} dari {of}; perlu {need} bagian / share {number} of {of}; {need} are needed
Kunci / key: {recipient}
Dibuat / made: {day}

{code}
Simpan sendiri dan terkunci; jangan difoto, jangan dikirim lewat pesan, jangan disimpan bersama
bagian lain. Bila hilang, lapor hari itu juga: kunci dibagi ulang oleh penjaga yang lain.
Keep it yourself, locked up; take no picture, send it in no message, keep it with no other share.
When it is lost, say so the same day: the other keepers split the key again.
"
    ))
}
