use proptest::prelude::*;
use uuid::Uuid;

use std::collections::BTreeSet;

use super::*;
use crate::entry::{Actor, Change, Comment, Dot, Effort, Entry, File, Mode, Role, Times};
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

fn order() -> OrderKey {
    OrderKey::between(None, None)
}

fn join(from: Option<FamilyId>) -> Change {
    Change::Join { repeat: "anggota".into(), order: order(), parent: None, from }
}

fn member(m: u8) -> InstanceId {
    InstanceId(Uuid::from_u128(100 + u128::from(m)))
}

fn other_family(n: u8) -> FamilyId {
    FamilyId(Uuid::from_u128(0xF0 + u128::from(n)))
}

/// What a laptop does.
#[derive(Debug, Clone)]
enum Deed {
    Answer(u8, u8),
    Join(u8),
    Leave(u8),
    Move(u8),
    Remove,
    Restore,
    Finish,
    Return,
    Alias(u8),
    Accept(u8),
    Photo(u8),
    NoPhoto,
}

impl Deed {
    fn written(self) -> (Path, Change) {
        match self {
            Self::Answer(q, v) if q < 2 => {
                (Path::question(&format!("r{q}")), answer(&v.to_string()))
            }
            Self::Answer(q, v) => (Path::of(member(q - 2), "r402"), answer(&v.to_string())),
            Self::Join(m) => (Path::instance(member(m)), join(None)),
            Self::Leave(m) => (Path::instance(member(m)), Change::Leave { to: None }),
            Self::Move(m) => {
                (Path::instance(member(m)), Change::Leave { to: Some(other_family(1)) })
            }
            Self::Remove => (Path::question(Path::REMOVED), Change::Removed {}),
            Self::Restore => (Path::question(Path::REMOVED), Change::Restored {}),
            Self::Finish => {
                (Path::question(Path::STATE), Change::Finished { role: Role::Enumerator })
            }
            Self::Return => {
                let comments = vec![Comment { path: None, text: "lagi".into() }];
                (Path::question(Path::STATE), Change::Returned { comments })
            }
            Self::Alias(n) => {
                (Path::question(Path::ALIAS), Change::Alias { family: other_family(n) })
            }
            Self::Accept(n) => {
                let document = DocumentId(Uuid::from_u128(n.into()));
                (Path::question(Path::ACCEPTED), Change::Accepted { document })
            }
            Self::Photo(n) => (Path::of(member(9), Path::FILE), Change::File(file(n))),
            Self::NoPhoto => (Path::of(member(9), Path::FILE), Change::NoFile {}),
        }
    }
}

fn file(n: u8) -> File {
    File { media: "image/png".into(), bytes: n.into(), key: "0".repeat(64), chunks: vec![] }
}

/// Histories as laptops make them: each actor sees only what it has merged so far.
#[derive(Debug, Clone)]
enum Step {
    Do(u8, Deed),
    Hear(u8, u8),
    /// A copy of this laptop gives its last number again, and this one hears of it.
    Fork(u8, u8, Deed),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        10 => (0..4u8, 0..3u8).prop_map(|(q, v)| Deed::Answer(q, v)),
        4 => (0..2u8).prop_map(Deed::Join),
        2 => (0..2u8).prop_map(Deed::Leave),
        1 => (0..2u8).prop_map(Deed::Move),
        1 => Just(Deed::Remove),
        1 => Just(Deed::Restore),
        1 => Just(Deed::Finish),
        1 => Just(Deed::Return),
        1 => (0..3u8).prop_map(Deed::Alias),
        1 => (0..3u8).prop_map(Deed::Accept),
        1 => (0..2u8).prop_map(Deed::Photo),
        1 => Just(Deed::NoPhoto),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        16 => (0..3u8, deed()).prop_map(|(who, deed)| Step::Do(who, deed)),
        4 => (0..3u8, 0..3u8).prop_map(|(who, whom)| Step::Hear(who, whom)),
        1 => (0..3u8, 0..3u8, deed()).prop_map(|(who, by, deed)| Step::Fork(who, by, deed)),
    ];
    prop::collection::vec(step, 0..40)
}

