//! A family and its members: who they are. What they answer is in [`super::answers`].

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};

use super::{AREAS, names};
use crate::random::Random;

/// Relation to the head, by the code of r409.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Kepala keluarga.
    Head,
    /// Istri/suami.
    Spouse,
    /// Anak.
    Child,
    /// Orang tua/mertua.
    Parent,
    /// Lainnya: another relative.
    Kin,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name in capitals.
    pub name: String,
    /// NIK, serial 0000.
    pub nik: String,
    /// Laki-laki.
    pub male: bool,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Full years on the day of the visit.
    pub age: u32,
    /// Relation to the head.
    pub relation: Relation,
    /// Code of r408.
    pub marital: u8,
}

/// One family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Index into [`AREAS`].
    pub area: usize,
    /// BPS `idsubsls` of its SLS.
    pub idsubsls: String,
    /// Name of its SLS.
    pub sls: String,
    /// Building number (r109).
    pub building: u16,
    /// Family number (r110), unique in its SLS.
    pub number: u16,
    /// Address.
    pub address: String,
    /// KK number, serial 0000.
    pub kk: String,
    /// Day of the visit.
    pub visit: NaiveDate,
    /// Code of r111: 1 very poor, 2 poor, 3 not poor.
    pub welfare: u8,
    /// Members, the head first.
    pub members: Vec<Member>,
    /// Seed of the answers.
    pub(super) seed: u64,
}

impl Family {
    /// Draws a family; `taken` holds the numbers given out so far.
    pub(super) fn invent(
        random: &mut Random,
        area: usize,
        number: u16,
        taken: &mut HashSet<String>,
    ) -> Self {
        let field_start = NaiveDate::from_ymd_opt(2022, 10, 15).expect("a date");
        let visit = field_start + Days::new(u64::from(random.between(0, 16)));
        let district = AREAS[area].kemendagri;
        let mut people = People { random, taken, visit, district, called: Vec::new() };
        let members = people.members();
        let kk = people.kk_number();
        Self {
            area,
            idsubsls: AREAS[area].idsubsls.into(),
            sls: AREAS[area].name.into(),
            building: building(number),
            number,
            address: format!("{} No. {}", AREAS[area].street, number),
            kk,
            visit,
            welfare: if random.chance(30) {
                u8::try_from(random.between(1, 2)).unwrap_or(2)
            } else {
                3
            },
            members,
            seed: random.bits(),
        }
    }

    /// Takes in unmarried relatives, each of another name, until there are so many members.
    pub(super) fn take_in(&mut self, members: usize, taken: &mut HashSet<String>) {
        let mut random = Random::of(self.seed, 1);
        let called = self.members.iter().map(|member| member.name.clone()).collect();
        let district = AREAS[self.area].kemendagri;
        let mut people = People { random: &mut random, taken, visit: self.visit, district, called };
        while self.members.len() < members {
            let surname = names::family(people.random);
            let (male, age) = (people.random.chance(50), people.random.between(1, 40));
            self.members.push(people.person(&surname, Relation::Kin, male, age, 1));
        }
    }

    /// Moves it into one of the many SLS that its area is divided into, [`SLS`] families to each.
    pub(super) fn settle(&mut self) {
        let (serial, number) = ((self.number - 1) / SLS + 1, (self.number - 1) % SLS + 1);
        let area = AREAS[self.area];
        let village = area.idsubsls.get(..10).unwrap_or_default();
        self.idsubsls = format!("{village}{serial:04}00");
        self.sls = format!("RT {serial:03}");
        self.number = number;
        self.building = building(number);
        self.address = format!("{} {serial} No. {number}", area.street);
    }

    /// Name of the head.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.members[0].name
    }
}

/// Families in an SLS of a city.
const SLS: u16 = 100;

/// Two families to a house.
fn building(number: u16) -> u16 {
    number.div_ceil(2) * 2 - 1
}

/// Draws of a number in the district of the family, then as many elsewhere: people keep the number
/// they were registered under. What is taken even then comes again, as it does in real files.
const DRAWS: usize = 16;

/// Regencies of North Maluku by their Kemendagri codes whose districts 01 to 05 all exist.
const REGENCIES: [&str; 8] = ["8201", "8202", "8204", "8206", "8207", "8208", "8271", "8272"];

