use cacah_family::entry::{Change, Mode};
use cacah_family::paper::{Outcome, Verified};
use cacah_family::slot::Slot;

use super::*;
use crate::fixture::{Laptop, Work, entry};
use crate::{Commit, NewEntry};

/// Keys something, a minute after what was before.
fn key(laptop: &mut Laptop, work: Work, name: &str, (change, mode): (Change, Mode)) {
    laptop.host.pass(60_000);
    let effort = Effort { keys: 4, active: 1_500 };
    let new = entry(work, Path::question(name), change, vec![]);
    let entries = vec![NewEntry { mode, effort, ..new }];
    laptop.store.append(Commit { entries, ..Commit::default() }).unwrap();
}

#[test]
fn what_keying_cost_comes_in_the_order_of_the_clock_with_the_question_it_was_about() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let slot = |mode| (Change::Slot(Slot::keyed("1", None)), mode);
    key(&mut laptop, work, "r301a", slot(Mode::Visit));
    key(&mut laptop, work, "r301a", slot(Mode::Keying));
    for question in [Some(Path::question("r407")), None] {
        let verified = Verified { question, outcome: Outcome::Same, second: None };
        key(&mut laptop, work, Path::VERIFIED, (Change::Verified(verified), Mode::Verifying));
    }
    let all = laptop.store.efforts(None, (0, Millis::MAX)).unwrap();
    let questions: Vec<_> = all.iter().map(|effort| effort.question.as_deref()).collect();
    assert_eq!(questions, [Some("r301a"), Some("r407"), None]);
    assert!(all.is_sorted_by_key(|effort| effort.at));
    assert_eq!(all[0].effort, Effort { keys: 4, active: 1_500 });
    let me = laptop.store.enrolment().officer;
    assert_eq!(laptop.store.efforts(Some(me), (all[1].at, all[2].at)).unwrap(), all[1..2]);
    let nobody = OfficerId(uuid::Uuid::nil());
    assert!(laptop.store.efforts(Some(nobody), (0, Millis::MAX)).unwrap().is_empty());
}

#[test]
fn they_are_found_without_reading_the_journal() {
    let laptop = Laptop::new();
    let plan = format!("EXPLAIN QUERY PLAN {EFFORTS}");
    let mut plan = laptop.store.connection.prepare(&plan).unwrap();
    let none: Option<uuid::Uuid> = None;
    let steps = plan.query_map(params![0, 1, none], |row| row.get::<_, String>(3)).unwrap();
    let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
    assert!(steps.iter().any(|step| step.contains("INDEX entry_work")), "{steps:?}");
}
