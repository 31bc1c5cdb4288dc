//! Sending 25 families over TLS until their receipt is kept, and the bytes that takes.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;

use cacah_testkit::bench::{Figure, Report, Unit, figure, memory_of};
use cacah_tests::cable::{Cable, Carries};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, row_of, send};
use cacah_tests::office::Office;

const FAMILIES: usize = 25;
const ROUNDS: usize = 4;

fn main() -> ExitCode {
    let office = Office::open(400);
    let cable = Cable::to(office.address().parse().expect("an address"));
    let laptop = Laptop::enrolled_at(&office, &cable.address().to_string());
    let mut desk = laptop.unlocked();
    let mut next = office.families().iter().filter(|family| family.area == 0);
    let mut bytes = 0;
    let sending = figure(&format!("sync.send.{FAMILIES}"), Unit::Ms, ROUNDS, |watch| {
        watch.follow(desk.pid());
        for family in next.by_ref().take(FAMILIES) {
            let row = row_of(&mut desk, family);
            let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
            interview.key(&mut desk, usize::MAX).expect("answers are stored");
            interview.finish(&mut desk);
        }
        cable.set(Carries::Everything);
        let report = watch.run(|| send(&mut desk));
        assert_eq!(report.stored as usize, FAMILIES, "{report:?}");
        bytes = cable.sent();
    });
    let each = bytes as f64 / FAMILIES as f64;
    println!(
        "{}",
        Report(vec![
            sending,
            Figure::read("sync.bytes.family", Unit::Bytes, each.round()),
            Figure::read("central.memory", Unit::Mib, memory_of(office.pid())),
        ])
    );
    ExitCode::SUCCESS
}