/// Draws the people of one family.
struct People<'a> {
    random: &'a mut Random,
    taken: &'a mut HashSet<String>,
    visit: NaiveDate,
    district: &'static str,
    /// Names in this family: nobody calls two children alike.
    called: Vec<String>,
}

impl People<'_> {
    /// A head, often a spouse with children, sometimes a parent.
    fn members(&mut self) -> Vec<Member> {
        let surname = names::family(self.random);
        let married = self.random.chance(80);
        let head_age = self.random.between(if married { 26 } else { 24 }, 66);
        let head_male = self.random.chance(if married { 92 } else { 50 });
        let marital = match (married, head_age) {
            (true, _) => 2,
            (false, ..=34) => 1,
            (false, _) => 4,
        };
        let mut members = vec![self.person(&surname, Relation::Head, head_male, head_age, marital)];
        if married {
            let age = (head_age + 4 - self.random.between(0, 8)).max(22);
            let other = names::family(self.random);
            members.push(self.person(&other, Relation::Spouse, !head_male, age, 2));
            self.children(&surname, age.min(head_age), &mut members);
        }
        if self.random.chance(12) {
            let age = (head_age + self.random.between(20, 28)).min(94);
            let male = self.random.chance(40);
            members.push(self.person(&surname, Relation::Parent, male, age, 4));
        }
        members
    }

    /// Up to six children, oldest first, none born before a parent was twenty.
    fn children(&mut self, surname: &str, parent_age: u32, members: &mut Vec<Member>) {
        let mut age = parent_age.saturating_sub(20).min(23);
        for _ in 0..self.random.between(0, 6) {
            let male = self.random.chance(51);
            members.push(self.person(surname, Relation::Child, male, age, 1));
            let Some(younger) = age.checked_sub(self.random.between(1, 4)) else { break };
            age = younger;
        }
    }

    fn person(
        &mut self,
        surname: &str,
        relation: Relation,
        male: bool,
        age: u32,
        marital: u8,
    ) -> Member {
        let name = loop {
            let name = format!("{} {surname}", names::given(self.random, male));
            if !self.called.contains(&name) {
                break name;
            }
        };
        self.called.push(name.clone());
        let (birth, nik) = self.free(|people, district| {
            let birth = people.birthday(age);
            let day = birth.day() + if male { 0 } else { 40 };
            let year = birth.year() % 100;
            (birth, format!("{district}{day:02}{:02}{year:02}0000", birth.month()))
        });
        Member { name, nik, male, birth, age, relation, marital }
    }

    /// A day on which somebody was born who is `age` full years old at the visit.
    fn birthday(&mut self, age: u32) -> NaiveDate {
        let years_ago = |years: u32| {
            self.visit.checked_sub_months(chrono::Months::new(years * 12)).unwrap_or(self.visit)
        };
        // One day off both ends, so that a 29 February moves nobody over a birthday.
        let (from, to) = (years_ago(age + 1) + Days::new(2), years_ago(age) - Days::new(1));
        let span = u32::try_from((to - from).num_days()).unwrap_or(0);
        from + Days::new(u64::from(self.random.between(0, span)))
    }

    fn kk_number(&mut self) -> String {
        let ((), number) = self.free(|people, district| {
            let (day, month) = (people.random.between(1, 28), people.random.between(1, 12));
            let year = people.random.between(1, 21);
            ((), format!("{district}{day:02}{month:02}{year:02}0000"))
        });
        number
    }

    /// Draws until a number is free, but not for ever: see [`DRAWS`].
    fn free<T>(&mut self, draw: impl Fn(&mut Self, &str) -> (T, String)) -> (T, String) {
        for _ in 0..DRAWS {
            let drawn = draw(self, self.district);
            if self.taken.insert(drawn.1.clone()) {
                return drawn;
            }
        }
        let mut last = self.elsewhere(&draw);
        for _ in 1..DRAWS {
            if self.taken.insert(last.1.clone()) {
                break;
            }
            last = self.elsewhere(&draw);
        }
        last
    }

    fn elsewhere<T>(&mut self, draw: &impl Fn(&mut Self, &str) -> (T, String)) -> (T, String) {
        let regency = *self.random.pick::<&str>(&REGENCIES);
        let district = format!("{regency}{:02}", self.random.between(1, 5));
        draw(self, &district)
    }
}
