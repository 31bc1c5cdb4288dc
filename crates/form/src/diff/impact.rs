//! What a new version does to one document: the same answers, live under both.

use std::collections::BTreeSet;

use crate::interview::{Finding, Interview, Path};
use crate::model::{Owed, Severity};

use super::Effect;

/// What another version of the form does to a document. Places only, no answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Questions that wait for an answer now and did not before.
    pub needs_answer: Vec<Path>,
    /// Answers that were asked for and are hidden now.
    pub hides_answer: Vec<Path>,
    /// Answers that fitted their question and do not now.
    pub no_longer_fits: Vec<Path>,
    /// Answers whose question is gone: kept aside.
    pub no_place: Vec<Path>,
    /// Whether any finding came or went, or a calculated value changed.
    pub recomputed: bool,
}

impl Impact {
    /// Whether nothing is asked, hidden or judged otherwise.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        *self == Self::default()
    }

    /// The same without the places.
    #[must_use]
    pub fn effects(&self) -> BTreeSet<Effect> {
        let all = [
            (self.recomputed, Effect::Recomputed),
            (!self.needs_answer.is_empty(), Effect::NeedsAnswer),
            (!self.hides_answer.is_empty(), Effect::HidesAnswer),
            (!self.no_longer_fits.is_empty(), Effect::NoLongerFits),
            (!self.no_place.is_empty(), Effect::NoPlace),
        ];
        all.into_iter().filter(|(there, _)| *there).map(|(_, effect)| effect).collect()
    }
}

/// What it does to a document to be read under `after`'s form instead of `before`'s; both hold the
/// same answers on the same terms.
#[must_use]
pub fn impact(before: &Interview, after: &Interview) -> Impact {
    let open: BTreeSet<Path> = paths(before.open_questions());
    let (old, new) = (before.findings(), after.findings());
    let misfits = |findings: &[Finding]| -> BTreeSet<Path> {
        findings.iter().filter(|finding| is_misfit(finding)).map(|f| f.path.clone()).collect()
    };
    let was_misfit = misfits(&old);
    let given = |interview: &Interview, path: &Path| {
        interview.answer(path).is_some_and(|answer| answer.is_given())
    };
    let answered: Vec<Path> = before.paths().into_iter().filter(|p| given(before, p)).collect();
    let hidden =
        |path: &&Path| before.relevant(path) && given(after, path) && !after.relevant(path);
    Impact {
        needs_answer: paths(after.open_questions()).difference(&open).cloned().collect(),
        hides_answer: answered.iter().filter(hidden).cloned().collect(),
        no_longer_fits: misfits(&new).difference(&was_misfit).cloned().collect(),
        no_place: answered.iter().filter(|path| !given(after, path)).cloned().collect(),
        recomputed: judged(&old) != judged(&new) || !same_values(before, after),
    }
}

fn paths(open: Vec<(Path, Owed)>) -> BTreeSet<Path> {
    open.into_iter().map(|(path, _)| path).collect()
}

/// The engine's own finding about an answer outside its codes, range, length or sum.
fn is_misfit(finding: &Finding) -> bool {
    matches!(finding.id.as_str(), "K003" | "K004")
}

/// Findings of rules; a missing answer is told apart.
fn judged(findings: &[Finding]) -> Vec<(&str, Severity, &Path, bool)> {
    let rules = findings.iter().filter(|finding| finding.id != "K001" && !is_misfit(finding));
    rules.map(|f| (f.id.as_str(), f.severity, &f.path, f.confirmed)).collect()
}

/// Whether what both forms calculate has the same values.
fn same_values(before: &Interview, after: &Interview) -> bool {
    let calculated = |interview: &Interview, path: &Path| {
        let question = interview.form().question(&path.question);
        question.is_some_and(|question| question.has_calculation)
    };
    let mut paths = before.paths().into_iter();
    paths.all(|path| {
        let both = calculated(before, &path) && calculated(after, &path);
        !both || before.value(&path) == after.value(&path)
    })
}
