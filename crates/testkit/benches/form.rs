//! The form engine: loading the form, an answer in a small and a large family, one more member.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;
use std::sync::Arc;

use cacah_form::{Answer, Form, Interview, NoFunctions, Path};
use cacah_testkit::bench::{Figure, Report, Unit, Watch, figure};
use cacah_testkit::questionnaire::{ROSTER, compile, files, instance, interview};
use cacah_testkit::ternate::{FamilyAnswers, families};

fn main() -> ExitCode {
    let sheets = files("regsosek22-k");
    let form = Arc::new(compile(&sheets));
    let load = figure("form.load", Unit::Ms, 50, |watch| {
        watch.run(|| compile(&sheets));
    });
    let report = Report(vec![load, set(&form, 5), set(&form, 50), add(&form, 50)]);
    println!("{report}");
    if report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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
    figure(&format!("form.set.{members}"), Unit::Us, 20, |watch: &mut Watch| {
        let mut interview: Interview = interview(form, Arc::new(NoFunctions), &family);
        interview.add(ROSTER, id, usize::MAX).expect("a new member");
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
    figure(&format!("form.add.{members}"), Unit::Us, 200, |watch| {
        watch.run(|| interview.add(ROSTER, id, usize::MAX).expect("a new member"));
        interview.remove(id).expect("it leaves again");
    })
}
