//! What papers of an SLS have in common: the head with the proof, boxes of counts, signatures.

use crate::PrintError;
use crate::face::{Face, Style};
use crate::qr::Symbol;
use crate::sheet::{LEFT, MM, RIGHT, Rect, Sheet};

const TITLE: Style = Style::new(Face::SemiBold, 17.0);
const SECTION: Style = Style::new(Face::SemiBold, 10.0);
pub(crate) const LABEL: Style = Style::new(Face::Regular, 8.5);
const ENGLISH: Style = Style::new(Face::Regular, 6.5).grey(90);
pub(crate) const VALUE: Style = Style::new(Face::SemiBold, 9.5);
pub(crate) const CODE: Style = Style::new(Face::Mono, 9.0);
const COUNT: Style = Style::new(Face::SemiBold, 17.0);
const NOTE: Style = Style::new(Face::Regular, 7.5);
/// Width of the labels beside their values.
const LABELS: f32 = 37.0 * MM;
/// Height of the notes with the signatures beneath.
const SIGNATURES: f32 = 60.0 * MM;
/// Lines of a value; a name is never so long unless something is wrong with it.
const MOST_LINES: usize = 3;

/// A label, the same in English, and the value in its style.
pub(crate) struct Field<'a>(pub &'a str, pub &'a str, pub Style, pub &'a str);

/// A label, the same in English, and what was counted.
pub(crate) struct Count<'a>(pub &'a str, pub &'a str, pub u64);

/// The head of a paper.
pub(crate) struct Head<'a> {
    pub office: &'a str,
    pub title: &'a str,
    pub english: &'a str,
    pub fields: &'a [Field<'a>],
    /// What the QR code says; without it there is none.
    pub proof: Option<&'a str>,
}

/// Title, area and officer, beside the QR code.
pub(crate) fn head(sheet: &mut Sheet, head: &Head<'_>) -> Result<(), PrintError> {
    let top = sheet.y;
    let symbol = head.proof.map(Symbol::new).transpose()?;
    let edge = symbol
        .as_ref()
        .map_or(RIGHT, |symbol| RIGHT - symbol.side() - symbol.quiet().max(6.0 * MM));
    sheet.text(LEFT, top + 3.0 * MM, LABEL, head.office);
    let title = sheet.faces.wrap(TITLE, head.title, edge - LEFT, 2);
    let mut y = top + 11.0 * MM;
    for line in &title {
        sheet.text(LEFT, y, TITLE, line);
        y += TITLE.leading();
    }
    let y = y - TITLE.leading();
    sheet.text(LEFT, y + 4.0 * MM, ENGLISH, head.english);
    sheet.y = y + 9.0 * MM;
    for one in head.fields {
        field(sheet, one, edge);
    }
    if let Some(symbol) = symbol {
        sheet.y = sheet.y.max(proof(sheet, &symbol, top));
    }
    sheet.y += 2.0 * MM;
    Ok(())
}

/// The QR code at the right edge; where it ends.
fn proof(sheet: &mut Sheet, symbol: &Symbol, top: f32) -> f32 {
    let left = RIGHT - symbol.side();
    let area = Rect {
        x: left - symbol.quiet(),
        y: top - symbol.quiet(),
        width: symbol.side() + 2.0 * symbol.quiet(),
        height: symbol.side() + 2.0 * symbol.quiet(),
    };
    sheet.fill(vec![area], 255);
    sheet.fill(symbol.dark(left, top), 0);
    let below = top + symbol.side() + symbol.quiet();
    sheet.text(left, below + 2.0 * MM, NOTE, "Bukti untuk dipindai");
    sheet.text(left, below + 5.0 * MM, ENGLISH, "Proof to be scanned");
    below + 7.0 * MM
}

/// A label in two languages and its value, which ends before `edge`.
pub(crate) fn field(sheet: &mut Sheet, field: &Field<'_>, edge: f32) {
    let Field(label, english, style, value) = *field;
    let y = sheet.y + 3.0 * MM;
    sheet.text(LEFT, y, LABEL, label);
    sheet.text(LEFT, y + 2.7 * MM, ENGLISH, english);
    let x = LEFT + LABELS;
    let lines = sheet.faces.wrap(style, value, edge - x, MOST_LINES);
    for (index, line) in lines.iter().enumerate() {
        sheet.text(x, y + style.leading() * index as f32, style, line);
    }
    sheet.y += (style.leading() * lines.len() as f32).max(5.7 * MM) + 1.2 * MM;
}

