//! Where everything of the receipt lies.

use crate::PrintError;
use crate::face::{Face, Style};
use crate::qr::Symbol;
use crate::receipt::SlsReceipt;
use crate::sheet::{LEFT, MM, RIGHT, Rect, Sheet};
use crate::table::{Column, rest, table};
use crate::time::Zone;

const TITLE: Style = Style::new(Face::SemiBold, 17.0);
const SECTION: Style = Style::new(Face::SemiBold, 10.0);
const LABEL: Style = Style::new(Face::Regular, 8.5);
const ENGLISH: Style = Style::new(Face::Regular, 6.5).grey(90);
const VALUE: Style = Style::new(Face::SemiBold, 9.5);
const CODE: Style = Style::new(Face::Mono, 9.0);
const COUNT: Style = Style::new(Face::SemiBold, 17.0);
const NOTE: Style = Style::new(Face::Regular, 7.5);
/// Width of the labels beside their values.
const LABELS: f32 = 37.0 * MM;
/// Height of the notes with the signatures beneath.
const SIGNATURES: f32 = 60.0 * MM;
/// Lines of a value; a name is never so long unless something is wrong with it.
const MOST_LINES: usize = 3;

const NOTES: [(&str, &str); 3] = [
    (
        "Diterima pusat: tersimpan tetap di pusat dan disebut oleh tanda terima bernomor. \
         Ditahan: tersimpan di pusat, menunggu pengawas.",
        "Receipted: durable at the endpoint and named by a numbered receipt. \
         Held: durable at the endpoint, waiting for a supervisor.",
    ),
    (
        "Salinan aman: dokumen yang belum selesai, dikirim agar tidak hilang; belum dihitung selesai.",
        "Safety copy: an unfinished document, sent so that it is not lost; not counted as finished.",
    ),
    (
        "Lembar ini hanya memuat kode dan jumlah. Periksa dengan verify-receipts di laptop atau di pusat.",
        "This sheet holds codes and counts only. Check it with verify-receipts on the laptop or at the endpoint.",
    ),
];

/// Lays out the whole receipt.
pub(super) fn lay(data: &SlsReceipt) -> Result<Sheet, PrintError> {
    let zone = Zone { offset_minutes: data.offset_minutes };
    let mut sheet = Sheet::new()?;
    head(&mut sheet, data)?;
    counts(&mut sheet, data);
    proof(&mut sheet, data, zone)?;
    receipts(&mut sheet, data, zone)?;
    signatures(&mut sheet);
    Ok(sheet)
}

/// Title, area and officer, beside the QR code.
fn head(sheet: &mut Sheet, data: &SlsReceipt) -> Result<(), PrintError> {
    let top = sheet.y;
    let symbol = Symbol::new(&data.proof)?;
    let left_of_symbol = RIGHT - symbol.side();
    let edge = left_of_symbol - symbol.quiet().max(6.0 * MM);
    sheet.text(LEFT, top + 3.0 * MM, LABEL, &data.office);
    sheet.text(LEFT, top + 11.0 * MM, TITLE, "Tanda terima per SLS");
    sheet.text(LEFT, top + 15.0 * MM, ENGLISH, "Receipt of the data of one neighbourhood unit");
    sheet.y = top + 20.0 * MM;
    for (label, english, style, value) in [
        ("Putaran", "Round", VALUE, &data.round),
        ("Id sub-SLS", "Neighbourhood unit", VALUE, &data.idsubsls),
        ("Nama SLS", "Its name", VALUE, &data.sls_name),
        ("Kelurahan/desa", "Village", VALUE, &data.village),
        ("Kecamatan", "District", VALUE, &data.district),
        ("Petugas (PPL)", "Officer", VALUE, &data.officer),
        ("Laptop", "Device", CODE, &data.device),
    ] {
        field(sheet, label, english, style, value, edge);
    }
    let area = Rect {
        x: left_of_symbol - symbol.quiet(),
        y: top - symbol.quiet(),
        width: symbol.side() + 2.0 * symbol.quiet(),
        height: symbol.side() + 2.0 * symbol.quiet(),
    };
    sheet.fill(vec![area], 255);
    sheet.fill(symbol.dark(left_of_symbol, top), 0);
    let below = top + symbol.side() + symbol.quiet();
    sheet.text(left_of_symbol, below + 2.0 * MM, NOTE, "Bukti untuk dipindai");
    sheet.text(left_of_symbol, below + 5.0 * MM, ENGLISH, "Proof to be scanned");
    sheet.y = sheet.y.max(below + 7.0 * MM) + 2.0 * MM;
    Ok(())
}

/// A label in two languages and its value, which ends before `edge`.
fn field(sheet: &mut Sheet, label: &str, english: &str, style: Style, value: &str, edge: f32) {
    let y = sheet.y + 3.0 * MM;
    sheet.text(LEFT, y, LABEL, label);
    sheet.text(LEFT, y + 2.7 * MM, ENGLISH, english);
    let x = LEFT + LABELS;
    let lines = sheet.faces.wrap(style, value, edge - x, MOST_LINES);
    for (index, line) in lines.iter().enumerate() {
        sheet.text(x, y + style.leading() * index as f32, style, line);
    }
    sheet.y += (style.leading() * lines.len() as f32).max(5.7 * MM) + 1.2 * MM;
}

