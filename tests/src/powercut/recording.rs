//! Real processes under the shim, and the cuts made of their log.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cacah_testkit::random::Random;
use tempfile::TempDir;

use super::disk::{Disk, Fate, Names};
use super::log::{self, Record};
use crate::programs::root;

/// A folder being watched.
#[derive(Debug)]
pub struct Recording {
    watched: PathBuf,
    before: [Disk; 2],
    own: TempDir,
    lies: bool,
}

impl Recording {
    /// Watches the folder `watched`, which counts as durable up to now.
    ///
    /// # Panics
    /// When the shim cannot be compiled.
    #[must_use]
    pub fn of(watched: &Path) -> Self {
        let own = tempfile::tempdir().expect("a temporary folder");
        let mut compile = Command::new("cc");
        compile.args(["-O1", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-o"]);
        compile.arg(own.path().join("shim.so")).arg(root().join("tests/powercut/shim.c"));
        let compiled =
            compile.args(["-ldl", "-pthread"]).status().expect("cc runs (build-essential)");
        assert!(compiled.success(), "the shim compiles");
        let watched = watched.canonicalize().expect("the folder is there");
        let before = [Names::ByFolder, Names::Journaled].map(|names| Disk::read(&watched, names));
        Self { watched, before, own, lies: false }
    }

    /// The disk says that it synced, and did not.
    #[must_use]
    pub fn of_a_lying_disk(watched: &Path) -> Self {
        Self { lies: true, ..Self::of(watched) }
    }

    /// Starts `program` under the shim from now on.
    pub fn watch<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        if self.lies {
            program.env("CACAH_SHIM_DROP_SYNC", "1");
        }
        program
            .env("LD_PRELOAD", self.own.path().join("shim.so"))
            .env("CACAH_SHIM_ROOT", &self.watched)
            .env("CACAH_SHIM_LOG", self.log())
    }

    fn log(&self) -> PathBuf {
        self.own.path().join("log")
    }

    /// Something outside holds `number` now: what proves it has left the process before.
    ///
    /// # Panics
    /// When the log cannot be written.
    pub fn mark(&self, number: u64) {
        let log = File::options().append(true).create(true).open(self.log());
        log.and_then(|mut log| log.write_all(&log::mark(number))).expect("a mark is written");
    }

    /// What the processes did so far.
    ///
    /// # Panics
    /// When the log cannot be read.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        log::parse(&fs::read(self.log()).expect("the shim wrote a log"), &self.watched)
    }

    /// Cuts the power before and after every sync, and at `more` points of chance; `check` gets the
    /// records that had happened, what became of the rest, and the folder as it is then found.
    ///
    /// # Panics
    /// When the log is not whole.
    pub fn cut_everywhere(
        &self,
        seed: u64,
        more: usize,
        mut check: impl FnMut(&[Record], &str, &Path),
    ) {
        let records = self.records();
        let mut disks = self.before.clone();
        let mut done = 0;
        for (index, cut) in cuts(&records, seed, more).into_iter().enumerate() {
            for record in &records[done..cut] {
                disks.iter_mut().for_each(|disk| disk.apply(record));
            }
            done = cut;
            let mut random = Random::of(seed, index as u64);
            let fate = match random.between(0, 9) {
                0..5 => Fate::Lost,
                5..9 => Fate::Torn,
                _ => Fate::Kept,
            };
            let names = random.between(0, 1) as usize;
            let found = self.own.path().join("found");
            disks[names].cut(fate, &mut random, &found);
            let words = format!("seed {seed}, cut at {cut} of {}, {fate:?}", records.len());
            check(&records[..cut], &words, &found);
            fs::remove_dir_all(&found).expect("the folder found is removed");
        }
    }
}

/// Before and after every sync, and `more` points of chance.
fn cuts(records: &[Record], seed: u64, more: usize) -> BTreeSet<usize> {
    let syncs = records.iter().enumerate().filter(|(_, record)| matches!(record, Record::Sync(_)));
    let mut cuts: BTreeSet<usize> = syncs.flat_map(|(at, _)| [at, at + 1]).collect();
    let mut random = Random::new(seed);
    let last = u32::try_from(records.len()).expect("a log of less than four thousand million");
    let chosen = || random.between(0, last) as usize;
    cuts.extend(std::iter::repeat_with(chosen).take(more));
    cuts
}

/// Lines that left on standard output.
#[must_use]
pub fn lines(records: &[Record]) -> usize {
    records.iter().map(|record| if let Record::Out(lines) = record { *lines } else { 0 }).sum()
}

/// What somebody outside held, and how many records had happened when it had left the process: the
/// bytes that brought it were on their way with the last ones that left before the mark.
#[must_use]
pub fn held_outside(records: &[Record]) -> Vec<(usize, u64)> {
    let mut left = 0;
    let mut held = Vec::new();
    for (at, record) in records.iter().enumerate() {
        match record {
            Record::Out(_) => left = at + 1,
            Record::Mark(number) => held.push((left, *number)),
            _ => {}
        }
    }
    held
}
