//! One committed action: into the interview, into the journal, and only then the reply.

use std::collections::{BTreeMap, VecDeque};

use cacah_family::across::Facts;
use cacah_family::alike::{Known, known};
use cacah_family::entry::{Change, Dot, Effort, Entry, Mode, Role, Source};
use cacah_family::id::InstanceId;
use cacah_family::merge::Member;
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_form::{Delta, Owed, Question};
use cacah_store::{Commit, NewEntry, Store, Summary};
use cacah_wire::error::Code;

use super::{Document, Step, Work, from_engine, is_inside, to_answer, to_engine};
use crate::error::DeskError;

/// What an action did; by default nothing.
#[derive(Default)]
pub(crate) struct Committed {
    /// What the engine says changed.
    pub(crate) delta: Delta,
    /// The document was gone through to its end.
    pub(crate) ended: bool,
    /// The paths written to.
    pub(crate) touched: Vec<Path>,
    /// What takes it back.
    pub(crate) inverse: Step,
    /// More changed than the delta says.
    pub(crate) renewed: bool,
}

impl Document {
    /// Carries out `step` and makes it durable. When the vault cannot take it, the document is loaded
    /// again, so that screen and journal agree.
    pub(crate) fn commit(
        &mut self,
        store: &mut Store,
        step: Step,
        effort: Effort,
    ) -> Result<Committed, DeskError> {
        self.be_born(store)?;
        let done = self.apply_and_append(store, step, effort);
        if done.is_err() {
            // The failure itself is what the officer is told.
            let _ = self.reload(store);
        }
        done
    }

    /// Writes the entries of its birth, if nobody has yet.
    pub(crate) fn be_born(&mut self, store: &mut Store) -> Result<(), DeskError> {
        if let Some(entries) = self.unborn.clone() {
            let summary = Some(self.summary());
            let appended = store.append(Commit { entries, summary, stand: None })?;
            self.note_heads(&appended);
            self.unborn = None;
        }
        Ok(())
    }

    /// True once anything of it is in the journal.
    pub(crate) fn is_born(&self) -> bool {
        self.unborn.is_none()
    }

    /// Carries out the birth in the interview alone.
    pub(crate) fn conceive(&mut self, birth: Step) -> Result<(), DeskError> {
        let (entries, ..) = self.carry_out(birth)?;
        self.unborn = Some(entries);
        Ok(())
    }

    fn apply_and_append(
        &mut self,
        store: &mut Store,
        step: Step,
        effort: Effort,
    ) -> Result<Committed, DeskError> {
        let (carried_out, done) = self.carry_out(step)?;
        let mut entries: Vec<_> = self.opening().into_iter().chain(carried_out).collect();
        // What an action cost stands with its first entry: sums over entries stay true.
        if let Some(first) = entries.first_mut() {
            first.effort = effort;
        }
        let stand = done.delta.next.as_ref().map(|next| (self.id, from_engine(next)));
        let appended = store.append(Commit { entries, summary: Some(self.summary()), stand })?;
        self.note_heads(&appended);
        self.under = vec![self.form.version.clone()];
        Ok(done)
    }

    /// Applies a step to the interview; what it did, and the entries that say so.
    fn carry_out(&mut self, step: Step) -> Result<(Vec<NewEntry>, Committed), DeskError> {
        let mut done = Committed::default();
        let mut entries = Vec::new();
        let before = self.before_leaving(&step);
        let mut waiting = VecDeque::from(step);
        let mut answered = None;
        loop {
            if waiting.is_empty() {
                waiting.extend(self.lacking());
            }
            let Some((path, change)) = waiting.pop_front() else { break };
            if matches!(change, Change::Slot(_)) {
                answered = Some(to_engine(&path));
            }
            let mut undone = self.inverse(&path, &change);
            let over = self.over(&path, &change);
            let (change, mut delta) = self.apply(&path, change)?;
            done.touched.push(path.clone());
            put(&mut entries, self.entry(path, change, over));
            // What the form answered goes back last: putting the change back may lead to it anew.
            undone.extend(self.keep_given(
                &std::mem::take(&mut delta.given),
                &mut entries,
                &mut done,
            ));
            merge(&mut done.delta, delta);
            undone.append(&mut done.inverse);
            done.inverse = undone;
        }
        // Instances that the form asked for lie where they lie; one goes on from the answer given.
        if done.delta.instances_changed
            && let Some(path) = answered
        {
            done.delta.next = self.interview.next(&path);
        }
        if self.is_paper() {
            self.stay_on_paper(&mut done, before.as_ref());
        }
        Ok((entries, done))
    }

