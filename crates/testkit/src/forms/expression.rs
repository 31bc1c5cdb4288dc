//! Random expressions of a wanted type over the questions that a row can see.

use super::differences::differs;
use super::reference::Engine;
use super::sheet::CODES;
use crate::random::Random;

/// What a question holds in the eyes of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date.
    Date,
    /// One code of the list.
    One,
    /// Codes of the list.
    Many,
    /// `true` or `false`, as a calculation writes them.
    Truth,
}

/// A question that may be read.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Names of the repeats around it, the outermost first.
    pub inside: Vec<String>,
    /// Whether it stands in its repeat itself, in no group.
    pub direct: bool,
}

/// Draws expressions for a row.
pub struct Expressions<'a> {
    /// What is drawn from.
    pub random: &'a mut Random,
    /// Questions before the row.
    pub known: &'a [Known],
    /// Repeats around the row, the outermost first.
    pub inside: &'a [String],
    /// Whether the row stands in its repeat itself.
    pub direct: bool,
    /// The engine that is to agree.
    pub engine: Engine,
}

type Draw<'a> = fn(&mut Expressions<'a>, u32) -> String;

impl<'a> Expressions<'a> {
    fn differs(&self, name: &str) -> bool {
        differs(self.engine, name)
    }

    fn pick(&mut self, texts: &[&str]) -> String {
        (*self.random.pick(texts)).to_owned()
    }

