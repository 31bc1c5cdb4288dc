//! Dates, times and places in the ways people key them.

use chrono::NaiveDate;

use crate::functions::Geopoint;
use crate::time::{DateTime, Time};

/// A date as `2022-10-15`, or day first: `15-10-2022`, `15/10/22`, `15.10.2022`, `15102022`,
/// `151022`. A year of two digits from 50 on lies in the last century.
pub(super) fn date(raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw.split(['-', '/', '.', ' ']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        [digits] => (digits.get(4..)?, digits.get(2..4)?, digits.get(..2)?),
        _ => return None,
    };
    let number = |text: &str, lengths: &[usize]| {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        if plain && lengths.contains(&text.len()) { text.parse::<u32>().ok() } else { None }
    };
    let (month, day) = (number(month, &[1, 2])?, number(day, &[1, 2])?);
    let year = match number(year, &[2, 4])? {
        short if year.len() == 2 => short + if short < 50 { 2000 } else { 1900 },
        full => full,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// A time as `07:30`, `7.30`, `07 30`, `0730` or `730`, with seconds behind it or without; or as
/// ODK writes it.
pub(super) fn time(raw: &str) -> Option<Time> {
    let bytes = raw.bytes();
    let colons = if bytes.clone().all(|byte| byte.is_ascii_digit()) {
        let hour = match raw.len() {
            3 => 1,
            4 | 6 => 2,
            _ => return None,
        };
        let pairs = [raw.get(hour..hour + 2), raw.get(hour + 2..)];
        let pairs = pairs.into_iter().flatten().filter(|pair| !pair.is_empty());
        std::iter::once(raw.get(..hour)?).chain(pairs).collect::<Vec<_>>().join(":")
    } else if raw.contains(':') {
        raw.to_owned()
    } else {
        raw.replace(['.', ' '], ":")
    };
    Time::parse(&colons)
}

/// A date and a time, each as it is keyed alone; or as ODK writes both. A date alone is its
/// midnight, as in ODK.
pub(super) fn date_time(raw: &str) -> Option<DateTime> {
    let parted = || {
        let spaces = raw.rmatch_indices(' ').map(|(at, _)| raw.split_at(at));
        let mut readings = spaces.filter_map(|(day, clock)| {
            Some(DateTime { date: date(day.trim())?, time: time(clock.trim())? })
        });
        readings.next()
    };
    let bare = || date(raw).map(DateTime::midnight);
    DateTime::parse(raw).or_else(parted).or_else(bare)
}

/// Latitude, longitude, altitude and accuracy, parted by spaces or commas; between spaces a comma
/// is the decimal one.
pub(super) fn geopoint(raw: &str) -> Option<Geopoint> {
    let parts: Vec<&str> =
        raw.split_whitespace().map(|part| part.trim_end_matches([',', ';'])).collect();
    match parts.as_slice() {
        [all] => Geopoint::parse(&all.replace([',', ';'], " ")),
        parts => Geopoint::parse(&parts.join(" ").replace(',', ".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_in_the_ways_they_are_keyed() {
        let day = NaiveDate::from_ymd_opt(2022, 10, 15);
        for raw in ["2022-10-15", "15-10-2022", "15/10/22", "15.10.2022", "15102022", "151022"] {
            assert_eq!(date(raw), day, "{raw}");
        }
        for raw in
            ["31-02-2022", "15-10", "1510", "15-10-022", "a5-10-2022", "2022-10-1x", "é151022"]
        {
            assert_eq!(date(raw), None, "{raw}");
        }
    }

    #[test]
    fn times_in_the_ways_they_are_keyed() {
        let written = |raw| time(raw).map(|time| time.to_string());
        for raw in ["07:30", "7:30", "7.30", "07 30", "0730", "730", "07:30:00", "073000"] {
            assert_eq!(written(raw).as_deref(), Some("07:30:00.000"), "{raw}");
        }
        let odk = "07:30:00.000+09:00";
        assert_eq!(written(odk).as_deref(), Some(odk));
        for raw in ["7", "07", "2460", "07:3", "7.3", "07300", "a730", "07:30 pagi", "é730"] {
            assert_eq!(written(raw), None, "{raw}");
        }
    }

    #[test]
    fn dates_with_times() {
        let written = |raw| date_time(raw).map(|moment| moment.to_string());
        let keyed = [
            "15-10-2022 07:30",
            "151022 0730",
            "15 10 2022 07 30",
            "2022-10-15T07:30",
            "15/10/22  7.30",
        ];
        for raw in keyed {
            assert_eq!(written(raw).as_deref(), Some("2022-10-15T07:30:00.000"), "{raw}");
        }
        assert_eq!(written("15-10-2022").as_deref(), Some("2022-10-15T00:00:00.000"));
        for raw in ["0730", "15-10-2022 25:00", "15-10-2022 besok", "é 0730"] {
            assert_eq!(written(raw), None, "{raw}");
        }
    }

    #[test]
    fn places() {
        let written = |raw| geopoint(raw).map(|point| point.written());
        for raw in ["0.79 127.38", "0.79,127.38", "0.79, 127.38", "0,79 127,38", "0.79;127.38"] {
            assert_eq!(written(raw).as_deref(), Some("0.79 127.38 0.0 0.0"), "{raw}");
        }
        assert_eq!(written("-0.79 127.38 12 4,5").as_deref(), Some("-0.79 127.38 12.0 4.5"));
        for raw in ["0.79", "x y", "127.38 0.79", ",", "0.79 127.38 1 2 3"] {
            assert_eq!(written(raw), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn dates_never_panic_and_read_back(raw in "\\PC{0,12}") {
            if let Some(day) = date(&raw) {
                prop_assert_eq!(date(&day.to_string()), Some(day));
            }
        }

        #[test]
        fn times_never_panic_and_read_back(raw in "\\PC{0,12}", digits in "[0-9:. ]{0,9}") {
            for raw in [raw, digits] {
                if let Some(keyed) = time(&raw) {
                    prop_assert_eq!(time(&keyed.to_string()), Some(keyed));
                }
                if let Some(keyed) = date_time(&raw) {
                    prop_assert_eq!(date_time(&keyed.to_string()), Some(keyed));
                }
                if let Some(keyed) = geopoint(&raw) {
                    prop_assert_eq!(geopoint(&keyed.written()), Some(keyed));
                }
            }
        }
    }
}
