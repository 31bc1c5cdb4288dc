//! The least form and script that still differ.

use super::script::{Step, end_of};
use super::sheet::{Row, Survey};

/// Cells that a row can do without.
const CELLS: [fn(&mut Row) -> &mut String; 3] =
    [|row| &mut row.relevant, |row| &mut row.required, |row| &mut row.constraint];

/// Drops steps, rows and cells as long as `fails` holds.
pub fn shrink(
    mut survey: Survey,
    mut script: Vec<Step>,
    mut fails: impl FnMut(&Survey, &[Step]) -> bool,
) -> (Survey, Vec<Step>) {
    let mut before = usize::MAX;
    while weight(&survey, &script) < before {
        before = weight(&survey, &script);
        for at in (0..script.len()).rev() {
            let mut less = script.clone();
            less.remove(at);
            if fails(&survey, &less) {
                script = less;
            }
        }
        for at in (0..survey.rows.len()).rev() {
            for less in smaller(&survey, at) {
                let known = |step: &&Step| less.rows.iter().any(|row| row.name == step.name());
                let steps: Vec<Step> = script.iter().filter(known).cloned().collect();
                if fails(&less, &steps) {
                    (survey, script) = (less, steps);
                    break;
                }
            }
        }
    }
    (survey, script)
}

fn weight(survey: &Survey, script: &[Step]) -> usize {
    let cells = |row: &Row| {
        1 + [&row.relevant, &row.required, &row.constraint].iter().filter(|c| !c.is_empty()).count()
    };
    survey.rows.iter().map(cells).sum::<usize>() + script.len()
}

/// The survey without row `at` and what it holds; without its begin and end; without a cell of it.
fn smaller(survey: &Survey, at: usize) -> Vec<Survey> {
    let Some(row) = survey.rows.get(at) else { return Vec::new() };
    let mut all = Vec::new();
    if row.word().starts_with("end_") {
        return all;
    }
    let end = at + if row.word().starts_with("begin_") { end_of(&survey.rows[at..]) } else { 0 };
    let mut without = survey.clone();
    without.rows.drain(at..=end);
    all.push(without);
    if row.word() == "begin_group" {
        let mut opened = survey.clone();
        opened.rows.remove(end);
        opened.rows.remove(at);
        all.push(opened);
    }
    for cell in CELLS {
        let mut less = survey.clone();
        let cell = cell(&mut less.rows[at]);
        if !cell.is_empty() {
            cell.clear();
            all.push(less);
        }
    }
    all
}
