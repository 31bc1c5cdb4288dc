//! The vault: an answer made durable beside a bare INSERT into the same encrypted file, and that beside
//! one that is not encrypted; a family opened, a search while typing, the audit trail, the unlock.

#![expect(clippy::print_stdout, reason = "a figure is printed")]
#![expect(clippy::unwrap_used, reason = "a figure that cannot be taken ends the program")]

use std::collections::BTreeMap;
use std::path::Path as File;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use age::secrecy::ExposeSecret as _;
use base64::Engine as _;
use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Dot, Effort, FormVersion, Mode, Source};
use cacah_family::host::Host;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::round::{Round, RoundKind};
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_store::{Commit, Enrolment, FamilyQuery, NewEntry, Store, Summary};
use cacah_testkit::bench::{Figure, Report, Unit, figure};
use cacah_testkit::host::FakeHost;
use cacah_testkit::ternate::{AREAS, families};
use rusqlite::Connection;
use uuid::Uuid;
use zeroize::Zeroizing;

const CODE: &str = "PPL 0123";
const PASSWORD: &str = "ombak biru teluk";
const APPENDS: usize = 4_000;
/// Appends before it is the other's turn.
const TURN: usize = 100;
/// Families on a laptop at most, and entries of one.
const FAMILIES: usize = 5_000;
const ENTRIES: usize = 190;

fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("vault");
    let office = age::x25519::Identity::generate();
    let mut store = vault(&dir, &office);
    let mut figures = append(&mut store, &dir, &office);
    figures.extend(open(&mut store));
    figures.extend(lists(&store));
    figures.push(trail(&mut store));
    drop(store);
    figures.extend(plain(&dir, &office));
    figures.extend(unlock(&dir));
    let report = Report(figures);
    println!("{report}");
    if report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn host() -> Arc<dyn Host> {
    Arc::new(FakeHost::new(7))
}

fn family(n: usize) -> FamilyId {
    FamilyId(Uuid::from_u128(0xFA0000 + n as u128))
}

fn document(n: usize) -> DocumentId {
    DocumentId(Uuid::from_u128(0xD0C0000 + n as u128))
}

/// A laptop at its largest prelist.
fn vault(dir: &File, office: &age::x25519::Identity) -> Store {
    let enrolment = Enrolment {
        officer: OfficerId(Uuid::from_u128(1)),
        officer_code: "PPL 0123".into(),
        officer_name: "LATIFA KAMARO".into(),
        device: DeviceId(Uuid::from_u128(2)),
        incarnation: Vec::new(),
        device_key: Zeroizing::new([1; 32]),
        officer_key: Some(Zeroizing::new([2; 32])),
        endpoint_url: String::new(),
        certificate: String::new(),
        token: Zeroizing::default(),
        endpoint_key: [3; 32],
        recovery: office.to_public().to_string(),
        recovery_seed: None,
    };
    let mut store = Store::create(dir, &enrolment, PASSWORD, host()).unwrap();
    let (id, kind) = (RoundId(Uuid::from_u128(3)), RoundKind::Practice);
    let round = Round { id, name: "Latihan".into(), kind, form: "regsosek22-k".into() };
    // Distinct numbers with serial 0000 run out; names and addresses may come again.
    let some = families(1, 200);
    let prelist: Vec<_> = (0..FAMILIES)
        .map(|n| {
            let (known, number) = (&some[n % some.len()], u16::try_from(n + 1).unwrap());
            let idsubsls: Idsubsls = AREAS[known.area].idsubsls.parse().unwrap();
            let (head, address) = (known.head().to_owned(), known.address.clone());
            let home = idsubsls.district();
            let (building, found) = (number, false);
            (family(n), Birth { round: id, home, idsubsls, building, number, head, address, found })
        })
        .collect();
    store.install(&round, &version(), &BTreeMap::new(), &[], &prelist).unwrap();
    store
}

fn version() -> FormVersion {
    FormVersion { structure: "51".repeat(32), rules: "81".repeat(32) }
}

fn entry(n: usize, path: Path, change: Change, over: Vec<Dot>) -> NewEntry {
    let (family, document) = (family(n), Some(document(n)));
    let (form, effort) = (Some(version()), Effort { keys: 3, active: 1_200 });
    NewEntry { family, document, path, change, over, mode: Mode::Visit, form, effort }
}

