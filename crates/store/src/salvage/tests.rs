use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use cacah_family::entry::{Change, Dot};
use cacah_family::id::DocumentId;
use cacah_family::path::Path as FieldPath;
use cacah_family::slot::Slot;
use cacah_testkit::random::Random;
use tempfile::TempDir;
use uuid::Uuid;

use super::codec::PAGE;
use super::*;
use crate::fixture::{
    ALL, CODE, Laptop, PASSWORD, Work, batch_of, entry, family_id, host, settlement, summary,
};
use crate::incarnation::Cause;
use crate::vault::{FILES, HEAD, HEAD_2, Secret};
use crate::{Commit, Outcome};

const FAMILIES: usize = 12;
const ANSWERS: usize = 40;

/// A vault as it lies on the disk, the witness beside it, and what was acknowledged.
struct Scene {
    root: TempDir,
    key: Secret,
    acknowledged: BTreeSet<Dot>,
}

impl Scene {
    /// Closed properly: everything is in the file.
    fn closed() -> Self {
        Self::written(true)
    }

    /// Cut off in the middle: the last answers are only in the WAL.
    fn cut_off() -> Self {
        Self::written(false)
    }

    /// One family is at the endpoint, one in a batch without a receipt, the others wait.
    fn written(closed: bool) -> Self {
        let mut laptop = Laptop::new();
        let mut acknowledged = BTreeSet::new();
        for n in 0..FAMILIES {
            acknowledged.extend(fill(&mut laptop, n));
            if n < 2 {
                let batch = batch_of(n as u128, &laptop.store.pending(ALL, false).unwrap());
                laptop.store.claim(&batch).unwrap();
                if n == 0 {
                    laptop.store.settle(&settlement(1, &batch, &[Outcome::Stored])).unwrap();
                }
            }
        }
        laptop.store.put_chunk(&"ab".repeat(32), b"sealed").unwrap();
        let mut laptop = laptop.reopened();
        acknowledged.extend(fill(&mut laptop, 5));
        let (root, key) = (tempfile::tempdir().unwrap(), laptop.store.key.clone());
        let Laptop { store, root: from, .. } = laptop;
        if closed {
            drop(store);
            copy_folder(from.path(), root.path());
        } else {
            copy_folder(from.path(), root.path());
            drop(store);
        }
        Self { root, key, acknowledged }
    }

    fn dir(&self) -> PathBuf {
        self.root.path().join("vault")
    }

    /// The same on another disk, where a fault may happen.
    fn copy(&self) -> Self {
        let root = tempfile::tempdir().unwrap();
        copy_folder(self.root.path(), root.path());
        Self { root, key: self.key.clone(), acknowledged: self.acknowledged.clone() }
    }

    /// The last number the witness was told. It is told now and then: of a commit that is torn where the
    /// WAL ends, and so looks like a power cut, the few numbers behind it are known to nobody.
    fn noted(&self) -> u64 {
        let actor = Actor { device: crate::fixture::enrolment().device, incarnation: 1 };
        Witness::open(&self.dir(), actor).knows().unwrap().last.1
    }

    fn damage(&self, name: &str, fault: impl FnOnce(&mut Vec<u8>)) {
        let path = self.dir().join(name);
        let mut bytes = fs::read(&path).unwrap();
        fault(&mut bytes);
        fs::write(path, bytes).unwrap();
    }

    fn salvaged(&self) -> Salvaged {
        salvage(&self.dir(), &self.dir(), (CODE, PASSWORD), host()).unwrap()
    }

    /// Dots of entries on these pages of the file, by the pages as they are now.
    fn on(&self, numbers: &BTreeSet<u32>) -> usize {
        let pages = pages::Pages::read(&self.dir(), &self.key, None).unwrap();
        let images = numbers.iter().filter_map(|number| pages.now.get(number));
        let entries = images.filter_map(|image| btree::page(&pages, image)).map(|page| {
            let index = page.kind == btree::Kind::Index;
            page.rows.iter().filter(|row| index && row.values.len() >= 15).count()
        });
        entries.sum()
    }

