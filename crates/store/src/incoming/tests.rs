use cacah_family::entry::{Actor, Chunk, Dot, File, Source};
use cacah_family::id::{DeviceId, InstanceId, RoundId};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, Work, batch_of, family_id, prelist, settlement};
use crate::{Outcome, Road};

fn other(seq: u64) -> Dot {
    let actor = Actor { device: DeviceId(Uuid::from_u128(0xBEE)), incarnation: 1 };
    Dot { actor, seq }
}

/// What another laptop wrote of the `n`-th family: opened, answered, and more.
fn elsewhere(n: usize, more: Vec<(Path, Change)>) -> (Work, Birth, Vec<Entry>) {
    let mut there = Laptop::new();
    let work = there.visit(n);
    there.answer(work, &Path::question("r301a"), "3");
    for (path, change) in more {
        there.write(work, path, change, vec![]).unwrap();
    }
    let history = there.store.history(work.family).unwrap();
    let entries = history.entries().cloned();
    let entries = entries.zip(1..).map(|(entry, seq)| Entry { dot: other(seq), ..entry });
    (work, prelist(12)[n].1.clone(), entries.collect())
}

#[test]
fn entries_of_others_make_the_document_here_and_are_not_sent_again() {
    let mut laptop = Laptop::new();
    let (work, birth, entries) = elsewhere(0, vec![]);
    let merged = laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert_eq!(merged, Merged { new: 2, documents: vec![work.document] });
    let again = laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert_eq!(again, Merged::default());
    let mut laptop = laptop.reopened();
    let opened = laptop.store.open_document(work.family, Source::Visit).unwrap().unwrap();
    assert_eq!(opened.state.slots[&Path::question("r301a")].raw, "3");
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
    assert_eq!(laptop.store.stale_documents().unwrap(), [(work.family, work.document)]);
    assert_eq!(laptop.store.family(work.family).unwrap().unwrap().road, Road::Untouched);
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn a_snapshot_made_before_is_made_again() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.store.open_document(work.family, Source::Visit).unwrap();
    let (_, birth, entries) = elsewhere(0, vec![]);
    laptop.store.merge_foreign(&birth, &entries).unwrap();
    let opened = laptop.store.open_document(work.family, Source::Visit).unwrap().unwrap();
    assert!(opened.state.slots.contains_key(&Path::question("r301a")));
}

#[test]
fn what_this_device_wrote_and_forgot_comes_back_and_its_numbers_are_not_given_again() {
    let mut laptop = Laptop::new();
    let (work, birth, entries) = elsewhere(0, vec![]);
    let actor = laptop.store.actor();
    let own = |entry: Entry| Entry { dot: Dot { actor, seq: entry.dot.seq + 6 }, ..entry };
    let own: Vec<_> = entries.into_iter().map(own).collect();
    laptop.store.merge_foreign(&birth, &own).unwrap();
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
    assert_eq!(laptop.answer(work, &Path::question("r302"), "1").dot.seq, 9);
    let waits = laptop.store.pending(ALL, true).unwrap();
    assert_eq!(waits[0].entries.iter().map(|e| e.dot.seq).collect::<Vec<_>>(), [9]);
    assert_eq!(laptop.reopened().visit(1).family, family_id(1));
}

#[test]
fn two_contents_of_one_dot_are_both_kept_and_only_ours_is_sent() {
    let mut laptop = Laptop::new();
    let work = laptop.finished(0, 1);
    let (_, birth, entries) = elsewhere(0, vec![]);
    let twin = Entry { dot: Dot { actor: laptop.store.actor(), seq: 2 }, ..entries[1].clone() };
    laptop.store.merge_foreign(&birth, std::slice::from_ref(&twin)).unwrap();
    let history = laptop.store.history(work.family).unwrap();
    assert_eq!(history.forks().into_iter().collect::<Vec<_>>(), [twin.dot]);
    let waits = laptop.store.pending(ALL, true).unwrap();
    assert!(waits[0].entries.len() == 3 && !waits[0].entries.contains(&twin));
    let batch = batch_of(1, &waits);
    laptop.store.claim(&batch).unwrap();
    laptop.store.settle(&settlement(1, &batch, &[Outcome::Stored])).unwrap();
    let sent = laptop.store.entries_of_segment(&batch.segments[0].hash).unwrap().unwrap();
    assert_eq!(sent.entries, waits[0].entries);
}

