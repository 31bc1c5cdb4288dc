//! Our engine beside JavaRosa and xforms-engine: random forms, random scripts of answers.
//!
//! `CACAH_FORMS`, `CACAH_SCRIPTS` and `CACAH_SEED` make a run longer or another one.

#![expect(clippy::print_stdout, reason = "it says how many comparisons were made")]

use std::fmt::Write as _;
use std::sync::Arc;

use cacah_testkit::forms::{
    DIFFERENCES, Engine, FAILS, Mismatch, Pyxform, Reference, Row, Step, Survey, asked, compare,
    draw, ours, scripts, shrink,
};

/// A number from the environment.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Why a form and a script do not agree.
#[derive(Debug)]
enum Failure {
    Differs(Mismatch),
    /// One of the programs could not go on.
    Broken(String),
}

impl Failure {
    /// What has to stay the same while a failure is made smaller.
    fn kind(&self) -> &str {
        match self {
            Self::Differs(mismatch) => mismatch.what,
            Self::Broken(_) => "broken",
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Broken(message)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Differs(mismatch) => mismatch.fmt(f),
            Self::Broken(message) => f.write_str(message),
        }
    }
}

/// A reference with what it needs to be asked.
struct Bench {
    pyxform: Pyxform,
    reference: Reference,
}

impl Bench {
    fn start(engine: Engine) -> Self {
        let pyxform = Pyxform::start().expect("pyxform");
        Self { pyxform, reference: Reference::start(engine).expect("the reference") }
    }

    fn load(&mut self, survey: &Survey) -> Result<(), String> {
        let xml = self.pyxform.convert(survey)?;
        self.reference.load(&xml)
    }

    /// Our engine with `survey`, the reference with the form it has loaded.
    fn compare(&mut self, survey: &Survey, script: &[Step]) -> Result<usize, Failure> {
        let refuses = self.reference.engine.refuses();
        let form = Arc::new(survey.compile()?);
        let script = asked(&form, script.to_vec(), refuses)?;
        let ours = ours(&form, &script, refuses)?;
        let theirs = self.reference.run(&script)?;
        compare(&script, &ours, &theirs).map_err(Failure::Differs)
    }

    /// Scripts for random forms from `first` on; of each form the first difference is told, made
    /// small.
    fn agree(&mut self, first: u64, forms: u64, each: u64) {
        let (engine, mut made, mut failed) = (self.reference.engine, 0, String::new());
        for seed in first..first + forms {
            let survey = draw(seed, engine);
            if let Err(refused) = survey.compile().and_then(|_| self.load(&survey)) {
                writeln!(failed, "form {seed}: {refused}").expect("text");
                continue;
            }
            for (at, script) in (1..).zip(scripts(&survey, seed, each, engine.refuses())) {
                match self.compare(&survey, &script) {
                    Ok(count) => made += count,
                    Err(failure) => {
                        let least = self.least(survey, script, failure.kind());
                        writeln!(failed, "form {seed}, script {at}: {failure}{least}")
                            .expect("text");
                        break;
                    }
                }
            }
        }
        println!("{engine:?}: {made} comparisons in {forms} forms, {each} scripts each");
        assert!(failed.is_empty(), "{engine:?}\n{failed}");
    }

    fn least(&mut self, survey: Survey, script: Vec<Step>, kind: &str) -> String {
        let (survey, script) = shrink(survey, script, |survey, script| {
            survey.compile().is_ok()
                && self.load(survey).is_ok()
                && self.compare(survey, script).is_err_and(|failure| failure.kind() == kind)
        });
        let again = self.load(&survey).map_err(Failure::from);
        let again = again.and_then(|()| self.compare(&survey, &script));
        let rows: String = survey.rows.iter().map(told).collect();
        let steps = serde_json::to_string(&script).expect("steps");
        let why = again.map_or_else(|failure| failure.to_string(), |_| "gone".into());
        format!("\n  least form that differs:\n{rows}    {steps}\n    {why}\n")
    }
}

fn told(row: &Row) -> String {
    let mut line = format!("    {} {}", row.kind, row.name);
    for (column, cell) in [
        ("relevant", &row.relevant),
        ("required", &row.required),
        ("constraint", &row.constraint),
        ("calculation", &row.calculation),
    ] {
        if !cell.is_empty() {
            write!(line, "  {column}: {cell}").expect("text");
        }
    }
    line + "\n"
}

#[test]
fn javarosa_agrees() {
    let mut bench = Bench::start(Engine::JavaRosa);
    bench.agree(number("CACAH_SEED", 1), number("CACAH_FORMS", 40), number("CACAH_SCRIPTS", 25));
}

#[test]
fn xforms_engine_agrees() {
    let mut bench = Bench::start(Engine::XformsEngine);
    bench.agree(number("CACAH_SEED", 1), number("CACAH_FORMS", 15), number("CACAH_SCRIPTS", 10));
}

/// What each engine makes of the witness of a difference.
#[test]
fn the_named_differences_are_as_they_are_named() {
    let script = [
        Step::Set { set: "five".into(), value: "5".into() },
        Step::Add { add: "r".into() },
        Step::Set { set: "r[2]/x".into(), value: "4".into() },
    ];
    for engine in [Engine::JavaRosa, Engine::XformsEngine] {
        let mut bench = Bench::start(engine);
        for difference in DIFFERENCES.iter().filter(|one| one.engine == engine) {
            let survey = difference.witness();
            let form = Arc::new(survey.compile().expect("a form"));
            let mine = ours(&form, &script, engine.refuses()).expect("an outcome");
            let theirs = bench.load(&survey).and_then(|()| bench.reference.run(&script));
            let theirs =
                theirs.map_or(FAILS.to_owned(), |outcome| outcome.state["w"].value.clone());
            let found = (mine.state["w"].value.as_str(), theirs.as_str());
            assert_eq!(found, (difference.ours, difference.theirs), "{difference:?}");
        }
    }
}

#[test]
fn the_named_differences_are_documented() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/forms.md");
    let page = std::fs::read_to_string(file).expect("docs/forms.md");
    let rows = DIFFERENCES.iter().map(ToString::to_string);
    let missing: Vec<String> = rows.filter(|row| !page.contains(row)).collect();
    assert!(missing.is_empty(), "docs/forms.md lacks these rows:\n{}", missing.join("\n"));
}

/// The survey with one `<` made `<=`, where it has one.
fn planted(survey: &Survey) -> Option<Survey> {
    let mut wrong = survey.clone();
    let cells = wrong
        .rows
        .iter_mut()
        .flat_map(|row| [&mut row.calculation, &mut row.relevant, &mut row.constraint]);
    let cell = cells.into_iter().find(|cell| cell.contains(" < "))?;
    *cell = cell.replacen(" < ", " <= ", 1);
    Some(wrong)
}

#[test]
fn a_wrong_operator_is_caught() {
    let mut bench = Bench::start(Engine::JavaRosa);
    let (mut planted_in, mut caught) = (0, 0);
    for seed in 1..=number("CACAH_FORMS", 40) {
        let survey = draw(seed, Engine::JavaRosa);
        let Some(wrong) = planted(&survey) else { continue };
        bench.load(&survey).expect("the form as it was");
        planted_in += 1;
        let scripts = scripts(&survey, seed, 25, true);
        caught += usize::from(
            scripts
                .iter()
                .any(|script| matches!(bench.compare(&wrong, script), Err(Failure::Differs(_)))),
        );
    }
    println!("a wrong operator in {planted_in} forms: caught in {caught}");
    assert!(caught > 0, "a wrong operator in {planted_in} forms, and none was caught");
}