    fn page_count(&self) -> u32 {
        let length = fs::metadata(self.dir().join(DB)).unwrap().len();
        u32::try_from(length / PAGE as u64).unwrap()
    }
}

/// Opens and answers a family in one commit, and finishes it.
fn fill(laptop: &mut Laptop, n: usize) -> Vec<Dot> {
    let work = laptop.visit(n);
    let answer = |question: usize| {
        let slot = Slot { raw: "1".repeat(question), ..Slot::default() };
        entry(work, FieldPath::question(&format!("r{question}")), Change::Slot(slot), vec![])
    };
    let entries = (0..ANSWERS).map(answer).collect();
    let commit = Commit { entries, summary: Some(summary(work)), stand: None };
    laptop.store.append(commit).unwrap();
    laptop.finish(work);
    dots(&laptop.store, n).into_iter().collect()
}

fn dots(store: &Store, n: usize) -> BTreeSet<Dot> {
    store.history(family_id(n)).unwrap().entries().map(|entry| entry.dot).collect()
}

fn all_dots(store: &Store) -> BTreeSet<Dot> {
    (0..FAMILIES).flat_map(|n| dots(store, n)).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let to = to.join(file.file_name());
        match file.file_type().unwrap().is_dir() {
            true => copy_folder(&file.path(), &to),
            false => _ = fs::copy(file.path(), to).unwrap(),
        }
    }
}

fn files_of(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().into(), fs::read(path).unwrap())).collect()
}

/// Opening says so, or everything is there; reading never makes anything up.
fn opens_honestly(scene: &Scene) {
    let noted = scene.noted();
    let store = match Store::unlock(&scene.dir(), CODE, PASSWORD, host()) {
        Ok(store) => store,
        Err(StoreError::Damaged { .. }) => return,
        Err(error) => panic!("{error:?}"),
    };
    let mut read = BTreeSet::new();
    for n in 0..FAMILIES {
        match store.history(family_id(n)) {
            Ok(history) => read.extend(history.entries().map(|entry| entry.dot)),
            Err(StoreError::Damaged { .. }) => return,
            // SQLCipher reads nothing more of a file after a page that is not what was written.
            Err(StoreError::Sqlite(_)) => return,
            Err(error) => panic!("{error:?}"),
        }
    }
    let whole = scene.acknowledged.difference(&read).all(|dot| dot.seq > noted);
    assert!(
        whole || store.older_than_witness().is_some(),
        "answers are missing and nobody says so"
    );
}

/// Salvages and proves what must hold whatever was destroyed.
fn salvages(scene: &Scene) -> (Salvaged, BTreeSet<Dot>) {
    let (before, noted) = (files_of(&scene.dir()), scene.noted());
    let salvaged = scene.salvaged();
    let mut after = files_of(&salvaged.report.aside);
    after.retain(|name, _| before.contains_key(name));
    assert!(after == before, "the damaged files were changed");
    let store = &salvaged.store;
    let saved = all_dots(store);
    assert!(saved.is_subset(&scene.acknowledged));
    assert_eq!(salvaged.report.entries, saved.len() as u64);
    let missing: BTreeSet<_> = scene.acknowledged.difference(&saved).copied().collect();
    let gaps = salvaged.report.gaps.iter();
    let told = gaps.flat_map(|gap| (gap.first..=gap.last).map(|seq| Dot { actor: gap.actor, seq }));
    let told: BTreeSet<_> = told.collect();
    assert!(told.is_subset(&missing), "a gap that is none");
    assert!(missing.difference(&told).all(|dot| dot.seq > noted), "missing, and not told");
    store.rebuild_check().unwrap();
    assert_eq!(store.owes(), Some(Cause::Salvaged));
    (salvaged, saved)
}

