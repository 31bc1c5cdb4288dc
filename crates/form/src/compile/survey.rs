//! The sheet `survey`: rows to a tree of groups, repeats and questions.

use std::collections::{HashMap, HashSet};

use super::choices::Lists;
use super::question;
use super::table::{Cells, Columns, Table, Written};
use crate::error::{Fault, FormError, FormErrorCode, Place};
use crate::model::{Block, BlockId, Page, Question, QuestionId, Repeat, RepeatId};
use crate::plan::{self, DOCUMENT};
use crate::source::Sheet;
use crate::text::Text;

const COLUMNS: Columns = Columns {
    plain: &[
        "type",
        "name",
        "required",
        "relevant",
        "constraint",
        "calculation",
        "appearance",
        "read_only",
        "default",
        "trigger",
        "choice_filter",
        "parameters",
        "repeat_count",
        "bind::cacah:number",
        "bind::cacah:page",
        "bind::cacah:width",
        "bind::cacah:digits",
        "bind::cacah:sum",
        "bind::cacah:special",
        "bind::cacah:missing",
        "bind::cacah:owed",
        "bind::cacah:severity",
        "bind::cacah:sensitive",
        "bind::cacah:decode",
        "bind::cacah:capitals",
        "bind::cacah:prefill",
        "bind::cacah:search",
        "bind::cacah:repeat",
        "bind::cacah:bundle",
        "bind::cacah:opens",
    ],
    texts: &["label", "hint", "guidance_hint", "constraint_message", "required_message"],
    needed: &["type", "name"],
    open: false,
};

/// Groups and repeats inside each other, and how many of them may be repeats: as deep as a deletion
/// reaches down (`cacah_family`'s merge).
const MAX_DEPTH: usize = 64;
const MAX_REPEATS: usize = 8;

/// Columns that a group or repeat may fill.
const GROUP_COLUMNS: [&str; 7] =
    ["type", "name", "relevant", "appearance", "bind::cacah:number", "label(id)", "label(en)"];
/// Column that only a repeat may fill.
const COUNT: &str = "repeat_count";

/// Index of the root in [`Survey::nodes`].
pub(super) const ROOT: usize = 0;

pub(super) struct Survey {
    pub nodes: Vec<Node>,
    pub by_name: HashMap<String, usize>,
    pub questions: Vec<Question>,
    pub drafts: Vec<Draft>,
    pub repeats: Vec<Repeat>,
    pub blocks: Vec<Block>,
    /// The document, then each repeat.
    pub scopes: Vec<Enclosure>,
}

/// How a scope lies in the others.
pub(super) struct Enclosure {
    /// Node of the repeat; the root for the document.
    pub node: usize,
    pub parent: usize,
    pub depth: usize,
}

impl Survey {
    /// How many repeats a scope is inside of, itself included.
    pub fn depth(&self, scope: usize) -> usize {
        self.scopes[scope].depth
    }

    /// The innermost scope that both lie in.
    pub fn meeting(&self, a: usize, b: usize) -> usize {
        plan::meeting(a, b, |scope| (self.scopes[scope].parent, self.scopes[scope].depth))
    }

    /// The nodes of the repeats from just inside `outer` to `inner`, which lies in it.
    pub fn repeats_between(&self, outer: usize, inner: usize) -> impl Iterator<Item = usize> {
        let mut scope = inner;
        let mut nodes = Vec::new();
        while scope != outer && scope != DOCUMENT {
            nodes.push(self.scopes[scope].node);
            scope = self.scopes[scope].parent;
        }
        nodes.into_iter().rev()
    }
}

/// A group, a repeat or a question in the tree.
pub(super) struct Node {
    pub name: String,
    pub what: What,
    pub parent: usize,
    pub children: Vec<usize>,
    /// The scope its contents live in; a question's own.
    pub scope: usize,
    pub relevant: Option<Written>,
    /// How many instances a repeat is told to have.
    pub count: Option<Written>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Group,
    Repeat,
    Question(usize),
}

/// The expressions of a question.
pub(super) struct Draft {
    pub node: usize,
    pub required: Owes,
    pub constraint: Option<Written>,
    pub filter: Option<Written>,
    pub fills: Fills,
    pub first: Option<First>,
}

