//! A compiled form, as its readers see it.

mod check;
mod parameter;
mod question;

use std::collections::HashMap;

pub use check::{AsksAt, Check, Severity};
pub use parameter::Parameter;
pub use question::{
    Block, BlockId, Choice, Kind, ListId, Media, Metadata, Owed, Page, Question, QuestionId,
    Repeat, RepeatId,
};

use crate::compile::{Covering, Written};
use crate::error::FormError;
use crate::items::Listed;
use crate::plan::Plan;
use crate::source::Sheets;
use crate::text::{Language, Text};

/// A compiled form: immutable, shared by all its interviews.
#[derive(Debug)]
pub struct Form {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) version: String,
    pub(crate) columns: Option<u8>,
    pub(crate) structure_hash: [u8; 32],
    pub(crate) rules_hash: [u8; 32],
    pub(crate) written: Written,
    pub(crate) blocks: Vec<Block>,
    pub(crate) questions: Vec<Question>,
    pub(crate) repeats: Vec<Repeat>,
    pub(crate) lists: Vec<Vec<Choice>>,
    /// The same lists, by their codes.
    pub(crate) items: Vec<Listed>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) missing: Vec<Choice>,
    pub(crate) checks: Vec<Check>,
    /// Severity and message of K001 to K004.
    pub(crate) engine_checks: [Check; 4],
    pub(crate) covering: Covering,
    pub(crate) named_functions: Vec<String>,
    pub(crate) by_name: HashMap<String, QuestionId>,
    pub(crate) plan: Plan,
}

impl Form {
    /// Compiles the sheets of a form.
    ///
    /// # Errors
    /// Everything found wrong, each with its place, in the order of the sheets.
    pub fn compile(sheets: &Sheets) -> Result<Self, Vec<FormError>> {
        crate::compile::compile(sheets)
    }

    /// `form_id` of the settings.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `form_title` of the settings.
    pub fn title(&self, language: Language) -> &str {
        self.title.get(language)
    }

    /// `version` of the settings.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Members in columns on one set of the paper; none: the paper has no sets.
    pub fn columns(&self) -> Option<u8> {
        self.columns
    }

    /// BLAKE3 of what a stored document depends on: names, types, codes, repeats and their order.
    pub fn structure_hash(&self) -> [u8; 32] {
        self.structure_hash
    }

    /// BLAKE3 of everything else: rules, labels, display.
    pub fn rules_hash(&self) -> [u8; 32] {
        self.rules_hash
    }

    /// The blocks in order; [`BlockId`] is the index.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The questions in the order of the sheet; [`QuestionId`] is the index.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question of this name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.by_name.get(name).map(|id| &self.questions[id.0])
    }

    /// The repeats in order; [`RepeatId`] is the index.
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }

    /// The repeat of this name.
    pub fn repeat(&self, name: &str) -> Option<&Repeat> {
        self.repeats.iter().find(|repeat| repeat.name == name)
    }

    /// The choices of a list, in order.
    pub fn choices(&self, list: ListId) -> &[Choice] {
        &self.lists[list.0]
    }

    /// The named constants of the rules, in order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Missing codes (reasons) with their texts: the choice list `missing`.
    pub fn missing(&self) -> &[Choice] {
        &self.missing
    }

    /// Whether `question` takes this missing code: one of its own, or one that the form lists for
    /// all, since no question names it (`tidak_terbaca`).
    pub fn takes_reason(&self, question: &Question, code: &str) -> bool {
        let listed = || self.missing.iter().any(|reason| reason.code == code);
        let named = |question: &Question| question.missing.iter().any(|own| own == code);
        named(question) || (listed() && !self.questions.iter().any(named))
    }

    /// The rules of the sheet `checks`, without K001 to K004.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The functions, without their prefix `cacah:`, that the caller must provide.
    pub fn named_functions(&self) -> &[String] {
        &self.named_functions
    }
}
