//! What a form does by itself in a step: answers it gives, and instances it asks for.

use cacah_family::entry::Change;
use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::Answer;
use cacah_store::NewEntry;

use super::commit::put;
use super::{Committed, Document, Step, from_engine, is_inside};
use crate::form::LoadedForm;

impl Document {
    /// Writes down the answers that the form gave because of a change.
    pub(super) fn keep_given(
        &mut self,
        given: &[(cacah_form::Path, Answer)],
        entries: &mut Vec<NewEntry>,
        done: &mut Committed,
    ) -> Step {
        let mut back = Step::new();
        for (at, answer) in given {
            let path = from_engine(at);
            let value = self.interview.value(at).string().into_owned();
            let value = (!value.is_empty()).then_some(value);
            let slot = Slot { raw: answer.raw.clone(), value, ..Slot::default() };
            back.push((path.clone(), Change::Slot(self.slot(&path))));
            self.slots.insert(path.clone(), slot.clone());
            let change = Change::Slot(slot);
            let over = self.over(&path, &change);
            put(entries, self.entry(path.clone(), change, over));
            done.touched.push(path);
        }
        back
    }

    /// The next instance that a `repeat_count` asks for, with the first of the repeats inside it.
    pub(super) fn lacking(&self) -> Step {
        if !self.form.form.repeats().iter().any(|repeat| repeat.counted) {
            return Step::new();
        }
        let Some(lacking) = self.interview.lacking().into_iter().next() else {
            return Step::new();
        };
        let parent = lacking.parent.map(InstanceId);
        let inside = |member: &&_| is_inside(member, &lacking.repeat, parent);
        let last = self.members.iter().filter(inside).map(|member| &member.order).max();
        let order = OrderKey::between(last, None);
        let join = Change::Join { repeat: lacking.repeat.clone(), order, parent, from: None };
        let id = self.form.around.fresh();
        let mut step = vec![(Path::instance(id), join)];
        step.extend(firsts(&self.form, Some(&lacking.repeat), Some(id)));
        step
    }

    /// An instance and those inside it, each once: what arrives may lie in a ring.
    pub(super) fn with_inner(&self, instance: InstanceId) -> Vec<InstanceId> {
        let mut found = vec![instance];
        let mut at = 0;
        while let Some(outer) = found.get(at).copied() {
            for member in self.members.iter().filter(|member| member.parent == Some(outer)) {
                if !found.contains(&member.instance) {
                    found.push(member.instance);
                }
            }
            at += 1;
        }
        found
    }
}

/// The first instance of every repeat inside `parent` (none: the document), as XLSForm has it, and
/// of the repeats inside those. A counted repeat has as many as it is told.
pub(crate) fn firsts(form: &LoadedForm, repeat: Option<&str>, parent: Option<InstanceId>) -> Step {
    let around = repeat.and_then(|name| form.form.repeat(name)).map(|repeat| repeat.id);
    let inner = form.form.repeats().iter().filter(|inner| inner.parent == around && !inner.counted);
    inner
        .flat_map(|inner| {
            let id = form.around.fresh();
            let order = OrderKey::between(None, None);
            let join = Change::Join { repeat: inner.name.clone(), order, parent, from: None };
            let first = std::iter::once((Path::instance(id), join));
            first.chain(firsts(form, Some(&inner.name), Some(id))).collect::<Step>()
        })
        .collect()
}
