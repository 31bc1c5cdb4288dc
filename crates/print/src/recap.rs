//! The recap of the listing of one SLS with its list in walking order (VK). Names of heads and
//! addresses stand on it, as on the paper it takes the place of; no NIK and no KK.

use crate::PrintError;
use crate::face::Face;
use crate::parts::{FIELD, Field, Head, VALUE, head, number, section, signatures};
use crate::sheet::{Furniture, MM, Sheet};
use crate::table::{Column, rest, table};
use crate::time::Zone;

const NOTES: [(&str, &str); 2] = [
    (
        "Jumlah terverifikasi harus sama dengan sangat miskin, miskin dan tidak miskin, dan dengan \
         dokumen K yang diterima.",
        "The verified must equal the very poor, the poor and the not poor, and the K documents that \
         are receipted.",
    ),
    (
        "Lembar ini memuat nama dan alamat: simpan di map SLS, jangan difoto atau disalin.",
        "This sheet holds names and addresses: keep it in the folder of the SLS, take no photo or copy.",
    ),
];

/// What the recap of an SLS shows. Texts are printed as they are, whatever they contain.
#[derive(Debug, Clone)]
pub struct RecapSheet {
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
    /// When it was printed, milliseconds since 1970-01-01T00:00:00Z by the laptop's clock.
    pub printed: i64,
    /// As the list says it.
    pub counted: RecapCounts,
    /// As it was written down; absent until then.
    pub written: Option<RecapCounts>,
    /// The list, in walking order.
    pub rows: Vec<ListLine>,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

/// Control totals, in families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecapCounts {
    /// Verified.
    pub verified: u32,
    /// Of these very poor by the officer's judgement.
    pub very_poor: u32,
    /// Poor.
    pub poor: u32,
    /// Not poor.
    pub not_poor: u32,
    /// Without an answer to the end.
    pub nonresponse: u32,
}

/// A family of the list.
#[derive(Clone)]
pub struct ListLine {
    /// Building number, 0 when not known.
    pub building: u16,
    /// Family number, 0 when not known.
    pub number: u16,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// Whether it is there, in words.
    pub presence: String,
    /// Welfare by the officer's judgement, in words.
    pub welfare: String,
    /// Members, when known.
    pub members: Option<u16>,
}

/// Never prints a name.
impl std::fmt::Debug for ListLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListLine({}/{})", self.building, self.number)
    }
}

/// The recap as PDF: A4 portrait, black on white, as many pages as its list needs.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Time`] for a time outside the calendar; otherwise the program is damaged.
pub fn recap_sheet(data: &RecapSheet) -> Result<Vec<u8>, PrintError> {
    lay(data)?.pdf(&Furniture {
        title: format!("Rekap VK · {} · {}", data.idsubsls, data.sls_name),
        foot: format!("{} · {} · petugas {}", data.office, data.idsubsls, data.officer),
        practice: data.practice,
    })
}

fn lay(data: &RecapSheet) -> Result<Sheet, PrintError> {
    let zone = Zone { offset_minutes: data.offset_minutes };
    let printed = format!("{} {}", zone.at(data.printed)?, zone.name());
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &data.office,
            title: "Rekap VK: daftar keluarga hasil verifikasi",
            english: "Recap of the listing: families of one neighbourhood unit, verified",
            fields: &[
                Field("Putaran", "Round", VALUE, &data.round),
                Field("Id sub-SLS", "Neighbourhood unit", VALUE, &data.idsubsls),
                Field("Nama SLS", "Its name", VALUE, &data.sls_name),
                Field("Kelurahan/desa", "Village", VALUE, &data.village),
                Field("Kecamatan", "District", VALUE, &data.district),
                Field("Petugas (PPL)", "Officer", VALUE, &data.officer),
                Field("Dicetak", "Printed", VALUE, &printed),
            ],
            proof: None,
        },
    )?;
    totals(&mut sheet, data);
    list(&mut sheet, &data.rows);
    signatures(&mut sheet, &NOTES, FIELD);
    Ok(sheet)
}

