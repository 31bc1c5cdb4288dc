//! Where a path leads, step by step.

use super::resolve::{Member, Resolver, unsupported};
use super::survey::{ROOT, What};
use super::types::Type;
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, Operator, PathExpr, Start, Step, Test};
use crate::formula::{At, Formula, Lookup};
use crate::plan::DOCUMENT;

/// Filters inside each other: each multiplies what the one around it costs.
const MAX_FILTERS: usize = 3;

/// Where a path has led.
pub(super) struct Walk {
    /// None: the check itself.
    pub node: Option<usize>,
    /// The frame of the one node, or the frame that the set starts in.
    pub from: At,
    /// The scope whose frame holds all that was met on the way.
    pub anchor: usize,
    /// From repeat to repeat, once the path has become a set of instances.
    pub steps: Vec<StepDraft>,
}

/// A step into a repeat.
pub(super) struct StepDraft {
    pub node: usize,
    pub filters: Vec<Formula>,
}

impl Walk {
    pub fn is_set(&self) -> bool {
        !self.steps.is_empty()
    }

    pub fn is_filtered(&self) -> bool {
        self.steps.iter().any(|step| !step.filters.is_empty())
    }

    fn enter(&mut self, node: usize) {
        self.steps.push(StepDraft { node, filters: Vec::new() });
    }
}

