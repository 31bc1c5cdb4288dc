//! A laptop is lost: it sends its last, then locks or is emptied, and what is unsent stays. And the
//! office changes its certificate without anybody noticing.

use std::fs;

use cacah_testkit::desk::Desk;
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of, send, unlock};
use cacah_tests::office::Office;
use cacah_wire::command::{
    AnswerRead, Command, Failure, FamilyRow, FileArgs, FolderArgs, RecordVisit, SendArgs,
    SendReport, StateArgs, StateView, StickFile, TruthArgs, TruthView, VisitOutcome,
};
use cacah_wire::down::Ticket;
use cacah_wire::error::Code;
use cacah_wire::introduce::ShortTicket;
use uuid::Uuid;

/// Enrolled with what an officer types.
fn enrolled(office: &Office) -> Laptop {
    let laptop = Laptop::default();
    enrol(office, &laptop);
    laptop
}

fn enrol(office: &Office, laptop: &Laptop) {
    let ticket = Ticket::from_text(&office.ticket(OFFICER, office.address())).expect("a ticket");
    let typed = ShortTicket::of(&ticket).to_text().to_lowercase().replace('-', " ");
    laptop.enrol(&mut laptop.desk(), &typed).expect("enrolled by typing");
}

fn visit(desk: &mut Desk, office: &Office) {
    let family = row_of(desk, office.family_of(3)).family;
    let visit = RecordVisit {
        family,
        outcome: VisitOutcome::NotHome,
        note: String::new(),
        appointment: None,
    };
    let _: FamilyRow = desk.call(&Command::RecordVisit(visit)).expect("a visit");
}

/// The one laptop of the office, or the last that was enrolled.
fn revoke(office: &Office, order: &str) {
    let database = rusqlite::Connection::open(office.data().join("central.db")).expect("there");
    let newest = "SELECT device FROM device ORDER BY enrolled DESC LIMIT 1";
    let device: [u8; 16] =
        database.query_row(newest, [], |row| row.get(0)).expect("somebody enrolled");
    let device = Uuid::from_bytes(device).to_string();
    office.tells(&["revoke", "--device", &device, "--order", order, "--reason", "hilang"]);
}

fn refused_sending(desk: &mut Desk) -> Code {
    desk.call::<SendReport>(&Command::Send(SendArgs {})).expect_err("the vault is closed").code
}

fn state(desk: &mut Desk) -> StateView {
    desk.call(&Command::State(StateArgs {})).expect("the state")
}

#[test]
fn trust_a_lost_laptop_sends_its_last_and_locks() {
    let office = Office::open(50);
    let laptop = enrolled(&office);
    let mut desk = laptop.unlocked();
    visit(&mut desk, &office);
    revoke(&office, "lock");
    assert_eq!(refused_sending(&mut desk), Code::AsksOffice);
    assert_eq!(office.batches(), 1, "it was sent, and is held");
    assert_eq!(state(&mut desk).officers, [OFFICER]);
    assert_eq!(unlock(&mut desk, PASSWORD).expect_err("locked").code, Code::AsksOffice);
    assert_eq!(unlock(&mut laptop.desk(), PASSWORD).expect_err("locked").code, Code::AsksOffice);
}

#[test]
fn trust_a_lost_laptop_sends_its_last_and_is_emptied() {
    let office = Office::open(50);
    let laptop = enrolled(&office);
    let mut desk = laptop.unlocked();
    visit(&mut desk, &office);
    revoke(&office, "wipe");
    assert_eq!(refused_sending(&mut desk), Code::WipedByOffice);
    assert_eq!(office.batches(), 1);
    let emptied = state(&mut desk);
    assert!(emptied.officers.is_empty() && emptied.wiped && emptied.session.is_none());
    let left = fs::read_dir(laptop.data().join("vaults")).expect("the folder of vaults");
    let left: Vec<_> = left.flatten().filter(|entry| entry.path().is_dir()).collect();
    assert!(left.is_empty(), "{left:?}");
    drop(desk);
    enrol(&office, &laptop);
    let mut desk = laptop.unlocked();
    assert!(!state(&mut desk).wiped);
    assert!(send(&mut desk).stopped.is_none(), "as any new laptop");
}

#[test]
fn trust_an_order_by_stick_destroys_nothing_that_is_unsent() {
    let mut office = Office::open(50);
    let laptop = enrolled(&office);
    let mut desk = laptop.unlocked();
    visit(&mut desk, &office);
    office.lose_power();
    let stick = tempfile::tempdir().expect("a stick");
    let folder = stick.path().display().to_string();
    let written: StickFile =
        desk.call(&Command::WriteStick(FolderArgs { folder })).expect("a stick file");
    revoke(&office, "wipe");
    office.answers(&written.path);
    visit(&mut desk, &office);
    let answer = fs::read_dir(stick.path()).expect("the stick").flatten();
    let answer = answer.map(|entry| entry.path().display().to_string());
    let path = answer.into_iter().find(|path| path.contains("jawaban-")).expect("an answer");
    let read: Result<AnswerRead, Failure> = desk.call(&Command::ReadAnswer(FileArgs { path }));
    assert_eq!(read.expect_err("locked").code, Code::AsksOffice);
    let locked = state(&mut desk);
    assert!(!locked.wiped);
    assert_eq!(locked.officers, [OFFICER], "the second visit waits in it");
}

#[test]
fn trust_the_office_changes_its_certificate_and_nobody_notices() {
    let mut office = Office::open(50);
    let laptop = enrolled(&office);
    let mut desk = laptop.unlocked();
    for step in ["next", "switch", "retire"] {
        office.tells(&["authority", step]);
        office.lose_power();
        office.start();
        visit(&mut desk, &office);
        let report = send(&mut desk);
        assert!(report.stopped.is_none() && report.stored == 1, "{step}: {report:?}");
    }
    office.tells(&["policy", "--contact-days", "3"]);
    let _ = send(&mut desk);
    let truth: TruthView = desk.call(&Command::Truth(TruthArgs {})).expect("the truth");
    assert_eq!(truth.alone, Some(4), "no day without the office yet");
}
