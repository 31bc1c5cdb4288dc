//! The balance of every SLS "per tanggal dan jam", with who owes each gap.

use crate::PrintError;
use crate::office::Office;
use crate::parts::{Head, head, number, section, words};
use crate::sheet::{MM, Sheet};
use crate::table::{Column, rest, table};

/// What the balance shows.
#[derive(Debug, Clone)]
pub struct BalanceSheet {
    /// Every SLS.
    pub rows: Vec<BalanceLine>,
    /// Their sum.
    pub total: BalanceLine,
    /// What does not balance.
    pub gaps: Vec<GapLine>,
    /// PCs that were not heard from: name, and when last, in milliseconds since 1970.
    pub silent: Vec<(String, Option<i64>)>,
}

/// One SLS, in documents.
#[derive(Debug, Clone, Default)]
pub struct BalanceLine {
    /// Its name and number.
    pub sls: String,
    /// Prelist, listed, received K, received XK, keyed, verified, clean, sent, receipted.
    pub counts: [u32; 9],
}

/// Something that is missing.
#[derive(Debug, Clone)]
pub struct GapLine {
    /// The SLS.
    pub sls: String,
    /// What is missing, in words.
    pub what: String,
    /// How many; negative: too many.
    pub count: i32,
    /// Who owes it.
    pub owner: String,
    /// Since when, milliseconds since 1970, where anybody knows.
    pub since: Option<i64>,
}

const COLUMNS: [(&str, &str); 9] = [
    ("Prelist", "Prelist"),
    ("Listing", "Listed"),
    ("K", "Received"),
    ("XK", "Special"),
    ("Entri", "Keyed"),
    ("Verif.", "Again"),
    ("Bersih", "Clean"),
    ("Kirim", "Sent"),
    ("Bukti", "Receipt"),
];

/// The balance as PDF: A4 portrait.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Time`] for a time outside the calendar; otherwise the program is damaged.
pub fn balance_sheet(office: &Office, data: &BalanceSheet) -> Result<Vec<u8>, PrintError> {
    lay(office, data)?.pdf(&office.furniture("Neraca dokumen".to_owned()))
}

fn lay(office: &Office, data: &BalanceSheet) -> Result<Sheet, PrintError> {
    let moment = office.moment()?;
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &office.office,
            title: "Neraca dokumen per SLS",
            english: "Balance of documents per neighbourhood unit",
            fields: &office.fields(&moment),
            proof: None,
        },
    )?;
    words(
        &mut sheet,
        "Terverifikasi (listing) = K + XK yang diterima. Yang tidak seimbang tercatat di bawah dengan \
         penanggung jawabnya.",
        "Listed = K + XK received. What does not balance is told below with who owes it.",
    );
    counts(&mut sheet, data);
    gaps(&mut sheet, office, &data.gaps)?;
    silent(&mut sheet, office, &data.silent)?;
    Ok(sheet)
}

fn counts(sheet: &mut Sheet, data: &BalanceSheet) {
    let width = 13.5 * MM;
    let figure = |at: usize| Column::figure(COLUMNS[at].0, COLUMNS[at].1, width);
    let columns = [
        Column::text("SLS", "Neighbourhood unit", rest(&[width; 9])),
        figure(0),
        figure(1),
        figure(2),
        figure(3),
        figure(4),
        figure(5),
        figure(6),
        figure(7),
        figure(8),
    ];
    let rows = data.rows.iter().chain([&data.total]).map(|line| {
        let mut cells = std::array::from_fn(|_| String::new());
        for (cell, count) in cells.iter_mut().skip(1).zip(line.counts) {
            *cell = number(count.into());
        }
        cells[0].clone_from(&line.sls);
        cells
    });
    table::<10>(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
}

fn gaps(sheet: &mut Sheet, office: &Office, gaps: &[GapLine]) -> Result<(), PrintError> {
    section(sheet, &format!("{} selisih", number(gaps.len() as u64)), "Gaps");
    let widths = [36.0 * MM, 16.0 * MM, 30.0 * MM, 40.0 * MM];
    let columns = [
        Column::text("SLS", "Neighbourhood unit", rest(&widths)),
        Column::text("Kurang di", "Missing in", widths[0]),
        Column::figure("Jumlah", "Count", widths[1]),
        Column::text("Pada", "Owed by", widths[2]),
        Column::text("Sejak", "Since", widths[3]),
    ];
    let mut rows = Vec::new();
    for gap in gaps {
        let (count, owner) = (gap.count.to_string(), gap.owner.clone());
        rows.push([gap.sls.clone(), gap.what.clone(), count, owner, since(office, gap.since)?]);
    }
    table(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
    Ok(())
}

fn silent(
    sheet: &mut Sheet,
    office: &Office,
    silent: &[(String, Option<i64>)],
) -> Result<(), PrintError> {
    if silent.is_empty() {
        return Ok(());
    }
    section(sheet, "Komputer yang belum terdengar", "PCs not heard from");
    let width = 50.0 * MM;
    let columns = [
        Column::text("Komputer", "PC", rest(&[width])),
        Column::text("Terakhir", "Last heard", width),
    ];
    let mut rows = Vec::new();
    for (name, last) in silent {
        rows.push([name.clone(), since(office, *last)?]);
    }
    table(sheet, &columns, rows);
    Ok(())
}

fn since(office: &Office, millis: Option<i64>) -> Result<String, PrintError> {
    Ok(millis.map(|millis| office.at(millis)).transpose()?.unwrap_or_else(|| "–".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sls_its_sum_its_gaps_and_the_silent_stand_on_it() {
        let line = |sls: &str, n: u32| BalanceLine {
            sls: sls.to_owned(),
            counts: [n, n, n, 0, n - 1, 3, 2, 2, 1],
        };
        let data = BalanceSheet {
            rows: (0..60).map(|n| line(&format!("RT {n:03}"), 80)).collect(),
            total: line("Jumlah", 4_800),
            gaps: vec![GapLine {
                sls: "RT 001".to_owned(),
                what: "Belum dientri".to_owned(),
                count: 1,
                owner: "ENTRI 07".to_owned(),
                since: Some(1_668_200_000_000),
            }],
            silent: vec![("PC-3".to_owned(), None)],
        };
        let all = lay(&Office::example(), &data).unwrap().texts().concat();
        for text in ["RT 059", "4.800", "ENTRI 07", "PC-3", "–", "1 selisih"] {
            assert!(all.contains(&text.to_owned()), "{text}");
        }
        assert!(all.iter().any(|text| text.ends_with("WIT, UTC+09:00")));
        let late = Office { printed: i64::MAX, ..Office::example() };
        assert!(matches!(balance_sheet(&late, &data), Err(PrintError::Time { .. })));
    }
}
