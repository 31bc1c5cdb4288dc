//! Somebody is killed at a random moment, twenty times (`cargo xtask kill` for more).

use cacah_tests::kill::Kills;

#[test]
fn twenty_kills_lose_nothing_and_double_nothing() {
    let mut kills = Kills::begin(20_221_017);
    (0..20).for_each(|_| kills.round());
    kills.end();
}
