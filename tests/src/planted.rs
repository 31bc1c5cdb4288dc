//! What must not lie about in the clear, and the search for it in files and in living memory.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use cacah_family::host::SystemHost;
use cacah_store::Store;
use cacah_testkit::ternate::Family;

/// Bytes read at once.
const CHUNK: usize = 1 << 20;
/// Bytes of a page of memory.
const PAGE: u64 = 4096;

/// Words and keys with what they are, in every spelling they could lie in.
#[derive(Debug, Default)]
pub struct Planted {
    needles: Vec<(String, Vec<u8>)>,
    longest: usize,
}

impl Planted {
    /// Numbers, names, address and telephone of a family. Short answers would be found by chance.
    #[must_use]
    pub fn of(family: &Family) -> Self {
        let mut planted = Self::default();
        let answers = family.answers();
        for answer in answers.opening.iter().chain(answers.members.iter().flatten()) {
            let personal =
                ["r107", "r108", "r114", "r402", "r403", "r404", "responden_hp", "responden_nama"];
            let long = answer.raw.len() >= 8;
            if long && personal.contains(&answer.question.as_str()) {
                planted.add(&answer.question, &answer.raw);
            }
        }
        planted
    }

    /// A text, in UTF-8 and UTF-16.
    pub fn add(&mut self, what: &str, text: &str) {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.put(what, text.as_bytes().to_vec());
        self.put(what, wide);
    }

    /// A key: its bytes, and the hexadecimal of either case.
    pub fn add_key(&mut self, what: &str, key: &[u8]) {
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.put(what, key.to_vec());
        self.put(what, hex.to_uppercase().into_bytes());
        self.put(what, hex.into_bytes());
    }

    fn put(&mut self, what: &str, bytes: Vec<u8>) {
        self.longest = self.longest.max(bytes.len());
        self.needles.push((what.to_owned(), bytes));
    }

    /// What everything that is searched for is called.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        self.needles.iter().map(|(what, _)| what.as_str()).collect()
    }

    /// What of it lies in the memory of a process: what, and in which part.
    ///
    /// # Panics
    /// When the memory cannot be read.
    #[must_use]
    pub fn in_memory(&self, process: u32) -> BTreeSet<(String, String)> {
        let memory = File::open(format!("/proc/{process}/mem")).expect("its memory");
        let parts = fs::read_to_string(format!("/proc/{process}/smaps")).expect("its map");
        let pages = File::open(format!("/proc/{process}/pagemap")).expect("its pages");
        let mut found = BTreeSet::new();
        let mut read = 0;
        for part in Part::resident(&parts) {
            for (from, to) in part.runs(&pages) {
                read += self.search(
                    to - from,
                    |at, into| memory.read_at(into, from + at).unwrap_or(0),
                    |what| {
                        found.insert((what.to_owned(), part.name.clone()));
                    },
                );
            }
        }
        assert!(read > CHUNK as u64, "no memory of {process} could be read");
        found
    }

    /// What of it lies in the files under a folder, names and bytes: what, and in which file.
    ///
    /// # Panics
    /// When the folder cannot be read.
    #[must_use]
    pub fn in_files(&self, folder: &Path) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
            let mut note = |what: &str| {
                found.insert((what.to_owned(), path.display().to_string()));
            };
            self.hits(path.as_os_str().as_encoded_bytes(), &mut note);
            if kind.is_dir() {
                found.append(&mut self.in_files(&path));
            } else if kind.is_file()
                && let Ok(file) = File::open(&path)
            {
                let size = file.metadata().map_or(0, |about| about.len());
                self.search(size, |at, into| file.read_at(into, at).unwrap_or(0), note);
            }
        }
        found
    }

    /// Searches in pieces that overlap; hands back how much was read.
    fn search(
        &self,
        size: u64,
        read_at: impl Fn(u64, &mut [u8]) -> usize,
        mut found: impl FnMut(&str),
    ) -> u64 {
        let mut piece = vec![0; CHUNK + self.longest];
        let (mut at, mut all) = (0, 0);
        while at < size {
            let wanted = usize::try_from(size - at).unwrap_or(usize::MAX).min(piece.len());
            let read = read_at(at, &mut piece[..wanted]);
            self.hits(&piece[..read], &mut found);
            all += read as u64;
            at += CHUNK as u64;
        }
        all
    }

    fn hits(&self, bytes: &[u8], found: &mut impl FnMut(&str)) {
        let mut begins = [false; 256];
        for (_, needle) in &self.needles {
            begins[usize::from(needle[0])] = true;
        }
        let mut at = 0;
        while at < bytes.len() {
            if begins[usize::from(bytes[at])] {
                for (what, needle) in &self.needles {
                    if bytes[at..].starts_with(needle) {
                        found(what);
                    }
                }
            }
            at += 1;
        }
    }
}

/// The key of the one vault in a data folder, which must be locked.
///
/// # Panics
/// When it does not open.
#[must_use]
pub fn data_key(data: &Path, password: &str) -> Vec<u8> {
    let vaults = data.join("vaults").read_dir().expect("vaults").flatten();
    let mut vaults = vaults.map(|entry| entry.path()).filter(|path| path.join("vault.db").exists());
    let vault = vaults.next().expect("a vault");
    let officers = Store::officers(&vault).expect("a header");
    let code = &officers.first().expect("an officer").code;
    cacah_store::testing::with_plain_memory();
    let store = Store::unlock(&vault, code, password, Arc::new(SystemHost::default()));
    store.expect("it opens").data_key().to_vec()
}

/// A part of a process' memory.
struct Part {
    from: u64,
    to: u64,
    name: String,
}

impl Part {
    /// Runs of its pages that lie in memory or in the swap: a web process reserves gigabytes of
    /// addresses with nothing behind them.
    fn runs(&self, pages: &File) -> Vec<(u64, u64)> {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        let mut flags = vec![0; CHUNK];
        let mut page = self.from / PAGE;
        while page < self.to / PAGE {
            let left = usize::try_from((self.to / PAGE - page) * 8).unwrap_or(usize::MAX);
            let wanted = left.min(flags.len());
            let read = pages.read_at(&mut flags[..wanted], page * 8).unwrap_or(0);
            if read == 0 {
                break;
            }
            for flag in flags[..read].chunks_exact(8) {
                // Bits 63 and 62 of an entry (Documentation/admin-guide/mm/pagemap.rst).
                if flag[7] & 0xC0 != 0 {
                    let at = page * PAGE;
                    match runs.last_mut() {
                        Some((_, to)) if *to == at => *to += PAGE,
                        _ => runs.push((at, at + PAGE)),
                    }
                }
                page += 1;
            }
        }
        runs
    }

    /// The readable parts of which something lies in memory or in the swap.
    fn resident(smaps: &str) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut part = None;
        for line in smaps.lines() {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            if let Some((from, to)) = first.split_once('-') {
                let hex = |text| u64::from_str_radix(text, 16).expect("an address");
                let rights = words.next().unwrap_or_default();
                let name = words.nth(3).unwrap_or("anonymous").to_owned();
                // What is never written holds what the file holds: tables, words of the program.
                let own = rights.starts_with("rw") || !name.starts_with(['/', '[']);
                part = (rights.starts_with('r') && own).then(|| Self {
                    from: hex(from),
                    to: hex(to),
                    name,
                });
            } else if matches!(first, "Rss:" | "Swap:") && words.next() != Some("0") {
                parts.extend(part.take());
            }
        }
        parts
    }
}
