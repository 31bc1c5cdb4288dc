//! The form engine: loading the form, an answer in small and large families, one more member, each
//! beside JavaRosa and xforms-engine, which take the same steps with the same form and family; all
//! rules from nothing, and the memory of a live family, which they have not.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;
use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, NoFunctions, Owed, Path};
use cacah_testkit::bench::{Figure, Report, Unit, figure, memory_of};
use cacah_testkit::forms::{Engine, Reference, Step};
use cacah_testkit::peer::{steps, xform};
use cacah_testkit::questionnaire::{ROSTER, compile, files, instance, interview};
use cacah_testkit::ternate::{self as keyed, FamilyAnswers, families};

/// Runs of each figure, ours and theirs; `CACAH_RUNS` divides them for a quick look.
const LOADS: usize = 40;
const SETS: usize = 1000;
const ADDS: usize = 200;
const RULES: usize = 200;

/// Interviews kept alive at once to see what one holds.
const KEPT: usize = 20;

/// Name of the form in `schemas/forms`.
const FORM: &str = "regsosek22-k";

/// An answer that is changed to and fro: name, question of the last member or the document, values.
const ANSWERS: [(&str, &str, bool, [&str; 2]); 3] = [
    // Whether all of the member's other questions are asked.
    ("many", "r404", true, ["5", "1"]),
    // The age, which the rules and the head's age read over all members.
    ("age", "r407", true, ["41", "42"]),
    ("none", "catatan", false, ["a", "b"]),
];

