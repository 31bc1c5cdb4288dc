//! Documents of an SLS by how far they are, from the prelist to the receipt of the endpoint, and who
//! owes what is missing in between. VK = K + XK: what the listing verified is what came as paper.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_family::paper::Paper;

use crate::custody::{BundleState, Holder};

/// What is known of an SLS beside its paper.
#[derive(Debug, Clone, Default)]
pub struct Sls<'a> {
    /// Families of the prelist.
    pub prelist: u32,
    /// Verified families by the recap VK, where it is written.
    pub recap: Option<u32>,
    /// Verified families by the list kept here.
    pub verified: u32,
    /// Who answers for the field, by code; empty: nobody is known.
    pub field: &'a str,
    /// Where the paper is.
    pub paper: Option<&'a BundleState>,
    /// Documents of paper that were begun.
    pub documents: &'a [Document<'a>],
}

/// A document of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// Its family.
    pub family: FamilyId,
    /// Who keys it, by code.
    pub keyer: &'a str,
    /// Keyed to the end.
    pub keyed: bool,
    /// Keyed again.
    pub verified: bool,
    /// Drawn to be keyed again, or waiting for the third person.
    pub owed: bool,
    /// Without an open error.
    pub clean: bool,
    /// All of it was sent.
    pub sent: bool,
    /// All of it has a receipt.
    pub receipted: bool,
    /// When it was last written on.
    pub at: Option<Millis>,
}

/// A line of the balance, in documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// Families of the prelist.
    pub prelist: u32,
    /// Verified by the listing: the recap VK, else the list, else the hand-over lists.
    pub listed: u32,
    /// K sets counted at the door.
    pub received: u32,
    /// XK sets counted at the door.
    pub special: u32,
    /// Keyed to the end.
    pub keyed: u32,
    /// Keyed again.
    pub verified: u32,
    /// Keyed, without an open error.
    pub clean: u32,
    /// Keyed, and sent.
    pub sent: u32,
    /// Keyed, with a receipt.
    pub receipted: u32,
}

impl AddAssign for Row {
    fn add_assign(&mut self, other: Self) {
        self.prelist += other.prelist;
        self.listed += other.listed;
        self.received += other.received;
        self.special += other.special;
        self.keyed += other.keyed;
        self.verified += other.verified;
        self.clean += other.clean;
        self.sent += other.sent;
        self.receipted += other.receipted;
    }
}

/// Where something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// No recap VK: what came is compared with nothing that the field said of itself.
    Listed,
    /// Listed, and did not come as paper.
    Received,
    /// Came, and is not keyed to the end.
    Keyed,
    /// Owes a second keying or a decision.
    Verified,
    /// Keyed with an open error.
    Clean,
    /// Keyed and not sent.
    Sent,
    /// Sent, without a receipt.
    Receipted,
}

/// What is missing in a column, and who owes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where.
    pub column: Column,
    /// Documents; negative: too many.
    pub count: i32,
    /// By code; empty: the field, storage, the supervisor or the endpoint, as the column says.
    pub owner: String,
    /// Since when, where anybody knows.
    pub since: Option<Millis>,
}

/// The line of an SLS and what does not balance in it.
#[must_use]
pub fn balance(sls: &Sls<'_>) -> (Row, Vec<Gap>) {
    let row = row(sls);
    let mut gaps = Vec::new();
    if let Some(paper) = sls.paper {
        gaps.extend(field(sls, paper, &row));
        gaps.extend(unkeyed(sls, paper, &row));
    }
    let keyed = || sls.documents.iter().filter(|document| document.keyed);
    let owed = sls.documents.iter().filter(|document| document.owed);
    gaps.extend(owing(Column::Verified, owed, |_| ""));
    let unclean = keyed().filter(|document| !document.clean);
    gaps.extend(owing(Column::Clean, unclean, |document| document.keyer));
    let unsent = keyed().filter(|document| !document.sent);
    gaps.extend(owing(Column::Sent, unsent, |document| document.keyer));
    let open = keyed().filter(|document| document.sent && !document.receipted);
    gaps.extend(owing(Column::Receipted, open, |_| ""));
    gaps.extend(without_recap(sls, &row));
    (row, gaps)
}

/// The field's: an SLS of which something is known, and no recap VK. Without one it does not balance,
/// whatever the hand-over lists say of themselves.
fn without_recap(sls: &Sls<'_>, row: &Row) -> Option<Gap> {
    let known = row.prelist + row.listed + row.received + row.special > 0;
    (known && sls.recap.is_none()).then(|| Gap {
        column: Column::Listed,
        count: 1,
        owner: sls.field.to_owned(),
        since: None,
    })
}

