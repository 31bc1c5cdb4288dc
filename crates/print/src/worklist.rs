//! The error work-list of one field checker: what to look at on the paper, and a box to tick. It says
//! where and which rule, and asks for no answer and no name.

use crate::PrintError;
use crate::face::Face;
use crate::office::Office;
use crate::parts::{Count, Field, Head, Signer, VALUE, boxes, head, section, signatures};
use crate::sheet::{MM, Sheet};
use crate::table::{Column, rest, table};

const SIGNERS: [Signer; 2] =
    [Signer("Pemeriksa lapangan (PML)", "Field checker"), Signer("Pengawas IPDS", "Supervisor")];

/// The work-list of one field checker.
#[derive(Debug, Clone)]
pub struct WorkList {
    /// The checker's code; empty: nobody is known.
    pub checker: String,
    /// What was asked for, in words ("galat, aturan K019").
    pub filter: String,
    /// Lines, by SLS, building and family.
    pub lines: Vec<WorkLine>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct WorkLine {
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// Number of the question, and of the member ("405 · 03").
    pub question: String,
    /// The rule (`K019`).
    pub rule: String,
    /// An error; otherwise a warning.
    pub error: bool,
    /// What is wrong, in words of the rule.
    pub message: String,
    /// Looked at.
    pub ticked: bool,
    /// A supervisor let the error stand.
    pub released: bool,
}

/// The work-list as PDF: A4 portrait, SLS by SLS.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Time`] for a time outside the calendar; otherwise the program is damaged.
pub fn work_list(office: &Office, data: &WorkList) -> Result<Vec<u8>, PrintError> {
    let title = format!("Daftar galat · {}", data.checker);
    lay(office, data)?.pdf(&office.furniture(title))
}

fn lay(office: &Office, data: &WorkList) -> Result<Sheet, PrintError> {
    let moment = office.moment()?;
    let [round, at, by] = office.fields(&moment);
    let checker = if data.checker.is_empty() { "–" } else { &data.checker };
    let mut sheet = Sheet::new()?;
    head(
        &mut sheet,
        &Head {
            office: &office.office,
            title: "Daftar galat untuk diperiksa",
            english: "Work-list of findings",
            fields: &[
                round,
                Field("Pemeriksa (PML)", "Field checker", VALUE, checker),
                Field("Isi daftar", "What it holds", VALUE, &data.filter),
                at,
                by,
            ],
            proof: None,
        },
    )?;
    let count = |wanted: fn(&WorkLine) -> bool| {
        data.lines.iter().filter(|line| wanted(line)).count() as u64
    };
    let counts = [
        Count("Galat", "Errors", count(|line| line.error && !line.released)),
        Count("Peringatan", "Warnings", count(|line| !line.error)),
        Count("Dilepas pengawas", "Released", count(|line| line.released)),
        Count("Sudah dicentang", "Ticked", count(|line| line.ticked)),
    ];
    boxes(&mut sheet, &counts, Some("Galat"));
    for sls in data.lines.chunk_by(|a, b| a.idsubsls == b.idsubsls) {
        findings(&mut sheet, sls);
    }
    signatures(&mut sheet, &[], SIGNERS);
    Ok(sheet)
}

fn findings(sheet: &mut Sheet, lines: &[WorkLine]) {
    let Some(first) = lines.first() else { return };
    section(sheet, &first.sls_name, &first.idsubsls);
    let widths = [12.0 * MM, 12.0 * MM, 26.0 * MM, 16.0 * MM, 14.0 * MM];
    let columns = [
        Column::figure("109", "Bldg.", widths[0]),
        Column::figure("110", "Family", widths[1]),
        Column::text("Rincian", "Question", widths[2]),
        Column::text("Aturan", "Rule", widths[3]),
        Column::text("Yang diperiksa", "What to look at", rest(&widths)),
        Column { face: Face::Mono, ..Column::text("Cek", "Tick", widths[4]) },
    ];
    let rows = lines.iter().map(|line| {
        let kind = match (line.error, line.released) {
            (_, true) => "Dilepas",
            (true, false) => "Galat",
            (false, false) => "Peringatan",
        };
        [
            line.building.to_string(),
            line.number.to_string(),
            line.question.clone(),
            line.rule.clone(),
            format!("{kind}: {}", line.message),
            if line.ticked { "[x]" } else { "[ ]" }.to_owned(),
        ]
    });
    table(sheet, &columns, rows);
    sheet.y += 5.0 * MM;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stand_under_their_sls_and_are_counted_by_kind() {
        let line = |sls: &str, error: bool, released: bool| WorkLine {
            idsubsls: sls.to_owned(),
            sls_name: format!("RT {sls}"),
            building: 4,
            number: 12,
            question: "405 · 03".to_owned(),
            rule: "K019".to_owned(),
            error,
            message: "Jumlah anggota tidak sama".to_owned(),
            ticked: released,
            released,
        };
        let data = WorkList {
            checker: "PML 0012".to_owned(),
            filter: "semua".to_owned(),
            lines: vec![line("1", true, false), line("1", false, false), line("2", true, true)],
        };
        let all = lay(&Office::example(), &data).unwrap().texts().concat();
        for text in ["RT 1", "RT 2", "Galat: Jumlah anggota tidak sama", "[x]", "PML 0012"] {
            assert!(all.contains(&text.to_owned()), "{text}: {all:?}");
        }
        assert!(work_list(&Office::example(), &data).unwrap().starts_with(b"%PDF"));
        let empty = WorkList { lines: Vec::new(), checker: String::new(), ..data };
        assert!(work_list(&Office::example(), &empty).is_ok());
    }
}
