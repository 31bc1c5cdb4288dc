//! The hand-over list of a bundle, signed by both sides: buildings and families by number, no names.

use crate::PrintError;
use crate::face::Face;
use crate::office::Office;
use crate::parts::{CODE, Field, Head, Signer, VALUE, head, number, section, signatures};
use crate::sheet::{MM, Sheet};
use crate::table::{Column, rest, table};

const NOTES: [(&str, &str); 1] = [(
    "Satu bundel SLS tidak dipisah. Dokumen yang keluar dari bundel tercatat satu per satu.",
    "The bundle of an SLS stays together. Documents that leave it are written down one by one.",
)];

const GIVER: Signer = Signer("Yang menyerahkan", "Given by");
const TAKER: Signer = Signer("Yang menerima", "Taken by");

/// What the hand-over list of a bundle shows. Texts are printed as they are.
#[derive(Debug, Clone)]
pub struct HandOverList {
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Its village (kelurahan or desa).
    pub village: String,
    /// Its district (kecamatan).
    pub district: String,
    /// Box; empty: none.
    pub number: String,
    /// Where the box stands.
    pub place: String,
    /// Who gives, in words.
    pub from: String,
    /// Who takes, in words.
    pub to: String,
    /// Letter.
    pub letter: String,
    /// Kinds of paper: name, sets by the list, sets counted.
    pub sets: Vec<(String, u32, u32)>,
    /// Documents, by building and family number.
    pub documents: Vec<HandOverLine>,
}

/// A document of the bundle.
#[derive(Debug, Clone)]
pub struct HandOverLine {
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// How far it is, in words.
    pub stage: String,
    /// Who has it, where it is not with the bundle.
    pub away: String,
}

/// The list as PDF: A4 portrait, as many pages as its documents need.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Time`] for a time outside the calendar; otherwise the program is damaged.
pub fn hand_over_list(office: &Office, data: &HandOverList) -> Result<Vec<u8>, PrintError> {
    let title = format!("Serah terima bundel · {} · {}", data.idsubsls, data.sls_name);
    lay(office, data)?.pdf(&office.furniture(title))
}

fn lay(office: &Office, data: &HandOverList) -> Result<Sheet, PrintError> {
    let moment = office.moment()?;
    let where_from = format!("{} / {}", data.village, data.district);
    let stands = [data.number.as_str(), &data.place].join(" · ");
    let [round, at, by] = office.fields(&moment);
    let fields = [
        round,
        Field("Id sub-SLS", "Neighbourhood unit", CODE, &data.idsubsls),
        Field("Nama SLS", "Its name", VALUE, &data.sls_name),
        Field("Kelurahan / kecamatan", "Village, district", VALUE, &where_from),
        Field("Boks dan tempat", "Box and place", VALUE, stands.trim_matches([' ', '·'])),
        Field("Dari", "From", VALUE, &data.from),
        Field("Kepada", "To", VALUE, &data.to),
        Field("Nomor surat", "Letter", VALUE, &data.letter),
        at,
        by,
    ];
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &office.office,
            title: "Serah terima bundel dokumen",
            english: "Hand-over of a bundle of paper",
            fields: &fields,
            proof: None,
        },
    )?;
    sets(&mut sheet, &data.sets);
    documents(&mut sheet, &data.documents);
    signatures(&mut sheet, &NOTES, [GIVER, TAKER]);
    Ok(sheet)
}

fn sets(sheet: &mut Sheet, sets: &[(String, u32, u32)]) {
    section(sheet, "Jumlah set", "Sets");
    let widths = [30.0 * MM, 30.0 * MM, 30.0 * MM];
    let columns = [
        Column::text("Kuesioner", "Questionnaire", rest(&widths)),
        Column::figure("Menurut daftar", "By the list", widths[0]),
        Column::figure("Dihitung", "Counted", widths[1]),
        Column::figure("Selisih", "Difference", widths[2]),
    ];
    let rows = sets.iter().map(|(kind, listed, counted)| {
        let difference = i64::from(*counted) - i64::from(*listed);
        [kind.clone(), number((*listed).into()), number((*counted).into()), difference.to_string()]
    });
    table(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
}

fn documents(sheet: &mut Sheet, documents: &[HandOverLine]) {
    let count = format!("{} dokumen", number(documents.len() as u64));
    section(sheet, &count, "Documents by building (109) and family (110)");
    let widths = [20.0 * MM, 20.0 * MM, 40.0 * MM, 14.0 * MM];
    let columns = [
        Column::figure("109", "Bldg.", widths[0]),
        Column::figure("110", "Family", widths[1]),
        Column::text("Tahap", "Stage", widths[2]),
        Column::text("Di luar bundel, ada pada", "Away from the bundle, with", rest(&widths)),
        Column { face: Face::Mono, ..Column::text("Ada", "Here", widths[3]) },
    ];
    let rows = documents.iter().map(|line| {
        let tick = if line.away.is_empty() { "[ ]" } else { "" };
        [
            line.building.to_string(),
            line.number.to_string(),
            line.stage.clone(),
            line.away.clone(),
            tick.to_owned(),
        ]
    });
    table(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_stands_on_it_and_both_sign() {
        let documents = (1..=70).map(|number| HandOverLine {
            building: number,
            number: 100 + number,
            stage: "Dientri".to_owned(),
            away: if number == 7 { "ENTRI 08".to_owned() } else { String::new() },
        });
        let data = HandOverList {
            idsubsls: "8271030001000100".to_owned(),
            sls_name: "RT 001 RW 002".to_owned(),
            village: "Moya".to_owned(),
            district: "Ternate Tengah".to_owned(),
            number: "82710001".to_owned(),
            place: String::new(),
            from: "Gudang".to_owned(),
            to: "ENTRI 07".to_owned(),
            letter: "12/ST".to_owned(),
            sets: vec![("REGSOSEK22-K".to_owned(), 71, 70)],
            documents: documents.collect(),
        };
        let pages = lay(&Office::example(), &data).unwrap().texts();
        assert!(pages.len() > 1);
        let all = pages.concat();
        assert!((101..=170).all(|number: u16| all.contains(&number.to_string())));
        assert_eq!(all.iter().filter(|text| *text == "[ ]").count(), 69);
        for text in ["-1", "82710001", "Yang menyerahkan", "Yang menerima", "13-11-2022 09:40"] {
            assert!(all.iter().any(|line| line.starts_with(text)), "{text}");
        }
        assert!(hand_over_list(&Office::example(), &data).unwrap().starts_with(b"%PDF"));
    }
}
