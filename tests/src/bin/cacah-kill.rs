//! `cacah-kill ROUNDS SEED`: kills desk and endpoint, round after round (`cargo xtask kill`).
#![expect(clippy::print_stdout, reason = "a tool of the terminal")]

use std::process::ExitCode;

use cacah_tests::kill::Kills;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let rounds = words.next().and_then(|word| word.parse().ok());
    let seed = words.next().and_then(|word| word.parse().ok());
    let (Some(rounds), Some(seed)) = (rounds, seed) else {
        println!("cacah-kill ROUNDS SEED");
        return ExitCode::FAILURE;
    };
    let mut kills = Kills::begin(seed, rounds);
    for round in 1..=rounds {
        kills.round();
        if round % 10 == 0 || round == rounds {
            println!("· {round} of {rounds} rounds: nothing lost");
        }
    }
    kills.end();
    println!("· every answer and receipt is there, once");
    ExitCode::SUCCESS
}
