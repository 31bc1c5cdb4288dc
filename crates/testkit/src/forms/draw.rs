//! A random questionnaire.

use super::differences::differs;
use super::expression::{Expressions, Known, Type};
use super::reference::Engine;
use super::sheet::{Row, Survey};
use crate::random::Random;

/// A form of some twenty rows: groups, repeats, questions of every type that matters, and
/// expressions over what stands before them, but for what `engine` is known to see in another way. The
/// same seed gives the same form.
#[must_use]
pub fn draw(seed: u64, engine: Engine) -> Survey {
    let mut drawer = Drawer {
        engine,
        random: Random::of(seed, 1),
        rows: Vec::new(),
        known: Vec::new(),
        inside: Vec::new(),
        grouped: false,
    };
    for _ in 0..drawer.random.between(2, 4) {
        drawer.part();
    }
    Survey { rows: drawer.rows }
}

struct Drawer {
    engine: Engine,
    random: Random,
    rows: Vec<Row>,
    known: Vec<Known>,
    inside: Vec<String>,
    grouped: bool,
}

impl Drawer {
    fn name(&self, letter: char) -> String {
        format!("{letter}{}", self.rows.len() + 1)
    }

    /// Questions at the root, then a group or a repeat.
    fn part(&mut self) {
        self.questions(3);
        if self.random.chance(60) {
            self.repeat();
        } else {
            self.group();
        }
        self.questions(2);
    }

    fn questions(&mut self, most: u32) {
        for _ in 0..self.random.between(1, most) {
            if self.random.chance(40) { self.calculation() } else { self.question() }
        }
    }

    fn group(&mut self) {
        let outer = std::mem::replace(&mut self.grouped, true);
        self.container("group", 'g');
        self.grouped = outer;
    }

    fn repeat(&mut self) {
        let outer = std::mem::replace(&mut self.grouped, false);
        self.container("repeat", 'u');
        self.grouped = outer;
    }

    fn container(&mut self, what: &str, letter: char) {
        let name = self.name(letter);
        let mut row = Row::new(&format!("begin_{what}"), &name);
        if self.random.chance(40) && !(what == "repeat" && differs(self.engine, "hidden-instances"))
        {
            row.relevant = self.expressions().truth(1);
        }
        self.rows.push(row);
        if what == "repeat" {
            self.inside.push(name);
        }
        self.questions(4);
        if what == "repeat" && self.random.chance(25) {
            self.group();
        }
        if what == "repeat" && self.inside.len() == 1 && self.random.chance(40) {
            self.repeat();
        }
        self.questions(2);
        if what == "repeat" {
            self.inside.pop();
        }
        self.rows.push(Row::new(&format!("end_{what}"), ""));
    }

    fn expressions(&mut self) -> Expressions<'_> {
        Expressions {
            random: &mut self.random,
            known: &self.known,
            inside: &self.inside,
            direct: !self.grouped,
            engine: self.engine,
        }
    }

    fn question(&mut self) {
        let (word, kind) = *self.random.pick(&[
            ("text", Type::Text),
            ("integer", Type::Number),
            ("integer", Type::Number),
            ("decimal", Type::Number),
            ("date", Type::Date),
            ("select_one kode", Type::One),
            ("select_multiple kode", Type::Many),
        ]);
        let mut row = Row::new(word, &self.name('q'));
        if self.random.chance(40) {
            row.relevant = self.expressions().truth(2);
        }
        if self.random.chance(40) {
            row.constraint = self.expressions().constraint(kind);
        }
        match self.random.between(0, 3) {
            0 => row.required = "yes".into(),
            1 => row.required = self.expressions().truth(1),
            _ => {}
        }
        self.keep(row, kind);
    }

    fn calculation(&mut self) {
        let kinds = [Type::Number, Type::Number, Type::Text, Type::Date, Type::Truth];
        let mut kind = *self.random.pick(&kinds);
        let mut row = Row::new("calculate", &self.name('c'));
        row.calculation = self.expressions().of(kind, 3);
        let stored = match kind {
            Type::Truth => "truth-stored",
            Type::Date => "date-stored",
            _ => "",
        };
        if !stored.is_empty() && differs(self.engine, stored) {
            row.calculation = format!("string({})", row.calculation);
        }
        if kind == Type::Date {
            // What a calculation stores is text.
            kind = Type::Text;
        }
        if self.random.chance(20) {
            row.relevant = self.expressions().truth(1);
        }
        self.keep(row, kind);
    }

    fn keep(&mut self, row: Row, kind: Type) {
        self.known.push(Known {
            name: row.name.clone(),
            kind,
            inside: self.inside.clone(),
            direct: !self.grouped,
        });
        self.rows.push(row);
    }
}