    pub(super) fn entry(&self, path: Path, change: Change, over: Vec<Dot>) -> NewEntry {
        NewEntry {
            family: self.family,
            document: Some(self.id),
            path,
            change,
            over,
            mode: self.mode(),
            form: Some(self.form.version.clone()),
            effort: Effort::default(),
        }
    }

    /// An entry over all that stands at its path here, not carried out in the interview.
    pub(crate) fn entry_over(&self, path: Path, change: Change) -> NewEntry {
        let over = self.over(&path, &change);
        self.entry(path, change, over)
    }

    /// The entries of its birth, for a commit of more than this document, without the first row of
    /// `repeat`.
    pub(crate) fn birth_without(&self, repeat: &str) -> Vec<NewEntry> {
        let first = |entry: &NewEntry| matches!(&entry.change, Change::Join { repeat: of, .. } if of == repeat);
        let entries = self.unborn.iter().flatten().filter(|entry| !first(entry));
        entries.cloned().collect()
    }

    /// The interview first, for the value; nothing is acknowledged before the journal has it.
    fn apply(&mut self, path: &Path, change: Change) -> Result<(Change, Delta), DeskError> {
        let fault = |_| DeskError::At(Code::NotFound, path.to_string());
        match change {
            Change::Slot(mut slot) => {
                if self.mode() != Mode::Supervising {
                    // Who only keys keeps what a supervisor let stand, and lets nothing stand.
                    let stands = self.slots.get(path).map(|slot| &slot.released);
                    slot.released
                        .retain(|rule, _| stands.is_some_and(|all| all.contains_key(rule)));
                }
                let engine_path = to_engine(path);
                let delta = self.interview.set(&engine_path, to_answer(&slot)).map_err(fault)?;
                let value = self.interview.value(&engine_path).string().into_owned();
                let slot = Slot { value: (!value.is_empty()).then_some(value), ..slot };
                if slot == Slot::default() {
                    self.slots.remove(path);
                } else {
                    self.slots.insert(path.clone(), slot.clone());
                }
                Ok((Change::Slot(slot), delta))
            }
            Change::Join { repeat, order, parent, from } => {
                let delta = self.join(path, &repeat, &order, parent).map_err(fault)?;
                Ok((Change::Join { repeat, order, parent, from }, delta))
            }
            Change::Leave { to } => {
                let id = path.instance.ok_or(Code::NotFound)?;
                let delta = self.interview.remove(id.0).map_err(fault)?;
                let gone = self.with_inner(id);
                self.members.retain(|member| !gone.contains(&member.instance));
                self.slots.retain(|path, _| !path.instance.is_some_and(|id| gone.contains(&id)));
                Ok((Change::Leave { to }, delta))
            }
            Change::Finished { role } => {
                self.merged.comments.clear();
                Ok((Change::Finished { role }, self.finish(role)))
            }
            Change::Reopened {} => {
                self.finished = None;
                Ok((Change::Reopened {}, self.interview.reopen()))
            }
            Change::Opened { source } => Ok((Change::Opened { source }, self.interview.begin())),
            other => Ok((other, Delta::default())),
        }
    }

    /// A field checker finishes what the enumerator has finished.
    fn finish(&mut self, role: Role) -> Delta {
        let mut delta = match self.finished {
            Some(before) if before != role => self.interview.reopen(),
            _ => Delta::default(),
        };
        merge(&mut delta, self.interview.finish(Owed::Enumerator));
        if role == Role::FieldChecker {
            merge(&mut delta, self.interview.finish(Owed::FieldChecker));
        }
        self.finished = Some(role);
        if self.work == Work::Keying && !self.is_paper() {
            // What the paper said is keyed; what comes after is the officer's own.
            self.work = Work::Interview;
        }
        delta
    }

