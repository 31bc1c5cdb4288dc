//! The record of the office that keys a regency's paper (ADR 0031), as an area: the regency with
//! zeros behind it, which no SLS has. Whoever works in an office of the regency serves it.

use cacah_family::area::{District, Idsubsls};

/// Digits of a regency.
const REGENCY: usize = 4;

/// The area of that record for somebody who serves under `prefix`; `None` for a prefix that is no
/// part of one regency.
pub fn office(prefix: &str) -> Option<Idsubsls> {
    format!("{:0<16}", prefix.get(..REGENCY)?).parse().ok()
}

/// True of the area of such a record.
pub fn is_office(area: &Idsubsls) -> bool {
    office(area.as_str()).as_ref() == Some(area)
}

/// Where such a record lives.
pub fn home(district: &District) -> Option<District> {
    Some(office(district.as_str())?.district())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_of_a_regency_is_one_area_and_no_sls() {
        let own = office("8271021003000300").unwrap();
        assert_eq!(own.as_str(), "8271000000000000");
        assert!(is_office(&own) && !is_office(&"8271021003000300".parse().unwrap()));
        assert_eq!((office("8271").as_ref(), office("82")), (Some(&own), None));
        assert_eq!(home(&"8271021".parse().unwrap()), Some(own.district()));
    }
}
