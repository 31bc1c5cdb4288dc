//! Where a reference engine says something else than ours, and why we stay with ours.

use std::fmt;

use super::reference::Engine;
use super::sheet::{Row, Survey};

/// An accepted difference. Random forms for the engine leave its kind of expression out; a test
/// asks for it once and demands that it still differs as it says here.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Name, as `docs/forms.md` lists it.
    pub name: &'static str,
    /// Which engine differs.
    pub engine: Engine,
    /// A calculation that shows it, in the form of [`Difference::witness`].
    pub expression: &'static str,
    /// What it is here.
    pub ours: &'static str,
    /// What it is there; [`FAILS`] when the engine cannot go on.
    pub theirs: &'static str,
    /// Why we stay with ours.
    pub reason: &'static str,
}

/// The reference stops with an error.
pub const FAILS: &str = "an error";

use Engine::{JavaRosa, XformsEngine};

/// All of them.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "truth-stored",
        engine: JavaRosa,
        expression: "1 = 1",
        ours: "true",
        theirs: "1",
        reason: "a truth as text is `true` in XPath 1.0; `string(…)` makes both agree",
    },
    Difference {
        name: "date-stored",
        engine: JavaRosa,
        expression: "date('2022-10-15')",
        ours: "2022-10-15",
        theirs: "2022-10-15T00:00:00.000Z",
        reason: "a date has no time, nor a zone; `string(…)` makes both agree",
    },
    Difference {
        name: "fold-of-empty",
        engine: JavaRosa,
        expression: "sum(${x})",
        ours: "",
        theirs: "4",
        reason: "an empty member makes a sum, least or greatest unknown, as in XPath 1.0: a total \
                 that leaves members out looks final; `[x != '']` asks for it",
    },
    Difference {
        name: "extreme-of-empty",
        engine: JavaRosa,
        expression: "max(${n}, 2)",
        ours: "",
        theirs: "2",
        reason: "the same of values side by side",
    },
    Difference {
        name: "selected-number",
        engine: JavaRosa,
        expression: "string(selected(${m}, 12))",
        ours: "false",
        theirs: FAILS,
        reason: "a number becomes text as everywhere else",
    },
    Difference {
        name: "max-of-negatives",
        engine: JavaRosa,
        expression: "max(-2.25, -3)",
        ours: "-2.25",
        theirs: "0",
        reason: "a mistake there: the search for the greatest begins at 0",
    },
    Difference {
        name: "truth-of-little",
        engine: JavaRosa,
        expression: "string(boolean(0.0000000000001))",
        ours: "true",
        theirs: "false",
        reason: "only 0 and what is no number are false in XPath 1.0",
    },
    Difference {
        name: "date-of-nothing",
        engine: JavaRosa,
        expression: "string(date(0 div 0))",
        ours: "",
        theirs: "NaN",
        reason: "no number of days is no date",
    },
    Difference {
        name: "date-of-nothing",
        engine: XformsEngine,
        expression: "string(date(0 div 0))",
        ours: "",
        theirs: "Invalid Date",
        reason: "no number of days is no date",
    },
    Difference {
        name: "date-of-text",
        engine: JavaRosa,
        expression: "format-date('x', '%Y')",
        ours: "",
        theirs: FAILS,
        reason: "a text that is no date is an empty date: no answer may end an interview",
    },
    Difference {
        name: "coalesce-many",
        engine: JavaRosa,
        expression: "coalesce(${n}, ${n}, 3)",
        ours: "3",
        theirs: FAILS,
        reason: "more than two values are no other thing than two",
    },
    Difference {
        name: "siblings-late",
        engine: JavaRosa,
        expression: "join(' ', ${siblings})",
        ours: "1 1",
        theirs: "0 1",
        reason: "what counts over the members of its own repeat follows every answer, not only those \
                 of its own member",
    },
    Difference {
        name: "boolean-of-node",
        engine: XformsEngine,
        expression: "boolean(${n})",
        ours: "false",
        theirs: "true",
        reason: "a question is its answer, not the place for one: `if(${n}, …)` asks for an answer, \
                 as in Collect",
    },
    Difference {
        name: "regex-part",
        engine: XformsEngine,
        expression: "regex('xay', 'a')",
        ours: "false",
        theirs: "true",
        reason: "a pattern holds for the whole text, as in Collect; `^…$` makes both agree",
    },
    Difference {
        name: "hidden-instances",
        engine: XformsEngine,
        expression: "count(${s})",
        ours: "0",
        theirs: "1",
        reason: "an instance that is hidden is not counted, as in Collect",
    },
    Difference {
        name: "hidden-members",
        engine: XformsEngine,
        expression: "join(',', ${z})",
        ours: "",
        theirs: ",",
        reason: "an answer that is hidden is no member of a set, as in Collect",
    },
    Difference {
        name: "sum-of-none",
        engine: XformsEngine,
        expression: "sum(${r}[x > 100]/x)",
        ours: "0",
        theirs: "",
        reason: "the sum of nothing is 0 in XPath 1.0",
    },
    Difference {
        name: "nan-as-text",
        engine: XformsEngine,
        expression: "concat('a', 0 div 0)",
        ours: "aNaN",
        theirs: "a",
        reason: "what is no number is `NaN` as text in XPath 1.0",
    },
    Difference {
        name: "power-of-empty",
        engine: JavaRosa,
        expression: "pow(${n}, 0)",
        ours: "",
        theirs: "1",
        reason: "no number to any power is none, as in Web Forms",
    },
    Difference {
        name: "round-half",
        engine: XformsEngine,
        expression: "round(-2.5)",
        ours: "-2",
        theirs: "-3",
        reason: "XPath 1.0 rounds halves up, also below zero",
    },
    Difference {
        name: "number-of-text",
        engine: XformsEngine,
        expression: "number('1e3')",
        ours: "",
        theirs: "1000",
        reason: "XPath 1.0 knows neither exponents nor a plus",
    },
    Difference {
        name: "number-of-date-text",
        engine: JavaRosa,
        expression: "number('2022-10-15')",
        ours: "19280",
        theirs: "",
        reason: "`number()` counts the days of a date, as the ODK specification widens it",
    },
    Difference {
        name: "number-of-date",
        engine: XformsEngine,
        expression: "number(date('2022-10-15'))",
        ours: "19280",
        theirs: "2022-10-15",
        reason: "a number is a number; `0 + date(…)` makes both agree",
    },
    Difference {
        name: "number-as-code",
        engine: XformsEngine,
        expression: "string(${five} = '05')",
        ours: "true",
        theirs: "false",
        reason: "the answer of a number question is a number, as in Collect",
    },
    Difference {
        name: "and-of-text",
        engine: XformsEngine,
        expression: "string(1 = 1 and 'a')",
        ours: "true",
        theirs: "a",
        reason: "`and` yields a truth in XPath 1.0",
    },
];

