//! Who saw, changed, unmasked, printed, carried out and locked what: on the laptop and at the office,
//! exported, proven, and without a word of any family.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Program, Output, Stdio};

use cacah_family::trail::{Act, Record, Subject};
use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{AREAS, Family};
use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of, send, unlock};
use cacah_tests::office::{ADMIN, Office};
use cacah_tests::programs::built;
use cacah_wire::command::{
    Command, DocumentArgs, Done, FolderArgs, LockArgs, PrintReceipt, ProtectionArgs,
    ProtectionView, Reveal, Revealed, SetProtection, StateView, TrailProofView, TrailWritten,
    VerifyTrailArgs, WipeNowArgs, WipedNow, Written,
};

/// An officer's day: keys a family, unmasks a number, prints, sends, locks.
struct Day {
    office: Office,
    laptop: Laptop,
    folder: tempfile::TempDir,
    family: Family,
}

impl Day {
    fn new() -> Self {
        let office = Office::open(30);
        let laptop = Laptop::enrolled(&office);
        let family = office.family_of(3).clone();
        let folder = tempfile::tempdir().expect("a folder");
        Self { office, laptop, folder, family }
    }

    fn worked(&self) -> Desk {
        let mut desk = self.laptop.desk();
        unlock(&mut desk, "tebakan yang salah").expect_err("a wrong guess");
        unlock(&mut desk, PASSWORD).expect("unlocked");
        let row = row_of(&mut desk, &self.family);
        let mut interview = Interview::open(&mut desk, &row.family, &self.family.answers());
        interview.key(&mut desk, usize::MAX).expect("answers are stored");
        let document = open(&mut desk, &row.family).document;
        let mut keyed = interview.keyed().into_iter();
        let masked = keyed.find(|(_, raw)| *raw == self.family.kk);
        let (masked, _) = masked.expect("the KK number was keyed");
        let reveal = Reveal { document: document.clone(), path: masked };
        let shown: Revealed = desk.call(&Command::Reveal(reveal)).expect("shown");
        assert_eq!(shown.raw, self.family.kk);
        interview.finish(&mut desk);
        let _: Done =
            desk.call(&Command::CloseDocument(DocumentArgs { document })).expect("closed");
        let report = send(&mut desk);
        assert_eq!((report.stored, report.waiting), (1, 0), "{:?}", report.stopped);
        let print = PrintReceipt {
            idsubsls: AREAS[self.family.area].idsubsls.into(),
            folder: self.folder(),
            offset_minutes: 540,
        };
        let _: Written = desk.call(&Command::PrintReceipt(print)).expect("printed");
        desk
    }

    fn folder(&self) -> String {
        self.folder.path().display().to_string()
    }

    fn exported(&self, desk: &mut Desk) -> PathBuf {
        let args = FolderArgs { folder: self.folder() };
        let written: TrailWritten = desk.call(&Command::ExportTrail(args)).expect("exported");
        assert_eq!(written.records as usize + 1, lines(Path::new(&written.path)).len());
        written.path.into()
    }

    /// `cacah-central` over the office's data.
    fn central(&self, args: &[&str]) -> Output {
        let mut central = Program::new(built("cacah-central"));
        central.args(args).arg("--data").arg(self.office.data());
        central.output().expect("cacah-central starts")
    }

    fn office_trail(&self, from: u64) -> PathBuf {
        let to = self.folder.path().join(format!("kantor-{from}.jsonl"));
        let (from, path) = (from.to_string(), to.to_str().expect("a path"));
        let done = self.central(&["trail", "--by", ADMIN, "--from", &from, "--to", path]);
        assert!(done.status.success(), "{}", said(&done));
        to
    }

