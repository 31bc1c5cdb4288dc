use proptest::prelude::*;
use uuid::Uuid;

use std::collections::BTreeSet;

use super::*;
use crate::entry::{Actor, Change, Dot, Effort, Entry, Mode, Times};
use crate::id::{DeviceId, DocumentId, FamilyId, InstanceId, OfficerId};
use crate::order::OrderKey;
use crate::path::Path;
use crate::slot::Slot;

fn document() -> DocumentId {
    DocumentId(Uuid::from_u128(2))
}

fn dot(device: u8, seq: u64) -> Dot {
    Dot { actor: Actor { device: DeviceId(Uuid::from_u128(device.into())), incarnation: 1 }, seq }
}

fn entry(dot: Dot, path: Path, change: Change, over: Vec<Dot>) -> Entry {
    Entry {
        dot,
        family: FamilyId(Uuid::from_u128(1)),
        document: Some(document()),
        path,
        change,
        over,
        officer: OfficerId(Uuid::from_u128(3)),
        mode: Mode::Visit,
        form: None,
        at: Times { wall: 0, mono: 0, endpoint: None, heard: None },
        effort: Effort::default(),
    }
}

fn answer(text: &str) -> Change {
    Change::Slot(Slot { raw: text.into(), value: Some(text.into()), ..Slot::default() })
}

/// Histories as laptops make them: each actor sees only what it has merged so far.
#[derive(Debug, Clone)]
enum Step {
    Answer(u8, u8, u8),
    Join(u8, u8),
    Leave(u8, u8),
    Hear(u8, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0..3u8, 0..4u8, 0..3u8).prop_map(|(who, q, v)| Step::Answer(who, q, v)),
        2 => (0..3u8, 0..3u8).prop_map(|(who, m)| Step::Join(who, m)),
        1 => (0..3u8, 0..3u8).prop_map(|(who, m)| Step::Leave(who, m)),
        2 => (0..3u8, 0..3u8).prop_map(|(who, whom)| Step::Hear(who, whom)),
    ];
    prop::collection::vec(step, 0..40)
}

fn play(steps: &[Step]) -> [History; 3] {
    let mut known: [History; 3] = std::array::from_fn(|_| History::default());
    let mut seqs = [0u64; 3];
    for step in steps {
        let mut write = |who: u8, path: Path, change: Change| {
            let history = &mut known[usize::from(who)];
            let over = history.over(Some(document()), &path, &change);
            seqs[usize::from(who)] += 1;
            let entry = entry(dot(who, seqs[usize::from(who)]), path, change, over);
            history.insert(entry);
        };
        let member = |m: u8| InstanceId(Uuid::from_u128(100 + u128::from(m)));
        match *step {
            Step::Answer(who, q, v) if q < 2 => {
                write(who, Path::question(&format!("r{q}")), answer(&v.to_string()))
            }
            Step::Answer(who, q, v) => {
                write(who, Path::of(member(q - 2), "r402"), answer(&v.to_string()))
            }
            Step::Join(who, m) => {
                let order = OrderKey::between(None, None);
                write(
                    who,
                    Path::instance(member(m)),
                    Change::Join { repeat: "anggota".into(), order, parent: None, from: None },
                );
            }
            Step::Leave(who, m) => {
                write(who, Path::instance(member(m)), Change::Leave { to: None })
            }
            Step::Hear(who, whom) => {
                let heard = known[usize::from(whom)].clone();
                known[usize::from(who)].union(heard);
            }
        }
    }
    known
}

fn united(histories: &[&History]) -> History {
    histories.iter().fold(History::default(), |mut all, one| {
        all.union((*one).clone());
        all
    })
}