fn row(sls: &Sls<'_>) -> Row {
    let counted = |kind| sls.paper.map_or(0, |paper| paper.counted(kind));
    let by_list = |kind| sls.paper.map_or(0, |paper| paper.listed(kind));
    let lists = by_list(Paper::K) + by_list(Paper::Xk);
    let listed = if sls.verified > 0 { sls.verified } else { lists };
    let keyed = || sls.documents.iter().filter(|document| document.keyed);
    Row {
        prelist: sls.prelist,
        listed: sls.recap.unwrap_or(listed),
        received: counted(Paper::K),
        special: counted(Paper::Xk),
        keyed: count(keyed().count()),
        verified: count(keyed().filter(|document| document.verified).count()),
        clean: count(keyed().filter(|document| document.clean).count()),
        sent: count(keyed().filter(|document| document.sent).count()),
        receipted: count(keyed().filter(|document| document.receipted).count()),
    }
}

/// The field's: VK is not K + XK.
fn field(sls: &Sls<'_>, paper: &BundleState, row: &Row) -> Option<Gap> {
    let missing = difference(row.listed, row.received + row.special);
    let last = paper.receipts.last();
    (missing != 0).then(|| Gap {
        column: Column::Received,
        count: missing,
        owner: last.map_or(sls.field, |receipt| &receipt.from).to_owned(),
        since: last.map(|receipt| receipt.at),
    })
}

/// Whoever has the paper that is not keyed: the bundle's holder, and those of single documents.
fn unkeyed(sls: &Sls<'_>, paper: &BundleState, row: &Row) -> Vec<Gap> {
    let done = |family: FamilyId| sls.documents.iter().any(|d| d.family == family && d.keyed);
    let mut away: BTreeMap<&Holder, (i32, Millis)> = BTreeMap::new();
    for (_, document) in paper.away.iter().filter(|(family, _)| !done(**family)) {
        let (count, since) = away.entry(&document.holder).or_insert((0, document.since));
        (*count, *since) = (*count + 1, document.since.min(*since));
    }
    let apart: i32 = away.values().map(|(count, _)| count).sum();
    let bundle = (&paper.holder, difference(row.received, row.keyed) - apart, paper.since);
    let away = away.into_iter().map(|(holder, (count, since))| (holder, count, Some(since)));
    let gaps = std::iter::once(bundle).chain(away).filter(|(_, count, _)| *count != 0);
    gaps.map(|(holder, count, since)| Gap {
        column: Column::Keyed,
        count,
        owner: holder.code().to_owned(),
        since,
    })
    .collect()
}

/// Documents by who owes them, with the oldest of each.
fn owing<'a>(
    column: Column,
    documents: impl Iterator<Item = &'a Document<'a>>,
    owner: fn(&'a Document<'a>) -> &'a str,
) -> Vec<Gap> {
    let mut owners: BTreeMap<&str, (i32, Option<Millis>)> = BTreeMap::new();
    for document in documents {
        let (count, since) = owners.entry(owner(document)).or_default();
        *count += 1;
        *since = [*since, document.at].into_iter().flatten().min();
    }
    let gap =
        |(owner, (count, since)): (&str, _)| Gap { column, count, owner: owner.to_owned(), since };
    owners.into_iter().map(gap).collect()
}

