//! Verifying the list of an SLS (VK1): who is there, who is new, and in which order one walks.

pub(crate) mod number;
pub(crate) mod order;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Change, Listed, Presence as Found};
use cacah_family::id::FamilyId;
use cacah_family::path::Path;
use cacah_store::{AreaRecord, FamilyQuery, FamilyRecord};
use cacah_wire::command::{FamilyRow, ListFamily, Presence};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::session::Session;

/// Members of the largest family the paper has boxes for.
const MOST_MEMBERS: u8 = 99;

/// What is not to be taken as it was asked for, and where.
pub(crate) fn bad(place: &str) -> DeskError {
    DeskError::At(Code::BadRequest, place.to_owned())
}

pub(crate) fn family_id(family: &str) -> Result<FamilyId, DeskError> {
    Ok(family.parse().map_err(|_| Code::NotFound)?)
}

/// Verifies a family, or changes what was verified. Its document stays, whatever is found.
pub(crate) fn list_family(
    session: &mut Session,
    args: &ListFamily,
) -> Result<FamilyRow, DeskError> {
    let family = family_id(&args.family)?;
    let record = session.family(family)?;
    let listed = listed(session, &record, args)?;
    let step = vec![(Path::question(Path::LISTED), Change::Listed(listed))];
    session.write_over(family, None, step)?;
    session.row(family)
}

fn listed(
    session: &Session,
    record: &FamilyRecord,
    args: &ListFamily,
) -> Result<Listed, DeskError> {
    let presence = found(args.presence);
    // The prelist says whether a family is new.
    let fits = match presence {
        Found::Found => !record.birth.found,
        Found::New => record.birth.found,
        Found::Moved | Found::DiedOut | Found::Doubled => true,
    };
    if !fits {
        return Err(bad("presence"));
    }
    if args.welfare.is_some_and(|code| !(1..=3).contains(&code)) {
        return Err(bad("welfare"));
    }
    if args.members.is_some_and(|members| !(1..=MOST_MEMBERS).contains(&members)) {
        return Err(bad("members"));
    }
    let with = match presence {
        Found::Doubled => Some(double(session, record, args.with.as_deref())?),
        _ => None,
    };
    let there = presence.is_verified();
    Ok(Listed {
        presence,
        with,
        welfare: args.welfare.filter(|_| there),
        members: args.members.filter(|_| there),
    })
}

/// The other family of the list that it is: one that is there, not another double.
fn double(
    session: &Session,
    record: &FamilyRecord,
    with: Option<&str>,
) -> Result<FamilyId, DeskError> {
    let with = with.and_then(|with| with.parse().ok()).ok_or_else(|| bad("with"))?;
    let other = session.store.family(with)?.filter(|other| other.family != record.family);
    if other.is_none_or(|other| other.door.presence == Some(Found::Doubled)) {
        return Err(bad("with"));
    }
    Ok(with)
}

impl Session {
    /// An SLS of this laptop.
    pub(crate) fn area(&self, idsubsls: &str) -> Result<AreaRecord, DeskError> {
        let wanted: Idsubsls = idsubsls.parse().map_err(|_| bad("idsubsls"))?;
        let area = self.store.areas()?.into_iter().find(|area| area.idsubsls == wanted);
        area.ok_or_else(|| bad("idsubsls"))
    }

    /// All families of an SLS whose answers are here, in walking order.
    pub(crate) fn families_of(&self, idsubsls: &Idsubsls) -> Result<Vec<FamilyRecord>, DeskError> {
        let all = FamilyQuery {
            idsubsls: Some(idsubsls.clone()),
            limit: u32::MAX,
            ..FamilyQuery::default()
        };
        Ok(self.store.families(&all)?.0)
    }

    /// A family as the list shows it.
    pub(crate) fn row(&self, family: FamilyId) -> Result<FamilyRow, DeskError> {
        Ok(crate::families::row(&self.family(family)?))
    }
}

/// As the journal names it.
pub(crate) fn found(presence: Presence) -> Found {
    match presence {
        Presence::Found => Found::Found,
        Presence::New => Found::New,
        Presence::Moved => Found::Moved,
        Presence::DiedOut => Found::DiedOut,
        Presence::Doubled => Found::Doubled,
    }
}

/// As the window names it.
pub(crate) fn presence(found: Found) -> Presence {
    match found {
        Found::Found => Presence::Found,
        Found::New => Presence::New,
        Found::Moved => Presence::Moved,
        Found::DiedOut => Presence::DiedOut,
        Found::Doubled => Presence::Doubled,
    }
}
