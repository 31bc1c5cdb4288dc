//! Keying through the desk: one answer, durable and judged; a whole family of five.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;

use cacah_testkit::bench::{Report, Unit, figure};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, row_of};
use cacah_tests::office::Office;

/// Families of five in the first area that are keyed for each figure, the warm-up included.
const FAMILIES: usize = 11;

fn main() -> ExitCode {
    let office = Office::open(400);
    let laptop = Laptop::enrolled(&office);
    let mut desk = laptop.unlocked();
    let fives: Vec<_> = office
        .families()
        .iter()
        .filter(|family| family.area == 0 && family.members.len() == 5)
        .collect();
    assert!(fives.len() >= 2 * FAMILIES, "enough families of five");
    let mut next = fives.into_iter();
    let mut open = |desk: &mut _| {
        let family = next.next().expect("a family not keyed yet");
        let row = row_of(desk, family);
        Interview::open(desk, &row.family, &family.answers())
    };
    let answer = figure("keying.answer", Unit::Ms, FAMILIES - 1, |watch| {
        watch.follow(desk.pid());
        let mut interview = open(&mut desk);
        while watch.run(|| interview.key(&mut desk, 1)).expect("an answer is stored") > 0 {}
    });
    let family = figure("keying.family.5", Unit::Ms, FAMILIES - 1, |watch| {
        watch.follow(desk.pid());
        let mut interview = open(&mut desk);
        watch.run(|| interview.key(&mut desk, usize::MAX)).expect("answers are stored");
    });
    println!("{}", Report(vec![answer, family]));
    ExitCode::SUCCESS
}
