//! Any history of steps ends where a load of its answers starts, and the deltas on the way add
//! up to the difference.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cacah_form::{Answer, Delta, Finding, Form, Instance, Interview, Owed, Path};
use common::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Set(usize, usize, Answer),
    Add(u128, usize),
    Remove(usize),
    Move(usize, usize),
    Finish(Owed),
    Reopen,
}

fn answer() -> impl Strategy<Value = Answer> {
    let raw = prop_oneof![
        4 => proptest::sample::select(vec!["", "1", "2", "3", "5", "0", "01", "98", "99"]),
        2 => proptest::sample::select(vec!["7", "17", "40", "200", "x", "1 4", "8271000000000000"]),
    ];
    let missing = proptest::option::weighted(0.1, Just("menolak".to_owned()));
    let confirmed = proptest::sample::select(vec!["K003", "K010", "K019", "K028", "K045"]);
    (raw, missing, proptest::option::weighted(0.2, confirmed)).prop_map(
        |(raw, missing, confirmed)| {
            let confirmed = confirmed.map(str::to_owned).into_iter().collect();
            Answer { raw: raw.to_owned(), missing, confirmed, ..Answer::default() }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let role = prop_oneof![Just(Owed::Enumerator), Just(Owed::Coder)];
    prop_oneof![
        12 => (0usize..6, 0usize..20, answer()).prop_map(|(m, q, a)| Step::Set(m, q, a)),
        3 => (1u128..8, 0usize..8).prop_map(|(id, at)| Step::Add(id, at)),
        1 => (0usize..6).prop_map(Step::Remove),
        1 => (0usize..6, 0usize..6).prop_map(|(from, to)| Step::Move(from, to)),
        1 => role.prop_map(Step::Finish),
        1 => Just(Step::Reopen),
    ]
}

/// The interview, and what someone knows who has only seen its deltas.
struct Watched {
    interview: Interview,
    shown: BTreeSet<Path>,
    required: BTreeSet<Path>,
    findings: BTreeMap<(String, Path), Finding>,
}

impl Watched {
    fn new(form: &Arc<Form>) -> Self {
        let interview = interview(form);
        let mut watched = Self {
            shown: BTreeSet::new(),
            required: BTreeSet::new(),
            findings: BTreeMap::new(),
            interview,
        };
        for path in places(&watched.interview) {
            watched.notice_start(path);
        }
        for finding in watched.interview.findings() {
            watched.findings.insert((finding.id.clone(), finding.path.clone()), finding);
        }
        watched
    }

    fn notice_start(&mut self, path: Path) {
        if self.interview.required(&path) {
            self.required.insert(path.clone());
        }
        if self.interview.relevant(&path) {
            self.shown.insert(path);
        }
    }

    fn notice(&mut self, delta: Delta) {
        for path in delta.shown {
            assert!(self.shown.insert(path), "shown, though it was");
        }
        for path in delta.hidden {
            assert!(self.shown.remove(&path), "hidden, though it was");
        }
        for (path, required) in delta.required {
            let changed =
                if required { self.required.insert(path) } else { self.required.remove(&path) };
            assert!(changed, "required or not, though it was");
        }
        for key in delta.cleared {
            assert!(self.findings.remove(&key).is_some(), "cleared, though not there: {key:?}");
        }
        for finding in delta.findings {
            let key = (finding.id.clone(), finding.path.clone());
            let before = self.findings.insert(key, finding.clone());
            assert_ne!(before, Some(finding), "told, though it was so");
        }
        assert_eq!(delta.progress, self.interview.progress());
    }

    fn take(&mut self, step: Step) {
        let members = self.interview.instances("anggota");
        let member = |at: usize| members.get(at).copied();
        let delta = match step {
            Step::Set(at, question, answer) => {
                let form = Arc::clone(self.interview.form());
                let question = &form.questions()[question % form.questions().len()];
                let instance = question.repeat.and_then(|_| member(at));
                let path = Path { instance, question: question.name.clone() };
                self.interview.set(&path, answer)
            }
            Step::Add(number, at) => self.interview.add("anggota", id(number), None, at),
            Step::Remove(at) => {
                let Some(id) = member(at) else { return };
                self.shown.retain(|path| path.instance != Some(id));
                self.required.retain(|path| path.instance != Some(id));
                self.interview.remove(id)
            }
            Step::Move(from, to) => {
                let Some(id) = member(from) else { return };
                self.interview.move_to(id, to)
            }
            Step::Finish(role) => Ok(self.interview.finish(role)),
            Step::Reopen => Ok(self.interview.reopen()),
        };
        if let Ok(delta) = delta {
            self.notice(delta);
        }
    }
}

fn places(interview: &Interview) -> Vec<Path> {
    let members: Vec<Option<Instance>> =
        interview.instances("anggota").iter().map(|id| Some(*id)).collect();
    let form = interview.form();
    form.questions()
        .iter()
        .flat_map(|question| {
            let instances = if question.repeat.is_some() { members.clone() } else { vec![None] };
            instances.into_iter().map(|instance| Path { instance, question: question.name.clone() })
        })
        .collect()
}

/// The same answers, loaded from nothing.
fn reloaded(interview: &Interview, roles: &[Owed]) -> Interview {
    let answers: Vec<_> = places(interview)
        .into_iter()
        .filter_map(|path| Some((path.clone(), interview.answer(&path)?.clone())))
        .filter(|(_, answer)| *answer != Answer::default())
        .collect();
    let form = Arc::clone(interview.form());
    let placed = interview.placed().into_iter();
    let mut loaded = Interview::load(form, functions(), placed, answers.into_iter());
    for role in roles {
        loaded.finish(*role);
    }
    loaded
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn steps_end_where_a_load_starts(steps in proptest::collection::vec(step(), 1..50)) {
        let form = family();
        let mut watched = Watched::new(&form);
        let mut roles = Vec::new();
        for step in steps {
            match &step {
                Step::Finish(role) => roles.push(*role),
                Step::Reopen => roles.clear(),
                _ => {}
            }
            watched.take(step);
        }
        let interview = &watched.interview;
        let loaded = reloaded(interview, &roles);
        prop_assert_eq!(interview.findings(), loaded.findings());
        prop_assert_eq!(interview.progress(), loaded.progress());
        prop_assert_eq!(interview.fields(), loaded.fields());
        prop_assert_eq!(interview.open_questions(), loaded.open_questions());
        for path in places(interview) {
            prop_assert_eq!(interview.value(&path), loaded.value(&path), "{}", path);
            prop_assert_eq!(interview.relevant(&path), loaded.relevant(&path), "{}", path);
            prop_assert_eq!(interview.required(&path), loaded.required(&path), "{}", path);
            prop_assert_eq!(watched.shown.contains(&path), loaded.relevant(&path), "{}", path);
            prop_assert_eq!(watched.required.contains(&path), loaded.required(&path), "{}", path);
        }
        let known: Vec<_> = watched.findings.values().cloned().collect();
        let mut live = interview.findings();
        live.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        prop_assert_eq!(known, live);
    }
}
