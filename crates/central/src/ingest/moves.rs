//! Persons who move between families. Each end is judged on what the other says: the giving family
//! has the person until both have said so, and then the receiving one alone (ADR 0011).

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::District;
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::merge::{FamilyState, History, Moves};

/// What a family's entries amount to, persons who moved counted in one family only. `elsewhere` is
/// what other families say of persons who came from this one or went to it.
pub fn settled(history: &History, elsewhere: &Moves) -> FamilyState {
    let mut state = history.state();
    state.settle_moves(
        |person, to| elsewhere.took.contains(&(person, to)),
        |person, from| elsewhere.gave.contains(&(person, from)),
    );
    state
}

/// What families of one sitting say, before any of it is stored.
#[derive(Default)]
pub struct Said {
    families: BTreeSet<FamilyId>,
    /// By the family of which it is said.
    of: BTreeMap<FamilyId, Moves>,
}

impl Said {
    /// What a family says from now on.
    pub fn say(&mut self, family: FamilyId, moves: &Moves) {
        self.families.insert(family);
        for (person, other) in &moves.gave {
            self.of.entry(*other).or_default().gave.insert((*person, family));
        }
        for (person, other) in &moves.took {
            self.of.entry(*other).or_default().took.insert((*person, family));
        }
    }

    /// True of a family that has spoken.
    pub fn has(&self, family: FamilyId) -> bool {
        self.families.contains(&family)
    }

    /// What others say of a family: here, and as it is stored of those who have not spoken here.
    /// `home` is where those live who have.
    pub fn of(
        &self,
        family: FamilyId,
        stored: &BTreeMap<District, Moves>,
        home: &District,
    ) -> Moves {
        let mut all = self.of.get(&family).cloned().unwrap_or_default();
        for (wil, moves) in stored {
            let stands = |(_, other): &&(InstanceId, FamilyId)| wil != home || !self.has(*other);
            all.gave.extend(moves.gave.iter().filter(stands));
            all.took.extend(moves.took.iter().filter(stands));
        }
        // Nobody moves from a family to itself.
        all.gave.retain(|(_, other)| *other != family);
        all.took.retain(|(_, other)| *other != family);
        all
    }
}

/// Families at the other end of moves that are said now and were not before, or the other way round,
/// and that say so themselves: they are to be judged again.
pub fn concerned(before: &Moves, now: &Moves, elsewhere: &Moves) -> BTreeSet<FamilyId> {
    let gave = before.gave.symmetric_difference(&now.gave);
    let took = before.took.symmetric_difference(&now.took);
    let gave = gave.filter(|end| elsewhere.took.contains(end));
    let took = took.filter(|end| elsewhere.gave.contains(end));
    gave.chain(took).map(|(_, family)| *family).collect()
}
