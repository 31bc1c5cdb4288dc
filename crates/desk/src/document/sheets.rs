//! Keying a document of paper: columns that open and leave with the answer that says so, where one
//! stays, and what is asked.

use cacah_family::entry::Change;
use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_form::{AsksAt, Finding, Question};
use cacah_wire::command::{AskAt, AskView};

use super::{Committed, Document, Step, firsts, from_engine, to_engine};
use crate::form::text;

/// Columns a slip of the finger opens at most: more than any family has.
const MOST: usize = 99;

impl Document {
    /// What an answer on paper does to the columns, after it: the number of members opens so many and
    /// takes empty ones away; an empty name ends the roster, and is no answer then.
    pub(crate) fn with_columns(&self, path: Path, change: Change) -> Step {
        let Change::Slot(slot) = &change else { return vec![(path, change)] };
        let question = path.name.as_deref().and_then(|name| self.form.form.question(name));
        let (true, Some(question)) = (self.is_paper(), question) else {
            return vec![(path, change)];
        };
        if let Some(repeat) = question.opens.clone() {
            let columns = slot.raw.trim().parse().ok().filter(|count| *count <= MOST);
            let after = columns.map(|count| self.columns(&repeat, count)).unwrap_or_default();
            return std::iter::once((path, change)).chain(after).collect();
        }
        match slot.is_empty().then(|| self.end_of_roster(&path, question)).flatten() {
            Some(leaving) => leaving,
            None => vec![(path, change)],
        }
    }

    /// Opens or takes away empty columns at the end, so that there are `count`.
    fn columns(&self, repeat: &str, count: usize) -> Step {
        let members: Vec<_> = self.members(repeat).collect();
        let spare = members.len().saturating_sub(count);
        let empty = members.iter().rev().take(spare).map(|member| member.instance);
        let leaving = empty.take_while(|id| self.is_empty_column(*id)).map(leave);
        let mut last = members.last().map(|member| member.order.clone());
        let opening = (members.len()..count).flat_map(|_| {
            let order = OrderKey::between(last.as_ref(), None);
            last = Some(order.clone());
            let id = self.form.around.fresh();
            let join = Change::Join { repeat: repeat.to_owned(), order, parent: None, from: None };
            let first = std::iter::once((Path::instance(id), join));
            first.chain(firsts(&self.form, Some(repeat), Some(id))).collect::<Step>()
        });
        leaving.chain(opening).collect()
    }

    /// The columns that leave when nothing is keyed at the name of the first of them.
    fn end_of_roster(&self, path: &Path, question: &Question) -> Option<Step> {
        let repeat = &self.form.form.repeats()[question.repeat?.0];
        let named = self.form.naming(&repeat.name).is_some_and(|name| name == question.name);
        let members: Vec<_> = self.members(&repeat.name).map(|member| member.instance).collect();
        let at = members.iter().position(|id| Some(*id) == path.instance)?;
        let rest = members.get(at..)?;
        let ends = named && rest.iter().all(|id| self.is_empty_column(*id));
        ends.then(|| rest.iter().rev().copied().map(leave).collect())
    }

    fn is_empty_column(&self, id: InstanceId) -> bool {
        let inside = self.with_inner(id);
        inside.iter().all(|id| self.answers_of(*id).all(|(_, slot)| slot.is_empty()))
    }

    /// The field before the first column that a step takes away: from there one goes on.
    pub(super) fn before_leaving(&self, step: &Step) -> Option<cacah_form::Path> {
        let leaves = |(path, change): &&(Path, Change)| {
            matches!(change, Change::Leave { .. }) && path.instance.is_some()
        };
        let gone: Vec<_> = step.iter().filter(leaves).map(|(path, _)| path.instance).collect();
        let left = |path: &&cacah_form::Path| gone.contains(&path.instance.map(InstanceId));
        let fields = self.interview.fields();
        let first = fields.iter().position(|path| left(&path))?;
        fields.get(first.checked_sub(1)?).cloned()
    }

    /// A field that asks keeps whoever keyed it; after columns have left one goes on where they began.
    pub(super) fn stay_on_paper(&self, done: &mut Committed, before: Option<&cacah_form::Path>) {
        if let Some(before) = before.filter(|_| done.delta.next.is_none()) {
            done.delta.next = self.interview.next(before);
        }
        let mut asked = self.asked(None);
        asked.retain(|finding| finding.asks_at == AsksAt::Field);
        let shut = |path: &&Path| asked.iter().any(|finding| finding.path == to_engine(path));
        if let Some(path) = done.touched.iter().filter(|path| path.is_answer()).find(shut) {
            done.delta.next = Some(to_engine(path));
        }
        let state = |path: &Path| path.name.as_deref() == Some(Path::STATE);
        let keyed = done.touched.iter().any(|path| path.is_answer() || state(path));
        done.ended = keyed && done.delta.next.is_none();
    }

    /// Findings to ask about while `at` is to be keyed, without those kept as on paper.
    fn asked(&self, at: Option<&cacah_form::Path>) -> Vec<Finding> {
        let mut asked = self.interview.asks(at);
        asked.retain(|finding| !self.slot(&from_engine(&finding.path)).paper);
        asked
    }

    /// What keying asks now, `at` being the field to key; nothing of an interview.
    pub(super) fn asks(&self, at: Option<&cacah_form::Path>) -> Vec<AskView> {
        if !self.is_paper() {
            return Vec::new();
        }
        self.asked(at).iter().filter_map(ask).collect()
    }

    /// What it asks after an action.
    pub(super) fn asks_after(&self, done: &Committed) -> Vec<AskView> {
        match &done.delta.next {
            None if done.ended => self.asks(None),
            None => self.asks(self.interview.first().as_ref()),
            next => self.asks(next.as_ref()),
        }
    }
}

fn leave(id: InstanceId) -> (Path, Change) {
    (Path::instance(id), Change::Leave { to: None })
}

fn ask(finding: &Finding) -> Option<AskView> {
    let at = match finding.asks_at {
        AsksAt::Field => AskAt::Field,
        AsksAt::Column => AskAt::Column,
        AsksAt::Document => AskAt::Document,
        AsksAt::Later => return None,
    };
    Some(AskView {
        id: finding.id.clone(),
        at,
        path: finding.path.to_string(),
        message: text(&finding.message),
        focus: finding.focus.iter().map(ToString::to_string).collect(),
    })
}
