//! What all members ask of all members is computed once, for the document: a rule of each instance
//! that counts the instances would cost the square of their number.

use std::collections::HashMap;

use super::graph::Drafted;
use super::layout::CellId;
use super::resolve::{Need, Resolver, Standpoint};
use super::survey::{ROOT, What};
use super::types::Type;
use crate::error::Place;
use crate::expr::{Expr, Start};
use crate::formula::{At, Formula};
use crate::plan::{DOCUMENT, Work};

/// Calls that make one value of a whole set.
const FOLDS: [&str; 5] = ["count", "count-non-empty", "sum", "min", "max"];

/// Cells of the document that several formulas read.
pub(super) struct Shared {
    /// Place of the next among the cells of the document.
    next: usize,
    known: HashMap<String, (CellId, Type)>,
    pub drafted: Vec<Drafted>,
}

impl Shared {
    /// After `cells` cells that the document has already.
    pub fn after(cells: usize) -> Self {
        Self { next: cells, known: HashMap::new(), drafted: Vec::new() }
    }
}

impl Resolver<'_> {
    /// A call inside a repeat that means the same everywhere in the document; none: another one.
    pub(super) fn shared(&mut self, name: &str, arguments: &[Expr]) -> Option<(Formula, Type)> {
        let [Expr::Path(path)] = arguments else { return None };
        let Start::Variable(root) = &path.start else { return None };
        let inside = self.member.is_some() || self.item.is_some();
        if self.here.scope == DOCUMENT || inside || !FOLDS.contains(&name) {
            return None;
        }
        let node = self.node(self.world.survey.find(root).ok()?);
        let home = match node.what {
            What::Repeat => self.node(node.parent).scope,
            _ => node.scope,
        };
        let key = Expr::Call(name.to_owned(), arguments.to_vec()).to_string();
        if self.world.survey.meeting(self.here.scope, home) != DOCUMENT || key.contains("current()")
        {
            return None;
        }
        let known = self.world.shared.borrow().known.get(&key).copied();
        let (cell, kind) = match known {
            Some(known) => known,
            None => self.share(key, name, arguments)?,
        };
        self.need(Need::Cell { cell, via: DOCUMENT });
        Some((Formula::Cell(At::Document, cell.local), kind))
    }

    /// Resolves a call as the document would write it. What goes wrong there is told here.
    fn share(&mut self, key: String, name: &str, arguments: &[Expr]) -> Option<(CellId, Type)> {
        let here = Standpoint { node: None, parent: ROOT, scope: DOCUMENT };
        let mut document = Resolver::new(self.world, here);
        let (rule, kind) = document.call(name, arguments).ok()?;
        self.named.extend(document.named);
        let mut shared = self.world.shared.borrow_mut();
        let cell = CellId { scope: DOCUMENT, local: shared.next };
        shared.next += 1;
        shared.known.insert(key, (cell, kind));
        // Without a name, so that a circle is told by the questions it goes through.
        let (name, place) = (String::new(), Place::default());
        let (work, reads) = (Work::Shared { rule }, document.reads);
        shared.drafted.push(Drafted { id: cell, name, place, work, reads });
        Some((cell, kind))
    }
}
