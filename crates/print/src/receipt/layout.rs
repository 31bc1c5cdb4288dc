//! Where everything of the receipt lies.

use crate::PrintError;
use crate::face::Face;
use crate::parts::{
    CODE, Count, FIELD, Field, Head, VALUE, boxes, field, head, number, section, signatures,
};
use crate::receipt::SlsReceipt;
use crate::sheet::{MM, RIGHT, Sheet};
use crate::table::{Column, rest, table};
use crate::time::Zone;

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
    head(
        &mut sheet,
        &Head {
            office: &data.office,
            title: "Tanda terima per SLS",
            english: "Receipt of the data of one neighbourhood unit",
            fields: &[
                Field("Putaran", "Round", VALUE, &data.round),
                Field("Id sub-SLS", "Neighbourhood unit", VALUE, &data.idsubsls),
                Field("Nama SLS", "Its name", VALUE, &data.sls_name),
                Field("Kelurahan/desa", "Village", VALUE, &data.village),
                Field("Kecamatan", "District", VALUE, &data.district),
                Field("Petugas (PPL)", "Officer", VALUE, &data.officer),
                Field("Laptop", "Device", CODE, &data.device),
            ],
            proof: Some(&data.proof),
        },
    )?;
    counts(&mut sheet, data);
    proof(&mut sheet, data, zone)?;
    receipts(&mut sheet, data, zone)?;
    signatures(&mut sheet, &NOTES, FIELD);
    Ok(sheet)
}

/// One box for each count; what the endpoint has confirmed stands out.
fn counts(sheet: &mut Sheet, data: &SlsReceipt) {
    section(sheet, "Keluarga", "Families");
    let counts = &data.counts;
    boxes(
        sheet,
        &[
            Count("Prelist", "Prelist", counts.prelist),
            Count("Dikerjakan", "Worked on", counts.worked),
            Count("Selesai", "Finished", counts.finished),
            Count("Diterima pusat", "Receipted", counts.receipted),
            Count("Ditahan", "Held", counts.held),
            Count("Salinan aman", "Open, safety copy", counts.open),
        ],
        Some("Diterima pusat"),
    );
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
        field(sheet, &Field(label, english, style, value), RIGHT);
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
