//! The network heals, everybody talks until nothing is new, and all sides must agree.

use std::collections::{BTreeMap, BTreeSet};

use cacah_central::storage::{Audit as _, KnownFamily, Storage as _, Telling as _};
use cacah_family::entry::Entry;
use cacah_family::id::FamilyId;
use cacah_family::merge::History;
use cacah_store::FamilyQuery;

use super::check::{check, forks};
use super::laptop::{Key, key};
use super::template::ADMIN;
use super::world::{Way, World};
use super::{Ending, Sabotage};

/// Rounds after which everybody must be quiet.
const ROUNDS: u32 = 12;

type Agreed = Result<(), String>;

/// Heals, exchanges, compares.
pub fn end(world: &mut World) -> Result<Ending, String> {
    world.note("the network heals".to_owned());
    world.network.heal();
    exchange(world)?;
    admit(world)?;
    exchange(world)?;
    let histories = histories(world)?;
    arrived(world, &histories)?;
    told(world, &histories)?;
    settled(world)?;
    proven(world)?;
    let office = world.office.borrow_mut().entries()?;
    let forks = forks(&office);
    shown(world, &forks)?;
    Ok(Ending {
        told: world.ledger.told.len(),
        gone: world.ledger.gone.len(),
        receipts: world.ledger.receipts.len(),
        lives: world.office.borrow().lives,
        forks: forks.len(),
        families: histories.iter().map(|(id, history)| (*id, timeless(history))).collect(),
    })
}

/// Everybody sends and hears until nothing is new.
fn exchange(world: &mut World) -> Agreed {
    for _ in 0..ROUNDS {
        let mut news = carried(world)?;
        for at in 0..world.laptops.len() {
            if world.setup.sabotage == Some(Sabotage::Silent) && at == 0 {
                continue;
            }
            let report = world.send(at, Way::Direct, true, false)?;
            if let Some(error) = &report.stopped {
                return Err(format!("laptop {at} cannot send on a good link: {error}"));
            }
            news += report.batches as usize + report.brought.entries + report.chunks as usize;
            check(world)?;
        }
        if news == 0 {
            return Ok(());
        }
    }
    Err("they never come to rest".to_owned())
}

fn carried(world: &World) -> Result<usize, String> {
    let office = world.office.borrow();
    let settled = world.hub.relay(office.central(), usize::MAX, false);
    settled.map_err(|error| format!("hub: {error}"))
}

/// A supervisor lets in what is held.
fn admit(world: &mut World) -> Agreed {
    let office = world.office.borrow();
    let central = office.central();
    central.reconsider().map_err(|error| error.to_string())?;
    let held = central.storage().held().map_err(|error| error.to_string())?;
    let families: BTreeSet<_> = held.iter().map(|row| row.family).collect();
    for family in families {
        match central.release(ADMIN, |row| row.family == family, "akhir putaran") {
            Ok(_) => {}
            // Of a family whose birth went with its laptop no state can be made.
            Err(error) => world.note(format!("{family} stays held: {error}")),
        }
    }
    Ok(())
}

/// Every family at the endpoint, from all its segments.
fn histories(world: &World) -> Result<BTreeMap<FamilyId, History>, String> {
    let known = known(world)?;
    let history = |known: &KnownFamily| {
        let mut history = History::default();
        let entries = known.segments.iter().filter_map(|row| row.entries()).flatten();
        entries.for_each(|entry: Entry| {
            history.insert(entry);
        });
        history
    };
    Ok(known.iter().map(|(family, known)| (*family, history(known))).collect())
}

fn known(world: &World) -> Result<BTreeMap<FamilyId, KnownFamily>, String> {
    let office = world.office.borrow();
    let storage = office.central().storage();
    let spans = storage.spans().map_err(|error| error.to_string())?;
    let places: BTreeSet<_> = spans.into_iter().map(|span| (span.family, span.wil)).collect();
    let known = places.into_iter().map(|(family, wil)| {
        storage.known(&wil, family).map(|known| (family, known)).map_err(|error| error.to_string())
    });
    known.collect()
}

/// Everything in a laptop's journal is at the endpoint, but what others wrote and an endpoint that
/// began anew has lost.
fn arrived(world: &World, histories: &BTreeMap<FamilyId, History>) -> Agreed {
    let here: BTreeSet<Key> = histories.values().flat_map(History::entries).map(key).collect();
    let anew = world.office.borrow().lives > 1;
    let devices: BTreeSet<_> = world.laptops.iter().map(|laptop| laptop.device).collect();
    for laptop in &world.laptops {
        for one in laptop.journal.difference(&here) {
            let writer = one.0.actor.device;
            let hearsay = !devices.contains(&writer) || world.ledger.is_hearsay(one);
            if !(anew && hearsay) {
                return Err(format!(
                    "laptop {} has what never arrived: {:?}",
                    laptop.number, one.0
                ));
            }
        }
    }
    Ok(())
}

