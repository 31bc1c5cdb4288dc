//! NIK: district of first registration 6, birth date DDMMYY (day + 40 for women), serial 4
//! (PP 37/2007 art. 37; UU 24/2013). It has no check digit.

use super::{number, two};
use crate::area::KemendagriDistrict;

/// A national identity number of the right shape.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik([u8; 16]);
number!(Nik);

/// Sex as a NIK tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Laki-laki.
    Male,
    /// Perempuan.
    Female,
}

/// What a NIK says of its bearer at first registration. Not evidence: corrected birth dates keep
/// the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NikDecode {
    /// District of first registration.
    pub district: KemendagriDistrict,
    /// Sex.
    pub sex: Sex,
    /// Day of birth, 1 to 31.
    pub day: u8,
    /// Month of birth, 1 to 12.
    pub month: u8,
    /// Last two digits of the year of birth.
    pub year: u8,
}

impl Nik {
    /// What it says, or `None` when its date part is no date.
    #[must_use]
    pub fn decode(&self) -> Option<NikDecode> {
        let (day, month, year) = (two(&self.0, 6), two(&self.0, 8), two(&self.0, 10));
        let (day, sex) = if day > 40 { (day - 40, Sex::Female) } else { (day, Sex::Male) };
        // 29 February must exist in 19YY or 20YY.
        let real = [1900, 2000].into_iter().any(|century| {
            chrono::NaiveDate::from_ymd_opt(century + i32::from(year), month.into(), day.into())
                .is_some()
        });
        let district: [u8; 6] = std::array::from_fn(|at| self.0[at]);
        let district = KemendagriDistrict::from_digits(district);
        real.then_some(NikDecode { district, sex, day, month, year })
    }
}

impl NikDecode {
    /// Four-digit year of birth: the latest that is not after `year_now`.
    #[must_use]
    pub fn birth_year(&self, year_now: i32) -> i32 {
        let in_2000s = 2000 + i32::from(self.year);
        if in_2000s > year_now { in_2000s - 100 } else { in_2000s }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::BadNumber;
    use super::*;

    proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_leading_zeros(text in "\\PC{0,24}", digits in "0[0-9]{14}1") {
            if let Ok(nik) = text.parse::<Nik>() {
                let _ = nik.decode();
                prop_assert_eq!(nik.digits().parse::<Nik>().unwrap(), nik);
            }
            let nik: Nik = digits.parse().unwrap();
            prop_assert_eq!(nik.digits(), digits);
            prop_assert_eq!(nik.grouped().parse::<Nik>().unwrap(), nik);
        }
    }

    #[test]
    fn a_womans_day_of_birth_is_forty_more() {
        let decode = "827102 520590 0000".parse::<Nik>().unwrap().decode().unwrap();
        assert_eq!((decode.sex, decode.day, decode.month), (Sex::Female, 12, 5));
        assert_eq!(decode.birth_year(2022), 1990);
        assert_eq!(decode.district.to_string(), "82.71.02");
    }

    #[test]
    fn a_month_thirteen_and_a_false_leap_day_decode_to_nothing() {
        assert_eq!("8271021213900000".parse::<Nik>().unwrap().decode(), None);
        assert_eq!("8271022902990000".parse::<Nik>().unwrap().decode(), None);
        assert!("8271022902000000".parse::<Nik>().unwrap().decode().is_some());
    }

    #[test]
    fn fillers_and_wrong_lengths_are_refused_and_nothing_prints_the_number() {
        assert_eq!("9999999999999999".parse::<Nik>(), Err(BadNumber::Filler));
        assert_eq!("82710212".parse::<Nik>(), Err(BadNumber::Length { found: 8 }));
        assert_eq!("82710x".parse::<Nik>(), Err(BadNumber::NotDigit { position: 6 }));
        let nik: Nik = "8271021205900000".parse().unwrap();
        assert_eq!(format!("{nik:?}"), "Nik(…)");
        assert_eq!(nik.masked(), "827102 •••••• ••••");
    }
}
