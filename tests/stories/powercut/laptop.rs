//! A laptop: what was said to be stored is there.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command as Program;

use cacah_family::id::FamilyId;
use cacah_store::StoreError;
use cacah_testkit::desk::Desk;
use cacah_tests::journal::Journal;
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
    /// In all.
    replies: u64,
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
    let replies = settled;
    assert!(desk.close().expect("the desk ends").success());
    let family = FamilyId(row.family.parse().expect("a family id"));
    Said { family, enrolled, stored, keyed: interview.keyed(), settled, replies }
}

fn key(desk: &mut Desk, interview: &mut Interview, count: usize, stored: &mut Vec<(u64, usize)>) {
    for _ in 0..count {
        interview.key(desk, 1).expect("an answer is stored");
        stored.push((desk.replies(), interview.keyed().len()));
    }
}

impl Said {
    /// What was said and is not so in the folder found after the cut.
    fn broken(&self, happened: &[Record], found: &Path, recovery: &str) -> Option<String> {
        let replies = lines(happened) as u64;
        let journal = match Journal::read(found, recovery) {
            Err(StoreError::NotFound(_)) if replies < self.enrolled => return None,
            Err(error) => return Some(format!("the vault does not open: {error}")),
            Ok(journal) => journal,
        };
        let stored = self.stored.iter().rev().find(|(when, _)| *when <= replies);
        let keyed = &self.keyed[..stored.map_or(0, |(_, count)| *count)];
        let lost = journal.lost(self.family, keyed);
        if !lost.is_empty() {
            return Some(format!("lost: {}", lost.join(", ")));
        }
        if journal.entries(&[self.family]).is_none() {
            return Some("an entry is missing or there twice".into());
        }
        let settled = replies < self.settled || journal.receipts() == 1;
        (!settled).then(|| "the receipt is lost".into())
    }
}

/// Keys a day with `program` and cuts it everywhere; how many cuts, and what broke.
fn cut(recorded: impl FnOnce(&Path) -> Recording, program: &Path) -> (usize, Vec<String>) {
    let office = Office::open(20);
    let laptop = Laptop::default();
    let recording = recorded(laptop.data());
    let said = a_day(&office, &laptop, &recording, program);
    let recovery =
        fs::read_to_string(office.data().join("recovery.key")).expect("the office's key");
    assert_eq!(lines(&recording.records()) as u64, said.replies, "every reply left under the shim");
    let (mut cuts, mut broken) = (0, Vec::new());
    recording.cut_everywhere(SEED, 60, |happened, cut, found| {
        cuts += 1;
        let broke = said.broken(happened, found, recovery.trim());
        broken.extend(broke.map(|broke| format!("{cut}: {broke}")));
    });
    (cuts, broken)
}

#[test]
fn a_laptop_keeps_what_it_said_it_stored() {
    let (cuts, broken) = cut(Recording::of, &built("cacah-desk"));
    assert!(cuts > 100, "{cuts} cuts are too few to prove anything");
    assert!(broken.is_empty(), "{} of {cuts} cuts:\n{}", broken.len(), broken.join("\n"));
}

/// The proof of the proof: the same day, by the same program with its pragma changed.
#[test]
fn without_synchronous_full_answers_are_lost_and_it_is_seen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let careless = folder.path().join("cacah-desk");
    let mut program = fs::read(built("cacah-desk")).expect("cacah-desk is read");
    let (full, off) = (b"PRAGMA synchronous = FULL", b"PRAGMA synchronous = OFF ");
    let found: Vec<usize> =
        (0..program.len() - full.len()).filter(|at| program[*at..].starts_with(full)).collect();
    assert!(!found.is_empty(), "the pragma stands in the program");
    for at in found {
        program[at..at + off.len()].copy_from_slice(off);
    }
    fs::write(&careless, program).expect("a careless cacah-desk");
    fs::set_permissions(&careless, fs::Permissions::from_mode(0o755)).expect("it may be started");
    assert_losses(&cut(Recording::of, &careless));
}

#[test]
fn on_a_disk_that_lies_answers_are_lost_and_it_is_seen() {
    assert_losses(&cut(Recording::of_a_lying_disk, &built("cacah-desk")));
}

fn assert_losses((cuts, broken): &(usize, Vec<String>)) {
    assert!(broken.len() > 10, "only {} of {cuts} cuts lost anything", broken.len());
}
