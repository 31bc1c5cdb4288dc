//! Desk and endpoint killed at random moments, round after round: what either acknowledged is there.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

use cacah_family::id::FamilyId;
use cacah_testkit::desk::Desk;
use cacah_testkit::random::Random;
use cacah_testkit::ternate::Family;
use cacah_wire::command::{Command, SendArgs, SendReport, SetAnswer};
use serde_json::Value;

use crate::journal::Journal;
use crate::keying::{self, Interview};
use crate::laptop::{Laptop, queue, receipts, row_of, send};
use crate::office::Office;

/// Families on the prelist for each round: one in eight is small and of the officer's first area.
const FAMILIES: usize = 16;

/// A laptop and an office, and what they acknowledged so far.
#[derive(Debug)]
pub struct Kills {
    seed: u64,
    round: u32,
    random: Random,
    office: Office,
    laptop: Laptop,
    /// Path and answer, by family.
    acknowledged: BTreeMap<FamilyId, Vec<(String, String)>>,
    /// Receipts the desk spoke of.
    receipts: usize,
}

/// Whom the power leaves.
#[derive(Debug, Clone, Copy)]
enum Victim {
    DeskKeying,
    DeskSending,
    OfficeSending,
}

impl Kills {
    /// A fresh laptop, enrolled, and an office with families for `rounds` rounds.
    #[must_use]
    pub fn begin(seed: u64, rounds: usize) -> Self {
        let office = Office::open(FAMILIES * (rounds + 10));
        let laptop = Laptop::enrolled(&office);
        let (round, random) = (0, Random::new(seed));
        Self { seed, round, random, office, laptop, acknowledged: BTreeMap::new(), receipts: 0 }
    }

    /// Keys a family, kills somebody, and compares everything acknowledged up to then.
    ///
    /// # Panics
    /// When something acknowledged is lost or doubled.
    pub fn round(&mut self) {
        self.round += 1;
        let desk = self.laptop.unlocked();
        let victims = [Victim::DeskKeying, Victim::DeskSending, Victim::OfficeSending];
        match *self.random.pick(&victims) {
            Victim::DeskKeying => self.kill_while_keying(desk),
            Victim::DeskSending => self.kill_while_sending(desk),
            Victim::OfficeSending => self.kill_the_office(desk),
        }
        self.compare();
    }

    /// The next family, keyed up to some answer; all of it when `whole`.
    fn key(&mut self, desk: &mut Desk, whole: bool) -> Interview {
        let family = self.next_family();
        let row = row_of(desk, &family);
        let mut interview = Interview::open(desk, &row.family, &family.answers());
        let count = if whole { usize::MAX } else { self.random.between(1, 60) as usize };
        interview.key(desk, count).expect("answers are stored");
        if whole {
            interview.finish(desk);
        }
        let family = FamilyId(row.family.parse().expect("a family id"));
        self.acknowledged.insert(family, interview.keyed());
        interview
    }

    /// One not keyed yet, small, of the officer's first area.
    fn next_family(&self) -> Family {
        let small = |family: &&Family| family.area == 0 && family.members.len() <= 2;
        let mut families = self.office.families().iter().filter(small);
        families.nth(self.acknowledged.len()).expect("families enough for all rounds").clone()
    }

    /// The same answer once more, with a note: whether it arrived or not, the answer stands.
    fn kill_while_keying(&mut self, mut desk: Desk) {
        let interview = self.key(&mut desk, false);
        let (path, raw) = interview.keyed().pop().expect("an answer was keyed");
        let again = Command::SetAnswer(SetAnswer {
            note: Some("sekali lagi".into()),
            ..keying::set(interview.document, path, &raw)
        });
        desk.ask(request(&again)).expect("the desk listens");
        self.wait_up_to(12);
        desk.lose_power().expect("the desk ends");
    }

    fn kill_while_sending(&mut self, mut desk: Desk) {
        self.key(&mut desk, true);
        desk.ask(request(&Command::Send(SendArgs {}))).expect("the desk listens");
        self.wait_up_to(150);
        desk.lose_power().expect("the desk ends");
    }

    fn kill_the_office(&mut self, mut desk: Desk) {
        self.key(&mut desk, true);
        desk.ask(request(&Command::Send(SendArgs {}))).expect("the desk listens");
        self.wait_up_to(150);
        self.office.lose_power();
        let mut reply = desk.reply().expect("the desk answers");
        let report: SendReport = serde_json::from_value(reply["ok"].take()).expect("a report");
        assert!(report.waiting == 0 || report.stopped.is_some(), "{self}: it says why not");
        self.receipts = self.receipts.max(receipts(&mut desk).total as usize);
        self.office.start();
        desk.lose_power().expect("the desk ends");
    }

    /// A moment of chance, in quarters of a millisecond.
    fn wait_up_to(&mut self, millis: u32) {
        thread::sleep(Duration::from_micros(250 * u64::from(self.random.between(0, 4 * millis))));
    }

    fn journal(&self) -> Journal {
        let recovery = fs::read_to_string(self.office.data().join("recovery.key"));
        let journal = Journal::read(self.laptop.data(), recovery.expect("a key").trim());
        journal.unwrap_or_else(|error| panic!("{self}: the vault does not open: {error}"))
    }

    fn compare(&self) {
        let journal = self.journal();
        for (family, keyed) in &self.acknowledged {
            let lost = journal.lost(*family, keyed);
            assert!(lost.is_empty(), "{self}: lost {}", lost.join(", "));
        }
        assert!(self.entries(&journal) > 0);
        let (here, there) = (journal.receipts(), self.office.batches());
        assert!(here >= self.receipts, "{self}: a receipt was shown and is lost");
        assert!(there >= here, "{self}: a receipt without its batch at the office");
    }

    fn entries(&self, journal: &Journal) -> usize {
        let families: Vec<FamilyId> = self.acknowledged.keys().copied().collect();
        let entries = journal.entries(&families);
        entries.unwrap_or_else(|| panic!("{self}: an entry is missing or there twice"))
    }

    /// Everything is sent at last, and both sides hold the same: each batch once, each entry once.
    ///
    /// # Panics
    /// When they do not.
    pub fn end(self) {
        let mut desk = self.laptop.unlocked();
        for family in self.acknowledged.keys() {
            let document = keying::open(&mut desk, &family.to_string());
            if !document.finished {
                keying::finish(&mut desk, &document.document);
            }
        }
        let report = send(&mut desk);
        assert_eq!(report.waiting, 0, "{self}: {:?}", report.stopped);
        assert_eq!(queue(&mut desk).settled as usize, self.acknowledged.len(), "{self}");
        desk.close().expect("the desk ends");
        let journal = self.journal();
        assert_eq!(journal.receipts(), self.office.batches(), "{self}: one receipt for each batch");
        let (here, there) = (self.entries(&journal) as i64, self.office_entries());
        assert_eq!(there, here, "{self}: each entry is at the office, once");
    }

    fn office_entries(&self) -> i64 {
        let registry = rusqlite::Connection::open(self.office.data().join("central.db"));
        let sum = "SELECT sum(count) FROM segment";
        let sum = registry.and_then(|registry| registry.query_row(sum, [], |row| row.get(0)));
        sum.expect("the registry answers")
    }
}

/// How to see it again.
impl std::fmt::Display for Kills {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { seed, round, .. } = self;
        write!(f, "round {round} of `cargo xtask kill --rounds {round} --seed {seed}`")
    }
}

fn request(command: &Command) -> Value {
    serde_json::to_value(command).expect("a command is JSON")
}