impl Resolver<'_> {
    pub(super) fn walk(&mut self, path: &PathExpr) -> Result<Walk, Fault> {
        let (mut walk, taken) = self.start(path)?;
        self.filter(&mut walk, &path.predicates)?;
        for (place, step) in path.steps.iter().enumerate() {
            if place >= taken {
                self.step(&mut walk, step, path)?;
            }
            self.filter(&mut walk, &step.predicates)?;
        }
        Ok(walk)
    }

    /// Where a path starts, and how many of its steps that has taken.
    fn start(&mut self, path: &PathExpr) -> Result<(Walk, usize), Fault> {
        let own = |node| Walk { node, from: At::Own(0), anchor: self.here.scope, steps: vec![] };
        match &path.start {
            Start::Variable(name) => Ok((self.variable(name)?, 0)),
            Start::Current => Ok((own(self.here.node), 0)),
            Start::Context => Ok(match self.member {
                Some(Member { node, anchor }) => {
                    let from = At::Member(0);
                    (Walk { node: Some(node), from, anchor, steps: vec![] }, 0)
                }
                None => (own(self.here.node), 0),
            }),
            Start::Root => self.absolute(path),
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
        let node = self.world.survey.find(name)?;
        Ok(self.reference(node))
    }

    /// An absolute path means the same as `${…}` of the node it names: the instances that the
    /// expression stands in are meant, as in JavaRosa.
    fn absolute(&mut self, path: &PathExpr) -> Result<(Walk, usize), Fault> {
        if self.member.is_some() {
            return Err(unsupported("an absolute path inside a filter", "current()/../name"));
        }
        let survey = self.world.survey;
        let mut node = ROOT;
        let mut taken = 0;
        for (place, step) in path.steps.iter().enumerate() {
            let Test::Name(name) = &step.test else { break };
            node = if place == 0 && *name == survey.nodes[ROOT].name {
                ROOT
            } else {
                self.child(node, name, path)?
            };
            taken = place + 1;
            if !step.predicates.is_empty() {
                break;
            }
        }
        if node == ROOT {
            return Err(unsupported(&format!("`{path}`"), "${name}"));
        }
        Ok((self.reference(node), taken))
    }

    /// What `${…}` of a node means here: one node where all its repeats are around here too, else
    /// all nodes within the innermost repeat around both.
    fn reference(&self, node: usize) -> Walk {
        let survey = self.world.survey;
        let found = self.node(node);
        let home =
            if found.what == What::Repeat { self.node(found.parent).scope } else { found.scope };
        let meeting = survey.meeting(self.here.scope, home);
        let from = if meeting == DOCUMENT {
            At::Document
        } else {
            At::Own(survey.depth(self.here.scope) - survey.depth(meeting))
        };
        let repeats = survey.repeats_between(meeting, found.scope);
        let steps = repeats.map(|node| StepDraft { node, filters: Vec::new() }).collect();
        Walk { node: Some(node), from, anchor: meeting, steps }
    }

    /// A question with places given for repeats around it.
    pub(super) fn indexed(&self, node: usize, mut places: Vec<(usize, Formula)>) -> Option<Walk> {
        let survey = self.world.survey;
        let outermost = places
            .iter()
            .map(|(repeat, _)| *repeat)
            .min_by_key(|repeat| survey.depth(self.node(*repeat).scope))?;
        let around = self.node(self.node(outermost).parent).scope;
        let meeting = survey.meeting(self.here.scope, around);
        let out = survey.depth(self.here.scope) - survey.depth(meeting);
        let from = if meeting == DOCUMENT { At::Document } else { At::Own(out) };
        let mut steps = Vec::new();
        for repeat in survey.repeats_between(meeting, self.node(node).scope) {
            let place = places.iter().position(|(named, _)| *named == repeat);
            let filters = place.map(|at| places.swap_remove(at).1).into_iter().collect();
            steps.push(StepDraft { node: repeat, filters });
        }
        places.is_empty().then_some(Walk { node: Some(node), from, anchor: meeting, steps })
    }

    fn filter(&mut self, walk: &mut Walk, predicates: &[Expr]) -> Result<(), Fault> {
        for predicate in predicates {
            if self.item.is_some() {
                return Err(unsupported(
                    "a filter on a repeat inside one on items",
                    "a calculation",
                ));
            }
            let (Some(node), Some(step)) = (walk.node, walk.steps.last_mut()) else {
                return Err(unsupported("a filter on one value", "a filter on a repeat"));
            };
            if self.filters == MAX_FILTERS {
                return Err(unsupported("a filter so deep within filters", "a calculation"));
            }
            let outer = self.member.replace(Member { node, anchor: walk.anchor });
            self.filters += 1;
            let resolved = self.scalar(predicate);
            self.filters -= 1;
            self.member = outer;
            let filter = match resolved? {
                (place, Type::Number) => Formula::same_place(place),
                (truth, _) => truth,
            };
            let counts = filter.contains(|part| matches!(part, Formula::Index | Formula::Last));
            if counts && self.node(node).what != What::Repeat {
                return Err(unsupported("the place of a question", "${repeat}[n]/question"));
            }
            step.filters.push(filter);
        }
        Ok(())
    }

    fn child(&self, parent: usize, name: &str, path: &PathExpr) -> Result<usize, Fault> {
        let children = &self.node(parent).children;
        children.iter().copied().find(|child| self.node(*child).name == name).ok_or_else(|| {
            if path.to_string() == name {
                return self.bare(name);
            }
            Fault::new(
                FormErrorCode::Reference,
                format!("there is no `{name}` at this place of `{path}`"),
                format!("a child of the node before it, or ${{{name}}}"),
            )
        })
    }

    /// A name that stands alone where it means nothing.
    fn bare(&self, name: &str) -> Fault {
        let message = format!("`{name}` alone means nothing here");
        let expected = match self.world.survey.find(name) {
            Ok(_) => format!("${{{name}}}"),
            Err(_) => format!("'{name}' if it is a text, ${{…}} around the name of a question"),
        };
        Fault::new(FormErrorCode::Reference, message, expected)
    }

    fn step(&mut self, walk: &mut Walk, step: &Step, path: &PathExpr) -> Result<(), Fault> {
        match &step.test {
            Test::Own => Ok(()),
            Test::Any => Err(unsupported("`*`", "a name")),
            Test::Parent => {
                let node = walk.node.map(|node| self.node(node));
                let leaves = node.is_some_and(|node| node.what == What::Repeat);
                if walk.node == Some(ROOT) || (leaves && walk.is_set()) {
                    return Err(unsupported(&format!("`..` in `{path}`"), "${name}"));
                }
                if leaves {
                    walk.from = walk.from.out(1);
                }
                walk.node = Some(node.map_or(self.here.parent, |node| node.parent));
                Ok(())
            }
            Test::Name(name) => {
                let Some(parent) = walk.node else {
                    return Err(unsupported(&format!("`{path}`"), "../name or ${name}"));
                };
                let child = self.child(parent, name, path)?;
                if self.node(child).what == What::Repeat {
                    if !walk.is_set() && !matches!(walk.from, At::Member(_)) {
                        walk.anchor = self.node(parent).scope;
                    }
                    walk.enter(child);
                }
                walk.node = Some(child);
                Ok(())
            }
        }
    }
}

/// The lookup that narrows a set: its one filter asks, perhaps among other things, that a cell of
/// the member equals something that is the same for all members.
pub(super) fn lookup(filters: &[Formula]) -> Option<Lookup> {
    match filters {
        [filter] if !filter.contains(|part| matches!(part, Formula::Index | Formula::Last)) => {
            sought(filter)
        }
        _ => None,
    }
}

fn sought(filter: &Formula) -> Option<Lookup> {
    match filter {
        Formula::Binary(Operator::And, left, right) => sought(left).or_else(|| sought(right)),
        Formula::Binary(Operator::Equal, left, right) => match (left.as_ref(), right.as_ref()) {
            (Formula::Cell(At::Member(0), column), other)
            | (other, Formula::Cell(At::Member(0), column))
                if !other.reads_member() =>
            {
                Some(Lookup { column: *column, sought: other.fixed()? })
            }
            _ => None,
        },
        _ => None,
    }
}
