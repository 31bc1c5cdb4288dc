//! Words under a number ("perempuan · 12-05-1990 · Ternate Selatan"), so that a slip of the finger is
//! seen. They fill nothing.

use cacah_family::area::KemendagriDistrict;
use cacah_family::number::{KkNumber, Nik, Sex};
use cacah_regions::Regions;
use cacah_regions::bridge::Bridge;

/// The names of districts: those of this office as it writes them itself, all others from the list
/// of Kemendagri.
pub(crate) struct Places {
    pub(crate) regions: Regions,
    pub(crate) here: Bridge,
}

impl Places {
    /// A district that is not from here is named with its regency; a code no edition knows stands
    /// for itself.
    fn district(&self, code: KemendagriDistrict) -> String {
        let code = code.to_string();
        if let Some(here) = self.here.of_kemendagri(&code) {
            return here.bps_name.clone();
        }
        let mut names = self.regions.chain(&code).into_iter().skip(1).map(|region| region.name);
        match (names.next(), names.next()) {
            (Some(regency), Some(district)) => format!("{district}, {regency}"),
            (Some(regency), None) => regency,
            _ => code,
        }
    }
}

/// Describes `raw` by the named decoder of its question; `None` when there is nothing sure to say.
pub(crate) fn describe(places: &Places, decoder: &str, raw: &str) -> Option<String> {
    match decoder {
        "nik" => nik(places, &raw.parse().ok()?),
        "kk" => Some(kk(places, &raw.parse().ok()?)),
        _ => None,
    }
}

/// The number with all but its region hidden; wholly hidden when it is no number.
pub(crate) fn mask(raw: &str) -> String {
    if raw.is_empty() {
        return String::new();
    }
    raw.parse::<Nik>().map_or_else(|_| "•".repeat(raw.chars().count().min(16)), |nik| nik.masked())
}

fn nik(places: &Places, nik: &Nik) -> Option<String> {
    let decode = nik.decode()?;
    let sex = match decode.sex {
        Sex::Male => "laki-laki",
        Sex::Female => "perempuan",
    };
    let district = places.district(decode.district);
    // The century is not in the number; two digits are what it says.
    Some(format!("{sex} · {:02}-{:02}-’{:02} · {district}", decode.day, decode.month, decode.year))
}

fn kk(places: &Places, kk: &KkNumber) -> String {
    let district = places.district(kk.district());
    match kk.registered() {
        Some((day, month, year)) => format!("{district} · {day:02}-{month:02}-20{year:02}"),
        None => district,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(decoder: &str, raw: &str) -> Option<String> {
        let places = Places { regions: Regions::in_memory(), here: Bridge::ternate() };
        super::describe(&places, decoder, raw)
    }

    #[test]
    fn a_number_is_described_and_masked() {
        let words = describe("nik", "8271025205900000").unwrap();
        assert_eq!(words, "perempuan · 12-05-’90 · Ternate Selatan");
        assert_eq!(describe("kk", "8271061503120000").unwrap(), "Ternate Tengah · 15-03-2012");
        assert_eq!(mask("8271025205900000"), "827102 •••••• ••••");
    }

    #[test]
    fn a_district_from_elsewhere_is_named_with_its_regency() {
        let words = |district: &str| describe("kk", &format!("{district}1503120000")).unwrap();
        assert_eq!(words("317101"), "Gambir, Kota Administrasi Jakarta Pusat · 15-03-2012");
        // Before 2022, when Merauke was in Papua.
        assert_eq!(words("910101"), "Kabupaten Merauke · 15-03-2012");
        assert_eq!(words("827199"), "82.71.99 · 15-03-2012");
    }

    #[test]
    fn half_a_number_is_hidden_whole_and_described_as_nothing() {
        assert_eq!(mask("82710252"), "••••••••");
        assert_eq!(describe("nik", "82710252"), None);
        assert_eq!(describe("nik", "8271021399900000"), None);
    }
}