fn main() -> ExitCode {
    let sheets = files(FORM);
    let form = Arc::new(compile(&sheets));
    let mut bench = Bench::prepare();
    bench.beside(&load(&sheets), &[], (&[], &[]), runs(LOADS));
    for members in [5, 20, 50] {
        let family = family_of(members);
        let before = steps(&form, &family);
        for (name, question, within, values) in ANSWERS {
            let id = within.then(|| instance(members - 1));
            let bench_name = format!("form.set.{name}.{members}");
            let ours = set(
                &form,
                &family,
                &bench_name,
                &Path { instance: id, question: question.into() },
                values,
            );
            let prefix = if within { format!("{ROSTER}[{members}]/") } else { String::new() };
            let theirs = values
                .map(|value| Step::Set { set: format!("{prefix}{question}"), value: value.into() });
            bench.beside(&ours, &before, (&theirs, &[]), runs(SETS));
        }
        if members > 5 {
            let more = [Step::Add { add: ROSTER.into() }];
            let less = [Step::Remove { remove: format!("{ROSTER}[{}]", members + 1) }];
            bench.beside(&add(&form, &family), &before, (&more, &less), runs(ADDS));
        }
    }
    bench.report.0.push(rules(&form));
    bench.report.0.push(memory(&form));
    println!("{}", bench.report);
    if bench.report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runs(all: usize) -> usize {
    let divisor = std::env::var("CACAH_RUNS").ok().and_then(|text| text.parse().ok());
    (all / divisor.unwrap_or(1)).max(1)
}

/// The references with the form loaded, or why they are not, and the figures so far.
struct Bench {
    peers: Vec<(Engine, Result<Reference, String>)>,
    report: Report,
}

impl Bench {
    fn prepare() -> Self {
        let xml = xform(FORM);
        let start = |engine| {
            let mut reference = Reference::start(engine)?;
            reference.load(xml.as_ref().map_err(Clone::clone)?).map(|()| reference)
        };
        let peers = [Engine::JavaRosa, Engine::XformsEngine];
        let peers = peers.into_iter().map(|engine| (engine, start(engine))).collect();
        Self { peers, report: Report::default() }
    }

    fn beside(&mut self, ours: &Figure, before: &[Step], steps: (&[Step], &[Step]), runs: usize) {
        for (engine, peer) in &mut self.peers {
            let times = match peer {
                Ok(reference) => reference.times(before, steps, runs),
                Err(error) => Err(error.clone()),
            };
            let median = times.map(|times| ours.median_of(times));
            self.report.0.push(ours.clone().beside_peer(engine.name(), median));
        }
    }
}

/// From the bytes of the sheets to an empty interview.
fn load(sheets: &[(String, Vec<u8>)]) -> Figure {
    figure("form.load", Unit::Ms, runs(LOADS), |watch| {
        watch.run(|| Interview::new(Arc::new(compile(sheets)), Arc::new(NoFunctions)));
    })
}

/// A family of `members`, put together from as many synthetic ones as it takes; it has one head,
/// and whoever joins it from another is some relative (r409 = 8).
fn family_of(members: usize) -> FamilyAnswers {
    let mut all = families(1, 200).into_iter().map(|family| family.answers());
    let mut family = all.next().expect("a family");
    let put = |answers: &mut Vec<keyed::Answer>, question: &str, raw: &str| {
        for answer in answers.iter_mut().filter(|answer| answer.question == question) {
            raw.clone_into(&mut answer.raw);
        }
    };
    family.members.extend(all.flat_map(|other| other.members).map(|mut member| {
        put(&mut member, "r409", "8");
        member
    }));
    family.members.truncate(members);
    put(&mut family.opening, "r112", &members.to_string());
    family
}

/// One answer in a complete family, to and fro.
fn set(
    form: &Arc<Form>,
    family: &FamilyAnswers,
    name: &str,
    path: &Path,
    values: [&str; 2],
) -> Figure {
    let mut interview = interview(form, Arc::new(NoFunctions), family);
    figure(name, Unit::Us, runs(SETS), |watch| {
        for value in values {
            watch.run(|| interview.set(path, Answer::raw(value)).expect("an answer"));
        }
    })
}

/// One more member after a complete family.
fn add(form: &Arc<Form>, family: &FamilyAnswers) -> Figure {
    let members = family.members.len();
    let id = instance(members);
    let mut interview = interview(form, Arc::new(NoFunctions), family);
    figure(&format!("form.add.{members}"), Unit::Us, runs(ADDS), |watch| {
        watch.run(|| interview.add(ROSTER, id, None, usize::MAX).expect("a new member"));
        interview.remove(id).expect("it leaves again");
    })
}

/// All rules on a family of four, from its answers to the findings.
fn rules(form: &Arc<Form>) -> Figure {
    let family = family_of(4);
    let instances: Vec<Instance> = (0..family.members.len()).map(instance).collect();
    let document = family.opening.iter().chain(&family.closing);
    let mut answers: Vec<(Path, Answer)> = document
        .map(|answer| (Path::document(&answer.question), Answer::raw(&answer.raw)))
        .collect();
    for (id, member) in instances.iter().zip(&family.members) {
        let of = |question: &String| Path::of(*id, question);
        answers.extend(member.iter().map(|one| (of(&one.question), Answer::raw(&one.raw))));
    }
    figure("form.rules.4", Unit::Us, runs(RULES), |watch| {
        let answers = answers.clone().into_iter();
        let placed = instances.iter().map(|id| (ROSTER, *id, None));
        watch.run(|| {
            let mut interview =
                Interview::load(Arc::clone(form), Arc::new(NoFunctions), placed, answers);
            interview.finish(Owed::Enumerator);
            interview.findings()
        });
    })
}

/// What a live family of fifty holds: the growth of this process, shared out.
fn memory(form: &Arc<Form>) -> Figure {
    let family = family_of(50);
    let live = || interview(form, Arc::new(NoFunctions), &family);
    let warm = live();
    let before = memory_of(std::process::id());
    let kept: Vec<Interview> = (0..KEPT).map(|_| live()).collect();
    let grown = memory_of(std::process::id()) - before;
    drop((warm, kept));
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    Figure::read("form.memory.50", Unit::Mib, grown / KEPT as f64)
}
