//! Labels of boxes, eight on a page to be cut, each with the bar codes of box and bundle. Storage is
//! seen by many: no name of a person stands on it.

use crate::PrintError;
use crate::barcode::Bars;
use crate::face::{Face, Style};
use crate::office::Office;
use crate::sheet::{LEFT, MM, RIGHT, Rect, Sheet};

const HEIGHT: f32 = 62.0 * MM;
const PAD: f32 = 4.0 * MM;
const NUMBER: Style = Style::new(Face::SemiBold, 26.0);
const NAME: Style = Style::new(Face::SemiBold, 10.0);
const SMALL: Style = Style::new(Face::Regular, 7.5);
const CODE: Style = Style::new(Face::Mono, 9.0);
/// Height of the bars.
const BARS: f32 = 10.0 * MM;

/// What the label of a box shows.
#[derive(Debug, Clone)]
pub struct BoxLabel {
    /// Number of the box; empty: the bundle has none, and the label is the bundle's alone.
    pub number: String,
    /// What the bar code of the box says.
    pub box_code: String,
    /// What the bar code of the bundle says.
    pub bundle_code: String,
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Its village (kelurahan or desa).
    pub village: String,
    /// Its district (kecamatan).
    pub district: String,
    /// Sets in it, in words ("K 84 · XK 1 · VK 1").
    pub sets: String,
    /// Where the box stands.
    pub place: String,
}

/// The labels as PDF: A4 portrait, two columns, frames to cut along.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::Label`] for a code that has no bars; otherwise the program is damaged.
pub fn box_labels(office: &Office, labels: &[BoxLabel]) -> Result<Vec<u8>, PrintError> {
    lay(office, labels)?.pdf(&office.furniture("Label boks".to_owned()))
}

fn lay(office: &Office, labels: &[BoxLabel]) -> Result<Sheet, PrintError> {
    let mut sheet = Sheet::new()?;
    let width = (RIGHT - LEFT) / 2.0;
    for pair in labels.chunks(2) {
        if !sheet.fits(HEIGHT) {
            sheet.turn();
        }
        for (label, x) in pair.iter().zip([LEFT, LEFT + width]) {
            let area = Rect { x, y: sheet.y, width, height: HEIGHT };
            sheet.fill(area.frame(0.4).to_vec(), 150);
            one(&mut sheet, office, label, area)?;
        }
        sheet.y += HEIGHT;
    }
    Ok(sheet)
}

fn one(sheet: &mut Sheet, office: &Office, label: &BoxLabel, area: Rect) -> Result<(), PrintError> {
    let (x, right) = (area.x + PAD, area.x + area.width - PAD);
    let mut y = area.y + PAD + 3.0 * MM;
    let edge = right - x;
    let mut line = |sheet: &mut Sheet, style: Style, text: &str, below: f32| {
        for text in sheet.faces.wrap(style, text, edge, 1) {
            sheet.text(x, y, style, &text);
        }
        y += below;
        y
    };
    line(sheet, SMALL, &format!("{} · {}", office.office, office.round), 8.0 * MM);
    let mut at = if label.number.is_empty() {
        line(sheet, NAME, "Belum ada boks", 2.0 * MM)
    } else {
        let at = line(sheet, NUMBER, &label.number, 1.8 * MM);
        bars(sheet, &label.box_code, area, at)?
    };
    for (style, text) in [
        (NAME, label.sls_name.clone()),
        (SMALL, format!("Kel./desa {} · Kec. {}", label.village, label.district)),
        (SMALL, format!("{} · {}", label.sets, label.place)),
    ] {
        at += 3.9 * MM;
        let text = text.trim_end_matches(" · ").to_owned();
        for text in sheet.faces.wrap(style, &text, edge, 1) {
            sheet.text(x, at, style, &text);
        }
    }
    bars(sheet, &label.bundle_code, area, at + 1.6 * MM)?;
    Ok(())
}

/// Bars with what they say beneath; where that ends.
fn bars(sheet: &mut Sheet, code: &str, area: Rect, y: f32) -> Result<f32, PrintError> {
    let bars = Bars::new(code).ok_or(PrintError::Label)?;
    sheet.fill(bars.dark(area.x + 1.0 * MM, y, area.width - 2.0 * MM, BARS), 0);
    let width = sheet.faces.width(CODE, code);
    let below = y + BARS + 3.4 * MM;
    sheet.text(area.x + (area.width - width) / 2.0, below, CODE, code);
    Ok(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(n: usize) -> BoxLabel {
        BoxLabel {
            number: format!("8271{n:04}"),
            box_code: format!("KB8271{n:04}J"),
            bundle_code: "KS8271030001000100Y".to_owned(),
            idsubsls: "8271030001000100".to_owned(),
            sls_name: format!("RT {n:03} RW 002"),
            village: "Moya".to_owned(),
            district: "Ternate Tengah".to_owned(),
            sets: "K 84 · XK 1 · VK 1".to_owned(),
            place: String::new(),
        }
    }

    #[test]
    fn eight_labels_fit_on_a_page_and_none_is_torn() {
        let labels: Vec<BoxLabel> = (1..=9).map(label).collect();
        let pages = lay(&Office::example(), &labels).unwrap().texts();
        assert_eq!(pages.len(), 2);
        let numbers = |page: &[String]| {
            page.iter().filter(|text| text.len() == 8 && text.starts_with("8271")).count()
        };
        assert_eq!((numbers(&pages[0]), numbers(&pages[1])), (8, 1));
        assert!(pages[0].contains(&"K 84 · XK 1 · VK 1".to_owned()), "{:?}", pages[0]);
        assert_eq!(
            box_labels(&Office::example(), &labels).unwrap(),
            box_labels(&Office::example(), &labels).unwrap()
        );
    }

    #[test]
    fn a_bundle_without_a_box_has_its_own_bars_alone() {
        let bare = BoxLabel { number: String::new(), box_code: String::new(), ..label(1) };
        let texts = lay(&Office::example(), &[bare]).unwrap().texts().concat();
        assert!(texts.contains(&"KS8271030001000100Y".to_owned()));
        let wrong = BoxLabel { bundle_code: "é".to_owned(), ..label(1) };
        assert!(matches!(box_labels(&Office::example(), &[wrong]), Err(PrintError::Label)));
    }
}
