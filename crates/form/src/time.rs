//! Times of day, and dates with them, as XML Schema and ODK write them.

use std::fmt;

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, Offset, Timelike, Utc};

/// Days of the common era on 1970-01-01, from which dates count as numbers.
const EPOCH: i32 = 719_163;
const DAY_MS: i64 = 86_400_000;
/// Farthest that a zone lies from UTC, in minutes.
const FARTHEST: i32 = 14 * 60;

/// A time of day, to the millisecond, with its distance from UTC where somebody wrote it. The
/// engine knows no zone of its own: what was written without one stays so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// What the clock on the wall shows.
    pub clock: NaiveTime,
    /// How far that clock is ahead of UTC.
    pub offset: Option<FixedOffset>,
}

impl Time {
    /// Reads `07:30`, `07:30:15` or `07:30:15.250`, and after it `Z`, `+09` or `+09:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (clock, offset) = match text.find(['Z', '+', '-']) {
            Some(at) => (text.get(..at)?, Some(parse_offset(text.get(at..)?)?)),
            None => (text, None),
        };
        Some(Self { clock: parse_clock(clock)?, offset })
    }

    /// The part of the day that has passed: noon is 0.5.
    pub(crate) fn fraction(self) -> f64 {
        days_of(self.milliseconds())
    }

    fn milliseconds(self) -> i64 {
        let seconds = i64::from(self.clock.num_seconds_from_midnight());
        seconds * 1000 + i64::from(self.clock.nanosecond() / 1_000_000)
    }
}

/// As ODK Collect writes it, `07:30:00.000+09:00`; UTC is `Z`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.clock.format("%H:%M:%S%.3f"))?;
        match self.offset {
            Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
            Some(offset) => write!(f, "{offset}"),
            None => Ok(()),
        }
    }
}

/// A date with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The date where that time is read.
    pub date: NaiveDate,
    /// The time of day.
    pub time: Time,
}

impl DateTime {
    /// Reads a date, `T` and a time; a date alone is its midnight.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('T') {
            Some((date, time)) => Some(Self { date: parse_date(date)?, time: Time::parse(time)? }),
            None => Some(Self::midnight(parse_date(text)?)),
        }
    }

    pub(crate) fn midnight(date: NaiveDate) -> Self {
        Self { date, time: Time { clock: NaiveTime::MIN, offset: None } }
    }

    /// The moment so many days after the beginning of 1970 in UTC, to the nearest millisecond; none
    /// outside the calendar.
    pub(crate) fn from_days(days: f64) -> Option<Self> {
        date_of(days)?;
        #[expect(clippy::cast_possible_truncation, reason = "in range, checked above")]
        let milliseconds = (days * 86_400_000.0).round() as i64;
        let moment = chrono::DateTime::from_timestamp_millis(milliseconds)?;
        Some(moment.fixed_offset().into())
    }

    /// Days since the beginning of 1970 in UTC; what has no offset counts as UTC.
    pub(crate) fn days(self) -> f64 {
        let ahead = self.time.offset.map_or(0, |offset| i64::from(offset.local_minus_utc()));
        let whole = i64::from(self.date.num_days_from_ce() - EPOCH) * DAY_MS;
        days_of(whole + self.time.milliseconds() - ahead * 1000)
    }
}

/// As ODK Collect writes it, `2022-10-15T07:30:00.000+09:00`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl From<chrono::DateTime<FixedOffset>> for DateTime {
    fn from(moment: chrono::DateTime<FixedOffset>) -> Self {
        // What is written has milliseconds, so no more of it is kept.
        let nanos = moment.nanosecond() % 1_000_000_000 / 1_000_000 * 1_000_000;
        let clock = moment.time().with_nanosecond(nanos).unwrap_or(NaiveTime::MIN);
        let offset = Some(moment.offset().fix());
        Self { date: moment.date_naive(), time: Time { clock, offset } }
    }
}

/// Days from 1970-01-01 to this date.
pub(crate) fn number_of(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce() - EPOCH)
}

/// The date so many whole days after 1970-01-01; none outside the calendar.
pub(crate) fn date_of(days: f64) -> Option<NaiveDate> {
    let whole = days.floor();
    if !(-1e7..1e7).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "in range, checked above")]
    let date = NaiveDate::from_num_days_from_ce_opt(whole as i32 + EPOCH);
    date
}

