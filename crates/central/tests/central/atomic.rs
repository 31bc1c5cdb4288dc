//! One transaction: all of a batch, or nothing.

use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;

use crate::laptop::Laptop;
use crate::office::{A, Office, family};

/// Makes every write to `table` fail, as a full disk or a dying machine would in the middle.
fn fail_at(office: &Office, table: &str) {
    let sql = format!(
        "CREATE TRIGGER fault BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END"
    );
    office.database().execute_batch(&sql).unwrap();
}

#[test]
fn a_fault_at_any_table_leaves_nothing_half_written() {
    for table in ["segment", "family", "document", "area_total", "incarnation", "batch"] {
        let office = Office::new();
        let mut laptop = Laptop::enrolled(&office, A, 1);
        let visits = [laptop.visit(family(1), "2"), laptop.visit(family(2), "3")];
        let batch = laptop.batch(&visits.map(|visit| laptop.segment(&visit)));
        let rows = office.rows();
        fail_at(&office, table);
        let fault = office.central.put_batch(&laptop.reply.token, &batch).unwrap_err();
        assert_eq!(fault.code(), Code::Busy, "{table}: the laptop comes back");
        assert_eq!(office.rows(), rows, "{table}: nothing half written");
        office.database().execute_batch("DROP TRIGGER fault").unwrap();
        let receipt = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
        assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored, Verdict::Stored]);
        assert_eq!(laptop.receipt(&receipt).number, 1, "{table}: no number was used up");
    }
}

#[test]
fn batches_for_one_family_at_once_all_end_in_its_state() {
    let office = Office::new();
    let mut laptops: Vec<Laptop> = (1..=4).map(|seed| Laptop::enrolled(&office, A, seed)).collect();
    std::thread::scope(|scope| {
        for laptop in &mut laptops {
            let office = &office;
            scope.spawn(move || {
                for cups in 0..5 {
                    let visit = laptop.visit(family(1), &cups.to_string());
                    let batch = laptop.batch(&[laptop.segment(&visit)]);
                    // Busy is an answer, too: the laptop comes back.
                    let receipt = loop {
                        match office.central.put_batch(&laptop.reply.token, &batch) {
                            Ok(receipt) => break receipt,
                            Err(error) => assert_eq!(error.code(), Code::Busy),
                        }
                    };
                    assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
                }
            });
        }
    });
    use cacah_central::storage::Storage as _;
    let storage = office.central.storage();
    let known = storage.known(&laptops[0].place.home, family(1)).unwrap();
    assert_eq!((known.segments.len(), known.row.unwrap().received), (20, 20));
    assert_eq!(storage.documents(&laptops[0].place.home, family(1)).unwrap().len(), 20);
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
}
