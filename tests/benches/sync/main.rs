//! Ten thousand families from eight laptops to one endpoint over TLS on this machine, until every
//! receipt is kept: rate, processor time of either side, bytes; beside PouchDB, which pushes the same
//! families as whole documents.
//!
//! The vaults are filled before, by [`cacah_store::Store::append`], an entry at a time as it was
//! keyed; that is no part of a figure. Processor time is that of whole processes, so it holds what
//! the laptop reads, seals and keeps, and all that the endpoint proves, merges and checks.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

mod city;
mod peer;
mod sealed;
mod whole;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use cacah_testkit::bench::{Figure, Report, Unit, cpu_of, memory_of, peak_of};
use cacah_tests::cable::{Cable, Carries};
use clap::Parser;

use city::{City, Laptop, timed};
use sealed::Sealer;

/// Families that an officer finishes on a good day.
const DAY: usize = 20;
/// Sizes of batches whose bytes are shown, and how many families are sealed for that.
const SIZES: [usize; 3] = [25, 100, 500];
const SEALED: usize = 1_000;

/// How much is pushed.
#[derive(Parser)]
struct Arguments {
    /// Families in all.
    #[arg(long, default_value_t = 10_000)]
    families: usize,
    /// Laptops that push at once.
    #[arg(long, default_value_t = 8)]
    laptops: usize,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let Arguments { families, laptops, .. } = Arguments::parse();
    // One officer more, for the day that is sent alone.
    let each = families.div_ceil(laptops);
    let city = City::open(laptops + 1, each);
    let mut figures = push(&city, laptops, each);
    figures.push(day(&city, laptops));
    figures.extend(bytes(&city));
    figures.push(Figure::read("central.memory", Unit::Mib, memory_of(city.pid())));
    figures.push(Figure::read("central.memory.peak", Unit::Mib, peak_of(city.pid())));
    let documents = city.families().map(|(id, family)| whole::document(id, family));
    let report = Report(beside(figures, &peer::push(documents.take(families))));
    println!("{report}");
    if report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All laptops at once.
fn push(city: &City, laptops: usize, each: usize) -> Vec<Figure> {
    let mut laptops = filled(city, laptops, each);
    let pids: Vec<u32> = laptops.iter().map(|laptop| laptop.desk.pid()).collect();
    println!("endpoint {}, laptops {pids:?}: sending", city.pid());
    let used = || {
        let laptops = pids.iter().map(|pid| cpu_of(*pid)).sum::<Duration>();
        (laptops, cpu_of(city.pid()))
    };
    let (laptop, endpoint) = used();
    let mut stored = 0;
    let took = timed(|| {
        thread::scope(|scope| {
            let sending: Vec<_> =
                laptops.iter_mut().map(|laptop| scope.spawn(|| laptop.send())).collect();
            stored = sending.into_iter().map(|sent| sent.join().expect("sent")).sum();
        });
    });
    let after = used();
    assert_eq!(stored, pids.len() * each, "every family is stored once");
    let (took, stored) = (took.as_secs_f64(), stored as f64);
    let share = |from: Duration, to: Duration| (to - from).as_secs_f64() * 1e3 / stored;
    vec![
        Figure::read("sync.push", Unit::PerSecond, stored / took),
        Figure::read("sync.cpu.laptop", Unit::Ms, share(laptop, after.0)),
        Figure::read("sync.cpu.endpoint", Unit::Ms, share(endpoint, after.1)),
    ]
}

/// Laptops with their vaults, filled by as many threads as there are processors.
fn filled(city: &City, laptops: usize, each: usize) -> Vec<Laptop> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let officers: Vec<usize> = (0..laptops).collect();
    let fill = |officer: &usize| city.laptop(*officer, each, city.address());
    thread::scope(|scope| {
        let filling: Vec<_> = officers
            .chunks(laptops.div_ceil(threads))
            .map(|share| scope.spawn(move || share.iter().map(fill).collect::<Vec<_>>()))
            .collect();
        filling.into_iter().flat_map(|filled| filled.join().expect("vaults are filled")).collect()
    })
}

/// A day of the last officer alone: every byte that goes up, TLS and all.
fn day(city: &City, officer: usize) -> Figure {
    let cable = Cable::to(city.address());
    let mut laptop = city.laptop(officer, DAY, cable.address());
    cable.set(Carries::Everything);
    assert_eq!(laptop.send(), DAY, "the day is stored");
    Figure::read(&format!("sync.bytes.day.{DAY}"), Unit::Bytes, cable.sent() as f64)
}

/// Bytes of a family in batches of several sizes, and of its state alone in the middle one.
fn bytes(city: &City) -> Vec<Figure> {
    let families: Vec<_> = city.families().take(SEALED).collect();
    let sealed = Sealer::new().bytes(&families, &SIZES);
    let states = families.chunks(SIZES[1]).map(|families| {
        let states = families.iter().map(|(id, family)| whole::document(*id, family).to_string());
        zstd::bulk::compress(states.collect::<Vec<_>>().join("\n").as_bytes(), 3)
            .expect("compressed")
            .len()
    });
    let state = states.sum::<usize>() as f64 / families.len() as f64;
    let named = SIZES.iter().zip(sealed).map(|(size, bytes)| {
        Figure::read(&format!("sync.bytes.family.{size}"), Unit::Bytes, bytes.round())
    });
    named.chain([Figure::read("sync.bytes.state", Unit::Bytes, state.round())]).collect()
}

/// The figures that the peer has too, beside its own.
fn beside(figures: Vec<Figure>, peer: &Result<peer::Pushed, String>) -> Vec<Figure> {
    let with = |figure: Figure| {
        let theirs = |of: fn(&peer::Pushed) -> f64| peer.as_ref().map(of).map_err(Clone::clone);
        let theirs = match &*figure.bench {
            "sync.push" => theirs(|peer| peer.per_second),
            "sync.cpu.laptop" => theirs(|peer| peer.cpu_laptop),
            "sync.cpu.endpoint" => theirs(|peer| peer.cpu_endpoint),
            "sync.bytes.family.500" => theirs(|peer| peer.bytes),
            _ => return figure,
        };
        figure.beside_peer(peer::NAME, theirs)
    };
    figures.into_iter().map(with).collect()
}
