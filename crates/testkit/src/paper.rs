//! Synthetic paper: a family's answers as they stand on the sheets, and the keys a practised keyer
//! presses for them, eyes on the page.

use std::fmt::Write as _;
use std::sync::Arc;

use cacah_form::{Form, Functions, Kind, Path, Question};

use crate::questionnaire::{instance, interview};
use crate::ternate::FamilyAnswers;

/// What goes on to the next field where the boxes do not (Enter).
pub const ON: char = '\n';
/// What repeats an answer in an empty field: `+` of the keypad.
pub const AGAIN: char = '+';

/// The sheets of one family.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Fields in the order of keying, those that are empty on the paper too.
    pub fields: Vec<Field>,
    /// What stands on the paper and is not keyed: fixed for the bundle, or keyed to pick the line.
    pub given: Vec<Field>,
}

/// One field of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Member, counted from 0.
    pub member: Option<usize>,
    /// Question.
    pub question: String,
    /// As the engine takes it.
    pub raw: String,
    /// As written, boxes filled.
    pub written: String,
    /// Boxes, where the paper has them.
    pub boxes: Option<usize>,
    /// Written in letters: the hand leaves the keypad.
    pub letters: bool,
    /// What `+` puts into the empty field of a document.
    pub repeats: Repeats,
}

/// Where `+` takes an answer from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// From nowhere.
    Nothing,
    /// The document keyed before (`bind::cacah:repeat`).
    Before,
    /// The line of the listing, which stands beside the field to compare.
    Line,
}

impl Field {
    /// The keys for it: a full row of boxes goes on by itself.
    #[must_use]
    pub fn keys(&self) -> String {
        let full = self.boxes == Some(self.written.chars().count());
        if full && !self.letters { self.written.clone() } else { format!("{}{ON}", self.written) }
    }
}

impl Sheet {
    /// The sheets of a family.
    ///
    /// # Panics
    /// When the form has no place for an answer.
    #[must_use]
    pub fn of(form: &Arc<Form>, functions: Arc<dyn Functions>, answers: &FamilyAnswers) -> Self {
        let whole = interview(form, functions, answers);
        let field = |path: &Path| {
            let question = form.question(&path.question).expect("a question of the form");
            let raw = whole.answer(path).map(|answer| answer.raw.clone()).unwrap_or_default();
            written(form, question, member_of(path, answers), raw)
        };
        let known: Vec<Path> = whole.fields();
        let all: Vec<Field> = known.iter().map(field).collect();
        let keyed = whole.on_paper(false, picks_the_line);
        let order = keyed.fields();
        let field = |path: &Path| {
            let at = known.iter().position(|known| known == path).expect("a field of the form");
            all[at].clone()
        };
        let fields: Vec<Field> = order.iter().map(field).collect();
        let given = known.iter().zip(&all).filter(|(path, _)| !order.contains(path));
        Self { given: given.map(|(_, field)| field.clone()).collect(), fields }
    }

    /// All keys in one stream, from the first field to the last.
    #[must_use]
    pub fn keys(&self) -> String {
        self.fields.iter().map(Field::keys).collect()
    }

    /// The same after another document of the bundle, with `+` where it spares keys: what stands on
    /// the paper is what stood on the one before, or on the line of the listing (as here it always is).
    #[must_use]
    pub fn keys_after(&self, before: Option<&Self>) -> String {
        let keys = self.fields.iter().map(|field| {
            if self.is_repeated(field, before) { AGAIN.to_string() } else { field.keys() }
        });
        keys.collect()
    }

    fn is_repeated(&self, field: &Field, before: Option<&Self>) -> bool {
        let there = match field.repeats {
            Repeats::Nothing => false,
            Repeats::Line => true,
            Repeats::Before => before.is_some_and(|before| {
                let same =
                    |other: &Field| other.question == field.question && other.raw == field.raw;
                before.fields.iter().any(same)
            }),
        };
        there && field.written.chars().count() > 1
    }

