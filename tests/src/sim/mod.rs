//! The deterministic simulation: laptops, a hub, sticks and an endpoint in one thread, with clocks,
//! faults and disasters drawn from a seed.
//!
//! Everything that stores, sends, merges and receipts is the real thing; the network, the clocks and
//! the people are not. After every step the promises are checked ([`check`]); at the end the network
//! heals and all sides must agree ([`ending`]). What it does not show is a cut of power: files lie in
//! memory, and syncs are not looked at (`crate::powercut`).

mod acts;
mod check;
mod ending;
mod hub;
mod keying;
mod laptop;
mod ledger;
mod office;
mod road;
mod template;
mod world;

use std::collections::BTreeMap;
use std::fmt;

use cacah_family::id::FamilyId;
use template::Template;
use world::World;

/// Lines of a trace that are printed.
const TRACE: usize = 1_000;

/// What a world is to be.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// Draws everything.
    pub seed: u64,
    /// Steps before the network heals.
    pub steps: u32,
    /// Clocks jump by years.
    pub clocks_jump: bool,
    /// Something is broken on purpose.
    pub sabotage: Option<Sabotage>,
}

impl Setup {
    /// An honest world.
    #[must_use]
    pub fn of(seed: u64, steps: u32) -> Self {
        Self { seed, steps, clocks_jump: true, sabotage: None }
    }
}

/// What can be broken on purpose, to see that the checks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// The endpoint signs a receipt and forgets the batch.
    EndpointForgets,
    /// A laptop says that an answer is stored and forgets it.
    LaptopForgets,
    /// Laptops wipe everything that has a receipt, safe or not.
    WipesTooEarly,
    /// Two laptops give the same numbers, and nobody knows that a vault was copied.
    CopiedUnseen,
    /// In the end one laptop does not send.
    Silent,
}

/// What a seed came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Answers acknowledged.
    pub told: usize,
    /// Of them, those that went with a vault in a disaster before anybody else had them.
    pub gone: usize,
    /// Receipts that laptops held.
    pub receipts: usize,
    /// Lives of the endpoint's data.
    pub lives: u32,
    /// Numbers given twice, all of them shown.
    pub forks: usize,
    /// What each family's entries come to, without their times.
    pub families: BTreeMap<FamilyId, blake3::Hash>,
}

/// A promise that was broken, and how it came to that: ids, counts and codes.
#[derive(Debug)]
pub struct Failure {
    setup: Setup,
    what: String,
    trace: Vec<String>,
}

impl Failure {
    /// What was broken.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setup { seed, steps, .. } = self.setup;
        let left = self.trace.len().saturating_sub(TRACE);
        for line in self.trace.iter().skip(left) {
            writeln!(f, "  {line}")?;
        }
        writeln!(f, "seed {seed}: {}", self.what)?;
        write!(f, "again: cargo xtask sim --from {seed} --seeds 1 --steps {steps}")
    }
}

/// Makes worlds.
#[derive(Debug)]
pub struct Sim(Template);

impl Default for Sim {
    fn default() -> Self {
        cacah_store::testing::with_plain_memory();
        Self(Template::new())
    }
}

impl Sim {
    /// Lives through a seed.
    ///
    /// # Errors
    /// The first promise that is broken.
    pub fn run(&self, setup: Setup) -> Result<Ending, Box<Failure>> {
        let failed = |what: String, trace| Box::new(Failure { setup, what, trace });
        let mut world = World::new(&self.0, setup).map_err(|what| failed(what, Vec::new()))?;
        let lived = (0..setup.steps)
            .try_for_each(|step| {
                world.note(format!("step {step}"));
                acts::act(&mut world)?;
                check::check(&mut world)
            })
            .and_then(|()| ending::end(&mut world));
        lived.map_err(|what| failed(what, world.network.log.take()))
    }
}
