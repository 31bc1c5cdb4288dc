//! A city at work: a real endpoint, and laptops whose vaults hold what their officers keyed. Making
//! them is no part of any figure.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command as Program, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cacah_family::entry::{Change, Entry, Times};
use cacah_family::host::{Host, Millis};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::status::Status;
use cacah_store::{Commit, ENDPOINT_TIME, NewEntry, Store, Summary};
use cacah_testkit::desk::Desk;
use cacah_testkit::history::{Writer, journal};
use cacah_testkit::ternate::{Family, Practice, city};
use cacah_tests::laptop::PASSWORD;
use cacah_tests::office::ADMIN;
use cacah_tests::page::until;
use cacah_tests::programs::{built, root};
use cacah_wire::command::{Command, Enrol, SendArgs, SendReport, StateView, Unlock};
use tempfile::TempDir;

/// An endpoint with the round of a city.
pub struct City {
    folder: TempDir,
    address: SocketAddr,
    server: Child,
    families: Vec<Family>,
    practice: Practice,
    officers: usize,
}

impl City {
    /// So many officers with so many families each.
    pub fn open(officers: usize, each: usize) -> Self {
        let families = city(20_221_015, officers * each);
        let practice =
            Practice::city(&root().join("schemas/forms/regsosek22-k"), &families, officers);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let list = folder.path().join("round.json");
        let json = serde_json::to_vec(&practice).expect("a round is JSON");
        fs::write(&list, json).expect("the round is written");
        let admin = ["--admin", ADMIN, "--name", "KANTOR LATIHAN", "--area", "8271"];
        let founded = central(folder.path(), "init").args(admin).stdout(Stdio::null()).status();
        assert!(founded.expect("cacah-central starts").success(), "an administrator");
        let mut install = central(folder.path(), "practice");
        let installed = install.args(["--by", ADMIN]).arg("--from").arg(list).status();
        assert!(installed.expect("cacah-central starts").success(), "the round is installed");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a free port");
        let ready = folder.path().join("ready");
        let mut serve = central(folder.path(), "serve");
        serve.args(["--listen", &address.to_string()]).arg("--ready-file").arg(&ready);
        let server = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server = server.expect("cacah-central starts");
        until("the endpoint listens", || ready.exists().then_some(()));
        Self { folder, address, server, families, practice, officers }
    }

    /// Process id of the endpoint.
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The whole prelist.
    pub fn families(&self) -> impl Iterator<Item = (FamilyId, &Family)> {
        let listed = self.practice.prelist().iter().map(|listed| listed.family);
        listed.zip(&self.families)
    }

    /// Families of an officer.
    fn share(&self, officer: usize) -> Vec<(FamilyId, &Family)> {
        let share = self.families.len().div_ceil(self.officers);
        self.families().skip(officer * share).take(share).collect()
    }

    /// A laptop of this officer that reaches the endpoint at `address`, with everything its officer
    /// keyed in the first `families` of the share.
    pub fn laptop(&self, officer: usize, families: usize, address: SocketAddr) -> Laptop {
        let code = self.practice.codes().nth(officer).expect("an officer").to_owned();
        // Hundreds of thousands of durable writes: in memory where there is such a folder, then
        // copied to the disk that is measured.
        let memory = Path::new("/dev/shm");
        let filling = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let filling = filling.expect("a temporary folder");
        self.enrol(&code, address, filling.path());
        let mut share = self.share(officer);
        share.truncate(families);
        fill(filling.path(), &share, officer as u64);
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(filling.path(), folder.path());
        let mut desk = Desk::start(&built("cacah-desk"), folder.path()).expect("cacah-desk starts");
        let unlock = Unlock { officer: code, password: PASSWORD.into() };
        let _: StateView = desk.call(&Command::Unlock(unlock)).expect("unlocked");
        Laptop { desk, _folder: folder }
    }

    fn enrol(&self, code: &str, address: SocketAddr, data: &Path) {
        let mut ticket = central(self.folder.path(), "ticket");
        let url = format!("https://{address}");
        let ticket = ticket.args(["--by", ADMIN, "--officer", code, "--url", &url]).output();
        let ticket = ticket.expect("cacah-central starts").stdout;
        let ticket = String::from_utf8_lossy(&ticket).trim().to_owned();
        let mut desk = Desk::start(&built("cacah-desk"), data).expect("cacah-desk starts");
        let enrol = Enrol { ticket, password: PASSWORD.into() };
        let _: StateView = desk.call(&Command::Enrol(enrol)).expect("enrolled");
        desk.close().expect("cacah-desk ends");
    }
}

