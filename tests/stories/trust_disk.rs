//! No file in the clear holds anything of a family or a key: not beside the vault, not in the log, not
//! where WebKit keeps what it keeps.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::Command as Program;

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::Family;
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, unlock};
use cacah_tests::office::Office;
use cacah_tests::officer::Officer;
use cacah_tests::planted::{Planted, data_key};
use cacah_tests::programs::built;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;
use tempfile::TempDir;

/// All that is to be found nowhere.
fn planted(laptop: &Laptop, family: &Family) -> Planted {
    let mut planted = Planted::of(family);
    planted.add("password", PASSWORD);
    planted.add_key("data key", &data_key(laptop.data(), PASSWORD));
    planted
}

fn key(desk: &mut Desk, family: &Family) {
    let row = row_of(desk, family);
    let mut interview = Interview::open(desk, &row.family, &family.answers());
    assert_eq!(interview.key(desk, usize::MAX).expect("the answers are stored"), 0);
}

#[test]
fn trust_no_file_of_the_window_holds_an_answer() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let planted = planted(&laptop, family);
    let mut desk = laptop.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    key(&mut desk, family);
    drop(desk);

    let screen = Screen::open(Engine::Window, laptop.data());
    let nowhere = |when: &str| {
        for folder in [laptop.data(), screen.home()] {
            assert_eq!(planted.in_files(folder), BTreeSet::new(), "{when}");
        }
    };
    let page = screen.page();
    officer.unlock(page, PASSWORD);
    officer.open_family(page, family.head());
    officer.go_to(page, "r402");
    nowhere("while it is open");
    page.chord(Key::Control, 'p');
    page.wait_for("[data-screen=curtain]");
    page.chord(Key::Control, 'p');
    page.follow();
    page.wait_for("[data-screen=unlock]");
    nowhere("after the lock");
    officer.unlock(page, PASSWORD);
    page.wait_for("[data-screen=document]");
    let killed = Program::new("kill").args(["-KILL", &screen.app().to_string()]).status();
    assert!(killed.expect("kill").success());
    nowhere("after it was killed");
    // It can be found: the search is no formality.
    fs::write(screen.home().join("tmp/plain"), family.head()).expect("a plain file");
    assert!(!planted.in_files(screen.home()).is_empty());
}

#[test]
fn trust_no_log_holds_an_answer() {
    let office = Office::open(50);
    let laptop = Laptop::enrolled(&office);
    let family = office.family_of(5);
    let planted = planted(&laptop, family);
    let logs = TempDir::new().expect("a folder");
    let file = logs.path().join("log");
    let mut program = Program::new(built("cacah-desk"));
    program.arg("--data").arg(laptop.data()).env("RUST_LOG", "trace");
    let log = File::create(&file).expect("a log");
    let mut desk = Desk::start_with(program.stderr(log)).expect("cacah-desk starts");
    unlock(&mut desk, "bukan sandi yang benar").expect_err("another password");
    unlock(&mut desk, PASSWORD).expect("unlocked");
    key(&mut desk, family);
    cacah_tests::laptop::send(&mut desk);
    assert!(desk.close().expect("it ends").success());
    assert!(fs::metadata(&file).expect("the log").len() > 0, "something was logged");
    assert_eq!(planted.in_files(logs.path()), BTreeSet::new());
}