/// One box for each count; the one labelled `strong` stands out.
pub(crate) fn boxes(sheet: &mut Sheet, counts: &[Count<'_>], strong: Option<&str>) {
    let gap = 2.5 * MM;
    let width = (RIGHT - LEFT + gap) / counts.len() as f32 - gap;
    let mut x = LEFT;
    for Count(label, english, count) in counts {
        let area = Rect { x, y: sheet.y, width, height: 18.0 * MM };
        let weight = if strong == Some(label) { 1.8 } else { 0.6 };
        sheet.fill(area.frame(weight).to_vec(), 0);
        let text = x + 2.2 * MM;
        sheet.text(text, sheet.y + 8.0 * MM, COUNT, &number(*count));
        sheet.text(text, sheet.y + 12.3 * MM, LABEL, label);
        sheet.text(text, sheet.y + 15.4 * MM, ENGLISH, english);
        x += width + gap;
    }
    sheet.y += 23.0 * MM;
}

/// Words over the whole width, and the same in English beneath.
pub(crate) fn words(sheet: &mut Sheet, text: &str, english: &str) {
    for (style, text) in [(LABEL, text), (ENGLISH, english)] {
        for line in sheet.faces.wrap(style, text, RIGHT - LEFT, MOST_LINES) {
            sheet.y += style.leading();
            sheet.text(LEFT, sheet.y, style, &line);
        }
    }
    sheet.y += 3.0 * MM;
}

/// Who signs, and the same in English.
#[derive(Clone, Copy)]
pub(crate) struct Signer(pub &'static str, pub &'static str);

/// Who signs papers of the field.
pub(crate) const FIELD: [Signer; 2] =
    [Signer("Petugas (PPL)", "Field officer"), Signer("Pengawas (PML)", "Field supervisor")];

/// The notes and the two signatures, together on one page.
pub(crate) fn signatures(sheet: &mut Sheet, notes: &[(&str, &str)], signers: [Signer; 2]) {
    if !sheet.fits(SIGNATURES) {
        sheet.turn();
    }
    for (note, english) in notes {
        sheet.text(LEFT, sheet.y + 2.5 * MM, NOTE, note);
        sheet.text(LEFT, sheet.y + 5.2 * MM, ENGLISH, english);
        sheet.y += 7.0 * MM;
    }
    let middle = f32::midpoint(LEFT, RIGHT) + 4.0 * MM;
    let top = sheet.y + 5.0 * MM;
    for (x, Signer(role, english)) in [LEFT, middle].into_iter().zip(signers) {
        sheet.text(x, top, VALUE, role);
        sheet.text(x, top + 2.8 * MM, ENGLISH, english);
        for (y, label, english) in [
            (top + 21.0 * MM, "Nama dan tanda tangan", "Name and signature"),
            (top + 31.0 * MM, "Tanggal", "Date"),
        ] {
            let line = Rect { x, y: y - 3.5 * MM, width: 78.0 * MM, height: 0.5 };
            sheet.fill(vec![line], 0);
            sheet.text(x, y, NOTE, label);
            sheet.text(x, y + 2.6 * MM, ENGLISH, english);
        }
    }
    sheet.y = top + 34.0 * MM;
}

/// A heading in two languages.
pub(crate) fn section(sheet: &mut Sheet, label: &str, english: &str) {
    let y = sheet.y + 4.0 * MM;
    sheet.text(LEFT, y, SECTION, label);
    let x = LEFT + sheet.faces.width(SECTION, label) + 2.0 * MM;
    sheet.text(x, y, ENGLISH, english);
    sheet.y += 6.5 * MM;
}

/// As Indonesia writes it: 12.345.
pub(crate) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 999, 1_000, 12_345, u64::MAX].map(number);
        assert_eq!(numbers, ["0", "999", "1.000", "12.345", "18.446.744.073.709.551.615"]);
    }
}
