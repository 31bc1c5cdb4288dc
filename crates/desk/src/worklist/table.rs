//! The work-list as a spreadsheet. No answer and no name stands in it.

use cacah_store::FindingQuery;

use super::{message, mine};
use crate::error::DeskError;
use crate::session::Session;
use crate::sheet::Table;

const HEADINGS: &[&str] = &[
    "idsubsls",
    "no_bangunan",
    "no_keluarga",
    "anggota",
    "rincian",
    "aturan",
    "sifat",
    "pesan",
    "pemeriksa",
    "sesuai_kertas",
    "dicentang",
    "dikonfirmasi",
    "dilepas",
    "dokumen",
];

/// Every finding, settled or not.
pub(crate) fn table(session: &mut Session) -> Result<Table, DeskError> {
    let form = session.form()?;
    let all = FindingQuery { settled: true, ..mine(session)? };
    let yes = |is: bool| if is { "ya" } else { "" };
    let rows = session.store.findings(&all)?.into_iter().map(|record| {
        let said = message(&form, &record);
        let found = &record.found;
        vec![
            record.idsubsls.to_string().into(),
            u32::from(record.building).into(),
            u32::from(record.number).into(),
            u32::from(found.member).into(),
            found.path.name.as_deref().unwrap_or_default().into(),
            found.rule.as_str().into(),
            if found.error { "galat" } else { "peringatan" }.into(),
            said.id.into(),
            record.checker.as_str().into(),
            yes(found.paper).into(),
            yes(record.ticked).into(),
            yes(found.confirmed).into(),
            yes(found.released).into(),
            record.document.to_string().into(),
        ]
    });
    Ok(Table { headings: HEADINGS, rows: rows.collect() })
}
