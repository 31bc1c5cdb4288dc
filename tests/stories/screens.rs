//! Every screen of the officer in the three themes at 1366×768: a picture each, and axe-core finds
//! nothing. `CACAH_SCREENS=1` keeps the pictures in `docs/screens`, for the manual.

use cacah_tests::gallery::{Gallery, overflows};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, pick};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{
    Command, FamilyRow, FormArgs, ListFamily, Presence, RecordVisit, VisitOutcome,
};
use fantoccini::key::Key;

/// A laptop in the middle of its day: some verified, one finished and sent, one half done, one not at
/// home with an appointment.
struct Midday {
    _office: Office,
    laptop: Laptop,
    officer: Officer,
    /// Half done, with its table of members.
    open: String,
    /// Not visited yet.
    next: String,
}

impl Midday {
    fn new() -> Self {
        let office = Office::with_crowd(60, 19);
        let laptop = Laptop::enrolled(&office);
        let mut desk = laptop.unlocked();
        let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
        let here: Vec<_> = office.families().iter().filter(|family| family.area == 0).collect();
        for (at, family) in here.iter().take(20).enumerate() {
            let row = row_of(&mut desk, family);
            let presence = match at {
                3 => Presence::Moved,
                7 => Presence::DiedOut,
                _ => Presence::Found,
            };
            let (family, welfare, members) = (row.family, Some(3), Some(4));
            let there = presence == Presence::Found;
            let words = ListFamily {
                family,
                presence,
                with: None,
                welfare: welfare.filter(|_| there),
                members: members.filter(|_| there),
            };
            let _: FamilyRow = desk.call(&Command::ListFamily(words)).expect("verified");
        }
        for (at, keyed) in [(0, usize::MAX), (1, 90), (2, usize::MAX)] {
            let row = row_of(&mut desk, here[at]);
            let mut interview = Interview::open(&mut desk, &row.family, &here[at].answers());
            interview.key(&mut desk, keyed).expect("the answers are stored");
            if keyed == usize::MAX {
                let _ = interview.finish(&mut desk);
            }
        }
        let away = row_of(&mut desk, here[4]).family;
        let visit = RecordVisit {
            family: away,
            outcome: VisitOutcome::Later,
            note: "minta sore".into(),
            appointment: Some("2022-10-20T16:00".into()),
        };
        let _: FamilyRow = desk.call(&Command::RecordVisit(visit)).expect("recorded");
        let _ = send(&mut desk);
        assert!(desk.close().expect("the desk ends").success());
        let (open, next) = (here[1].head().to_owned(), here[21].head().to_owned());
        Self { _office: office, laptop, officer, open, next }
    }
}

fn find(page: &Page, head: &str) {
    page.chord(Key::Control, 'f');
    page.type_text(head);
    page.until(&format!("{head} is selected"), || {
        page.text("[aria-selected=true]").filter(|row| row.contains(head)).map(drop)
    });
}

fn close(page: &Page) {
    page.press(Key::Escape);
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
}

#[test]
fn every_screen_of_the_officer_in_three_themes() {
    let midday = Midday::new();
    let screen = Screen::open(Engine::Chromium, midday.laptop.data());
    let (page, mut gallery) = (screen.page(), Gallery::new());
    page.resize(1366, 768);
    page.wait_for("[data-screen=unlock] #password:focus");
    gallery.take(page, "kunci");
    midday.officer.unlock(page, PASSWORD);
    page.chord(Key::Alt, '1');
    page.wait_for("[data-screen=home] [data-figure]");
    page.until("the document is left", || (!page.sees("[data-screen=document]")).then_some(()));
    page.painted();
    gallery.take(page, "beranda");
    of_an_sls(page, &mut gallery);
    of_the_list(page, &mut gallery, &midday);
    of_a_document(page, &mut gallery, &midday);
    page.chord(Key::Alt, '5');
    page.wait_for("[data-screen=send] [data-command=send]");
    gallery.take(page, "kirim");
    page.chord(Key::Alt, '7');
    page.wait_for("[data-screen=protection]");
    gallery.take(page, "perlindungan");
    gallery.close();
}

fn of_an_sls(page: &Page, gallery: &mut Gallery) {
    for (words, name) in [
        ("Rekap VK", "rekap"),
        ("Cetak tanda terima kerja", "tanda-terima"),
        ("Perubahan SLS", "perubahan-sls"),
        ("Nomori ulang", "nomori-ulang"),
    ] {
        page.chord(Key::Control, 'm');
        pick(page, words);
        page.wait_for("dialog");
        page.painted();
        gallery.take(page, name);
        close(page);
    }
}

fn of_the_list(page: &Page, gallery: &mut Gallery, midday: &Midday) {
    midday.officer.list(page);
    gallery.take(page, "keluarga");
    find(page, &midday.next);
    page.press(Key::F2);
    page.wait_for("#verify-presence");
    page.type_text("1");
    gallery.take(page, "verifikasi");
    close(page);
    page.chord(Key::Control, 'k');
    page.wait_for("dialog input:focus");
    page.type_text("4");
    page.wait_for("#visit-when");
    page.type_text("besok 16");
    gallery.take(page, "kunjungan");
    close(page);
    page.press(Key::Insert);
    page.wait_for("dialog input");
    gallery.take(page, "tambah-keluarga");
    close(page);
    page.press(Key::F1);
    page.wait_for("dialog");
    gallery.take(page, "bantuan");
    close(page);
}

fn of_a_document(page: &Page, gallery: &mut Gallery, midday: &Midday) {
    let officer = &midday.officer;
    officer.list(page);
    find(page, &midday.open);
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    officer.go_to(page, "r303");
    gallery.take(page, "dokumen");
    officer.go_to(page, "r404");
    gallery.take(page, "anggota");
    page.press(Key::F1);
    page.wait_for("dialog");
    gallery.take(page, "bantuan-rincian");
    close(page);
    page.chord(Key::Control, 'm');
    page.wait_for("dialog input:focus");
    gallery.take(page, "tindakan");
    close(page);
    for (key, name) in [('b', "letak"), ('o', "foto"), ('h', "riwayat")] {
        page.chord(Key::Control, key);
        page.wait_for("dialog");
        page.painted();
        gallery.take(page, name);
        close(page);
    }
    page.press(Key::F12);
    page.wait_for("[data-status]");
    gallery.take(page, "selesai");
}

/// At 200 % zoom nothing has to be scrolled sideways but tables inside themselves.
#[test]
fn at_200_percent_zoom_the_page_still_fits() {
    let midday = Midday::new();
    let screen = Screen::open(Engine::Chromium, midday.laptop.data());
    let page = screen.page();
    page.resize(683, 384);
    let mut wide = Vec::new();
    let mut look = |name: &str| {
        page.painted();
        if overflows(page) {
            wide.push(name.to_owned());
        }
    };
    look("kunci");
    midday.officer.unlock(page, PASSWORD);
    page.chord(Key::Alt, '1');
    page.wait_for("[data-screen=home] [data-figure]");
    look("beranda");
    midday.officer.list(page);
    look("keluarga");
    find(page, &midday.open);
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    look("dokumen");
    midday.officer.go_to(page, "r404");
    look("anggota");
    page.chord(Key::Alt, '5');
    page.wait_for("[data-screen=send]");
    look("kirim");
    assert!(wide.is_empty(), "wider than the window: {wide:?}");
}
