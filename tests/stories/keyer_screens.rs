//! Every screen of keyers and their supervisor in the three themes at 1366×768, looked at by axe-core.
//! `CACAH_SCREENS=1` keeps the pictures in `docs/screens`, for the manual of keying.

use cacah_testkit::desk::Desk;
use cacah_tests::gallery::Gallery;
use cacah_tests::heads_down::{open_paper, sheets, typed, unlock};
use cacah_tests::keyer::{Paper, at_work, bundle, fix, hand_out, of_here, open, take};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{AttachPages, Command, Done, PagesAttached, Park};
use fantoccini::key::Key;

use crate::keyer::{SLS, again, keyed, misread};

/// An office in the middle of its day: two keyers, documents keyed, parked, keyed again, and one that
/// waits for a third person.
struct Shift {
    office: Office,
    ipds: Laptop,
    first: Laptop,
    second: Laptop,
}

impl Shift {
    fn new() -> Self {
        let office = Office::open(30);
        let [ipds, first, second] =
            [IPDS, KEYERS[0], KEYERS[1]].map(|who| Laptop::enrolled_for(&office, who));
        let families = of_here(&office, 4);
        let mut supervisor = at_work(&ipds);
        hand_out(&mut supervisor, 9, KEYERS[0]);
        let _ = send(&mut supervisor);
        let mut keyer = at_work(&first);
        take(&mut keyer, SLS);
        fix(&mut keyer, SLS);
        let mut documents = Vec::new();
        for (at, family) in families.iter().take(3).enumerate() {
            // A floor that is too large, an answer read wrongly, a code that is none.
            let (question, raw) = [("r302", "900"), ("r506", "1"), ("r304", "9")][at];
            documents.push(keyed(&mut keyer, family, misread(family.answers(), question, raw)));
        }
        park(&mut keyer, &families[3]);
        let _ = send(&mut keyer);
        let mut other = at_work(&second);
        assert_eq!(again(&mut other, &documents[1], &families[1].answers()), 1);
        let _ = send(&mut other);
        let _ = send(&mut supervisor);
        assert!(!bundle(&mut supervisor, SLS).log.is_empty());
        Self { office, ipds, first, second }
    }
}

fn park(desk: &mut Desk, family: &cacah_testkit::ternate::Family) {
    let row = row_of(desk, family);
    let mut paper = Paper::open(desk, &row.family, family.answers());
    assert!(paper.key(desk, 30).expect("stored"));
    let document = open(desk, &row.family).document;
    let reason = "lembar 2 tidak ada".to_owned();
    let _: Done = desk.call(&Command::Park(Park { document, reason })).expect("laid aside");
}

/// The paper that waits for the third person, as a scanner of the office leaves it in a folder, attached.
fn scanned(shift: &Shift, page: &Page) {
    let family = &of_here(&shift.office, 2)[1];
    let mut desk = at_work(&shift.ipds);
    let label = bundle(&mut desk, SLS).row.number;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("{label}_{}_{}.png", family.building, family.number));
    let paper = sheets(std::slice::from_ref(family)).swap_remove(0).picture();
    let show = "const paper = document.createElement('pre'); paper.id = 'scan'; paper.textContent = arguments[0];
        paper.style.cssText = 'position: fixed; inset: 0; z-index: 9; margin: 0; padding: 2rem; columns: 3; background: #fffef6; color: #223';
        document.body.append(paper)";
    page.script(show, vec![paper.into()]);
    page.picture(&file);
    page.script("document.querySelector('#scan').remove()", Vec::new());
    let folder = folder.path().to_string_lossy().into_owned();
    let done: PagesAttached =
        desk.call(&Command::AttachPages(AttachPages { folder })).expect("the folder is read");
    assert_eq!((done.attached, done.left.len()), (1, 0));
}

fn close(page: &Page) {
    page.press(Key::Escape);
    page.until("the panel is closed", || (!page.sees("dialog")).then_some(()));
}