    fn one_of(&mut self, draws: &[Draw<'a>], depth: u32) -> String {
        let draw = *self.random.pick(draws);
        draw(self, depth)
    }

    /// A question of type `kind` that has one value here.
    fn read(&mut self, kind: Type) -> Option<String> {
        let own = |known: &&Known| known.kind == kind && self.inside.starts_with(&known.inside);
        let seen: Vec<&Known> = self.known.iter().filter(own).collect();
        if seen.is_empty() {
            return None;
        }
        Some(format!("${{{}}}", self.random.pick(&seen).name))
    }

    /// A question of a repeat around whose instances this row stands outside.
    fn foreign(&mut self, kind: Type) -> Option<Known> {
        let outer = |known: &&Known| known.kind == kind && !self.inside.starts_with(&known.inside);
        let seen: Vec<&Known> = self.known.iter().filter(outer).collect();
        if seen.is_empty() { None } else { Some((*self.random.pick(&seen)).clone()) }
    }

    /// An expression of type `kind`, its operators at most `depth` deep.
    pub fn of(&mut self, kind: Type, depth: u32) -> String {
        match kind {
            Type::Number => self.number(depth),
            Type::Text => self.text(depth),
            Type::Date => self.date(depth),
            Type::Truth => self.truth(depth),
            Type::One => self.read(Type::One).unwrap_or_else(|| "'1'".into()),
            Type::Many => self.read(Type::Many).unwrap_or_else(|| "'1 12'".into()),
        }
    }

    fn number(&mut self, depth: u32) -> String {
        if depth == 0 || self.random.chance(20) {
            let read = if self.random.chance(75) { self.read(Type::Number) } else { None };
            return read.unwrap_or_else(|| self.pick(&["0", "1", "2", "3", "7.5", "10", "0.25"]));
        }
        self.one_of(
            &[
                |e, d| e.arithmetic(d),
                |e, d| e.arithmetic(d),
                |e, d| e.counted(d),
                |e, d| e.counted(d),
                |e, d| e.folded(d),
                |e, d| format!("if({}, {}, {})", e.truth(d - 1), e.number(d - 1), e.number(d - 1)),
                |e, d| format!("coalesce({}, {})", e.number(0), e.number(d - 1)),
                |e, d| e.rounded(d),
                |e, d| format!("int({})", e.number(d - 1)),
                |e, d| format!("abs({})", e.number(d - 1)),
                |e, d| e.coerced(d),
                |e, d| format!("count-selected({})", e.of(Type::Many, d - 1)),
                |e, d| format!("string-length({})", e.text(d - 1)),
                |e, _| {
                    let powers: &[&str] =
                        if e.differs("power-of-empty") { &["2", "3"] } else { &["0", "2"] };
                    format!("pow({}, {})", e.number(0), e.pick(powers))
                },
                |e, d| e.extreme(d),
                |e, d| format!("{} - {}", e.date(d - 1), e.date(d - 1)),
                |e, d| format!("int(({} - {}) div 365.25)", e.date(d - 1), e.date(d - 1)),
            ],
            depth,
        )
    }

    /// The lesser or greater; where empty values are passed over, of numbers that are none.
    fn extreme(&mut self, depth: u32) -> String {
        let (left, right) = (self.number(depth - 1), self.number(0));
        let name = self.pick(&["min", "max"]);
        if self.differs("extreme-of-empty") {
            let (left, right) =
                (self.pick(&["1", "3", "7.5"]), format!("string-length({})", self.text(0)));
            return format!("{name}({left}, {right})");
        }
        format!("{name}({left}, {right})")
    }

    fn rounded(&mut self, depth: u32) -> String {
        let number = self.number(depth - 1);
        let places = self.pick(&["0", "1", "2", "-1"]);
        if self.differs("round-half") {
            return format!("round(abs({number}), {places})");
        }
        format!("round({number}, {places})")
    }

    fn coerced(&mut self, depth: u32) -> String {
        let kind = match *self.random.pick(&[Type::Text, Type::Date, Type::Truth, Type::One]) {
            Type::Text if self.differs("number-of-date-text") => Type::One,
            Type::Date if self.differs("number-of-date") => Type::One,
            kind => kind,
        };
        format!("number({})", self.of(kind, depth - 1))
    }

    /// Anything as text, where it may be no number.
    fn written(&mut self, depth: u32) -> String {
        if self.differs("nan-as-text") {
            let kind = *self.random.pick(&[Type::Text, Type::Date, Type::Truth, Type::One]);
            return self.of(kind, depth);
        }
        self.any(depth)
    }

    fn any(&mut self, depth: u32) -> String {
        let kind =
            *self.random.pick(&[Type::Number, Type::Text, Type::Date, Type::Truth, Type::One]);
        self.of(kind, depth)
    }

    fn arithmetic(&mut self, depth: u32) -> String {
        let operator = self.pick(&["+", "-", "*", "div", "mod"]);
        format!("({} {operator} {})", self.number(depth - 1), self.number(depth - 1))
    }

    /// How many instances, or which one.
    fn counted(&mut self, depth: u32) -> String {
        if self.direct && !self.inside.is_empty() && self.random.chance(30) {
            return "position(..)".into();
        }
        let late = self.differs("siblings-late");
        let countable = |known: &&Known| {
            known.inside.len() == 1
                && known.direct
                && !(late && self.inside.starts_with(&known.inside))
        };
        let repeats: Vec<&Known> = self.known.iter().filter(countable).collect();
        if repeats.is_empty() {
            return self.number(depth - 1);
        }
        let known = (*self.random.pick(&repeats)).clone();
        let repeat = &known.inside[0];
        if self.random.chance(25) {
            return format!("count(${{{repeat}}})");
        }
        let filter = self.filter(&known);
        format!("count(${{{repeat}}}[{filter}])")
    }

    /// What a member is asked inside a predicate: by bare name, with a literal or the asker's own.
    fn filter(&mut self, known: &Known) -> String {
        let name = &known.name;
        let mine = self.inside == known.inside && self.direct && !self.inside.is_empty();
        match known.kind {
            _ if mine && self.random.chance(40) => {
                format!("{name} {} current()/../{name}", self.pick(&["=", "!="]))
            }
            Type::Number => {
                let operator = self.pick(&["<", "<=", ">", ">=", "=", "!="]);
                format!("{name} {operator} {}", self.pick(&["0", "1", "3", "7"]))
            }
            Type::Date => {
                format!("{name} {} date('2000-02-29')", self.pick(&["<", ">=", "="]))
            }
            Type::One => format!("{name} {} '{}'", self.pick(&["=", "!="]), self.pick(&CODES)),
            Type::Many => format!("selected({name}, '{}')", self.pick(&CODES)),
            Type::Text | Type::Truth => {
                format!("{name} {} '{}'", self.pick(&["=", "!="]), self.pick(&["a", "", "true"]))
            }
        }
    }

    /// The numbers of a repeat as one. What is empty is left out in so many words where the engine
    /// takes it otherwise, and what is hidden as well.
    fn folded(&mut self, depth: u32) -> String {
        let Some(known) = self.foreign(Type::Number) else { return self.number(depth - 1) };
        let name = &known.name;
        let single = known.direct && known.inside.len() == 1;
        let fold = self.pick(&["sum", "min", "max"]);
        if self.differs("fold-of-empty") || self.differs("hidden-members") {
            if !single {
                return self.number(depth - 1);
            }
            let least =
                if fold == "max" && self.differs("max-of-negatives") { "> 0" } else { "!= ''" };
            let given = format!("${{{}}}[{name} {least}]", known.inside[0]);
            let folded = format!("{fold}({given}/{name})");
            let none = fold == "sum" && self.differs("sum-of-none");
            return if none { format!("if(count({given}) > 0, {folded}, 0)") } else { folded };
        }
        if self.random.chance(25) {
            return format!("count-non-empty(${{{name}}})");
        }
        if single && self.random.chance(40) {
            let filter = self.filter(&known);
            return format!("{fold}(${{{}}}[{filter}]/{name})", known.inside[0]);
        }
        format!("{fold}(${{{name}}})")
    }

    fn text(&mut self, depth: u32) -> String {
        if depth == 0 || self.random.chance(20) {
            let kind = *self.random.pick(&[Type::Text, Type::Text, Type::One, Type::Many]);
            let read = if self.random.chance(75) { self.read(kind) } else { None };
            return read
                .unwrap_or_else(|| self.pick(&["''", "'a'", "'abc'", "'1'", "'2022-10-15'"]));
        }
        self.one_of(
            &[
                |e, d| format!("concat({}, {})", e.text(d - 1), e.written(d - 1)),
                |e, d| format!("concat({}, '-', {})", e.text(d - 1), e.text(d - 1)),
                |e, d| format!("if({}, {}, {})", e.truth(d - 1), e.text(d - 1), e.text(d - 1)),
                |e, d| format!("coalesce({}, {})", e.text(0), e.text(d - 1)),
                |e, d| format!("string({})", e.written(d - 1)),
                |e, d| {
                    format!(
                        "substr({}, {}, {})",
                        e.text(d - 1),
                        e.pick(&["0", "1", "-2"]),
                        e.pick(&["1", "2", "5"])
                    )
                },
                |e, d| format!("substr({}, {})", e.text(d - 1), e.pick(&["0", "1", "-1"])),
                |e, d| {
                    format!(
                        "selected-at({}, {})",
                        e.of(Type::Many, d - 1),
                        e.pick(&["0", "1", "4"])
                    )
                },
                |e, d| {
                    format!(
                        "format-date({}, '{}')",
                        e.date(d - 1),
                        e.pick(&["%Y-%m-%d", "%d/%m/%y", "%e.%n.%Y"])
                    )
                },
                |e, d| e.joined(d),
            ],
            depth,
        )
    }

    fn joined(&mut self, depth: u32) -> String {
        let kind = *self.random.pick(&[Type::Text, Type::One, Type::Number, Type::Date]);
        match self.foreign(kind) {
            Some(known) if self.differs("hidden-members") => {
                let name = &known.name;
                if known.inside.len() > 1 || !known.direct {
                    return self.text(depth - 1);
                }
                format!("join(',', ${{{}}}[{name} != '']/{name})", known.inside[0])
            }
            Some(known) => format!("join('{}', ${{{}}})", self.pick(&[",", " ", ""]), known.name),
            None => self.text(depth - 1),
        }
    }

    fn date(&mut self, depth: u32) -> String {
        let read = if self.random.chance(75) { self.read(Type::Date) } else { None };
        if let Some(read) = read {
            return read;
        }
        if depth == 0 || self.random.chance(50) {
            return self.pick(&["date('2022-10-15')", "date('1969-12-31')"]);
        }
        self.one_of(
            &[
                |e, d| {
                    let sure = e.differs("date-of-nothing");
                    let date = if sure { "date('2022-10-15')".into() } else { e.date(d - 1) };
                    format!("date({date} + {})", e.pick(&["1", "31", "-366"]))
                },
                |e, d| format!("if({}, {}, {})", e.truth(d - 1), e.date(d - 1), e.date(d - 1)),
                |e, d| format!("coalesce({}, {})", e.date(0), e.date(d - 1)),
            ],
            depth,
        )
    }

    /// A truth.
    pub fn truth(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.plain_truth();
        }
        self.one_of(
            &[
                |e, d| format!("({} and {})", e.truth(d - 1), e.truth(d - 1)),
                |e, d| format!("({} or {})", e.truth(d - 1), e.truth(d - 1)),
                |e, d| format!("not({})", e.truth(d - 1)),
                |e, d| e.compared(d),
                |e, d| e.compared(d),
                |e, d| e.compared(d),
                |e, _| e.plain_truth(),
                |e, d| {
                    format!(
                        "{}({}, {})",
                        e.pick(&["contains", "starts-with", "ends-with"]),
                        e.text(d - 1),
                        e.pick(&["'a'", "'1'", "''"])
                    )
                },
                |e, d| format!("regex({}, '{}')", e.text(d - 1), e.pattern()),
                |e, d| {
                    let open = if e.differs("boolean-of-node") { "0 + " } else { "" };
                    format!("boolean({open}{})", e.number(d - 1))
                },
            ],
            depth,
        )
    }

