//! Names of people who do not exist: an ordinary given name and a family name made of syllables.

use crate::random::Random;

const MEN: &[&str] = &[
    "AHMAD", "BAHRUN", "DARWIS", "FIRMAN", "GUNTUR", "HASAN", "IDRUS", "JAMAL", "KARIM", "LUKMAN",
    "MALIK", "NASIR", "RAHMAT", "SALEH", "TAUFIK", "USMAN", "WAHID", "YUSUF", "ZAINAL", "YOHANIS",
];

const WOMEN: &[&str] = &[
    "AMINA", "BUNGA", "DAHLIA", "FARIDA", "HALIMA", "INTAN", "JUMIATI", "KARTINI", "LAILA",
    "MARIAM", "NURUL", "RAHMA", "SALMA", "TITIN", "UMI", "WULAN", "YANTI", "ZULEHA", "MARTHA",
    "SARIFA",
];

const BEGIN: &[&str] = &["KA", "LO", "MA", "TE", "RU", "SA", "DO", "NO", "HA", "WE"];
const MIDDLE: &[&str] = &["RI", "LA", "NGA", "MO", "TU", "DA", "BE"];
const END: &[&str] = &["RO", "SI", "HU", "LE", "MA", "NI"];

/// A given name.
pub fn given(random: &mut Random, male: bool) -> &'static str {
    let names = if male { MEN } else { WOMEN };
    random.pick::<&str>(names)
}

/// A family name.
pub fn family(random: &mut Random) -> String {
    format!("{}{}{}", random.pick(BEGIN), random.pick(MIDDLE), random.pick(END))
}
