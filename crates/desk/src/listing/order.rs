//! The walking order of one SLS: buildings and families are numbered along the walk. Identities have
//! no part in it.

use std::collections::BTreeMap;

use cacah_family::id::FamilyId;
use cacah_store::FamilyRecord;
use cacah_wire::error::Code;

/// Three boxes on the paper.
const MOST: u16 = 999;

/// Building and family number; 0 when not known yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) building: u16,
    pub(crate) number: u16,
}

/// How a family is put among the others.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Way {
    /// Whoever has the number moves on, and those behind as far as the next free one.
    pub(crate) shift: bool,
    /// The building is a new one: those that stand from its number on move on.
    pub(crate) new_building: bool,
}

/// The families of one SLS with their places. Those that are gone keep theirs until another family
/// needs the number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    places: BTreeMap<FamilyId, Standing>,
}

#[derive(Debug, Clone, Copy)]
struct Standing {
    before: Place,
    now: Place,
    gone: bool,
}

impl Order {
    /// Of these families; `gone` tells those that were looked for and are not there.
    pub(crate) fn new(families: impl IntoIterator<Item = (FamilyId, Place, bool)>) -> Self {
        let standing =
            |(family, place, gone)| (family, Standing { before: place, now: place, gone });
        Self { places: families.into_iter().map(standing).collect() }
    }

    /// What is different now.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (FamilyId, Place)> {
        let changed = self.places.iter().filter(|(_, at)| at.now != at.before);
        changed.map(|(family, at)| (*family, at.now))
    }

    /// Where a family is.
    pub(crate) fn place(&self, family: FamilyId) -> Option<Place> {
        self.places.get(&family).map(|at| at.now)
    }

    /// Puts a family of these, or a new one, at a place.
    ///
    /// # Errors
    /// [`Code::NumberTaken`] when another has the number and nobody moves on, [`Code::OutOfOrder`]
    /// when the number would not follow the buildings, [`Code::BadRequest`] beyond three digits.
    pub(crate) fn put(&mut self, family: FamilyId, place: Place, way: Way) -> Result<(), Code> {
        let none = Standing { before: Place::default(), now: Place::default(), gone: false };
        self.places.entry(family).or_insert(none).now = Place::default();
        if way.new_building && place.building > 0 {
            self.clear_building(place.building);
        }
        if place.number > 0 {
            self.clear_number(place.number, way.shift)?;
        }
        if let Some(at) = self.places.get_mut(&family) {
            at.now = place;
        }
        self.check(family)
    }

    /// Numbers all that are there anew. Families that nobody looked for yet keep their place in the
    /// walk: there is no telling that they are gone.
    pub(crate) fn renumber(&mut self) {
        let mut walk: Vec<_> = self.places.iter_mut().filter(|(_, at)| !at.gone).collect();
        walk.sort_by_key(|(family, at)| {
            let Place { building, number } = at.now;
            (building == 0, building, number == 0, number, **family)
        });
        let (mut last, mut building) = (0, 0);
        for ((_, at), number) in walk.into_iter().zip(1..) {
            if at.now.building > 0 && at.now.building != last {
                last = at.now.building;
                building += 1;
            }
            let building = if at.now.building == 0 { 0 } else { building };
            at.now = Place { building, number };
        }
        for at in self.places.values_mut().filter(|at| at.gone) {
            at.now.number = 0;
        }
    }

    /// Moves the buildings from this number on by one, as far as the next number no building has.
    fn clear_building(&mut self, from: u16) {
        let has = |order: &Self, number| {
            order.places.values().any(|at| !at.gone && at.now.building == number)
        };
        let free = (from..).find(|number| !has(self, *number)).unwrap_or(from);
        for at in self.places.values_mut().filter(|at| (from..free).contains(&at.now.building)) {
            at.now.building += 1;
        }
    }

    /// Makes a number free.
    fn clear_number(&mut self, from: u16, shift: bool) -> Result<(), Code> {
        let has = |order: &Self, number| {
            order.places.values().any(|at| !at.gone && at.now.number == number)
        };
        let free = (from..).find(|number| !has(self, *number)).unwrap_or(from);
        if free > from && !shift {
            return Err(Code::NumberTaken);
        }
        for at in self.places.values_mut() {
            if at.gone && (from..=free).contains(&at.now.number) {
                at.now.number = 0;
            } else if (from..free).contains(&at.now.number) {
                at.now.number += 1;
            }
        }
        Ok(())
    }

    /// The neighbours of a family by number stand in no building beyond its own.
    fn check(&self, family: FamilyId) -> Result<(), Code> {
        if self.places.values().any(|at| at.now.number > MOST || at.now.building > MOST) {
            return Err(Code::BadRequest);
        }
        let Some(Place { building, number }) = self.place(family) else { return Ok(()) };
        if building == 0 || number == 0 {
            return Ok(());
        }
        let known = |at: &&Standing| !at.gone && at.now.building > 0 && at.now.number > 0;
        let others = || self.places.values().filter(known).map(|at| at.now);
        let before = others().filter(|other| other.number < number).max_by_key(|o| o.number);
        let after = others().filter(|other| other.number > number).min_by_key(|o| o.number);
        let falls = before.is_some_and(|before| before.building > building)
            || after.is_some_and(|after| after.building < building);
        if falls { Err(Code::OutOfOrder) } else { Ok(()) }
    }
}

