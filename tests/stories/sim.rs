//! The simulation: seeds in which everything breaks that can, and worlds that must be seen to break.

use cacah_tests::sim::{Sabotage, Setup, Sim};

const STEPS: u32 = 40;

fn seeds(from: u64, count: u64) {
    let sim = Sim::default();
    for seed in from..from + count {
        if let Err(failure) = sim.run(Setup::of(seed, STEPS)) {
            panic!("{failure}");
        }
    }
}

#[test]
fn fifty_seeds_lose_nothing_double_nothing_and_converge() {
    seeds(1, 50);
}

#[test]
fn fifty_more_seeds() {
    seeds(51, 50);
}

#[test]
fn and_fifty_more() {
    seeds(101, 50);
}

/// Each stopped for ever, or hid what was there, before it was mended (docs/proof.md).
#[test]
fn seeds_that_found_something() {
    let sim = Sim::default();
    for seed in [14, 19, 52, 94, 98] {
        if let Err(failure) = sim.run(Setup::of(seed, 60)) {
            panic!("{failure}");
        }
    }
}

#[test]
fn a_seed_repeats() {
    let sim = Sim::default();
    let run = || sim.run(Setup::of(7, STEPS)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(run(), run());
}

/// The same people do the same; only what their clocks show differs, by years.
#[test]
fn clocks_decide_nothing() {
    let sim = Sim::default();
    for seed in 1..=8 {
        let run = |clocks_jump| {
            let setup = Setup { clocks_jump, ..Setup::of(seed, STEPS) };
            sim.run(setup).unwrap_or_else(|failure| panic!("{failure}"))
        };
        assert_eq!(run(true), run(false), "seed {seed}");
    }
}

/// Whether the checks see in some seed that a world is broken, and say so.
fn seen(sabotage: Sabotage, steps: u32, says: &str) {
    let sim = Sim::default();
    let setup = |seed| Setup { sabotage: Some(sabotage), ..Setup::of(seed, steps) };
    let mut broken: Vec<String> = Vec::new();
    for seed in 1..=40 {
        broken.extend(sim.run(setup(seed)).err().map(|failure| failure.what().to_owned()));
        if broken.last().is_some_and(|what| what.contains(says)) {
            return;
        }
    }
    panic!("never {says:?}: {broken:#?}");
}

#[test]
fn an_endpoint_that_receipts_and_forgets_is_seen() {
    seen(Sabotage::EndpointForgets, 20, "names what is not there");
}

#[test]
fn a_laptop_that_says_stored_and_forgets_is_seen() {
    seen(Sabotage::LaptopForgets, 20, "acknowledged and nowhere");
}

#[test]
fn wiping_what_is_in_no_backup_is_seen() {
    seen(Sabotage::WipesTooEarly, 60, "acknowledged and nowhere");
}

#[test]
fn a_number_given_twice_is_seen() {
    seen(Sabotage::CopiedUnseen, 60, "a number was given twice");
}

#[test]
fn a_laptop_that_never_sends_again_is_seen() {
    seen(Sabotage::Silent, 20, "never arrived");
}
