//! The recovery identity in the data folder, and out of it among its keepers.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use cacah_family::host::Host;
use zeroize::Zeroizing;

use super::share::{combine, split};
use super::{RecoveryError, RecoveryIdentity, Result, Share, sheet};
use crate::folder::{Folder, FolderError, keep, owned, replace};

/// The identity itself, until it is split.
const SECRET: &str = "recovery.key";
/// Recipients, newest first: laptops agree with the first, earlier ones stand with theirs.
const PUBLIC: &str = "recovery.pub";

/// The recipient laptops agree with from now on. An identity is made only where there has never
/// been one.
pub(crate) fn recipient(root: &Path) -> std::result::Result<String, FolderError> {
    let path = root.join(PUBLIC);
    let text = keep(&path, || {
        let path = root.join(SECRET);
        let draw = || age::x25519::Identity::generate().to_string().expose_secret().to_owned();
        let text = Zeroizing::new(keep(&path, || Ok(draw()))?);
        let identity = RecoveryIdentity::from_text(&text).ok_or(FolderError::Damaged(path))?;
        Ok(format!("{}\n", identity.recipient()))
    })?;
    let first = text.lines().next().unwrap_or_default();
    match first.parse::<age::x25519::Recipient>() {
        Ok(_) => Ok(first.to_owned()),
        Err(_) => Err(FolderError::Damaged(path)),
    }
}

/// How an identity is split, and where its sheets go.
#[derive(Debug, Clone)]
pub struct Splitting {
    /// So many shares make it whole.
    pub need: u8,
    /// Of so many.
    pub keepers: u8,
    /// A folder for the sheets; nothing in it is overwritten.
    pub to: PathBuf,
}

impl Folder {
    /// The recovery identity: from its keepers' shares, or from the folder while it is not split.
    ///
    /// # Errors
    /// [`RecoveryError::NoKey`], [`RecoveryError::Share`], [`RecoveryError::Shares`].
    pub fn recovery_identity(&self, shares: &[PathBuf]) -> Result<RecoveryIdentity> {
        if !shares.is_empty() {
            return identity_of(shares);
        }
        let path = self.root().join(SECRET);
        match std::fs::read_to_string(&path).map(Zeroizing::new) {
            Ok(text) => RecoveryIdentity::from_text(&text).ok_or(FolderError::Damaged(path).into()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(RecoveryError::NoKey),
            Err(source) => Err(RecoveryError::Io { path, source }),
        }
    }

    /// Writes the sheets of an identity and proves them: read back, every run of `need` of them makes
    /// the same identity.
    ///
    /// # Errors
    /// [`RecoveryError`]; sheets written before it failed stay where they are.
    pub fn write_sheets(
        &self,
        identity: &RecoveryIdentity,
        splitting: &Splitting,
        host: &dyn Host,
    ) -> Result<Vec<PathBuf>> {
        let Splitting { need, keepers, to } = splitting;
        let recipient = identity.recipient();
        let shares = split(identity, (*need, *keepers), host)?;
        let sheets = shares.iter().map(|share| sheet::write(share, &recipient, host.now(), to));
        let sheets = sheets.collect::<Result<Vec<_>>>()?;
        let read = sheets.iter().map(|path| sheet::read(path)).collect::<Result<Vec<_>>>()?;
        let around = [&read[..], &read[..]].concat();
        for some in around.windows(usize::from(*need)).take(read.len()) {
            if combine(some)?.recipient() != recipient {
                return Err(super::ShareError::Broken.into());
            }
        }
        Ok(sheets)
    }

    /// True while the identity lies in the folder.
    #[must_use]
    pub fn has_recovery_key(&self) -> bool {
        self.root().join(SECRET).exists()
    }

    /// Takes the identity out of the folder. Its bytes are overwritten first; a disk that writes
    /// elsewhere may still hold them until it is wiped.
    ///
    /// # Errors
    /// [`RecoveryError::Io`].
    pub fn forget_recovery_key(&self) -> Result<()> {
        let path = self.root().join(SECRET);
        let io = |source| RecoveryError::Io { path: path.clone(), source };
        let length = match std::fs::metadata(&path) {
            Ok(about) => about.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(io(source)),
        };
        let mut file = owned(&path)?;
        let zeros = vec![b'0'; usize::try_from(length).unwrap_or_default()];
        file.write_all(&zeros).and_then(|()| file.sync_all()).map_err(io)?;
        drop(file);
        std::fs::remove_file(&path).map_err(io)
    }

    /// Makes a new identity the one laptops agree with from now on; those enrolled before stay with
    /// theirs. A serving endpoint takes it up when it is started again.
    ///
    /// # Errors
    /// [`RecoveryError::SplitFirst`] while the identity before lies in the folder only.
    pub fn renew_recovery(&self, identity: &RecoveryIdentity) -> Result<()> {
        if self.has_recovery_key() {
            return Err(RecoveryError::SplitFirst);
        }
        let path = self.root().join(PUBLIC);
        let before = std::fs::read_to_string(&path);
        let before = before.map_err(|source| RecoveryError::Io { path: path.clone(), source })?;
        Ok(replace(&path, &format!("{}\n{before}", identity.recipient()))?)
    }

    /// Recipients of the office, newest first.
    ///
    /// # Errors
    /// [`RecoveryError::Io`].
    pub fn recovery_recipients(&self) -> Result<Vec<String>> {
        let path = self.root().join(PUBLIC);
        let text = std::fs::read_to_string(&path);
        let text = text.map_err(|source| RecoveryError::Io { path, source })?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// The identity from keepers' sheets.
///
/// # Errors
/// [`RecoveryError::Share`], [`RecoveryError::Shares`].
pub fn identity_of(shares: &[PathBuf]) -> Result<RecoveryIdentity> {
    let shares = shares.iter().map(|path| sheet::read(path)).collect::<Result<Vec<Share>>>()?;
    Ok(combine(&shares)?)
}
