//! The enumerator's visit beside the supervisor's own, question by question.
//!
//! The two are different observations: their members have other ids and are matched by NIK, else by
//! name, birth date and sex as the duplicate finder weighs them; rows of no person by their order.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use cacah_family::alike::{Known, judge};
use cacah_family::entry::Source;
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::merge::{History, Member};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::{Kind, Owed, Question, RepeatId};
use cacah_wire::command::{CompareRow, CompareView, FamilyArgs, ValueView};
use cacah_wire::error::Code;

use crate::document::{Document, to_engine};
use crate::error::DeskError;
use crate::form::{LoadedForm, text};
use crate::session::Session;
use crate::team;
use crate::words::Words;

/// Of two members of one family: more likely one person than two.
const LIKELY: u8 = 50;

/// Compares them once the re-visit is finished: before, what the enumerator wrote is not shown.
pub(crate) fn compare(session: &mut Session, args: &FamilyArgs) -> Result<CompareView, DeskError> {
    if !team::supervises(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let form = session.form()?;
    let mut load = |source| Document::load_from(&mut session.store, (family, source), &form);
    let (visit, _) = load(Source::Visit)?.ok_or(Code::NotFound)?;
    let (again, _) = load(Source::ReVisit)?.ok_or(Code::NotFound)?;
    if !again.is_finished() {
        return Err(Code::NotFinished.into());
    }
    let history = session.store.history(family)?;
    let place = session.family(family)?.birth.idsubsls.to_string();
    let side = |document| Side::new(session, &form, &history, document);
    let mut both = Both { form: &form, sides: [side(&visit), side(&again)], place, view: empty() };
    both.inside(None, [None, None]);
    Ok(both.view)
}

fn empty() -> CompareView {
    CompareView { rows: Vec::new(), compared: 0 }
}

/// One of the two documents.
struct Side<'a> {
    document: &'a Document,
    words: Words<'a>,
    numbers: BTreeMap<InstanceId, String>,
    people: BTreeMap<InstanceId, Known>,
}

impl<'a> Side<'a> {
    fn new(
        session: &'a Session,
        form: &'a LoadedForm,
        history: &'a History,
        document: &'a Document,
    ) -> Self {
        let words = Words::new(&session.store, form, history, Some(document.id));
        let (numbers, people) = (document.facts().persons, document.people());
        Self { document, words, numbers, people }
    }

    /// What is answered at a question that is asked.
    fn answer(&self, path: &Path) -> Option<Slot> {
        let slot = self.document.slot(path);
        let asked = self.document.interview.relevant(&to_engine(path));
        (asked && !(slot.raw.trim().is_empty() && slot.missing.is_none())).then_some(slot)
    }

    fn said(&self, path: &Path) -> Option<ValueView> {
        self.answer(path).map(|slot| self.words.value(path, &slot))
    }

    /// The instances of a repeat inside one instance, in order.
    fn rows(&self, repeat: &str, parent: Option<InstanceId>) -> Vec<InstanceId> {
        let inside = self.document.members(repeat).filter(|member| member.parent == parent);
        inside.filter(|member| Member::counts(member)).map(|member| member.instance).collect()
    }
}

/// An instance in the visit and in the re-visit; `None` where it has none.
type Pair = [Option<InstanceId>; 2];

struct Both<'a> {
    form: &'a LoadedForm,
    sides: [Side<'a>; 2],
    /// Where the family lives.
    place: String,
    view: CompareView,
}

