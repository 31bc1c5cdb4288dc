//! Names to indices: an expression becomes a formula, and what it reads is noted.

use std::sync::Arc;

use std::cell::RefCell;

use super::choices::Lists;
use super::graph::Reads;
use super::layout::{CellId, Layout};
use super::shared::Shared;
use super::survey::{Node, ROOT, Survey, What};
use super::types::Type;
use super::walk::{Walk, lookup};
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, PathExpr};
use crate::formula::{At, Formula, Set, Step};
use crate::items::Items;
use crate::plan::DOCUMENT;
use crate::slip::instead;
use crate::value::Value;

/// What a formula reads. A change concerns the readers that lie in the same frame of `via`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Need {
    Cell {
        cell: CellId,
        via: usize,
    },
    /// Who is in a repeat and in which order.
    Roster {
        scope: usize,
        via: usize,
    },
}

/// All that names can mean.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub survey: &'a Survey,
    pub lists: &'a Lists,
    pub layout: &'a Layout,
    pub shared: &'a RefCell<Shared>,
}

/// The node an expression is written at. A check is a question of its own, the last in its
/// context: `node` is none and `parent` is the repeat or the root.
#[derive(Clone, Copy)]
pub(super) struct Standpoint {
    pub node: Option<usize>,
    pub parent: usize,
    pub scope: usize,
}

/// The resolution of one expression.
pub(super) struct Resolver<'a> {
    pub world: World<'a>,
    pub here: Standpoint,
    /// What the innermost predicate looks at.
    pub member: Option<Member>,
    /// The items that the innermost predicate looks at, if it looks at items.
    pub item: Option<Arc<Items>>,
    /// How many predicates are around, and how many items those look at, one for each other.
    pub filters: usize,
    pub looks: usize,
    pub reads: Reads,
    pub named: Vec<String>,
}

/// The instances that a predicate looks at.
#[derive(Clone, Copy)]
pub(super) struct Member {
    pub node: usize,
    /// The scope whose frame holds all of them.
    pub anchor: usize,
}

impl<'a> Resolver<'a> {
    pub fn new(world: World<'a>, here: Standpoint) -> Self {
        let (reads, named) = (Reads::default(), Vec::new());
        Self { world, here, member: None, item: None, filters: 0, looks: 1, reads, named }
    }

    /// An expression that yields one value.
    pub fn scalar(&mut self, expr: &Expr) -> Result<(Formula, Type), Fault> {
        match expr {
            Expr::Number(number) => Ok((Formula::Constant(Value::Number(*number)), Type::Number)),
            Expr::Text(text) => Ok((Formula::Constant(Value::text(text)), Type::Text)),
            Expr::Path(path) => self.one(path),
            Expr::Negate(inner) => {
                let inner = self.number(inner)?;
                Ok((Formula::Negate(Box::new(inner)), Type::Number))
            }
            Expr::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expr::Call(name, arguments) => self.call(name, arguments),
        }
    }

