//! Blocks, repeats, questions and choices.

use crate::model::Severity;
use crate::text::Text;

/// Index of a block in [`crate::Form::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub usize);

/// Index of a repeat in [`crate::Form::repeats`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RepeatId(pub usize);

/// Index of a question in [`crate::Form::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionId(pub usize);

/// Index of a choice list; see [`crate::Form::choices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub usize);

/// A top-level group of the form. Questions outside any group share one block without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its index.
    pub id: BlockId,
    /// Name of the group.
    pub name: String,
    /// Number on the paper, as `IV`.
    pub number: Option<String>,
    /// Title.
    pub label: Text,
}

/// A repeated part of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// Its index.
    pub id: RepeatId,
    /// Name of the repeat.
    pub name: String,
    /// Number on the paper.
    pub number: Option<String>,
    /// Title.
    pub label: Text,
    /// The block it stands in.
    pub block: BlockId,
    /// The repeat it stands in.
    pub parent: Option<RepeatId>,
    /// Whether the form says how many instances it has.
    pub counted: bool,
    /// Its pages in the order of the sheet.
    pub pages: Vec<Page>,
}

/// A page of a repeat: questions asked of one instance before the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// As in `bind::cacah:page`; empty where the sheet names none.
    pub name: String,
    /// Title, from the choice list `page`.
    pub label: Text,
    /// Its questions in order.
    pub questions: Vec<QuestionId>,
}

/// A question, or another row of the form that holds or shows something.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its index.
    pub id: QuestionId,
    /// Name, unique in the form.
    pub name: String,
    /// Number on the paper, shown before the label.
    pub number: Option<String>,
    /// What it takes.
    pub kind: Kind,
    /// The block it stands in.
    pub block: BlockId,
    /// The repeat it stands in.
    pub repeat: Option<RepeatId>,
    /// The page inside the repeat.
    pub page: Option<String>,
    /// What is asked.
    pub label: Text,
    /// Help below the label.
    pub hint: Text,
    /// Further help, for those who want to know more.
    pub guidance: Text,
    /// The list of codes.
    pub choices: Option<ListId>,
    /// Code boxes on the paper; a full field goes on by itself.
    pub width: Option<u8>,
    /// Display with leading zeros to this width.
    pub digits: Option<u8>,
    /// Codes allowed outside the range.
    pub special: Vec<Choice>,
    /// Missing codes (reasons) it takes.
    pub missing: Vec<String>,
    /// Who owes the answer.
    pub owed: Owed,
    /// Severity of K001 and K002 here, when not the one of their rows.
    pub severity: Option<Severity>,
    /// Masked on screen until asked.
    pub sensitive: bool,
    /// Named function that describes the value under the field.
    pub decode: Option<String>,
    /// Text becomes capitals while keyed.
    pub capitals: bool,
    /// What the caller fills it with when a document is opened (`family.head`).
    pub prefill: Option<String>,
    /// Its answers are names that lists are searched by.
    pub search: bool,
    /// Keying copies the answer of the document before, when asked to.
    pub carried: bool,
    /// Keying holds the answer fixed for the whole bundle of an SLS.
    pub bundled: bool,
    /// The repeat of which the answer says how many columns the paper fills.
    pub opens: Option<String>,
    /// Its own condition as the sheet writes it.
    pub relevant: Option<String>,
    /// Not asked; filled by the form or by the caller.
    pub readonly: bool,
    /// Computed by the form; takes no answer.
    pub has_calculation: bool,
    /// The form may answer it itself: a first answer, a trigger, a calculation of the answer.
    pub answers_itself: bool,
    /// XLSForm `appearance`, for display.
    pub appearance: Option<String>,
    /// Message when the constraint fails, instead of the one of K003.
    pub constraint_message: Text,
    /// Message when an answer is owed, instead of the one of K001.
    pub required_message: Text,
}

impl Question {
    /// Whether it takes an answer at all.
    pub fn takes_answer(&self) -> bool {
        !self.has_calculation && !matches!(self.kind, Kind::Note)
    }

    /// Whether an answer of it is stored: somebody's, or what the form computed.
    pub fn holds_answer(&self) -> bool {
        self.takes_answer() || self.answers_itself
    }

    /// Whether an interviewer is led to it.
    pub fn is_asked(&self) -> bool {
        self.takes_answer()
            && !self.readonly
            && !matches!(self.kind, Kind::Hidden | Kind::Metadata(_))
    }
}

/// What a question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A date with a time of day.
    DateTime,
    /// One code of its list.
    SelectOne,
    /// Codes of its list.
    SelectMultiple,
    /// Codes of its list, keyed and stored as their sum.
    Sum {
        /// Codes that stand alone.
        exclusive: Vec<String>,
    },
    /// A place on the earth: latitude, longitude, altitude and accuracy.
    Geopoint,
    /// Text read off a code by a scanner.
    Barcode,
    /// Name of an attached file.
    File(Media),
    /// `OK`, once somebody has seen the question.
    Acknowledge,
    /// What the surroundings know: nobody is asked.
    Metadata(Metadata),
    /// A text that is only shown.
    Note,
    /// A computed value that is not shown.
    Calculate,
    /// A value that the caller fills and nobody is asked.
    Hidden,
}

/// What an attached file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// A picture.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Anything.
    Any,
}

/// What the surroundings of a document know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metadata {
    /// When the document was begun.
    Start,
    /// When it was last closed.
    End,
    /// The day on which it was begun.
    Today,
    /// The device it was begun on.
    DeviceId,
    /// Who began it.
    Username,
}

/// Who owes an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owed {
    /// The enumerator (PPL).
    #[default]
    Enumerator,
    /// The field checker (PML).
    FieldChecker,
    /// The coder at the office.
    Coder,
}

/// A code with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The code, without leading zeros.
    pub code: String,
    /// What it means.
    pub label: Text,
    /// Further columns of the sheet: header and cell.
    pub extra: Vec<(String, String)>,
}
