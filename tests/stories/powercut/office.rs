//! The endpoint: what it gave away, a ticket or a receipt, stands for something that is there.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{self, Family, Practice};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD, receipts, row_of, send, unlock};
use cacah_tests::office::ADMIN;
use cacah_tests::page::until;
use cacah_tests::powercut::log::Record;
use cacah_tests::powercut::recording::{Recording, held_outside};
use cacah_tests::programs::{built, root};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

const SEED: u64 = 20_221_016;

/// Marks of what is held outside; a receipt is marked by its number.
const TICKET: u64 = 1_000_000;
const ENROLLED: u64 = 1_000_001;

/// Files without which no laptop would know this endpoint again.
const KEYS: [&str; 5] =
    ["endpoint.key", "secret.key", "recovery.key", "authority.key", "authority.pem"];

/// An endpoint whose every process runs under the shim, from the empty folder on.
struct Endpoint {
    folder: TempDir,
    address: String,
    recording: Recording,
    families: Vec<Family>,
}

impl Endpoint {
    fn install(recorded: impl FnOnce(&Path) -> Recording) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let watched = folder.path().join("central");
        fs::create_dir(&watched).expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a free port").to_string();
        let families = ternate::families(SEED, 20);
        let endpoint = Self { folder, address, recording: recorded(&watched), families };
        let list = endpoint.folder.path().join("families.json");
        let form = root().join("schemas/forms/regsosek22-k");
        let practice = Practice::new(&form, &endpoint.families);
        fs::write(&list, serde_json::to_vec(&practice).expect("JSON")).expect("families.json");
        let admin = ["--admin", ADMIN, "--name", "KANTOR LATIHAN", "--area", "8271"];
        let founded = endpoint.central("init").args(admin).stdout(Stdio::null()).status();
        assert!(founded.expect("cacah-central starts").success(), "an administrator");
        let mut practice = endpoint.central("practice");
        let installed = practice.args(["--by", ADMIN]).arg("--from").arg(list).status();
        assert!(installed.expect("cacah-central starts").success(), "the practice round");
        endpoint
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("central")
    }

    fn central(&self, command: &str) -> Command {
        let mut central = Command::new(built("cacah-central"));
        central.arg(command).arg("--data").arg(self.data()).stderr(Stdio::null());
        self.recording.watch(&mut central);
        central
    }

    fn serve(&self) -> Serving {
        let ready = self.folder.path().join("ready");
        let mut serve = self.central("serve");
        serve.args(["--listen", &self.address]).arg("--ready-file").arg(&ready);
        let server = serve.stdout(Stdio::null()).spawn().expect("cacah-central starts");
        until("the endpoint listens", || ready.exists().then_some(()));
        Serving(server)
    }

    fn ticket(&self) -> String {
        let url = format!("https://{}", self.address);
        let output = self
            .central("ticket")
            .args(["--by", ADMIN, "--officer", OFFICER, "--url", &url])
            .output();
        let ticket = String::from_utf8(output.expect("cacah-central starts").stdout);
        self.recording.mark(TICKET);
        ticket.expect("a ticket is text").trim().to_owned()
    }
}

/// A server that ends with its test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A laptop is enrolled and sends three families, one by one.
fn a_day(endpoint: &Endpoint) {
    let (ticket, laptop) = (endpoint.ticket(), Laptop::default());
    let _serving = endpoint.serve();
    let mut desk = laptop.desk();
    laptop.enrol(&mut desk, &ticket).expect("enrolled");
    endpoint.recording.mark(ENROLLED);
    unlock(&mut desk, PASSWORD).expect("unlocked");
    let near = endpoint.families.iter().filter(|family| family.area == 0);
    near.take(3).for_each(|family| send_one(endpoint, &mut desk, family));
    desk.close().expect("the desk ends");
}

