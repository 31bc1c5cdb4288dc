//! The hand-over of one officer's work in one SLS, for their pay ("berita acara serah terima hasil
//! pekerjaan"): what was done, what the office has, and what is missing. Codes and counts only; no
//! name, NIK or KK of anyone registered.

use crate::PrintError;
use crate::face::Face;
use crate::parts::{
    CODE, Count, FIELD, Field, Head, VALUE, boxes, head, number, section, signatures, words,
};
use crate::receipt::ReceiptLine;
use crate::sheet::{Furniture, MM, Sheet};
use crate::table::{Column, rest, table};
use crate::time::Zone;

const NOTES: [(&str, &str); 2] = [
    (
        "Diterima pusat: tersimpan tetap di pusat dan disebut oleh tanda terima bernomor. Hanya \
         yang diterima pusat yang dihitung diserahkan.",
        "Receipted: durable at the endpoint and named by a numbered receipt. Only that counts as \
         handed over.",
    ),
    (
        "Lembar ini hanya memuat kode dan jumlah. Kode QR ditandatangani laptop; periksa dengan \
         verify-receipts di laptop atau di pusat.",
        "This sheet holds codes and counts only. The QR code is signed by the laptop; check it with \
         verify-receipts on the laptop or at the endpoint.",
    ),
];

/// What the hand-over of an SLS shows. Texts are printed as they are, whatever they contain.
#[derive(Debug, Clone)]
pub struct WorkReceipt {
    /// The office ("BPS Kota Ternate").
    pub office: String,
    /// The round's name.
    pub round: String,
    /// True in a practice round: every page says so.
    pub practice: bool,
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Its village (kelurahan or desa).
    pub village: String,
    /// Its district (kecamatan).
    pub district: String,
    /// The officer's code and name.
    pub officer: String,
    /// The laptop, shortened for people.
    pub device: String,
    /// First and last piece of work, milliseconds since 1970-01-01T00:00:00Z by the laptop's clock.
    pub period: Option<(i64, i64)>,
    /// When it was printed, by the laptop's clock.
    pub printed: i64,
    /// Families by state.
    pub counts: WorkCounts,
    /// What is missing, each with its families; empty when nothing is.
    pub missing: Vec<Missing>,
    /// Every receipt that names a family of this SLS, oldest first.
    pub rows: Vec<ReceiptLine>,
    /// What the QR code says, at most 911 bytes.
    pub proof: String,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

/// Families of one SLS by what was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkCounts {
    /// On the prelist.
    pub prelist: u64,
    /// Verified: found or new.
    pub verified: u64,
    /// Of these new.
    pub new: u64,
    /// With a finished document.
    pub finished: u64,
    /// Finished and clean.
    pub clean: u64,
    /// Finished with warnings.
    pub warning: u64,
    /// Finished with errors.
    pub error: u64,
    /// Without an answer to the end.
    pub nonresponse: u64,
    /// Finished and named by a receipt.
    pub receipted: u64,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What, in words.
    pub reason: String,
    /// Families.
    pub families: u64,
}

/// The hand-over as PDF: A4 portrait, black on white.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::ProofTooLong`] when the proof does not fit the QR code, [`PrintError::Time`] for a
/// time outside the calendar; otherwise the program is damaged.
pub fn work_receipt(data: &WorkReceipt) -> Result<Vec<u8>, PrintError> {
    lay(data)?.pdf(&Furniture {
        title: format!("Serah terima hasil pekerjaan · {} · {}", data.idsubsls, data.sls_name),
        foot: format!("{} · {} · petugas {}", data.office, data.idsubsls, data.officer),
        practice: data.practice,
    })
}

fn lay(data: &WorkReceipt) -> Result<Sheet, PrintError> {
    let zone = Zone { offset_minutes: data.offset_minutes };
    let period = match data.period {
        Some((from, to)) => format!("{} – {}", zone.at(from)?, zone.at(to)?),
        None => "Belum ada".to_owned(),
    };
    let printed = format!("{} {}", zone.at(data.printed)?, zone.name());
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &data.office,
            title: "Berita acara serah terima hasil pekerjaan",
            english: "Hand-over of an officer's work in one neighbourhood unit",
            fields: &[
                Field("Petugas (PPL)", "Officer", VALUE, &data.officer),
                Field("Putaran", "Round", VALUE, &data.round),
                Field("Id sub-SLS", "Neighbourhood unit", VALUE, &data.idsubsls),
                Field("Nama SLS", "Its name", VALUE, &data.sls_name),
                Field("Kelurahan/desa", "Village", VALUE, &data.village),
                Field("Kecamatan", "District", VALUE, &data.district),
                Field("Masa kerja", "Period, laptop's clock", VALUE, &period),
                Field("Dicetak", "Printed", VALUE, &printed),
                Field("Laptop", "Device", CODE, &data.device),
            ],
            proof: Some(&data.proof),
        },
    )?;
    counts(&mut sheet, &data.counts);
    missing(&mut sheet, &data.missing);
    receipts(&mut sheet, &data.rows, zone)?;
    signatures(&mut sheet, &NOTES, FIELD);
    Ok(sheet)
}

