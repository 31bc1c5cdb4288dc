//! What happens in a step: people work, machines talk, things break.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;

use cacah_central::CentralError;
use cacah_store::{Safe, Store};
use cacah_sync::{enrol_from_stick, read_answer, write_stick};
use cacah_wire::batch::SealedBatch;
use cacah_wire::error::Code;
use cacah_wire::seal::PublicKey;

use super::Sabotage;
use super::keying::Officer;
use super::laptop::{Kept, Key, key};
use super::road::Road;
use super::template::{ADMIN, AREAS, PASSWORD, copy};
use super::world::{Stick, Way, World};

type Done = Result<(), String>;
type Act = fn(&mut World) -> Done;

/// Each act and its weight.
const ACTS: [(u32, Act); 24] = [
    (90, keying),
    (36, sending),
    (12, by_hub),
    (8, hub_carries),
    (8, late_batch),
    (8, stick_written),
    (10, stick_taken),
    (8, answer_read),
    (2, stick_lost),
    (14, supervising),
    (8, clock),
    (5, killed),
    (4, reopened),
    (4, office_restarts),
    (6, backup),
    (3, office_restored),
    (5, folder_copied),
    (4, safety_copy),
    (3, put_back),
    (3, restored),
    (1, cloned),
    (5, reassigned),
    (6, wiped),
    (2, stolen),
];

/// One step.
pub fn act(world: &mut World) -> Done {
    let all = ACTS.iter().map(|(weight, _)| weight).sum();
    let mut drawn = world.random.between(1, all);
    for (weight, act) in ACTS {
        if drawn <= weight {
            return act(world);
        }
        drawn -= weight;
    }
    Ok(())
}

fn keying(world: &mut World) -> Done {
    let at = world.somebody();
    let before = world.laptops[at].journal.clone();
    let mut found = world.found;
    let (laptop, ledger) = (&world.laptops[at], &mut world.ledger);
    let (random, form, round) = (&mut world.random, &world.form, world.plan.round.id);
    let family = Officer { laptop, ledger, random, form, round }.work(&mut found)?;
    world.found = found;
    world.laptops[at].touched = true;
    let laptop = &mut world.laptops[at];
    laptop.schedule.nudge(laptop.host.as_ref());
    world.note(format!("laptop {at} keys in {family:?}"));
    if world.setup.sabotage == Some(Sabotage::LaptopForgets) && !before.is_empty() {
        return forget(world, at);
    }
    Ok(())
}

/// Sabotage: the vault is as it was before, and nobody says so.
fn forget(world: &mut World, at: usize) -> Done {
    let Some(kept) = world.laptops[at].kept.iter().position(|kept| !kept.safety) else {
        return folder_copy(world, at);
    };
    let path = world.laptops[at].kept[kept].path.clone();
    let _ = fs::remove_file(world.laptops[at].witness());
    world.laptops[at].put(&path)
}

fn sending(world: &mut World) -> Done {
    let at = world.somebody();
    let (by_hand, dies) = (world.random.chance(30), world.random.chance(25));
    world.note(format!("laptop {at} sends"));
    world.send(at, Way::Direct, by_hand, dies).map(drop)
}

fn by_hub(world: &mut World) -> Done {
    let (at, linked, dies) = (world.somebody(), world.random.chance(50), world.random.chance(15));
    world.note(format!("laptop {at} sends by the hub, linked {linked}"));
    world.send(at, Way::Hub { linked }, true, dies).map(drop)
}

fn hub_carries(world: &mut World) -> Done {
    let (most, lose_last) = (world.random.between(1, 4) as usize, world.random.chance(30));
    let office = world.office.borrow();
    let settled = world.hub.relay(office.central(), most, lose_last);
    let settled = settled.map_err(|error| format!("hub: {error}"))?;
    world.note(format!("the hub carries on, {settled} settled"));
    Ok(())
}

/// A batch that was lost comes all the same, or once more.
fn late_batch(world: &mut World) -> Done {
    let waiting = u32::try_from(world.network.late.borrow().len()).unwrap_or(0);
    let Some(last) = waiting.checked_sub(1) else { return Ok(()) };
    let drawn = world.random.between(0, last) as usize;
    let (token, batch) = world.network.late.borrow_mut().swap_remove(drawn);
    let office = world.office.borrow();
    let done = office.central().put_batch(&token, &batch);
    world.note(format!("a late batch: {:?}", done.map(drop).map_err(|error| error.code())));
    Ok(())
}

