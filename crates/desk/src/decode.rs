//! Words under a number ("perempuan · 12-05-1990 · Ternate Selatan"), so that a slip of the finger is
//! seen. They fill nothing.

use std::sync::LazyLock;

use cacah_family::area::KemendagriDistrict;
use cacah_family::number::{KkNumber, Nik, Sex};

/// BPS and Kemendagri codes of Ternate's eight districts (`domain/process.md` 1.2).
const TERNATE: &str = include_str!("../../../schemas/regions/ternate.csv");

static DISTRICTS: LazyLock<Vec<(KemendagriDistrict, &str)>> = LazyLock::new(|| {
    let rows = TERNATE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').skip(1);
        Some((cells.next()?.parse().ok()?, cells.next()?))
    });
    rows.collect()
});

/// Describes `raw` by the named decoder of its question; `None` when there is nothing sure to say.
pub(crate) fn describe(decoder: &str, raw: &str) -> Option<String> {
    match decoder {
        "nik" => nik(&raw.parse().ok()?),
        "kk" => Some(kk(&raw.parse().ok()?)),
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

fn nik(nik: &Nik) -> Option<String> {
    let decode = nik.decode()?;
    let sex = match decode.sex {
        Sex::Male => "laki-laki",
        Sex::Female => "perempuan",
    };
    let district = district(decode.district);
    // The century is not in the number; two digits are what it says.
    Some(format!("{sex} · {:02}-{:02}-’{:02} · {district}", decode.day, decode.month, decode.year))
}

fn kk(kk: &KkNumber) -> String {
    let district = district(kk.district());
    match kk.registered() {
        Some((day, month, year)) => format!("{district} · {day:02}-{month:02}-20{year:02}"),
        None => district,
    }
}

fn district(code: KemendagriDistrict) -> String {
    let known = DISTRICTS.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_string(), |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_described_and_masked() {
        let words = describe("nik", "8271025205900000").unwrap();
        assert_eq!(words, "perempuan · 12-05-’90 · Ternate Selatan");
        assert_eq!(describe("kk", "8271061503120000").unwrap(), "Ternate Tengah · 15-03-2012");
        assert_eq!(mask("8271025205900000"), "827102 •••••• ••••");
    }

    #[test]
    fn half_a_number_is_hidden_whole_and_described_as_nothing() {
        assert_eq!(mask("82710252"), "••••••••");
        assert_eq!(describe("nik", "82710252"), None);
        assert_eq!(describe("nik", "8271021399900000"), None);
    }

    #[test]
    fn all_eight_districts_are_there() {
        assert_eq!(DISTRICTS.len(), 8);
    }
}