    fn pattern(&mut self) -> String {
        let whole = self.differs("regex-part");
        self.pick(if whole {
            &["^[a-z]+$", "^[0-9]{1,2}$", "^(a|b)$"]
        } else {
            &["[a-z]+", "a|b", ".*"]
        })
    }

    fn compared(&mut self, depth: u32) -> String {
        let order = self.pick(&["<", "<=", ">", ">=", "=", "!="]);
        let equal = self.pick(&["=", "!="]);
        match self.random.between(0, 3) {
            0 => format!("{} {order} {}", self.date(depth - 1), self.date(depth - 1)),
            1 => {
                let (left, right) = (self.text(depth - 1), self.text(depth - 1));
                // A code beside a literal that is none is refused when the form loads.
                if [&left, &right].iter().any(|side| side.starts_with('\'')) {
                    return format!("concat('', {left}) {equal} concat('', {right})");
                }
                format!("{left} {equal} {right}")
            }
            _ => format!(
                "{}{} {order} {}",
                self.plus(),
                self.number(depth - 1),
                self.number(depth - 1)
            ),
        }
    }

    /// Makes a number of an answer that is one, for an engine that compares answers as texts.
    fn plus(&self) -> &'static str {
        if self.differs("number-as-code") { "0 + " } else { "" }
    }

    fn plain_truth(&mut self) -> String {
        let code = self.pick(&CODES);
        match self.random.between(0, 3) {
            0 => self.read(Type::Many).map(|many| format!("selected({many}, '{code}')")),
            1 => self.read(Type::One).map(|one| format!("{one} = '{code}'")),
            2 => {
                let kind = *self.random.pick(&[Type::Number, Type::Text, Type::Date, Type::One]);
                self.read(kind).map(|read| format!("{read} {} ''", self.pick(&["=", "!="])))
            }
            _ => self.read(Type::Truth).map(|truth| format!("{truth} = 'true'")),
        }
        .unwrap_or_else(|| self.pick(&["true()", "false()", "1 = 1"]))
    }

    /// What an answer of type `kind` is held to; `.` is the answer.
    pub fn constraint(&mut self, kind: Type) -> String {
        let earlier = self.read(kind).filter(|_| self.random.chance(40));
        match (kind, earlier) {
            (Type::Number, Some(earlier)) => {
                format!("{}. {} {earlier}", self.plus(), self.pick(&["<=", ">", "!="]))
            }
            (Type::Date, Some(earlier)) => format!(". {} {earlier}", self.pick(&["<=", ">", "!="])),
            (Type::Number, None) => self.pick(&[
                ". >= 0 and . <= 10",
                ". != 3",
                "(. >= 0 and . < 8) or . = 98",
                "int(.) = .",
                ". mod 2 = 0",
            ]),
            (Type::Date, None) => {
                self.pick(&[". <= date('2022-10-15')", "format-date(., '%d') != '01'"])
            }
            (Type::Many, _) => self.pick(&[
                "count-selected(.) <= 2",
                "not(selected(., '98') and count-selected(.) > 1)",
            ]),
            (Type::One, _) => self.pick(&[". != '98'", ". = '1' or . = '12'"]),
            _ => self.pick(&[
                "string-length(.) <= 3",
                "regex(., '^[a-z ]+$')",
                "not(contains(., '-'))",
                "number(.) != 7",
            ]),
        }
    }
}