fn stick_written(world: &mut World) -> Done {
    let at = world.somebody();
    let folder = world.folder("stick")?;
    let copies = world.random.chance(80);
    let laptop = &mut world.laptops[at];
    laptop.touched = true;
    let written = write_stick(&laptop.vault, laptop.host.as_ref(), &folder, copies);
    let written = match written {
        Ok(written) => written,
        // Before the first hello nobody told it the endpoint's key.
        Err(cacah_sync::SyncError::NoRecipient) => return Ok(()),
        Err(error) => return Err(format!("laptop {at}: a stick cannot be written: {error}")),
    };
    let entries = unconfirmed(world, at)?;
    world.note(format!("laptop {at} writes a stick: {} batches", written.batches));
    world.sticks.push(Stick { path: written.path, laptop: at, up: true, entries });
    Ok(())
}

/// Entries in batches without a receipt.
fn unconfirmed(world: &World, at: usize) -> Result<BTreeSet<Key>, String> {
    let laptop = &world.laptops[at];
    let batches = laptop.with(|store| store.unconfirmed())?;
    let batches = batches.into_iter().map(|claimed| SealedBatch {
        id: claimed.id,
        hash: cacah_wire::seal::Hash(claimed.hash),
        sig: cacah_wire::seal::Sig(claimed.sig),
        bytes: claimed.bytes,
    });
    let mut entries = BTreeSet::new();
    for batch in batches {
        entries.extend(entries_of(&batch, &laptop.device_key)?);
    }
    Ok(entries)
}

/// What a batch carries.
pub fn entries_of(batch: &SealedBatch, device: &PublicKey) -> Result<BTreeSet<Key>, String> {
    let (_, lines) = batch.open(device).map_err(|error| error.to_string())?;
    let mut entries = BTreeSet::new();
    for sealed in lines.into_iter().filter_map(|(_, sealed)| sealed) {
        let segment = sealed.read().map_err(|error| error.to_string())?;
        entries.extend(segment.entries().map_err(|error| error.to_string())?.iter().map(key));
    }
    Ok(entries)
}

fn a_stick(world: &mut World, up: bool) -> Option<usize> {
    let sticks = world.sticks.iter().enumerate().filter(|(_, stick)| stick.up == up);
    let sticks: Vec<usize> = sticks.map(|(at, _)| at).collect();
    (!sticks.is_empty()).then(|| *world.random.pick(&sticks))
}

/// The office reads a file, perhaps not for the first time, and answers it.
fn stick_taken(world: &mut World) -> Done {
    let Some(at) = a_stick(world, true) else { return Ok(()) };
    let folder = world.folder("answer")?;
    let (laptop, path) = (world.sticks[at].laptop, world.sticks[at].path.clone());
    let file = File::open(path).map_err(|error| error.to_string())?;
    let answer = {
        let office = world.office.borrow();
        let taken = office.central().take_stick(BufReader::new(file));
        taken.and_then(|brought| {
            let refused = brought.refused.len();
            Ok((refused, office.central().answer_stick(&brought, &folder)?))
        })
    };
    match answer {
        Ok((refused, answer)) => {
            world.note(format!("the office reads a stick of laptop {laptop}, refused {refused}"));
            let entries = BTreeSet::new();
            let stick = answer.map(|path| Stick { path, laptop, up: false, entries });
            world.sticks.extend(stick);
            Ok(())
        }
        Err(error) => Err(format!("a stick of laptop {laptop} is refused: {error}")),
    }
}

