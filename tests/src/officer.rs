//! An officer at the keyboard of a page: looks where the engine leads and keys what the paper says.

use std::collections::BTreeMap;

use cacah_testkit::ternate::FamilyAnswers;
use cacah_wire::command::{FormView, Kind, QuestionView};
use fantoccini::key::Key;
use serde_json::json;

use crate::heads_down::exchange;
use crate::page::Page;

/// The form as an officer knows it: which field goes on by itself, which one waits for Enter.
#[derive(Debug)]
pub struct Officer {
    form: FormView,
}

/// A family on paper, and how much of it is keyed.
#[derive(Debug)]
pub struct Sheet {
    answers: FamilyAnswers,
    /// Members in the order they were added, by instance.
    members: Vec<String>,
    /// Still to key: member and question.
    left: Vec<(Option<usize>, String)>,
}

impl Sheet {
    /// Nothing keyed yet.
    #[must_use]
    pub fn new(answers: FamilyAnswers) -> Self {
        let names = |member, list: &[cacah_testkit::ternate::Answer]| -> Vec<_> {
            list.iter().map(|answer| (member, answer.question.clone())).collect()
        };
        let mut left = names(None, &answers.opening);
        for (index, member) in answers.members.iter().enumerate() {
            left.extend(names(Some(index), member));
        }
        left.extend(names(None, &answers.closing));
        Self { answers, members: Vec::new(), left }
    }

    /// Answers still to key.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.len()
    }

    /// Member and question of a path; a member seen for the first time gets the next number.
    fn place(&mut self, path: &str) -> (Option<usize>, String) {
        let Some((instance, question)) = path.split_once('/') else { return (None, path.into()) };
        let known = self.members.iter().position(|member| member == instance);
        let index = known.unwrap_or_else(|| {
            self.members.push(instance.into());
            self.members.len() - 1
        });
        (Some(index), question.into())
    }

    /// What stands on the page as on paper (the desk prefills from the prelist) needs no keying.
    fn strike(&mut self, shown: &BTreeMap<String, String>) {
        let Self { answers, left, .. } = self;
        left.retain(|(member, question)| {
            let stands = shown.get(question).filter(|_| member.is_none());
            let wanted = answers.find(*member, question).unwrap_or_default();
            !stands.is_some_and(|stands| same(stands, wanted))
        });
    }

    fn closes(&self, question: &str) -> bool {
        self.answers.closing.iter().any(|answer| answer.question == question)
    }
}

impl Officer {
    /// An officer trained on `form`.
    #[must_use]
    pub fn trained(form: FormView) -> Self {
        Self { form }
    }

    /// Unlocks with the password; the field for it has the focus when one officer works here.
    ///
    /// # Panics
    /// When the window does not open.
    pub fn unlock(&self, page: &Page, password: &str) {
        page.wait_for("[data-screen=unlock] #password:focus");
        page.type_text(password);
        page.press(Key::Return);
        page.wait_for("[data-screen=home], [data-screen=document]");
    }

    /// Finds a family by its head and opens its document; from the start screen by way of the list.
    ///
    /// # Panics
    /// When it does not open.
    pub fn open_family(&self, page: &Page, head: &str) {
        if page.sees("[data-screen=home]") {
            self.list(page);
        }
        page.wait_for("[data-search]:focus");
        page.type_text(head);
        page.press(Key::Return);
        page.wait_for("[data-screen=document]");
    }

    /// Goes to a question by its name (F6 takes its number); of the first member, in the roster.
    ///
    /// # Panics
    /// When the form has no such question, or it is not asked.
    pub fn go_to(&self, page: &Page, question: &str) {
        let number = &self.question(question).number;
        page.press(Key::F6);
        page.wait_for("dialog input:focus");
        page.type_text(number);
        page.press(Key::Return);
        page.until(&format!("the focus is on {question}"), || {
            field(page).filter(|at| at.rsplit('/').next() == Some(question)).map(drop)
        });
    }

    /// Keys until no more than `left` answers are open; hands back the path stood on.
    ///
    /// # Panics
    /// When the engine never leads to what is still open.
    pub fn key(&self, page: &Page, sheet: &mut Sheet, left: usize) -> String {
        let mut astray = 0;
        let mut at = stands_on(page);
        sheet.strike(&fields(page));
        while sheet.left.len() > left {
            at = self.next(page, sheet, &at, &mut astray);
        }
        at
    }

    /// One act at the field `at`; hands back where it led.
    fn next(&self, page: &Page, sheet: &mut Sheet, at: &str, astray: &mut u32) -> String {
        let place = sheet.place(at);
        let open = sheet.left.iter().position(|left| *left == place);
        let missing = sheet.members.len() < sheet.answers.members.len();
        if missing && self.follows_the_table(sheet, &place.1) {
            page.press(Key::Insert);
            return leaves(page, at);
        }
        let Some(open) = open else {
            *astray += 1;
            if *astray > 60 {
                page.fail(&format!("at {at}; the engine does not lead to {:?}", sheet.left));
            }
            // The next field; from the end of the form to whatever stands open before it.
            page.press(if astray.is_multiple_of(10) { Key::F10 } else { Key::Tab });
            page.painted();
            return stands_on(page);
        };
        let raw = sheet.answers.find(place.0, &place.1).unwrap_or_default().to_owned();
        self.answer(page, &place.1, &raw);
        sheet.left.remove(open);
        if sheet.left.is_empty() {
            return at.into();
        }
        let led = leaves(page, at);
        if raw.len() >= 16 {
            // A digit right behind a NIK is taken for one too many; a pause or another key says it is not.
            page.press(Key::Escape);
        }
        led
    }

