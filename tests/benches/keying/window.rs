//! A keyer before the real window: one key after the other, each field on its own.

use cacah_testkit::bench::{Figure, Unit, memory_of};
use cacah_testkit::paper::{Field, Sheet};
use cacah_testkit::ternate::Family;
use cacah_tests::heads_down::{open_paper, sheets, take_bundle, typed, unlock};
use cacah_tests::keyer::{FIXED, at_work, hand_out, of_here};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, send};
use cacah_tests::office::Office;
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use fantoccini::key::Key;
use serde_json::Value;

use crate::{Plan, felt, findings};

/// Where the hand slips, and the code that 405 does not have.
const SLIP: (&str, &str) = ("r405", "7");

/// Figures of the window, all of one PC.
pub fn felt_by_a_keyer(plan: &Plan) -> Vec<Figure> {
    let office = Office::open(plan.prelist);
    let [ipds, pc] = [IPDS, KEYERS[0]].map(|who| Laptop::enrolled_for(&office, who));
    let families = of_here(&office, plan.documents);
    let mut supervisor = at_work(&ipds);
    hand_out(&mut supervisor, 999, KEYERS[0]);
    let _ = send(&mut supervisor);
    let mut desk = at_work(&pc);
    findings::make(&mut desk, &office, plan.findings);
    drop(desk);
    let opened = findings::opened(&pc, plan);
    let mut figures = keyed(&pc, plan, &families);
    figures.push(opened);
    figures
}

/// Documents keyed one after the other.
fn keyed(pc: &Laptop, plan: &Plan, families: &[Family]) -> Vec<Figure> {
    let screen = Screen::open(Engine::Window, pc.data());
    let page = screen.page();
    unlock(page);
    take_bundle(page, &FIXED);
    felt::install(page);
    let held = |name: &str| Figure::read(name, Unit::Mib, memory_of(screen.app()));
    let before = held("keying.memory.before");
    let mut hand =
        Hand { page, slips: plan.slips, fields: 0, strokes: 0.0, times: Times::default() };
    families.iter().zip(&sheets(families)).for_each(|(family, sheet)| hand.document(family, sheet));
    let after = held("keying.memory.after");
    let mut figures = hand.figures();
    figures.extend([before, after]);
    figures
}

/// Milliseconds, by what was waited for.
#[derive(Default)]
struct Times {
    floor: Vec<f64>,
    keys: Vec<f64>,
    focused: Vec<f64>,
    fields: Vec<f64>,
    tones: Vec<f64>,
    next: Vec<f64>,
}

/// A hand that waits for what each key does.
struct Hand<'a> {
    page: &'a Page,
    /// Slips still to come.
    slips: usize,
    fields: usize,
    strokes: f64,
    times: Times,
}

impl Hand<'_> {
    /// Opens the paper of a family and keys it to its end.
    fn document(&mut self, family: &Family, sheet: &Sheet) {
        let page = self.page;
        open_paper(page, family);
        page.painted();
        page.painted();
        if self.times.floor.is_empty() {
            self.times.floor = felt::floor(page);
        }
        for name in ["keys", "focused", "fields"] {
            felt::taken(page, name);
        }
        felt::strokes(page);
        let (last, fields) = sheet.fields.split_last().expect("a sheet has fields");
        for (done, field) in fields.iter().enumerate() {
            self.slip(field);
            key_by_key(page, &field.keys());
            page.until("the next field", || (count(page, "fields") > done).then_some(()));
        }
        let ready = "document.activeElement?.dataset.number === '109'";
        self.times.next.push(felt::until(page, ready, || key_by_key(page, &last.keys())));
        self.fields += sheet.fields.len();
        self.strokes += felt::strokes(page);
        self.times.keys.extend(felt::taken(page, "keys"));
        self.times.focused.extend(felt::taken(page, "focused"));
        self.times.fields.extend(felt::taken(page, "fields"));
    }

    /// A code outside its list shuts the field; it is opened again.
    fn slip(&mut self, field: &Field) {
        let page = self.page;
        let (question, code) = SLIP;
        while self.slips > 0 && field.question == question {
            self.slips -= 1;
            key_by_key(page, code);
            page.wait_for("[data-shut]");
            self.times.tones.extend(felt::taken(page, "tones").first());
            key_by_key(page, ".");
            page.until("the field is open", || (!page.sees("[data-shut]")).then_some(()));
        }
    }

    fn figures(self) -> Vec<Figure> {
        let Times { floor, keys, focused, fields, tones, next } = self.times;
        #[expect(clippy::cast_precision_loss, reason = "some thousand fields")]
        let each = self.strokes / self.fields as f64;
        vec![
            Figure::of("keying.floor", Unit::Ms, floor),
            Figure::of("keying.key", Unit::Ms, keys),
            Figure::of("keying.field.focus", Unit::Ms, focused),
            Figure::of("keying.field", Unit::Ms, fields),
            Figure::of("keying.next", Unit::Ms, next),
            Figure::of("keying.sound", Unit::Ms, tones),
            Figure::read("keying.keys.field", Unit::Keys, each),
        ]
    }
}

/// Each key alone, as a hand types it.
fn key_by_key(page: &Page, keys: &str) {
    for key in typed(keys).chars() {
        match key {
            key if key == char::from(Key::Return) => page.press(Key::Return),
            key => page.type_text(key.encode_utf8(&mut [0; 4])),
        }
    }
}

fn count(page: &Page, name: &str) -> usize {
    let count = page.script("return window.felt[arguments[0]].length", vec![Value::from(name)]);
    count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
}
