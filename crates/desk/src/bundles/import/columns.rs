//! Headings of an import, and what stands in its cells.

use cacah_wire::command::ImportFault;

use super::fault;
use crate::bundles::export::BUNDLES;
use crate::sheet::{Row, Text};

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Area,
    Box,
    Place,
    KListed,
    KCounted,
    XkListed,
    XkCounted,
    Vk,
    Psls,
    From,
    Letter,
    Note,
}

/// Headings, as offices write them; the first is that of the export.
const NAMES: [(Column, &[&str]); 12] = [
    (Column::Area, &["idsubsls", "id_subsls", "kode_sls"]),
    (Column::Box, &["no_box", "no_boks", "nomor_box", "nomor_boks", "box", "boks"]),
    (Column::Place, &["rak", "tempat", "lokasi"]),
    (Column::KListed, &["k_daftar"]),
    (Column::KCounted, &["k_hitung", "k"]),
    (Column::XkListed, &["xk_daftar"]),
    (Column::XkCounted, &["xk_hitung", "xk"]),
    (Column::Vk, &["vk", "vk_hitung"]),
    (Column::Psls, &["psls", "psls_hitung"]),
    (Column::From, &["dari", "pengantar", "petugas"]),
    (Column::Letter, &["surat", "no_surat", "nomor_surat"]),
    (Column::Note, &["catatan", "keterangan"]),
];

/// Which columns there are, each with its place and its heading as written.
pub(super) struct Columns(Vec<(Column, usize, String)>);

/// The heading row and what is wrong with it.
pub(super) fn read(heading: &Row) -> (Columns, Vec<ImportFault>) {
    let mut columns: Vec<(Column, usize, String)> = Vec::new();
    let mut faults = Vec::new();
    for (place, cell) in heading.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty())
    {
        let written = &cell.text;
        let name = written.to_lowercase().replace([' ', '-', '.'], "_");
        match NAMES.iter().find(|(_, names)| names.contains(&name.as_str())) {
            Some((column, _)) if columns.iter().any(|(known, ..)| known == column) => {
                faults.push(fault(heading.number, written, "doubled"));
            }
            Some((column, _)) => columns.push((*column, place, written.clone())),
            None if BUNDLES.contains(&name.as_str()) => {}
            None => faults.push(fault(heading.number, written, "unknown_column")),
        }
    }
    let columns = Columns(columns);
    if !columns.has(Column::Area) {
        faults.push(fault(heading.number, "idsubsls", "missing"));
    }
    (columns, faults)
}

impl Columns {
    /// True when the sheet has the column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.0.iter().any(|(known, ..)| *known == column)
    }

    /// The heading, as the sheet writes it.
    pub(super) fn name(&self, column: Column) -> &str {
        let written = self.0.iter().find(|(known, ..)| *known == column);
        let ours = NAMES.iter().find(|(known, _)| *known == column);
        let ours = ours.and_then(|(_, names)| names.first().copied()).unwrap_or_default();
        written.map_or(ours, |(.., name)| name)
    }

    /// What stands there in a row; empty where the sheet has no such column.
    pub(super) fn cell(&self, row: &Row, column: Column) -> Text {
        let place = self.0.iter().find(|(known, ..)| *known == column).map(|(_, place, _)| *place);
        place.and_then(|place| row.cells.get(place)).cloned().unwrap_or_default()
    }
}