#[test]
fn a_whole_vault_is_salvaged_whole_with_its_claims_receipts_and_chunks() {
    for scene in [Scene::closed(), Scene::cut_off()] {
        let (mut salvaged, saved) = salvages(&scene);
        assert_eq!(saved, scene.acknowledged);
        let report = &salvaged.report;
        assert_eq!((report.pages_lost, report.unplaced, report.lost()), (0, 0, 0));
        assert_eq!((report.families, report.documents), (12, 12));
        let store = &mut salvaged.store;
        assert_eq!(store.receipts(9).unwrap().len(), 1);
        assert!(scene.dir().join(FILES).join("ab".repeat(32)).exists());
        let queued = "SELECT count(*) FROM family WHERE queued IS NOT NULL";
        assert_eq!(crate::tally::count(&store.writer, queued).unwrap(), FAMILIES as u64 - 2);
        takes_new_answers(store);
    }
}

fn takes_new_answers(store: &mut Store) {
    let work = Work { family: family_id(3), document: DocumentId(Uuid::from_u128(0xD0C_0003)) };
    let new = || entry(work, FieldPath::question("r1"), Change::Slot(Slot::default()), vec![]);
    let commit = || Commit { entries: vec![new()], ..Commit::default() };
    assert!(matches!(store.append(commit()), Err(StoreError::IncarnationOwed)));
    let actor = Actor { incarnation: store.next_incarnation(), ..store.actor() };
    store.begin_incarnation(b"signed elsewhere", actor).unwrap();
    assert_eq!(store.append(commit()).unwrap()[0].dot, Dot { actor, seq: 1 });
    assert_eq!(store.owes(), None);
}

#[test]
fn every_entry_that_is_not_on_a_destroyed_page_is_saved() {
    let scene = Scene::closed();
    let mut random = Random::new(3);
    for round in 0..24 {
        let damaged = scene.copy();
        // Page 1 by itself has its own test.
        let count = if round % 2 == 0 { 1 } else { 6 };
        let pages: BTreeSet<u32> = (0..count)
            .map(|_| 2 + u32::try_from(random.bits() % u64::from(scene.page_count() - 1)).unwrap())
            .collect();
        let lost = scene.on(&pages);
        damaged.damage(DB, |bytes| {
            for page in &pages {
                bytes[(*page as usize - 1) * PAGE..][..PAGE].fill(0x5A);
            }
        });
        opens_honestly(&damaged.copy());
        let (mut salvaged, saved) = salvages(&damaged);
        let expected = scene.acknowledged.len() - lost;
        assert_eq!(saved.len() as u64 + salvaged.report.unplaced, expected as u64, "{pages:?}");
        assert_eq!(salvaged.report.unplaced, 0, "{pages:?}");
        assert_eq!(salvaged.report.pages_lost, pages.len() as u64);
        if round < 2 {
            takes_new_answers(&mut salvaged.store);
        }
    }
}

#[test]
fn without_page_1_the_spare_says_what_is_needed() {
    let scene = Scene::closed();
    scene.damage(DB, |bytes| bytes[..PAGE].fill(0));
    opens_honestly(&scene.copy());
    let (mut salvaged, saved) = salvages(&scene);
    assert_eq!(saved, scene.acknowledged);
    assert_eq!(salvaged.report.pages_lost, 1);
    takes_new_answers(&mut salvaged.store);
}

#[test]
fn a_file_cut_anywhere_gives_what_is_left_of_it() {
    let scene = Scene::closed();
    let pages = scene.page_count();
    for kept in [pages - 1, pages * 2 / 3, pages / 2] {
        let damaged = scene.copy();
        let cut: BTreeSet<_> = (kept + 1..=pages).collect();
        damaged.damage(DB, |bytes| bytes.truncate(kept as usize * PAGE + 700));
        opens_honestly(&damaged.copy());
        let (salvaged, saved) = salvages(&damaged);
        let expected = scene.acknowledged.len() - scene.on(&cut);
        assert_eq!(saved.len() as u64 + salvaged.report.unplaced, expected as u64, "{kept} pages");
    }
}

