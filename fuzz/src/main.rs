//! The targets without libFuzzer: random mutations of the seeds for so many seconds each, or the
//! seeds written where cargo-fuzz looks for them.
//!
//! `cacah-fuzz run SECONDS [SEED]`, `cacah-fuzz seeds FOLDER`, `cacah-fuzz one TARGET FILE`

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, panic};

use cacah_fuzz::mutation::{Numbers, mutate};
use cacah_fuzz::seeds;
use cacah_fuzz::target::{ALL, Target};

/// One input that takes longer than this hangs.
const SLOW: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let good = match words.as_slice() {
        ["run", seconds] => run(seconds, 1),
        ["run", seconds, seed] => run(seconds, seed.parse().unwrap_or(1)),
        ["seeds", folder] => write_seeds(Path::new(folder)),
        ["one", target, file] => one(target, Path::new(file)),
        _ => Err("run SECONDS [SEED], seeds FOLDER, or one TARGET FILE".to_owned()),
    };
    match good {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(seconds: &str, seed: u64) -> Result<(), String> {
    let seconds = seconds.parse().map_err(|_| "SECONDS is a number".to_owned())?;
    for target in ALL {
        let inputs = fuzz(target, Duration::from_secs(seconds), seed)?;
        println!("{:>10}: {inputs} inputs in {seconds} s, none failed (seed {seed})", target.0);
    }
    Ok(())
}

/// Tries inputs until the time is over; an input that fails is kept in a file.
fn fuzz((name, target): Target, time: Duration, seed: u64) -> Result<u64, String> {
    let seeds = seeds::of(name);
    let mut numbers = Numbers(seed);
    let started = Instant::now();
    let mut inputs = 0;
    while started.elapsed() < time {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        if inputs >= seeds.len() as u64 {
            mutate(&mut bytes, &seeds, &mut numbers);
        }
        let before = Instant::now();
        let outcome = panic::catch_unwind(|| target(&bytes));
        let took = before.elapsed();
        if outcome.is_err() || took > SLOW {
            let file = env::temp_dir().join(format!("cacah-fuzz-{name}-{seed}-{inputs}"));
            fs::write(&file, &bytes).map_err(|error| error.to_string())?;
            let what = if outcome.is_err() { "panicked" } else { "took too long" };
            return Err(format!("{name} {what} after {took:?}; the input is {}", file.display()));
        }
        inputs += 1;
    }
    Ok(inputs)
}

fn write_seeds(folder: &Path) -> Result<(), String> {
    for (name, _) in ALL {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for (at, seed) in seeds::of(name).iter().enumerate() {
            fs::write(folder.join(format!("seed-{at}")), seed)
                .map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn one(name: &str, file: &Path) -> Result<(), String> {
    let found = ALL.iter().find(|(own, _)| *own == name);
    let (_, target) = found.ok_or_else(|| format!("no target {name}"))?;
    target(&fs::read(file).map_err(|error| error.to_string())?);
    println!("{name} survives {}", file.display());
    Ok(())
}