#[test]
fn keyer_screens_in_three_themes() {
    let shift = Shift::new();
    let mut gallery = Gallery::new();
    of_the_keyer(&shift, &mut gallery);
    of_the_second(&shift, &mut gallery);
    of_the_supervisor(&shift, &mut gallery);
    gallery.close();
}

fn at(laptop: &Laptop) -> Screen {
    let screen = Screen::open(Engine::Chromium, laptop.data());
    screen.page().resize(1366, 768);
    unlock(screen.page());
    screen
}

fn of_the_keyer(shift: &Shift, gallery: &mut Gallery) {
    let screen = at(&shift.first);
    let page = screen.page();
    page.wait_for("[data-parked]");
    gallery.take(page, "entri-meja");
    let families = of_here(&shift.office, 6);
    page.wait_for("[data-line-of]");
    page.press(Key::Return);
    open_paper(page, &families[4]);
    let paper = &sheets(&families)[4];
    let until = paper.fields.iter().position(|field| field.question == "r405").expect("a sex");
    let keys: String = paper.fields.iter().take(until).map(|field| field.keys()).collect();
    page.type_text(&typed(&keys));
    page.wait_for("[data-path$=r405]");
    gallery.take(page, "entri-kertas");
    page.type_text("7");
    page.wait_for("[data-shut]");
    gallery.take(page, "entri-tertutup");
    page.press(Key::F8);
    page.chord(Key::Control, 'r');
    page.wait_for("dialog input:focus");
    gallery.take(page, "entri-parkir");
    close(page);
    page.press(Key::F1);
    page.wait_for("dialog");
    gallery.take(page, "entri-bantuan");
    close(page);
}

fn of_the_second(shift: &Shift, gallery: &mut Gallery) {
    let screen = at(&shift.second);
    let page = screen.page();
    page.chord(Key::Control, '2');
    page.wait_for("[data-screen=verify] [data-again-of]");
    gallery.take(page, "entri-verifikasi-antrean");
    scanned(shift, page);
    page.script("document.querySelector('[data-again-of]').focus()", Vec::new());
    page.press(Key::Return);
    page.wait_for("[data-screen=paper][data-blind] [data-path]");
    gallery.take(page, "entri-verifikasi");
}

fn of_the_supervisor(shift: &Shift, gallery: &mut Gallery) {
    let screen = at(&shift.ipds);
    let page = screen.page();
    page.chord(Key::Control, '2');
    page.wait_for("[data-dispute]");
    page.script("document.querySelector('[data-dispute]').focus()", Vec::new());
    page.press(Key::Return);
    page.wait_for("[data-screen=dispute] [data-field]");
    page.wait_for("[data-screen=dispute] [data-page-image='1']");
    gallery.take(page, "entri-orang-ketiga");
    page.press(Key::Escape);
    page.chord(Key::Control, '3');
    page.wait_for("[data-screen=receive] [data-bundle]");
    gallery.take(page, "entri-terima");
    page.press(Key::F2);
    page.wait_for("dialog [data-from]");
    gallery.take(page, "entri-terima-tumpukan");
    close(page);
    page.chord(Key::Control, 'm');
    page.type_text("8");
    page.wait_for("[data-paste]");
    gallery.take(page, "entri-tempel");
    close(page);
    for (key, css, name) in [
        ('4', "[data-screen=worklist] [data-finding]", "entri-galat"),
        ('5', "[data-screen=figures] [data-officer='OPR 01']", "entri-angka"),
        ('6', "[data-screen=keying-settings] [data-setting]", "entri-pengaturan"),
    ] {
        page.chord(Key::Control, key);
        page.wait_for(css);
        page.painted();
        gallery.take(page, name);
    }
    page.chord(Key::Alt, '4');
    page.wait_for("[data-screen=track] [data-trace]");
    page.type_text(SLS);
    page.press(Key::Return);
    page.wait_for("[data-found]");
    gallery.take(page, "entri-lacak");
    for (key, css, name) in
        [('2', "[data-balance]", "entri-neraca"), ('3', "[data-place]", "entri-opname")]
    {
        page.chord(Key::Control, key);
        page.wait_for(css);
        page.painted();
        gallery.take(page, name);
    }
}
