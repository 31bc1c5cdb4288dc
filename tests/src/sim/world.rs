//! A world: its machines, its people's papers, and the choices its seed makes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use cacah_central::Plan;
use cacah_family::entry::FormVersion;
use cacah_family::host::Host as _;
use cacah_sync::{Order, Report, SyncError};
use cacah_testkit::random::Random;
use tempfile::TempDir;

use super::Setup;
use super::hub::HubPlace;
use super::laptop::{Key, Laptop};
use super::ledger::Ledger;
use super::office::{Office, hub_file};
use super::road::{Call, Crash, Network, Road};
use super::template::{Template, folder, officer_of};

/// A sealed file on a stick.
pub struct Stick {
    pub path: PathBuf,
    /// Laptop that wrote it, or that it is for.
    pub laptop: usize,
    /// To the endpoint; else an answer.
    pub up: bool,
    pub entries: BTreeSet<Key>,
}

pub struct World {
    pub setup: Setup,
    pub root: TempDir,
    pub form: FormVersion,
    pub plan: Plan,
    /// Every choice but the network's and the clocks'.
    pub random: Random,
    /// How far clocks jump: its own series, so that a world with calm clocks is else the same.
    pub clocks: Random,
    pub network: Network,
    pub office: RefCell<Office>,
    pub hub: HubPlace,
    pub laptops: Vec<Laptop>,
    pub sticks: Vec<Stick>,
    pub ledger: Ledger,
    /// Counts files and folders, for their names.
    pub papers: u32,
    /// Families found in the field so far.
    pub found: u16,
}

/// The road a sending takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Direct,
    Hub { linked: bool },
}

impl World {
    pub fn new(template: &Template, setup: Setup) -> Result<Self, String> {
        let mut random = Random::of(setup.seed, 1);
        let root = folder();
        template.office(&root.path().join("office-1"));
        let office = Office::open(root.path().to_owned(), setup.seed ^ 0x0FF1CE);
        let endpoint = office.central().endpoint_key();
        let hub = HubPlace::open(template, &hub_file(root.path()), endpoint, setup.seed ^ 0x4B);
        let trouble = random.between(0, 3) * 12;
        let mut world = Self {
            setup,
            form: template.form.clone(),
            plan: template.plan.clone(),
            network: Network::new(setup.seed, trouble),
            office: RefCell::new(office),
            hub: hub.map_err(|error| error.to_string())?,
            laptops: Vec::new(),
            sticks: Vec::new(),
            ledger: Ledger::default(),
            papers: 0,
            found: 0,
            clocks: Random::of(setup.seed, 2),
            root,
            random,
        };
        let laptops = world.random.between(2, 4) as usize;
        for number in 0..laptops {
            let dir = world.root.path().join(format!("laptop-{number}")).join("vault");
            template.laptop(number, &dir);
            world.switch_on(officer_of(number), dir)?;
        }
        Ok(world)
    }

    /// A laptop more, on the vault in `dir`.
    pub fn switch_on(&mut self, officer: &str, dir: PathBuf) -> Result<usize, String> {
        let number = self.laptops.len();
        let seed = Random::of(self.setup.seed, 0x1A9 + number as u64).bits();
        self.laptops.push(Laptop::switch_on(number, officer, dir, seed)?);
        Ok(number)
    }

    /// A free name.
    pub fn paper(&mut self, what: &str) -> PathBuf {
        self.papers += 1;
        self.root.path().join(format!("{what}-{}", self.papers))
    }

    /// A folder of that name.
    pub fn folder(&mut self, what: &str) -> Result<PathBuf, String> {
        let folder = self.paper(what);
        std::fs::create_dir(&folder).map_err(|error| error.to_string())?;
        Ok(folder)
    }

    /// One of the laptops.
    pub fn somebody(&mut self) -> usize {
        let last = u32::try_from(self.laptops.len() - 1).unwrap_or(0);
        self.random.between(0, last) as usize
    }

    pub fn note(&self, what: String) {
        self.network.note(what);
    }

    /// A sending of a laptop as the desk does it when it is time; the laptop may die in the middle.
    pub fn send(
        &mut self,
        at: usize,
        way: Way,
        by_hand: bool,
        dies: bool,
    ) -> Result<Report, String> {
        let copies = self.random.chance(80) || self.network.is_whole();
        if dies {
            self.plan_death(at);
        }
        let form = self.form.clone();
        let compile = move |_: &_| Some(form.clone());
        let laptop = &mut self.laptops[at];
        let wait = laptop.schedule.wait(laptop.host.as_ref());
        laptop.host.pass(if by_hand { 0 } else { u32::try_from(wait).unwrap_or(u32::MAX) });
        laptop.touched = true;
        let laptop = &self.laptops[at];
        let hub = match way {
            Way::Direct => None,
            Way::Hub { linked } => Some((&self.hub, linked)),
        };
        let forgets = self.setup.sabotage == Some(super::Sabotage::EndpointForgets);
        let (office, network) = (&self.office, &self.network);
        let road = Road { office, network, laptop, hub, forgets };
        let order = Order { by_hand, copies, hub: false, compile: &compile };
        let report = cacah_sync::send(&laptop.vault, &road, laptop.host.as_ref(), order);
        self.sent(at, &report)?;
        Ok(report)
    }

    /// Where the app dies: at a named point of the sending, or after so many accesses to its vault.
    fn plan_death(&mut self, at: usize) {
        let vault = &self.laptops[at].vault;
        if self.random.chance(40) {
            vault.light(self.random.between(0, 24));
            return;
        }
        const CALLS: [Call; 7] =
            [Call::Hello, Call::Put, Call::Put, Call::Put, Call::Down, Call::Receipts, Call::Tally];
        let call = *self.random.pick(&CALLS);
        let (answered, passed) = (self.random.chance(60), self.random.between(0, 1));
        let accesses = if answered { self.random.between(0, 2) } else { 0 };
        vault.plan(Crash { call, answered, passed, accesses });
    }

    fn sent(&mut self, at: usize, report: &Report) -> Result<(), String> {
        let laptop = &mut self.laptops[at];
        let Report { batches, stored, held, reoffered, chunks, at_hub, .. } = report;
        self.network.note(format!(
            "  batches {batches} stored {stored} held {held} again {reoffered} chunks {chunks} \
             at hub {at_hub} new {} stopped {:?}",
            report.brought.entries, report.stopped
        ));
        laptop.schedule.ended(report.ended(), laptop.host.as_ref());
        if laptop.vault.is_dead() {
            return laptop.kill();
        }
        laptop.vault.mend();
        match &report.stopped {
            None | Some(SyncError::Transport(_)) => Ok(()),
            Some(error) => Err(format!("laptop {at}: a sending ends with: {error}")),
        }
    }

    /// Clocks jump by years, both ways, where the setup lets them.
    pub fn jump(&mut self, of_office: bool) {
        let years = i64::from(self.clocks.between(0, 16)) - 8;
        let millis = years * 365 * 86_400_000 + i64::from(self.clocks.between(0, 86_400_000));
        let at = self.somebody();
        self.note(format!("a clock jumps: {}", if of_office { "office" } else { "laptop" }));
        if !self.setup.clocks_jump {
            return;
        }
        let office = self.office.borrow();
        let host = if of_office { &office.host } else { &self.laptops[at].host };
        host.set_clock(host.now().saturating_add(millis).max(0));
    }
}
