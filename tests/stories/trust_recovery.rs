//! A forgotten password on an island, rehearsed: the laptop and the office's keepers, nothing but what
//! is read aloud between them.

use std::path::PathBuf;
use std::process::Output;

use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, open};
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of, send, unlock};
use cacah_tests::office::{ADMIN, Office};
use cacah_tests::programs::built;
use cacah_wire::command::{
    AddOfficer, ChallengeArgs, ChallengeView, ChangePassword, Command, Done, Failure, LockArgs,
    PasswordWeight, ProtectionView, Recover, RemoveOfficer, StateView, Unlock, WeighPassword,
};
use cacah_wire::error::Code;

const NEW: &str = "perahu kuning di dermaga";
const NEWER: &str = "tujuh gurita menyanyi";
const COLLEAGUE: &str = "PPL 0124";

/// The keepers of an office, each with a sheet.
struct Keepers<'a> {
    office: &'a Office,
    sheets: Vec<PathBuf>,
}

impl<'a> Keepers<'a> {
    fn of(office: &'a Office) -> Self {
        let to = office.data().join("../sheets");
        std::fs::create_dir_all(&to).expect("a stick");
        let stick = to.to_str().expect("a path");
        let args = ["split", "--by", ADMIN, "--need", "2", "--keepers", "3", "--to", stick];
        let split = central(&args, Some(office), &[]);
        assert!(split.status.success(), "{}", said(&split));
        assert!(!office.data().join("recovery.key").exists());
        assert!(office.data().join("recovery.pub").exists());
        let sheets = to.read_dir().expect("sheets").flatten().map(|sheet| sheet.path());
        let mut sheets: Vec<_> = sheets.collect();
        sheets.sort();
        assert_eq!(sheets.len(), 3);
        Self { office, sheets }
    }

    fn asked(&self, challenge: &str, keepers: &[usize], more: &[&str]) -> Output {
        let args = ["answer", "--by", ADMIN, "--reason", "latihan", "--challenge", challenge];
        let sheets: Vec<_> = keepers.iter().map(|at| self.sheets[*at].clone()).collect();
        central(&[&args[..], more].concat(), Some(self.office), &sheets)
    }

    /// The answer, in groups.
    fn answer(&self, challenge: &str, keepers: &[usize]) -> String {
        groups(&self.asked(challenge, keepers, &["--officer", OFFICER]))
    }
}

