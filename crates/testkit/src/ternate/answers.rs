//! What a family answers in the form `regsosek22-k`: whole, consistent, without a finding.

use chrono::Datelike;

use super::{Family, Member, OFFICERS, Relation};
use crate::random::Random;

/// One answer as an officer keys it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Question (`r301a`).
    pub question: String,
    /// Text as keyed.
    pub raw: String,
}

/// All answers an enumerator owes, in paper order; what was skipped is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyAnswers {
    /// Blocks I to III.
    pub opening: Vec<Answer>,
    /// Block IV, one list for each member.
    pub members: Vec<Vec<Answer>>,
    /// Blocks V and VI.
    pub closing: Vec<Answer>,
}

impl FamilyAnswers {
    /// The answer to `question`, of member `member` when it stands in the roster.
    #[must_use]
    pub fn find(&self, member: Option<usize>, question: &str) -> Option<&str> {
        let of = |list: &'_ [Answer]| list.iter().position(|answer| answer.question == question);
        let list = match member {
            Some(index) => self.members.get(index)?,
            None if of(&self.opening).is_some() => &self.opening,
            None => &self.closing,
        };
        Some(&list[of(list)?].raw)
    }

    /// Answers in all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.opening.len() + self.closing.len() + self.members.iter().map(Vec::len).sum::<usize>()
    }
}

/// A list under construction.
#[derive(Default)]
struct Sheet(Vec<Answer>);

#[expect(clippy::needless_pass_by_value, reason = "a sheet of codes reads better without `&`")]
impl Sheet {
    fn put(&mut self, question: &str, raw: impl ToString) -> &mut Self {
        self.0.push(Answer { question: question.into(), raw: raw.to_string() });
        self
    }

    fn all(&mut self, stem: &str, letters: &str, raw: impl ToString) -> &mut Self {
        for letter in letters.chars() {
            self.put(&format!("{stem}{letter}"), raw.to_string());
        }
        self
    }
}

impl Family {
    /// True for r111 of 1 or 2.
    fn poor(&self) -> bool {
        self.welfare < 3
    }

    /// Everything the family answers.
    #[must_use]
    pub fn answers(&self) -> FamilyAnswers {
        let mut random = Random::new(self.seed);
        let mut opening = Sheet::default();
        self.place(&mut opening);
        self.officers(&mut opening);
        self.housing(&mut opening, &mut random);
        let earners: Vec<Work> =
            self.members.iter().map(|member| Work::of(member, &mut random)).collect();
        let members = self
            .members
            .iter()
            .zip(&earners)
            .map(|(member, work)| member_sheet(self, member, *work, &mut random).0)
            .collect();
        let mut closing = Sheet::default();
        self.programmes(&mut closing);
        self.belongings(&mut closing, &mut random);
        FamilyAnswers { opening: opening.0, members, closing: closing.0 }
    }

    fn place(&self, sheet: &mut Sheet) {
        let part = |from: usize, to: usize| self.idsubsls.get(from..to).unwrap_or_default();
        sheet.put("r101", part(0, 2)).put("r102", part(2, 4)).put("r103", part(4, 7));
        sheet.put("r104", part(7, 10)).put("r105", part(10, 14)).put("r105_sub", part(14, 16));
        sheet.put("r106", &self.sls).put("r107", &self.address).put("r108", self.head());
        sheet.put("r109", self.building).put("r110", self.number).put("r111", self.welfare);
        sheet.put("r112", self.members.len()).put("r113", format!("LT{:04}", self.building));
        sheet.put("r114", &self.kk).put("r115", 0);
    }

    fn officers(&self, sheet: &mut Sheet) {
        let officer = OFFICERS
            .iter()
            .find(|officer| officer.areas.contains(&self.area))
            .unwrap_or(&OFFICERS[0]);
        sheet.put("r201", self.visit); // ISO 8601, as the window sends it
        let code = officer.code.rsplit(' ').next().unwrap_or_default();
        sheet.put("r202_nama", officer.name).put("r202_kode", code);
        sheet.put("r205", 1).put("ttd_ppl", 1).put("responden_nama", self.head());
        sheet.put("responden_hp", format!("08000000{:04}", self.number));
    }