proptest! {
    #[test]
    fn merge_is_commutative_associative_and_idempotent(steps in steps()) {
        let [a, b, c] = play(&steps);
        prop_assert_eq!(united(&[&a, &b]), united(&[&b, &a]));
        prop_assert_eq!(united(&[&united(&[&a, &b]), &c]), united(&[&a, &united(&[&b, &c])]));
        prop_assert_eq!(united(&[&a, &b, &c]).state(), united(&[&c, &b, &a]).state());
        prop_assert_eq!(united(&[&a, &a]), a);
    }

    #[test]
    fn no_answer_vanishes_without_an_entry_over_it(steps in steps()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        let at = |dot: &Dot, path: &Path| all.entries().any(|e| e.dot == *dot && e.path == *path);
        let covered: BTreeSet<Dot> = all
            .entries()
            .flat_map(|e| e.over.iter().filter(|dot| at(dot, &e.path)).copied().collect::<Vec<_>>())
            .collect();
        let heads: BTreeSet<Dot> =
            all.heads(Some(document())).values().flatten().map(|entry| entry.dot).collect();
        for entry in all.entries() {
            prop_assert!(covered.contains(&entry.dot) != heads.contains(&entry.dot));
        }
    }

    #[test]
    fn one_actor_alone_never_has_to_decide(steps in steps()) {
        let alone: Vec<Step> = steps.into_iter().map(|step| match step {
            Step::Answer(_, q, v) => Step::Answer(0, q, v),
            Step::Join(_, m) => Step::Join(0, m),
            Step::Leave(_, m) => Step::Leave(0, m),
            Step::Hear(..) => Step::Hear(0, 0),
        }).collect();
        let [a, ..] = play(&alone);
        // An answer keyed for a member who has already left is the one thing left open.
        let state = a.state();
        for document in state.documents.values() {
            for path in &document.undecided {
                prop_assert!(path.instance.is_some() && path.name.is_some());
            }
        }
    }
}

#[test]
fn two_laptops_that_answer_differently_leave_a_decision_and_lose_neither() {
    let q = Path::question("r301a");
    let mut history = History::default();
    history.insert(entry(dot(1, 1), q.clone(), answer("1"), vec![]));
    history.insert(entry(dot(2, 1), q.clone(), answer("2"), vec![]));
    let state = history.state();
    assert_eq!(state.documents[&document()].undecided, vec![q.clone()]);

    history.insert(entry(dot(1, 2), q.clone(), answer("2"), vec![dot(1, 1), dot(2, 1)]));
    let state = history.state();
    assert_eq!(state.documents[&document()].undecided, Vec::<Path>::new());
    assert_eq!(state.documents[&document()].slots[&q].raw, "2");
    assert_eq!(history.len(), 3);
}

#[test]
fn the_same_answer_twice_is_no_conflict() {
    let q = Path::question("r301a");
    let mut history = History::default();
    history.insert(entry(dot(1, 1), q.clone(), answer("1"), vec![]));
    history.insert(entry(dot(2, 1), q, answer("1"), vec![]));
    assert!(history.state().documents[&document()].undecided.is_empty());
}

#[test]
fn two_contents_of_one_dot_are_both_kept_and_shown() {
    let q = Path::question("r301a");
    let mut history = History::default();
    history.insert(entry(dot(1, 1), q.clone(), answer("1"), vec![]));
    history.insert(entry(dot(1, 1), q, answer("2"), vec![]));
    assert_eq!(history.len(), 2);
    assert_eq!(history.forks(), BTreeSet::from([dot(1, 1)]));
}

#[test]
fn a_fork_is_seen_before_it_is_let_in() {
    let said = |seq, text: &str| entry(dot(1, seq), Path::question("r301a"), answer(text), vec![]);
    let mut history = History::default();
    history.insert(said(1, "1"));
    assert!(!history.would_fork(&[said(1, "1"), said(2, "2")]));
    assert!(history.would_fork(&[said(2, "2"), said(1, "2")]));
    assert!(history.would_fork(&[said(2, "2"), said(2, "3")]));
}

#[test]
fn an_answer_to_a_removed_member_is_a_decision() {
    let id = InstanceId(Uuid::from_u128(100));
    let order = OrderKey::between(None, None);
    let mut history = History::default();
    history.insert(entry(
        dot(1, 1),
        Path::instance(id),
        Change::Join { repeat: "anggota".into(), order, parent: None, from: None },
        vec![],
    ));
    history.insert(entry(
        dot(1, 2),
        Path::instance(id),
        Change::Leave { to: None },
        vec![dot(1, 1)],
    ));
    history.insert(entry(dot(2, 1), Path::of(id, "r402"), answer("A"), vec![]));
    let state = &history.state().documents[&document()];
    assert!(state.instances.is_empty() && state.slots.is_empty());
    assert_eq!(state.undecided, vec![Path::of(id, "r402")]);
}