impl Both<'_> {
    /// Compares what lies in a pair of instances, or in the documents themselves, in paper order.
    fn inside(&mut self, repeat: Option<RepeatId>, pair: Pair) {
        let mut seen = Vec::new();
        let form = self.form.form.clone();
        for question in form.questions() {
            if question.repeat == repeat {
                if is_observed(question) {
                    self.question(question, pair);
                }
                continue;
            }
            let Some(inner) = self.child(question, repeat).filter(|inner| !seen.contains(inner))
            else {
                continue;
            };
            seen.push(inner);
            let name = form.repeats()[inner.0].name.as_str();
            for pair in self.pairs(name, pair) {
                match pair {
                    [Some(_), Some(_)] => self.inside(Some(inner), pair),
                    _ => self.alone(name, pair),
                }
            }
        }
    }

    /// The repeat directly inside `repeat` in which a question lies.
    fn child(&self, question: &Question, repeat: Option<RepeatId>) -> Option<RepeatId> {
        let parent = |id: RepeatId| self.form.form.repeats()[id.0].parent;
        let mut at = question.repeat?;
        while parent(at) != repeat {
            at = parent(at)?;
        }
        Some(at)
    }

    fn question(&mut self, question: &Question, pair: Pair) {
        let [first, second] = pair.map(|instance| at(instance, &question.name));
        let [visit, again] = &self.sides;
        let (before, now) = (visit.answer(&first), again.answer(&second));
        let both = before.is_some() && now.is_some();
        let same = before.as_ref().map(content) == now.as_ref().map(content);
        self.view.compared += u32::from(both);
        if !same {
            let (before, now) = (visit.said(&first), again.said(&second));
            self.push(question, pair, (before, now));
        }
    }

    /// A row that only one of them has: what it is called stands for it.
    fn alone(&mut self, repeat: &str, pair: Pair) {
        let naming = self.form.naming(repeat);
        let Some(name) = naming.and_then(|name| self.form.form.question(&name)).cloned() else {
            return;
        };
        let [visit, again] = &self.sides;
        let said = |side: &Side<'_>, instance: Option<InstanceId>| {
            instance.and_then(|id| side.said(&Path::of(id, &name.name)))
        };
        let said = (said(visit, pair[0]), said(again, pair[1]));
        if said.0.is_some() || said.1.is_some() {
            self.push(&name, pair, said);
        }
    }

    fn push(
        &mut self,
        question: &Question,
        pair: Pair,
        (visit, re_visit): (Option<ValueView>, Option<ValueView>),
    ) {
        let named = self.sides.iter().zip(pair);
        let row = named.filter_map(|(side, id)| Some(side.words.name(id?))).next();
        self.view.rows.push(CompareRow {
            path: at(pair[0].or(pair[1]), &question.name).to_string(),
            number: question.number.clone().unwrap_or_default(),
            label: text(&question.label),
            row,
            visit,
            re_visit,
        });
    }

    /// The instances of a repeat, each with its counterpart; in the order of the visit, then those
    /// that only the re-visit has.
    fn pairs(&self, repeat: &str, parents: Pair) -> Vec<Pair> {
        let [visit, again] = &self.sides;
        let left = visit.rows(repeat, parents[0]);
        let mut right = again.rows(repeat, parents[1]);
        let mut matched: BTreeMap<InstanceId, InstanceId> = BTreeMap::new();
        for id in &left {
            let number = visit.numbers.get(id);
            let same = |other: &InstanceId| number.is_some() && again.numbers.get(other) == number;
            join(&mut matched, *id, &mut right, same);
        }
        for (_, id, other) in self.likely(&left, &right) {
            join(&mut matched, id, &mut right, |at| *at == other);
        }
        for id in &left {
            // Two people with a name of their own are two people, wherever they stand.
            let nameless = |other: &InstanceId| {
                !(visit.people.contains_key(id) && again.people.contains_key(other))
            };
            join(&mut matched, *id, &mut right, nameless);
        }
        let pairs = left.into_iter().map(|id| [Some(id), matched.get(&id).copied()]);
        pairs.chain(right.into_iter().map(|id| [None, Some(id)])).collect()
    }

    /// Who could be whom, the likeliest first.
    fn likely(
        &self,
        left: &[InstanceId],
        right: &[InstanceId],
    ) -> Vec<(u8, InstanceId, InstanceId)> {
        let [visit, again] = &self.sides;
        let score = |id: &InstanceId, other: &InstanceId| {
            likeness(visit.people.get(id)?, again.people.get(other)?, &self.place)
        };
        let all = left.iter().flat_map(|id| right.iter().map(move |other| (*id, *other)));
        let mut likely: Vec<_> =
            all.filter_map(|(id, other)| Some((score(&id, &other)?, id, other))).collect();
        likely.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        likely
    }
}

/// How likely two members are one person. Without a birth date names alone must do, which they could
/// not among strangers: every word of the shorter is one of the longer.
fn likeness(one: &Known, two: &Known, place: &str) -> Option<u8> {
    let judged = judge(&one.at(Some(place)), &two.at(Some(place))).map(|judged| judged.score);
    let words = |known: &Known| -> BTreeSet<String> {
        known.name.split_whitespace().map(str::to_uppercase).collect()
    };
    let (first, second) = (words(one), words(two));
    let dated = one.born.is_some() && two.born.is_some();
    let named = !dated && (first.is_subset(&second) || second.is_subset(&first));
    judged.filter(|score| *score >= LIKELY).or(named.then_some(LIKELY))
}

/// Matches one that has no counterpart yet with the first left over that fits.
fn join(
    matched: &mut BTreeMap<InstanceId, InstanceId>,
    id: InstanceId,
    left_over: &mut Vec<InstanceId>,
    fits: impl Fn(&InstanceId) -> bool,
) {
    if let Entry::Vacant(place) = matched.entry(id)
        && let Some(at) = left_over.iter().position(fits)
    {
        place.insert(left_over.remove(at));
    }
}

fn at(instance: Option<InstanceId>, question: &str) -> Path {
    instance.map_or_else(|| Path::question(question), |id| Path::of(id, question))
}

/// What an answer says, however it was keyed.
fn content(slot: &Slot) -> (Option<&str>, &str) {
    (slot.missing.as_deref(), slot.value.as_deref().unwrap_or_else(|| slot.raw.trim()))
}

/// A question that an interview asks the family; who asked it differs by nature.
fn is_observed(question: &Question) -> bool {
    let of_officer = question.prefill.as_deref().is_some_and(|name| name.starts_with("officer."));
    question.owed == Owed::Enumerator
        && !question.has_calculation
        && !of_officer
        && !matches!(question.kind, Kind::File(_) | Kind::Note)
}
