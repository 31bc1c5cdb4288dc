//! Papers of one SLS: the work receipt for the officer's pay, and the recap with the list.

use cacah_wire::command::{PrintSls, Written};

use crate::error::DeskError;
use crate::session::Session;

pub(crate) fn print(session: &mut Session, args: &PrintSls) -> Result<Written, DeskError> {
    let area = session.area(&args.idsubsls)?;
    crate::paper::print(
        session,
        &cacah_wire::command::PrintReceipt {
            idsubsls: area.idsubsls.to_string(),
            folder: args.folder.clone(),
            offset_minutes: args.offset_minutes,
        },
    )
}
