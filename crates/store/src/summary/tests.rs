use cacah_family::entry::{Change, Source};
use cacah_family::slot::Slot;

use super::*;
use crate::Commit;
use crate::fixture::{Laptop, Work, entry, summary};

fn answer(laptop: &mut Laptop, work: Work, n: usize, percent: u8) {
    let path = Path::question(&format!("r{n}"));
    let entries = vec![entry(work, path.clone(), Change::Slot(Slot::default()), vec![])];
    let summary = Some(Summary { percent, ..summary(work) });
    laptop.store.append(Commit { entries, summary, stand: Some((work.document, path)) }).unwrap();
}

fn shown(laptop: &mut Laptop, work: Work) -> (u8, Option<Path>) {
    let percent = laptop.store.family(work.family).unwrap().unwrap().percent;
    let opened = laptop.store.open_document(work.family, Source::Visit).unwrap().unwrap();
    (percent, opened.stand)
}

#[test]
fn percentage_and_stand_are_right_after_each_answer_and_after_a_kill() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    for n in 0..5_u8 {
        answer(&mut laptop, work, n.into(), 10 + n);
        let expected = (10 + n, Some(Path::question(&format!("r{n}"))));
        assert_eq!(shown(&mut laptop, work), expected);
    }
    // Nothing is written when the store is left: as after a kill.
    let mut laptop = laptop.reopened();
    assert_eq!(shown(&mut laptop, work), (14, Some(Path::question("r4"))));
    answer(&mut laptop, work, 9, 3);
    assert_eq!(shown(&mut laptop, work), (3, Some(Path::question("r9"))));
}

#[test]
fn going_to_another_document_leaves_the_first_as_it_was() {
    let mut laptop = Laptop::new();
    let (one, two) = (laptop.visit(0), laptop.visit(1));
    answer(&mut laptop, one, 1, 11);
    answer(&mut laptop, one, 2, 12);
    answer(&mut laptop, two, 3, 50);
    answer(&mut laptop, two, 4, 60);
    laptop.store.stand(one.document, &Path::question("r7")).unwrap();
    assert_eq!(shown(&mut laptop, one), (12, Some(Path::question("r7"))));
    assert_eq!(shown(&mut laptop, two), (60, Some(Path::question("r4"))));
    let behind = "SELECT count(*) FROM document WHERE behind";
    let behind: u32 = laptop.store.writer.query_row(behind, [], |row| row.get(0)).unwrap();
    assert_eq!(behind, 0);
}

#[test]
fn where_the_officer_stands_in_a_member_is_kept_short_and_whole() {
    let member = InstanceId(uuid::Uuid::from_u128(0xA));
    let other = InstanceId(uuid::Uuid::from_u128(0xB));
    let at = Path::of(member, "r402");
    assert_eq!(row::stand_text(&Path::of(member, "r403"), &at), "/r403");
    let stands = [
        Path::of(member, "r403"),
        Path::of(other, "r403"),
        Path::question("r501"),
        Path::instance(member),
    ];
    for stand in stands {
        let text = row::stand_text(&stand, &at);
        assert_eq!(row::stand_path(&text, at.instance), Some(stand));
    }
}

/// An answer dirties the page of its entry and no other: that is what durability costs.
#[test]
fn an_answer_writes_one_page() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    for n in 0..3 {
        answer(&mut laptop, work, n, 10);
    }
    let wal = laptop.dir().join("vault.db-wal");
    // A frame is a page with its header.
    let frames = || std::fs::metadata(&wal).unwrap().len() / (4096 + 24);
    let before = frames();
    for n in 3..13_u8 {
        answer(&mut laptop, work, n.into(), 10 + n);
    }
    assert_eq!(frames() - before, 10);
}
