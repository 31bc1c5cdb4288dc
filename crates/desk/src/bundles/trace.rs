//! Where is it: a scanned label, a box number or an area, with building and family number.

use cacah_wire::command::{Trace, TraceView};
use cacah_wire::error::Code;

use super::books::Books;
use super::{of_the_office, view};
use crate::error::DeskError;
use crate::session::Session;

/// The bundle, and the document when one is asked for.
pub(crate) fn trace(session: &Session, args: &Trace) -> Result<TraceView, DeskError> {
    of_the_office(&session.store)?;
    let books = Books::read(&session.store)?;
    let sls = books.named(&args.code)?;
    let bundle = view::one(session, books.area(&sls)?)?;
    if args.building == 0 && args.number == 0 {
        return Ok(TraceView { bundle, document: None });
    }
    // Of one building that was asked for without its family, the first.
    let fits = |asked: u16, has: u16| asked == 0 || asked == has;
    let mut documents = bundle.documents.iter();
    let document = documents
        .find(|one| fits(args.building, one.building) && fits(args.number, one.number))
        .cloned();
    Ok(TraceView { document: Some(document.ok_or(Code::NotFound)?), bundle })
}
