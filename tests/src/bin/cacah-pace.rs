//! `cacah-pace MINUTES`: a keyer at 15,000 keystrokes an hour before the real window, document after
//! document (`cargo xtask kill --keyer`).
#![expect(clippy::print_stdout, reason = "a tool of the terminal")]

use std::process::ExitCode;

use cacah_testkit::bench::memory_of;
use cacah_tests::heads_down::{open_paper, sheets, take_bundle, unlock};
use cacah_tests::keyer::{FIXED, at_work, hand_out, of_here, open, paper_of};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, row_of, send};
use cacah_tests::office::Office;
use cacah_tests::pace::Pace;
use cacah_tests::screen::{Engine, Screen};

/// Keys of a minute at 15,000 an hour.
const MINUTE: usize = 250;

fn main() -> ExitCode {
    let Some(minutes) = std::env::args().nth(1).and_then(|word| word.parse::<usize>().ok()) else {
        println!("cacah-pace MINUTES");
        return ExitCode::FAILURE;
    };
    let office = Office::open(12 * minutes.max(3));
    let [ipds, pc] = [IPDS, KEYERS[0]].map(|who| Laptop::enrolled_for(&office, who));
    let families = of_here(&office, minutes.max(3));
    let mut supervisor = at_work(&ipds);
    hand_out(&mut supervisor, 99, KEYERS[0]);
    let _ = send(&mut supervisor);
    drop(at_work(&pc));
    let papers = sheets(&families);
    let screen = Screen::open(Engine::Window, pc.data());
    let page = screen.page();
    unlock(page);
    take_bundle(page, &FIXED);
    let mut hand = Pace::begin(page);
    let mut keyed = Vec::new();
    for (family, paper) in families.iter().zip(&papers) {
        open_paper(page, family);
        let fields = hand.key(paper, minutes * MINUTE);
        keyed.push((family, &paper.fields[..fields]));
        let memory = memory_of(screen.app());
        println!("· {} keys, {} of them discarded, {memory:.0} MiB", hand.keys, hand.discarded);
        if hand.keys >= minutes * MINUTE {
            break;
        }
        page.wait_for("[data-number='109']:focus");
    }
    drop(screen);
    let mut desk = pc.unlocked();
    let mut wrong = 0;
    for (family, fields) in &keyed {
        let row = row_of(&mut desk, family);
        let stands = paper_of(&open(&mut desk, &row.family));
        let right = |now: &String, raw: &str| {
            now.contains('•') || now.trim_start_matches('0') == raw.trim_start_matches('0')
        };
        for field in fields.iter().filter(|field| !field.raw.is_empty()) {
            let now = stands.get(&(field.member, field.question.clone()));
            wrong += usize::from(!now.is_some_and(|now| right(now, &field.raw)));
        }
    }
    println!("· {} documents, {wrong} fields that are not what the hand typed", keyed.len());
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
