//! The notice to the respondent, to be handed over: no word of who receives it.

use crate::PrintError;
use crate::face::{Face, Style};
use crate::sheet::{Furniture, LEFT, MM, RIGHT, Sheet};

const TITLE: Style = Style::new(Face::SemiBold, 17.0);
const ROUND: Style = Style::new(Face::Regular, 9.5);
const HEADING: Style = Style::new(Face::SemiBold, 11.0);
const TEXT: Style = Style::new(Face::Regular, 10.5);
const HEADING_EN: Style = Style::new(Face::SemiBold, 8.0).grey(70);
const TEXT_EN: Style = Style::new(Face::Regular, 8.0).grey(70);
/// Lines of one part at most; a part so long is no notice any more.
const MOST_LINES: usize = 30;

/// What the notice says.
#[derive(Debug, Clone)]
pub struct NoticeSheet {
    /// The round's name.
    pub round: String,
    /// True in a practice round: every page says so.
    pub practice: bool,
    /// Its parts in order.
    pub sections: Vec<NoticeSection>,
    /// Version of its words, shortened for people.
    pub version: String,
}

/// A part of the notice, in two languages.
#[derive(Debug, Clone)]
pub struct NoticeSection {
    /// Heading, Indonesian.
    pub heading: String,
    /// Words, Indonesian.
    pub text: String,
    /// Heading, English.
    pub heading_en: String,
    /// Words, English; smaller below.
    pub text_en: String,
}

/// The notice as PDF: A4 portrait, black on white.
///
/// # Errors
/// [`PrintError`] when the program is damaged.
pub fn notice_sheet(notice: &NoticeSheet) -> Result<Vec<u8>, PrintError> {
    lay(notice)?.pdf(&Furniture {
        title: "Pemberitahuan kepada responden".to_owned(),
        foot: format!("{} · versi {}", notice.round, notice.version),
        practice: notice.practice,
    })
}

fn lay(notice: &NoticeSheet) -> Result<Sheet, PrintError> {
    let mut sheet = Sheet::new()?;
    sheet.text(LEFT, sheet.y + 6.0 * MM, TITLE, "Pemberitahuan kepada responden");
    sheet.text(LEFT, sheet.y + 12.0 * MM, ROUND, &notice.round);
    sheet.y += 18.0 * MM;
    for section in &notice.sections {
        let parts = [
            (HEADING, &section.heading),
            (TEXT, &section.text),
            (HEADING_EN, &section.heading_en),
            (TEXT_EN, &section.text_en),
        ];
        let lines = parts
            .map(|(style, text)| (style, sheet.faces.wrap(style, text, RIGHT - LEFT, MOST_LINES)));
        let height: f32 =
            lines.iter().map(|(style, lines)| style.leading() * lines.len() as f32).sum();
        if !sheet.fits(height) {
            sheet.turn();
        }
        for (style, lines) in &lines {
            for line in lines.iter().filter(|line| !line.is_empty()) {
                sheet.y += style.leading();
                sheet.text(LEFT, sheet.y, *style, line);
            }
        }
        sheet.y += 4.0 * MM;
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(parts: usize) -> NoticeSheet {
        let section = |n: usize| NoticeSection {
            heading: format!("Bagian {n}"),
            text: "Jawaban dijaga kerahasiaannya. ".repeat(12),
            heading_en: format!("Part {n}"),
            text_en: "Answers are kept confidential. ".repeat(12),
        };
        let sections = (1..=parts).map(section).collect();
        let (round, version) = ("Regsosek 2022".to_owned(), "0a1b2c3d".to_owned());
        NoticeSheet { round, practice: false, sections, version }
    }

    #[test]
    fn every_word_of_every_part_is_on_paper() {
        for (parts, count) in [(1, 1), (40, 5)] {
            let notice = notice(parts);
            let pages = lay(&notice).unwrap().texts();
            let all = pages.concat().join(" ");
            for section in &notice.sections {
                assert!(all.contains(section.text.trim()), "{}", section.heading);
                assert!(all.contains(section.text_en.trim()), "{}", section.heading_en);
            }
            assert!(pages.len() >= count);
            assert!(notice_sheet(&notice).unwrap().starts_with(b"%PDF"));
        }
    }
}
