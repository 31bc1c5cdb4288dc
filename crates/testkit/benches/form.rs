//! The form engine: loading the form, an answer in a small and a large family, one more member;
//! each beside JavaRosa, which takes the same steps with the same form and family.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;
use std::sync::Arc;

use cacah_form::{Answer, Form, Interview, NoFunctions, Path};
use cacah_testkit::bench::{Figure, Report, Unit, Watch, figure};
use cacah_testkit::peer::{JavaRosa, Task, lines};
use cacah_testkit::questionnaire::{ROSTER, compile, files, instance, interview};
use cacah_testkit::ternate::{FamilyAnswers, families};

/// Runs of each figure, ours and theirs.
const LOADS: usize = 50;
const SETS: usize = 20;
const ADDS: usize = 200;

/// Name of the form in `schemas/forms`.
const FORM: &str = "regsosek22-k";

fn main() -> ExitCode {
    let sheets = files(FORM);
    let form = Arc::new(compile(&sheets));
    let javarosa = JavaRosa::prepare(FORM);
    let beside = |ours: Figure, task: Task, runs: usize, family: &str| {
        let theirs = javarosa.as_ref().map_err(Clone::clone);
        let median = theirs.and_then(|peer| peer.median(task, runs, ours.unit, family));
        ours.beside_peer("javarosa", median)
    };
    let mut report = Report(vec![beside(load(&sheets), Task::Load, LOADS, "")]);
    for members in [5, 50] {
        let family = lines(&form, &family_of(members));
        report.0.push(beside(set(&form, members), Task::Set, SETS, &family));
    }
    let family = lines(&form, &family_of(50));
    report.0.push(beside(add(&form, 50), Task::Add, ADDS, &family));
    println!("{report}");
    if report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// From the bytes of the sheets to an empty interview.
fn load(sheets: &[(String, Vec<u8>)]) -> Figure {
    figure("form.load", Unit::Ms, LOADS, |watch| {
        watch.run(|| Interview::new(Arc::new(compile(sheets)), Arc::new(NoFunctions)));
    })
}

/// A family of `members`, put together from as many synthetic ones as it takes.
fn family_of(members: usize) -> FamilyAnswers {
    let mut all = families(1, 200).into_iter().map(|family| family.answers());
    let mut family = all.next().expect("a family");
    family.members.extend(all.flat_map(|other| other.members));
    family.members.truncate(members);
    family
}

/// Every answer of the last member, one by one, the others being complete.
fn set(form: &Arc<Form>, members: usize) -> Figure {
    let mut family = family_of(members);
    let last = family.members.pop().expect("a last member");
    let id = instance(members);
    figure(&format!("form.set.{members}"), Unit::Us, SETS, |watch: &mut Watch| {
        let mut interview: Interview = interview(form, Arc::new(NoFunctions), &family);
        interview.add(ROSTER, id, None, usize::MAX).expect("a new member");
        for answer in &last {
            let path = Path::of(id, &answer.question);
            watch.run(|| interview.set(&path, Answer::raw(&answer.raw)).expect("an answer"));
        }
    })
}

/// One more member after `members` complete ones.
fn add(form: &Arc<Form>, members: usize) -> Figure {
    let family = family_of(members);
    let id = instance(members);
    let mut interview = interview(form, Arc::new(NoFunctions), &family);
    figure(&format!("form.add.{members}"), Unit::Us, ADDS, |watch| {
        watch.run(|| interview.add(ROSTER, id, None, usize::MAX).expect("a new member"));
        interview.remove(id).expect("it leaves again");
    })
}