fn totals(sheet: &mut Sheet, data: &RecapSheet) {
    section(sheet, "Rekap dan jumlah kendali", "Recap and control totals, in families");
    let width = 25.0 * MM;
    let figure = |label: &str, english| Column {
        label: label.to_owned(),
        english,
        width,
        face: Face::SemiBold,
        right: true,
    };
    let columns = [
        Column {
            label: "Sumber".to_owned(),
            english: "Source",
            width: rest(&[width; 5]),
            face: Face::Regular,
            right: false,
        },
        figure("Verifikasi", "Verified"),
        figure("Sangat miskin", "Very poor"),
        figure("Miskin", "Poor"),
        figure("Tidak miskin", "Not poor"),
        figure("Nonrespons", "Nonresponse"),
    ];
    let row = |source: &str, counts: Option<RecapCounts>| {
        let figure = |of: fn(&RecapCounts) -> u32| {
            counts.as_ref().map_or_else(|| "–".to_owned(), |counts| number(of(counts).into()))
        };
        [
            source.to_owned(),
            figure(|counts| counts.verified),
            figure(|counts| counts.very_poor),
            figure(|counts| counts.poor),
            figure(|counts| counts.not_poor),
            figure(|counts| counts.nonresponse),
        ]
    };
    let rows = [row("Menurut daftar", Some(data.counted)), row("Rekap tertulis", data.written)];
    table(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
}

fn list(sheet: &mut Sheet, rows: &[ListLine]) {
    section(
        sheet,
        &format!("{} keluarga, urut jalan", number(rows.len() as u64)),
        "Families in walking order",
    );
    let widths = [12.0 * MM, 12.0 * MM, 46.0 * MM, 24.0 * MM, 22.0 * MM, 12.0 * MM];
    let column = |label: &str, english, width, right| Column {
        label: label.to_owned(),
        english,
        width,
        face: Face::Regular,
        right,
    };
    let columns = [
        column("Bgn.", "Bldg.", widths[0], true),
        column("Kel.", "Family", widths[1], true),
        column("Kepala keluarga", "Head of family", widths[2], false),
        column("Alamat", "Address", rest(&widths), false),
        column("Keberadaan", "Presence", widths[3], false),
        column("Status", "Welfare", widths[4], false),
        column("Ang.", "Members", widths[5], true),
    ];
    let known = |number: u16| if number == 0 { "–".to_owned() } else { number.to_string() };
    let cells = rows.iter().map(|row| {
        [
            known(row.building),
            known(row.number),
            row.head.clone(),
            row.address.clone(),
            row.presence.clone(),
            row.welfare.clone(),
            row.members.map_or_else(|| "–".to_owned(), |members| members.to_string()),
        ]
    });
    table(sheet, &columns, cells);
    sheet.y += 5.0 * MM;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(families: u16) -> RecapSheet {
        RecapSheet {
            office: "BPS 8271".to_owned(),
            round: "Regsosek 2022 · Kota Ternate".to_owned(),
            practice: true,
            idsubsls: "8271030001000100".to_owned(),
            sls_name: "RT 001 RW 002".to_owned(),
            village: "Moya".to_owned(),
            district: "Ternate Tengah".to_owned(),
            officer: "PPL 0123 · LATIFA KAMARO".to_owned(),
            printed: 1_668_300_000_000,
            counted: RecapCounts {
                verified: 81,
                very_poor: 10,
                poor: 30,
                not_poor: 41,
                nonresponse: 3,
            },
            written: None,
            rows: (1..=families)
                .map(|number| ListLine {
                    building: number.div_ceil(2),
                    number,
                    head: format!("KELUARGA {number}"),
                    address: "JALAN PERCOBAAN 7".to_owned(),
                    presence: "Ditemukan".to_owned(),
                    welfare: "Tidak miskin".to_owned(),
                    members: Some(4),
                })
                .collect(),
            offset_minutes: 540,
        }
    }

    #[test]
    fn every_family_stands_on_it_in_order_with_the_totals_and_the_signatures() {
        let pages = lay(&data(90)).unwrap().texts();
        assert!(pages.len() > 1);
        let all = pages.concat();
        let heads = all.iter().filter(|text| text.starts_with("KELUARGA "));
        let expected = (1..=90).map(|number| format!("KELUARGA {number}"));
        assert!(heads.cloned().eq(expected));
        assert!(
            ["81", "41", "–", "Pengawas (PML)"].iter().all(|text| all.contains(&(*text).into()))
        );
        assert_eq!(recap_sheet(&data(3)).unwrap(), recap_sheet(&data(3)).unwrap());
    }

    #[test]
    fn an_empty_list_is_a_paper_too() {
        let text = lay(&data(0)).unwrap().texts().concat().join("\n");
        assert!(text.contains("0 keluarga"));
    }
}
