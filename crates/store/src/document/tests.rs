use proptest::prelude::*;
use uuid::Uuid;

use cacah_family::entry::Change;
use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;

use super::*;
use crate::fixture::{Laptop, Work, family_id};

fn open(laptop: &mut Laptop, work: Work) -> Opened {
    laptop.store.open_document(work.family, Source::Visit).unwrap().unwrap()
}

fn member(n: u8) -> InstanceId {
    InstanceId(Uuid::from_u128(0x9E0 + u128::from(n)))
}

#[test]
fn a_document_opens_as_it_was_left_also_after_a_restart() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let q = Path::question("r301a");
    laptop.answer(work, &q, "1");
    let last = laptop.answer(work, &q, "2");
    laptop.store.stand(work.document, &q).unwrap();
    for _ in 0..2 {
        let opened = open(&mut laptop, work);
        assert_eq!(opened.document, work.document);
        assert_eq!(opened.state.slots[&q].raw, "2");
        assert_eq!(opened.state.source, Some(Source::Visit));
        assert_eq!(opened.heads[&q], [last.dot]);
        assert_eq!(opened.stand, Some(q.clone()));
        laptop = laptop.reopened();
    }
    let none = laptop.store.open_document(work.family, Source::Paper).unwrap();
    assert_eq!(none, None);
    assert_eq!(laptop.store.open_document(family_id(1), Source::Visit).unwrap(), None);
}

#[test]
fn the_second_opening_reads_the_snapshot() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &Path::question("r301a"), "1");
    let first = open(&mut laptop, work);
    // Without its journal nothing could be rebuilt.
    laptop.store.writer.execute_batch("UPDATE entry SET change = '{}'").unwrap();
    assert_eq!(open(&mut laptop, work), first);
}

#[test]
fn a_snapshot_that_is_behind_or_unreadable_is_made_again() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let q = Path::question("r301a");
    laptop.answer(work, &q, "1");
    open(&mut laptop, work);
    laptop.answer(work, &q, "2");
    assert_eq!(open(&mut laptop, work).state.slots[&q].raw, "2");
    let good = open(&mut laptop, work);
    for body in ["", "{}", "[1]"] {
        laptop.store.writer.execute("UPDATE snapshot SET body = ?1", [body]).unwrap();
        assert_eq!(open(&mut laptop, work), good);
        laptop.store.rebuild_check().unwrap();
    }
}

#[test]
fn the_check_finds_what_is_not_as_the_journal_says() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &Path::question("r301a"), "1");
    open(&mut laptop, work);
    laptop.store.rebuild_check().unwrap();
    let spoil = |sql| laptop.store.writer.execute_batch(sql).unwrap();
    spoil(r#"UPDATE snapshot SET body = replace(body, '"raw":"1"', '"raw":"2"')"#);
    let found = laptop.store.rebuild_check();
    assert!(matches!(found, Err(StoreError::Damaged { place: "snapshot" })), "{found:?}");
    spoil("DELETE FROM snapshot; UPDATE entry SET wall = wall + 1 WHERE seq = 2");
    let found = laptop.store.rebuild_check();
    assert!(matches!(found, Err(StoreError::Damaged { place: "entry" })), "{found:?}");
    spoil("UPDATE entry SET wall = wall - 1 WHERE seq = 2; UPDATE family SET queued = NULL");
    let found = laptop.store.rebuild_check();
    assert!(matches!(found, Err(StoreError::Damaged { place: "family" })), "{found:?}");
}

#[test]
fn two_contents_of_one_dot_are_both_kept() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let entry = laptop.answer(work, &Path::question("r301a"), "1");
    let mut other = entry.clone();
    other.change = Change::Reopened {};
    let beside = row::Beside::default();
    let home = row::home(&laptop.store.writer, &other).unwrap();
    row::insert(&laptop.store.writer, laptop.store.own.row, &other, &home, &beside).unwrap();
    let history = laptop.store.history(work.family).unwrap();
    assert_eq!(history.len(), 3);
    assert!(history.forks().contains(&entry.dot));
}

#[derive(Debug, Clone)]
enum Step {
    Answer(u8, u8, u8),
    Join(u8),
    Leave(u8),
    Finish,
    Open,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..3u8, 0..6u8, 0..4u8).prop_map(|(who, q, v)| Step::Answer(who, q, v)),
        2 => (0..3u8).prop_map(Step::Join),
        1 => (0..3u8).prop_map(Step::Leave),
        1 => Just(Step::Finish),
        3 => Just(Step::Open),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

fn play(laptop: &mut Laptop, work: Work, step: &Step) {
    match *step {
        Step::Answer(0, q, v) => {
            laptop.answer(work, &Path::question(&format!("r{q}")), &v.to_string());
        }
        Step::Answer(who, q, v) => {
            let path = Path::of(member(who), &format!("r4{q}"));
            laptop.answer(work, &path, &v.to_string());
        }
        Step::Join(who) => {
            let order = OrderKey::between(None, None);
            let change = Change::Join { repeat: "anggota".into(), order, parent: None, from: None };
            laptop.write(work, Path::instance(member(who)), change, vec![]).unwrap();
        }
        Step::Leave(who) => {
            let opened = open(laptop, work);
            let below = opened.heads.iter().filter(|(path, _)| path.instance == Some(member(who)));
            let over = below.flat_map(|(_, dots)| dots.clone()).collect();
            let change = Change::Leave { to: None };
            laptop.write(work, Path::instance(member(who)), change, over).unwrap();
        }
        Step::Finish => laptop.finish(work),
        Step::Open | Step::Restart => {
            open(laptop, work);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However it was written and read, a document is what its journal amounts to.
    #[test]
    fn a_document_equals_its_journal(steps in steps()) {
        let mut laptop = Laptop::new();
        let work = laptop.visit(0);
        for step in &steps {
            play(&mut laptop, work, step);
            if matches!(step, Step::Restart) {
                laptop = laptop.reopened();
            }
        }
        for _ in 0..2 {
            let opened = open(&mut laptop, work);
            let history = laptop.store.history(work.family).unwrap();
            prop_assert_eq!(&opened.state, &history.state().documents[&work.document]);
            let heads: Vec<_> = history.heads(Some(work.document)).into_iter()
                .map(|(path, heads)| (path.clone(), heads.iter().map(|h| h.dot).collect::<Vec<_>>()))
                .collect();
            prop_assert_eq!(opened.heads.into_iter().collect::<Vec<_>>(), heads);
        }
        laptop.store.rebuild_check().unwrap();
    }
}
