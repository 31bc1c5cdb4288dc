//! Numbers and areas of families change: births written anew, and what their documents took from
//! them goes along, in one commit over all families concerned.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Listed, Presence};
use cacah_family::id::FamilyId;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_store::{Commit, FamilyRecord, NewEntry};
use cacah_wire::command::{AddFamily, FamilyRow, MoveToSls, NumberFamily, Renumber, Renumbered};
use cacah_wire::error::Code;

use super::order::{Order, Place, Way};
use super::{bad, family_id};
use crate::document::Document;
use crate::error::DeskError;
use crate::session::Session;

/// What prelist and area say of a family, by the names of `bind::cacah:prefill`.
type Known = BTreeMap<&'static str, String>;

/// Gives a family its place in walking order.
pub(crate) fn number_family(
    session: &mut Session,
    args: &NumberFamily,
) -> Result<Renumbered, DeskError> {
    let family = family_id(&args.family)?;
    let record = session.family(family)?;
    let mut order = session.order(&record.birth.idsubsls)?;
    let place = Place { building: args.building, number: args.number };
    let way = Way { shift: args.shift, new_building: args.new_building };
    put(&mut order, family, place, way)?;
    session.rewrite(&order, Vec::new())
}

/// Numbers an SLS anew.
pub(crate) fn renumber(session: &mut Session, args: &Renumber) -> Result<Renumbered, DeskError> {
    let area = session.area(&args.idsubsls)?;
    let mut order = session.order(&area.idsubsls)?;
    order.renumber();
    if args.dry {
        return Ok(session.changed(&order)?.1);
    }
    session.rewrite(&order, Vec::new())
}

/// Adds a family found in the field: new to the list in the same commit, at its place in the walk.
pub(crate) fn add_family(session: &mut Session, add: &AddFamily) -> Result<FamilyRow, DeskError> {
    let idsubsls = session.area(&add.idsubsls)?.idsubsls;
    if add.head.trim().is_empty() {
        return Err(bad("head"));
    }
    let round = session.store.round()?.ok_or(Code::NotFound)?.id;
    let family = FamilyId(session.host.id());
    let mut order = session.order(&idsubsls)?;
    let place = place(&order, add)?;
    let before = add.before.is_some();
    let way = Way { shift: before, new_building: before && add.new_building };
    put(&mut order, family, place, way)?;
    let birth = Birth {
        round,
        home: idsubsls.district(),
        idsubsls,
        building: place.building,
        number: place.number,
        head: add.head.trim().to_uppercase(),
        address: add.address.trim().to_owned(),
        found: true,
    };
    let new = Listed { presence: Presence::New, with: None, welfare: None, members: None };
    let born = vec![
        (Path::question(Path::FAMILY), Change::Family(birth)),
        (Path::question(Path::LISTED), Change::Listed(new)),
    ];
    let born = session.over(family, None, born)?;
    session.rewrite(&order, born)?;
    session.row(family)
}

/// As asked for, or that of the family it stands before.
fn place(order: &Order, add: &AddFamily) -> Result<Place, DeskError> {
    let Some(before) = add.before.as_deref() else {
        return Ok(Place { building: add.building, number: add.number });
    };
    let of = order.place(family_id(before)?).filter(|of| of.number > 0);
    let of = of.ok_or_else(|| bad("before"))?;
    let building = if add.building == 0 { of.building } else { add.building };
    Ok(Place { building, number: of.number })
}

fn put(order: &mut Order, family: FamilyId, place: Place, way: Way) -> Result<(), DeskError> {
    let refused = |code| DeskError::At(code, "number".to_owned());
    order.put(family, place, way).map_err(refused)
}

/// Moves families to another SLS of this laptop: home and identity stay. A number that is taken there
/// is left behind.
pub(crate) fn move_to_sls(
    session: &mut Session,
    args: &MoveToSls,
) -> Result<Renumbered, DeskError> {
    let to = session.area(&args.idsubsls)?.idsubsls;
    let mut order = session.order(&to)?;
    let mut moving = Vec::new();
    for family in &args.families {
        let record = session.family(family_id(family)?)?;
        let again = moving.iter().any(|other: &FamilyRecord| other.family == record.family);
        if again || record.birth.idsubsls == to {
            return Err(bad("families"));
        }
        moving.push(record);
    }
    if moving.windows(2).any(|two| two[0].birth.idsubsls != two[1].birth.idsubsls) {
        return Err(bad("families"));
    }
    let mut births = Vec::new();
    for record in moving {
        let place = Place::of(&record);
        let free = order.put(record.family, place, Way::default()).is_ok();
        let number = if free { place.number } else { 0 };
        if !free {
            order.put(record.family, Place { number, ..place }, Way::default())?;
        }
        let birth = Birth { idsubsls: to.clone(), number, ..record.birth.clone() };
        births.push((record, birth));
    }
    session.bear_anew(births, Vec::new())
}

