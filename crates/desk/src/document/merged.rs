//! What others have left in a document: decisions, comments, persons on the move, errors that only
//! the union has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cacah_family::entry::{Change, Comment, Dot};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::merge::{DocumentState, FamilyState, History, Member, Moves};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::{Finding, Severity};
use cacah_store::Store;
use cacah_wire::command::{CommentView, GoneView, OtherFamily};

use super::open::interview;
use crate::error::DeskError;
use crate::form::LoadedForm;

/// Among more sides nobody can be asked who did what; the endpoint holds to the same.
const MAX_SIDES: usize = 8;

/// What stands in a document beside its answers.
#[derive(Default)]
pub(crate) struct Merged {
    /// Paths that wait for a decision.
    pub(crate) undecided: BTreeSet<Path>,
    /// Comments of the supervisor who gave it back.
    pub(crate) comments: Vec<Comment>,
    /// Errors of the union that none of its sides has.
    pub(crate) raised: Vec<Finding>,
    /// Persons who came from another family, and still count there or not; not who only returned.
    pub(crate) came: BTreeMap<InstanceId, FamilyId>,
    /// Persons who went to another family.
    pub(crate) gone: Vec<(InstanceId, FamilyId)>,
    /// What those persons are called.
    names: BTreeMap<InstanceId, String>,
    /// Heads of the families named.
    heads: BTreeMap<FamilyId, String>,
}

impl Merged {
    /// Reads the marks of a document, and settles the moves of persons with what this vault knows of
    /// the other families.
    pub(crate) fn read(
        store: &Store,
        family: FamilyId,
        id: DocumentId,
        state: &mut DocumentState,
        form: &Arc<LoadedForm>,
    ) -> Result<Self, DeskError> {
        let mut merged = Self {
            undecided: state.undecided.iter().cloned().collect(),
            comments: state.returned.clone(),
            ..Self::default()
        };
        let moving: Vec<_> = state
            .instances
            .iter()
            .filter(|member| member.leaving.is_some() || member.arriving.is_some())
            .cloned()
            .collect();
        if moving.is_empty() {
            return Ok(merged);
        }
        let history = store.history(family)?;
        for member in &moving {
            let name = name_of(state, form, &member.repeat, member.instance);
            merged.names.insert(member.instance, name);
            let came = member.arriving.filter(|_| !is_native(&history, id, member.instance));
            merged.came.extend(came.map(|from| (member.instance, from)));
        }
        let mut moves: BTreeMap<FamilyId, Moves> = BTreeMap::new();
        for other in
            moving.iter().flat_map(|member| member.leaving.into_iter().chain(member.arriving))
        {
            moves.insert(other, store.history(other)?.state().moves);
            let head = store.family(other)?.map(|record| record.head).unwrap_or_default();
            merged.heads.insert(other, head);
        }
        settle(&moves, family, id, state);
        let here = |person: InstanceId| state.instances.iter().any(|m| m.instance == person);
        let gone = moving.iter().filter(|member| !here(member.instance));
        merged.gone = gone.filter_map(|m| Some((m.instance, m.leaving?))).collect();
        Ok(merged)
    }

    /// Finds the errors that only the union has. One laptop's own earlier lives are no other side.
    pub(crate) fn weigh(
        &mut self,
        store: &Store,
        (family, id): (FamilyId, DocumentId),
        heads: &BTreeMap<Path, Vec<Dot>>,
        union: &DocumentState,
        form: &LoadedForm,
    ) -> Result<(), DeskError> {
        let devices: BTreeSet<_> = heads.values().flatten().map(|dot| dot.actor.device).collect();
        if devices.len() < 2 {
            return Ok(());
        }
        let sides = store.history(family)?.sides(id);
        if !(2..=MAX_SIDES).contains(&sides.len()) {
            return Ok(());
        }
        self.raised = errors(form, &union.instances, &union.slots);
        for side in sides {
            let state = side.document(id);
            let known = errors(form, &state.instances, &state.slots);
            self.raised.retain(|finding| !known.iter().any(|other| same(finding, other)));
        }
        Ok(())
    }

    /// A family as it is named here.
    pub(crate) fn family(&self, family: FamilyId) -> OtherFamily {
        let head = self.heads.get(&family).cloned().unwrap_or_default();
        OtherFamily { family: family.to_string(), head }
    }

    pub(crate) fn gone_views(&self) -> Vec<GoneView> {
        let views = self.gone.iter().map(|(person, to)| GoneView {
            instance: person.to_string(),
            row: self.names.get(person).cloned().unwrap_or_default(),
            family: self.family(*to),
        });
        views.collect()
    }

    pub(crate) fn comment_views(&self) -> Vec<CommentView> {
        let views = self.comments.iter().map(|comment| CommentView {
            path: comment.path.as_ref().map(ToString::to_string),
            text: comment.text.clone(),
        });
        views.collect()
    }
}

/// True of a person who first stood here: one who went and returned came from nowhere else.
fn is_native(history: &History, id: DocumentId, person: InstanceId) -> bool {
    let past = history.of(Some(id), &Path::instance(person));
    let mut joins = past.iter().filter_map(|entry| match &entry.change {
        Change::Join { from, .. } => Some(from.is_none()),
        _ => None,
    });
    joins.next().unwrap_or(false)
}

fn settle(
    moves: &BTreeMap<FamilyId, Moves>,
    family: FamilyId,
    id: DocumentId,
    state: &mut DocumentState,
) {
    let mut whole = FamilyState {
        documents: BTreeMap::from([(id, std::mem::take(state))]),
        ..FamilyState::default()
    };
    whole.settle_moves(
        |person, to| moves.get(&to).is_some_and(|m| m.took.contains(&(person, family))),
        |person, from| moves.get(&from).is_some_and(|m| m.gave.contains(&(person, family))),
    );
    *state = whole.documents.remove(&id).unwrap_or_default();
}

/// The open errors of a document, also those that are not shown before it is finished; what nobody
/// has answered yet is none, nor is what a supervisor let stand.
pub(super) fn errors(
    form: &LoadedForm,
    members: &[Member],
    slots: &BTreeMap<Path, Slot>,
) -> Vec<Finding> {
    let mut findings = interview(form, members, slots).folding().findings();
    findings.retain(|finding| finding.severity == Severity::Error && !finding.released);
    findings
}

/// One finding, whatever answers it is about.
pub(super) fn same(one: &Finding, other: &Finding) -> bool {
    one.id == other.id && one.path == other.path
}

/// What an instance is called: the first text that is asked of it.
fn name_of(state: &DocumentState, form: &LoadedForm, repeat: &str, id: InstanceId) -> String {
    let naming = form.naming(repeat);
    let slot = naming.and_then(|name| state.slots.get(&Path::of(id, &name)));
    slot.map(|slot| slot.raw.clone()).unwrap_or_default()
}
