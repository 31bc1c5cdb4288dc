//! Somebody is killed at a random moment, twenty times (`cargo xtask kill` for more).

use cacah_tests::kill::Kills;

#[test]
fn twenty_kills_lose_nothing_and_double_nothing() {
    let (rounds, seed) = (20, 20_221_017);
    println!("cargo xtask kill --rounds {rounds} --seed {seed}");
    let mut kills = Kills::begin(seed, rounds);
    (0..rounds).for_each(|_| kills.round());
    kills.end();
}
