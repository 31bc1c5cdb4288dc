use refinery::Migration;

use super::*;
use crate::Store;
use crate::fixture::{CODE, Laptop, PASSWORD, host};
use crate::vault::header::Header;

fn migrated(connection: &mut Connection) -> Result<(), StoreError> {
    run(connection, &runner())
}

#[test]
fn migrating_twice_changes_nothing_and_a_newer_file_is_left_alone() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrated(&mut connection).unwrap();
    migrated(&mut connection).unwrap();
    connection
        .execute_batch(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    assert!(matches!(migrated(&mut connection), Err(StoreError::TooNew)));
}

#[test]
fn a_migration_of_another_program_is_noticed() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrated(&mut connection).unwrap();
    connection.execute_batch("UPDATE refinery_schema_history SET checksum = '1'").unwrap();
    assert!(matches!(migrated(&mut connection), Err(StoreError::Damaged { .. })));
}

/// This program with one more migration.
fn later(version: i32, sql: &str) -> Runner {
    let mut all = runner().get_migrations().clone();
    all.push(Migration::unapplied(&format!("V{version}__later"), sql).unwrap());
    Runner::new(&all)
}

const HARMLESS: &str = "ALTER TABLE family ADD COLUMN later TEXT";

/// A vault with two finished families, closed.
struct Closed {
    laptop: Laptop,
    key: Secret,
    before: Tally,
    version: i32,
}

impl Closed {
    fn new() -> Self {
        let mut laptop = Laptop::new();
        laptop.finished(0, 5);
        laptop.finished(1, 3);
        let key = laptop.store.key.clone();
        let before = tally::of(&laptop.store.writer).unwrap();
        let version = applied(&laptop.store.writer).unwrap().unwrap();
        Self { laptop: laptop.reopened(), key, before, version }
    }

    /// Its folder, with nobody in it.
    fn closed(self) -> (tempfile::TempDir, PathBuf, Secret, Tally, i32) {
        let dir = self.laptop.dir();
        let Laptop { store, root, .. } = self.laptop;
        drop(store);
        (root, dir, self.key, self.before, self.version)
    }
}

#[test]
fn an_older_file_is_migrated_on_a_copy_and_kept() {
    let (_root, dir, key, before, version) = Closed::new().closed();
    let old = fs::read(dir.join(DB)).unwrap();
    let writer = open(&dir, &key, &later(90, HARMLESS)).unwrap();
    assert_eq!(tally::of(&writer).unwrap(), before);
    assert_eq!(applied(&writer).unwrap(), Some(90));
    drop(writer);
    assert_eq!(fs::read(dir.join(format!("{DB}.v{version}"))).unwrap(), old);
    assert!(!dir.join(DB_NEXT).exists());
    // This program now finds a newer file, and says so.
    assert!(matches!(open(&dir, &key, &runner()), Err(StoreError::TooNew)));
}

#[test]
fn the_newest_two_are_kept() {
    let (_root, dir, key, before, version) = Closed::new().closed();
    for later_version in [90, 91, 92] {
        let mut all = runner().get_migrations().clone();
        for version in 90..=later_version {
            let sql = format!("ALTER TABLE family ADD COLUMN later_{version} TEXT");
            all.push(Migration::unapplied(&format!("V{version}__later"), &sql).unwrap());
        }
        let writer = open(&dir, &key, &Runner::new(&all)).unwrap();
        assert_eq!(tally::of(&writer).unwrap(), before);
    }
    let kept: Vec<_> = kept(&dir).unwrap().into_iter().map(|(version, _)| version).collect();
    assert_eq!(kept, [90, 91]);
    assert!(version < 90);
}

#[test]
fn a_migration_that_fails_or_loses_rows_changes_nothing() {
    for sql in ["CREATE TABLE family (x)", "DELETE FROM entry WHERE seq = 2", "DELETE FROM area"] {
        let (_root, dir, key, before, version) = Closed::new().closed();
        let old = fs::read(dir.join(DB)).unwrap();
        assert!(open(&dir, &key, &later(90, sql)).is_err(), "{sql}");
        assert_eq!(fs::read(dir.join(DB)).unwrap(), old, "{sql}");
        assert!(!dir.join(DB_NEXT).exists() && kept(&dir).unwrap().is_empty(), "{sql}");
        let writer = open(&dir, &key, &runner()).unwrap();
        assert_eq!(tally::of(&writer).unwrap(), before);
        assert_eq!(applied(&writer).unwrap(), Some(version));
    }
}

