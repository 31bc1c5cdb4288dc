//! Faults that really happen: processes killed, disks full, folders that may not be written, pages
//! overwritten. Each test starts this very binary again as the process the fault happens to.

#![expect(clippy::unwrap_used, reason = "also what prepares a test ends it when it fails")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Effort, Entry, FormVersion, Mode, Source};
use cacah_family::host::Host;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_family::slot::Slot;
use cacah_store::{Commit, Enrolment, NewEntry, Store, StoreError};
use cacah_testkit::host::FakeHost;
use uuid::Uuid;
use zeroize::Zeroizing;

const CODE: &str = "PPL 0123";
const PASSWORD: &str = "ombak biru teluk";
const FOLDER: &str = "CACAH_FAULT_FOLDER";

fn host() -> Arc<dyn Host> {
    Arc::new(FakeHost::new(7))
}

fn family() -> FamilyId {
    FamilyId(Uuid::from_u128(1))
}

fn document() -> DocumentId {
    DocumentId(Uuid::from_u128(2))
}

fn enrolment() -> Enrolment {
    let office = age::x25519::Identity::generate();
    Enrolment {
        officer: OfficerId(Uuid::from_u128(3)),
        officer_code: "PPL 0123".into(),
        officer_name: "LATIFA KAMARO".into(),
        device: DeviceId(Uuid::from_u128(4)),
        incarnation: b"signed elsewhere".to_vec(),
        device_key: Zeroizing::new([1; 32]),
        officer_key: Some(Zeroizing::new([2; 32])),
        endpoint_url: "https://127.0.0.1:8443".into(),
        certificate: String::new(),
        token: Zeroizing::new("00".repeat(32)),
        endpoint_key: [3; 32],
        recovery: office.to_public().to_string(),
        recovery_seed: None,
    }
}

fn unlock(dir: &Path) -> Result<Store, StoreError> {
    Store::unlock(dir, CODE, PASSWORD, host())
}

/// A vault with one family and an open document.
fn new_vault(dir: &Path) -> Store {
    let mut store = Store::create(dir, &enrolment(), PASSWORD, host()).unwrap();
    let (id, kind) = (RoundId(Uuid::from_u128(5)), RoundKind::Practice);
    let round = Round { id, name: "Latihan".into(), kind, form: "toy".into() };
    let version = FormVersion { structure: "51".repeat(32), rules: "81".repeat(32) };
    let idsubsls: Idsubsls = "8271021003000300".parse().unwrap();
    let birth = Birth {
        round: id,
        home: idsubsls.district(),
        idsubsls,
        building: 1,
        number: 1,
        head: "HALIMA SANGAJI".into(),
        address: "Jl. Latihan Cengkih No. 1".into(),
        found: false,
    };
    store.install(&round, &version, &BTreeMap::new(), &[], &[(family(), birth)]).unwrap();
    append(&mut store, "@document", Change::Opened { source: Source::Visit }).unwrap();
    store
}

fn append(store: &mut Store, path: &str, change: Change) -> Result<Entry, StoreError> {
    let entry = NewEntry {
        family: family(),
        document: Some(document()),
        path: path.parse().unwrap(),
        change,
        over: vec![],
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    let commit = Commit { entries: vec![entry], ..Commit::default() };
    Ok(store.append(commit)?.remove(0))
}

/// An answer that says its own number, on a question of its own.
fn answer(store: &mut Store, n: usize) -> Result<Entry, StoreError> {
    let slot = Slot { raw: n.to_string(), note: Some("x".repeat(500)), ..Slot::default() };
    append(store, &format!("r{n}"), Change::Slot(slot))
}

fn answers(store: &Store) -> Vec<String> {
    let history = store.history(family()).unwrap();
    let raw = history.entries().filter_map(|entry| match &entry.change {
        Change::Slot(slot) => Some(slot.raw.clone()),
        _ => None,
    });
    raw.collect()
}

/// This binary again, running one of the tests below that are ignored otherwise.
fn process(wrapper: &[&str], test: &str, folder: &Path) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut words = wrapper.iter().map(|word| (*word).into()).chain([this.into_os_string()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(["--ignored", "--exact", "--nocapture", test]).env(FOLDER, folder);
    command
}

fn succeeds(mut command: Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{said}\n{complained}");
    assert!(said.contains("1 passed"), "{said}");
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os(FOLDER).expect("started by another test"))
}

#[test]
fn a_killed_process_loses_no_answer_that_was_acknowledged() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    drop(new_vault(&dir));
    let mut acknowledged = Vec::new();
    for round in 1..=4 {
        let mut child = process(&[], "writes_until_killed", root.path());
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let acks = said.filter_map(|line| line.strip_prefix("stored ").map(str::to_owned));
        let before = acknowledged.len();
        acknowledged.extend(acks.take(7 * round));
        assert_eq!(acknowledged.len() - before, 7 * round, "it wrote until it was killed");
        kill(&mut child);
        let mut store = unlock(&dir).unwrap();
        let there = answers(&store);
        for answer in &acknowledged {
            assert!(there.contains(answer), "answer {answer} of round {round} is lost");
        }
        let opened = store.open_document(family(), Source::Visit).unwrap().unwrap();
        assert_eq!(opened.state.slots.len(), there.len());
        store.rebuild_check().unwrap();
    }
}

