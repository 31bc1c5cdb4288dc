//! Which choices a question offers.

use super::Interview;
use super::path::Path;
use crate::model::Choice;

impl Interview {
    /// The choices that the question at `path` offers now, in order: those of its list that its
    /// `choice_filter` lets through. None if it has no list or the path names nothing.
    pub fn options(&self, path: &Path) -> Vec<&Choice> {
        self.locate(path).map_or_else(|_| Vec::new(), |(frame, at)| self.offered(frame, at))
    }

    fn offered(&self, frame: usize, question: usize) -> Vec<&Choice> {
        let Some(list) = self.form.questions[question].choices else { return Vec::new() };
        let choices = self.form.choices(list);
        match self.form.plan.questions[question].options {
            None => choices.iter().collect(),
            Some(cell) => {
                let rows = self.frames.cell(frame, cell).string();
                let rows = rows.split(' ').filter_map(|row| row.parse::<usize>().ok());
                rows.filter_map(|row| choices.get(row)).collect()
            }
        }
    }

    /// Whether each code of the answer is among the options.
    pub(super) fn offers(&self, frame: usize, question: usize) -> bool {
        let slot = &self.form.plan.questions[question];
        if slot.options.is_none() {
            return true;
        }
        let options = self.offered(frame, question);
        let codes = self.frames[frame].inputs[slot.local].value.string();
        let offered = |code: &str| options.iter().any(|choice| choice.code == code);
        codes.split_whitespace().all(offered)
    }
}
