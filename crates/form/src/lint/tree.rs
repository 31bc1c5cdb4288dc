//! The survey as written: a tree of groups, repeats and questions with their expressions.

use std::collections::HashMap;

use crate::expr::{Expr, PathExpr, Start, Test, parse};
use crate::model::{Form, QuestionId};
use crate::source::{Row, Sheet, Sheets};

/// Index of the root in [`Tree::nodes`].
pub(super) const ROOT: usize = 0;

pub(super) struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
    by_name: HashMap<&'a str, usize>,
    /// Value of each row of the sheet `parameters`.
    parameters: HashMap<&'a str, &'a str>,
}

pub(super) struct Node<'a> {
    pub name: &'a str,
    pub parent: usize,
    /// The innermost repeat it stands in, a repeat's own contents in itself; else the root.
    pub scope: usize,
    pub question: Option<QuestionId>,
    /// Its row; none for the root.
    pub row: Option<&'a Row>,
    pub relevant: Option<Expr>,
    pub constraint: Option<Expr>,
    pub calculation: Option<Expr>,
    pub choice_filter: Option<Expr>,
    /// Whether something other than its own calculation or an officer fills it.
    pub filled: bool,
}

/// Where an expression is written: at a node, or for a check below its context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Here {
    pub node: Option<usize>,
    pub parent: usize,
}

impl<'a> Tree<'a> {
    /// The tree of a form that compiles.
    pub fn new(sheets: &'a Sheets, form: &Form) -> Self {
        let mut tree = Self {
            nodes: vec![Node::at(ROOT, ROOT)],
            by_name: HashMap::new(),
            parameters: HashMap::new(),
        };
        for row in &sheets.parameters.rows {
            let cell = |column| cell(&sheets.parameters, row, column);
            tree.parameters.insert(cell("name"), cell("value"));
        }
        let mut open = vec![ROOT];
        for row in &sheets.survey.rows {
            let kind = cell(&sheets.survey, row, "type").replace('_', " ");
            let parent = open.last().copied().unwrap_or(ROOT);
            if kind.starts_with("end ") {
                open.pop();
                continue;
            }
            let at = tree.add(&sheets.survey, row, parent, form);
            if kind == "begin repeat" {
                tree.nodes[at].scope = at;
            }
            if kind.starts_with("begin ") {
                open.push(at);
            }
        }
        tree
    }

    fn add(&mut self, sheet: &'a Sheet, row: &'a Row, parent: usize, form: &Form) -> usize {
        let read = |column| self.expression(cell(sheet, row, column));
        let name = cell(sheet, row, "name");
        let filled = ["default", "trigger"].iter().any(|name| !cell(sheet, row, name).is_empty());
        let node = Node {
            name,
            question: form.question(name).map(|question| question.id),
            row: Some(row),
            relevant: read("relevant"),
            constraint: read("constraint"),
            calculation: read("calculation"),
            choice_filter: read("choice_filter"),
            filled,
            ..Node::at(parent, self.nodes[parent].scope)
        };
        let at = self.nodes.len();
        self.by_name.insert(name, at);
        self.nodes.push(node);
        at
    }

    /// The expression of a cell, its parameters replaced by their values.
    pub fn expression(&self, text: &str) -> Option<Expr> {
        let mut expr = parse(text).ok().filter(|_| !text.is_empty())?;
        self.substitute(&mut expr);
        Some(expr)
    }

    fn substitute(&self, expr: &mut Expr) {
        match expr {
            Expr::Call(name, arguments) if name == "cacah:parameter" => {
                if let [Expr::Text(parameter)] = arguments.as_slice()
                    && let Some(value) = self.parameters.get(parameter.as_str())
                {
                    *expr = Expr::Text((*value).to_owned());
                }
            }
            Expr::Call(_, arguments) => arguments.iter_mut().for_each(|one| self.substitute(one)),
            Expr::Negate(inner) => self.substitute(inner),
            Expr::Binary(_, left, right) => {
                self.substitute(left);
                self.substitute(right);
            }
            Expr::Number(_) | Expr::Text(_) | Expr::Path(_) => {}
        }
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// A node and what it stands in, from the inside out, without the root.
    pub fn lineage(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |at| Some(self.nodes[*at].parent))
            .take_while(|at| *at != ROOT)
    }

    /// The question that a path leads to from `here`, where it has one value for all who read it.
    pub fn resolve(&self, path: &PathExpr, here: Here) -> Option<usize> {
        if !path.predicates.is_empty() || path.steps.iter().any(|step| !step.predicates.is_empty())
        {
            return None;
        }
        let mut at = match &path.start {
            Start::Variable(name) => Some(self.find(name)?),
            Start::Current | Start::Context => here.node,
            _ => return None,
        };
        for step in &path.steps {
            at = match &step.test {
                Test::Own => at,
                Test::Parent => Some(at.map_or(here.parent, |at| self.nodes[at].parent)),
                Test::Name(name) => {
                    let child = self
                        .find(name)
                        .filter(|child| *child != ROOT && Some(self.nodes[*child].parent) == at);
                    Some(child?)
                }
                Test::Any => return None,
            };
        }
        let node = &self.nodes[at?];
        let seen = self.scopes(here.parent).any(|scope| scope == node.scope);
        node.question.and(at).filter(|_| seen)
    }

    /// The repeats that a node stands in, from the inside out, and the root.
    fn scopes(&self, at: usize) -> impl Iterator<Item = usize> {
        let inner = self.nodes[at].scope;
        std::iter::successors(Some(inner), |scope| {
            (*scope != ROOT).then(|| self.nodes[self.nodes[*scope].parent].scope)
        })
    }

    /// Where the expressions of a node stand.
    pub fn here(&self, at: usize) -> Here {
        Here { node: Some(at), parent: self.nodes[at].parent }
    }
}

impl Node<'_> {
    fn at(parent: usize, scope: usize) -> Self {
        Self {
            name: "",
            parent,
            scope,
            question: None,
            row: None,
            relevant: None,
            constraint: None,
            calculation: None,
            choice_filter: None,
            filled: false,
        }
    }
}

/// The cell of a row under a header; empty where the sheet has no such column.
pub(super) fn cell<'a>(sheet: &'a Sheet, row: &'a Row, column: &str) -> &'a str {
    let at = sheet.header.iter().position(|header| header == column);
    at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
}