fn counts(sheet: &mut Sheet, counts: &WorkCounts) {
    section(sheet, "Hasil pekerjaan (keluarga)", "Work done, in families");
    boxes(
        sheet,
        &[
            Count("Prelist", "Prelist", counts.prelist),
            Count("Terverifikasi", "Verified", counts.verified),
            Count("Keluarga baru", "Of these new", counts.new),
            Count("Nonrespons", "Nonresponse", counts.nonresponse),
        ],
        None,
    );
    boxes(
        sheet,
        &[
            Count("Selesai", "Finished", counts.finished),
            Count("Bersih", "Clean", counts.clean),
            Count("Peringatan", "Warning", counts.warning),
            Count("Galat", "Error", counts.error),
            Count("Diterima pusat", "Receipted", counts.receipted),
        ],
        Some("Diterima pusat"),
    );
}

fn missing(sheet: &mut Sheet, missing: &[Missing]) {
    section(sheet, "Yang belum", "What is missing");
    if missing.is_empty() {
        words(
            sheet,
            "Tidak ada: semua keluarga terverifikasi selesai dan diterima pusat.",
            "Nothing: every verified family is finished and receipted.",
        );
        return;
    }
    let families = 26.0 * MM;
    let columns = [
        Column {
            label: "Keluarga".to_owned(),
            english: "Families",
            width: families,
            face: Face::SemiBold,
            right: true,
        },
        Column {
            label: "Sebab".to_owned(),
            english: "Reason",
            width: rest(&[families]),
            face: Face::Regular,
            right: false,
        },
    ];
    table(sheet, &columns, missing.iter().map(|row| [number(row.families), row.reason.clone()]));
    sheet.y += 5.0 * MM;
}

fn receipts(sheet: &mut Sheet, rows: &[ReceiptLine], zone: Zone) -> Result<(), PrintError> {
    let title = format!("{} tanda terima", number(rows.len() as u64));
    section(sheet, &title, "Receipts, by the endpoint's clock");
    let widths = [22.0 * MM, 46.0 * MM, 26.0 * MM, 26.0 * MM];
    let column =
        |label: String, english, width, face, right| Column { label, english, width, face, right };
    let columns = [
        column("No.".to_owned(), "Number", widths[0], Face::SemiBold, true),
        column(format!("Waktu ({})", zone.name()), "Time", widths[1], Face::Regular, false),
        column("Keluarga".to_owned(), "Families", widths[2], Face::Regular, true),
        column("Isian".to_owned(), "Entries", widths[3], Face::Regular, true),
        column("Kiriman".to_owned(), "Batch", rest(&widths), Face::Mono, false),
    ];
    let cells = rows.iter().map(|row| {
        let at = zone.at(row.at)?;
        let (families, entries) = (number(row.families), number(row.entries));
        Ok([number(row.number), at, families, entries, row.batch.clone()])
    });
    let cells = cells.collect::<Result<Vec<_>, PrintError>>()?;
    table(sheet, &columns, cells);
    sheet.y += 5.0 * MM;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> WorkReceipt {
        WorkReceipt {
            office: "BPS 8271".to_owned(),
            round: "Regsosek 2022 · Kota Ternate".to_owned(),
            practice: true,
            idsubsls: "8271030001000100".to_owned(),
            sls_name: "RT 001 RW 002".to_owned(),
            village: "Moya".to_owned(),
            district: "Ternate Tengah".to_owned(),
            officer: "PPL 0123 · LATIFA KAMARO".to_owned(),
            device: "018f3c2a".to_owned(),
            period: Some((1_666_224_012_345, 1_668_224_012_345)),
            printed: 1_668_300_000_000,
            counts: WorkCounts {
                prelist: 84,
                verified: 81,
                new: 4,
                finished: 78,
                clean: 70,
                warning: 6,
                error: 2,
                nonresponse: 3,
                receipted: 76,
            },
            missing: vec![
                Missing { reason: "Belum diterima pusat".to_owned(), families: 2 },
                Missing { reason: "Belum selesai".to_owned(), families: 3 },
            ],
            rows: (1..=3)
                .map(|number| ReceiptLine {
                    number,
                    at: 1_666_224_012_345,
                    families: 30,
                    entries: 5_100,
                    batch: "0183f2a1".to_owned(),
                    segments_hash: String::new(),
                })
                .collect(),
            proof: "x".repeat(600),
            offset_minutes: 540,
        }
    }

    #[test]
    fn it_says_who_did_what_when_and_what_is_missing() {
        let text = lay(&data()).unwrap().texts().concat().join("\n");
        for part in [
            "PPL 0123 · LATIFA KAMARO",
            "Berita acara",
            "20-10-2022",
            "Belum selesai",
            "Nonrespons",
            "5.100",
            "Pengawas (PML)",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(work_receipt(&data()).unwrap(), work_receipt(&data()).unwrap());
    }

    #[test]
    fn work_that_is_whole_says_that_nothing_is_missing() {
        let done = WorkReceipt { missing: Vec::new(), period: None, rows: Vec::new(), ..data() };
        let text = lay(&done).unwrap().texts().concat().join("\n");
        assert!(text.contains("Tidak ada: semua"), "{text}");
        assert!(text.contains("0 tanda terima") && text.contains("Belum ada"));
    }

    #[test]
    fn what_cannot_be_printed_is_an_error() {
        let late = WorkReceipt { printed: i64::MAX, ..data() };
        assert!(matches!(work_receipt(&late), Err(PrintError::Time { .. })));
        let long = WorkReceipt { proof: "x".repeat(3_000), ..data() };
        assert!(matches!(work_receipt(&long), Err(PrintError::ProofTooLong { .. })));
    }
}
