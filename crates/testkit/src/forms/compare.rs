//! Two outcomes of one script side by side.

use std::fmt;

use super::script::{Outcome, State, Step};

/// The first place where two engines differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The step whose verdict differs, counted from 1; none for the state at the end.
    pub step: Option<usize>,
    /// Path of the question.
    pub path: String,
    /// What differs: `verdict`, `value`, `relevant`, `required`, `constraint` or `presence`.
    pub what: &'static str,
    /// What ours says.
    pub ours: String,
    /// What the reference says.
    pub theirs: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, what, ours, theirs, .. } = self;
        match self.step {
            Some(step) => write!(f, "step {step}, {path}: ")?,
            None => write!(f, "at the end, {path}: ")?,
        }
        write!(f, "{what} is `{ours}` here, `{theirs}` there")
    }
}

/// Compares every verdict, and every question of every instance; gives the number of comparisons.
///
/// # Errors
/// The first difference.
pub fn compare(script: &[Step], ours: &Outcome, theirs: &Outcome) -> Result<usize, Mismatch> {
    let mut made = 0;
    for (at, (mine, other)) in ours.verdicts.iter().zip(&theirs.verdicts).enumerate() {
        made += 1;
        if mine != other {
            let Some(Step::Set { set: path, value }) = script.get(at) else { continue };
            return Err(Mismatch {
                step: Some(at + 1),
                path: format!("{path} = {value:?}"),
                what: "verdict",
                ours: format!("{mine:?}"),
                theirs: format!("{other:?}"),
            });
        }
    }
    for path in ours.state.keys().chain(theirs.state.keys()) {
        let (Some(mine), Some(other)) = (ours.state.get(path), theirs.state.get(path)) else {
            let there = |state: Option<&State>| state.is_some().to_string();
            let (ours, theirs) = (there(ours.state.get(path)), there(theirs.state.get(path)));
            return Err(Mismatch {
                step: None,
                path: path.clone(),
                what: "presence",
                ours,
                theirs,
            });
        };
        made += states(path, mine, other)?;
    }
    Ok(made)
}

/// A question that is hidden in both has nothing more to compare.
fn states(path: &str, mine: &State, other: &State) -> Result<usize, Mismatch> {
    let differ = |what, ours: &dyn fmt::Display, theirs: &dyn fmt::Display| {
        let (ours, theirs) = (ours.to_string(), theirs.to_string());
        Err(Mismatch { step: None, path: path.to_owned(), what, ours, theirs })
    };
    if mine.relevant != other.relevant {
        return differ("relevant", &mine.relevant, &other.relevant);
    }
    if !mine.relevant {
        return Ok(1);
    }
    if !same(&mine.value, &other.value) {
        return differ("value", &mine.value, &other.value);
    }
    if mine.required != other.required {
        return differ("required", &mine.required, &other.required);
    }
    if mine.valid != other.valid {
        return differ("constraint", &mine.valid, &other.valid);
    }
    Ok(4)
}

/// The same text; of fractions the same number, to the digits that a float can promise.
fn same(mine: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let fraction = |text: &str| text.contains(['.', 'E', 'e']);
    mine == other
        || match (number(mine), number(other)) {
            (Some(a), Some(b)) if fraction(mine) || fraction(other) => {
                (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
            }
            _ => false,
        }
}