/// What a calculation fills in.
pub(super) enum Fills {
    Nothing,
    /// The value, always.
    Value(Written),
    /// The answer, each time the calculation comes out; `once`: while there is none.
    Answer {
        rule: Written,
        once: bool,
    },
    /// The answer, when that of one of these questions changes; without a rule it is emptied.
    Triggered {
        by: Vec<String>,
        rule: Option<Written>,
        place: Place,
    },
}

/// The answer that a question starts with.
pub(super) enum First {
    Written(String),
    Computed(Written),
    Metadata,
}

/// When an answer is required.
pub(super) enum Owes {
    Never,
    Always,
    When(Written),
}

pub(super) fn read(sheet: &Sheet, lists: &Lists, errors: &mut Vec<FormError>) -> Survey {
    let table = Table::new(sheet, &COLUMNS, errors);
    let mut reader = Reader::new(lists);
    for row in table.rows() {
        if let Err(found) = reader.row(row) {
            errors.extend(found);
        }
    }
    for node in reader.open.iter().skip(1) {
        let node = &reader.survey.nodes[*node];
        let fault = nesting(format!("`{}` is never ended", node.name));
        errors.push(node.place.error(fault));
    }
    errors.extend(unopened(&reader.survey));
    if reader.survey.questions.is_empty() && errors.is_empty() {
        let fault = Fault::new(FormErrorCode::Value, "no questions", "at least one row");
        errors.push(fault.at(&sheet.file, 2, "type"));
    }
    reader.survey
}

/// Questions that open columns of what is no repeat of the document.
fn unopened(survey: &Survey) -> Vec<FormError> {
    let outer = || survey.repeats.iter().filter(|repeat| repeat.parent.is_none());
    let opening = survey.questions.iter().zip(&survey.drafts).filter_map(|(question, draft)| {
        let name = question.opens.as_ref()?;
        let known = question.repeat.is_none() && outer().any(|repeat| repeat.name == *name);
        (!known).then(|| {
            let message = format!("`{}` opens `{name}`", question.name);
            let expected = "at a question outside repeats, the name of a repeat outside others";
            let fault = Fault::new(FormErrorCode::Reference, message, expected);
            survey.nodes[draft.node].place.error(fault)
        })
    });
    opening.collect()
}

struct Reader<'a> {
    lists: &'a Lists,
    survey: Survey,
    /// The groups and repeats that are open, the root first.
    open: Vec<usize>,
    /// Names that were refused; references to them are no further error.
    loose_block: Option<BlockId>,
    names: HashSet<String>,
}

impl<'a> Reader<'a> {
    fn new(lists: &'a Lists) -> Self {
        let root = Node {
            name: "data".to_owned(),
            what: What::Group,
            parent: ROOT,
            children: Vec::new(),
            scope: DOCUMENT,
            relevant: None,
            count: None,
            place: Place::default(),
        };
        let survey = Survey {
            nodes: vec![root],
            by_name: HashMap::new(),
            questions: Vec::new(),
            drafts: Vec::new(),
            repeats: Vec::new(),
            blocks: Vec::new(),
            scopes: vec![Enclosure { node: ROOT, parent: DOCUMENT, depth: 0 }],
        };
        Self { lists, survey, open: vec![ROOT], loose_block: None, names: HashSet::new() }
    }

