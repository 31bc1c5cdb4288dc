//! Wrong guesses: counted on disk before each is tried, so that ending the app gains nothing, and
//! waited for on this process's monotonic clock, because wall clocks are wrong.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cacah_family::host::Host;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::TRIES;
use crate::StoreError;

/// Seconds until the next guess after so many wrong ones; after more, the last.
const WAITS: [u32; 8] = [0, 0, 0, 5, 15, 60, 300, 900];
/// The file always has this length, so that counting needs no room on a full disk.
const BYTES: usize = 4096;
/// Under which codes that are nobody's are counted.
const NOBODY: &str = "";

/// When the wait after the last wrong guess began in this process.
static SINCE: Mutex<BTreeMap<(PathBuf, String), u64>> = Mutex::new(BTreeMap::new());

/// Wrong guesses by officer's code.
#[derive(Default, Serialize, Deserialize)]
struct Tries {
    wrong: BTreeMap<String, u32>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    tries: Box<RawValue>,
    blake3: String,
}

/// A guess that may be tried; it counts as wrong until it was [`Guess::right`].
#[derive(Debug)]
pub(crate) struct Guess {
    key: (PathBuf, String),
    /// Wrong ones before.
    pub before: u32,
}

impl Guess {
    /// Counts a guess at what lets the officer `code` into the vault in `dir`; `None` is nobody's
    /// code. The vault's lock must be held.
    ///
    /// # Errors
    /// [`StoreError::TooSoon`]: it must not be tried, and does not count.
    pub(crate) fn begin(
        dir: &Path,
        code: Option<&str>,
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        let key = (dir.to_owned(), code.unwrap_or(NOBODY).to_owned());
        let tries = Tries::read(dir)?;
        // A torn count is a high one: who tears it waits.
        let before = tries.map_or(WAITS.len() as u32, |tries| tries.of(&key.1));
        wait(&key, before, host.monotonic())?;
        count(&key, before.saturating_add(1))?;
        Ok(Self { key, before })
    }

    /// It was right: the count begins anew.
    pub(crate) fn right(&self) -> Result<(), StoreError> {
        lock().remove(&self.key);
        count(&self.key, 0)
    }
}

fn lock() -> std::sync::MutexGuard<'static, BTreeMap<(PathBuf, String), u64>> {
    SINCE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A wait another process saw the beginning of begins anew.
fn wait(key: &(PathBuf, String), wrong: u32, now: u64) -> Result<(), StoreError> {
    let wait =
        WAITS.get(wrong as usize).or(WAITS.last()).map_or(0, |wait| u64::from(*wait) * 1_000);
    let mut all = lock();
    let since = *all.entry(key.clone()).or_insert(now);
    let left = (since.min(now) + wait).saturating_sub(now);
    if left > 0 {
        let seconds = u32::try_from(left.div_ceil(1_000)).unwrap_or(u32::MAX);
        return Err(StoreError::TooSoon { seconds });
    }
    all.insert(key.clone(), now);
    Ok(())
}

fn count((dir, code): &(PathBuf, String), wrong: u32) -> Result<(), StoreError> {
    let mut tries = Tries::read(dir)?.unwrap_or_default();
    match wrong {
        0 => tries.wrong.remove(code),
        wrong => tries.wrong.insert(code.clone(), wrong),
    };
    match tries.write(dir) {
        // A full disk locks nobody out. Only the first count of a vault needs room.
        Err(StoreError::DiskFull) => Ok(()),
        written => written,
    }
}

impl Tries {
    fn of(&self, code: &str) -> u32 {
        self.wrong.get(code).copied().unwrap_or(0)
    }