    /// What a search of an export must not find.
    fn secrets(&self) -> Vec<String> {
        let mut secrets = vec![self.family.kk.clone(), self.family.address.clone()];
        secrets.push(self.family.head().to_owned());
        let answers = self.family.answers();
        let lists = [answers.opening, answers.closing].into_iter().chain(answers.members);
        let long = lists.flatten().map(|answer| answer.raw).filter(|raw| raw.len() > 5);
        secrets.extend(long.filter(|raw| !self.family.idsubsls.contains(raw.as_str())));
        secrets
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("an export");
    text.lines().map(str::to_owned).collect()
}

/// The records of an export, without its signed end.
fn records(file: &Path) -> Vec<Record> {
    let lines = lines(file);
    let records = lines.iter().take(lines.len() - 1);
    records.map(|line| serde_json::from_str(line).expect("a record")).collect()
}

fn acts(records: &[Record]) -> Vec<Act> {
    records.iter().map(|record| record.deed.act).collect()
}

/// The acts are there in this order, others between them.
fn in_order(acts: &[Act], wanted: &[Act]) {
    let mut rest = acts.iter();
    for act in wanted {
        assert!(rest.any(|next| next == act), "{act:?} is missing or too early in {acts:?}");
    }
}

/// `cacah-desk verify-trail` with a key.
fn desk_verifies(file: &Path, key: &str) -> Output {
    let mut desk = Program::new(built("cacah-desk"));
    desk.arg("verify-trail").arg(file).args(["--key", key]).output().expect("cacah-desk starts")
}

/// The key an export says it is signed by.
fn key_of(file: &Path) -> String {
    let last = lines(file).pop().expect("a signed end");
    let signed: serde_json::Value = serde_json::from_str(&last).expect("JSON");
    signed["key"].as_str().expect("a key").to_owned()
}

#[test]
fn trust_trail_of_a_day_is_whole_on_both_sides_and_says_nothing_of_anybody() {
    let day = Day::new();
    let mut desk = day.worked();
    let _: StateView = desk.call(&Command::Lock(LockArgs {})).expect("locked");
    unlock(&mut desk, PASSWORD).expect("unlocked");
    let laptop = day.exported(&mut desk);
    let told = records(&laptop);
    in_order(
        &acts(&told),
        &[
            Act::Enrolled,
            Act::Unlocked,
            Act::Saw,
            Act::Unmasked,
            Act::Changed,
            Act::Sent,
            Act::Printed,
            Act::Locked,
            Act::Unlocked,
            Act::Exported,
        ],
    );
    let unlocked = told.iter().find(|record| record.deed.act == Act::Unlocked).unwrap();
    assert_eq!(unlocked.deed.count, Some(1), "one wrong guess came before");
    let changed = told.iter().filter(|record| record.deed.act == Act::Changed);
    assert!(changed.clone().all(|record| record.deed.count.unwrap() > 0));
    assert!(changed.count() < 5, "a record for a document, not for a key");

    let office = day.office_trail(1);
    let device = told[0].device.expect("a laptop");
    let kept = records(&office);
    in_order(
        &acts(&kept),
        &[Act::Imported, Act::Ticket, Act::Enrolled, Act::Told, Act::Sent, Act::Exported],
    );
    let sent = kept.iter().find(|record| record.deed.act == Act::Sent).unwrap();
    assert_eq!((sent.device, sent.deed.count), (Some(device), Some(1)));
    assert!(kept.iter().any(|record| record.deed.act == Act::Ticket
        && record.deed.on.iter().any(|subject| matches!(subject, Subject::Officer(_)))));

    for (file, key) in [(&laptop, key_of(&laptop)), (&office, key_of(&office))] {
        let text = fs::read_to_string(file).unwrap();
        for secret in day.secrets() {
            assert!(!text.contains(&secret), "an answer stands in {}", file.display());
        }
        let proven = desk_verifies(file, &key);
        assert!(proven.status.success(), "{}", said(&proven));
        let path = file.to_str().unwrap();
        let proven = day.central(&["verify-trail", path]);
        assert!(proven.status.success(), "{}", said(&proven));
    }
}

#[test]
fn trust_trail_exports_that_somebody_changed_are_found_out() {
    let day = Day::new();
    let mut desk = day.worked();
    let (laptop, office) = (day.exported(&mut desk), day.office_trail(1));
    for file in [&laptop, &office] {
        let (key, whole) = (key_of(file), lines(file));
        let spoilt = day.folder.path().join("spoilt.jsonl");
        let refused = |lines: &[String], place: Option<u64>| {
            fs::write(&spoilt, lines.join("\n") + "\n").unwrap();
            let answer = desk_verifies(&spoilt, &key);
            assert_eq!(answer.status.code(), Some(1), "{}", said(&answer));
            let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
            assert_eq!(answer["broken"].as_u64(), place, "{answer}");
            let path = spoilt.to_str().unwrap();
            assert_eq!(day.central(&["verify-trail", path]).status.code(), Some(1));
        };
        let mut changed = whole.clone();
        changed[1] = changed[1].replace("\"at\":1", "\"at\":2");
        assert_ne!(changed, whole);
        refused(&changed, Some(3));
        let mut missing = whole.clone();
        missing.remove(1);
        refused(&missing, Some(2));
        let mut swapped = whole.clone();
        swapped.swap(1, 2);
        refused(&swapped, Some(2));
        let records = whole.len() as u64 - 1;
        let mut cut = whole.clone();
        cut.remove(whole.len() - 2);
        refused(&cut, Some(records));
        refused(&whole[..whole.len() - 1], Some(records));
        let other = desk_verifies(file, &"1b".repeat(32));
        assert_eq!(other.status.code(), Some(1), "{}", said(&other));
    }
    let later = day.office_trail(3);
    assert_eq!(records(&later)[0].seq, 3);
    assert!(desk_verifies(&later, &key_of(&office)).status.success());
}

#[test]
fn trust_trail_covers_what_was_keyed_before_the_power_failed() {
    let day = Day::new();
    let mut desk = day.laptop.unlocked();
    let row = row_of(&mut desk, &day.family);
    let mut interview = Interview::open(&mut desk, &row.family, &day.family.answers());
    interview.key(&mut desk, 20).expect("answers are stored");
    desk.lose_power().expect("the desk ends");
    let mut desk = day.laptop.unlocked();
    let proof: TrailProofView =
        desk.call(&Command::VerifyTrail(VerifyTrailArgs {})).expect("proven");
    assert_eq!((proof.broken.len(), proof.uncovered), (0, 0));
    assert!(proof.entries >= 20, "{proof:?}");
    drop(desk);
    let mut verify = Program::new(built("cacah-desk"));
    verify.args(["verify-trail", "--officer", OFFICER, "--data"]).arg(day.laptop.data());
    let verify = verify.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut verify = verify.expect("cacah-desk starts");
    let mut stdin = verify.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, format!("{PASSWORD}\n").as_bytes()).unwrap();
    drop(stdin);
    let answer = verify.wait_with_output().unwrap();
    assert!(answer.status.success(), "{}", said(&answer));
}