    fn parent(&self) -> usize {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn row(&mut self, row: Cells<'_>) -> Result<(), Vec<FormError>> {
        let words: Vec<&str> = row.get("type").split_whitespace().collect();
        match words.as_slice() {
            ["begin_group"] | ["begin", "group"] => self.begin(row, What::Group),
            ["begin_repeat"] | ["begin", "repeat"] => self.begin(row, What::Repeat),
            ["end_group"] | ["end", "group"] => self.end(row, What::Group),
            ["end_repeat"] | ["end", "repeat"] => self.end(row, What::Repeat),
            ["csv-external"] => self.external(row),
            words => self.question(row, words),
        }
    }

    fn begin(&mut self, row: Cells<'_>, what: What) -> Result<(), Vec<FormError>> {
        let parent = self.parent();
        // The container opens even when its row is wrong, so that its end is no further error.
        let node = self.add(row, what).map_err(|error| vec![error]);
        let opened = match &node {
            Ok(node) => *node,
            Err(_) => self.push(row, format!("\u{0}{}", row.row.number), what),
        };
        self.open.push(opened);
        let mut errors = node.err().unwrap_or_default();
        let used =
            |key: &&str| GROUP_COLUMNS.contains(key) || (what == What::Repeat && *key == COUNT);
        errors.extend(row.filled().filter(|key| !used(key)).map(|key| {
            let message =
                format!("a group or repeat does not use this column; it holds `{}`", row.get(key));
            row.value_error(key, &message, "an empty cell")
        }));
        match row.expression("relevant") {
            Ok(relevant) => self.survey.nodes[opened].relevant = relevant,
            Err(error) => errors.push(error),
        }
        match row.expression(COUNT) {
            Ok(count) => self.survey.nodes[opened].count = count,
            Err(error) => errors.push(error),
        }
        if parent == ROOT && what == What::Group {
            self.block(row.get("name"), row.optional("bind::cacah:number"), row.text("label"));
        }
        if what == What::Repeat {
            self.repeat(row, opened);
        }
        let repeats = self.survey.depth(self.survey.nodes[opened].scope);
        // Told once, where it becomes too much.
        if self.open.len() == MAX_DEPTH + 2 || (what == What::Repeat && repeats == MAX_REPEATS + 1)
        {
            let expected = format!(
                "at most {MAX_DEPTH} groups and repeats inside each other, {MAX_REPEATS} of them repeats"
            );
            let fault = Fault::new(FormErrorCode::Nesting, "nested too deeply", expected);
            errors.push(row.error("type", fault));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn end(&mut self, row: Cells<'_>, what: What) -> Result<(), Vec<FormError>> {
        let name = row.get("name");
        let ends = |node: &Node| {
            let named = name.is_empty() || node.name.starts_with('\u{0}') || name == node.name;
            node.what == what && named
        };
        let nodes = &self.survey.nodes;
        let Some(at) = self.open.iter().skip(1).rposition(|node| ends(&nodes[*node])) else {
            let fault = match self.open.get(1..).and_then(<[usize]>::last) {
                None => nesting("an end without a begin"),
                Some(open) => {
                    let Node { name, place, .. } = &nodes[*open];
                    let message = "an end without a begin while";
                    nesting(format!("{message} `{name}` of row {} is open", place.row))
                }
            };
            return Err(vec![row.error("type", fault)]);
        };
        // What is still open inside it lacks its end; ending it here keeps that the only error.
        let inner = self.open.drain(at + 1..).skip(1);
        let errors = inner.map(|open| {
            let Node { name, place, what, .. } = &nodes[open];
            let end = if *what == What::Repeat { "end_repeat" } else { "end_group" };
            let message = format!("`{name}` of row {} is still open here", place.row);
            let expected = format!("its {end} above this row");
            row.error("type", Fault::new(FormErrorCode::Nesting, message, expected))
        });
        let errors: Vec<_> = errors.collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn question(&mut self, row: Cells<'_>, words: &[&str]) -> Result<(), Vec<FormError>> {
        let node = self.add(row, What::Question(self.survey.questions.len()));
        let read = question::read(row, words, self.lists);
        let (node, (mut question, mut draft, relevant)) = match (node, read) {
            (Ok(node), Ok(read)) => (node, read),
            (node, read) => {
                let mut errors: Vec<_> = node.err().into_iter().collect();
                errors.extend(read.err().unwrap_or_default());
                return Err(errors);
            }
        };
        let scope = self.survey.nodes[node].scope;
        question.id = QuestionId(self.survey.questions.len());
        question.block = self.current_block();
        question.repeat = (scope != DOCUMENT).then(|| RepeatId(scope - 1));
        draft.node = node;
        self.survey.nodes[node].relevant = relevant;
        if let Some(repeat) = question.repeat {
            self.turn_page(repeat, &question);
        } else if question.page.is_some() {
            let error = row.value_error("bind::cacah:page", "a page outside a repeat", "no page");
            return Err(vec![error]);
        }
        self.survey.questions.push(question);
        self.survey.drafts.push(draft);
        Ok(())
    }

    /// Declares that the form reads a file.
    fn external(&mut self, row: Cells<'_>) -> Result<(), Vec<FormError>> {
        let name = row.name("name").map_err(|error| vec![error])?;
        if self.lists.file(&name).is_some() && self.names.insert(name.clone()) {
            return Ok(());
        }
        let fault = if self.lists.file(&name).is_some() {
            let message = format!("the name `{name}` is used twice");
            Fault::new(FormErrorCode::Name, message, "a name that nothing else in the survey has")
        } else {
            self.lists.no_file(&name)
        };
        Err(vec![row.error("name", fault)])
    }

    fn turn_page(&mut self, repeat: RepeatId, question: &Question) {
        let pages = &mut self.survey.repeats[repeat.0].pages;
        let name = question.page.clone().unwrap_or_default();
        match pages.iter_mut().find(|page| page.name == name) {
            Some(page) => page.questions.push(question.id),
            None => {
                let titles = self.lists.find("page").map(|list| &self.lists.choices[list.0]);
                let title = titles.and_then(|all| all.iter().find(|choice| choice.code == name));
                let label = title.map(|choice| choice.label.clone()).unwrap_or_default();
                pages.push(Page { name, label, questions: vec![question.id] });
            }
        }
    }

    /// Adds a node under the open one, its name checked.
    fn add(&mut self, row: Cells<'_>, what: What) -> Result<usize, FormError> {
        let name = row.name("name")?;
        if !self.names.insert(name.clone()) {
            let fault = Fault::new(
                FormErrorCode::Name,
                format!("the name `{name}` is used twice"),
                "a name that nothing else in the survey has",
            );
            return Err(row.error("name", fault));
        }
        Ok(self.push(row, name, what))
    }

    fn push(&mut self, row: Cells<'_>, name: String, what: What) -> usize {
        let parent = self.parent();
        let at = self.survey.nodes.len();
        let scope = match what {
            What::Repeat => self.survey.repeats.len() + 1,
            _ => self.survey.nodes[parent].scope,
        };
        self.survey.by_name.insert(name.clone(), at);
        self.survey.nodes[parent].children.push(at);
        self.survey.nodes.push(Node {
            name,
            what,
            parent,
            children: Vec::new(),
            scope,
            relevant: None,
            count: None,
            place: row.place("type"),
        });
        at
    }

    fn repeat(&mut self, row: Cells<'_>, node: usize) {
        let parent = self.survey.nodes[self.survey.nodes[node].parent].scope;
        let depth = self.survey.depth(parent) + 1;
        self.survey.scopes.push(Enclosure { node, parent, depth });
        let repeat = Repeat {
            id: RepeatId(self.survey.nodes[node].scope - 1),
            parent: (parent != DOCUMENT).then(|| RepeatId(parent - 1)),
            counted: self.survey.nodes[node].count.is_some(),
            name: self.survey.nodes[node].name.clone(),
            number: row.optional("bind::cacah:number"),
            label: row.text("label"),
            block: self.current_block(),
            pages: Vec::new(),
        };
        self.survey.repeats.push(repeat);
    }

    fn block(&mut self, name: &str, number: Option<String>, label: Text) -> BlockId {
        let id = BlockId(self.survey.blocks.len());
        self.survey.blocks.push(Block { id, name: name.to_owned(), number, label });
        id
    }

    /// The block of the open group, or the one for what stands outside all groups.
    fn current_block(&mut self) -> BlockId {
        let grouped = self.open.get(1).is_some_and(|at| self.survey.nodes[*at].what == What::Group);
        if grouped {
            // Blocks close before the next opens, but a loose question may have opened its own.
            let name = &self.survey.nodes[self.open[1]].name;
            if let Some(block) = self.survey.blocks.iter().find(|block| block.name == *name) {
                return block.id;
            }
        }
        match self.loose_block {
            Some(block) => block,
            None => {
                let block = self.block("", None, Text::default());
                self.loose_block = Some(block);
                block
            }
        }
    }
}

fn nesting(message: impl Into<String>) -> Fault {
    Fault::new(FormErrorCode::Nesting, message, "each begin with its own end, well nested")
}
