//! Keying through the desk: one answer, durable and judged; a whole family of five.

use cacah_testkit::bench::{Figure, Unit, figure};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, row_of};
use cacah_tests::office::Office;

use crate::Plan;

/// Families of the practice round among which there are enough of five in the first area.
const PRELIST: usize = 400;

/// A visit typed by a hand that never waits.
pub fn keyed(plan: &Plan) -> Vec<Figure> {
    let office = Office::open(PRELIST);
    let laptop = Laptop::enrolled(&office);
    let mut desk = laptop.unlocked();
    let five =
        |family: &&cacah_testkit::ternate::Family| family.area == 0 && family.members.len() == 5;
    let mut next = office.families().iter().filter(five);
    let mut open = |desk: &mut _| {
        let family = next.next().expect("a family not keyed yet");
        let row = row_of(desk, family);
        Interview::open(desk, &row.family, &family.answers())
    };
    let answer = figure("keying.answer", Unit::Ms, plan.families, |watch| {
        watch.follow(desk.pid());
        let mut interview = open(&mut desk);
        while watch.run(|| interview.key(&mut desk, 1)).expect("an answer is stored") > 0 {}
    });
    let family = figure("keying.family.5", Unit::Ms, plan.families, |watch| {
        watch.follow(desk.pid());
        let mut interview = open(&mut desk);
        watch.run(|| interview.key(&mut desk, usize::MAX)).expect("answers are stored");
    });
    vec![answer, family]
}