/// Stopped after each step, as by a power cut: whoever opens next finds everything.
#[test]
fn a_swap_cut_short_anywhere_leaves_a_vault_that_opens() {
    for steps in 0..=3 {
        let (_root, dir, key, before, version) = Closed::new().closed();
        let runner = later(90, HARMLESS);
        let swap = Swap { dir: &dir, key: &key, runner: &runner };
        let old = connection::writer(&dir, &key).unwrap();
        match steps {
            0 => fs::write(dir.join(DB_NEXT), b"half a copy").unwrap(),
            _ => swap.prepare(&old).unwrap(),
        }
        drop(old);
        if steps >= 2 {
            swap.set_aside(version).unwrap();
        }
        if steps >= 3 {
            swap.place().unwrap();
        }
        let writer = open(&dir, &key, &runner).unwrap();
        assert_eq!(tally::of(&writer).unwrap(), before, "after {steps} steps");
        assert_eq!(applied(&writer).unwrap(), Some(90));
        assert!(!dir.join(DB_NEXT).exists());
        assert!(dir.join(format!("{DB}.v{version}")).exists());
    }
}

/// Vaults of every schema this program knows, with what the first one could hold.
#[test]
fn a_vault_of_each_older_schema_opens() {
    let newest = runner().get_migrations().iter().map(|m| m.version()).max().unwrap();
    for version in 1..newest {
        let (root, dir) = {
            let root = tempfile::tempdir().unwrap();
            let dir = root.path().join("vault");
            (root, dir)
        };
        let key = zeroize::Zeroizing::new([9; 32]);
        fs::create_dir(&dir).unwrap();
        let mut old = connection::create(&dir, &key).unwrap();
        let all = runner().get_migrations().clone();
        let upto = |last| all.iter().filter(|m| m.version() <= last).cloned().collect::<Vec<_>>();
        run(&mut old, &Runner::new(&upto(1))).unwrap();
        old.execute_batch(include_str!("v1.sql")).unwrap();
        run(&mut old, &Runner::new(&upto(version))).unwrap();
        let before = tally::of(&old).unwrap();
        drop(old);
        let writer = open(&dir, &key, &runner()).unwrap();
        assert_eq!(tally::of(&writer).unwrap(), before);
        assert_eq!(before.entries, 4);
        drop((writer, root));
    }
}

#[test]
fn the_store_opens_what_was_swapped() {
    let (_root, dir, key, before, version) = Closed::new().closed();
    let again = later(90, HARMLESS);
    let swap = Swap { dir: &dir, key: &key, runner: &again };
    let old = connection::writer(&dir, &key).unwrap();
    // A swap of this schema onto itself stands for any: the Store knows only its own.
    copy::copy_db(&old, &dir.join(DB_NEXT), &key).unwrap();
    drop(old);
    swap.set_aside(version).unwrap();
    assert!(Header::read(&dir).is_ok() && !dir.join(DB).exists());
    let store = Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
    assert_eq!(tally::of(&store.writer).unwrap(), before);
}

const FOLDER: &str = "CACAH_MIGRATE_FOLDER";

#[test]
#[cfg(target_os = "linux")]
fn without_room_for_a_copy_nothing_changes() {
    let root = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size=2m none \"${FOLDER}\" && exec \"$@\"");
    let mut command = std::process::Command::new("unshare");
    command.args(["-m", "sh", "-c", &mount, "sh"]).arg(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "migrate::tests::has_no_room"]);
    let output = command.env(FOLDER, root.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
}

#[test]
#[ignore = "runs on the small disk of without_room_for_a_copy_nothing_changes"]
fn has_no_room() {
    let (_root, from, key, before, version) = Closed::new().closed();
    let dir = PathBuf::from(std::env::var_os(FOLDER).expect("started by another test"));
    fs::copy(from.join(DB), dir.join(DB)).unwrap();
    let full = fs::write(dir.join("ballast"), vec![0; 4 << 20]).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    // Room for the WAL's index, not for the copy.
    let ballast = fs::File::options().write(true).open(dir.join("ballast")).unwrap();
    ballast.set_len(ballast.metadata().unwrap().len() - (160 << 10)).unwrap();
    let old = fs::read(dir.join(DB)).unwrap();
    let refused = open(&dir, &key, &later(90, HARMLESS));
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    assert!(fs::read(dir.join(DB)).unwrap() == old);
    assert!(!dir.join(DB_NEXT).exists() && kept(&dir).unwrap().is_empty());
    let writer = open(&dir, &key, &runner()).unwrap();
    assert_eq!(tally::of(&writer).unwrap(), before);
    assert_eq!(applied(&writer).unwrap(), Some(version));
}
