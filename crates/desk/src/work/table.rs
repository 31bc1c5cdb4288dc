//! Documents that count for pay, one a line, and whose they are: what the figures are proven by.

use super::book::Book;
use crate::error::DeskError;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::sheet::{Cell, Table};

const HEADINGS: &[&str] = &[
    "petugas",
    "selesai",
    "jenis",
    "idsubsls",
    "no_bangunan",
    "no_keluarga",
    "dokumen",
    "status",
    "galat_terbuka",
    "galat_dilepas",
    "rincian_dientri_ulang",
];

/// Every document that somebody finished, of the whole round. A document is in it once for who keyed
/// it and once for who keyed it again.
pub(crate) fn table(session: &mut Session) -> Result<Table, DeskError> {
    let book = Book::read(session, None, (i64::MIN, i64::MAX))?;
    let rows = book.finishes.iter().map(|(finish, paper)| {
        let kind = if finish.again { "entri ulang" } else { "entri" };
        Ok(vec![
            session.store.officer_code(finish.officer)?.into(),
            rfc3339(finish.at).into(),
            kind.into(),
            finish.sls.as_str().into(),
            u32::from(paper.building).into(),
            u32::from(paper.number).into(),
            finish.document.to_string().into(),
            paper.status.as_str().into(),
            paper.errors.into(),
            paper.released.into(),
            paper.fields.into(),
        ])
    });
    let rows = rows.collect::<Result<Vec<Vec<Cell>>, DeskError>>()?;
    Ok(Table { headings: HEADINGS, rows })
}
