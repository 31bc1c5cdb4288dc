//! From the log to the state.

use std::collections::BTreeSet;

use cacah_family::entry::{Change, Dot, Entry};
use cacah_family::paper::Custody;

use super::order::Order;
use super::{Away, BundleState, Finding, Giving, Holder, Receipt, Settlement};

/// What the entries of a record say of paper. The same for any order of `entries`; those that say
/// nothing of paper are passed over.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> BundleState {
    let order = ordered(entries);
    let mut fold = Fold::default();
    for (entry, act) in &order.entries {
        fold.state.last = fold.state.last.max(Some(entry.at.wall));
        fold.step(entry, act);
    }
    fold.finish(&order)
}

/// The entries about paper in the order in which they are told, oldest first.
pub fn events<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<(&'a Entry, &'a Custody)> {
    ordered(entries).entries
}

fn ordered<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Order<'a> {
    let mut log: Vec<(&Entry, &Custody)> = entries
        .into_iter()
        .filter_map(|entry| match &entry.change {
            Change::Custody(act) => Some((entry, act)),
            _ => None,
        })
        .collect();
    log.sort_by_cached_key(|(entry, _)| (entry.dot, entry.digest()));
    log.dedup_by(|a, b| a.0 == b.0);
    Order::new(log)
}

#[derive(Default)]
struct Fold {
    state: BundleState,
}

impl Fold {
    fn step(&mut self, entry: &Entry, act: &Custody) {
        let (by, at) = (entry.officer, entry.at.wall);
        match act {
            Custody::Received { .. } => self.received(entry, act),
            Custody::Settled { of, note } => {
                let mut receipts = self.state.receipts.iter_mut();
                let receipt = receipts.find(|receipt| receipt.dot == *of);
                if let Some(receipt) = receipt.filter(|receipt| receipt.settled.is_none()) {
                    receipt.settled = Some(Settlement { by, at, note: note.clone() });
                }
            }
            Custody::Shelved { place } | Custody::Seen { place } => {
                self.state.place.clone_from(place);
            }
            Custody::Given { to, documents, letter, note } => {
                let documents: BTreeSet<_> = documents.iter().copied().collect();
                let from =
                    documents.first().map_or(&self.state.holder, |one| self.state.holder_of(*one));
                self.state.givings.push(Giving {
                    dot: entry.dot,
                    by,
                    at,
                    from: from.clone(),
                    to: Holder::of(to),
                    documents,
                    letter: letter.clone(),
                    note: note.clone(),
                    taken: false,
                    refused: false,
                });
            }
            Custody::Taken { of } => {
                if let Some(giving) = self.giving(*of).filter(|giving| !giving.taken) {
                    giving.taken = true;
                    let giving = giving.clone();
                    self.arrive(&giving, entry);
                }
            }
            Custody::Refused { of, .. } => {
                if let Some(giving) = self.giving(*of) {
                    giving.refused = true;
                }
            }
            // Which box it is depends on all of them.
            Custody::Boxed { .. } => {}
        }
    }

    fn giving(&mut self, of: Dot) -> Option<&mut Giving> {
        self.state.givings.iter_mut().find(|giving| giving.dot == of)
    }

    fn received(&mut self, entry: &Entry, act: &Custody) {
        let Custody::Received { kind, listed, counted, from, letter, note } = act else { return };
        if self.state.holder == Holder::Field {
            (self.state.holder, self.state.since) = (Holder::Storage, Some(entry.at.wall));
        }
        self.state.receipts.push(Receipt {
            dot: entry.dot,
            by: entry.officer,
            at: entry.at.wall,
            kind: *kind,
            listed: *listed,
            counted: *counted,
            from: from.clone(),
            letter: letter.clone(),
            note: note.clone(),
            settled: None,
        });
    }

    fn arrive(&mut self, giving: &Giving, entry: &Entry) {
        let state = &mut self.state;
        if giving.documents.is_empty() {
            (state.holder, state.since) = (giving.to.clone(), Some(entry.at.wall));
            return;
        }
        for document in &giving.documents {
            if giving.to == state.holder {
                state.away.remove(document);
            } else {
                let away = Away {
                    holder: giving.to.clone(),
                    since: entry.at.wall,
                    note: giving.note.clone(),
                };
                state.away.insert(*document, away);
            }
        }
    }

    fn finish(mut self, order: &Order<'_>) -> BundleState {
        self.boxes(order);
        self.holders(order);
        let both = self.state.givings.iter().filter(|giving| giving.taken && giving.refused);
        let both: Vec<Finding> = both.map(|giving| Finding::Answered(giving.dot)).collect();
        self.state.findings.extend(both);
        self.state
    }

    fn boxes(&mut self, order: &Order<'_>) {
        let number = |place: usize| match order.entries[place].1 {
            Custody::Boxed { number } => Some(number.clone()),
            _ => None,
        };
        let places: Vec<usize> =
            (0..order.entries.len()).filter(|place| number(*place).is_some()).collect();
        let numbers = distinct(order.heads(&places).into_iter().filter_map(number));
        self.state.number = numbers.last().cloned().unwrap_or_default();
        if numbers.len() > 1 {
            self.state.findings.push(Finding::Boxes(numbers));
        }
    }

    /// Takings of the bundle that did not see each other.
    fn holders(&mut self, order: &Order<'_>) {
        let giving = |place: usize| match order.entries[place].1 {
            Custody::Taken { of } => {
                let bundle = |giving: &&Giving| giving.dot == *of && giving.documents.is_empty();
                self.state.givings.iter().find(bundle)
            }
            _ => None,
        };
        let places: Vec<usize> =
            (0..order.entries.len()).filter(|place| giving(*place).is_some()).collect();
        let heads = order.heads(&places);
        let holders = distinct(heads.iter().filter_map(|place| Some(giving(*place)?.to.clone())));
        let last = heads.last().map(|place| order.entries[*place].0.at.wall);
        if let (Some(holder), true) = (holders.last(), holders.len() > 1) {
            (self.state.holder, self.state.since) = (holder.clone(), last);
            let codes = holders.iter().map(|holder| holder.code().to_owned()).collect();
            self.state.findings.push(Finding::Holders(codes));
        }
    }
}

/// Each once, where it stands last.
fn distinct<T: PartialEq>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        kept.retain(|known| *known != one);
        kept.push(one);
    }
    kept
}
