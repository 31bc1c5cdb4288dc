//! Another member becomes head of the family: one action, and one step to take it back.

use std::collections::BTreeMap;

use cacah_family::across::question_of;
use cacah_family::entry::Change;
use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::error::Code;

use super::{Document, Step, is_inside, to_engine};
use crate::error::DeskError;

impl Document {
    /// What makes `member` the head: the relation of whoever was is asked again, the member takes the
    /// first place, and the name of the head is theirs. How the others are related stands until they
    /// are asked; what was confirmed of that answer, of the head before, is not. Empty when nothing
    /// changes.
    ///
    /// # Errors
    /// [`Code::NotFound`] for no member, [`Code::CannotHead`] for one who is not asked how they are
    /// related, and for paper, which says what it says.
    pub(crate) fn heading(&self, member: InstanceId) -> Result<Step, DeskError> {
        let found = self.member(member).ok_or(Code::NotFound)?;
        let (question, head) = question_of("relation").ok_or(Code::Internal)?;
        let at = Path::of(member, question);
        if self.is_paper() || !self.has(&at) || !self.interview.relevant(&to_engine(&at)) {
            return Err(Code::CannotHead.into());
        }
        let is_head = |slot: &Slot| slot.missing.is_none() && slot.raw.trim() == head;
        let beside = self.members(&found.repeat).filter(|other| other.instance != member);
        let others = beside.filter_map(|other| {
            let path = Path::of(other.instance, question);
            let before = self.slot(&path);
            let after = if is_head(&before) { emptied(&before) } else { judged_anew(&before) };
            (after != before).then_some((path, Change::Slot(after)))
        });
        let mut step: Step = others.collect();
        if !is_head(&self.slot(&at)) {
            let slot = Slot { raw: head.to_owned(), ..emptied(&self.slot(&at)) };
            step.push((at, Change::Slot(slot)));
        }
        step.extend(self.to_the_top(member));
        step.extend(self.named_after(member));
        Ok(step)
    }

    /// The first place of its repeat, unless the member has it.
    fn to_the_top(&self, member: InstanceId) -> Option<(Path, Change)> {
        let moved = self.member(member)?;
        let mut beside = self.members.iter().filter(|m| is_inside(m, &moved.repeat, moved.parent));
        let first = beside.next().filter(|first| first.instance != member)?;
        let (repeat, parent) = (moved.repeat.clone(), moved.parent);
        let order = OrderKey::between(None, Some(&first.order));
        Some((Path::instance(member), Change::Join { repeat, order, parent, from: None }))
    }

    /// The name of the head, where the member has another.
    fn named_after(&self, member: InstanceId) -> Option<(Path, Change)> {
        let (own, _) = question_of("name")?;
        let (head, _) = question_of("head")?;
        let name = self.slot(&Path::of(member, own));
        let path = Path::question(head);
        let before = self.slot(&path);
        let changes = name.missing.is_none() && !name.raw.is_empty() && name.raw != before.raw;
        let slot = Slot { raw: name.raw, ..emptied(&before) };
        (changes && self.has(&path)).then_some((path, Change::Slot(slot)))
    }
}

/// Without its answer; the note of the officer stays.
fn emptied(slot: &Slot) -> Slot {
    Slot { note: slot.note.clone(), ..Slot::default() }
}

/// The same answer, and nothing confirmed of it.
fn judged_anew(slot: &Slot) -> Slot {
    Slot { confirmed: BTreeMap::new(), released: BTreeMap::new(), ..slot.clone() }
}
