//! Items of a page and how many bytes they take.

use std::collections::BTreeSet;

use cacah_family::area::Idsubsls;
use cacah_family::id::{FamilyId, OfficerId};
use cacah_wire::down::{AcrossFamily, DownItem, PrelistFamily};

use crate::storage::FamilyRow;

/// A page of so many bytes takes no more items: a minute on the worst link.
const FULL: usize = 256 << 10;

/// Items of a page.
#[derive(Default)]
pub struct Page {
    /// In the order to take them.
    pub items: Vec<DownItem>,
    /// What is found across families.
    pub across: Vec<AcrossFamily>,
    /// Areas it tells.
    pub areas: BTreeSet<Idsubsls>,
    /// Those of processing it names.
    pub processing: BTreeSet<OfficerId>,
    /// Families it says anything of.
    pub families: BTreeSet<FamilyId>,
    bytes: usize,
}

impl Page {
    /// Adds an item. The caller asks first whether the page is full: one item more is allowed, so
    /// that a large one goes through at all.
    pub fn push(&mut self, item: DownItem) {
        self.bytes += serde_json::to_vec(&item).map_or(0, |json| json.len() + 1);
        self.items.push(item);
    }

    /// Adds what is found of a family, in place of what the page has of it already.
    pub fn across(&mut self, found: AcrossFamily) {
        self.bytes += serde_json::to_vec(&found).map_or(0, |json| json.len() + 1);
        self.across.retain(|other| other.family != found.family);
        self.across.push(found);
    }

    /// Adds a family of the prelist. One found in the field comes with its entries, and for whoever
    /// is told none of these (`found`) so, once a page.
    pub fn family(&mut self, row: &FamilyRow, found: bool) {
        let again = row.record || self.families.contains(&row.family);
        if !row.birth.found || found && !again {
            self.families.insert(row.family);
            let family = PrelistFamily { family: row.family, birth: row.birth.clone() };
            self.push(DownItem::Family { family });
        }
    }

    /// True when it takes no more.
    pub fn is_full(&self) -> bool {
        self.bytes >= FULL
    }
}