#[test]
fn trust_trail_what_the_office_backed_up_is_wiped_and_still_proven() {
    let day = Day::new();
    let mut desk = day.worked();
    let wipe = |desk: &mut Desk| -> WipedNow {
        desk.call(&Command::WipeNow(WipeNowArgs {})).expect("an answer")
    };
    assert_eq!(wipe(&mut desk), WipedNow { families: 0, wiped: 0 }, "no backup has it");
    let backup = day.folder.path().join("cadangan.cacah");
    let path = backup.to_str().unwrap();
    let done = day.central(&["backup", "--by", ADMIN, "--to", path]);
    assert!(done.status.success(), "{}", said(&done));
    // The next hello says that it is safe.
    assert!(send(&mut desk).stopped.is_none());
    let (curtain_minutes, lock_minutes) = (5, 30);
    let keep = |days| SetProtection { curtain_minutes, lock_minutes, keep_days: days };
    let _: ProtectionView =
        desk.call(&Command::SetProtection(keep(Some(1)))).expect("a day is chosen");
    assert_eq!(wipe(&mut desk).families, 0, "its time has not passed");
    let _: ProtectionView = desk.call(&Command::SetProtection(keep(None))).expect("no time");
    assert_eq!(wipe(&mut desk), WipedNow { families: 1, wiped: 1 });
    let protection: ProtectionView =
        desk.call(&Command::Protection(ProtectionArgs {})).expect("protection");
    assert_eq!(protection.wiped, 1);
    let proof: TrailProofView =
        desk.call(&Command::VerifyTrail(VerifyTrailArgs {})).expect("proven");
    assert_eq!((proof.broken.len(), proof.uncovered), (0, 0));
    assert!(proof.wiped > 0);
    let exported = day.exported(&mut desk);
    assert!(acts(&records(&exported)).contains(&Act::Wiped));
    drop(desk);
    let mut verify = Program::new(built("cacah-desk"));
    verify.args(["verify-receipts", "--officer", OFFICER, "--data"]).arg(day.laptop.data());
    let mut verify = verify.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = verify.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, format!("{PASSWORD}\n").as_bytes()).unwrap();
    drop(stdin);
    let answer = verify.wait_with_output().unwrap();
    assert!(answer.status.success(), "{}", said(&answer));
}
