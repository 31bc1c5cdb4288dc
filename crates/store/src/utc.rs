//! A moment as part of a file's name: `20221020T000000Z`.

use cacah_family::host::Millis;

const DAY: i64 = 86_400;

/// UTC to the second, without what Windows refuses in a name.
pub(crate) fn stamp(at: Millis) -> String {
    let seconds = at.div_euclid(1_000);
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let time = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// The date in UTC, `2022-10-20`.
pub(crate) fn day(at: Millis) -> String {
    let (year, month, day) = date(at.div_euclid(1_000 * DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a day since 1970, in the proleptic Gregorian calendar. The era of 400 years
/// begins on a 1 March, so that the leap day is a year's last (H. Hinnant, `civil_from_days`).
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_around_leap_years_and_before_1970() {
        assert_eq!(stamp(cacah_testkit::host::FIELD_DAY), "20221020T000000Z");
        assert_eq!(stamp(951_782_400_000), "20000229T000000Z");
        assert_eq!(stamp(951_868_799_999), "20000229T235959Z");
        assert_eq!(stamp(-1), "19691231T235959Z");
        assert_eq!(stamp(4_107_542_400_000), "21000301T000000Z");
    }
}
