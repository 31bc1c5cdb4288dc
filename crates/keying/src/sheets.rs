//! Checks of the sets of one document. The questionnaire has no question for them: *set ... of ...*
//! stands at the head of page 1, and the number of a member is the column. What is known is what an
//! extra sheet says of itself when it is proven.

use std::collections::BTreeSet;

use cacah_family::across::Severity;

/// A check as the rule book has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id in the rule book.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Number of the question on the paper; empty: none.
    pub number: &'static str,
    /// What is wrong and what to do, in Indonesian.
    pub indonesian: &'static str,
}

/// All of them: members in sequence, and no set missing.
pub const RULES: [Rule; 2] = [
    Rule {
        id: "K020",
        severity: Severity::Error,
        number: "401",
        indonesian: "Nomor urut anggota di kertas tidak berurutan: lembar tambahan di antaranya belum \
                     dibuktikan. Cari lembar itu, lalu cocokkan urutan anggota dengan kertas.",
    },
    Rule {
        id: "K021",
        severity: Severity::Warning,
        number: "",
        indonesian: "Banyaknya set kuesioner menurut lembar tambahan tidak cocok dengan jumlah anggota; \
                     satu set memuat lima anggota. Cari set yang kurang, atau anggota yang belum dientri.",
    },
];

/// An extra sheet that was proven to belong to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sheet {
    /// Which, from 2.
    pub number: u8,
    /// Of how many; 0 when the paper does not say.
    pub of: u8,
}

/// What a finished document of so many members breaks, whose paper has so many columns to a set. As
/// long as no extra sheet was proven nothing is said.
#[must_use]
pub fn broken(proven: &[Sheet], members: usize, columns: u8) -> Vec<&'static Rule> {
    let [sequence, count] = &RULES;
    let numbers: BTreeSet<u8> = proven.iter().map(|sheet| sheet.number).collect();
    let last = numbers.last().copied().unwrap_or(1);
    let gap = (2..last).any(|number| !numbers.contains(&number));
    let sets = members.div_ceil(usize::from(columns.max(1))).max(1);
    let said = proven.iter().map(|sheet| sheet.of).filter(|of| *of > 0);
    let differs = said.into_iter().any(|of| usize::from(of) != sets);
    [gap.then_some(sequence), differs.then_some(count)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(proven: &[(u8, u8)], members: usize) -> Vec<&'static str> {
        let proven: Vec<Sheet> =
            proven.iter().map(|(number, of)| Sheet { number: *number, of: *of }).collect();
        broken(&proven, members, 5).iter().map(|rule| rule.id).collect()
    }

    #[test]
    fn a_set_is_five_members_and_what_a_sheet_says_is_compared() {
        let quiet = [(&[][..], 19), (&[(2, 2)], 6), (&[(2, 2)], 10), (&[(2, 0)], 14)];
        for (proven, members) in quiet {
            assert!(ids(proven, members).is_empty(), "{proven:?} {members}");
        }
        assert_eq!(ids(&[(2, 2)], 5), ["K021"]);
        assert_eq!(ids(&[(2, 3)], 10), ["K021"], "the third set is missing");
        assert_eq!(ids(&[(3, 3), (2, 3)], 11), [""; 0]);
        assert_eq!(ids(&[(2, 2), (3, 3)], 11), ["K021"], "they contradict each other");
    }

    #[test]
    fn a_sheet_in_between_may_not_be_left_out() {
        assert_eq!(ids(&[(3, 3)], 11), ["K020"]);
        assert_eq!(ids(&[(2, 4), (4, 4), (4, 4)], 16), ["K020"]);
        assert_eq!(ids(&[(4, 0), (3, 0), (2, 0)], 16), [""; 0]);
    }
}