fn kill(child: &mut Child) {
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it ended by itself, nothing was tested");
}

#[test]
#[ignore = "is killed by a_killed_process_loses_no_answer_that_was_acknowledged"]
fn writes_until_killed() {
    let mut store = unlock(&folder().join("vault")).unwrap();
    let first = answers(&store).len();
    for n in first.. {
        answer(&mut store, n).unwrap();
        println!("stored {n}");
    }
}

#[test]
fn a_killed_creation_leaves_no_half_vault() {
    let root = tempfile::tempdir().unwrap();
    let (dir, staged) = (root.path().join("vault"), root.path().join(".vault.new"));
    // With 0 ms it dies in the middle: deriving the key alone takes longer.
    for millis in [0, 20, 80, 200] {
        let mut child = process(&[], "creates_a_vault", root.path());
        let mut child = child.stdout(Stdio::null()).spawn().unwrap();
        while !staged.exists() && !dir.exists() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(millis));
        let _ = child.kill();
        let _ = child.wait();
        if millis == 0 {
            assert!(staged.exists() && !dir.exists(), "it was not killed in the middle");
        }
        if dir.exists() {
            unlock(&dir).unwrap();
            fs::remove_dir_all(&dir).unwrap();
        }
    }
    drop(Store::create(&dir, &enrolment(), PASSWORD, host()).unwrap());
    unlock(&dir).unwrap();
    assert!(!staged.exists());
}

#[test]
#[ignore = "is killed by a_killed_creation_leaves_no_half_vault"]
fn creates_a_vault() {
    drop(Store::create(&folder().join("vault"), &enrolment(), PASSWORD, host()).unwrap());
}

/// An officer who works on a new device each time.
fn colleague(time: u64) -> Enrolment {
    Enrolment {
        officer: OfficerId(Uuid::from_u128(6)),
        officer_code: "PPL 0124".into(),
        device: DeviceId(Uuid::from_u128(100 + u128::from(time))),
        ..enrolment()
    }
}

/// The new file of a removal, before it is in place.
fn draft(dir: &Path) -> bool {
    let mut names = fs::read_dir(dir).unwrap().map(|file| file.unwrap().file_name());
    names.any(|name| name.len() >= "vault.db.".len() + 36)
}

#[test]
fn trust_a_killed_removal_leaves_the_old_vault_or_the_new() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    let mut store = new_vault(&dir);
    for number in 0..20 {
        answer(&mut store, number).unwrap();
    }
    for millis in [0, 5, 10, 20, 40, 80] {
        if Store::officers(&dir).unwrap().len() == 1 {
            store.add_officer(&colleague(millis), "karang hitam pasir").unwrap();
        }
        drop(store);
        let mut child = process(&[], "removes_an_officer", root.path());
        let mut child = child.stdout(Stdio::null()).spawn().unwrap();
        while !draft(&dir) && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(millis));
        let _ = child.kill();
        let _ = child.wait();
        store = unlock(&dir).unwrap();
        assert!(!draft(&dir));
        assert_eq!(answers(&store).len(), 20);
        store.rebuild_check().unwrap();
    }
}

