//! What the rows of an import say that the books do not know.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::paper::{Custody, Paper};
use cacah_keying::custody::{BundleState, Holder};
use cacah_keying::label::{BoxNumber, Label};
use cacah_wire::command::ImportFault;

use super::columns::{Column, Columns};
use super::fault;
use crate::bundles::books::{self, Books};
use crate::sheet::{Row, Text};

/// Letters of a name of a place or person, as an act allows.
const LONGEST: usize = 60;
const LONGEST_NOTE: usize = 1_000;
const MOST_SETS: u16 = 9_999;

/// Acts by SLS, and what is wrong.
pub(super) struct Plan<'a> {
    books: &'a Books,
    columns: &'a Columns,
    /// Of SLS about which something new is said.
    pub(super) acts: BTreeMap<Idsubsls, Vec<Custody>>,
    /// Rows that say what is known.
    pub(super) known: u32,
    pub(super) faults: Vec<ImportFault>,
    rows: BTreeSet<Idsubsls>,
    boxes: BTreeMap<String, Idsubsls>,
}

/// A row in work: its faults end up in the plan.
struct Line<'a> {
    columns: &'a Columns,
    row: &'a Row,
    faults: Vec<ImportFault>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(books: &'a Books, columns: &'a Columns) -> Self {
        let boxed = books.paper.iter().filter(|(_, bundle)| !bundle.number.is_empty());
        let boxes = boxed.map(|(sls, bundle)| (bundle.number.clone(), sls.clone())).collect();
        let (acts, rows) = (BTreeMap::new(), BTreeSet::new());
        Self { books, columns, acts, known: 0, faults: Vec::new(), rows, boxes }
    }

    pub(super) fn read(&mut self, row: &Row) {
        let mut line = Line { columns: self.columns, row, faults: Vec::new() };
        if let Some(sls) = self.area(&mut line)
            && let Some(bundle) = self.books.paper.get(&sls)
        {
            let mut acts = line.counts(bundle);
            acts.extend(self.stored(&mut line, &sls, bundle, !acts.is_empty()));
            if acts.is_empty() {
                self.known += 1;
            } else {
                self.acts.insert(sls, acts);
            }
        }
        self.faults.append(&mut line.faults);
    }

    fn area(&mut self, line: &mut Line<'_>) -> Option<Idsubsls> {
        let cell = line.code(Column::Area, 16)?;
        let Ok(sls) = cell.parse::<Idsubsls>() else {
            return line.bad(Column::Area, "bad_area");
        };
        if !self.books.paper.contains_key(&sls) {
            return line.bad(Column::Area, "not_served");
        }
        if !self.rows.insert(sls.clone()) {
            return line.bad(Column::Area, "doubled");
        }
        Some(sls)
    }

    /// Box and place.
    fn stored(
        &mut self,
        line: &mut Line<'_>,
        sls: &Idsubsls,
        bundle: &BundleState,
        comes: bool,
    ) -> Vec<Custody> {
        let mut acts = Vec::new();
        let number = line.number(sls);
        if let Some(number) = number.filter(|number| number.as_str() != bundle.number) {
            let number = number.to_string();
            let other = self.boxes.get(&number).filter(|other| *other != sls);
            let here = bundle.holder == Holder::Storage && bundle.underway().is_none();
            if other.is_some() {
                line.fault(Column::Box, "taken_box");
            } else if !(here || comes && bundle.holder == Holder::Field) {
                line.fault(Column::Box, "elsewhere");
            } else {
                self.boxes.insert(number.clone(), sls.clone());
                acts.push(Custody::Boxed { number });
            }
        }
        let place = line.text(Column::Place, LONGEST);
        if !place.is_empty() && place != bundle.place {
            if bundle.number.is_empty() && line.is_empty(Column::Box) {
                line.fault(Column::Box, "missing");
            }
            acts.push(Custody::Shelved { place });
        }
        acts
    }
}

impl Line<'_> {
    /// Counts that the books do not have. A count that differs from theirs is a fault: nobody adds a
    /// second load by reading a file.
    fn counts(&mut self, bundle: &BundleState) -> Vec<Custody> {
        let mut acts = Vec::new();
        for (kind, listed, counted) in [
            (Paper::Vk, Column::Vk, Column::Vk),
            (Paper::K, Column::KListed, Column::KCounted),
            (Paper::Xk, Column::XkListed, Column::XkCounted),
            (Paper::Psls, Column::Psls, Column::Psls),
        ] {
            let (by_list, here) = (self.count(listed), self.count(counted));
            let Some(here) = here else {
                if by_list.is_some() {
                    self.fault(counted, "missing");
                }
                continue;
            };
            let by_list = by_list.unwrap_or(here);
            let stands = (bundle.listed(kind), bundle.counted(kind));
            let counted_before = bundle.receipts.iter().any(|receipt| receipt.kind == kind);
            if counted_before && stands != (by_list.into(), here.into()) {
                self.fault(counted, "counted");
            } else if !counted_before {
                acts.extend(self.received(kind, by_list, here));
            }
        }
        acts
    }

    fn received(&mut self, kind: Paper, listed: u16, counted: u16) -> Option<Custody> {
        let from = self.text(Column::From, LONGEST);
        let letter = self.text(Column::Letter, LONGEST);
        let note = self.text(Column::Note, LONGEST_NOTE);
        if from.is_empty() {
            return self.bad(Column::From, "missing");
        }
        if listed != counted && note.is_empty() {
            return self.bad(Column::Note, "missing");
        }
        Some(Custody::Received { kind, listed, counted, from, letter, note })
    }

    /// A box number or its label.
    fn number(&mut self, sls: &Idsubsls) -> Option<BoxNumber> {
        if self.is_empty(Column::Box) {
            return None;
        }
        let text = self.code(Column::Box, 8)?;
        match Label::typed(&text) {
            Ok(Label::Box(number)) if number.regency() == books::regency(sls) => Some(number),
            _ => self.bad(Column::Box, "bad_box"),
        }
    }

    /// A code of so many characters. As a number it may have lost zeros before it, and digits after
    /// the fifteenth.
    fn code(&mut self, column: Column, length: usize) -> Option<String> {
        let Text { text, number } = self.columns.cell(self.row, column);
        if text.is_empty() {
            return self.bad(column, "missing");
        }
        let rounded = length > 15 && number;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let short = digits && text.len() < length;
        let power = text.to_uppercase().contains("E+");
        if rounded || short || power {
            return self.bad(column, "number_cell");
        }
        Some(text)
    }

    fn count(&mut self, column: Column) -> Option<u16> {
        let text = self.columns.cell(self.row, column).text;
        if text.is_empty() {
            return None;
        }
        match text.parse::<u16>() {
            Ok(count) if count <= MOST_SETS => Some(count),
            _ => self.bad(column, "bad_number"),
        }
    }

    fn text(&mut self, column: Column, most: usize) -> String {
        let text = self.columns.cell(self.row, column).text;
        if text.chars().count() > most {
            self.fault(column, "too_long");
        }
        text
    }

    fn is_empty(&self, column: Column) -> bool {
        self.columns.cell(self.row, column).text.is_empty()
    }

    fn bad<T>(&mut self, column: Column, what: &str) -> Option<T> {
        self.fault(column, what);
        None
    }

    /// Each once: two kinds of paper of one row may want the same cell.
    fn fault(&mut self, column: Column, what: &str) {
        let fault = fault(self.row.number, self.columns.name(column), what);
        let known =
            |other: &ImportFault| other.column == fault.column && other.fault == fault.fault;
        if !self.faults.iter().any(known) {
            self.faults.push(fault);
        }
    }
}
