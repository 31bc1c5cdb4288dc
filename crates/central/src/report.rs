//! Tables for a supervisor at a terminal. Ids, codes and counts; no names of people.

use std::fmt::Write as _;

use cacah_family::across::Severity;
use cacah_family::entry::{Change, Dot};
use chrono::DateTime;

use crate::forks::Fork;
use crate::people::PersonView;
pub use crate::publish::words::{editions, form_preview, published};
use crate::storage::{AcrossRow, AreaTotal, Filed, SegmentRow};
use crate::supervise::Undecided;
use crate::verify::Proof;

/// Families per SLS and status, and what is kept aside.
#[must_use]
pub fn families(totals: &[AreaTotal], held: &[SegmentRow], forked: &[Fork]) -> String {
    let head = "SLS prelist temuan diterima selesai kosong galat peringatan bersih
                terdaftar terverifikasi rekap disetujui";
    let mut rows = vec![head.split_whitespace().map(str::to_owned).collect::<Vec<_>>()];
    let mut sum = [0; 12];
    for total in totals {
        let counts = counts(total);
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
        rows.push(row(total.idsubsls.to_string(), counts));
    }
    rows.push(row("JUMLAH".to_owned(), sum));
    let mut text = table(&rows);
    if !held.is_empty() {
        let mut rows =
            vec![["ditahan", "keluarga", "SLS", "isian", "diterima"].map(str::to_owned).to_vec()];
        rows.extend(held.iter().map(|segment| {
            vec![
                segment.held.map(|code| code.to_string()).unwrap_or_default(),
                segment.family.to_string(),
                segment.idsubsls.to_string(),
                segment.count.to_string(),
                time(segment.received),
            ]
        }));
        let _ = write!(text, "\n{}", table(&rows));
    }
    if !forked.is_empty() {
        let _ = write!(text, "\nnomor ganda / given twice\n{}", forks(forked));
    }
    text
}

/// What waits for a decision, and what each writer said. It shows answers: for the eyes of whoever
/// decides, never for a log.
#[must_use]
pub fn undecided(undecided: &[Undecided]) -> String {
    let mut rows =
        vec![["dokumen", "rincian", "isian", "jenis", "jawaban"].map(str::to_owned).to_vec()];
    for place in undecided {
        for head in &place.heads {
            let document = place.document.map_or_else(|| "-".to_owned(), |id| id.to_string());
            let dot = head.dot;
            let (device, incarnation) = (dot.actor.device, dot.actor.incarnation);
            let name = format!("{device}/{incarnation}/{}", dot.seq);
            let (kind, answer) = told(&head.change);
            rows.push(vec![document, place.path.to_string(), name, kind, answer]);
        }
    }
    table(&rows)
}

