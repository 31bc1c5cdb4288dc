//! Tables that break over pages, with the heading on each.

use crate::face::{Face, Style};
use crate::sheet::{LEFT, MM, RIGHT, Sheet};

const HEADING: Style = Style::new(Face::SemiBold, 8.0);
const ENGLISH: Style = Style::new(Face::Regular, 6.5).grey(90);
const HEADING_HEIGHT: f32 = 9.5 * MM;
/// Space above and below the text of a row.
const PAD: f32 = 1.1 * MM;
/// Space between columns.
const GAP: f32 = 3.0 * MM;
/// Lines in a cell; a row must fit on a page.
const MOST_LINES: usize = 4;

/// A column.
pub(crate) struct Column {
    pub label: String,
    pub english: &'static str,
    /// Width in points, gap included.
    pub width: f32,
    pub face: Face,
    /// Figures stand to the right.
    pub right: bool,
}

impl Column {
    /// A column of words.
    pub(crate) fn text(label: &str, english: &'static str, width: f32) -> Self {
        Self { label: label.to_owned(), english, width, face: Face::Regular, right: false }
    }

    /// A column of figures.
    pub(crate) fn figure(label: &str, english: &'static str, width: f32) -> Self {
        Self { right: true, ..Self::text(label, english, width) }
    }

    fn style(&self) -> Style {
        Style::new(self.face, if self.face == Face::Mono { 7.5 } else { 8.5 })
    }

    fn put(&self, sheet: &mut Sheet, x: f32, y: f32, style: Style, text: &str) {
        if self.right {
            sheet.text_to(x + self.width - GAP, y, style, text);
        } else {
            sheet.text(x, y, style, text);
        }
    }
}

/// Lays `rows` below each other; a row is never torn.
pub(crate) fn table<const N: usize>(
    sheet: &mut Sheet,
    columns: &[Column; N],
    rows: impl IntoIterator<Item = [String; N]>,
) {
    heading(sheet, columns);
    for row in rows {
        let cells: Vec<Vec<String>> = columns
            .iter()
            .zip(&row)
            .map(|(column, text)| {
                sheet.faces.wrap(column.style(), text, column.width - GAP, MOST_LINES)
            })
            .collect();
        let height = columns
            .iter()
            .zip(&cells)
            .map(|(column, lines)| column.style().leading() * lines.len() as f32);
        let height = height.fold(0.0, f32::max) + 2.0 * PAD;
        if !sheet.fits(height) {
            sheet.turn();
            heading(sheet, columns);
        }
        cells_at(sheet, columns, &cells);
        sheet.y += height;
        sheet.rule(sheet.y, 0.3, 170);
    }
}

fn cells_at<const N: usize>(sheet: &mut Sheet, columns: &[Column; N], cells: &[Vec<String>]) {
    let mut x = LEFT;
    for (column, lines) in columns.iter().zip(cells) {
        let style = column.style();
        let mut y = sheet.y + PAD + 8.5;
        for line in lines {
            column.put(sheet, x, y, style, line);
            y += style.leading();
        }
        x += column.width;
    }
}

/// Stays with the first row: two rows' room, or a new page.
fn heading<const N: usize>(sheet: &mut Sheet, columns: &[Column; N]) {
    if !sheet.fits(2.0 * HEADING_HEIGHT) {
        sheet.turn();
    }
    sheet.rule(sheet.y, 1.0, 0);
    let mut x = LEFT;
    for column in columns {
        column.put(sheet, x, sheet.y + 4.0 * MM, HEADING, &column.label);
        column.put(sheet, x, sheet.y + 7.2 * MM, ENGLISH, column.english);
        x += column.width;
    }
    sheet.y += HEADING_HEIGHT;
    sheet.rule(sheet.y, 0.6, 0);
}

/// What is left of the printed width beside columns of `widths`.
pub(crate) fn rest(widths: &[f32]) -> f32 {
    RIGHT - LEFT - widths.iter().sum::<f32>()
}
