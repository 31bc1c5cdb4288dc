//! The day of an area: Indonesia has three time zones, and a province lies in one (PP and Keppres
//! 41/1987). An assignment begins and ends with the day where it is served.

use cacah_family::host::Millis;
use chrono::{NaiveDate, NaiveTime};

const HOUR: Millis = 3_600_000;

/// The first moment of a day in an area, by its BPS province code; of the whole country, in Jakarta.
pub fn start_of(day: NaiveDate, area: &str) -> Millis {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - hours(area) * HOUR
}

/// The first moment after a day in an area.
pub fn end_of(day: NaiveDate, area: &str) -> Millis {
    start_of(day, area) + 24 * HOUR
}

/// Hours before UTC: WIT 9, WITA 8, WIB 7.
fn hours(area: &str) -> Millis {
    match area.get(..2) {
        Some("81" | "82" | "91" | "92" | "93" | "94" | "95" | "96" | "97") => 9,
        Some("51" | "52" | "53" | "63" | "64" | "65" | "71" | "72" | "73" | "74" | "75" | "76") => {
            8
        }
        _ => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_the_east_first() {
        let day = NaiveDate::from_ymd_opt(2022, 10, 15).unwrap();
        let utc = 1_665_792_000_000;
        assert_eq!(start_of(day, "8271021003000300"), utc - 9 * HOUR);
        assert_eq!(start_of(day, "7371"), utc - 8 * HOUR);
        assert_eq!(start_of(day, "31"), utc - 7 * HOUR);
        assert_eq!(start_of(day, ""), utc - 7 * HOUR);
        assert_eq!(end_of(day, "82"), utc + 15 * HOUR);
    }
}
