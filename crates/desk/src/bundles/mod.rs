//! Paper at the office: bundles of SLS, their boxes, who has them (screens Terima and Lacak).

mod balance;
mod books;
mod document;
mod export;
mod import;
mod people;
mod print;
mod stock;
mod trace;
mod view;
mod write;

pub(crate) use balance::view as balance;
pub(crate) use books::Books;
pub(crate) use export::export;
pub(crate) use import::import;
pub(crate) use print::{office, print};
pub(crate) use stock::take_stock;
pub(crate) use trace::trace;
pub(crate) use view::{bundle, list, mine};
pub(crate) use write::write;

use cacah_store::Store;
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::error::DeskError;
use crate::team;

/// True of who receives, settles, boxes and hands out.
pub(crate) fn supervises(store: &Store) -> Result<bool, DeskError> {
    Ok(matches!(team::role(store)?, OfficerRole::Supervisor | OfficerRole::AdminRegency))
}

/// Paper is the office's to see: keyers and who looks after them.
pub(crate) fn of_the_office(store: &Store) -> Result<(), DeskError> {
    let here = matches!(team::role(store)?, OfficerRole::Keyer) || supervises(store)?;
    if here { Ok(()) } else { Err(Code::NotAllowed.into()) }
}

fn supervisors_only(store: &Store) -> Result<(), DeskError> {
    if supervises(store)? { Ok(()) } else { Err(Code::NotAllowed.into()) }
}