    pub fn node(&self, node: usize) -> &'a Node {
        &self.world.survey.nodes[node]
    }

    pub fn need(&mut self, need: Need) {
        if !self.reads.needs.contains(&need) {
            self.reads.needs.push(need);
        }
    }

    /// Notes that a cell is read within the frame of `anchor` that the formula lies in.
    pub fn need_cell(&mut self, cell: CellId, anchor: usize) {
        let via = self.world.survey.meeting(cell.scope, anchor);
        self.need(Need::Cell { cell, via });
    }

    /// A path that leads to one value; of a filtered set the first.
    fn one(&mut self, path: &PathExpr) -> Result<(Formula, Type), Fault> {
        if let Some(found) = self.item_path(path)? {
            return Ok(found);
        }
        let walk = self.walk(path)?;
        if walk.is_set() {
            if !walk.is_filtered() {
                return Err(Fault::new(
                    FormErrorCode::Type,
                    format!("`{path}` is the answers of all instances"),
                    "count(…), sum(…), min(…), max(…) or join(…) around it, or a filter in […]",
                ));
            }
            let kind = self.type_of(walk.node);
            let set = self.build_set(walk, path, true)?;
            return Ok((Formula::First(Box::new(set)), kind));
        }
        let question = self.question_at(walk.node, path)?;
        let cell = self.world.layout.value[question];
        self.need_cell(cell, walk.anchor);
        let at = if cell.scope == DOCUMENT { At::Document } else { walk.from };
        Ok((Formula::Cell(at, cell.local), self.type_of(walk.node)))
    }

    fn question_at(&self, node: Option<usize>, path: &PathExpr) -> Result<usize, Fault> {
        match node.map(|node| self.node(node).what) {
            Some(What::Question(question)) => Ok(question),
            _ => Err(Fault::new(
                FormErrorCode::Type,
                format!("`{path}` has no value of its own"),
                "a question",
            )),
        }
    }

    fn type_of(&self, node: Option<usize>) -> Type {
        match node.map(|node| self.node(node).what) {
            Some(What::Question(question)) => Type::of(&self.world.survey.questions[question]),
            _ => Type::Any,
        }
    }

    /// An expression that yields a set; `valued`: of answers, not of instances.
    pub fn set(&mut self, expr: &Expr, valued: bool) -> Result<Set, Fault> {
        let fault = || {
            Fault::new(
                FormErrorCode::Type,
                format!("`{expr}` is one value, not a set"),
                "${repeat}, ${repeat}/question, or a question of a repeat from outside it",
            )
        };
        let Expr::Path(path) = expr else { return Err(fault()) };
        let walk = self.walk(path)?;
        if !walk.is_set() {
            return Err(fault());
        }
        self.build_set(walk, path, valued)
    }

    pub(super) fn build_set(
        &mut self,
        walk: Walk,
        path: &PathExpr,
        valued: bool,
    ) -> Result<Set, Fault> {
        let Some(node) = walk.node else {
            return Err(unsupported(&format!("`{path}`"), "a path to a repeat or its questions"));
        };
        let value = match self.node(node).what {
            What::Question(question) => Some(self.world.layout.value[question]),
            _ if valued => Some(self.world.layout.value[self.question_at(Some(node), path)?]),
            _ => None,
        };
        let last = walk.steps.len() - 1;
        let mut steps = Vec::new();
        for (place, draft) in walk.steps.into_iter().enumerate() {
            // What a node is part of is asked with it, so the gate of the last node is enough.
            let stands = if place == last { node } else { draft.node };
            let filtered = place == last || !draft.filters.is_empty();
            let gate = self.world.layout.relevant[stands].filter(|_| filtered);
            let scope = self.node(draft.node).scope;
            self.need(Need::Roster { scope, via: walk.anchor });
            let gates = gate.iter().map(|gate| {
                self.need_cell(*gate, walk.anchor);
                let (at, local) = Layout::seen(self.world.survey, *gate, scope);
                (at.of_member(), local)
            });
            let gates = gates.collect();
            let fixed = !matches!(walk.from, At::Member(_));
            let lookup = (place == 0 && fixed).then(|| lookup(&draft.filters)).flatten();
            let column = lookup.as_ref().map(|lookup| (walk.from, scope, lookup.column));
            self.reads.lookups.extend(column);
            steps.push(Step { scope, gates, filters: draft.filters, lookup });
        }
        if let Some(value) = value {
            self.need_cell(value, walk.anchor);
        }
        Ok(Set { from: walk.from, steps, value: value.map(|cell| cell.local) })
    }

    /// The instance that a path names, for `position(…)`.
    pub fn instance(&mut self, expr: &Expr) -> Result<At, Fault> {
        if let Expr::Path(path) = expr {
            let walk = self.walk(path)?;
            if let Some(node) = walk.node.map(|node| self.node(node))
                && !walk.is_set()
                && node.what == What::Repeat
            {
                let around = self.node(node.parent).scope;
                let via = self.world.survey.meeting(around, walk.anchor);
                self.need(Need::Roster { scope: node.scope, via });
                return Ok(walk.from);
            }
        }
        let message = format!("`{expr}` is not the instance of a repeat");
        Err(Fault::new(FormErrorCode::Type, message, "position(..) inside a repeat"))
    }

    /// `indexed-repeat(${question}, ${repeat}, n, …)`: the question in the n-th instance.
    pub fn indexed_repeat(&mut self, arguments: &[Expr]) -> Result<(Formula, Type), Fault> {
        let [question, pairs @ ..] = arguments else { return Err(indexed_repeat_fault()) };
        let node = self.named(question)?;
        self.question_at(Some(node), &path_of(question)?)?;
        let mut places = Vec::new();
        for pair in pairs.chunks(2) {
            let [repeat, place] = pair else { return Err(indexed_repeat_fault()) };
            let repeat = self.named(repeat)?;
            if self.node(repeat).what != What::Repeat {
                return Err(indexed_repeat_fault());
            }
            places.push((repeat, Formula::same_place(self.number(place)?)));
        }
        let walk = self.indexed(node, places).ok_or_else(indexed_repeat_fault)?;
        let kind = self.type_of(Some(node));
        let set = self.build_set(walk, &path_of(question)?, true)?;
        Ok((Formula::First(Box::new(set)), kind))
    }

    /// The node that a bare reference names.
    fn named(&self, expr: &Expr) -> Result<usize, Fault> {
        let path = path_of(expr)?;
        let name = match &path.start {
            crate::expr::Start::Variable(name) if path.steps.is_empty() => name,
            _ => return Err(indexed_repeat_fault()),
        };
        self.world.survey.find(name)
    }
}

impl Survey {
    pub(super) fn find(&self, name: &str) -> Result<usize, Fault> {
        self.by_name.get(name).copied().filter(|node| *node != ROOT).ok_or_else(|| {
            let message = format!("there is no `{name}`");
            let names = self.nodes.iter().skip(1).map(|node| node.name.as_str());
            let expected = instead(name, names, "a name of the survey");
            Fault::new(FormErrorCode::Reference, message, expected)
        })
    }
}

fn path_of(expr: &Expr) -> Result<PathExpr, Fault> {
    match expr {
        Expr::Path(path) => Ok(path.clone()),
        _ => Err(indexed_repeat_fault()),
    }
}

fn indexed_repeat_fault() -> Fault {
    Fault::new(
        FormErrorCode::Type,
        "indexed-repeat() without its arguments",
        "indexed-repeat(${question}, ${repeat}, number), a repeat around the question",
    )
}

pub(super) fn unsupported(what: &str, expected: &str) -> Fault {
    Fault::new(FormErrorCode::Unsupported, format!("{what} is not supported"), expected)
}
