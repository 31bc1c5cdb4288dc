//! A scripted keyer at the pace of a practised hand, who misreads a code on every sheet and types on.

use std::time::{Duration, Instant};

use cacah_testkit::paper::{Field, Sheet};
use fantoccini::key::Key;

use crate::heads_down::typed;
use crate::page::Page;

/// From one key to the next: 15,000 an hour.
pub const STROKE: Duration = Duration::from_millis(240);
/// A code that 405 does not have, and what the hand types before the ear reports.
const MISREAD: &str = "9777";

/// A hand on the keys, which counts what it typed and what must have been discarded.
#[derive(Debug)]
pub struct Pace<'a> {
    page: &'a Page,
    next: Instant,
    /// Keys typed.
    pub keys: usize,
    /// Of them, those that a shut field must have sounded.
    pub discarded: usize,
}

impl<'a> Pace<'a> {
    /// Begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "a hand keeps the real clock")]
    pub fn begin(page: &'a Page) -> Self {
        Self { page, next: Instant::now(), keys: 0, discarded: 0 }
    }

    /// Keys the fields of a sheet one after the other until `keys` in all are typed; how many fields.
    ///
    /// # Panics
    /// When a misread code does not shut its field.
    pub fn key(&mut self, sheet: &Sheet, keys: usize) -> usize {
        for (at, field) in sheet.fields.iter().enumerate() {
            if self.keys >= keys {
                return at;
            }
            if field.member == Some(0) && field.question == "r405" {
                self.misread();
            }
            self.field(field);
        }
        sheet.fields.len()
    }

    fn field(&mut self, field: &Field) {
        typed(&field.keys()).chars().for_each(|key| self.stroke(key));
    }

    /// A code outside its list, more digits, the ear at last: the field is opened again.
    fn misread(&mut self) {
        MISREAD.chars().for_each(|key| self.stroke(key));
        self.page.wait_for("[data-shut]");
        self.discarded += MISREAD.len() - 1;
        self.stroke('.');
    }

    #[expect(clippy::disallowed_methods, reason = "a hand keeps the real clock")]
    fn stroke(&mut self, key: char) {
        std::thread::sleep(self.next.saturating_duration_since(Instant::now()));
        self.next += STROKE;
        self.keys += 1;
        match key {
            key if key == char::from(Key::Return) => self.page.press(Key::Return),
            key => self.page.type_text(key.encode_utf8(&mut [0; 4])),
        }
    }

    /// Keys that the page says it discarded.
    #[must_use]
    pub fn sounded(&self) -> usize {
        let counts = self.page.all("[data-screen=paper]", "data-discarded");
        counts.first().and_then(|count| count.parse().ok()).unwrap_or_default()
    }
}