impl Place {
    pub(crate) fn of(record: &FamilyRecord) -> Self {
        Self { building: record.birth.building, number: record.birth.number }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> FamilyId {
        FamilyId(Uuid::from_u128(n))
    }

    fn at(building: u16, number: u16) -> Place {
        Place { building, number }
    }

    /// Families 1, 2, … at these places.
    fn order(places: &[(u16, u16)]) -> Order {
        Order::new((1..).zip(places).map(|(n, (b, f))| (id(n), at(*b, *f), false)))
    }

    fn places(order: &Order) -> Vec<(u16, u16)> {
        order.places.values().map(|at| (at.now.building, at.now.number)).collect()
    }

    #[test]
    fn a_taken_number_is_refused_or_moves_on_as_far_as_the_next_free_one() {
        let mut taken = order(&[(1, 1), (1, 2), (2, 3), (3, 5)]);
        assert_eq!(taken.clone().put(id(9), at(1, 2), Way::default()), Err(Code::NumberTaken));
        let shift = Way { shift: true, new_building: false };
        taken.put(id(9), at(1, 2), shift).unwrap();
        assert_eq!(places(&taken), [(1, 1), (1, 3), (2, 4), (3, 5), (1, 2)]);
        assert_eq!(taken.changes().count(), 3, "the last stays where it is");
    }

    #[test]
    fn a_new_building_moves_the_buildings_behind_it_on() {
        let mut walk = order(&[(1, 1), (2, 2), (3, 3), (7, 4)]);
        let way = Way { shift: true, new_building: true };
        walk.put(id(9), at(2, 2), way).unwrap();
        assert_eq!(places(&walk), [(1, 1), (3, 3), (4, 4), (7, 5), (2, 2)]);
    }

    #[test]
    fn a_number_that_does_not_follow_the_buildings_is_refused() {
        let mut walk = order(&[(1, 1), (2, 2), (3, 3)]);
        let shift = Way { shift: true, new_building: false };
        assert_eq!(walk.clone().put(id(9), at(3, 2), shift), Err(Code::OutOfOrder));
        assert_eq!(walk.clone().put(id(9), at(1, 9), shift), Err(Code::OutOfOrder));
        assert_eq!(walk.clone().put(id(9), at(4, 1_000), shift), Err(Code::BadRequest));
        assert_eq!(walk.put(id(9), at(3, 9), shift), Ok(()));
    }

    #[test]
    fn who_is_gone_gives_its_number_up_when_another_needs_it() {
        let gone = [(id(1), at(1, 1), true), (id(2), at(1, 2), false)];
        let mut walk = Order::new(gone);
        walk.put(id(3), at(1, 1), Way::default()).unwrap();
        assert_eq!(places(&walk), [(1, 0), (1, 2), (1, 1)]);
        let mut walk = Order::new(gone);
        walk.renumber();
        assert_eq!(places(&walk), [(1, 0), (1, 1)]);
    }

    #[derive(Debug, Clone)]
    enum Act {
        Put { family: u128, place: (u16, u16), shift: bool, new_building: bool },
        Renumber,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let put = (1..25_u128, (0..12_u16, 0..30_u16), any::<bool>(), any::<bool>());
        let put = put.prop_map(|(family, place, shift, new_building)| Act::Put {
            family,
            place,
            shift,
            new_building,
        });
        proptest::collection::vec(prop_oneof![9 => put, 1 => Just(Act::Renumber)], 0..40)
    }

    proptest! {
        #[test]
        fn numbers_are_unique_and_rise_with_the_buildings_whatever_is_done(acts in acts()) {
            let mut order = order(&[(1, 1), (1, 2), (2, 3), (0, 0), (4, 9)]);
            let mut ids: BTreeSet<FamilyId> = order.places.keys().copied().collect();
            for act in acts {
                match act {
                    Act::Renumber => {
                        order.renumber();
                        let walk: BTreeSet<u16> = order.places.values().map(|at| at.now.number).collect();
                        prop_assert_eq!(walk, (1..).take(ids.len()).collect::<BTreeSet<u16>>());
                    }
                    Act::Put { family, place: (building, number), shift, new_building } => {
                        let mut next = order.clone();
                        let way = Way { shift, new_building };
                        if next.put(id(family), at(building, number), way).is_ok() {
                            ids.insert(id(family));
                            prop_assert_eq!(next.place(id(family)), Some(at(building, number)));
                            order = next;
                        }
                    }
                }
                prop_assert_eq!(&order.places.keys().copied().collect::<BTreeSet<_>>(), &ids);
                let mut walk: Vec<Place> = order.places.values().map(|at| at.now).collect();
                walk.retain(|place| place.number > 0);
                walk.sort_by_key(|place| place.number);
                prop_assert!(walk.windows(2).all(|two| two[0].number < two[1].number));
                walk.retain(|place| place.building > 0);
                prop_assert!(walk.windows(2).all(|two| two[0].building <= two[1].building));
            }
        }
    }
}
