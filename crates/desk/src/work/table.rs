//! Documents that count for pay, one a line, and whose they are: what the figures are proven by.

use super::book::{finished, papers};
use super::{after, begin, day, zone};
use crate::error::DeskError;
use crate::listing::bad;
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
    "periode_dari",
    "periode_sampai",
];

/// Every document that somebody finished from one day to another, both open where they are empty. A
/// document is in it once for who keyed it and once for who keyed it again.
pub(crate) fn table(session: &mut Session, from: &str, to: &str) -> Result<Table, DeskError> {
    let zone = zone(session)?;
    let bound = |text: &str| (!text.is_empty()).then(|| day(session, zone, text)).transpose();
    let (first, last) = (bound(from)?, bound(to)?);
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(bad("to"));
    }
    let since = first.map_or(i64::MIN, |day| begin(day, zone));
    let until = last.map_or(i64::MAX, |day| begin(after(day), zone));
    let papers = papers(session, (since, until))?;
    let finished = finished(session, papers, |_, at| (since..until).contains(&at))?;
    let rows = finished.iter().map(|(finish, paper)| {
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
            from.into(),
            to.into(),
        ])
    });
    let rows = rows.collect::<Result<Vec<Vec<Cell>>, DeskError>>()?;
    Ok(Table { headings: HEADINGS, rows })
}