impl Drop for City {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn central(folder: &Path, command: &str) -> Program {
    let mut central = Program::new(built("cacah-central"));
    central.arg(command).arg("--data").arg(folder.join("central"));
    central
}

/// A `cacah-desk`, unlocked.
pub struct Laptop {
    /// The process.
    pub desk: Desk,
    _folder: TempDir,
}

impl Laptop {
    /// Sends what waits; how many families were stored.
    pub fn send(&mut self) -> usize {
        let report: SendReport = self.desk.call(&Command::Send(SendArgs {})).expect("a report");
        assert_eq!((report.held, report.waiting), (0, 0), "{report:?}");
        report.stored as usize
    }
}

/// Writes the officer's days into the vault under `data`, entry by entry as they were keyed.
fn fill(data: &Path, families: &[(FamilyId, &Family)], seed: u64) {
    // Its witness lies beside it.
    let mut vaults = fs::read_dir(data.join("vaults")).expect("vaults").flatten();
    let path = vaults.find_map(|entry| Some(entry.path()).filter(|path| path.is_dir()));
    let path = path.expect("a vault");
    let clock = Arc::new(Clock::default());
    let officer = Store::officers(&path).expect("a header").remove(0).code;
    let mut store = Store::unlock(&path, &officer, PASSWORD, clock.clone()).expect("unlocked");
    let form = store.form_version().expect("read").expect("the form");
    let writer = Writer { actor: store.actor(), officer: store.enrolment().officer, form };
    let mut heard = None;
    for entry in journal(&writer, families, seed) {
        clock.set(entry.at);
        if heard != entry.at.endpoint {
            heard = entry.at.endpoint;
            let heard = heard.unwrap_or_default().to_string();
            store.set_setting(ENDPOINT_TIME, &heard).expect("kept");
        }
        let summary = finished(&entry, families);
        let dot = entry.dot;
        let commit = Commit { entries: vec![unnamed(entry)], summary, stand: None };
        let written = store.append(commit).expect("durable");
        assert_eq!(written.first().map(|entry| entry.dot), Some(dot));
    }
}

fn unnamed(entry: Entry) -> NewEntry {
    NewEntry {
        family: entry.family,
        document: entry.document,
        path: entry.path,
        change: entry.change,
        over: entry.over,
        mode: entry.mode,
        form: entry.form,
        effort: entry.effort,
    }
}

/// What the desk says of a document when it is finished; before, nothing of it is sent.
fn finished(entry: &Entry, families: &[(FamilyId, &Family)]) -> Option<Summary> {
    let document: DocumentId = entry.document?;
    let Change::Finished { .. } = entry.change else { return None };
    let (_, family) = families.iter().find(|(id, _)| *id == entry.family)?;
    let members = family.members.iter();
    Some(Summary {
        document,
        checker: None,
        findings: None,
        status: Status::Clean,
        percent: 100,
        members: u16::try_from(family.members.len()).ok(),
        finished: true,
        head: Some(family.head().into()),
        names: Some(members.clone().map(|member| member.name.clone()).collect()),
        numbers: Some(
            members.map(|member| member.nik.clone()).chain([family.kk.clone()]).collect(),
        ),
        persons: None,
        facts: None,
    })
}

/// The officer's clock; nothing secret is drawn while a vault is filled.
#[derive(Default)]
struct Clock(Mutex<Option<Times>>);

impl Clock {
    fn set(&self, at: Times) {
        *self.0.lock().expect("one thread fills") = Some(at);
    }

    fn at(&self) -> Option<Times> {
        *self.0.lock().expect("one thread fills")
    }
}

impl Host for Clock {
    fn now(&self) -> Millis {
        self.at().map_or(0, |at| at.wall)
    }

    fn monotonic(&self) -> u64 {
        self.at().map_or(0, |at| at.mono)
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).expect("a folder");
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Time that `work` takes.
#[expect(clippy::disallowed_methods, reason = "a figure is about the real clock")]
pub fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
