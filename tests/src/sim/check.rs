//! What must hold after every step.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Digest, Dot};
use cacah_wire::receipt::{Receipt, Verdict};
use cacah_wire::seal::{PublicKey, Signed};

use super::acts::entries_of;
use super::laptop::{Key, Laptop};
use super::world::World;

type Held = Result<(), String>;

/// Everything acknowledged is somewhere, every number stands for one entry, and every receipt for
/// rows that are there.
pub fn check(world: &mut World) -> Held {
    let here = world.office.borrow_mut().entries()?;
    let laptops = journals(world)?;
    let mut held: BTreeSet<Key> = here.union(&laptops).copied().collect();
    numbers(world, &held)?;
    held.extend(on_the_way(world)?);
    if let Some((dot, _)) = world.ledger.missing(&held) {
        return Err(format!("acknowledged and nowhere: {dot:?}"));
    }
    receipts(world)
}

/// What the laptops that exist hold; those that did something are read anew.
fn journals(world: &mut World) -> Result<BTreeSet<Key>, String> {
    let endpoint = world.office.borrow().central().endpoint_key();
    let mut all = BTreeSet::new();
    for laptop in &mut world.laptops {
        if std::mem::take(&mut laptop.touched) {
            laptop.journal = laptop.read()?;
            laptop.with(|store| store.rebuild_check())?;
            for receipt in receipts_of(laptop, &endpoint)? {
                let name = (receipt.epoch, receipt.actor, receipt.number);
                let known = world.ledger.receipts.entry(name).or_insert_with(|| receipt.clone());
                if *known != receipt {
                    return Err(format!("two receipts of one number: {name:?}"));
                }
            }
        }
        all.extend(laptop.journal.iter().copied());
    }
    Ok(all)
}

fn receipts_of(laptop: &Laptop, endpoint: &PublicKey) -> Result<Vec<Receipt>, String> {
    let records = laptop.with(|store| store.receipts(10_000))?;
    let opened = records.iter().map(|record| {
        let signed: Signed = serde_json::from_slice(&record.raw).map_err(|e| e.to_string())?;
        signed.open(endpoint).map_err(|error| error.to_string())
    });
    opened.collect()
}

/// Copies in drawers, files on sticks, batches at the hub.
fn on_the_way(world: &World) -> Result<BTreeSet<Key>, String> {
    let mut held = BTreeSet::new();
    for laptop in &world.laptops {
        held.extend(laptop.kept.iter().flat_map(|kept| kept.entries.iter().copied()));
    }
    for stick in world.sticks.iter().filter(|stick| stick.up) {
        held.extend(stick.entries.iter().copied());
    }
    let mut place = 0;
    while let Some(waiting) = world.hub.hub.next(place).map_err(|error| error.to_string())? {
        place = waiting.place;
        let device = world.laptops.iter().find(|laptop| laptop.device == waiting.device);
        if let Some(laptop) = device {
            held.extend(entries_of(&waiting.batch, &laptop.device_key)?);
        }
    }
    Ok(held)
}

/// A number stands for one entry, but where a vault was doubled behind the app's back.
fn numbers(world: &World, held: &BTreeSet<Key>) -> Held {
    for dot in forks(held) {
        if !world.ledger.doubled.contains(&dot.actor.device) {
            return Err(format!("a number was given twice: {dot:?}"));
        }
    }
    Ok(())
}

/// Numbers with two contents.
pub fn forks(held: &BTreeSet<Key>) -> BTreeSet<Dot> {
    let mut contents: BTreeMap<Dot, BTreeSet<Digest>> = BTreeMap::new();
    for (dot, digest) in held {
        contents.entry(*dot).or_default().insert(*digest);
    }
    contents.into_iter().filter(|(_, contents)| contents.len() > 1).map(|(dot, _)| dot).collect()
}

/// Every segment that a receipt ever named is at the endpoint, unless that life of it ended and the
/// number was not in the backup.
fn receipts(world: &World) -> Held {
    let office = world.office.borrow();
    for receipt in world.ledger.receipts.values().filter(|receipt| office.owes(receipt)) {
        for named in &receipt.verdicts {
            let kept = !matches!(named.verdict, Verdict::Unreadable(_));
            if kept && !office.here.contains(&(named.family, named.segment)) {
                return Err(format!(
                    "receipt {} of {:?} names what is not there: {}",
                    receipt.number, receipt.actor, named.segment
                ));
            }
        }
    }
    Ok(())
}