#[test]
#[ignore = "is killed by trust_a_killed_removal_leaves_the_old_vault_or_the_new"]
fn removes_an_officer() {
    drop(unlock(&folder().join("vault")).unwrap().remove_officer("PPL 0124").unwrap());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_refuses_the_answer_and_keeps_the_others() {
    let root = tempfile::tempdir().unwrap();
    // Its own mount namespace: the small disk is gone when the process ends.
    let mount = "mount -t tmpfs -o size=3m none \"$CACAH_FAULT_FOLDER\" && exec \"$@\"";
    let wrapper = ["unshare", "-m", "sh", "-c", mount, "sh"];
    succeeds(process(&wrapper, "fills_its_disk", root.path()));
}

#[test]
#[ignore = "runs on the small disk of a_full_disk_refuses_the_answer_and_keeps_the_others"]
fn fills_its_disk() {
    let (dir, ballast) = (folder().join("vault"), folder().join("ballast"));
    let mut store = new_vault(&dir);
    answer(&mut store, 0).unwrap();
    // The fault happens: this disk takes no more than its 3 MB.
    let full = fs::write(&ballast, vec![0; 4 << 20]).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);

    let mut stored = 1;
    let refused = loop {
        match answer(&mut store, stored) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 10_000, "the disk never filled");
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    assert_eq!(answers(&store).len(), stored);
    // What is there can still be read, only the cache is not renewed.
    let opened = store.open_document(family(), Source::Visit).unwrap().unwrap();
    assert_eq!(opened.state.slots.len(), stored);
    assert!(matches!(answer(&mut store, stored), Err(StoreError::DiskFull)));
    drop(store);
    let opened = unlock(&dir);
    assert!(matches!(opened, Ok(_) | Err(StoreError::DiskFull)), "{opened:?}");
    drop(opened);

    fs::remove_file(&ballast).unwrap();
    let mut store = unlock(&dir).unwrap();
    assert_eq!(answers(&store).len(), stored);
    let entry = answer(&mut store, stored).unwrap();
    assert_eq!(entry.dot.seq as usize, stored + 2);
    assert_eq!(answers(&store).len(), stored + 1);
    store.rebuild_check().unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_may_not_be_written_is_said_so() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    drop(new_vault(&dir));
    // Root may write anywhere: the process is another user. It must still reach this folder.
    let mode = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(root.path(), mode(0o755)).unwrap();
    let this = root.path().join("faults");
    fs::copy(std::env::current_exe().unwrap(), &this).unwrap();
    fs::set_permissions(&this, mode(0o755)).unwrap();
    let before = fs::read(dir.join("vault.db")).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--clear-groups"]).arg(&this);
    command.args(["--ignored", "--exact", "--nocapture", "may_not_write"]).env(FOLDER, root.path());
    succeeds(command);
    assert_eq!(fs::read(dir.join("vault.db")).unwrap(), before);
    unlock(&dir).unwrap();
}

#[test]
#[ignore = "runs as another user for a_folder_that_may_not_be_written_is_said_so"]
fn may_not_write() {
    // The fault happens: this user may read and not write.
    let denied = fs::write(folder().join("vault/new"), b"x").unwrap_err();
    assert_eq!(denied.kind(), std::io::ErrorKind::PermissionDenied);
    fs::read(folder().join("vault/vault.db")).unwrap();
    assert_eq!(Store::officers(&folder().join("vault")).unwrap()[0].code, CODE);
    let opened = unlock(&folder().join("vault"));
    assert!(matches!(opened, Err(StoreError::NotWritable)), "{opened:?}");
    let made = Store::create(&folder().join("other"), &enrolment(), PASSWORD, host());
    assert!(matches!(made, Err(StoreError::NotWritable)), "{made:?}");
}

#[test]
fn a_second_process_is_told_that_the_vault_is_open() {
    let root = tempfile::tempdir().unwrap();
    let store = new_vault(&root.path().join("vault"));
    succeeds(process(&[], "finds_it_open", root.path()));
    drop(store);
    unlock(&root.path().join("vault")).unwrap();
}

#[test]
#[ignore = "is the second process of a_second_process_is_told_that_the_vault_is_open"]
fn finds_it_open() {
    let opened = unlock(&folder().join("vault"));
    assert!(matches!(opened, Err(StoreError::Busy)), "{opened:?}");
}

/// Pages behind the first: the vault may open, but what lies on them is reported, never made up.
#[test]
fn overwritten_pages_are_reported_and_the_file_is_left_as_it_is() {
    const PAGE: usize = 4096;
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    let mut store = new_vault(&dir);
    for n in 0..50 {
        answer(&mut store, n).unwrap();
    }
    drop(store);
    let file = dir.join("vault.db");
    let whole = fs::read(&file).unwrap();
    let mut reported = 0;
    for page in 1..whole.len() / PAGE {
        let mut bytes = whole.clone();
        bytes[page * PAGE..][..64].copy_from_slice(&[0x5A; 64]);
        fs::write(&file, &bytes).unwrap();
        let read = unlock(&dir).and_then(|store| {
            store.rebuild_check()?;
            Ok(store.history(family())?.len())
        });
        match read {
            Ok(entries) => assert_eq!(entries, 51, "page {page}"),
            Err(StoreError::Damaged { .. }) => reported += 1,
            Err(error) => panic!("page {page}: {error:?}"),
        }
        assert!(fs::read(&file).unwrap() == bytes, "page {page} was written");
    }
    assert!(reported > 0);
}
