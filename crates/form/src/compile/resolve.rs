//! Names to indices: an expression becomes a formula, and what it reads is noted.

use super::choices::Lists;
use super::graph::Reads;
use super::layout::{CellId, Layout};
use super::survey::{ROOT, Survey, What};
use super::types::Type;
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, Operator, PathExpr, Start, Step, Test};
use crate::formula::{At, Formula, Lookup, Set};
use crate::plan::DOCUMENT;
use crate::value::Value;

/// What a formula reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Need {
    /// A cell; `every`: a change there concerns every frame of the reader's scope.
    Cell { cell: CellId, every: bool },
    /// Who is in a repeat and in which order.
    Roster(usize),
}

/// All that names can mean.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub survey: &'a Survey,
    pub lists: &'a Lists,
    pub layout: &'a Layout,
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
    /// The node that the innermost predicate looks at.
    pub member: Option<usize>,
    pub reads: Reads,
    pub named: Vec<String>,
}

/// Where a path has led.
struct Walk {
    /// None: the check itself.
    node: Option<usize>,
    at: At,
    /// The filters, once the path has become a set of instances.
    set: Option<Vec<Formula>>,
}

impl<'a> Resolver<'a> {
    pub fn new(world: World<'a>, here: Standpoint) -> Self {
        Self { world, here, member: None, reads: Reads::default(), named: Vec::new() }
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

    pub fn need(&mut self, need: Need) {
        if !self.reads.needs.contains(&need) {
            self.reads.needs.push(need);
        }
    }

    fn need_cell(&mut self, cell: CellId, at: At) {
        let every = match at {
            At::Document => self.here.scope != DOCUMENT,
            At::Own => false,
            At::Member => true,
        };
        self.need(Need::Cell { cell, every });
    }

    /// A path that leads to one value; of a filtered set the first.
    fn one(&mut self, path: &PathExpr) -> Result<(Formula, Type), Fault> {
        let walk = self.walk(path)?;
        if let Some(filters) = &walk.set {
            if filters.is_empty() {
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
        let at = if cell.scope == DOCUMENT { At::Document } else { walk.at };
        self.need_cell(cell, at);
        Ok((Formula::Cell(at, cell.local), self.type_of(walk.node)))
    }

    fn question_at(&self, node: Option<usize>, path: &PathExpr) -> Result<usize, Fault> {
        match node.map(|node| self.world.survey.nodes[node].what) {
            Some(What::Question(question)) => Ok(question),
            _ => Err(Fault::new(
                FormErrorCode::Type,
                format!("`{path}` has no value of its own"),
                "a question",
            )),
        }
    }

    fn type_of(&self, node: Option<usize>) -> Type {
        match node.map(|node| self.world.survey.nodes[node].what) {
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
        if walk.set.is_none() {
            return Err(fault());
        }
        self.build_set(walk, path, valued)
    }

    fn build_set(&mut self, walk: Walk, path: &PathExpr, valued: bool) -> Result<Set, Fault> {
        let (Some(node), Some(filters)) = (walk.node, walk.set) else {
            return Err(unsupported(&format!("`{path}`"), "a path to a repeat or its questions"));
        };
        let value = match self.world.survey.nodes[node].what {
            What::Question(question) => Some(self.world.layout.value[question]),
            _ if valued => {
                self.question_at(Some(node), path)?;
                None
            }
            _ => None,
        };
        let scope = self.world.survey.nodes[node].scope;
        self.need(Need::Roster(scope));
        let gate = self.world.layout.relevant[node];
        for cell in gate.iter().chain(&value) {
            let at = if cell.scope == DOCUMENT { At::Document } else { At::Member };
            self.need_cell(*cell, at);
        }
        let gates = gate.map(|cell| {
            (if cell.scope == DOCUMENT { At::Document } else { At::Member }, cell.local)
        });
        let lookup = if self.here.scope == DOCUMENT { None } else { lookup(&filters) };
        self.reads.lookups.extend(lookup.as_ref().map(|lookup| (scope, lookup.column)));
        Ok(Set {
            scope,
            gates: gates.into_iter().collect(),
            lookup,
            filters,
            value: value.map(|cell| cell.local),
        })
    }

    /// The instance that a path names, for `position(…)`.
    pub fn instance(&mut self, expr: &Expr) -> Result<At, Fault> {
        if let Expr::Path(path) = expr {
            let walk = self.walk(path)?;
            let node = walk.node.map(|node| &self.world.survey.nodes[node]);
            if let Some(node) = node
                && walk.set.is_none()
                && node.what == What::Repeat
            {
                self.need(Need::Roster(node.scope));
                return Ok(walk.at);
            }
        }
        let message = format!("`{expr}` is not the instance of a repeat");
        Err(Fault::new(FormErrorCode::Type, message, "position(..) inside a repeat"))
    }

    fn walk(&mut self, path: &PathExpr) -> Result<Walk, Fault> {
        let mut walk = self.start(path)?;
        self.filter(&mut walk, &path.predicates)?;
        for step in &path.steps {
            self.step(&mut walk, step, path)?;
            self.filter(&mut walk, &step.predicates)?;
        }
        Ok(walk)
    }

    fn start(&mut self, path: &PathExpr) -> Result<Walk, Fault> {
        match &path.start {
            Start::Variable(name) => self.variable(name),
            Start::Current => Ok(Walk { node: self.here.node, at: At::Own, set: None }),
            Start::Context => Ok(match self.member {
                Some(member) => Walk { node: Some(member), at: At::Member, set: None },
                None => Walk { node: self.here.node, at: At::Own, set: None },
            }),
            Start::Root => Err(unsupported("an absolute path", "${name}")),
            Start::Call(name, _) => Err(unsupported(&format!("a path from {name}(…)"), "${name}")),
        }
    }

    fn variable(&mut self, name: &str) -> Result<Walk, Fault> {
        if self.member.is_some() {
            return Err(Fault::new(
                FormErrorCode::Unsupported,
                format!("${{{name}}} inside a filter: engines disagree on what it means"),
                "the bare name for the instance filtered, current()/../name for the one asking",
            ));
        }
        let survey = self.world.survey;
        let Some(&node) = survey.by_name.get(name) else {
            let message = format!("there is no `{name}`");
            return Err(Fault::new(FormErrorCode::Reference, message, "a name of the survey"));
        };
        let found = &survey.nodes[node];
        let own = found.scope == DOCUMENT || found.scope == self.here.scope;
        let set = if own && found.what != What::Repeat { None } else { Some(Vec::new()) };
        Ok(Walk { node: Some(node), at: At::Own, set })
    }

    fn filter(&mut self, walk: &mut Walk, predicates: &[Expr]) -> Result<(), Fault> {
        for predicate in predicates {
            let Some(filters) = &mut walk.set else {
                return Err(unsupported("a filter on one value", "a filter on a repeat"));
            };
            let outer = std::mem::replace(&mut self.member, walk.node);
            if outer.is_some() {
                return Err(unsupported("a filter inside a filter", "a calculation in the repeat"));
            }
            let resolved = self.scalar(predicate);
            self.member = outer;
            filters.push(match resolved? {
                (place, Type::Number) => Formula::same_place(place),
                (truth, _) => truth,
            });
        }
        Ok(())
    }

    fn step(&mut self, walk: &mut Walk, step: &Step, path: &PathExpr) -> Result<(), Fault> {
        let survey = self.world.survey;
        match &step.test {
            Test::Own => Ok(()),
            Test::Any => Err(unsupported("`*`", "a name")),
            Test::Parent => {
                let node = walk.node.map(|node| &survey.nodes[node]);
                let leaves = node.is_some_and(|node| node.what == What::Repeat);
                if walk.node == Some(ROOT) || (leaves && walk.set.is_some()) {
                    return Err(unsupported(&format!("`..` in `{path}`"), "${name}"));
                }
                walk.node = Some(node.map_or(self.here.parent, |node| node.parent));
                Ok(())
            }
            Test::Name(name) => {
                let children = walk.node.map_or(&[][..], |node| &survey.nodes[node].children);
                let child = children.iter().find(|child| survey.nodes[**child].name == *name);
                let Some(&child) = child else {
                    return Err(Fault::new(
                        FormErrorCode::Reference,
                        format!("there is no `{name}` at this place of `{path}`"),
                        format!("a child of the node before it, or ${{{name}}}"),
                    ));
                };
                if survey.nodes[child].what == What::Repeat {
                    if self.member.is_some() {
                        return Err(unsupported("a set inside a filter", "a calculation"));
                    }
                    walk.set = Some(Vec::new());
                }
                walk.node = Some(child);
                Ok(())
            }
        }
    }
}

/// The lookup that narrows a set: its one filter asks, perhaps among other things, that a cell of
/// the member equals something that is the same for all members.
fn lookup(filters: &[Formula]) -> Option<Lookup> {
    match filters {
        [filter] if !filter.contains(|part| matches!(part, Formula::Index)) => sought(filter),
        _ => None,
    }
}

fn sought(filter: &Formula) -> Option<Lookup> {
    match filter {
        Formula::Binary(Operator::And, left, right) => sought(left).or_else(|| sought(right)),
        Formula::Binary(Operator::Equal, left, right) => match (left.as_ref(), right.as_ref()) {
            (Formula::Cell(At::Member, column), other)
            | (other, Formula::Cell(At::Member, column))
                if !other.reads_member() =>
            {
                Some(Lookup { column: *column, sought: other.fixed()? })
            }
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn unsupported(what: &str, expected: &str) -> Fault {
    Fault::new(FormErrorCode::Unsupported, format!("{what} is not supported"), expected)
}
