//! Bundles from a spreadsheet, all or nothing: counts at the door, box, place. What is known already is
//! passed over, so a file that is read twice adds nothing.

mod columns;
mod plan;

use cacah_store::Commit;
use cacah_wire::command::{ImportBundles, ImportFault, ImportedBundles};
use cacah_wire::error::Code;

use super::books::Books;
use super::{supervisors_only, write};
use crate::error::DeskError;
use crate::outside;
use crate::session::Session;
use crate::sheet::{self, Row};

/// Faults told; who has more begins with these.
const MOST_FAULTS: usize = 500;

/// Reads, looks, and without `dry` writes.
pub(crate) fn import(
    session: &mut Session,
    args: &ImportBundles,
) -> Result<ImportedBundles, DeskError> {
    supervisors_only(&session.store)?;
    let books = Books::read(&session.store)?;
    let mut rows = read(args)?.into_iter();
    let heading = rows.next().ok_or(Code::BadSheet)?;
    let (columns, mut faults) = columns::read(&heading);
    let rows: Vec<Row> = rows.collect();
    let mut plan = plan::Plan::new(&books, &columns);
    if faults.is_empty() {
        rows.iter().for_each(|row| plan.read(row));
        faults = plan.faults;
    }
    let (taken, known) = (plan.acts.len(), plan.known);
    if faults.is_empty() && !args.dry {
        let mut entries = Vec::new();
        for (sls, acts) in plan.acts {
            entries.extend(write::entries(session, books.area(&sls)?, acts)?);
        }
        if !entries.is_empty() {
            session.store.append(Commit { entries, summary: None, stand: None })?;
            session.saved = Some(session.host.now());
        }
    }
    faults.truncate(MOST_FAULTS);
    Ok(ImportedBundles { rows: count(rows.len()), taken: count(taken), known, faults })
}

fn read(args: &ImportBundles) -> Result<Vec<Row>, DeskError> {
    let rows = if args.file.trim().is_empty() {
        sheet::pasted(&args.text)
    } else {
        sheet::file(&outside::path(&args.file)?)
    };
    Ok(rows.map_err(|_| Code::BadSheet)?)
}

fn fault(row: u32, column: &str, fault: &str) -> ImportFault {
    ImportFault { row, column: column.to_owned(), fault: fault.to_owned() }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
