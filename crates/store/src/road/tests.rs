use crate::fixture::{ALL, CODE, Laptop, PASSWORD, batch_of, family_id, settlement};
use crate::vault::DB;
use crate::{Outcome, QueueRecord, Store, connection, migrate};
use refinery::Runner;

/// Rows in every state the first schema knew.
fn worked() -> Laptop {
    let mut laptop = Laptop::new();
    for n in 0..5 {
        laptop.finished(n, 2);
    }
    let batch = batch_of(1, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    let held = Outcome::Held("OUTSIDE_AREA".into());
    let bad = Outcome::Unreadable("BAD_SEGMENT".into());
    let outcomes = [Outcome::Stored, held, bad, Outcome::Already];
    laptop.store.settle(&settlement(1, &batch, &outcomes)).unwrap();
    laptop.store.settle(&settlement(3, &batch, &[Outcome::Stored])).unwrap();
    laptop.finished(5, 1);
    laptop.visit(6);
    laptop
}

/// Moves the rows of a closed vault into a file of the first schema.
fn to_the_first_schema(laptop: &Laptop) {
    let path = laptop.dir().join(DB);
    let first = laptop.dir().join("first.db");
    let key = &laptop.store.key;
    let mut old = connection::created(&first, key).unwrap();
    let all = migrate::runner().get_migrations().clone();
    let v1: Vec<_> = all.into_iter().filter(|migration| migration.version() == 1).collect();
    migrate::run(&mut old, &Runner::new(&v1)).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let attach = format!("ATTACH '{}' AS now KEY \"x'{hex}'\"", path.display());
    old.execute_batch(&attach).unwrap();
    let tables = [
        "enrolment",
        "setting",
        "actor",
        "form",
        "round",
        "area",
        "family",
        "document",
        "entry",
        "snapshot",
        "identity_number",
        "batch",
        "receipt",
        "segment",
    ];
    old.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for table in tables {
        let names = "SELECT group_concat(name) FROM pragma_table_info(?1, 'main')";
        let names: String = old.query_row(names, [table], |row| row.get(0)).unwrap();
        let from = match table {
            "receipt" => {
                names.replace("epoch", "(SELECT e.epoch FROM now.epoch e WHERE e.id = t.epoch)")
            }
            _ => names.clone(),
        };
        let copy = format!("INSERT INTO main.{table} ({names}) SELECT {from} FROM now.{table} t");
        old.execute_batch(&copy).unwrap();
    }
    old.execute_batch("DETACH now").unwrap();
    drop(old);
    std::fs::rename(first, path).unwrap();
}

fn roads(store: &Store) -> Vec<QueueRecord> {
    store.queue().unwrap()
}

#[test]
fn a_vault_of_the_first_schema_opens_with_every_road_and_every_claim() {
    let laptop = worked();
    let (queue, counts) = (roads(&laptop.store), laptop.store.counts().unwrap());
    let (gaps, receipts) =
        (laptop.store.receipt_gaps().unwrap(), laptop.store.receipts(9).unwrap());
    let (unconfirmed, tally) = (laptop.store.unconfirmed().unwrap(), laptop.store.tally().unwrap());
    let waits: Vec<_> =
        laptop.store.pending(ALL, true).unwrap().into_iter().map(|waits| waits.entries).collect();
    assert_eq!((gaps.clone(), receipts.len(), unconfirmed.len()), (vec![2], 2, 1));
    laptop.store.writer.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    to_the_first_schema(&laptop);
    let Laptop { store, host, root } = laptop;
    drop(store);
    for file in ["vault.db-wal", "vault.db-shm"] {
        let _ = std::fs::remove_file(root.path().join("vault").join(file));
    }
    let mut store = Store::unlock(&root.path().join("vault"), CODE, PASSWORD, host).unwrap();
    assert_eq!(roads(&store), queue);
    assert_eq!(store.counts().unwrap(), counts);
    assert_eq!((store.receipt_gaps().unwrap(), store.receipts(9).unwrap()), (gaps, receipts));
    assert_eq!((store.unconfirmed().unwrap(), store.tally().unwrap()), (unconfirmed, tally));
    let still: Vec<_> =
        store.pending(ALL, true).unwrap().into_iter().map(|waits| waits.entries).collect();
    assert_eq!(still, waits);
    store.rebuild_check().unwrap();
    let family = family_id(0);
    let source = cacah_family::entry::Source::Visit;
    assert!(store.open_document(family, source).unwrap().is_some());
    let violations = "SELECT count(*) FROM pragma_foreign_key_check";
    let violations: u32 = store.writer.query_row(violations, [], |row| row.get(0)).unwrap();
    assert_eq!(violations, 0);
}