/// What `history` would have written next under this dot.
fn next(history: &History, dot: Dot, deed: Deed) -> Entry {
    let (path, change) = deed.written();
    let family = matches!(change, Change::Alias { .. } | Change::Accepted { .. });
    let of = (!family).then(document);
    let over = history.over(of, &path, &change);
    let mut entry = entry(dot, path, change, over);
    entry.document = of;
    entry
}

fn play(steps: &[Step]) -> [History; 3] {
    let mut known: [History; 3] = std::array::from_fn(|_| History::default());
    let mut seqs = [0u64; 3];
    for step in steps {
        match step.clone() {
            Step::Do(who, deed) => {
                let at = usize::from(who);
                seqs[at] += 1;
                let entry = next(&known[at], dot(who, seqs[at]), deed);
                known[at].insert(entry);
            }
            Step::Hear(who, whom) => {
                let heard = known[usize::from(whom)].clone();
                known[usize::from(who)].union(heard);
            }
            Step::Fork(who, by, deed) => {
                let entry =
                    next(&known[usize::from(by)], dot(who, seqs[usize::from(who)].max(1)), deed);
                known[usize::from(by)].insert(entry);
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
    fn the_order_of_arrival_does_not_matter(steps in steps(), seed in any::<u64>()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        let mut shuffled: Vec<Entry> = all.entries().cloned().collect();
        shuffled.sort_by_key(|entry| {
            blake3::hash(&[&seed.to_le_bytes()[..], &entry.digest()].concat()).to_hex()
        });
        let mut arrived = History::default();
        for entry in shuffled {
            prop_assert!(arrived.insert(entry.clone()));
            prop_assert!(!arrived.insert(entry));
        }
        prop_assert_eq!(&arrived, &all);
        prop_assert_eq!(arrived.state(), all.state());
    }

    /// Every entry is a head, or an entry at its path came after it.
    #[test]
    fn nothing_vanishes_without_an_entry_over_it(steps in steps()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        for of in [None, Some(document())] {
            let heads = all.heads(of);
            for entry in all.entries().filter(|entry| entry.document == of) {
                let heads = &heads[&entry.path];
                prop_assert!(!heads.is_empty());
                let at_path = || all.entries().filter(|e| e.document == of && e.path == entry.path);
                let replaced = at_path().any(|e| e.over.contains(&entry.dot))
                    || at_path().any(|e| e.dot.actor == entry.dot.actor && e.dot.seq > entry.dot.seq)
                    || at_path().any(|later| all.entries().any(|deletion| {
                        deletion.over.contains(&entry.dot)
                            && deletion.dot.actor == later.dot.actor
                            && deletion.dot.seq < later.dot.seq
                    }));
                prop_assert!(heads.contains(&entry) || replaced);
            }
        }
    }

    /// A decision goes by an entry over all its heads, and by nothing less.
    #[test]
    fn a_decision_takes_an_entry_over_every_head(steps in steps()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        let paths: Vec<Path> = all.heads(Some(document())).keys().map(|path| (*path).clone()).collect();
        for path in paths {
            let heads: Vec<Entry> = all.heads(Some(document()))[&path].iter().map(|e| (*e).clone()).collect();
            let differ = heads.iter().any(|head| head.change != heads[0].change);
            let open = |history: &History| history.document(document()).undecided.contains(&path);
            if !differ || path.is_log() || !matches!(heads[0].change, Change::Slot(_)) {
                continue;
            }
            prop_assert!(open(&all));
            let decide = |over: Vec<Dot>| {
                let mut decided = all.clone();
                decided.insert(entry(dot(8, 1), path.clone(), answer("8"), over));
                decided
            };
            let dots: Vec<Dot> = heads.iter().map(|head| head.dot).collect();
            for left in 0..dots.len() {
                let mut most = dots.clone();
                most.remove(left);
                prop_assert!(open(&decide(most)));
            }
            let decided = decide(dots);
            prop_assert_eq!(decided.heads(Some(document()))[&path].len(), 1);
        }
    }

    #[test]
    fn what_is_removed_and_brought_back_is_as_it_was(steps in steps(), m in 0..2u8, whole in any::<bool>()) {
        let [mut a, ..] = play(&steps);
        a.insert(next(&a, dot(7, 1), Deed::Join(m)));
        a.insert(next(&a, dot(7, 2), Deed::Answer(m + 2, 2)));
        a.insert(next(&a, dot(7, 3), Deed::Restore));
        let before = a.document(document());
        let (away, back) = if whole { (Deed::Remove, Deed::Restore) } else { (Deed::Leave(m), Deed::Join(m)) };
        a.insert(next(&a, dot(7, 4), away));
        let gone = a.document(document());
        prop_assert!(!gone.slots.contains_key(&Path::of(member(m), "r402")));
        prop_assert_eq!(gone.removed, whole);
        a.insert(next(&a, dot(7, 5), back));
        prop_assert_eq!(a.document(document()), before);
    }

    /// Whatever of the two families' entries has arrived, the person counts once.
    #[test]
    fn a_person_on_the_move_counts_in_one_family(arrived in prop::collection::vec(any::<bool>(), 4)) {
        let (giving, taking) = (other_family(1), other_family(2));
        let person = member(0);
        let mut known = [History::default(), History::default()];
        let mut give = |at: usize, seq, change, over: Vec<Dot>| {
            let mut entry = entry(dot(at as u8, seq), Path::instance(person), change, over);
            entry.family = [giving, taking][at];
            known[at].insert(entry);
        };
        give(0, 1, join(None), vec![]);
        // There and, if that has arrived, back again.
        if arrived[0] { give(0, 2, Change::Leave { to: Some(taking) }, vec![dot(0, 1)]); }
        if arrived[1] { give(1, 1, join(Some(giving)), vec![]); }
        if arrived[1] && arrived[2] { give(1, 2, Change::Leave { to: Some(giving) }, vec![dot(1, 1)]); }
        if arrived[0] && arrived[3] { give(0, 3, join(Some(taking)), vec![dot(0, 2)]); }
        let states = known.map(|history| history.state());
        let moves = [states[0].moves.clone(), states[1].moves.clone()];
        let counted: usize = states.into_iter().enumerate().map(|(at, mut state)| {
            let other = &moves[1 - at];
            let own = [giving, taking][at];
            state.settle_moves(
                |person, _| other.took.contains(&(person, own)),
                |person, _| other.gave.contains(&(person, own)),
            );
            let members = state.documents.into_values().flat_map(|document| document.instances);
            members.filter(Member::counts).count()
        }).sum();
        prop_assert_eq!(counted, 1);
    }

    #[test]
    fn the_history_of_a_path_has_causes_first(steps in steps()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        for path in all.heads(Some(document())).keys() {
            let entries = all.of(Some(document()), path);
            for (at, entry) in entries.iter().enumerate() {
                let later = &entries[at + 1..];
                // A copy that gives a number again can make anything rest on anything.
                let caused = |e: &&Entry| entry.over.contains(&e.dot);
                prop_assert!(!later.iter().any(caused) || !all.forks().is_empty());
                prop_assert!(all.before(entry).iter().all(|e| entry.over.contains(&e.dot)));
            }
        }
    }

    #[test]
    fn the_sides_of_a_merge_make_up_the_whole(steps in steps()) {
        let [a, b, c] = play(&steps);
        let all = united(&[&a, &b, &c]);
        let sides = all.sides(document());
        let whole = united(&sides.iter().collect::<Vec<_>>());
        let of_document = all.entries().filter(|entry| entry.document == Some(document()));
        prop_assert_eq!(whole.len(), of_document.count());
    }
}

#[test]
fn an_error_of_the_union_alone_is_of_neither_side() {
    // Each laptop put another person in; neither knew of the other.
    let mut all = History::default();
    all.insert(entry(dot(1, 1), Path::question("r1"), answer("1"), vec![]));
    all.insert(entry(dot(1, 2), Path::instance(member(1)), join(None), vec![]));
    all.insert(entry(dot(2, 1), Path::question("r1"), answer("2"), vec![dot(1, 1)]));
    all.insert(entry(dot(2, 2), Path::instance(member(2)), join(None), vec![]));
    let sides = all.sides(document());
    let mut persons: Vec<Vec<InstanceId>> = sides
        .iter()
        .map(|side| side.document(document()).instances.iter().map(|m| m.instance).collect())
        .collect();
    persons.sort();
    assert_eq!(persons, [vec![member(1)], vec![member(2)]]);
    // One who goes on where the other stopped is no other side.
    all.insert(entry(dot(2, 3), Path::question("r2"), answer("1"), vec![dot(1, 2)]));
    assert_eq!(all.sides(document()).len(), 1);
}

#[test]
fn births_and_accepted_documents_that_differ_are_decisions_and_aliases_are_not() {
    let mut history = History::default();
    for (who, n) in [(1, 1), (2, 2)] {
        let empty = History::default();
        history.insert(next(&empty, dot(who, 1), Deed::Alias(n)));
        history.insert(next(&empty, dot(who, 2), Deed::Accept(n)));
    }
    let state = history.state();
    assert_eq!(state.aliases, BTreeSet::from([other_family(1), other_family(2)]));
    assert_eq!(state.undecided, [Path::question(Path::ACCEPTED)]);
    assert_eq!(state.accepted, None);
    history.insert(next(&history, dot(1, 3), Deed::Accept(2)));
    assert_eq!(history.state().accepted, Some(document()));
}

#[test]
fn a_returned_document_is_not_finished_and_says_why() {
    let mut history = History::default();
    history.insert(next(&history, dot(1, 1), Deed::Finish));
    history.insert(next(&history, dot(2, 1), Deed::Return));
    let state = history.document(document());
    assert_eq!((state.finished, state.returned.len()), (None, 1));
    history.insert(next(&history, dot(1, 2), Deed::Finish));
    let state = history.document(document());
    assert_eq!((state.finished, state.returned.len()), (Some(Role::Enumerator), 0));
}

#[test]
fn an_answer_that_a_removal_has_not_seen_is_a_decision() {
    let mut one = History::default();
    one.insert(next(&one, dot(1, 1), Deed::Answer(0, 1)));
    let mut two = one.clone();
    one.insert(next(&one, dot(1, 2), Deed::Remove));
    two.insert(next(&two, dot(2, 1), Deed::Answer(1, 1)));
    let state = united(&[&one, &two]).document(document());
    assert!(state.removed && state.slots.is_empty());
    assert_eq!(state.undecided, [Path::question("r1")]);
}

/// As the first builds undid a removal: every answer again, over nothing.
#[test]
fn answers_written_again_after_a_removal_replace_the_old_ones() {
    let q = Path::of(member(1), "r402");
    let mut history = History::default();
    history.insert(next(&history, dot(1, 1), Deed::Join(1)));
    history.insert(entry(dot(1, 2), q.clone(), answer("1"), vec![]));
    history.insert(next(&history, dot(1, 3), Deed::Leave(1)));
    history.insert(next(&history, dot(1, 4), Deed::Join(1)));
    history.insert(entry(dot(1, 5), q.clone(), answer("1"), vec![]));
    history.insert(entry(dot(1, 6), q.clone(), answer("2"), vec![dot(1, 5)]));
    let state = history.document(document());
    assert!(state.undecided.is_empty());
    assert_eq!(state.slots[&q].raw, "2");
}

#[test]
fn a_fork_is_settled_only_by_who_has_seen_both_contents() {
    let q = Path::question("r1");
    let mut history = History::default();
    history.insert(entry(dot(1, 1), q.clone(), answer("1"), vec![]));
    history.insert(entry(dot(1, 1), q.clone(), answer("2"), vec![]));
    history.insert(entry(dot(1, 2), q.clone(), answer("3"), vec![dot(1, 1)]));
    assert_eq!(history.heads(Some(document()))[&q].len(), 3);
    let over = history.over(Some(document()), &q, &answer("3"));
    history.insert(entry(dot(2, 1), q, answer("3"), over));
    assert!(history.document(document()).undecided.is_empty());
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

/// Sizes at which the square of the entries would take minutes.
const MANY: u64 = 25_000;

fn many(written: impl Fn(u64) -> (Path, Change, Vec<Dot>)) -> History {
    let mut history = History::default();
    for seq in 1..=MANY {
        let (path, change, over) = written(seq);
        history.insert(entry(dot(1, seq), path, change, over));
    }
    history
}

fn nested(at: u64) -> InstanceId {
    InstanceId(Uuid::from_u128(1_000_000 + u128::from(at)))
}

#[test]
fn many_heads_at_one_path_and_a_deletion_over_all_of_them_are_merged() {
    let q = Path::question("r1");
    let mut history = many(|seq| (q.clone(), answer(&seq.to_string()), vec![]));
    assert_eq!(history.heads(Some(document()))[&q].len() as u64, MANY);
    let over = (1..=MANY).map(|seq| dot(1, seq)).collect();
    history.insert(entry(dot(2, 1), Path::question(Path::REMOVED), Change::Removed {}, over));
    assert!(history.document(document()).removed);
    history.insert(entry(dot(2, 2), q.clone(), answer("0"), vec![]));
    assert_eq!(history.heads(Some(document()))[&q].len(), 1, "its writer has seen them all");
}

#[test]
fn instances_nested_without_end_and_all_removed_are_merged() {
    let mut history = many(|seq| {
        let parent = Some(nested(seq + 1));
        let join = Change::Join { repeat: "anggota".into(), order: order(), parent, from: None };
        (Path::instance(nested(seq)), join, vec![])
    });
    let last = Path::instance(nested(1));
    assert_eq!(history.over(Some(document()), &last, &Change::Leave { to: None }).len(), 1);
    for seq in 1..=MANY {
        let leave = Change::Leave { to: None };
        history.insert(entry(dot(2, seq), Path::instance(nested(seq)), leave, vec![dot(1, seq)]));
    }
    assert!(history.document(document()).instances.is_empty());
}

#[test]
fn a_person_who_leaves_without_end_is_merged() {
    let leave = Change::Leave { to: Some(other_family(1)) };
    let history = many(|_| (Path::instance(member(0)), leave.clone(), vec![]));
    assert_eq!(history.state().moves.gave.len(), 1);
    let history = many(|seq| (Path::instance(member(0)), join(None), vec![dot(1, seq / 2)]));
    assert_eq!(history.of(Some(document()), &Path::instance(member(0))).len() as u64, MANY);
    assert_eq!(history.state().documents[&document()].instances.len(), 1);
}

#[test]
fn of_more_actors_than_anybody_could_ask_the_whole_is_one_side() {
    let mut history = History::default();
    for incarnation in 1..=2_000 {
        let mut entry = entry(dot(1, 1), Path::question("r1"), answer("1"), vec![]);
        entry.dot.actor.incarnation = incarnation;
        history.insert(entry);
    }
    let sides = history.sides(document());
    assert_eq!(sides.iter().map(History::len).collect::<Vec<_>>(), [2_000]);
}
