//! The history of a document: every entry, newest first, whatever the clocks said.

use cacah_wire::command::{History, HistoryPage};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::interview::path;
use crate::session::Session;
use crate::verify;
use crate::words::Words;

const MAX_ROWS: u32 = 1_000;

/// A page of the history of an open document, or of one path in it.
pub(crate) fn page(session: &mut Session, args: &History) -> Result<HistoryPage, DeskError> {
    let at = args.path.as_deref().map(path).transpose()?;
    let (id, family) = {
        let document = session.document(&args.document)?;
        (document.id, document.family)
    };
    // Whoever keys it again is not told what was read first, were it open beside.
    if verify::is_keyed_again(session, id) {
        return Err(Code::NotAllowed.into());
    }
    if args.offset == 0 {
        session.saw(family, Some(id), "history")?;
    }
    let form = session.form()?;
    let history = session.store.history(family)?;
    let entries = match &at {
        Some(at) => history.of(Some(id), at),
        None => history.story(Some(id)),
    };
    let words = Words::new(&session.store, &form, &history, Some(id));
    let from = usize::try_from(args.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(args.limit.min(MAX_ROWS)).unwrap_or(usize::MAX);
    let rows = entries.iter().rev().skip(from).take(limit);
    Ok(HistoryPage {
        rows: rows.map(|entry| words.row(entry)).collect(),
        total: u32::try_from(entries.len()).unwrap_or(u32::MAX),
    })
}
