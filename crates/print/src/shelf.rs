//! The shelf list: which box stands where, to be ticked in a stock-take.

use crate::PrintError;
use crate::face::Face;
use crate::office::Office;
use crate::parts::{Head, Signer, head, number, section, signatures};
use crate::sheet::{MM, Sheet};
use crate::table::{Column, rest, table};

const SIGNERS: [Signer; 2] =
    [Signer("Petugas gudang", "Storage"), Signer("Pengawas IPDS", "Supervisor")];

/// A box in its place.
#[derive(Debug, Clone)]
pub struct ShelfLine {
    /// Place; empty: nobody said.
    pub place: String,
    /// Box; empty: none.
    pub number: String,
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Where the paper is, in words, when it is not in the box.
    pub out: String,
}

/// The list as PDF: A4 portrait, place by place. `lines` come sorted by place.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Time`] for a time outside the calendar; otherwise the program is damaged.
pub fn shelf_list(office: &Office, lines: &[ShelfLine]) -> Result<Vec<u8>, PrintError> {
    lay(office, lines)?.pdf(&office.furniture("Daftar rak".to_owned()))
}

fn lay(office: &Office, lines: &[ShelfLine]) -> Result<Sheet, PrintError> {
    let moment = office.moment()?;
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &office.office,
            title: "Daftar rak untuk stok opname",
            english: "Shelf list for a stock-take",
            fields: &office.fields(&moment),
            proof: None,
        },
    )?;
    for shelf in lines.chunk_by(|a, b| a.place == b.place) {
        let place = shelf.first().map_or("", |line| line.place.as_str());
        let place = if place.is_empty() { "Tanpa tempat" } else { place };
        section(&mut sheet, &format!("{place} · {} boks", number(shelf.len() as u64)), "Boxes");
        boxes(&mut sheet, shelf);
    }
    signatures(&mut sheet, &[], SIGNERS);
    Ok(sheet)
}

fn boxes(sheet: &mut Sheet, shelf: &[ShelfLine]) {
    let widths = [24.0 * MM, 40.0 * MM, 40.0 * MM, 14.0 * MM];
    let mono = |column| Column { face: Face::Mono, ..column };
    let columns = [
        mono(Column::text("Boks", "Box", widths[0])),
        mono(Column::text("Id sub-SLS", "Neighbourhood unit", widths[1])),
        Column::text("Nama SLS", "Its name", rest(&widths)),
        Column::text("Keterangan", "Remark", widths[2]),
        mono(Column::text("Ada", "Here", widths[3])),
    ];
    let rows = shelf.iter().map(|line| {
        let ShelfLine { number, idsubsls, sls_name, out, .. } = line.clone();
        let number = if number.is_empty() { "–".to_owned() } else { number };
        [number, idsubsls, sls_name, out, "[ ]".to_owned()]
    });
    table(sheet, &columns, rows);
    sheet.y += 4.0 * MM;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_under_their_place() {
        let line = |place: &str, number: &str| ShelfLine {
            place: place.to_owned(),
            number: number.to_owned(),
            idsubsls: "8271030001000100".to_owned(),
            sls_name: "RT 001".to_owned(),
            out: String::new(),
        };
        let lines = [line("", ""), line("Rak A", "82710001"), line("Rak A", "82710002")];
        let all = lay(&Office::example(), &lines).unwrap().texts().concat();
        let at = |text: &str| all.iter().position(|line| line == text).unwrap();
        assert!(at("Tanpa tempat · 1 boks") < at("Rak A · 2 boks"));
        assert!(at("Rak A · 2 boks") < at("82710002"));
        assert!(shelf_list(&Office::example(), &lines).unwrap().starts_with(b"%PDF"));
    }
}