fn send_one(endpoint: &Endpoint, desk: &mut Desk, family: &Family) {
    let row = row_of(desk, family);
    let mut interview = Interview::open(desk, &row.family, &family.answers());
    interview.key(desk, usize::MAX).expect("answers are stored");
    interview.finish(desk);
    let report = send(desk);
    assert_eq!((report.stored, report.waiting), (1, 0), "{:?}", report.stopped);
    let number = receipts(desk).rows[0].number;
    endpoint.recording.mark(number);
}

/// What is held outside and stands for nothing in the folder found after the cut.
fn broken(held: &[u64], before: &Path, found: &Path) -> Option<String> {
    if held.is_empty() {
        return None;
    }
    let same = |key: &&str| fs::read(before.join(key)).ok() == fs::read(found.join(key)).ok();
    if let Some(key) = KEYS.iter().find(|key| !same(key)) {
        return Some(format!("{key} is another one"));
    }
    let mut opens = Command::new(built("cacah-central"));
    let output = opens
        .args(["receipts", "--by", ADMIN])
        .arg("--data")
        .arg(found)
        .output()
        .expect("it starts");
    if !output.status.success() {
        return Some(format!("it does not open: {}", String::from_utf8_lossy(&output.stderr)));
    }
    contradictions(held, &found.join("central.db")).expect("the registry answers")
}

fn contradictions(held: &[u64], file: &Path) -> rusqlite::Result<Option<String>> {
    let registry = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count = |sql: &str| registry.query_row(sql, [], |row| row.get::<_, i64>(0));
    let sound: String = registry.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let unbacked = count(
        "SELECT count(*) FROM batch b WHERE stored + held
             <> (SELECT count(*) FROM segment s WHERE s.batch = b.batch)",
    )?;
    let received = count("SELECT count(*) FROM family WHERE received > 0")?;
    let told = count("SELECT coalesce(sum(received), 0) FROM area_total")?;
    let mut numbers = registry.prepare("SELECT number FROM batch")?;
    let numbers: Vec<i64> = numbers.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let devices = count("SELECT count(*) FROM device")?;
    let tickets = count("SELECT count(*) FROM ticket")?;
    let is_there = |mark: &u64| match *mark {
        TICKET => tickets == 1,
        ENROLLED => devices == 1,
        number => numbers.contains(&number.cast_signed()),
    };
    Ok(if sound != "ok" {
        Some(sound)
    } else if unbacked > 0 || received != told {
        Some("a receipt names rows that are not there, or the totals do not add up".into())
    } else {
        held.iter().find(|mark| !is_there(mark)).map(|mark| format!("{mark} is lost"))
    })
}

/// Records a day and cuts it everywhere; how many cuts, and what broke.
fn cut(recorded: impl FnOnce(&Path) -> Recording) -> (usize, Vec<String>) {
    let endpoint = Endpoint::install(recorded);
    a_day(&endpoint);
    let held = held_outside(&endpoint.recording.records());
    let (mut cuts, mut all) = (0, Vec::new());
    endpoint.recording.cut_everywhere(SEED, 60, |happened: &[Record], cut, found| {
        cuts += 1;
        let held = held.iter().filter(|(left, _)| *left <= happened.len());
        let held: Vec<u64> = held.map(|(_, mark)| *mark).collect();
        let broke = broken(&held, &endpoint.data(), found);
        all.extend(broke.map(|broke| format!("{cut}: {broke}")));
    });
    (cuts, all)
}

#[test]
fn the_office_keeps_what_it_gave_a_receipt_for() {
    let (cuts, broken) = cut(Recording::of);
    assert!(cuts > 60, "{cuts} cuts are too few to prove anything");
    assert!(broken.is_empty(), "{} of {cuts} cuts:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn on_a_disk_that_lies_receipts_are_lost_and_it_is_seen() {
    let (cuts, broken) = cut(Recording::of_a_lying_disk);
    assert!(broken.len() > 10, "only {} of {cuts} cuts lost anything", broken.len());
}
