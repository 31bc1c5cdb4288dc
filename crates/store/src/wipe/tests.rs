use cacah_family::entry::{Change, Chunk, File};
use cacah_family::id::InstanceId;
use cacah_family::path::Path;
use cacah_testkit::host::FIELD_DAY;
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, Work, batch_of, family_id, prelist, settlement, summary};
use crate::salvage::pages::Pages;
use crate::vault::{DB, FILES};
use crate::{
    ChunkSettlement, ClaimedBatch, Commit, FamilyQuery, Outcome, Road, Settlement, Summary,
};

/// Three finished families at the endpoint by receipts 1 to 3, of which 2 are safe.
fn settled() -> (Laptop, Vec<ClaimedBatch>) {
    let mut laptop = Laptop::new();
    let mut batches = Vec::new();
    for n in 0..3 {
        let work = laptop.finished(n, 2);
        let told = Summary {
            finished: true,
            head: Some("ZULKIFLI UMAKAMEA".into()),
            numbers: Some(vec!["8271025205900000".into()]),
            ..summary(work)
        };
        laptop.store.append(Commit { summary: Some(told), ..Commit::default() }).unwrap();
        let batch = batch_of(n as u128, &laptop.store.pending(ALL, false).unwrap());
        laptop.store.claim(&batch).unwrap();
        let receipt = settlement(n as u64 + 1, &batch, &[Outcome::Stored]);
        let receipt = Settlement { safe_through: n.min(2) as u64, ..receipt };
        laptop.store.settle(&receipt).unwrap();
        batches.push(batch);
    }
    (laptop, batches)
}

fn found(laptop: &Laptop, search: &str) -> u32 {
    let query = FamilyQuery { search: search.into(), limit: 9, ..FamilyQuery::default() };
    laptop.store.families(&query).unwrap().1
}

