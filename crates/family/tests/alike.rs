//! Precision, recall and false alarms of the duplicate finder on the synthetic city (ADR 0029): the
//! figures it prints are those of the ADR, the floors what it may not fall below.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::alike::{ENOUGH, Person, blocks, judge};
use cacah_testkit::random::Random;
use cacah_testkit::ternate::{Family, city};

const FAMILIES: usize = 5_000;
/// Rows an officer is shown.
const ROWS: usize = 5;

/// Somebody of the city.
struct Citizen {
    family: usize,
    name: String,
    born: String,
    sex: &'static str,
    place: String,
}

impl Citizen {
    fn person(&self) -> Person<'_> {
        Person {
            name: &self.name,
            born: Some(&self.born),
            sex: Some(self.sex),
            place: Some(&self.place),
        }
    }
}

/// What the finder looks in.
struct City {
    citizens: Vec<Citizen>,
    keys: BTreeMap<String, Vec<usize>>,
}

impl City {
    fn new(seed: u64) -> Self {
        let families = city(seed, FAMILIES);
        let citizens: Vec<Citizen> = families.iter().enumerate().flat_map(citizens).collect();
        let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, citizen) in citizens.iter().enumerate() {
            for key in blocks(&citizen.name) {
                keys.entry(key).or_default().push(index);
            }
        }
        Self { citizens, keys }
    }

    /// The rows for somebody of `family`, likeliest first, and how many were compared.
    fn rows(&self, who: &Person, family: usize) -> (Vec<usize>, usize) {
        let keys = blocks(who.name);
        let found = keys.iter().filter_map(|key| self.keys.get(key)).flatten();
        let candidates: BTreeSet<usize> =
            found.copied().filter(|&c| self.citizens[c].family != family).collect();
        let score = |c: &usize| judge(who, &self.citizens[*c].person()).map_or(0, |j| j.score);
        let rows = candidates.iter().map(|c| (score(c), *c));
        let mut rows: Vec<_> = rows.filter(|(score, _)| *score >= ENOUGH).collect();
        rows.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        (rows.into_iter().take(ROWS).map(|(_, c)| c).collect(), candidates.len())
    }
}

/// Names that the rules of testkit do not make: two in five bear a common first name, one in ten a
/// single name.
fn citizens((index, family): (usize, &Family)) -> Vec<Citizen> {
    let mut random = Random::of(4711, index as u64);
    let members = family.members.iter().map(|member| {
        let first = if member.male { MALE } else { FEMALE };
        let name = match random.between(1, 10) {
            1..=4 => format!("{} {}", random.pick::<&str>(first), member.name),
            5 => member.name.split(' ').next_back().unwrap_or_default().to_owned(),
            _ => member.name.clone(),
        };
        Citizen {
            family: index,
            name,
            born: member.birth.to_string(),
            sex: if member.male { "1" } else { "2" },
            place: family.idsubsls.clone(),
        }
    });
    members.collect()
}

const MALE: &[&str] = &["MUHAMMAD", "ABDUL", "AHMAD", "LA ODE"];
const FEMALE: &[&str] = &["SITI", "NUR", "SRI", "WA"];

/// Forms of one name that officers write, by hand and apart from the tables under test.
const FORMS: &[(&str, &[&str])] = &[
    ("MUHAMMAD", &["MOH.", "MUH.", "M.", "MUHAMAD", "MOHAMMAD", "MOCH."]),
    ("ABDUL", &["ABD.", "ABD"]),
    ("AHMAD", &["ACHMAD", "AHMAT"]),
    ("SITI", &["ST.", "SITTI"]),
    ("NUR", &["NOOR", "NUUR"]),
    ("YUSUF", &["JUSUF", "YUSUP"]),
    ("ZAINAL", &["JAINAL", "ZAENAL"]),
    ("TAUFIK", &["TAUFIQ", "TAUPIK"]),
    ("ZULEHA", &["SULEHA", "ZULAIHA"]),
    ("SARIFA", &["SYARIFAH", "SARIPA"]),
    ("FARIDA", &["FARIDAH", "PARIDA"]),
    ("USMAN", &["OESMAN", "OSMAN"]),
    ("LUKMAN", &["LOEKMAN", "LUQMAN"]),
    ("RAHMAT", &["RACHMAT", "RAHMAD"]),
    ("IDRUS", &["IDROES", "IDRIS"]),
    ("HALIMA", &["HALIMAH", "ALIMA"]),
    ("JAMAL", &["DJAMAL", "DJAMAAL"]),
    ("JUMIATI", &["DJUMIATI", "JUMIYATI"]),
];

