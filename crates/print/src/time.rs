//! Times on paper: the office's clock at a fixed offset, always with that offset.

use chrono::{DateTime, FixedOffset};

use crate::PrintError;

/// A time zone without rules, as Indonesia's three are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zone {
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl Zone {
    /// "20-10-2022 09:00:12".
    pub(crate) fn at(self, millis: i64) -> Result<String, PrintError> {
        let offset_minutes = self.offset_minutes;
        let time = self.offset().zip(DateTime::from_timestamp_millis(millis));
        let (offset, time) = time.ok_or(PrintError::Time { millis, offset_minutes })?;
        let shown = time.naive_utc().checked_add_offset(offset);
        let shown = shown.ok_or(PrintError::Time { millis, offset_minutes })?;
        Ok(shown.format("%d-%m-%Y %H:%M:%S").to_string())
    }

    /// "WIT, UTC+09:00"; the letters only where Indonesia has them.
    pub(crate) fn name(self) -> String {
        let letters = match self.offset_minutes {
            420 => "WIB, ",
            480 => "WITA, ",
            540 => "WIT, ",
            _ => "",
        };
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        format!("{letters}UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn offset(self) -> Option<FixedOffset> {
        FixedOffset::east_opt(self.offset_minutes.checked_mul(60)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_office_s() {
        let wit = Zone { offset_minutes: 540 };
        assert_eq!(wit.at(1_666_224_012_345).unwrap(), "20-10-2022 09:00:12");
        assert_eq!(wit.name(), "WIT, UTC+09:00");
        let west = Zone { offset_minutes: -210 };
        assert_eq!(west.at(0).unwrap(), "31-12-1969 20:30:00");
        assert_eq!(west.name(), "UTC-03:30");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_an_error() {
        for (millis, offset_minutes) in [
            (i64::MAX, 540),
            (i64::MIN, 0),
            (0, 1_440),
            (0, i32::MAX),
            (8_210_266_876_799_999, 540),
        ] {
            assert!(Zone { offset_minutes }.at(millis).is_err(), "{millis} {offset_minutes}");
        }
    }
}