#[test]
fn only_what_a_verified_backup_has_is_wiped_and_its_chain_stays() {
    let (mut laptop, batches) = settled();
    let safe = laptop.store.safe().unwrap();
    let tally = laptop.store.tally().unwrap();
    let wiped = laptop.store.wipe(&safe, i64::MAX, &[]).unwrap();
    assert_eq!(wiped.families, [0, 1].map(family_id));
    assert_eq!((wiped.entries, wiped.segments), (8, 2));
    let laptop = laptop.reopened();
    assert_eq!(laptop.store.tally().unwrap(), tally);
    assert_eq!((found(&laptop, "umakamea"), found(&laptop, "8271025205900000")), (1, 1));
    assert!(laptop.store.history(family_id(0)).unwrap().is_empty());
    let record = laptop.store.family(family_id(0)).unwrap().unwrap();
    assert_eq!((&*record.birth.head, &*record.birth.address, &*record.head), ("", "", ""));
    assert_eq!(record.road, Road::Settled { receipt: 1 });
    let proofs = laptop.store.prove().unwrap();
    let here = |n: usize| laptop.store.entries_of_segment(&batches[n].segments[0].hash).unwrap();
    assert_eq!(proofs.len(), 3);
    assert!(proofs[0].segments[0].wiped && here(0).is_none());
    assert!(!proofs[2].segments[0].wiped);
    let again = here(2).unwrap();
    assert_eq!(crate::fixture::hash_of(&again), batches[2].segments[0].hash);
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn numbers_are_not_given_again_after_a_wipe() {
    let (mut laptop, _) = settled();
    let highest = laptop.store.highest().unwrap();
    let everything: Vec<Safe> =
        laptop.store.safe().unwrap().into_iter().map(|safe| Safe { through: 99, ..safe }).collect();
    assert_eq!(laptop.store.wipe(&everything, i64::MAX, &[]).unwrap().families.len(), 3);
    let mut laptop = laptop.reopened();
    let work = laptop.visit(5);
    assert_eq!(laptop.answer(work, &Path::question("r1"), "1").dot.seq, highest + 2);
}

#[test]
fn what_is_open_waits_or_is_worked_on_is_not_wiped() {
    let (mut laptop, _) = settled();
    let safe = laptop.store.safe().unwrap();
    laptop.store.set_open(Some(family_id(0))).unwrap();
    let one = Work {
        family: family_id(1),
        document: laptop.store.family(family_id(1)).unwrap().unwrap().document.unwrap(),
    };
    laptop.answer(one, &Path::question("r9"), "1");
    assert_eq!(laptop.store.wipe(&safe, i64::MAX, &[]).unwrap(), Wiped::default());
    assert_eq!(laptop.store.history(family_id(1)).unwrap().len(), 5);
}

#[test]
fn the_prelist_does_not_bring_a_wiped_name_back_but_a_return_does() {
    let (mut laptop, _) = settled();
    let before = laptop.store.history(family_id(0)).unwrap();
    let safe = laptop.store.safe().unwrap();
    laptop.store.wipe(&safe, i64::MAX, &[]).unwrap();
    laptop.install(12).unwrap();
    let head = |laptop: &Laptop| laptop.store.family(family_id(0)).unwrap().unwrap().birth.head;
    assert_eq!(head(&laptop), "");
    let birth = prelist(1)[0].1.clone();
    let entries: Vec<_> = before.entries().cloned().collect();
    laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert_eq!(head(&laptop), birth.head);
    assert_eq!(laptop.store.history(family_id(0)).unwrap(), before);
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
}

const NIK: &str = "8271026606900000";
const NAME: &str = "RAHMATIA SOASIO";
const ANSWER: &str = "rumah kayu biru dekat dermaga";

/// A family with a name, a number, an answer, a snapshot and a photo, all at the endpoint.
fn planted(laptop: &mut Laptop) -> (Work, String) {
    let work = laptop.visit(0);
    laptop.answer(work, &Path::question("r1"), ANSWER);
    // Replaced and longer than a page: what stood there before must not stay either.
    let long = format!("{ANSWER} ").repeat(400);
    laptop.answer(work, &Path::question("r2"), &long);
    laptop.answer(work, &Path::question("r2"), NIK);
    let (name, hash) = ("ab".repeat(32), blake3::hash(b"sealed"));
    laptop.store.put_chunk(&name, b"sealed").unwrap();
    let chunk = Chunk { name: name.clone(), hash: hash.to_hex().to_string(), bytes: 6 };
    let (media, key) = ("image/jpeg".into(), "00".repeat(32));
    let file = File { media, bytes: 6, key, chunks: vec![chunk] };
    let path = Path::of(InstanceId(Uuid::from_u128(7)), Path::FILE);
    laptop.write(work, path, Change::File(file), vec![]).unwrap();
    let told = Summary {
        finished: true,
        head: Some(NAME.into()),
        names: Some(vec![NAME.into()]),
        numbers: Some(vec![NIK.into()]),
        ..summary(work)
    };
    laptop.store.append(Commit { summary: Some(told), ..Commit::default() }).unwrap();
    laptop.finish(work);
    let batch = batch_of(1, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    laptop.store.settle(&settlement(1, &batch, &[Outcome::Stored])).unwrap();
    let chunks = vec![*hash.as_bytes()];
    let at = FIELD_DAY + 70_000;
    let receipt = ChunkSettlement { epoch: Uuid::from_u128(0xE), at, raw: b"r".to_vec(), chunks };
    laptop.store.settle_chunks(&receipt).unwrap();
    (work, name)
}

/// The second family's receipt, later than the photo's, safe with all before it.
fn later(laptop: &mut Laptop) {
    laptop.finished(1, 1);
    let batch = batch_of(2, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    let receipt = settlement(2, &batch, &[Outcome::Stored]);
    let receipt = Settlement { safe_through: 2, at: FIELD_DAY + 80_000, ..receipt };
    laptop.store.settle(&receipt).unwrap();
}

/// Images of pages, of the file and of its WAL, that have the words, in the clear.
fn pages_with(laptop: &Laptop, words: &str) -> usize {
    let pages = Pages::read(&laptop.dir(), &laptop.store.key, None).unwrap();
    assert!(pages.lost.is_empty());
    let images = pages.now.values().chain(&pages.other);
    let has = |page: &&Vec<u8>| page.windows(words.len()).any(|window| window == words.as_bytes());
    images.filter(has).count()
}

#[test]
fn trust_nothing_of_a_wiped_family_is_left_on_any_page_or_beside_the_file() {
    let mut laptop = Laptop::new();
    let (work, chunk) = planted(&mut laptop);
    let prelist = laptop.store.family(work.family).unwrap().unwrap().birth.head;
    later(&mut laptop);
    // A trigram of a name lies in the index.
    let words = [NIK, NAME, ANSWER, &prelist, "rahm"];
    assert!(words[..4].iter().all(|words| pages_with(&laptop, words) > 0));
    assert!(laptop.store.chunk_bytes(&chunk).unwrap().is_some());
    let old = laptop.dir().join(format!("{DB}.v3"));
    std::fs::write(&old, b"a file of an older schema").unwrap();
    let safe = laptop.store.safe().unwrap();
    let wiped = laptop.store.wipe(&safe, FIELD_DAY + 60_000, &[]).unwrap();
    assert_eq!(wiped.families, [work.family]);
    for words in words {
        assert_eq!(pages_with(&laptop, words), 0, "{words}");
    }
    assert!(!old.exists());
    assert_eq!(std::fs::read_dir(laptop.dir().join(FILES)).unwrap().count(), 0);
    let (listed, count) = laptop.store.families(&query(false)).unwrap();
    assert!(listed.iter().all(|family| family.family != work.family));
    assert_eq!((count, laptop.store.families(&query(true)).unwrap().1), (11, 12));
    assert_eq!(laptop.store.wiped_families().unwrap(), 1);
    assert_eq!(laptop.store.prove().unwrap().len(), 2);
    assert!(laptop.store.prove_trail().unwrap().broken.is_empty());
}

fn query(wiped: bool) -> FamilyQuery {
    FamilyQuery { wiped, limit: 99, ..FamilyQuery::default() }
}

#[test]
fn trust_a_photo_that_no_backup_has_yet_keeps_its_family() {
    let mut laptop = Laptop::new();
    planted(&mut laptop);
    let safe = |laptop: &Laptop| -> Vec<Safe> {
        let safe = laptop.store.safe().unwrap();
        safe.into_iter().map(|safe| Safe { through: 99, ..safe }).collect()
    };
    let before = safe(&laptop);
    assert!(laptop.store.wipe(&before, i64::MAX, &[]).unwrap().families.is_empty());
    later(&mut laptop);
    let after = safe(&laptop);
    assert_eq!(laptop.store.wipe(&after, i64::MAX, &[]).unwrap().families.len(), 2);
}

#[test]
fn trust_a_family_stays_until_its_time_has_passed() {
    let (mut laptop, _) = settled();
    let safe = laptop.store.safe().unwrap();
    let received = FIELD_DAY + 60_000;
    assert_eq!(laptop.store.wipe(&safe, received - 1, &[]).unwrap(), Wiped::default());
    let spared = [family_id(0)];
    let wiped = laptop.store.wipe(&safe, received, &spared).unwrap();
    assert_eq!(wiped.families, [family_id(1)]);
}

/// Killed between the removal and the pages: whoever wipes next finishes it.
#[test]
fn trust_a_wipe_cut_short_is_finished_by_the_next() {
    let mut laptop = Laptop::new();
    let (work, chunk) = planted(&mut laptop);
    later(&mut laptop);
    let safe = laptop.store.safe().unwrap();
    // A reader in the middle of a look keeps the WAL.
    let reader = laptop.store.reader().unwrap();
    let look = reader.connection.unchecked_transaction().unwrap();
    look.query_row("SELECT count(*) FROM entry", [], |_| Ok(())).unwrap();
    laptop.store.writer.busy_timeout(std::time::Duration::ZERO).unwrap();
    let wiped = laptop.store.wipe(&safe, FIELD_DAY + 60_000, &[]);
    assert!(matches!(wiped, Err(StoreError::Busy)));
    drop(look);
    let mut laptop = laptop.reopened();
    assert_eq!(laptop.store.wipe(&[], 0, &[]).unwrap(), Wiped::default());
    assert_eq!((pages_with(&laptop, NIK), pages_with(&laptop, ANSWER)), (0, 0));
    assert!(laptop.store.chunk_bytes(&chunk).unwrap().is_none());
    assert!(laptop.store.history(work.family).unwrap().is_empty());
}
