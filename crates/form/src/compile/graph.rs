//! The order of computation: each cell after those it reads. A circle is an error that names
//! the whole circle.

use std::collections::{BTreeSet, VecDeque};

use super::layout::CellId;
use super::resolve::Need;
use crate::error::{Fault, FormError, FormErrorCode, Place};
use crate::formula::At;
use crate::plan::{Cell, Plan, Reader, Scope, Work};

/// A cell before it has a rank.
pub(super) struct Drafted {
    pub id: CellId,
    /// The question, group or check it belongs to, for errors.
    pub name: String,
    pub place: Place,
    pub work: Work,
    pub reads: Reads,
}

/// What the formula of a cell reads.
#[derive(Default)]
pub(super) struct Reads {
    pub needs: Vec<Need>,
    /// Cells of repeats by whose value it looks instances up: frame they lie in, scope and cell.
    pub lookups: Vec<(At, usize, usize)>,
}

/// Ranks the cells and links each to its readers.
pub(super) fn order(drafted: Vec<Drafted>, sizes: &[usize]) -> Result<Plan, Vec<FormError>> {
    let graph = Graph::new(&drafted, sizes);
    let ranked = graph.sort(&drafted)?;
    let mut rank_of = vec![0; drafted.len()];
    for (rank, draft) in ranked.iter().enumerate() {
        rank_of[*draft] = rank;
    }
    let mut plan = Plan {
        scopes: sizes
            .iter()
            .map(|size| Scope { ranks: vec![0; *size], ..Scope::default() })
            .collect(),
        ..Plan::default()
    };
    let mut readers: Vec<Vec<Reader>> = drafted.iter().map(|_| Vec::new()).collect();
    for (draft, rank) in drafted.iter().zip(&rank_of) {
        plan.scopes[draft.id.scope].ranks[draft.id.local] = *rank;
        for need in &draft.reads.needs {
            match need {
                Need::Roster { scope, via } => {
                    plan.scopes[*scope].readers.push(Reader { rank: *rank, via: *via });
                }
                Need::Cell { cell, via } => {
                    let read = graph.index(*cell);
                    readers[read].push(Reader { rank: *rank, via: *via });
                }
            }
        }
    }
    let mut cells: Vec<Option<Cell>> = drafted.iter().map(|_| None).collect();
    for ((draft, mut readers), rank) in drafted.into_iter().zip(readers).zip(&rank_of) {
        readers.sort_unstable();
        let Drafted { id, work, reads: Reads { lookups, .. }, .. } = draft;
        cells[*rank] = Some(Cell { scope: id.scope, local: id.local, work, lookups, readers });
    }
    plan.cells = cells.into_iter().flatten().collect();
    Ok(plan)
}

/// Which draft reads which, by index of the draft.
struct Graph {
    /// Index of a draft by scope and place.
    by_cell: Vec<Vec<usize>>,
    reads: Vec<BTreeSet<usize>>,
    read_by: Vec<BTreeSet<usize>>,
}

impl Graph {
    fn new(drafted: &[Drafted], sizes: &[usize]) -> Self {
        let mut by_cell: Vec<Vec<usize>> = sizes.iter().map(|size| vec![0; *size]).collect();
        for (index, draft) in drafted.iter().enumerate() {
            by_cell[draft.id.scope][draft.id.local] = index;
        }
        let empty = || drafted.iter().map(|_| BTreeSet::new()).collect();
        let mut graph = Self { by_cell, reads: empty(), read_by: empty() };
        for (index, draft) in drafted.iter().enumerate() {
            for need in &draft.reads.needs {
                if let Need::Cell { cell, .. } = need {
                    let read = graph.index(*cell);
                    graph.reads[index].insert(read);
                    graph.read_by[read].insert(index);
                }
            }
        }
        graph
    }

    fn index(&self, cell: CellId) -> usize {
        self.by_cell[cell.scope][cell.local]
    }

    fn sort(&self, drafted: &[Drafted]) -> Result<Vec<usize>, Vec<FormError>> {
        let mut open: Vec<usize> = self.reads.iter().map(BTreeSet::len).collect();
        let ready = (0..open.len()).filter(|index| open[*index] == 0);
        let mut ready: VecDeque<usize> = ready.collect();
        let mut ranked = Vec::new();
        let mut done = vec![false; open.len()];
        let mut errors = Vec::new();
        loop {
            while let Some(next) = ready.pop_front() {
                done[next] = true;
                ranked.push(next);
                for reader in &self.read_by[next] {
                    open[*reader] = open[*reader].saturating_sub(1);
                    if open[*reader] == 0 && !done[*reader] {
                        ready.push_back(*reader);
                    }
                }
            }
            let Some(start) = done.iter().position(|done| !done) else { break };
            let circle = self.circle(start, &done);
            errors.push(circle_error(drafted, &circle));
            // Take the circle as settled, so that the next one is found and named too.
            for member in circle {
                if !done[member] {
                    open[member] = 0;
                    done[member] = true;
                    ready.push_back(member);
                }
            }
        }
        if errors.is_empty() { Ok(ranked) } else { Err(errors) }
    }

    /// Follows what is read among the cells left until one comes back. All left have such a one.
    fn circle(&self, start: usize, done: &[bool]) -> Vec<usize> {
        let mut path = vec![start];
        loop {
            let last = path[path.len() - 1];
            let next = self.reads[last].iter().copied().find(|read| !done[*read]);
            match next.map(|next| (next, path.iter().position(|seen| *seen == next))) {
                Some((next, None)) => path.push(next),
                Some((_, Some(first))) => return path.split_off(first),
                None => return path,
            }
        }
    }
}

fn circle_error(drafted: &[Drafted], circle: &[usize]) -> FormError {
    let first = circle.iter().min().copied().unwrap_or_default();
    let turn = circle.iter().position(|member| *member == first).unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    for member in circle.iter().cycle().skip(turn).take(circle.len()) {
        let name = drafted[*member].name.as_str();
        if !name.is_empty() && names.last() != Some(&name) {
            names.push(name);
        }
    }
    if names.len() == 1 || names.first() != names.last() {
        names.push(names[0]);
    }
    let fault = Fault::new(
        FormErrorCode::Circle,
        format!("these depend on each other: {}", names.join(" → ")),
        "expressions that do not come back to their own question",
    );
    drafted[first].place.error(fault)
}