fn answer_read(world: &mut World) -> Done {
    let Some(at) = a_stick(world, false) else { return Ok(()) };
    let Stick { path, laptop, .. } = &world.sticks[at];
    let (path, laptop) = (path.clone(), *laptop);
    let form = world.form.clone();
    let compile = move |_: &_| Some(form.clone());
    world.laptops[laptop].touched = true;
    let read = read_answer(&world.laptops[laptop].vault, &path, &compile);
    match read {
        Ok(read) => {
            let (settled, unknown) = (read.receipts, read.unknown);
            world.note(format!("laptop {laptop} reads an answer: {settled} and {unknown} unknown"));
            Ok(())
        }
        // It was sealed to a key that an older copy of the vault did not have yet.
        Err(error) if error.code().is_some_and(is_sealed) => Ok(()),
        Err(error) => Err(format!("laptop {laptop}: an answer is refused: {error}")),
    }
}

fn is_sealed(code: Code) -> bool {
    matches!(code, Code::BadStick | Code::NotForUs)
}

fn stick_lost(world: &mut World) -> Done {
    if world.sticks.is_empty() {
        return Ok(());
    }
    let last = u32::try_from(world.sticks.len() - 1).unwrap_or(0);
    let lost = world.random.between(0, last) as usize;
    world.sticks.swap_remove(lost);
    world.ledger.disaster = true;
    world.note("a stick is lost".to_owned());
    Ok(())
}

fn supervising(world: &mut World) -> Done {
    let kind = world.random.between(1, 5);
    let said = say(world, kind);
    let told = match said {
        Ok(()) => "done".to_owned(),
        // Nothing to decide, held, or returned there, or no state comes of it.
        Err(error) => match error.code() {
            Code::NotFound | Code::BadRequest => error.code().to_string(),
            Code::Internal if matches!(error, CentralError::Uncomputable) => "uncomputable".into(),
            _ => return Err(format!("supervising {kind}: {error}")),
        },
    };
    world.note(format!("supervising {kind}: {told}"));
    Ok(())
}

fn say(world: &mut World, kind: u32) -> Result<(), CentralError> {
    use cacah_central::storage::Audit as _;
    let office = world.office.borrow();
    let central = office.central();
    let everyone = central.storage().everyone()?;
    let nothing = CentralError::NotFound("family");
    if everyone.is_empty() {
        return Err(nothing);
    }
    let (_, family) = *world.random.pick(&everyone);
    let (_, other) = *world.random.pick(&everyone);
    match kind {
        1 => central.give_back(ADMIN, family, None, &["cangkir: periksa lagi".to_owned()]),
        2 => {
            for (_, family) in everyone {
                if let Some(open) = central.undecided(ADMIN, family)?.first() {
                    let heads: Vec<_> = open.heads.iter().map(|head| head.dot).collect();
                    if heads.is_empty() {
                        continue;
                    }
                    let take = *world.random.pick(&heads);
                    return central.decide(ADMIN, family, open.document, &open.path, take);
                }
            }
            Err(nothing)
        }
        3 => central.release(ADMIN, |row| row.family == family, "petugas pengganti").map(drop),
        4 if world.random.chance(30) => central.alias(ADMIN, family, other),
        4 => central.reconsider().map(drop),
        _ => {
            let open = central.undecided(ADMIN, family)?;
            let document = open.iter().find_map(|undecided| undecided.document);
            central.accept(ADMIN, family, document.ok_or(nothing)?)
        }
    }
}

fn clock(world: &mut World) -> Done {
    let of_office = world.random.chance(25);
    world.jump(of_office);
    Ok(())
}

fn killed(world: &mut World) -> Done {
    let at = world.somebody();
    world.note(format!("laptop {at} is killed"));
    world.laptops[at].kill()
}

fn reopened(world: &mut World) -> Done {
    let at = world.somebody();
    world.note(format!("laptop {at} is shut and opened"));
    world.laptops[at].close();
    world.laptops[at].open()
}

fn office_restarts(world: &mut World) -> Done {
    world.note("the office starts again".to_owned());
    world.office.borrow_mut().restart();
    Ok(())
}

fn backup(world: &mut World) -> Done {
    world.note("a backup".to_owned());
    world.office.borrow_mut().back_up()
}

/// The disk of the endpoint died; it goes on from last night's backup, as a new life.
fn office_restored(world: &mut World) -> Done {
    if world.office.borrow_mut().begin_anew()? {
        world.ledger.disaster = true;
        world.note("the endpoint begins anew from its newest backup".to_owned());
        // What the office itself decided since, its lists still say.
        install(world)?;
    }
    Ok(())
}