impl Session {
    /// The places of an SLS as they are.
    fn order(&self, idsubsls: &Idsubsls) -> Result<Order, DeskError> {
        let families = self.families_of(idsubsls)?;
        Ok(Order::new(families.iter().map(|record| {
            let gone = record.door.presence.is_some_and(|presence| !presence.is_verified());
            (record.family, Place::of(record), gone)
        })))
    }

    /// The births that an order changes, and how many families and documents these are.
    fn changed(
        &mut self,
        order: &Order,
    ) -> Result<(Vec<(FamilyRecord, Birth)>, Renumbered), DeskError> {
        let mut births = Vec::new();
        let mut count = Renumbered { families: 0, documents: 0 };
        for (family, Place { building, number }) in order.changes() {
            // One that is only being added has its birth already.
            let Some(record) = self.store.family(family)? else { continue };
            let birth = Birth { building, number, ..record.birth.clone() };
            count.families += 1;
            count.documents += u32::from(!self.following(&record, &birth)?.is_empty());
            births.push((record, birth));
        }
        Ok((births, count))
    }

    /// Makes an order what the families say, after `first`.
    fn rewrite(&mut self, order: &Order, first: Vec<NewEntry>) -> Result<Renumbered, DeskError> {
        let (births, _) = self.changed(order)?;
        self.bear_anew(births, first)
    }

    /// Writes births anew, after `first`, and what documents took from them: all of it or nothing.
    fn bear_anew(
        &mut self,
        births: Vec<(FamilyRecord, Birth)>,
        first: Vec<NewEntry>,
    ) -> Result<Renumbered, DeskError> {
        let mut entries = first;
        let mut documents = Vec::new();
        let families = u32::try_from(births.len()).unwrap_or(u32::MAX);
        for (record, birth) in births {
            let follow = self.following(&record, &birth)?;
            let step = vec![(Path::question(Path::FAMILY), Change::Family(birth))];
            entries.extend(self.over(record.family, None, step)?);
            if !follow.is_empty() {
                documents.push(record.family);
                entries.extend(follow);
            }
        }
        if entries.is_empty() {
            return Ok(Renumbered { families: 0, documents: 0 });
        }
        self.store.append(Commit { entries, summary: None, stand: None })?;
        self.saved = Some(self.host.now());
        for family in &documents {
            self.renew_family(*family)?;
        }
        let documents = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        Ok(Renumbered { families, documents })
    }

    /// What the document of a family takes along when the family is born anew: the answers that
    /// still say what was known before. Finished or not, it stays what it is.
    fn following(
        &mut self,
        record: &FamilyRecord,
        birth: &Birth,
    ) -> Result<Vec<NewEntry>, DeskError> {
        let form = self.form()?;
        let Some((document, _)) = Document::load(&mut self.store, record.family, &form)? else {
            return Ok(Vec::new());
        };
        let before = self.known(record)?;
        let after = self.known(&FamilyRecord { birth: birth.clone(), ..record.clone() })?;
        Ok(follow(&document, &before, &after))
    }
}

fn follow(document: &Document, before: &Known, after: &Known) -> Vec<NewEntry> {
    let questions = document.form.form.questions().iter().filter_map(|question| {
        let name = question.prefill.as_deref()?;
        let (before, after) = (before.get(name)?, after.get(name)?);
        let path = Path::question(&question.name);
        let slot = document.slot(&path);
        (before != after && slot.raw == *before && slot.missing.is_none()).then(|| {
            let value = (!after.is_empty()).then(|| after.clone());
            let slot = Slot { raw: after.clone(), value, ..slot };
            document.entry_over(path, Change::Slot(slot))
        })
    });
    questions.collect()
}