    fn join(
        &mut self,
        path: &Path,
        repeat: &str,
        order: &OrderKey,
        parent: Option<InstanceId>,
    ) -> Result<Delta, cacah_form::InterviewError> {
        let Some(instance) = path.instance else { return Ok(Delta::default()) };
        let known = self.member(instance).is_some();
        self.members.retain(|member| member.instance != instance);
        let before = |m: &&Member| is_inside(m, repeat, parent) && m.order < *order;
        let at = self.members.iter().filter(before).count();
        let member = Member::new(instance, repeat.to_owned(), order.clone());
        self.members.push(Member { parent, ..member });
        self.members.sort_by(|a, b| (&a.repeat, &a.order).cmp(&(&b.repeat, &b.order)));
        if known {
            self.interview.move_to(instance.0, at)
        } else {
            self.interview.add(repeat, instance.0, parent.map(|id| id.0), at)
        }
    }

    /// The dots a change replaces: heads at its path, and below it when an instance leaves.
    pub(super) fn over(&self, path: &Path, change: &Change) -> Vec<Dot> {
        if path.is_log() {
            return Vec::new();
        }
        if matches!(change, Change::Leave { .. }) {
            let gone = path.instance.map(|id| self.with_inner(id)).unwrap_or_default();
            let inside = |at: &Path| at.instance.is_some_and(|id| gone.contains(&id));
            let below = self.heads.iter().filter(|(at, _)| inside(at));
            return below.flat_map(|(_, dots)| dots.iter().copied()).collect();
        }
        self.heads.get(path).cloned().unwrap_or_default()
    }

    fn note_heads(&mut self, appended: &[Entry]) {
        for entry in appended {
            if matches!(entry.change, Change::Leave { .. }) {
                self.heads.retain(|_, dots| !dots.iter().all(|dot| entry.over.contains(dot)));
                self.merged.undecided.retain(|path| self.heads.contains_key(path));
            }
            self.heads.insert(entry.path.clone(), vec![entry.dot]);
            self.merged.undecided.remove(&entry.path);
        }
    }