    fn housing(&self, sheet: &mut Sheet, random: &mut Random) {
        let own = random.chance(75);
        sheet.put("r301a", if own { 1 } else { 2 });
        if own {
            sheet.put("r301b", if self.poor() { 5 } else { 1 });
        }
        let floor = random.between(36, if self.poor() { 60 } else { 110 });
        sheet.put("r302", floor.max(u32::try_from(2 * self.members.len()).unwrap_or(floor)));
        sheet.put("r303", if self.poor() { 6 } else { 2 }).put("r304", 1).put("r305", 3);
        let well = self.poor() && random.chance(50);
        sheet.put("r306a", if well { 5 } else { 2 });
        if well {
            sheet.put("r306b", 2);
        }
        sheet.put("r307a", 1).put("r307b1", if self.poor() { 1 } else { 2 });
        // Kerosene is the fuel of the islands; BPS offices question it where nobody is poor (K154).
        sheet.put("r308", if self.poor() { 7 } else { 2 });
        sheet.put("r309a", 1).put("r309b", 1).put("r310", 1);
    }

    fn programmes(&self, sheet: &mut Sheet) {
        for letter in "abcdefg".chars() {
            let receives = self.poor() && matches!(letter, 'a' | 'd');
            sheet.put(&format!("r501{letter}"), if receives { 1 } else { 2 });
            if receives {
                sheet.put(&format!("r501{letter}_bln"), 9);
                sheet.put(&format!("r501{letter}_thn"), 2022);
            }
        }
    }

    fn belongings(&self, sheet: &mut Sheet, random: &mut Random) {
        let has = |yes: bool| if yes { 1 } else { 2 };
        sheet.put("r502a", has(!self.poor())).put("r502b", has(!self.poor()));
        sheet.all("r502", "cde", 2).put("r502f", has(!self.poor())).put("r502g", 2);
        sheet.put("r502h", has(!self.poor() && random.chance(30)));
        sheet.put("r502i", has(random.chance(60))).all("r502", "jkl", 2);
        sheet.put("r502m", 2).put("r502n", 1).all("r503", "ab", 2).all("r504", "abcde", 0);
        sheet.put("r505", 3).put("r506", 2);
        let each = if self.poor() { 450_000 } else { 1_100_000 };
        sheet.put("r507", each * self.members.len());
    }
}

/// What a member does for a living.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    None,
    Trade,
    Fishing,
    Employee,
    Casual,
}

impl Work {
    fn of(member: &Member, random: &mut Random) -> Self {
        let works = match member.relation {
            Relation::Head => member.age < 65,
            Relation::Spouse => member.age < 60 && random.chance(35),
            Relation::Child | Relation::Kin => member.age >= 20 && random.chance(40),
            Relation::Parent => false,
        };
        if !works {
            return Self::None;
        }
        *random.pick(&[Self::Trade, Self::Fishing, Self::Employee, Self::Casual])
    }

    /// Words of r417, status of r418.
    fn industry(self) -> (&'static str, u8) {
        match self {
            Self::None => ("", 0),
            Self::Trade => ("WARUNG MENJUAL SEMBAKO", 1),
            Self::Fishing => ("MENANGKAP IKAN LAUT", 1),
            Self::Employee => ("TOKO MENJUAL BAHAN BANGUNAN", 4),
            Self::Casual => ("BANGUNAN RUMAH TINGGAL", 7),
        }
    }

    fn owns_business(self) -> bool {
        matches!(self, Self::Trade | Self::Fishing)
    }
}

fn member_sheet(family: &Family, member: &Member, work: Work, random: &mut Random) -> Sheet {
    let mut sheet = Sheet::default();
    identity(&mut sheet, member);
    if member.age >= 5 {
        schooling(&mut sheet, member, family.poor());
        employment(&mut sheet, work, random);
        business(&mut sheet, work);
    }
    health(&mut sheet, member, family.members.len());
    protection(&mut sheet, member, work, family.poor());
    sheet
}

