//! KK number: region of issue 6, date of registration DDMMYY, serial 4. It changes when the family
//! does, and men's and women's dates look alike.

use super::{number, two};
use crate::area::KemendagriDistrict;

/// A family card number of the right shape.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KkNumber([u8; 16]);
number!(KkNumber);

impl KkNumber {
    /// District of issue.
    #[must_use]
    pub fn district(&self) -> KemendagriDistrict {
        KemendagriDistrict::from_digits(std::array::from_fn(|at| self.0[at]))
    }

    /// Day, month and two-digit year of registration, or `None` when they are no date.
    #[must_use]
    pub fn registered(&self) -> Option<(u8, u8, u8)> {
        let (day, month, year) = (two(&self.0, 6), two(&self.0, 8), two(&self.0, 10));
        let date =
            chrono::NaiveDate::from_ymd_opt(2000 + i32::from(year), month.into(), day.into());
        date.map(|_| (day, month, year))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parsing_never_panics_and_round_trips(text in "\\PC{0,24}") {
            if let Ok(kk) = text.parse::<KkNumber>() {
                let _ = kk.registered();
                prop_assert_eq!(kk.digits().parse::<KkNumber>().unwrap(), kk);
            }
        }
    }

    #[test]
    fn a_kk_number_tells_region_and_date() {
        let kk: KkNumber = "8271021503120000".parse().unwrap();
        assert_eq!(kk.registered(), Some((15, 3, 12)));
        assert_eq!(kk.district().to_string(), "82.71.02");
    }
}
