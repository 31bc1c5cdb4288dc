//! Scripts of answers, and what an engine makes of them.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::sheet::{CODES, Row, Survey};
use crate::random::Random;

/// A step of a script. Paths are those of `cacah-form eval`: `a[2]/b`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// Answers a question; the empty text clears it.
    Set {
        /// Path of the question.
        set: String,
        /// The answer.
        value: String,
    },
    /// Appends an instance.
    Add {
        /// Path of the repeat.
        add: String,
    },
    /// Removes an instance.
    Remove {
        /// Path of the instance.
        remove: String,
    },
}

impl Step {
    /// The name that its path ends in, without brackets.
    #[must_use]
    pub fn name(&self) -> &str {
        let (Self::Set { set: path, .. } | Self::Add { add: path } | Self::Remove { remove: path }) =
            self;
        let last = path.rsplit('/').next().unwrap_or(path);
        last.split('[').next().unwrap_or(last)
    }
}

/// What an engine says of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Of its type, and its constraint holds.
    Held,
    /// Not so.
    Refused,
}

/// How a question of one instance stands at the end of a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct State {
    /// As ODK writes it; empty when there is none.
    pub value: String,
    /// Whether it is asked, all around it being asked.
    pub relevant: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether its constraint holds now.
    pub valid: bool,
}

/// What an engine made of a script.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Outcome {
    /// Of each step; none where it gives no answer.
    pub verdicts: Vec<Option<Verdict>>,
    /// Every question of every instance, by path.
    pub state: BTreeMap<String, State>,
}

/// Random scripts for a form: the same seed gives the same.
#[must_use]
pub fn scripts(survey: &Survey, seed: u64, count: u64, wrong: bool) -> Vec<Vec<Step>> {
    (0..count).map(|at| script(survey, Random::of(seed, at), wrong)).collect()
}

/// Steps until a script is long enough to reach most questions.
fn script(survey: &Survey, random: Random, wrong: bool) -> Vec<Step> {
    let mut drawer = Drawer { survey, random, rosters: HashMap::new(), wrong };
    drawer.open("", &survey.rows, true);
    let asked = survey.rows.iter().filter(|row| row.is_asked()).count();
    let steps = asked * 2 + 4;
    (0..steps).filter_map(|_| drawer.step()).collect()
}

struct Drawer<'a> {
    survey: &'a Survey,
    random: Random,
    /// How many instances each repeat has, by its path.
    rosters: HashMap<String, usize>,
    wrong: bool,
}

impl Drawer<'_> {
    /// The repeats directly in `rows` begin; those of a new document with one instance, those of an
    /// instance that is added without one.
    fn open(&mut self, prefix: &str, rows: &[Row], first: bool) {
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            if row.word() == "begin_repeat" {
                let end = at + end_of(&rows[at..]);
                let path = format!("{prefix}{}", row.name);
                self.rosters.insert(path.clone(), usize::from(first));
                if first {
                    self.open(&format!("{path}[1]/"), &rows[at + 1..end], true);
                }
                at = end;
            }
            at += 1;
        }
    }

    fn step(&mut self) -> Option<Step> {
        let rows: Vec<usize> = (0..self.survey.rows.len())
            .filter(|at| self.survey.rows[*at].is_asked() || self.is_repeat(*at))
            .collect();
        let at = *self.random.pick(&rows);
        let prefix = self.place(at)?;
        let row = &self.survey.rows[at];
        if !self.is_repeat(at) {
            let value = self.answer(row.word());
            return Some(Step::Set { set: format!("{prefix}{}", row.name), value });
        }
        let path = format!("{prefix}{}", row.name);
        let count = self.rosters.get(&path).copied().unwrap_or_default();
        if count > 0 && (count >= 4 || self.random.chance(30)) {
            let gone = self.random.between(1, u32::try_from(count).unwrap_or(1)) as usize;
            self.remove(&path, gone, count);
            return Some(Step::Remove { remove: format!("{path}[{gone}]") });
        }
        self.rosters.insert(path.clone(), count + 1);
        let rows = &self.survey.rows[at + 1..at + end_of(&self.survey.rows[at..])];
        self.open(&format!("{path}[{}]/", count + 1), rows, false);
        Some(Step::Add { add: path })
    }

    fn is_repeat(&self, at: usize) -> bool {
        self.survey.rows[at].word() == "begin_repeat"
    }

    /// A random instance that holds row `at`, as the start of a path; none if there is none.
    fn place(&mut self, at: usize) -> Option<String> {
        let mut prefix = String::new();
        for outer in 0..at {
            if self.is_repeat(outer) && outer + end_of(&self.survey.rows[outer..]) > at {
                let path = format!("{prefix}{}", self.survey.rows[outer].name);
                let count = u32::try_from(*self.rosters.get(&path)?).ok().filter(|n| *n > 0)?;
                prefix = format!("{path}[{}]/", self.random.between(1, count));
            }
        }
        Some(prefix)
    }

    /// Rosters inside the instances behind the one that is gone move up.
    fn remove(&mut self, path: &str, gone: usize, count: usize) {
        self.rosters.insert(path.to_owned(), count - 1);
        let inner: Vec<String> = self.rosters.keys().cloned().collect();
        for at in gone..=count {
            let from = format!("{path}[{at}]/");
            let to = format!("{path}[{}]/", at.saturating_sub(1));
            for key in inner.iter().filter(|key| key.starts_with(&from)) {
                let size = self.rosters.remove(key).unwrap_or_default();
                if at > gone {
                    self.rosters.insert(key.replacen(&from, &to, 1), size);
                }
            }
        }
    }

    fn answer(&mut self, kind: &str) -> String {
        if self.random.chance(12) {
            return String::new();
        }
        let wrong = self.wrong && self.random.chance(4);
        let of = |random: &mut Random, texts: &[&str]| (*random.pick(texts)).to_owned();
        let random = &mut self.random;
        match kind {
            "integer" if wrong => of(random, &["x", "1.5", "2022-10-15"]),
            "integer" if random.chance(25) => of(random, &["0", "-3", "98", "999999999"]),
            "integer" => random.between(0, 12).to_string(),
            "decimal" if wrong => of(random, &["x", "1 2"]),
            "decimal" => of(random, &["0", "1.5", "-2.25", "0.1", "7", "2.5", "1000000", "0.125"]),
            "date" if wrong => of(random, &["x", "2022-02-30"]),
            "date" => of(
                random,
                &[
                    "2022-10-15",
                    "2022-11-14",
                    "2000-02-29",
                    "1969-12-31",
                    "1970-01-01",
                    "2021-03-01",
                ],
            ),
            "select_one" => of(random, &CODES),
            "select_multiple" => {
                let chosen: Vec<&str> = CODES.into_iter().filter(|_| random.chance(40)).collect();
                chosen.join(" ")
            }
            _ => of(
                random,
                &[
                    "a",
                    "abc",
                    "Jailolo",
                    "1",
                    "07",
                    "12.5",
                    "-4",
                    "2022-10-15",
                    "a b",
                    "É",
                    "0",
                    "NaN",
                ],
            ),
        }
    }
}

/// Where the group or repeat that begins at the first of `rows` ends.
pub(super) fn end_of(rows: &[Row]) -> usize {
    let mut open = 0_usize;
    for (at, row) in rows.iter().enumerate() {
        open += usize::from(row.word().starts_with("begin_"));
        open -= usize::from(row.word().starts_with("end_"));
        if open == 0 {
            return at;
        }
    }
    rows.len()
}
