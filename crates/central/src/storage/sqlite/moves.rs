//! Persons who move between families.

use std::collections::BTreeMap;

use cacah_family::area::District;
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::merge::Moves;
use rusqlite::{Connection, params};

use super::row::{all, get, id, run, text};
use crate::storage::{FamilyWrite, Result, StorageError};

/// What a family's own entries say of persons who came and went.
pub fn of(db: &Connection, wil: &District, family: FamilyId) -> Result<Moves> {
    let sql = "SELECT person, other, gave FROM move WHERE wil = $1 AND family = $2";
    let rows = all(db, sql, params![wil.as_str(), family.0.into_bytes()], |row| {
        Ok((id(row, 0)?, id(row, 1)?, get(row, 2)?))
    })?;
    let mut moves = Moves::default();
    rows.into_iter().for_each(|row| add(&mut moves, row));
    Ok(moves)
}

/// What other families say of persons they gave to this one or took from it, district by district.
pub fn elsewhere(db: &Connection, family: FamilyId) -> Result<BTreeMap<District, Moves>> {
    let sql = "SELECT person, family, gave, wil FROM move WHERE other = $1 AND family <> $1";
    let rows = all(db, sql, params![family.0.into_bytes()], |row| {
        Ok((text(row, 3, "move")?, (id(row, 0)?, id(row, 1)?, get(row, 2)?)))
    })?;
    let mut districts: BTreeMap<District, Moves> = BTreeMap::new();
    for (wil, said) in rows {
        add(districts.entry(wil).or_default(), said);
    }
    Ok(districts)
}

/// Person, other family, and whether given to it.
type Row = (InstanceId, FamilyId, bool);

fn add(moves: &mut Moves, (person, family, gave): Row) {
    let side = if gave { &mut moves.gave } else { &mut moves.took };
    side.insert((person, family));
}

/// Writes what families say, and then looks whether each was judged on what the others say now:
/// [`StorageError::Conflict`] when one was not, for the other half of a move came meanwhile.
pub fn settle(db: &Connection, written: &[FamilyWrite]) -> Result<()> {
    for FamilyWrite { row, moves, .. } in written {
        let (wil, family) = (&row.birth.home, row.family);
        if of(db, wil, family)? == *moves {
            continue;
        }
        let key = params![wil.as_str(), family.0.into_bytes()];
        run(db, "DELETE FROM move WHERE wil = $1 AND family = $2", key)?;
        put(db, wil, family, moves)?;
    }
    let none = Moves::default();
    for FamilyWrite { row, moves, answered, .. } in written.iter().filter(|w| w.moves != none) {
        let mut said = Moves::default();
        for elsewhere in elsewhere(db, row.family)?.values().map(|said| said.answer(moves)) {
            said.gave.extend(elsewhere.gave);
            said.took.extend(elsewhere.took);
        }
        if said != *answered {
            return Err(StorageError::Conflict);
        }
    }
    Ok(())
}

fn put(db: &Connection, wil: &District, family: FamilyId, moves: &Moves) -> Result<()> {
    let sql = "INSERT INTO move (wil, family, person, other, gave) VALUES ($1, $2, $3, $4, $5)";
    let both = [(&moves.gave, true), (&moves.took, false)];
    for (moves, gave) in both {
        for (person, other) in moves {
            let (family, person) = (family.0.into_bytes(), person.0.into_bytes());
            run(db, sql, params![wil.as_str(), family, person, other.0.into_bytes(), gave])?;
        }
    }
    Ok(())
}
