//! The power fails at a laptop, at any moment: what was said to be stored is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command as Program;
use std::sync::Arc;

use cacah_family::entry::Change;
use cacah_family::host::SystemHost;
use cacah_family::id::FamilyId;
use cacah_store::Store;
use cacah_testkit::desk::Desk;
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of, send, unlock};
use cacah_tests::office::Office;
use cacah_tests::powercut::log::Record;
use cacah_tests::powercut::recording::{Recording, lines};
use cacah_tests::programs::built;
use cacah_wire::command::{Command, LockArgs, StateView};

const SEED: u64 = 20_221_015;

/// What a laptop said, each with the number of replies that had come by then.
struct Said {
    family: FamilyId,
    enrolled: u64,
    /// How many of `keyed` were stored.
    stored: Vec<(u64, usize)>,
    keyed: Vec<(String, String)>,
    settled: u64,
}

/// Enrols, keys a family with a break, sends it; all under the shim.
fn a_day(office: &Office, laptop: &Laptop, recording: &Recording, program: &Path) -> Said {
    let mut desk = Program::new(program);
    let desk = recording.watch(desk.arg("--data").arg(laptop.data()));
    let mut desk = Desk::start_with(desk).expect("cacah-desk starts under the shim");
    laptop.enrol(&mut desk, &office.ticket(OFFICER, office.address())).expect("enrolled");
    let enrolled = desk.replies();
    unlock(&mut desk, PASSWORD).expect("unlocked");
    let family = office.family_of(5);
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    let mut stored = Vec::new();
    key(&mut desk, &mut interview, 25, &mut stored);
    let _: StateView = desk.call(&Command::Lock(LockArgs {})).expect("locked");
    unlock(&mut desk, PASSWORD).expect("unlocked again");
    cacah_tests::keying::open(&mut desk, &row.family);
    key(&mut desk, &mut interview, 15, &mut stored);
    interview.key(&mut desk, usize::MAX).expect("the rest is stored");
    interview.finish(&mut desk);
    stored.push((desk.replies(), interview.keyed().len()));
    assert_eq!(send(&mut desk).waiting, 0);
    let settled = desk.replies();
    assert!(desk.close().expect("the desk ends").success());
    let family = FamilyId(row.family.parse().expect("a family id"));
    Said { family, enrolled, stored, keyed: interview.keyed(), settled }
}

fn key(desk: &mut Desk, interview: &mut Interview, count: usize, stored: &mut Vec<(u64, usize)>) {
    for _ in 0..count {
        interview.key(desk, 1).expect("an answer is stored");
        stored.push((desk.replies(), interview.keyed().len()));
    }
}

impl Said {
    /// What was said and is not so in the folder found after the cut.
    fn broken(&self, happened: &[Record], found: &Path, recovery: &str) -> Vec<String> {
        let replies = lines(happened) as u64;
        let vault = found.join("vaults/ppl-0123");
        if replies < self.enrolled && !vault.exists() {
            return Vec::new();
        }
        let store = Store::unlock_with_recovery(&vault, recovery, Arc::new(SystemHost::default()));
        let store = match store {
            Ok(store) => store,
            Err(error) => return vec![format!("the vault does not open: {error}")],
        };
        let mut broken = Vec::new();
        if let Err(error) = store.rebuild_check() {
            broken.push(format!("the vault contradicts itself: {error}"));
        }
        broken.extend(self.lost(&store, replies));
        if replies >= self.settled && store.newest_receipt().expect("receipts") == 0 {
            broken.push("the receipt is lost".into());
        }
        broken
    }

    /// Answers lost, entries doubled or missing in their row.
    fn lost(&self, store: &Store, replies: u64) -> Vec<String> {
        let history = store.history(self.family).expect("the history of a family");
        let there: BTreeSet<(String, &str)> = history
            .entries()
            .filter_map(|entry| match &entry.change {
                Change::Slot(slot) => Some((entry.path.to_string(), &*slot.raw)),
                _ => None,
            })
            .collect();
        let stored = self.stored.iter().rev().find(|(when, _)| *when <= replies);
        let keyed = &self.keyed[..stored.map_or(0, |(_, count)| *count)];
        let lost = keyed.iter().filter(|(path, raw)| !there.contains(&(path.clone(), raw.as_str())));
        let mut broken: Vec<String> = lost.map(|(path, _)| format!("{path} is lost")).collect();
        let mut numbers: Vec<u64> = history.entries().map(|entry| entry.dot.seq).collect();
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=numbers.len() as u64) {
            broken.push("an entry is missing or there twice".into());
        }
        broken
    }
}

/// Cuts a day everywhere; what broke, by cut.
fn cut(office: &Office, recording: &Recording, said: &Said) -> (usize, Vec<String>) {
    let recovery = fs::read_to_string(office.data().join("recovery.key")).expect("the office's key");
    let (mut cuts, mut broken) = (0, Vec::new());
    recording.cut_everywhere(SEED, 60, |happened, cut, found| {
        cuts += 1;
        let broke = said.broken(happened, found, recovery.trim());
        if !broke.is_empty() {
            broken.push(format!("{cut}: {}", broke.join(", ")));
        }
    });
    (cuts, broken)
}

#[test]
fn a_laptop_keeps_what_it_said_it_stored() {
    let office = Office::open(20);
    let laptop = Laptop::default();
    let recording = Recording::of(laptop.data());
    let said = a_day(&office, &laptop, &recording, &built("cacah-desk"));
    let (cuts, broken) = cut(&office, &recording, &said);
    assert!(cuts > 100, "{cuts} cuts are too few to prove anything");
    assert!(broken.is_empty(), "{} of {cuts} cuts:\n{}", broken.len(), broken.join("\n"));
}