    /// `None` when what is there is not whole.
    fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let bytes = match std::fs::read(dir.join(TRIES)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Some(Self::default()));
            }
            read => read?,
        };
        let record: Option<Record> = serde_json::from_slice(&bytes).ok();
        let whole = record.filter(|record| hash(record.tries.get()) == record.blake3);
        Ok(whole.and_then(|record| serde_json::from_str(record.tries.get()).ok()))
    }

    /// In place: a new file would need room.
    fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let tries = serde_json::value::to_raw_value(self)?;
        let blake3 = hash(tries.get());
        let mut bytes = serde_json::to_vec(&Record { tries, blake3 })?;
        bytes.resize(bytes.len().next_multiple_of(BYTES), b' ');
        let path = dir.join(TRIES);
        let mut file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.write_all(&bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()?;
        Ok(())
    }
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FakeHost;

    use super::*;

    const CODE: Option<&str> = Some("PPL 0123");

    /// Guesses wrongly until it is too soon; how often, and the seconds to wait.
    fn guess(dir: &Path, host: &FakeHost) -> (u32, u32) {
        (0..)
            .find_map(|tried| match Guess::begin(dir, CODE, host) {
                Err(StoreError::TooSoon { seconds }) => Some((tried, seconds)),
                guess => {
                    guess.unwrap();
                    None
                }
            })
            .unwrap()
    }

    #[test]
    fn trust_waits_grow_to_a_quarter_of_an_hour_and_end() {
        let (dir, host) = (tempfile::tempdir().unwrap(), FakeHost::new(1));
        assert_eq!(guess(dir.path(), &host), (3, 5));
        for next in [15, 60, 300, 900, 900, 900] {
            let (_, seconds) = guess(dir.path(), &host);
            host.pass(seconds * 1_000 - 1);
            assert_eq!(guess(dir.path(), &host), (0, 1));
            host.pass(1);
            assert_eq!(guess(dir.path(), &host), (1, next));
        }
        host.pass(900_000);
        let right = Guess::begin(dir.path(), CODE, &host).unwrap();
        assert_eq!(right.before, 9);
        right.right().unwrap();
        assert_eq!(Guess::begin(dir.path(), CODE, &host).unwrap().before, 0);
    }

    #[test]
    fn trust_a_restart_begins_the_wait_anew_and_forgets_no_guess() {
        let (dir, host) = (tempfile::tempdir().unwrap(), FakeHost::new(1));
        host.pass(500_000);
        for left in [(3, 5), (1, 15), (0, 10)] {
            assert_eq!(guess(dir.path(), &host), left);
            host.pass(5_000);
        }
        // As another process: its clock begins at 0, and it saw no guess.
        lock().clear();
        assert_eq!(guess(dir.path(), &FakeHost::new(2)), (0, 15));
    }

    #[test]
    fn trust_officers_are_counted_apart_and_nobodys_codes_together() {
        let (dir, host) = (tempfile::tempdir().unwrap(), FakeHost::new(1));
        guess(dir.path(), &host);
        for before in 0..3 {
            assert_eq!(Guess::begin(dir.path(), None, &host).unwrap().before, before);
        }
        assert!(Guess::begin(dir.path(), None, &host).is_err());
        let right = Guess::begin(dir.path(), Some("PPL 0124"), &host).unwrap();
        right.right().unwrap();
        assert_eq!(guess(dir.path(), &host), (0, 5));
    }

    #[test]
    fn trust_a_torn_count_is_a_high_one_once() {
        let (dir, host) = (tempfile::tempdir().unwrap(), FakeHost::new(1));
        guess(dir.path(), &host);
        let path = dir.path().join(TRIES);
        let whole = std::fs::read(&path).unwrap();
        assert_eq!(whole.len(), BYTES);
        for at in [1, 20, 60] {
            let mut torn = whole.clone();
            torn[at] ^= 1;
            std::fs::write(&path, &torn).unwrap();
            assert_eq!(guess(dir.path(), &host), (0, 900));
        }
        host.pass(900_000);
        Guess::begin(dir.path(), CODE, &host).unwrap().right().unwrap();
        assert_eq!(Guess::begin(dir.path(), CODE, &host).unwrap().before, 0);
    }
}