fn identity(sheet: &mut Sheet, member: &Member) {
    sheet.put("r402", &member.name).put("r403", &member.nik).put("r404", 1);
    sheet.put("r405", if member.male { 1 } else { 2 }).put("r406_tgl", member.birth.day());
    sheet.put("r406_bln", member.birth.month()).put("r406_thn", member.birth.year());
    sheet.put("r407", member.age).put("r408", member.marital);
    sheet.put(
        "r409",
        match member.relation {
            Relation::Head => 1,
            Relation::Spouse => 2,
            Relation::Child => 3,
            Relation::Parent => 6,
            Relation::Kin => 8,
        },
    );
    if !member.male && (10..=54).contains(&member.age) && member.marital != 1 {
        sheet.put("r410", 2);
    }
    sheet.put("r411", if member.age >= 17 { 5 } else { 3 });
}

fn schooling(sheet: &mut Sheet, member: &Member, poor: bool) {
    let (attends, level, class, certificate) = match member.age {
        5..=6 => (1, 0, 0, 0),
        7..=12 => (2, 3, member.age - 6, 23),
        13..=15 => (2, 8, member.age - 12, 3),
        16..=18 => (2, 13, member.age - 15, 8),
        _ if poor => (3, 8, 8, 8),
        _ => (3, 13, 8, 13),
    };
    sheet.put("r412", attends);
    if attends > 1 {
        sheet.put("r413", level).put("r414", class).put("r415", certificate);
    }
}

fn employment(sheet: &mut Sheet, work: Work, random: &mut Random) {
    sheet.put("r416a", if work == Work::None { 2 } else { 1 });
    if work != Work::None {
        let (words, status) = work.industry();
        sheet.put("r416b", random.between(30, 56)).put("r417_uraian", words).put("r418", status);
    }
    sheet.put("r419", if work == Work::Employee { 1 } else { 3 });
}

fn business(sheet: &mut Sheet, work: Work) {
    sheet.put("r420a", if work.owns_business() { 1 } else { 2 });
    if work.owns_business() {
        sheet.put("r420b", 1).put("r421_uraian", work.industry().0).put("r422", 0);
        sheet.put("r423", 0).put("r424", 11).put("r425", 1).put("r426", 0);
    }
}

fn health(sheet: &mut Sheet, member: &Member, members: usize) {
    if member.age <= 4 {
        sheet.put("r427", 3);
    }
    if member.age >= 2 {
        sheet.all("r428", "abcdef", 4);
    }
    if member.age >= 5 {
        sheet.all("r428", "ghij", 4);
    }
    if member.age >= 60 {
        sheet.put("r429", if members > 1 { 1 } else { 3 });
    }
    sheet.put("r430", 1);
}

fn protection(sheet: &mut Sheet, member: &Member, work: Work, poor: bool) {
    sheet.put(
        "r431a",
        match (work, poor) {
            (Work::Employee, _) => 4,
            (_, true) => 1,
            (_, false) => 2,
        },
    );
    if member.age >= 5 {
        sheet.all("r431", "bcd", 2);
    }
    if (5..=30).contains(&member.age) {
        let student = (7..=18).contains(&member.age);
        sheet.put("r431e", if poor && student { 1 } else { 2 });
    }
    if member.age >= 15 {
        sheet.put("r431f", if work == Work::Employee { 7 } else { 0 });
    }
}

#[cfg(test)]
mod tests {
    use super::super::families;

    #[test]
    fn answers_repeat_and_follow_the_paper() {
        for family in families(3, 100) {
            let answers = family.answers();
            assert_eq!(answers, family.answers());
            assert_eq!(answers.members.len(), family.members.len());
            assert_eq!(answers.find(None, "r108"), Some(family.head()));
            assert_eq!(answers.find(Some(0), "r409"), Some("1"));
            assert_eq!(answers.find(None, "catatan"), None);
        }
    }
}
