//! Ten documents in a row in the real window, each typed as one stream of keys.

use cacah_tests::heads_down::{
    key_paper, open_paper, sheets, stands_as_written, take_bundle, unlock,
};
use cacah_tests::keyer::{FIXED, of_here};
use cacah_tests::office::Office;
use cacah_tests::screen::{Engine, Screen};

use crate::keyer_window::given;

#[test]
fn keyer_ten_documents_in_a_row_stand_as_their_sheets_say() {
    const DOCUMENTS: u16 = 10;
    let office = Office::open(60);
    let pc = given(&office, DOCUMENTS);
    let mut families = of_here(&office, usize::MAX);
    families.sort_by_key(|family| family.members.len());
    families.truncate(DOCUMENTS.into());
    let papers = sheets(&families);
    let screen = Screen::open(Engine::Window, pc.data());
    let page = screen.page();
    unlock(page);
    take_bundle(page, &FIXED);
    let mut before = None;
    let mut keys = 0;
    for (family, paper) in families.iter().zip(&papers) {
        open_paper(page, family);
        let stream = paper.keys_after(before);
        keys += stream.chars().count();
        key_paper(page, &stream);
        before = Some(paper);
    }
    println!("{keys} keys");
    drop(screen);
    let mut desk = pc.unlocked();
    for (family, paper) in families.iter().zip(&papers) {
        assert!(stands_as_written(&mut desk, family, &paper.fields).finished);
    }
}