fn difference(of: u32, minus: u32) -> i32 {
    i32::try_from(i64::from(of) - i64::from(minus)).unwrap_or(i32::MAX)
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use cacah_family::entry::{Actor, Dot};
    use cacah_family::id::{DeviceId, OfficerId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::custody::{Away, Receipt};

    fn paper(kinds: &[(Paper, u16, u16)]) -> BundleState {
        let receipt = |(kind, listed, counted): &(Paper, u16, u16)| Receipt {
            dot: Dot {
                actor: Actor { device: DeviceId(Uuid::from_u128(1)), incarnation: 1 },
                seq: 1,
            },
            by: OfficerId(Uuid::from_u128(1)),
            at: 50,
            kind: *kind,
            listed: *listed,
            counted: *counted,
            from: "PML 0012".to_owned(),
            letter: String::new(),
            note: String::new(),
            settled: None,
        };
        let receipts: Vec<Receipt> = kinds.iter().map(receipt).collect();
        let holder = Holder::Officer("ENTRI 07".to_owned());
        BundleState { receipts, holder, since: Some(60), ..BundleState::default() }
    }

    fn document(n: u128, keyer: &str, keyed: bool) -> Document<'_> {
        Document {
            family: FamilyId(Uuid::from_u128(n)),
            keyer,
            keyed,
            verified: false,
            owed: false,
            clean: keyed,
            sent: keyed,
            receipted: keyed,
            at: Some(100 - i64::try_from(n).unwrap()),
        }
    }

    fn gap(column: Column, count: i32, owner: &str, since: i64) -> Gap {
        Gap { column, count, owner: owner.to_owned(), since: Some(since) }
    }

    #[test]
    fn k_and_xk_together_are_what_the_listing_verified() {
        let paper = paper(&[(Paper::Vk, 3, 3), (Paper::K, 80, 79), (Paper::Xk, 4, 4)]);
        let sls = Sls { prelist: 90, paper: Some(&paper), ..Sls::default() };
        let (row, gaps) = balance(&sls);
        assert_eq!((row.listed, row.received, row.special), (84, 79, 4), "by the hand-over lists");
        assert_eq!(gaps[0], gap(Column::Received, 1, "PML 0012", 50));
        let (row, gaps) = balance(&Sls { verified: 83, ..sls.clone() });
        assert_eq!(row.listed, 83);
        assert!(gaps.iter().all(|gap| gap.column != Column::Received));
        let owed = Gap { since: None, ..gap(Column::Listed, 1, "", 0) };
        assert_eq!(gaps.last(), Some(&owed), "even, and by no recap");
        let (row, gaps) = balance(&Sls { recap: Some(80), verified: 83, ..sls });
        assert_eq!((row.listed, gaps[0].count), (80, -3), "more than the recap says");
        assert!(gaps.iter().all(|gap| gap.column != Column::Listed));
    }

    #[test]
    fn nobody_has_counted_what_the_field_still_has() {
        let nothing = BundleState::default();
        let sls =
            Sls { recap: Some(7), field: "PML 0031", paper: Some(&nothing), ..Sls::default() };
        let owed = Gap { since: None, ..gap(Column::Received, 7, "PML 0031", 0) };
        assert_eq!(balance(&sls).1, [owed]);
    }

    #[test]
    fn what_is_not_keyed_is_owed_by_who_has_the_paper() {
        let mut paper = paper(&[(Paper::K, 5, 5)]);
        let pulled = Away { holder: Holder::Storage, since: 70, note: String::new() };
        paper.away.insert(FamilyId(Uuid::from_u128(3)), pulled.clone());
        paper.away.insert(FamilyId(Uuid::from_u128(1)), pulled);
        let documents = [document(1, "ENTRI 07", true), document(2, "ENTRI 07", true)];
        let sls =
            Sls { recap: Some(5), paper: Some(&paper), documents: &documents, ..Sls::default() };
        let expected = [gap(Column::Keyed, 2, "ENTRI 07", 60), gap(Column::Keyed, 1, "", 70)];
        assert_eq!(balance(&sls).1, expected, "one that was pulled is keyed already");
    }

    #[test]
    fn each_step_after_keying_has_its_owner_and_the_oldest_document_its_age() {
        let paper = paper(&[(Paper::K, 4, 4)]);
        let documents = [
            Document { clean: false, ..document(1, "ENTRI 07", true) },
            Document {
                clean: false,
                sent: false,
                receipted: false,
                ..document(2, "ENTRI 07", true)
            },
            Document { receipted: false, ..document(3, "ENTRI 08", true) },
            Document { owed: true, ..document(4, "ENTRI 08", true) },
        ];
        let sls =
            Sls { recap: Some(4), paper: Some(&paper), documents: &documents, ..Sls::default() };
        let (row, gaps) = balance(&sls);
        assert_eq!((row.keyed, row.clean, row.sent, row.receipted), (4, 2, 3, 2));
        let expected = [
            gap(Column::Verified, 1, "", 96),
            gap(Column::Clean, 2, "ENTRI 07", 98),
            gap(Column::Sent, 1, "ENTRI 07", 98),
            gap(Column::Receipted, 1, "", 97),
        ];
        assert_eq!(gaps, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_column_is_the_one_before_it_less_its_gaps(
            listed in 0_u32..200, k in 0_u16..200, xk in 0_u16..9,
            documents in proptest::collection::vec(any::<[bool; 5]>(), 0..40),
            away in proptest::collection::vec(0_u128..60, 0..6),
        ) {
            let mut paper = paper(&[(Paper::K, k, k), (Paper::Xk, xk, xk)]);
            for family in away {
                let holder = Holder::Officer(format!("ENTRI {}", family % 3));
                let out = Away { holder, since: 1, note: String::new() };
                paper.away.insert(FamilyId(Uuid::from_u128(family)), out);
            }
            let documents: Vec<Document<'_>> = documents
                .iter()
                .zip(0..)
                .map(|([keyed, owed, clean, sent, receipted], n)| {
                    let (owed, clean, sent) = (*owed, *clean, *sent);
                    let receipted = sent && *receipted;
                    Document { owed, clean, sent, receipted, ..document(n, "ENTRI 1", *keyed) }
                })
                .collect();
            let sls = Sls { recap: Some(listed), paper: Some(&paper), documents: &documents, ..Sls::default() };
            let (row, gaps) = balance(&sls);
            let gap = |column| gaps.iter().filter(|g| g.column == column).map(|g| i64::from(g.count)).sum::<i64>();
            prop_assert_eq!(i64::from(row.listed) - gap(Column::Received), i64::from(row.received + row.special));
            prop_assert_eq!(i64::from(row.received) - gap(Column::Keyed), i64::from(row.keyed));
            prop_assert_eq!(i64::from(row.keyed) - gap(Column::Clean), i64::from(row.clean));
            prop_assert_eq!(i64::from(row.keyed) - gap(Column::Sent), i64::from(row.sent));
            prop_assert_eq!(i64::from(row.sent) - gap(Column::Receipted), i64::from(row.receipted));
        }
    }
}