/// The same person as another officer writes them down.
fn written_again(citizen: &Citizen, random: &mut Random) -> (String, Option<String>) {
    let mut words: Vec<String> = citizen.name.split(' ').map(str::to_owned).collect();
    for word in &mut words {
        let forms = FORMS.iter().find(|(form, _)| form == word);
        if let Some((_, forms)) = forms.filter(|_| random.chance(50)) {
            *word = (*random.pick::<&str>(forms)).to_owned();
        }
    }
    if random.chance(15) {
        let at = random.between(0, u32::try_from(words.len() - 1).unwrap()) as usize;
        words[at] = slip(&words[at], random);
    }
    if words.len() > 1 && random.chance(10) {
        words.rotate_left(1);
    }
    if words.len() > 1 && random.chance(5) {
        words.pop();
    }
    if random.chance(15) {
        let title = if citizen.sex == "1" { "H." } else { "HJ." };
        words.insert(0, title.to_owned());
    }
    if random.chance(8) {
        words.push((*random.pick(&["S.PD", "ST", "A.MD", "SE"])).to_owned());
    }
    (words.join(" "), birthday_again(&citizen.born, random))
}

/// One letter changed, dropped, doubled or changed with its neighbour.
fn slip(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = random.between(1, u32::try_from(letters.len() - 2).unwrap()) as usize;
    match random.between(1, 4) {
        1 => letters[at] = *random.pick(&['A', 'I', 'U', 'E', 'R', 'N', 'S', 'T']),
        2 => drop(letters.remove(at)),
        3 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

fn birthday_again(born: &str, random: &mut Random) -> Option<String> {
    let parts: Vec<&str> = born.split('-').collect();
    let (year, month, day) = (parts[0], parts[1], parts[2]);
    match random.between(1, 100) {
        1..=3 if day <= "12" => Some(format!("{year}-{day}-{month}")),
        4..=11 => {
            let year: u32 = year.parse().unwrap();
            Some(format!("{}-{month}-{day}", year + 1))
        }
        12..=15 => Some(format!("{year}-01-01")),
        16..=17 => Some(year.to_owned()),
        18..=19 => None,
        _ => Some(born.to_owned()),
    }
}

#[test]
fn who_is_written_down_twice_is_found_and_hardly_anybody_else() {
    let city = City::new(6);
    let (mut queries, mut found, mut rows, mut compared) = (0, 0, 0, 0);
    for index in (0..city.citizens.len()).step_by(20) {
        let mut random = Random::of(815, index as u64);
        let citizen = &city.citizens[index];
        let (name, born) = written_again(citizen, &mut random);
        let place = if random.chance(50) { citizen.place.as_str() } else { "8271099009000900" };
        let who = Person {
            name: &name,
            born: born.as_deref(),
            sex: Some(citizen.sex),
            place: Some(place),
        };
        // In a family of their own, which is not in the city yet.
        let (shown, candidates) = city.rows(&who, usize::MAX);
        queries += 1;
        compared += candidates;
        rows += shown.len();
        found += usize::from(shown.contains(&index));
    }
    let share = |part: usize, of: usize| part * 1000 / of.max(1);
    let (recall, precision) = (share(found, queries), share(found, rows));
    println!(
        "{} citizens, {queries} written again: recall {recall} ‰, precision {precision} ‰, {} compared each",
        city.citizens.len(),
        compared / queries
    );
    assert!(recall >= 930, "recall {recall} ‰");
    assert!(precision >= 960, "precision {precision} ‰");
}

#[test]
fn few_families_of_a_city_without_doubles_get_a_row() {
    let city = City::new(6);
    let mut families: BTreeSet<usize> = BTreeSet::new();
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    for citizen in city.citizens.iter().filter(|citizen| citizen.family % 10 == 0) {
        asked.insert(citizen.family);
        if !city.rows(&citizen.person(), citizen.family).0.is_empty() {
            families.insert(citizen.family);
        }
    }
    let alarmed = families.len() * 1000 / asked.len();
    println!("{} of {} families get a row: {alarmed} ‰", families.len(), asked.len());
    assert!(alarmed <= 50, "{alarmed} ‰");
}