    /// Characters written on the paper.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.fields.iter().chain(&self.given).map(|field| field.written.chars().count()).sum()
    }

    /// How often the right hand leaves the keypad: fields in letters that follow one another are one
    /// journey, and one that is empty on the paper is none.
    #[must_use]
    pub fn journeys(&self, before: Option<&Self>) -> usize {
        let away = self.fields.iter().map(|field| {
            field.letters && !field.written.is_empty() && !self.is_repeated(field, before)
        });
        let away: Vec<bool> = away.collect();
        let starts = away.iter().enumerate().filter(|(at, letters)| {
            **letters && !at.checked_sub(1).is_some_and(|before| away[before])
        });
        starts.count()
    }

    /// The paper as text, a field a line.
    #[must_use]
    pub fn picture(&self) -> String {
        let mut text = String::new();
        for field in self.given.iter().chain(&self.fields) {
            let member = field.member.map(|member| format!("{:02}/", member + 1));
            let member = member.unwrap_or_default();
            let _ = writeln!(text, "{member}{:<14} {}", field.question, field.written);
        }
        text
    }
}

/// 109 and 110 are keyed before the page: they pick the line of the listing.
fn picks_the_line(question: &Question) -> bool {
    matches!(question.prefill.as_deref(), Some("family.building" | "family.number"))
}

fn member_of(path: &Path, answers: &FamilyAnswers) -> Option<usize> {
    let id = path.instance?;
    (0..answers.members.len()).find(|index| instance(*index) == id)
}

fn written(form: &Form, question: &Question, member: Option<usize>, raw: String) -> Field {
    let boxes = boxes(form, question);
    let letters = question.kind == Kind::Text && !digits_only(question);
    let written = match question.kind {
        Kind::Date => raw.split('-').rev().collect(),
        _ if letters || raw.is_empty() => raw.clone(),
        _ => format!("{raw:0>width$}", width = boxes.unwrap_or_default()),
    };
    let repeats = match question.prefill.as_deref() {
        Some("family.head" | "family.address" | "family.welfare") => Repeats::Line,
        _ if question.carried => Repeats::Before,
        _ => Repeats::Nothing,
    };
    Field { member, question: question.name.clone(), raw, written, boxes, letters, repeats }
}

/// A string of digits: identity numbers, codes of areas and officers.
fn digits_only(question: &Question) -> bool {
    question.appearance.as_deref().is_some_and(|appearance| appearance.contains("numbers"))
}

/// Boxes of a question, as printed.
fn boxes(form: &Form, question: &Question) -> Option<usize> {
    if question.kind == Kind::Date {
        return Some(8);
    }
    let codes = question.choices.map(|list| {
        let codes = form.choices(list).iter().map(|choice| choice.code.len());
        codes.max().unwrap_or(1).max(question.digits.unwrap_or(1).into())
    });
    question.width.map(usize::from).or(codes)
}

#[cfg(test)]
mod tests {
    use cacah_form::NoFunctions;

    use super::*;
    use crate::questionnaire::{compile, files};
    use crate::ternate::families;

    fn fours() -> Vec<Sheet> {
        let form = Arc::new(compile(&files("regsosek22-k")));
        let fours = families(20_221_015, 400).into_iter().filter(|one| one.members.len() == 4);
        fours.map(|family| Sheet::of(&form, Arc::new(NoFunctions), &family.answers())).collect()
    }

    /// `docs/keying.md` gives the account of these sheets.
    #[test]
    fn a_family_of_four_is_keyed_with_fewer_keys_than_stand_on_its_paper() {
        let sheets = fours();
        let pairs = || sheets.iter().zip(sheets.iter().skip(1));
        let keys: usize = pairs().map(|(before, one)| one.keys_after(Some(before)).len()).sum();
        let journeys: usize = pairs().map(|(before, one)| one.journeys(Some(before))).sum();
        let characters: usize = pairs().map(|(_, one)| one.characters()).sum();
        let count = sheets.len() - 1;
        println!("{count} families: {keys} keys, {characters} characters, {journeys} journeys");
        assert!(keys * 100 <= characters * 90, "{keys} keys for {characters} characters");
        assert!(journeys <= 10 * count, "{journeys} journeys in {count} families");
    }

    #[test]
    fn the_keys_are_what_is_written_and_the_fixed_fields_are_not_among_them() {
        let sheet = fours().swap_remove(0);
        assert!(sheet.given.iter().any(|field| field.question == "r101"));
        assert!(!sheet.fields.iter().any(|field| field.question == "r101"));
        let keys: String = sheet.keys().chars().filter(|key| *key != ON).collect();
        let written: String = sheet.fields.iter().map(|field| field.written.as_str()).collect();
        assert_eq!(keys, written);
        let column = |member: usize| {
            let at = |field: &Field| field.member == Some(member) && field.question == "r402";
            sheet.fields.iter().position(at).expect("a name")
        };
        assert!(column(0) < column(1), "columns from left to right");
    }
}
