//! `cacah-central import-bridge`: areas under their codes of BPS and of Kemendagri.

use cacah_regions::bridge::{Bridge, Link};

use super::fault::{Faults, Problem};
use super::line::{Column, Line, read};
use super::lists::{NAME, Seen};
use super::sheet::File;
use crate::functions::regions;

const COLUMNS: &[Column] = &[
    (&["kode_bps"], true),
    (&["nama_bps"], true),
    (&["kode_dagri"], true),
    (&["nama_dagri"], true),
];

/// Digits of a province, a regency, a district, a village.
const BPS: [usize; 4] = [2, 4, 7, 10];
const KEMENDAGRI: [usize; 4] = [2, 4, 6, 10];

/// Reads a bridge: every code of BPS once, every code of Kemendagri of the same level and in some
/// edition of the list.
///
/// # Errors
/// All faults, each with row and column.
pub fn bridge(file: &File) -> Result<Bridge, Faults> {
    let (mut faults, mut seen) = (Faults::default(), Seen::new());
    let list = read(file, COLUMNS, &mut faults, |line| {
        let (bps, kemendagri) = (bps(line), kemendagri(line));
        let [bps_name, kemendagri_name] = [1, 3].map(|column| line.filled(column, NAME));
        let ((bps, level), (kemendagri, other)) = (bps?, kemendagri?);
        if level != other {
            line.fault(2, Problem::OtherLevel);
            return None;
        }
        let new = seen.first(bps.clone(), line, 0);
        let link = Link { bps, bps_name: bps_name?, kemendagri, kemendagri_name: kemendagri_name? };
        new.then_some(link)
    });
    if list.whole {
        Ok(Bridge::new(list.rows.into_iter().map(|(_, link)| link).collect()))
    } else {
        Err(faults)
    }
}

/// A code of BPS and its level.
fn bps(line: &mut Line<'_>) -> Option<(String, usize)> {
    let code = line.filled(0, NAME)?;
    let level = level(&code, BPS);
    if level.is_none() {
        line.fault(0, Problem::BpsCode);
    }
    Some((code, level?))
}

/// A code of Kemendagri, without its dots, and its level.
fn kemendagri(line: &mut Line<'_>) -> Option<(String, usize)> {
    let code = line.filled(2, NAME)?.replace('.', "");
    let level = level(&code, KEMENDAGRI).filter(|_| regions().region(&code).is_some());
    if level.is_none() {
        line.fault(2, Problem::UnknownRegion);
    }
    Some((code, level?))
}

fn level(code: &str, lengths: [usize; 4]) -> Option<usize> {
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    lengths.iter().position(|length| digits && *length == code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Bridge, Vec<String>> {
        let file = File { name: "b.csv".into(), bytes: text.as_bytes().to_vec() };
        bridge(&file).map_err(|faults| {
            let places = faults.kept().iter();
            places.map(|f| format!("{}:{}:{:?}", f.row, f.column, f.problem)).collect()
        })
    }

    #[test]
    fn semicolons_a_byte_order_mark_and_dots_are_read() {
        let text = "\u{feff}kode_bps;nama_bps;kode_dagri;nama_dagri\r\n\
                    8271020;Ternate Selatan;82.71.02;Kota Ternate Selatan\r\n82;Maluku Utara;82;Maluku Utara\r\n";
        let bridge = read(text).unwrap();
        assert_eq!(bridge.of_bps("8271020").unwrap().kemendagri, "827102");
        assert_eq!(read(&bridge.to_string()).unwrap(), bridge);
    }

    #[test]
    fn ternates_own_bridge_is_one() {
        assert_eq!(read(&Bridge::ternate().to_string()).unwrap(), Bridge::ternate());
    }

    #[test]
    fn every_fault_is_named_by_row_and_column() {
        let text = "kode_bps,nama_bps,kode_dagri,nama_dagri\n\
                    827102,A,827102,A\n8271020,B,829902,B\n8271020,C,8271,C\n\
                    8271021,,827106,D\n8271030,E,827103,E\n8271030,F,827103,F\n";
        let expected = [
            "2:A (kode_bps):BpsCode",
            "3:C (kode_dagri):UnknownRegion",
            "4:C (kode_dagri):OtherLevel",
            "5:B (nama_bps):Empty",
            "7:A (kode_bps):Doubled(6)",
        ];
        assert_eq!(read(text).unwrap_err(), expected);
        let missing = read("kode_bps,nama_bps,kode_dagri\n8271020,A,827102\n").unwrap_err();
        assert_eq!(missing, ["1::MissingColumn([\"nama_dagri\"])"]);
    }
}