    /// What takes a change back, as changes.
    fn inverse(&self, path: &Path, change: &Change) -> Step {
        match change {
            Change::Slot(_) => vec![(path.clone(), Change::Slot(self.slot(path)))],
            Change::Finished { .. } | Change::Reopened {} => {
                let before = self.finished.map(|role| Change::Finished { role });
                vec![(path.clone(), before.unwrap_or(Change::Reopened {}))]
            }
            Change::Join { .. } => match path.instance.and_then(|id| self.member(id)) {
                Some(member) => vec![(path.clone(), rejoin(member))],
                None => vec![(path.clone(), Change::Leave { to: None })],
            },
            Change::Leave { .. } => {
                let gone = path.instance.map(|id| self.with_inner(id)).unwrap_or_default();
                let members = gone.iter().filter_map(|id| self.member(*id));
                let back = members.map(|m| (Path::instance(m.instance), rejoin(m)));
                let inside = |at: &Path| at.instance.is_some_and(|id| gone.contains(&id));
                let slots = self.slots.iter().filter(|(at, _)| inside(at));
                let slots = slots.map(|(at, slot)| (at.clone(), Change::Slot(slot.clone())));
                back.chain(slots).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The line of the list, kept with every commit.
    pub(crate) fn summary(&self) -> Summary {
        let is_visit = self.source == Source::Visit;
        let is_head = |q: &Question| q.prefill.as_deref() == Some("family.head");
        let progress = self.interview.progress();
        let percent = (progress.answered * 100).checked_div(progress.asked).unwrap_or(0);
        Summary {
            document: self.id,
            status: self.status(),
            percent: u8::try_from(percent.min(100)).unwrap_or(100),
            members: self.members_with_answers(),
            finished: self.is_ready(),
            // A re-visit is another observation: it says nothing of the family to lists and searches.
            head: is_visit.then(|| self.answers(is_head).next()).flatten(),
            names: is_visit.then(|| self.answers(|q| q.search).collect()),
            numbers: is_visit.then(|| self.answers(|q| q.sensitive).collect()),
            persons: is_visit.then(|| self.people()),
            facts: is_visit.then(|| self.facts()),
            checker: Some(self.checker()),
            findings: Some(self.found()),
        }
    }

    /// Nothing of it waits for more: the interview is finished, or a supervisor has given it back, and
    /// that has to reach its enumerator.
    fn is_ready(&self) -> bool {
        self.is_finished() || (self.work == Work::Checking && self.is_returned())
    }

    /// What it says to other families; a hidden answer says nothing.
    pub(crate) fn facts(&self) -> Facts {
        Facts::read(&self.slots, |path| self.interview.relevant(&to_engine(path)))
    }

    /// The people in it, by what is answered and asked.
    pub(crate) fn people(&self) -> BTreeMap<InstanceId, Known> {
        known(&self.slots, |path| self.interview.relevant(&to_engine(path)))
    }

    /// Members something is known of; the first row of a roster stands there before anything is.
    fn members_with_answers(&self) -> Option<u16> {
        let known = |member: &&Member| {
            let slots = self.slots.iter().filter(|(at, _)| at.instance == Some(member.instance));
            slots.into_iter().any(|(_, slot)| !slot.is_empty())
        };
        let count = self.members.iter().filter(known).count();
        (count > 0).then(|| u16::try_from(count).unwrap_or(u16::MAX))
    }

    /// What was keyed at the questions `wanted`, in path order.
    pub(super) fn answers(
        &self,
        wanted: impl Fn(&Question) -> bool,
    ) -> impl Iterator<Item = String> {
        self.slots.iter().filter_map(move |(path, slot)| {
            let question = self.form.form.question(path.name.as_deref()?)?;
            (wanted(question) && !slot.raw.is_empty()).then(|| slot.raw.clone())
        })
    }

    /// Status by the form's rules; the endpoint judges by the same.
    pub(crate) fn status(&self) -> Status {
        let answered = self.slots.values().filter(|slot| !slot.is_empty()).count();
        let verdict = self.interview.verdict();
        Status::of(answered, verdict.errors, verdict.warnings)
    }
}

/// Adds an entry. Of two answers that one step gives to a question the later stands: side by side
/// they would be a dispute.
pub(super) fn put(entries: &mut Vec<NewEntry>, entry: NewEntry) {
    let answers = |entry: &NewEntry| matches!(entry.change, Change::Slot(_));
    if answers(&entry) {
        entries.retain(|before| !(answers(before) && before.path == entry.path));
    }
    entries.push(entry);
}

fn rejoin(member: &Member) -> Change {
    Change::Join {
        repeat: member.repeat.clone(),
        order: member.order.clone(),
        parent: member.parent,
        from: None,
    }
}

/// Joins what two changes of one step did; the later one wins.
fn merge(into: &mut Delta, later: Delta) {
    into.shown.retain(|path| !later.hidden.contains(path));
    into.hidden.retain(|path| !later.shown.contains(path));
    into.findings.retain(|finding| {
        let cleared = later.cleared.iter().any(|(id, at)| *id == finding.id && *at == finding.path);
        let renewed = later.findings.iter().any(|f| f.id == finding.id && f.path == finding.path);
        !cleared && !renewed
    });
    into.cleared.retain(|(id, at)| !later.findings.iter().any(|f| f.id == *id && f.path == *at));
    into.required.retain(|(path, _)| !later.required.iter().any(|(at, _)| at == path));
    into.values.retain(|(path, _)| !later.values.iter().any(|(at, _)| at == path));
    into.shown.extend(later.shown);
    into.hidden.extend(later.hidden);
    into.findings.extend(later.findings);
    into.cleared.extend(later.cleared);
    into.required.extend(later.required);
    into.values.extend(later.values);
    into.options.extend(later.options);
    into.next = later.next.or(into.next.take());
    into.progress = later.progress;
    into.instances_changed |= later.instances_changed;
}