fn opened(store: &mut Store, n: usize) {
    let change = Change::Opened { source: Source::Visit };
    let entries = vec![entry(n, Path::question(Path::DOCUMENT), change, vec![])];
    store.append(Commit { entries, ..Commit::default() }).unwrap();
}

/// An answer as the desk commits it: entry, summary, and where the officer stands.
fn answer(store: &mut Store, n: usize, question: usize, over: Vec<Dot>) -> Dot {
    let path = Path::question(&format!("r{}", question % ENTRIES));
    let raw = (question % 9).to_string();
    let slot = Slot { value: Some(raw.clone()), raw, ..Slot::default() };
    let entries = vec![entry(n, path.clone(), Change::Slot(slot), over)];
    let percent = u8::try_from(question * 100 / APPENDS).unwrap_or(100);
    let summary = Summary {
        document: document(n),
        checker: None,
        findings: None,
        status: Status::Error,
        percent,
        members: Some(4),
        finished: false,
        head: Some("HALIMA SANGAJI".into()),
        names: Some(["HALIMA SANGAJI", "RUSLAN SANGAJI"].map(String::from).to_vec()),
        numbers: Some(vec!["8271025205900000".into()]),
        persons: None,
        facts: None,
    };
    let stand = Some((document(n), path));
    store.append(Commit { entries, summary: Some(summary), stand }).unwrap()[0].dot
}

/// The same file by hand: the office's identity opens the recovery slot, its key opens SQLCipher.
fn bare(dir: &File, office: &age::x25519::Identity) -> Connection {
    let header: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.join("vault.head")).unwrap()).unwrap();
    let sealed = header["header"]["slots"][1]["sealed"].as_str().unwrap();
    let sealed = base64::engine::general_purpose::STANDARD.decode(sealed).unwrap();
    let identity: age::x25519::Identity = office.to_string().expose_secret().parse().unwrap();
    let key = age::decrypt(&identity, &sealed).unwrap();
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let connection = Connection::open(dir.join("vault.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    connection
        .execute_batch("PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS bare (row BLOB)")
        .unwrap();
    connection
}

/// An answer made durable, and the least that could cost, by turns: both meet the same disk.
fn append(store: &mut Store, dir: &File, office: &age::x25519::Identity) -> Vec<Figure> {
    opened(store, 0);
    let mut last: Vec<Vec<Dot>> = vec![Vec::new(); ENTRIES];
    let mut keyed = 0;
    let mut key = || {
        let over = std::mem::take(&mut last[keyed % ENTRIES]);
        last[keyed % ENTRIES] = vec![answer(store, 0, keyed, over)];
        keyed += 1;
    };
    (0..ENTRIES).for_each(|_| key());
    let bare = bare(dir, office);
    let row = vec![0x5A; row_bytes(&bare)];
    let mut insert = bare.prepare("INSERT INTO bare (row) VALUES (?1)").unwrap();
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..APPENDS / TURN {
        turn(&mut ours, &mut key);
        turn(&mut limit, || {
            insert.execute([&row]).unwrap();
        });
    }
    let limit = Figure::of("bare insert", Unit::Us, limit);
    vec![Figure::of("store.append", Unit::Us, ours).beside_baseline(&limit), limit]
}

/// An audit record made durable by itself, as when a number is unmasked.
fn trail(store: &mut Store) -> Figure {
    let mut times = Vec::new();
    for _ in 0..APPENDS / TURN / 4 {
        turn(&mut times, || {
            let deed = Deed::new(Act::Unmasked).on(Subject::Family(family(0)));
            store.note(deed).unwrap();
        });
    }
    let rates = times.into_iter().map(|micros| 1e6 / micros).collect();
    Figure::of("store.trail", Unit::PerSecond, rates)
}

/// The same statements on this file and on an unencrypted copy of it: a row made durable, and the
/// entries of a family read from the disk's pages.
fn plain(dir: &File, office: &age::x25519::Identity) -> Vec<Figure> {
    let sealed = bare(dir, office);
    let path = dir.with_file_name("plain.db");
    let attach = format!("ATTACH DATABASE '{}' AS plain KEY ''", path.display());
    sealed.execute_batch(&attach).unwrap();
    sealed.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(())).unwrap();
    sealed.execute_batch("DETACH DATABASE plain").unwrap();
    let plain = Connection::open(&path).unwrap();
    plain.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").unwrap();
    let row = vec![0x5A; row_bytes(&sealed)];
    let insert = |file: &Connection| {
        let mut insert = file.prepare_cached("INSERT INTO bare (row) VALUES (?1)").unwrap();
        insert.execute([&row]).unwrap();
    };
    let read = |file: &Connection| {
        // Pages are read from the file again, and decrypted.
        file.release_memory().unwrap();
        let mut query = file.prepare_cached(
            "SELECT change, over FROM entry WHERE family = (SELECT id FROM family WHERE family = ?1)",
        );
        let query = query.as_mut().unwrap();
        let rows = query.query_map([family(1).0], |row| row.get::<_, String>(0)).unwrap();
        assert!(rows.count() >= ENTRIES);
    };
    let [mut in_sealed, mut in_plain, mut of_sealed, mut of_plain] = [const { Vec::new() }; 4];
    for _ in 0..APPENDS / TURN {
        turn(&mut in_sealed, || insert(&sealed));
        turn(&mut in_plain, || insert(&plain));
        turn(&mut of_sealed, || read(&sealed));
        turn(&mut of_plain, || read(&plain));
    }
    let beside = |name: &str, ours, theirs| {
        let limit = Figure::of(&format!("{name}.plain"), Unit::Us, theirs);
        Figure::of(name, Unit::Us, ours).beside_baseline(&limit)
    };
    vec![
        beside("sqlcipher.insert", in_sealed, in_plain),
        beside("sqlcipher.read.190", of_sealed, of_plain),
    ]
}