fn folder_copied(world: &mut World) -> Done {
    let at = world.somebody();
    folder_copy(world, at)
}

fn folder_copy(world: &mut World, at: usize) -> Done {
    let path = world.paper("folder");
    let laptop = &mut world.laptops[at];
    copy(&laptop.dir, &path);
    let entries = laptop.read()?;
    laptop.kept.push(Kept { path, entries, safety: false });
    world.note(format!("the folder of laptop {at} is copied"));
    Ok(())
}

fn safety_copy(world: &mut World) -> Done {
    let at = world.somebody();
    let folder = world.paper("copies");
    let laptop = &mut world.laptops[at];
    let entries = laptop.read()?;
    let made = laptop.with(|store| store.copy_to(&folder, 3))?;
    laptop.kept.push(Kept { path: made.path, entries, safety: true });
    world.note(format!("laptop {at} makes a safety copy"));
    Ok(())
}

fn kept(world: &mut World, at: usize, safety: bool) -> Option<usize> {
    let kept = world.laptops[at].kept.iter().enumerate();
    let kept: Vec<usize> =
        kept.filter(|(_, kept)| kept.safety == safety).map(|(at, _)| at).collect();
    (!kept.is_empty()).then(|| *world.random.pick(&kept))
}

/// Somebody copies an old folder over the vault.
fn put_back(world: &mut World) -> Done {
    let at = world.somebody();
    let Some(which) = kept(world, at, false) else { return Ok(()) };
    let witnessed = world.random.chance(50);
    world.note(format!("an old folder becomes laptop {at}, witness {witnessed}"));
    let before = world.laptops[at].read()?;
    if !witnessed {
        let _ = fs::remove_file(world.laptops[at].witness());
        world.ledger.doubled.insert(world.laptops[at].device);
    }
    let path = world.laptops[at].kept[which].path.clone();
    world.laptops[at].put(&path)?;
    let after = world.laptops[at].read()?;
    world.ledger.destroy(&before, &after);
    Ok(())
}

/// A safety copy is restored, on this laptop or on another machine, where no witness lies.
fn restored(world: &mut World) -> Done {
    let at = world.somebody();
    let Some(which) = kept(world, at, true) else { return Ok(()) };
    let elsewhere = world.random.chance(40);
    world.note(format!("laptop {at} is restored from a safety copy, elsewhere {elsewhere}"));
    let laptop = &mut world.laptops[at];
    let before = laptop.read()?;
    laptop.close();
    if elsewhere {
        let _ = fs::remove_file(laptop.witness());
    }
    let path = laptop.kept[which].path.clone();
    let made = cacah_store::restore(&path, &laptop.dir, PASSWORD, laptop.host.clone());
    laptop.take(made.map_err(|error| format!("restore: {error}"))?.store)?;
    let after = laptop.read()?;
    world.ledger.destroy(&before, &after);
    Ok(())
}

/// A vault is copied to a second laptop: two with one identity from now on.
fn cloned(world: &mut World) -> Done {
    if world.laptops.len() > 5 {
        return Ok(());
    }
    let at = world.somebody();
    let dir = world.root.path().join(format!("laptop-{}", world.laptops.len())).join("vault");
    fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
    copy(&world.laptops[at].dir, &dir);
    let officer = world.laptops[at].officer.clone();
    if world.setup.sabotage != Some(Sabotage::CopiedUnseen) {
        world.ledger.doubled.insert(world.laptops[at].device);
    }
    let number = world.switch_on(&officer, dir)?;
    world.note(format!("laptop {number} is a clone of laptop {at}"));
    Ok(())
}

/// An officer gets another area, or loses one, wherever the laptop is.
fn reassigned(world: &mut World) -> Done {
    let officer = world.random.between(0, 2) as usize;
    let area = (*world.random.pick(&AREAS)).to_owned();
    let areas = &mut world.plan.officers[officer].areas;
    match areas.iter().position(|served| *served == area) {
        // The first decides where an officer's receipts lie; nobody is left without an area.
        Some(at) if areas.len() > 1 => drop(areas.remove(at)),
        Some(_) => return Ok(()),
        None => areas.push(area),
    }
    world.note(format!("officer {officer} is reassigned"));
    install(world)
}