/// `cacah-central recovery`, with the office's data or without.
fn central(args: &[&str], office: Option<&Office>, sheets: &[PathBuf]) -> Output {
    let mut central = std::process::Command::new(built("cacah-central"));
    central.arg("recovery").args(args);
    if let Some(office) = office {
        central.arg("--data").arg(office.data());
    }
    for sheet in sheets {
        central.arg("--share").arg(sheet);
    }
    central.output().expect("cacah-central starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

/// The last line of an answer.
fn groups(output: &Output) -> String {
    let text = said(output);
    assert!(output.status.success(), "{text}");
    let line = text.lines().rfind(|line| line.matches('-').count() == 8);
    line.unwrap_or_else(|| panic!("no answer in {text}")).to_owned()
}

fn challenge(desk: &mut Desk, officer: &str, long: bool) -> ChallengeView {
    let officer = officer.into();
    desk.call(&Command::Challenge(ChallengeArgs { officer, long })).expect("a challenge")
}

fn recover(
    desk: &mut Desk,
    officer: &str,
    (code, password): (&str, &str),
) -> Result<StateView, Failure> {
    let (officer, code, password) = (officer.into(), code.into(), password.into());
    desk.call(&Command::Recover(Recover { officer, code, password }))
}

fn lock(desk: &mut Desk) {
    let _: StateView = desk.call(&Command::Lock(LockArgs {})).expect("locked");
}

fn code(failed: Result<StateView, Failure>) -> Code {
    failed.expect_err("refused").code
}

#[test]
fn trust_a_forgotten_password_is_answered_by_two_of_three_keepers_without_a_network() {
    let mut office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(3).clone();
    // From here on there is only a voice between them.
    office.lose_power();
    let keepers = Keepers::of(&office);
    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, &family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    interview.key(&mut desk, 5).expect("the answers are stored");
    let before = open(&mut desk, &row.family).slots.len();
    lock(&mut desk);

    let asked = challenge(&mut desk, OFFICER, false);
    assert!(!asked.long && !asked.asked && asked.text.split('-').count() == 4, "{asked:?}");
    let answer = keepers.answer(&asked.text, &[0, 2]);
    let mut slip = answer.clone();
    slip.replace_range(10..11, if answer.as_bytes()[10] == b'A' { "B" } else { "A" });
    let misread = recover(&mut desk, OFFICER, (&slip, NEW)).expect_err("a slip");
    assert_eq!((misread.code, misread.place.as_deref()), (Code::CodeMisread, Some("3")));
    assert_eq!(code(recover(&mut desk, OFFICER, (&answer, "ppl0123"))), Code::WeakPassword);
    let state = recover(&mut desk, OFFICER, (&answer.to_lowercase().replace('-', " "), NEW));
    assert!(state.expect("recovered").session.is_some());
    assert_eq!(open(&mut desk, &row.family).slots.len(), before, "she stands where she stood");
    lock(&mut desk);
    assert_eq!(code(unlock(&mut desk, PASSWORD)), Code::WrongPassword);
    assert_eq!(code(recover(&mut desk, OFFICER, (&answer, NEWER))), Code::WrongCode, "used");
    unlock(&mut desk, NEW).expect("the new password");
    lock(&mut desk);

    // Forgotten again: another challenge, and other keepers. The long form needs no data at all.
    let next = challenge(&mut desk, OFFICER, true);
    assert!(next.long && next.text.split('-').count() == 19);
    assert_ne!(challenge(&mut desk, OFFICER, false).text, asked.text);
    let sheets = &keepers.sheets[1..];
    let args = ["answer", "--reason", "latihan", "--challenge", &next.text];
    let alone = groups(&central(&args, None, sheets));
    assert_eq!(alone, keepers.answer(&next.text, &[1, 2]), "the same with the data");
    assert!(recover(&mut desk, OFFICER, (&alone, NEWER)).is_ok());
    drop(desk);
    unlock(&mut laptop.desk(), NEWER).expect("after a restart");
}

#[test]
fn trust_the_office_says_why_it_does_not_answer() {
    let mut office = Office::open(10);
    let laptop = Laptop::enrolled(&office);
    let other = Office::open(10);
    office.lose_power();
    let (keepers, strangers) = (Keepers::of(&office), Keepers::of(&other));
    let asked = challenge(&mut laptop.desk(), OFFICER, false).text;
    let refused = |output: Output, why: &str| {
        assert!(!output.status.success() && said(&output).contains(why), "{}", said(&output));
        assert!(!said(&output).lines().any(|line| line.matches('-').count() == 8));
    };
    refused(keepers.asked(&asked, &[1], &[]), "baru 1 bagian kunci, perlu 2");
    refused(keepers.asked(&asked, &[], &[]), "--share");
    refused(keepers.asked(&asked, &[0, 1], &["--officer", COLLEAGUE]), OFFICER);
    let mut slip = asked.clone();
    slip.replace_range(5..6, if asked.as_bytes()[5] == b'A' { "B" } else { "A" });
    refused(keepers.asked(&slip, &[0, 1], &[]), "kelompok 2");
    refused(strangers.asked(&asked, &[0, 1], &[]), "laptop tidak dikenal");
    let sheets = strangers.sheets[..2].to_vec();
    let args = ["answer", "--by", ADMIN, "--reason", "latihan", "--challenge", &asked];
    refused(central(&args, Some(&office), &sheets), "memakai kunci kantor");
    let mixed = [keepers.sheets[0].clone(), strangers.sheets[1].clone()];
    refused(central(&args, Some(&office), &mixed), "pembagian lain");
    let _ = keepers.answer(&asked, &[0, 1]);
    let again = keepers.asked(&asked, &[0, 1], &[]);
    assert!(said(&again).contains("pernah dijawab"), "{}", said(&again));
}

#[test]
fn trust_a_shared_vault_lets_officers_in_and_out_and_each_is_recovered() {
    let office = Office::open(10);
    let laptop = Laptop::enrolled(&office);
    let mut desk = laptop.unlocked();
    let weak = WeighPassword { password: "kamaro0123".into() };
    let weight: PasswordWeight = desk.call(&Command::WeighPassword(weak)).expect("weighed");
    assert!(!weight.good && !weight.advice.is_empty());
    let change = ChangePassword { old: PASSWORD.into(), new: NEWER.into() };
    let _: Done = desk.call(&Command::ChangePassword(change)).expect("changed");
    let ticket = office.ticket(COLLEAGUE, office.address());
    let add = AddOfficer { ticket, password: NEW.into() };
    let inside: ProtectionView = desk.call(&Command::AddOfficer(add)).expect("let in");
    assert_eq!(inside.officers, [OFFICER, COLLEAGUE]);
    lock(&mut desk);

    let keepers = Keepers::of(&office);
    let asked = challenge(&mut desk, COLLEAGUE, false);
    let answer = groups(&keepers.asked(&asked.text, &[2, 1], &["--officer", COLLEAGUE]));
    assert_eq!(code(recover(&mut desk, OFFICER, (&answer, NEWER))), Code::WrongCode, "not hers");
    let state = recover(&mut desk, COLLEAGUE, (&answer, "empat kata baru sekali"));
    assert!(state.expect("recovered").session.is_some());
    let own = RemoveOfficer { officer: COLLEAGUE.into() };
    let own = desk.call::<ProtectionView>(&Command::RemoveOfficer(own)).expect_err("oneself");
    assert_eq!(own.code, Code::NotAllowed);
    lock(&mut desk);

    unlock(&mut desk, NEWER).expect("the first officer");
    let _ = send(&mut desk);
    let gone = RemoveOfficer { officer: COLLEAGUE.into() };
    let left: ProtectionView = desk.call(&Command::RemoveOfficer(gone)).expect("taken out");
    assert_eq!(left.officers, [OFFICER]);
    lock(&mut desk);
    let (officer, password) = (COLLEAGUE.into(), "empat kata baru sekali".into());
    let shut = desk.call(&Command::Unlock(Unlock { officer, password }));
    assert!(matches!(code(shut), Code::UnknownOfficer | Code::WrongPassword));
    unlock(&mut desk, NEWER).expect("who stayed goes on in the new file");
}