/// Each laptop has all of its officer's work in the areas served, the office's words on it, and the
/// same state of what it has whole.
fn told(world: &World, histories: &BTreeMap<FamilyId, History>) -> Agreed {
    let (known, office) = (known(world)?, world.office.borrow());
    let storage = office.central().storage();
    let desks: BTreeSet<_> = storage.desks().map_err(|e| e.to_string())?.into_iter().collect();
    for laptop in &world.laptops {
        let (officer, actor) =
            laptop.with(|store| Ok((store.enrolment().officer, store.actor())))?;
        let served = world.plan.officers.iter().find(|planned| planned.id == officer);
        let served = served.map(|planned| planned.areas.clone()).unwrap_or_default();
        for (family, known) in &known {
            let Some(row) = &known.row else { continue };
            if !served.iter().any(|area| row.birth.idsubsls.within(area)) {
                continue;
            }
            // What this actor wrote it has, or a double of it wrote: nobody can tell the two apart.
            let own = known.segments.iter().filter(|segment| {
                let writer = segment.actor;
                let forgotten =
                    writer.device != actor.device || writer.incarnation < actor.incarnation;
                segment.held.is_none()
                    && segment.officer == officer
                    && forgotten
                    && !desks.contains(&writer.device)
            });
            let expected = own.filter_map(|segment| segment.entries()).flatten();
            let expected: BTreeSet<Key> = expected.map(|entry| key(&entry)).collect();
            let there = laptop.with(|store| store.history(*family))?;
            let has: BTreeSet<Key> = there.entries().map(key).collect();
            let wiped = laptop.wiped.contains(family);
            if let Some((dot, _)) = expected.difference(&has).next().filter(|_| !wiped) {
                return Err(format!("laptop {} was not told {dot:?} of {family}", laptop.number));
            }
            if let Some(whole) = histories.get(family).filter(|whole| whole.len() == has.len())
                && whole.entries().map(key).collect::<BTreeSet<_>>() == has
                && whole.state() != there.state()
            {
                return Err(format!("laptop {} sees another state of {family}", laptop.number));
            }
        }
    }
    Ok(())
}

/// Nothing waits, no number of a receipt is missing, and both sides count the same.
fn settled(world: &World) -> Agreed {
    let office = world.office.borrow();
    for laptop in &world.laptops {
        let number = laptop.number;
        let (queue, gaps, ours) = laptop.with(|store| {
            let waiting = (store.unconfirmed()?.len(), store.chunks_to_send(10)?.len());
            let limits = cacah_store::Limits { families: 500, entries: 1 << 20, bytes: 1 << 30 };
            let pending = store.pending(limits, true)?.len();
            Ok(((waiting, pending), store.receipt_gaps()?, store.tally()?))
        })?;
        if queue != ((0, 0), 0) {
            return Err(format!("laptop {number} still waits: {queue:?}"));
        }
        if !gaps.is_empty() && !world.ledger.doubled.contains(&laptop.device) {
            return Err(format!("laptop {number} misses receipts {gaps:?}"));
        }
        let theirs = office.central().tally(&laptop.token).map_err(|error| error.to_string())?;
        for our in &ours {
            let hashes = office.central().tally_of(&laptop.token, &our.idsubsls);
            let hashes: BTreeSet<_> =
                hashes.map_err(|e| e.to_string())?.hashes.iter().map(|hash| hash.0).collect();
            let mine = laptop.with(|store| store.tally_hashes(&our.idsubsls))?;
            if !mine.iter().all(|hash| hashes.contains(hash)) {
                return Err(format!("laptop {number} counts what is not there"));
            }
        }
        let same = ours.len() == theirs.areas.len()
            && ours.iter().zip(&theirs.areas).all(|(our, their)| {
                (our.segments, our.entries, our.hash)
                    == (their.segments, their.entries, their.hash.0)
            });
        let untouched = laptop.journal.iter().all(|key| !world.ledger.is_hearsay(key));
        if !same && untouched && world.office.borrow().lives == 1 && !is_doubled(world, number) {
            return Err(format!("laptop {number} and the endpoint count differently"));
        }
    }
    Ok(())
}

fn is_doubled(world: &World, at: usize) -> bool {
    let device = world.laptops[at].device;
    world.ledger.doubled.contains(&device) || world.ledger.was_restored(device)
}

/// The endpoint proves its receipts, states and totals, and the laptops theirs.
fn proven(world: &World) -> Agreed {
    let office = world.office.borrow();
    let proof = office.central().verify_receipts().map_err(|error| error.to_string())?;
    if proof.problems > 0 {
        return Err(format!("the endpoint does not prove itself: {:?}", proof.told));
    }
    for laptop in &world.laptops {
        let query = FamilyQuery { limit: 10_000, ..FamilyQuery::default() };
        laptop
            .with(|store| store.families(&query).map(drop).and_then(|()| store.rebuild_check()))?;
    }
    Ok(())
}

/// Every number given twice is shown.
fn shown(world: &World, forks: &BTreeSet<cacah_family::entry::Dot>) -> Agreed {
    let office = world.office.borrow();
    let shown = office.central().forks().map_err(|error| error.to_string())?;
    let shown: BTreeSet<_> = shown.iter().map(|fork| fork.dot).collect();
    match forks.difference(&shown).next() {
        Some(dot) => Err(format!("a fork is not shown: {dot:?}")),
        None => Ok(()),
    }
}

/// The entries of a family without their times: who wrote what over what.
fn timeless(history: &History) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for entry in history.entries() {
        let Entry { dot, document, path, change, over, .. } = entry;
        let said = serde_json::to_vec(&(dot, document, path, change, over)).unwrap_or_default();
        hasher.update(&said);
    }
    hasher.finalize()
}
