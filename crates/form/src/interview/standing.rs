//! How one question stands: asked, required, answered, and what is wrong with its answer.

use super::Interview;
use super::input::Flaw;
use crate::model::Question;
use crate::plan::Required;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    pub asked: bool,
    /// Asked and owed.
    pub required: bool,
    pub answered: bool,
    /// Whether it counts as part of what is to be done.
    pub counted: bool,
    pub problem: Option<Problem>,
}

/// What the engine itself finds wrong with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// K001
    Open,
    /// K002
    Hidden,
    /// K003, by type or codes
    Outside,
    /// K003, by the constraint
    Constraint,
    /// K004
    Sum,
}

impl Interview {
    /// Whether something required is found open by a role that has finished.
    pub(super) fn lacks(&self) -> bool {
        let open = &self.form.engine_checks[0].id;
        self.finished() && self.live.values().any(|finding| finding.id == *open)
    }

    /// How `question` stands in `frame` by the cells as they are now.
    pub(super) fn judge(&self, frame: usize, question: usize) -> Standing {
        let slot = &self.form.plan.questions[question];
        let model = &self.form.questions[question];
        let answered = model.takes_answer() && self.frames[frame].answers[slot.local].is_given();
        let asked = slot.relevant.is_none_or(|gate| self.scene(frame).cell(gate).boolean());
        let owed = match slot.required {
            Required::Never => false,
            Required::Always => true,
            Required::Cell(cell) => self.frames.cell(frame, cell).boolean(),
        };
        let required = asked && owed && model.takes_answer();
        Standing {
            asked,
            required,
            answered,
            counted: asked && model.is_asked() && (required || answered),
            problem: match (answered, asked) {
                // What the form answered itself is held against nobody.
                (true, false) if self.folds || model.answers_itself => None,
                (true, false) => Some(Problem::Hidden),
                (true, true) => self.flaw(frame, question, model),
                (false, _) if required && self.finished.contains(&model.owed) => {
                    Some(Problem::Open)
                }
                (false, _) => None,
            },
        }
    }

    fn flaw(&self, frame: usize, question: usize, model: &Question) -> Option<Problem> {
        let slot = &self.form.plan.questions[question];
        let at = frame;
        let frame = &self.frames[frame];
        if let Some(code) = &frame.answers[slot.local].missing {
            return if self.form.takes_reason(model, code) { None } else { Some(Problem::Outside) };
        }
        let input = &frame.inputs[slot.local];
        if !model.special.is_empty() {
            let keyed = input.value.string();
            if model.special.iter().any(|choice| choice.code == keyed) {
                return None;
            }
        }
        match input.flaw {
            Some(Flaw::Outside) => Some(Problem::Outside),
            Some(Flaw::Sum) => Some(Problem::Sum),
            None if !self.offers(at, question) => Some(Problem::Outside),
            None => {
                let holds = slot.valid.is_none_or(|cell| frame.cells[cell].boolean());
                if holds { None } else { Some(Problem::Constraint) }
            }
        }
    }
}