/// One box for each count; what the endpoint has confirmed stands out.
fn counts(sheet: &mut Sheet, data: &SlsReceipt) {
    section(sheet, "Keluarga", "Families");
    let counts = &data.counts;
    let boxes = [
        ("Prelist", "Prelist", counts.prelist),
        ("Dikerjakan", "Worked on", counts.worked),
        ("Selesai", "Finished", counts.finished),
        ("Diterima pusat", "Receipted", counts.receipted),
        ("Ditahan", "Held", counts.held),
        ("Salinan aman", "Open, safety copy", counts.open),
    ];
    let gap = 2.5 * MM;
    let width = (RIGHT - LEFT + gap) / boxes.len() as f32 - gap;
    let mut x = LEFT;
    for (label, english, count) in boxes {
        let area = Rect { x, y: sheet.y, width, height: 18.0 * MM };
        let weight = if label == "Diterima pusat" { 1.8 } else { 0.6 };
        sheet.fill(area.frame(weight).to_vec(), 0);
        let text = x + 2.2 * MM;
        sheet.text(text, sheet.y + 8.0 * MM, COUNT, &number(count));
        sheet.text(text, sheet.y + 12.3 * MM, LABEL, label);
        sheet.text(text, sheet.y + 15.4 * MM, ENGLISH, english);
        x += width + gap;
    }
    sheet.y += 23.0 * MM;
}

/// What a supervisor compares with the endpoint.
fn proof(sheet: &mut Sheet, data: &SlsReceipt, zone: Zone) -> Result<(), PrintError> {
    section(sheet, "Bukti", "Proof");
    let newest = match data.newest {
        Some(newest) => {
            let at = zone.at(newest.at)?;
            format!("No. {} · {at} {} · jam pusat", number(newest.number), zone.name())
        }
        None => "Belum ada".to_owned(),
    };
    let entries = number(data.entries);
    for (label, english, style, value) in [
        ("Tanda terima terbaru", "Newest receipt, endpoint's clock", VALUE, &newest),
        ("Isian", "Entries of the journal", VALUE, &entries),
        ("Epoch pusat", "Life of the endpoint's data", CODE, &data.epoch),
        ("Hash bergulir SLS", "Rolling hash of the SLS", CODE, &data.rolling_hash),
    ] {
        field(sheet, label, english, style, value, RIGHT);
    }
    sheet.y += 2.0 * MM;
    Ok(())
}

/// One row for each receipt.
fn receipts(sheet: &mut Sheet, data: &SlsReceipt, zone: Zone) -> Result<(), PrintError> {
    section(sheet, &format!("{} tanda terima", number(data.rows.len() as u64)), "Receipts");
    let widths = [17.5 * MM, 36.0 * MM, 20.0 * MM, 18.0 * MM, 28.0 * MM];
    let column = |label: &str, english, width, face, right| Column {
        label: label.to_owned(),
        english,
        width,
        face,
        right,
    };
    let columns = [
        column("No.", "Number", widths[0], Face::SemiBold, true),
        column(
            &format!("Waktu ({})", zone.name()),
            "Endpoint's clock",
            widths[1],
            Face::Regular,
            false,
        ),
        column("Keluarga", "Families", widths[2], Face::Regular, true),
        column("Isian", "Entries", widths[3], Face::Regular, true),
        column("Kiriman", "Batch", widths[4], Face::Mono, false),
        column("Hash segmen", "Hash of the segments", rest(&widths), Face::Mono, false),
    ];
    let rows: Result<Vec<_>, PrintError> = data
        .rows
        .iter()
        .map(|row| {
            Ok([
                number(row.number),
                zone.at(row.at)?,
                number(row.families),
                number(row.entries),
                row.batch.clone(),
                row.segments_hash.clone(),
            ])
        })
        .collect();
    table(sheet, &columns, rows?);
    sheet.y += 5.0 * MM;
    Ok(())
}

/// The notes and the two signatures, together on one page.
fn signatures(sheet: &mut Sheet) {
    if !sheet.fits(SIGNATURES) {
        sheet.turn();
    }
    for (note, english) in NOTES {
        sheet.text(LEFT, sheet.y + 2.5 * MM, NOTE, note);
        sheet.text(LEFT, sheet.y + 5.2 * MM, ENGLISH, english);
        sheet.y += 7.0 * MM;
    }
    let middle = f32::midpoint(LEFT, RIGHT) + 4.0 * MM;
    let top = sheet.y + 5.0 * MM;
    for (x, role, english) in
        [(LEFT, "Petugas (PPL)", "Field officer"), (middle, "Pengawas (PML)", "Field supervisor")]
    {
        sheet.text(x, top, VALUE, role);
        sheet.text(x, top + 2.8 * MM, ENGLISH, english);
        for (y, label, english) in [
            (top + 21.0 * MM, "Nama dan tanda tangan", "Name and signature"),
            (top + 31.0 * MM, "Tanggal", "Date"),
        ] {
            let line = Rect { x, y: y - 3.5 * MM, width: 78.0 * MM, height: 0.5 };
            sheet.fill(vec![line], 0);
            sheet.text(x, y, NOTE, label);
            sheet.text(x, y + 2.6 * MM, ENGLISH, english);
        }
    }
    sheet.y = top + 34.0 * MM;
}

/// A heading in two languages.
fn section(sheet: &mut Sheet, label: &str, english: &str) {
    let y = sheet.y + 4.0 * MM;
    sheet.text(LEFT, y, SECTION, label);
    let x = LEFT + sheet.faces.width(SECTION, label) + 2.0 * MM;
    sheet.text(x, y, ENGLISH, english);
    sheet.y += 6.5 * MM;
}

/// As Indonesia writes it: 12.345.
fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 999, 1_000, 12_345, u64::MAX].map(number);
        assert_eq!(numbers, ["0", "999", "1.000", "12.345", "18.446.744.073.709.551.615"]);
    }
}
