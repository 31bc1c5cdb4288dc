//! From the codes of BPS to those of Kemendagri. Both have ten digits for a village and no
//! arithmetic leads from one to the other: a list does, which an office imports.

use std::fmt;

/// The bridge every program has: the districts of Ternate.
const TERNATE: &str = include_str!("../../../schemas/regions/ternate.csv");

/// The columns of a bridge, in their order.
pub const COLUMNS: [&str; 4] = ["kode_bps", "nama_bps", "kode_dagri", "nama_dagri"];

/// One area under both its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// BPS: 2, 4, 7 or 10 digits.
    pub bps: String,
    /// As BPS writes it.
    pub bps_name: String,
    /// Kemendagri: 2, 4, 6 or 10 digits.
    pub kemendagri: String,
    /// As Kemendagri writes it.
    pub kemendagri_name: String,
}

/// Areas under both their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bridge(Vec<Link>);

impl Bridge {
    /// Over these links.
    #[must_use]
    pub fn new(mut links: Vec<Link>) -> Self {
        links.sort_by(|a, b| a.bps.cmp(&b.bps));
        Self(links)
    }

    /// The eight districts of Ternate.
    #[must_use]
    pub fn ternate() -> Self {
        let links = TERNATE.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',').map(str::to_owned);
            let mut next = || cells.next();
            let (bps, bps_name, code, kemendagri_name) = (next()?, next()?, next()?, next()?);
            Some(Link { bps, bps_name, kemendagri: code.replace('.', ""), kemendagri_name })
        });
        Self::new(links.collect())
    }

    /// The area with this code of BPS.
    #[must_use]
    pub fn of_bps(&self, code: &str) -> Option<&Link> {
        let at = self.0.binary_search_by(|link| link.bps.as_str().cmp(code)).ok()?;
        self.0.get(at)
    }

    /// The first area with this code of Kemendagri, dots or none.
    #[must_use]
    pub fn of_kemendagri(&self, code: &str) -> Option<&Link> {
        let code = code.replace('.', "");
        self.0.iter().find(|link| link.kemendagri == code)
    }

    /// All, by the codes of BPS.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.0
    }
}

/// As CSV with its header: what an import reads again, and a form as an external list.
impl fmt::Display for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", COLUMNS.join(","))?;
        self.0.iter().try_for_each(|link| {
            let cells = [&link.bps, &link.bps_name, &link.kemendagri, &link.kemendagri_name];
            writeln!(f, "{}", cells.map(|cell| quoted(cell)).join(","))
        })
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', ';', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ternates_districts_are_found_under_both_codes() {
        let bridge = Bridge::ternate();
        assert_eq!(bridge.links().len(), 8);
        assert_eq!(bridge.of_bps("8271020").unwrap().kemendagri, "827102");
        assert_eq!(bridge.of_kemendagri("82.71.06").unwrap().bps, "8271021");
        assert_eq!(bridge.of_bps("827102"), None);
    }

    #[test]
    fn written_as_csv() {
        let link = Link {
            bps: "9999".into(),
            bps_name: "Contoh, \"baru\"".into(),
            kemendagri: "9998".into(),
            kemendagri_name: "Contoh".into(),
        };
        let expected = "kode_bps,nama_bps,kode_dagri,nama_dagri\n\
                        9999,\"Contoh, \"\"baru\"\"\",9998,Contoh\n";
        assert_eq!(Bridge::new(vec![link]).to_string(), expected);
    }
}