    /// True past the table of the roster, which wants every member before the rest is asked.
    fn follows_the_table(&self, sheet: &Sheet, question: &str) -> bool {
        let question = self.question(question);
        let block = self.form.blocks.iter().find(|block| block.name == question.block);
        let table = block.and_then(|block| block.pages.first());
        sheet.closes(&question.name)
            || (question.repeat.is_some() && question.page.as_ref() != table)
    }

    /// Types an answer; Enter where the field waits for it, or where the answer stands already.
    fn answer(&self, page: &Page, question: &str, raw: &str) {
        let question = self.question(question);
        if same(&shown(page), raw) {
            page.press(Key::Return);
            return;
        }
        let (typed, full) = self.spelled(question, raw);
        let enter: char = Key::Return.into();
        page.type_text(&if full { typed } else { format!("{typed}{enter}") });
    }

    /// What to type, and whether the field then goes on by itself.
    fn spelled(&self, question: &QuestionView, raw: &str) -> (String, bool) {
        let width = usize::from(question.width.unwrap_or(u16::MAX));
        match question.kind {
            Kind::One => {
                let list = question.list.as_ref().and_then(|name| self.form.lists.get(name));
                let codes = list.into_iter().flatten().map(|choice| choice.code.len());
                let longest = codes.max().unwrap_or(1).max(question.digits.unwrap_or(1).into());
                (format!("{raw:0>longest$}"), true)
            }
            Kind::Date => (raw.split('-').rev().collect(), true),
            Kind::Digits | Kind::Text => (raw.into(), raw.chars().count() >= width),
            _ => (raw.into(), false),
        }
    }

    fn question(&self, name: &str) -> &QuestionView {
        let found = self.form.questions.iter().find(|question| question.name == name);
        found.unwrap_or_else(|| panic!("the form has no {name}"))
    }

    /// "Selesai"; hands back the status shown.
    ///
    /// # Panics
    /// When the document does not finish.
    pub fn finish(&self, page: &Page) -> String {
        page.press(Key::F12);
        page.wait_for("[data-status]");
        page.wait_for("[data-command=leave]:focus");
        page.all("[data-status]", "data-status").remove(0)
    }

    /// From "Selesai" back to the list.
    ///
    /// # Panics
    /// When the list does not come.
    pub fn leave(&self, page: &Page) {
        page.press(Key::Return);
        page.wait_for("[data-screen=families]");
    }

    /// Sends what waits; hands back the number of the newest receipt.
    ///
    /// # Panics
    /// When no receipt comes.
    pub fn send(&self, page: &Page) -> u64 {
        self.exchange(page);
        page.wait_for("[data-receipt]");
        let newest = page.all("[data-receipt]", "data-receipt").remove(0);
        newest.parse().expect("a receipt has a number")
    }

    /// Sends what waits, if anything, and takes what the office has to say.
    ///
    /// # Panics
    /// When the sending does not end.
    pub fn exchange(&self, page: &Page) {
        exchange(page);
    }

    /// Back to the list of families.
    ///
    /// # Panics
    /// When it does not come.
    pub fn list(&self, page: &Page) {
        page.chord(Key::Alt, '2');
        page.wait_for("[data-screen=families] [data-search]:focus");
    }

    /// Takes one of the actions of `Ctrl+M` by its words.
    ///
    /// # Panics
    /// When there is none of that name.
    pub fn act(&self, page: &Page, words: &str) {
        page.chord(Key::Control, 'm');
        pick(page, words);
    }
}

/// Takes a line of the open list by its words.
///
/// # Panics
/// When it has none of them.
pub fn pick(page: &Page, words: &str) {
    page.wait_for("dialog input:focus");
    page.type_text(words);
    page.until(&format!("{words:?} is offered first"), || {
        let first = page.text("dialog [role=option]").unwrap_or_default().to_lowercase();
        first.contains(&words.to_lowercase()).then_some(())
    });
    page.press(Key::Return);
}

/// The path of the field with the focus.
///
/// # Panics
/// When none gets it.
#[must_use]
pub fn stands_on(page: &Page) -> String {
    page.until("a field has the focus", || field(page))
}

fn field(page: &Page) -> Option<String> {
    let script = "return document.activeElement?.dataset?.path ?? null";
    page.script(script, Vec::new()).as_str().map(str::to_owned)
}

/// Waits until the focus has left `path`.
fn leaves(page: &Page, path: &str) -> String {
    page.until(&format!("the engine leads on from {path}"), || field(page).filter(|at| at != path))
}

/// What stands in the field with the focus.
fn shown(page: &Page) -> String {
    let script = "return document.activeElement?.value ?? ''";
    page.script(script, Vec::new()).as_str().unwrap_or_default().to_owned()
}

/// Equal but for printed zeros.
fn same(shown: &str, raw: &str) -> bool {
    let plain = |text: &str| text.trim_start_matches('0').to_owned();
    !shown.is_empty() && plain(shown) == plain(raw)
}

/// Values of all fields on the page, by path.
#[must_use]
pub fn fields(page: &Page) -> BTreeMap<String, String> {
    let script = "return Object.fromEntries([...document.querySelectorAll(arguments[0])]
        .map((field) => [field.dataset.path, field.value ?? '']))";
    let found = page.script(script, vec![json!("[data-path]")]);
    serde_json::from_value(found).expect("paths and values")
}