#[test]
fn a_removal_from_elsewhere_takes_the_document_out_of_the_lists_and_back() {
    let mut laptop = Laptop::new();
    let removed = (Path::question(Path::REMOVED), Change::Removed {});
    let (work, birth, entries) = elsewhere(0, vec![removed]);
    let gone = entries[2].dot;
    laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert!(laptop.store.open_document(work.family, Source::Visit).unwrap().is_none());
    assert_eq!(laptop.store.family(work.family).unwrap().unwrap().document, None);
    let shown = laptop.store.removed(work.family).unwrap();
    assert_eq!((shown[0].document, shown[0].source), (work.document, Some(Source::Visit)));
    let back = Change::Restored {};
    laptop.write(work, Path::question(Path::REMOVED), back, vec![gone]).unwrap();
    let record = laptop.store.family(work.family).unwrap().unwrap();
    assert_eq!(record.document, Some(work.document));
    assert!(laptop.store.open_document(work.family, Source::Visit).unwrap().is_some());
}

#[test]
fn entries_before_the_one_that_opens_the_document_wait_for_it() {
    let mut laptop = Laptop::new();
    let (work, birth, mut entries) = elsewhere(0, vec![]);
    let opened = entries.remove(0);
    laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert!(laptop.store.open_document(work.family, Source::Visit).unwrap().is_none());
    laptop.store.merge_foreign(&birth, &[opened]).unwrap();
    let opened = laptop.store.open_document(work.family, Source::Visit).unwrap().unwrap();
    assert_eq!(opened.state.slots.len(), 1);
}

#[test]
fn what_no_vault_can_keep_is_not_taken_and_harms_nothing() {
    let mut laptop = Laptop::new();
    let (_, birth, entries) = elsewhere(0, vec![]);
    let chunk = |name: &str, hash: &str| Chunk { name: name.into(), hash: hash.into(), bytes: 1 };
    let (hex, instance) = ("ab".repeat(32), InstanceId(Uuid::from_u128(9)));
    let file = |chunk| {
        let file = File { media: String::new(), bytes: 1, key: String::new(), chunks: vec![chunk] };
        Change::File(file)
    };
    let at = |path, change| Entry { path, change, ..entries[1].clone() };
    let mut never = entries[1].clone();
    never.at.mono = u64::MAX;
    let poison = [
        at(Path::question(Path::FILE), file(chunk(&hex, &hex))),
        at(Path::of(instance, Path::FILE), file(chunk("../tally", &hex))),
        at(Path::of(instance, Path::FILE), file(chunk(&hex, "no hash"))),
        Entry { dot: other(i64::MAX as u64), ..entries[1].clone() },
        never,
    ];
    for entry in poison {
        let refused = laptop.store.merge_foreign(&birth, &[entries[0].clone(), entry]);
        assert!(matches!(refused, Err(StoreError::NotFound("entry"))), "{refused:?}");
    }
    assert_eq!(laptop.store.merge_foreign(&birth, &entries).unwrap().new, entries.len());
    laptop.reopened();
}

#[test]
fn a_family_unknown_here_is_made_and_one_of_an_unknown_round_refused() {
    let mut laptop = Laptop::new();
    let (_, birth, entries) = elsewhere(0, vec![]);
    let stranger = FamilyId(Uuid::from_u128(0xABC));
    let document = Some(DocumentId(Uuid::from_u128(0xABD)));
    let of = |family| {
        let moved = |entry: &Entry| Entry { family, document, ..entry.clone() };
        entries.iter().map(moved).collect::<Vec<_>>()
    };
    let unknown = Birth { round: RoundId(Uuid::from_u128(5)), ..birth.clone() };
    let refused = laptop.store.merge_foreign(&unknown, &of(stranger));
    assert!(matches!(refused, Err(StoreError::NotFound("round"))));
    laptop.store.merge_foreign(&birth, &of(stranger)).unwrap();
    assert_eq!(laptop.store.family(stranger).unwrap().unwrap().birth, birth);
    let mixed = [of(stranger), entries.clone()].concat();
    let refused = laptop.store.merge_foreign(&birth, &mixed);
    assert!(matches!(refused, Err(StoreError::NotFound("family"))));
    assert!(laptop.store.history(family_id(0)).unwrap().is_empty());
    let slot = Change::Slot(Slot::default());
    assert!(of(stranger).iter().all(|entry| entry.change != slot));
}
