//! Damage that happens to files, met through the public doors alone: what the officer and the office
//! can do with a vault that is torn, newer, older, or on a disk without room.

#![expect(clippy::unwrap_used, reason = "also what prepares a test ends it when it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Actor, Birth, Change, Dot, Effort, Mode, Source};
use cacah_family::host::Host;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_family::slot::Slot;
use cacah_store::{
    Cause, Commit, Enrolment, NewEntry, Store, StoreError, copies, preview, restore,
};
use cacah_testkit::host::FakeHost;
use cacah_testkit::random::Random;
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

const CODE: &str = "PPL 0123";
const PASSWORD: &str = "ombak biru teluk";
const FOLDER: &str = "CACAH_DAMAGE_FOLDER";
const PAGE: usize = 4096;

fn host() -> Arc<dyn Host> {
    Arc::new(FakeHost::new(7))
}

fn family(n: u128) -> FamilyId {
    FamilyId(Uuid::from_u128(0xFA00 + n))
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

/// A vault with 10 families of the prelist.
fn new_vault(dir: &Path) -> Store {
    let mut store = Store::create(dir, &enrolment(), PASSWORD, host()).unwrap();
    let (id, kind) = (RoundId(Uuid::from_u128(5)), RoundKind::Practice);
    let round = Round { id, name: "Latihan".into(), kind, form: "toy".into() };
    let version =
        cacah_family::entry::FormVersion { structure: "51".repeat(32), rules: "81".repeat(32) };
    let idsubsls: Idsubsls = "8271021003000300".parse().unwrap();
    let prelist: Vec<_> = (0..10)
        .map(|n| {
            let birth = Birth {
                round: id,
                home: idsubsls.district(),
                idsubsls: idsubsls.clone(),
                building: n + 1,
                number: 1,
                head: "HALIMA SANGAJI".into(),
                address: "Jl. Latihan Cengkih No. 1".into(),
                found: false,
            };
            (family(n.into()), birth)
        })
        .collect();
    store.install(&round, &version, &BTreeMap::new(), &[], &prelist).unwrap();
    store
}

/// Opens a visit of the `n`-th family and gives `count` answers.
fn visit(store: &mut Store, n: u128, count: usize) -> BTreeSet<Dot> {
    let entry = |path: &str, change| NewEntry {
        family: family(n),
        document: Some(DocumentId(Uuid::from_u128(0xD0 + n))),
        path: path.parse().unwrap(),
        change,
        over: vec![],
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    let mut entries = vec![entry("@document", Change::Opened { source: Source::Visit })];
    let slot = Slot { note: Some("x".repeat(60)), ..Slot::default() };
    entries.extend((0..count).map(|n| entry(&format!("r{n}"), Change::Slot(slot.clone()))));
    let written = store.append(Commit { entries, ..Commit::default() }).unwrap();
    written.iter().map(|entry| entry.dot).collect()
}

fn dots(store: &Store) -> Result<BTreeSet<Dot>, StoreError> {
    let mut all = BTreeSet::new();
    for n in 0..10 {
        all.extend(store.history(family(n))?.entries().map(|entry| entry.dot));
    }
    Ok(all)
}

fn worked(answers: usize) -> (TempDir, PathBuf, BTreeSet<Dot>) {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    let mut store = new_vault(&dir);
    let acknowledged = (0..10).flat_map(|n| visit(&mut store, n, answers)).collect();
    (root, dir, acknowledged)
}

/// The road of an officer with a damaged laptop, from the message to the next answer.
#[test]
fn a_damaged_vault_is_salvaged_and_worked_on_under_a_new_incarnation() {
    let (_root, dir, acknowledged) = worked(30);
    let file = dir.join("vault.db");
    let mut bytes = fs::read(&file).unwrap();
    let mut random = Random::new(11);
    bytes[..PAGE].fill(0);
    for _ in 0..4 {
        let page = usize::try_from(random.bits()).unwrap() % (bytes.len() / PAGE);
        bytes[page * PAGE..][..PAGE].fill(0xFF);
    }
    fs::write(&file, &bytes).unwrap();
    let opened = Store::unlock(&dir, CODE, PASSWORD, host());
    assert!(matches!(opened, Err(StoreError::Damaged { .. })));
    assert!(fs::read(&file).unwrap() == bytes, "opening wrote to a damaged file");

    let cacah_store::Salvaged { mut store, report } =
        cacah_store::salvage(&dir, &dir, (CODE, PASSWORD), host()).unwrap();
    assert!(fs::read(report.aside.join("vault.db")).unwrap() == bytes);
    let saved = dots(&store).unwrap();
    assert_eq!(saved.len() as u64 + report.missing(), acknowledged.len() as u64);
    assert!(saved.is_subset(&acknowledged) && !saved.is_empty());
    assert!(report.words().starts_with("Terselamatkan: 10 keluarga"));
    let actor = Actor { incarnation: store.next_incarnation(), ..store.actor() };
    store.begin_incarnation(b"signed elsewhere", actor).unwrap();
    let new = visit(&mut store, 9, 3);
    drop(store);
    let store = Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
    store.rebuild_check().unwrap();
    assert!(dots(&store).unwrap().is_superset(&new));
}

/// Opening any torn file ends in a word, and answers are there or missed aloud.
#[test]
fn no_damage_ends_in_a_panic_or_a_silent_loss() {
    let (root, dir, acknowledged) = worked(12);
    let names = ["vault.db", "vault.head", "vault.head.2", "vault.spare", "vault.lock"];
    let whole: Vec<_> = names.map(|name| fs::read(dir.join(name)).unwrap()).into();
    let mut random = Random::new(5);
    for round in 0..8 {
        for (name, bytes) in names.iter().zip(&whole) {
            fs::write(dir.join(name), bytes).unwrap();
        }
        for name in ["vault.db-wal", "vault.db-shm"] {
            let _ = fs::remove_file(dir.join(name));
        }
        let which = usize::try_from(random.bits()).unwrap() % if round < 5 { 1 } else { 4 };
        let mut bytes = whole[which].clone();
        let place = usize::try_from(random.bits()).unwrap() % bytes.len();
        match round % 2 {
            0 => bytes.truncate(place),
            _ => bytes[place..].iter_mut().take(9_000).for_each(|byte| *byte ^= 0x3C),
        }
        fs::write(dir.join(names[which]), &bytes).unwrap();
        let read = Store::unlock(&dir, CODE, PASSWORD, host()).and_then(|store| {
            let there = dots(&store)?;
            Ok((there, store.older_than_witness()))
        });
        match read {
            Ok((there, older)) => {
                assert!(there == acknowledged || older.is_some(), "round {round}")
            }
            Err(StoreError::Damaged { .. } | StoreError::Sqlite(_)) => {}
            Err(error) => panic!("round {round}: {error:?}"),
        }
    }
    drop(root);
}

#[test]
fn a_vault_of_a_newer_version_is_read_and_carried_out_and_never_written() {
    let (root, dir, acknowledged) = worked(5);
    newer(&dir);
    let before: Vec<_> = ["vault.db", "vault.head", "vault.head.2"]
        .map(|name| fs::read(dir.join(name)).unwrap())
        .into();
    assert!(matches!(Store::unlock(&dir, CODE, PASSWORD, host()), Err(StoreError::TooNew)));
    let wrong = Store::open_newer(&dir, CODE, "ombak hijau teluk", host());
    assert!(matches!(wrong, Err(StoreError::WrongPassword)));
    let newer = Store::open_newer(&dir, CODE, PASSWORD, host()).unwrap();
    let families = newer.families().unwrap();
    assert_eq!(families.len(), 10);
    assert!(families.iter().all(|family| family.head == "HALIMA SANGAJI" && family.entries == 6));
    assert!(matches!(Store::open_newer(&dir, CODE, PASSWORD, host()), Err(StoreError::Busy)));
    let made = newer.export(&root.path().join("stick")).unwrap();
    assert_eq!(made.entries, acknowledged.len() as u64);
    assert_eq!(copies(&root.path().join("stick")).unwrap()[0].officer_code, "PPL 0123");
    assert_eq!(fs::read(made.path.join("vault.head")).unwrap(), before[1]);
    drop(newer);
    for (name, before) in ["vault.db", "vault.head", "vault.head.2"].iter().zip(before) {
        assert!(fs::read(dir.join(name)).unwrap() == before, "{name} was written");
    }
}

/// What a version of the app years from now may leave: a newer layout of the header, another slot.
fn newer(dir: &Path) {
    for name in ["vault.head", "vault.head.2"] {
        let bytes = fs::read(dir.join(name)).unwrap();
        let mut copy: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let header = &mut copy["header"];
        header["v"] = 3.into();
        header["slots"].as_array_mut().unwrap().push(serde_json::json!({ "kind": "fingerprint" }));
        let header = header.to_string();
        let blake3 = blake3::hash(header.as_bytes()).to_string();
        fs::write(dir.join(name), format!("{{\"header\":{header},\"blake3\":\"{blake3}\"}}\n"))
            .unwrap();
    }
}

#[test]
fn a_copy_is_looked_into_and_restored_over_a_vault_that_is_set_aside() {
    let (root, dir, acknowledged) = worked(6);
    let stick = root.path().join("stick");
    let store = Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
    store.copy_to(&stick, 3).unwrap();
    drop(store);
    let found = copies(&stick).unwrap().remove(0);
    let seen = preview(&found.path, PASSWORD).unwrap();
    assert_eq!((seen.entries, seen.entries_beyond), (acknowledged.len() as u64, seen.entries));
    let restored = restore(&found.path, &dir, PASSWORD, host()).unwrap();
    assert_eq!(restored.store.owes(), Some(Cause::Restored));
    assert_eq!(dots(&restored.store).unwrap(), acknowledged);
    assert!(restored.aside.unwrap().join("vault.db").exists());
}

/// Runs one of the tests below, ignored otherwise, on a disk of its own with room for `size`.
#[cfg(target_os = "linux")]
fn on_a_small_disk(test: &str, size: &str) {
    let root = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size={size} none \"${FOLDER}\" && exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", &mount, "sh"]).arg(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", test]).env(FOLDER, root.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_stick_without_room_keeps_its_older_copies() {
    on_a_small_disk("fills_its_stick", "4m");
}

#[test]
#[ignore = "runs on the small disk of a_stick_without_room_keeps_its_older_copies"]
fn fills_its_stick() {
    let (_root, dir, _) = worked(40);
    let stick = PathBuf::from(std::env::var_os(FOLDER).expect("started by another test"));
    let store = Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
    let mut made = 0;
    let refused = loop {
        match store.copy_to(&stick, 99) {
            Ok(_) => made += 1,
            Err(error) => break error,
        }
        assert!(made < 99, "the stick never filled");
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    assert!(made > 0);
    let found = copies(&stick).unwrap();
    assert_eq!(found.len(), made);
    for copy in found {
        preview(&copy.path, PASSWORD).unwrap();
    }
    let left = fs::read_dir(&stick).unwrap().count();
    assert_eq!(left, made, "nothing half made is left");
}