#[test]
fn a_wal_torn_or_gone_is_noticed_and_gives_what_is_left_of_it() {
    let scene = Scene::cut_off();
    let wal = format!("{DB}-wal");
    let length = fs::metadata(scene.dir().join(&wal)).unwrap().len();
    assert!(length > 10_000, "there is something in the WAL");
    let mut saved_of = Vec::new();
    for kept in [length, length - 100, length / 2, 40, 0] {
        let damaged = scene.copy();
        damaged.damage(&wal, |bytes| {
            let kept = usize::try_from(kept).unwrap();
            bytes[kept..].fill(0xA5);
        });
        opens_honestly(&damaged.copy());
        saved_of.push(salvages(&damaged).1.len());
    }
    assert_eq!(saved_of[0], scene.acknowledged.len());
    assert!(saved_of.is_sorted_by(|a, b| a >= b), "{saved_of:?}");
    let gone = scene.copy();
    fs::remove_file(gone.dir().join(&wal)).unwrap();
    opens_honestly(&gone.copy());
    let noted = gone.noted();
    let (salvaged, saved) = salvages(&gone);
    assert!(saved.len() as u64 + salvaged.report.missing() >= noted);
}

/// SQLite would stop at the first bad frame; the others prove themselves.
#[test]
fn a_bad_frame_in_the_middle_of_the_wal_costs_little() {
    let scene = Scene::cut_off();
    scene.damage(&format!("{DB}-wal"), |bytes| bytes[32 + 24 + 100] ^= 1);
    opens_honestly(&scene.copy());
    let (salvaged, _) = salvages(&scene);
    assert!(salvaged.report.missing() < ANSWERS as u64);
}

#[test]
fn what_a_receipt_proves_is_told_from_what_is_lost() {
    let scene = Scene::closed();
    let pages: BTreeSet<_> =
        (2..=scene.page_count()).filter(|n| scene.on(&BTreeSet::from([*n])) > 0).collect();
    scene.damage(DB, |bytes| {
        for page in &pages {
            bytes[(*page as usize - 1) * PAGE..][..PAGE].fill(0);
        }
    });
    let (salvaged, saved) = salvages(&scene);
    assert!(saved.is_empty());
    let report = salvaged.report;
    let of = |receipted| {
        let mut all = report.elsewhere.iter().filter(|loss| loss.receipted == receipted);
        (all.next().map(|loss| (loss.family, loss.entries)), all.next())
    };
    let each = ANSWERS as u64 + 2;
    assert_eq!(of(true), (Some((family_id(0), each)), None));
    assert_eq!(of(false), (Some((family_id(1), each)), None));
    assert_eq!(report.lost(), scene.acknowledged.len() as u64 - 2 * each);
    let batch = salvaged.store.unconfirmed().unwrap();
    assert!(batch.len() == 1, "the bytes of the batch are handed on");
    assert!(report.words().contains("hilang") || report.words().contains("tidak terbaca"));
}

#[test]
fn a_header_from_a_safety_copy_opens_what_lost_its_own() {
    let scene = Scene::closed();
    let copy = scene.root.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for name in [HEAD, HEAD_2] {
        fs::rename(scene.dir().join(name), copy.join(name)).unwrap();
    }
    let none = salvage(&scene.dir(), &scene.dir(), (CODE, PASSWORD), host());
    assert!(matches!(none, Err(StoreError::Damaged { place: HEAD })));
    let wrong = salvage(&scene.dir(), &copy, (CODE, "ombak hijau teluk"), host());
    assert!(matches!(wrong, Err(StoreError::WrongPassword)));
    let salvaged = salvage(&scene.dir(), &copy, (CODE, PASSWORD), host()).unwrap();
    assert_eq!(all_dots(&salvaged.store), scene.acknowledged);
}

#[test]
fn nothing_readable_is_said_so_and_left_where_it_is() {
    let scene = Scene::closed();
    scene.damage(DB, |bytes| bytes.fill(7));
    let before = files_of(&scene.dir());
    let none = salvage(&scene.dir(), &scene.dir(), (CODE, PASSWORD), host());
    assert!(matches!(none, Err(StoreError::Damaged { place: DB })));
    let mut after = files_of(&scene.dir());
    after.retain(|name, _| before.contains_key(name));
    assert!(after == before);
}