/// What was proven, and the first problems.
#[must_use]
pub fn proof(proof: &Proof) -> String {
    let Proof { receipts, segments, wiped, families, problems, told } = proof;
    let mut text = format!(
        "tanda terima / receipts: {receipts}\nsegmen / segments: {segments} (dihapus / wiped: {wiped})\n\
         keluarga / families: {families}\nmasalah / problems: {problems}\n"
    );
    for line in told {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// Numbers given twice.
#[must_use]
pub fn forks(forks: &[Fork]) -> String {
    let head = ["perangkat", "inkarnasi", "nomor", "keluarga", "segmen"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for fork in forks {
        let Dot { actor, seq } = fork.dot;
        rows.extend(fork.places.iter().map(|(family, segment)| {
            let (device, incarnation) = (actor.device.to_string(), actor.incarnation.to_string());
            vec![device, incarnation, seq.to_string(), family.to_string(), segment.to_string()]
        }));
    }
    table(&rows)
}

/// What is found across families. Rows of one finding have the same letters in the column of it.
#[must_use]
pub fn findings(found: &[AcrossRow]) -> String {
    let mut rows = vec![FINDINGS.map(str::to_owned).to_vec()];
    rows.extend(found.iter().map(finding));
    table(&rows)
}

/// The same as CSV; no cell of it needs a quote.
#[must_use]
pub fn findings_csv(found: &[AcrossRow]) -> String {
    let head = FINDINGS.join(",");
    let rows = found.iter().map(|row| finding(row).join(","));
    std::iter::once(head).chain(rows).fold(String::new(), |text, row| text + &row + "\r\n")
}

const FINDINGS: [&str; 7] =
    ["SLS", "aturan", "tingkat", "temuan", "keluarga", "sejak", "dikonfirmasi"];

fn finding(row: &AcrossRow) -> Vec<String> {
    let severity = match row.rule.severity {
        Severity::Error => "galat",
        Severity::Warning => "peringatan",
    };
    let bucket = row.bucket.to_string();
    vec![
        row.idsubsls.to_string(),
        row.rule.id.to_owned(),
        severity.to_owned(),
        bucket.chars().take(12).collect(),
        row.family.map(|family| family.to_string()).unwrap_or_default(),
        row.since.map(time).unwrap_or_default(),
        if row.confirmed.is_some() { "ya" } else { "" }.to_owned(),
    ]
}

fn told(change: &Change) -> (String, String) {
    match change {
        Change::Slot(slot) => {
            let missing = slot.missing.clone().unwrap_or_default();
            ("jawaban".to_owned(), if slot.raw.is_empty() { missing } else { slot.raw.clone() })
        }
        change => {
            let kind = match serde_json::to_value(change) {
                Ok(serde_json::Value::Object(fields)) => fields.keys().next().cloned(),
                _ => None,
            };
            (kind.unwrap_or_default(), String::new())
        }
    }
}

/// Receipts given, newest first.
#[must_use]
pub fn receipts(filed: &[Filed]) -> String {
    let head =
        "waktu petugas perangkat inkarnasi nomor tersimpan sudah-ada ditahan ditolak kiriman";
    let mut rows = vec![head.split(' ').map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(filed.iter().map(|batch| {
        let actor = batch.actor;
        let mut row = vec![
            time(batch.received),
            batch.officer.clone(),
            actor.device.to_string(),
            actor.incarnation.to_string(),
            batch.number.to_string(),
        ];
        row.extend(batch.verdicts.map(|count| count.to_string()));
        row.push(batch.batch.to_string());
        row
    }));
    table(&rows)
}

/// Who serves where until when, with laptops: a row for each, the person's on the first. Names stay
/// out; codes say who.
#[must_use]
pub fn people(views: &[PersonView]) -> String {
    let now = [
        "petugas",
        "peran",
        "wilayah",
        "sejak",
        "sampai",
        "perangkat",
        "terdaftar",
        "terakhir",
        "dicabut",
    ];
    let mut rows = vec![now.map(str::to_owned).to_vec()];
    let moment = |at: Option<i64>| at.map(time).unwrap_or_default();
    for PersonView { person, services, devices } in views {
        for at in 0..services.len().max(devices.len()).max(1) {
            let mut row = match at {
                0 => vec![person.officer.code.clone(), person.officer.role.as_str().to_owned()],
                _ => vec![String::new(), String::new()],
            };
            let service = services.get(at);
            let end = service.and_then(|s| s.end().into_iter().chain(person.ended).min());
            row.push(service.map(|service| service.area.clone()).unwrap_or_default());
            row.push(moment(service.and_then(|service| service.period.since)));
            row.push(moment(end));
            let device = devices.get(at);
            row.push(device.map(|device| device.id.to_string()).unwrap_or_default());
            row.push(moment(device.map(|device| device.enrolled)));
            row.push(moment(device.and_then(|device| device.seen)));
            let order = device.and_then(|device| device.order).map_or("", |order| order.as_str());
            let revoked = moment(device.and_then(|device| device.revoked));
            row.push(format!("{revoked} {order}").trim().to_owned());
            rows.push(row);
        }
    }
    table(&rows)
}

fn counts(total: &AreaTotal) -> [i64; 12] {
    [
        total.prelist,
        total.found,
        total.received,
        total.finished,
        total.blank,
        total.error,
        total.warning,
        total.clean,
        total.listed,
        total.verified,
        total.recap,
        total.approved,
    ]
}

fn row(name: String, counts: [i64; 12]) -> Vec<String> {
    std::iter::once(name).chain(counts.map(|count| count.to_string())).collect()
}

pub(crate) fn time(millis: i64) -> String {
    let time = DateTime::from_timestamp_millis(millis);
    time.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

/// Columns as wide as their widest cell; numbers to the right. What officers typed speaks to no
/// terminal.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let text = |cell: &String| cell.chars().map(shown).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(text).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            if cell.len() < 8 && cell.parse::<i64>().is_ok() {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lines_its_columns_up() {
        let rows =
            [["SLS", "n"], ["8271020001000100", "12"]].map(|row| row.map(String::from).to_vec());
        assert_eq!(table(&rows), "SLS               n\n8271020001000100  12\n");
    }

    #[test]
    fn what_was_typed_cannot_speak_to_the_terminal() {
        let rows = [vec!["\u{1b}]0;x\u{7}".to_owned(), "A\nB\r\u{9b}2J".to_owned()]];
        assert_eq!(table(&rows).chars().filter(|c| c.is_control()).count(), 1);
    }

    #[test]
    fn nothing_received_is_a_table_of_nothing() {
        assert!(families(&[], &[], &[]).contains("JUMLAH"));
        assert_eq!(receipts(&[]).lines().count(), 1);
    }
}