/// The unlock, and how much more memory the process held at most while it ran.
fn unlock(dir: &File) -> Vec<Figure> {
    // The peak begins anew with what is resident now; Linux.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let unlock = figure("store.unlock.argon2id.64MiB.t3.p1", Unit::Ms, 10, |watch| {
        watch.run(|| Store::unlock(dir, CODE, PASSWORD, host()).unwrap());
    });
    let memory = Figure::read("store.unlock.memory", Unit::Mib, peak() - before);
    vec![unlock, memory]
}

/// Peak of the resident memory, MiB; Linux.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}

/// Takes the times of a turn in microseconds. The first runs do not count: a connection reads its
/// pages anew after another has written, and in a vault no other writes.
#[expect(clippy::disallowed_methods, reason = "a figure is about the real clock")]
fn turn(times: &mut Vec<f64>, mut work: impl FnMut()) {
    (0..TURN / 10).for_each(|_| work());
    for _ in 0..TURN {
        let started = Instant::now();
        work();
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
}

/// Mean payload of a row of the journal.
fn row_bytes(connection: &Connection) -> usize {
    let sql = "SELECT CAST(avg(length(digest) + length(coalesce(instance, '')) + length(name)
                   + length(change) + length(coalesce(over, '')) + length(officer) + length(mode)
                   + 30) AS INTEGER) FROM entry";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
}

/// A family of 190 entries: from its snapshot, and from its journal.
fn open(store: &mut Store) -> Vec<Figure> {
    opened(store, 1);
    for question in 0..ENTRIES - 1 {
        answer(store, 1, question, vec![]);
    }
    let visit = |store: &mut Store| store.open_document(family(1), Source::Visit).unwrap().unwrap();
    let snapshot = figure("store.open.190", Unit::Us, 200, |watch| {
        watch.run(|| visit(store));
    });
    let journal = figure("store.open.190.journal", Unit::Us, 200, |watch| {
        // One more entry: the snapshot is behind.
        answer(store, 1, 0, vec![]);
        watch.run(|| visit(store));
    });
    vec![snapshot, journal]
}

/// The list and a search among 5,000 families.
fn lists(store: &Store) -> Vec<Figure> {
    let list = |bench: &str, search: &str| {
        let search = search.to_owned();
        let query = FamilyQuery { search, limit: 60, ..FamilyQuery::default() };
        figure(bench, Unit::Ms, 100, |watch| {
            watch.run(|| store.families(&query).unwrap());
        })
    };
    vec![
        list("store.list.5000", ""),
        list("store.search.5000", "kamaro cengkih"),
        list("store.search.5000.short", "la"),
        list("store.search.5000.nik", "8271025205900000"),
    ]
}
