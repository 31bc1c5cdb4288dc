//! Where a dwelling stands: typed, pasted, or as a receiver of satellites says.

mod fix;
mod parse;
mod receiver;
#[cfg(test)]
mod tests;

use cacah_family::entry::{Change, Position, PositionWay as Way};
use cacah_family::id::FamilyId;
use cacah_family::path::Path;
use cacah_wire::command::{
    FamilyArgs, FixView, PlaceView, PositionView, PositionWay, ReadReceiver, ReceiversView,
    SetPosition,
};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::session::Session;

/// Metres beyond which an accuracy says nothing.
const FARTHEST: f64 = 100_000.0;

impl Desk {
    pub(crate) fn receivers(&self) -> ReceiversView {
        ReceiversView { ports: self.devices.receivers.ports() }
    }

    /// Takes seconds, and holds up no other command.
    pub(crate) fn read_receiver(&self, args: &ReadReceiver) -> Result<FixView, DeskError> {
        Ok(receiver::read(&self.devices, &args.port, &*self.host)?)
    }
}

pub(crate) fn show(session: &Session, args: &FamilyArgs) -> Result<PlaceView, DeskError> {
    let family = family(session, &args.family)?;
    let position = session.store.history(family)?.state().position;
    Ok(PlaceView { position: position.map(|position| view(&position)), swapped: false })
}

/// Keeps a position; the journal has the one before.
pub(crate) fn set(session: &mut Session, args: &SetPosition) -> Result<PlaceView, DeskError> {
    let family = family(session, &args.family)?;
    let (position, swapped) = match &args.fix {
        Some(fix) => (of_fix(fix).ok_or(Code::BadPosition)?, false),
        None => {
            let place = parse::parse(&args.text).ok_or(Code::BadPosition)?;
            (place.kept(if args.pasted { Way::Pasted } else { Way::Typed }), place.swapped)
        }
    };
    let view = view(&position);
    let step = vec![(Path::question(Path::POSITION), Change::Position(position))];
    session.write_over(family, None, step)?;
    Ok(PlaceView { position: Some(view), swapped })
}

fn family(session: &Session, id: &str) -> Result<FamilyId, DeskError> {
    let family: FamilyId = id.parse().map_err(|_| Code::NotFound)?;
    // An SLS is everywhere in itself.
    let sls = session.family(family)?.birth.is_sls(family);
    if sls { Err(Code::NotFound.into()) } else { Ok(family) }
}

fn of_fix(fix: &FixView) -> Option<Position> {
    let place = parse::place(fix.lat?, fix.lon?)?;
    let sound = |metres: &f64| (0.0..=FARTHEST).contains(metres);
    // In range, so nothing is cut off; never told better than it is.
    let accuracy_dm = fix.accuracy_m.filter(sound).map(|metres| (metres * 10.0).ceil() as u32);
    Some(Position { accuracy_dm, ..place.kept(Way::Receiver) })
}

fn view(position: &Position) -> PositionView {
    let degrees = |e7: i32| f64::from(e7) / 1e7;
    let (lat, lon) = (degrees(position.lat_e7), degrees(position.lon_e7));
    PositionView {
        lat,
        lon,
        accuracy_m: position.accuracy_dm.map(|dm| f64::from(dm) / 10.0),
        way: match position.way {
            Way::Typed => PositionWay::Typed,
            Way::Pasted => PositionWay::Pasted,
            Way::Receiver => PositionWay::Receiver,
        },
        abroad: !parse::is_indonesia(lat, lon),
    }
}