/// Reads `2022-10-15`; month and day may lack their zero, as in both reference engines.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(digits(year)?, digits(month)?, digits(day)?)
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?)?, pair(parts.next()?)?);
    let (second, milli) = match parts.next() {
        None => (0, 0),
        Some(seconds) => match seconds.split_once('.') {
            None => (pair(seconds)?, 0),
            Some((second, rest)) => (pair(second)?, thousandths(rest)?),
        },
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_milli_opt(hour, minute, second, milli)
}

/// A number of two digits.
fn pair(text: &str) -> Option<u32> {
    if text.len() == 2 { digits(text) } else { None }
}

/// The first three digits behind the point.
fn thousandths(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { format!("{text:0<3}").get(..3)?.parse().ok() } else { None }
}

fn parse_offset(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return Some(Utc.fix());
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':').unwrap_or((text.get(1..)?, "0"));
    let (hours, minutes) = (digits::<i32>(hours)?, digits::<i32>(minutes)?);
    let ahead = hours * 60 + minutes;
    if minutes > 59 || ahead > FARTHEST {
        return None;
    }
    FixedOffset::east_opt(sign * ahead * 60)
}

/// A number of at most four digits and nothing else.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar stay below 2^53")]
fn days_of(milliseconds: i64) -> f64 {
    milliseconds as f64 / DAY_MS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_as_odk_writes_them() {
        let written = |text: &str| Time::parse(text).map(|time| time.to_string());
        let same = ["07:30:00.000", "07:30:15.250+09:00", "23:59:59.999-03:30", "00:00:00.000Z"];
        for text in same {
            assert_eq!(written(text).as_deref(), Some(text));
        }
        assert_eq!(written("7:30").as_deref(), Some("07:30:00.000"));
        assert_eq!(written("07:30:15.1239+09").as_deref(), Some("07:30:15.123+09:00"));
        assert_eq!(written("07:30+00:00").as_deref(), Some("07:30:00.000Z"));
        for text in
            ["", "7", "24:00", "07:60", "07:30:61", "07:30:15.", "07:30+15:00", "07:30Zx", "7:3"]
        {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn days_count_from_utc() {
        let days = |text: &str| DateTime::parse(text).map(DateTime::days);
        assert_eq!(days("1970-01-02T12:00"), Some(1.5));
        assert_eq!(days("2022-10-15T00:00:00.000+09:00"), Some(19279.625));
        assert_eq!(days("2022-10-15"), Some(19280.0));
        assert_eq!(days("2022-02-30"), None);
        assert_eq!(
            DateTime::from_days(19280.5).map(|moment| moment.to_string()).as_deref(),
            Some("2022-10-15T12:00:00.000Z")
        );
        assert_eq!(DateTime::from_days(f64::NAN), None);
        assert_eq!(DateTime::from_days(1e300), None);
    }

    #[test]
    fn dates_have_four_digits_of_year() {
        let date = NaiveDate::from_ymd_opt(2022, 1, 5);
        assert_eq!([parse_date("2022-01-05"), parse_date("2022-1-5")], [date, date]);
        for text in ["", "22-01-05", " 2022-01-05", "2022-01-05x", "2022-13-01", "+022-01-05"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(ms in 0i64..DAY_MS, day in -700_000i32..2_900_000, ahead in -840i32..=840, bare: bool) {
            let mut moment = DateTime::from_days(f64::from(day)).unwrap();
            let clock = NaiveTime::MIN + chrono::TimeDelta::milliseconds(ms);
            let offset = if bare { None } else { FixedOffset::east_opt(ahead * 60) };
            moment.time = Time { clock, offset };
            prop_assert_eq!(DateTime::parse(&moment.to_string()), Some(moment));
            prop_assert_eq!(Time::parse(&moment.time.to_string()), Some(moment.time));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,30}", odd in "[0-9TZ:.+-]{0,30}") {
            let _ = (DateTime::parse(&text), Time::parse(&text));
            let _ = (DateTime::parse(&odd), Time::parse(&odd));
        }
    }
}