/// Whether random forms for `engine` leave out what is called `name`.
///
/// # Panics
/// When no difference has this name.
#[must_use]
pub fn differs(engine: Engine, name: &str) -> bool {
    let mut named = DIFFERENCES.iter().filter(|one| one.name == name).peekable();
    assert!(named.peek().is_some(), "no difference is called {name}");
    named.any(|one| one.engine == engine)
}

impl Difference {
    /// The form that shows it: nothing is answered but `five`, which is 5, and the second `x`,
    /// which is 4; `s` and every `z` are hidden. The calculation is `w`.
    #[must_use]
    pub fn witness(&self) -> Survey {
        let mut hidden = Row::new("begin_repeat", "s");
        hidden.relevant = "${n} != ''".into();
        let mut never = Row::new("integer", "z");
        never.relevant = "${n} != ''".into();
        let mut siblings = Row::new("calculate", "siblings");
        siblings.calculation = "count(${r}[x = 4])".into();
        let mut shown = Row::new("calculate", "w");
        shown.calculation = self.expression.into();
        let rows = vec![
            Row::new("integer", "n"),
            Row::new("text", "t"),
            Row::new("select_multiple kode", "m"),
            Row::new("integer", "five"),
            Row::new("begin_repeat", "r"),
            Row::new("integer", "x"),
            never,
            siblings,
            Row::new("end_repeat", ""),
            hidden,
            Row::new("text", "y"),
            Row::new("end_repeat", ""),
            shown,
        ];
        Survey { rows }
    }
}

/// Its row of the table in `docs/forms.md`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |text: &str| match text {
            "" => "empty".to_owned(),
            FAILS => FAILS.to_owned(),
            text => format!("`{text}`"),
        };
        let Self { name, expression, reason, .. } = self;
        let engine = self.engine.name();
        let (ours, theirs) = (value(self.ours), value(self.theirs));
        write!(f, "| {name} | {engine} | `{expression}` | {ours} | {theirs} | {reason} |")
    }
}
