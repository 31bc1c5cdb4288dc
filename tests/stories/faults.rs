//! What goes wrong on a laptop: each a clear message, and no loss.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use cacah_testkit::desk::Desk;
use cacah_testkit::questionnaire;
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, row_of, unlock};
use cacah_tests::office::Office;
use cacah_tests::programs::built;
use cacah_wire::command::{Command, Enrol, Failure, StateView};
use cacah_wire::error::Code;

/// A code alone is no message: it says what happened and what to do.
fn assert_told(failure: &Failure, code: Code) {
    assert_eq!(failure.code, code);
    assert_eq!(failure.message, code.indonesian());
}

#[test]
fn a_wrong_password_opens_nothing_and_the_right_one_still_does() {
    let office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let mut desk = laptop.desk();
    let failure = unlock(&mut desk, "bukan kata sandinya").expect_err("it stays shut");
    assert_told(&failure, Code::WrongPassword);
    assert!(unlock(&mut desk, PASSWORD).is_ok_and(|state| state.session.is_some()));
}

#[test]
fn a_ticket_is_spent_once_and_nonsense_is_none() {
    let office = Office::open(20);
    let ticket = office.ticket(OFFICER, office.address());
    let (first, second) = (Laptop::default(), Laptop::default());
    first.enrol(&mut first.desk(), &ticket).expect("the first laptop");
    let failure = second.enrol(&mut second.desk(), &ticket).expect_err("not twice");
    assert_told(&failure, Code::TicketSpent);
    let failure = second.enrol(&mut second.desk(), "cacah1.bukan").expect_err("no ticket");
    assert_told(&failure, Code::BadTicket);
}

#[test]
fn a_full_disk_is_told_and_takes_nothing_with_it() {
    let office = Office::open(20);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a mount point");
    let mut desk = on_a_small_disk(&disk);
    let ticket = office.ticket(OFFICER, office.address());
    let enrol = Command::Enrol(Enrol { ticket, password: PASSWORD.into() });
    let _: StateView = desk.call(&enrol).expect("enrolled");
    unlock(&mut desk, PASSWORD).expect("unlocked");
    let family = office.family_of(5);
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    interview.key(&mut desk, 30).expect("there is room");
    let filler = fill(&desk, &disk);
    let failure = interview.key(&mut desk, usize::MAX).expect_err("there is no more room");
    assert_told(&failure, Code::DiskFull);
    let kept = interview.keyed();
    fs::remove_file(filler).expect("room again");
    assert_eq!(interview.key(&mut desk, usize::MAX).expect("it goes on where it stopped"), 0);
    let view = cacah_tests::keying::open(&mut desk, &row.family);
    for (path, _) in kept {
        assert!(view.slots.iter().any(|slot| slot.path == path), "{path} is lost");
    }
}

/// A desk whose data folder is a tmpfs of 32 MiB that nobody else sees.
fn on_a_small_disk(disk: &Path) -> Desk {
    let script = "mount -t tmpfs -o size=32m tmpfs \"$1\" && exec \"$2\" --data \"$1\"";
    let mut program = Program::new("unshare");
    program.args(["--mount", "sh", "-c", script, "sh"]).arg(disk).arg(built("cacah-desk"));
    Desk::start_with(&mut program).expect("a desk on a small disk")
}

/// Fills the desk's disk, as seen from its own mounts, to the last byte; proves that it is full.
fn fill(desk: &Desk, disk: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", desk.pid()));
    let filler = root.join(disk.strip_prefix("/").expect("an absolute path")).join("filler");
    let mut file = fs::File::create(&filler).expect("a file on the small disk");
    let mut block = vec![0; 1 << 20];
    while !block.is_empty() {
        match std::io::Write::write_all(&mut file, &block) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => block.truncate(block.len() / 2),
            Err(error) => panic!("the small disk: {error}"),
        }
    }
    let more = std::io::Write::write_all(&mut file, &[0; 4096]);
    assert_eq!(more.expect_err("not a page more").kind(), ErrorKind::StorageFull);
    filler
}

#[test]
fn a_read_only_folder_is_told_and_left_as_it_was() {
    let office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let program = tempfile::tempdir().expect("a temporary folder");
    let desk = program.path().join("cacah-desk");
    fs::copy(built("cacah-desk"), &desk).expect("a desk that anybody may start");
    open_to_readers(program.path());
    open_to_readers(laptop.data());
    let writes = as_nobody("touch", &[&laptop.data().join("x")]).status().expect("touch runs");
    assert!(!writes.success(), "nobody cannot write there");
    let mut reader = as_nobody(&desk.display().to_string(), &[Path::new("--data"), laptop.data()]);
    let mut desk = Desk::start_with(&mut reader).expect("a desk");
    let failure = unlock(&mut desk, PASSWORD).expect_err("it cannot keep an answer");
    assert_told(&failure, Code::NotWritable);
    drop(desk);
    assert!(unlock(&mut laptop.desk(), PASSWORD).is_ok_and(|state| state.session.is_some()));
}

/// Folders and files that everybody may read and nobody but root may write.
fn open_to_readers(folder: &Path) {
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode is set");
    };
    set(folder, 0o755);
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            open_to_readers(&entry.path());
        } else {
            set(&entry.path(), 0o755);
        }
    }
}

/// Root is stopped by no mode; another uid is.
fn as_nobody(program: &str, args: &[&Path]) -> Program {
    let mut nobody = Program::new("setpriv");
    nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]).args(args);
    nobody
}

#[test]
fn a_broken_form_is_refused_by_file_row_and_column_and_the_round_goes_on() {
    let office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let broken = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in questionnaire::files("regsosek22-k") {
        let text = String::from_utf8(bytes).expect("UTF-8");
        // r301b asks for a question that the form does not have.
        let text = text.replace("${r301a} = '1'", "${r301x} = '1'");
        fs::write(broken.path().join(name), text).expect("a sheet");
    }
    let said = office.install(broken.path()).expect_err("a form with an error is not installed");
    for word in ["survey.csv", "relevant", "r301x"] {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
    let mut desk = laptop.unlocked();
    let family = office.family_of(5);
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    interview.key(&mut desk, usize::MAX).expect("answers are stored");
    interview.finish(&mut desk);
    assert_eq!(cacah_tests::laptop::send(&mut desk).stored, 1);
}
