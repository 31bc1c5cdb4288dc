//! A person moves to another family with all answers: the leave, the join and the answers are one
//! commit over both families.

use cacah_family::entry::{Change, Source};
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_store::{Commit, NewEntry};
use cacah_wire::command::{DocumentView, MovePerson};
use cacah_wire::error::Code;

use crate::back::last_join;
use crate::document::{Document, Way};
use crate::error::DeskError;
use crate::interview::{instance, view};
use crate::session::Session;

pub(crate) fn move_person(
    session: &mut Session,
    args: &MovePerson,
) -> Result<DocumentView, DeskError> {
    let person = instance(&args.instance)?;
    let to: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let (id, from) = {
        let document = session.document(&args.document)?;
        // A person is in one family for everybody: a re-visit only observes that.
        if document.source != Source::Visit {
            return Err(DeskError::At(Code::BadRequest, "source".into()));
        }
        (document.id, document.family)
    };
    let repeat = {
        let document = session.document(&args.document)?;
        document.member(person).ok_or(Code::NotFound)?.repeat.clone()
    };
    transfer(session, person, from, to)?;
    let order = OrderKey::between(None, None);
    let back = Change::Join { repeat, order, parent: None, from: Some(to) };
    session.note_undo(id, vec![(Path::instance(person), back)]);
    view(session, &args.document)
}

/// Undo or redo of a move; false when the next step is none.
pub(crate) fn step(session: &mut Session, document: &str, way: Way) -> Result<bool, DeskError> {
    let open = session.document(document)?;
    let here = open.family;
    let Some([(path, change)]) = open.next_step(way).map(Vec::as_slice) else { return Ok(false) };
    let Some(person) = path.instance else { return Ok(false) };
    let (path, id) = (path.clone(), open.id);
    let inverse = match change.clone() {
        Change::Join { from: Some(other), .. } => {
            transfer(session, person, other, here)?;
            Change::Leave { to: Some(other) }
        }
        Change::Leave { to: Some(other) } => {
            let member = open.member(person).ok_or(Code::NotFound)?;
            let (repeat, order) = (member.repeat.clone(), member.order.clone());
            transfer(session, person, here, other)?;
            Change::Join { repeat, order, parent: None, from: Some(other) }
        }
        _ => return Ok(false),
    };
    session.stepped(id, way, vec![(path, inverse)]);
    Ok(true)
}

/// Moves a person between two families of this vault. The receiving family's document is made when
/// it has none.
pub(crate) fn transfer(
    session: &mut Session,
    person: InstanceId,
    from: FamilyId,
    to: FamilyId,
) -> Result<(), DeskError> {
    if from == to {
        return Err(DeskError::At(Code::BadRequest, "family".into()));
    }
    let form = session.form()?;
    let record = session.family(to)?;
    let giver = Document::load(&mut session.store, from, &form)?.ok_or(Code::NotFound)?.0;
    let taker = match Document::load(&mut session.store, to, &form)? {
        Some((taker, _)) => taker,
        None => session.unborn(&record, Source::Visit)?,
    };
    // Who comes back stands where they stood.
    let was = last_join(&session.store.history(to)?, taker.id, &Path::instance(person));
    let entries = both_sides(&giver, &taker, person, was.as_ref())?;
    session.store.append(Commit { entries, summary: None, stand: None })?;
    session.renew_family(from)?;
    session.renew_family(to)
}

fn both_sides(
    giver: &Document,
    taker: &Document,
    person: InstanceId,
    was: Option<&Change>,
) -> Result<Vec<NewEntry>, DeskError> {
    let member = giver.member(person).filter(|m| m.leaving.is_none()).ok_or(Code::NotFound)?;
    let at = Path::instance(person);
    let last = taker.members(&member.repeat).last().map(|member| member.order.clone());
    let order = match was {
        Some(Change::Join { order, .. }) => order.clone(),
        _ => OrderKey::between(last.as_ref(), None),
    };
    let join = Change::Join {
        repeat: member.repeat.clone(),
        order,
        parent: None,
        from: Some(giver.family),
    };
    let mut entries = taker.birth_without(&member.repeat);
    entries.push(giver.entry_over(at.clone(), Change::Leave { to: Some(taker.family) }));
    entries.push(taker.entry_over(at, join));
    let answers = giver.answers_of(person);
    entries.extend(
        answers.map(|(path, slot)| taker.entry_over(path.clone(), Change::Slot(slot.clone()))),
    );
    Ok(entries)
}