fn install(world: &World) -> Done {
    let office = world.office.borrow();
    let installed = office.central().install(ADMIN, world.plan.clone());
    installed.map_err(|error| format!("the round: {error}"))
}

fn wiped(world: &mut World) -> Done {
    let at = world.somebody();
    let early = world.setup.sabotage == Some(Sabotage::WipesTooEarly);
    let laptop = &mut world.laptops[at];
    laptop.touched = true;
    let wiped = laptop.with(|store| {
        let mut safe = store.safe()?;
        if early {
            safe.iter_mut().for_each(|safe: &mut Safe| safe.through = u64::MAX >> 1);
        }
        store.wipe(&safe, i64::MAX, &[])
    })?;
    laptop.wiped.extend(&wiped.families);
    world.note(format!("laptop {at} wipes {} families", wiped.families.len()));
    Ok(())
}

/// A laptop is stolen; its officer gets a spare one, enrolled over the link or from a stick.
fn stolen(world: &mut World) -> Done {
    let at = world.somebody();
    let before = world.laptops[at].read()?;
    let clone = world.laptops.iter().filter(|l| l.device == world.laptops[at].device).count() > 1;
    if world.laptops.len() > 6 || clone {
        return Ok(());
    }
    let officer = world.laptops[at].officer.clone();
    let dir = world.folder("machine")?.join("vault");
    let from_stick = world.random.chance(10);
    let made =
        if from_stick { spare(world, &officer, &dir) } else { enrolled(world, at, &officer, &dir) };
    let Some(made) = made? else { return Ok(()) };
    drop(made);
    let number = world.switch_on(&officer, dir)?;
    world.note(format!("laptop {at} is stolen, laptop {number} stands in for it"));
    // The spare takes the place, and the number, of the one that is gone.
    let mut spare = world.laptops.remove(number);
    spare.number = at;
    for stick in world.sticks.iter().filter(|stick| !stick.up && stick.laptop == at) {
        let _ = fs::remove_file(&stick.path);
    }
    world.sticks.retain(|stick| stick.up || stick.laptop != at);
    world.laptops[at] = spare;
    world.ledger.destroy(&before, &BTreeSet::new());
    // Whoever enrols a laptop makes a backup: one that it does not know could not send.
    world.office.borrow_mut().back_up()
}

fn enrolled(
    world: &World,
    at: usize,
    officer: &str,
    dir: &std::path::Path,
) -> Result<Option<Store>, String> {
    let ticket = world.office.borrow().central().ticket(ADMIN, officer, "", "");
    let ticket = ticket.map_err(|error| format!("ticket: {error}"))?;
    let laptop = &world.laptops[at];
    let (office, network) = (&world.office, &world.network);
    let road = Road { office, network, laptop, hub: None, forgets: false };
    // It may not come through: then the officer tries another day.
    let Ok(enrolment) = cacah_sync::enrol(&ticket, &road, laptop.host.as_ref()) else {
        return Ok(None);
    };
    let made = Store::create_cheaply(dir, &enrolment, PASSWORD, laptop.host.clone());
    made.map(Some).map_err(|error| format!("a new vault: {error}"))
}

fn spare(world: &mut World, officer: &str, dir: &std::path::Path) -> Result<Option<Store>, String> {
    let folder = world.folder("spare")?;
    let host = world.laptops[0].host.clone();
    let written = world.office.borrow().central().spare(ADMIN, officer, ("", ""), &folder);
    let written = written.map_err(|error| format!("spare: {error}"))?;
    let typed = written.code.to_text();
    let laptop = enrol_from_stick(&written.path, &typed, host.as_ref());
    let laptop = laptop.map_err(|error| format!("spare: {error}"))?;
    let made = Store::create_cheaply(dir, &laptop.enrolment, PASSWORD, host);
    let mut store = made.map_err(|error| format!("a new vault: {error}"))?;
    let form = world.form.clone();
    let installed = laptop.install(&mut store, &move |_: &_| Some(form.clone()));
    installed.map_err(|error| format!("spare: {error}"))?;
    Ok(Some(store))
}
