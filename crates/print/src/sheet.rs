//! A4 sheets: what lies where, laid out before it is drawn, because a footer names the number of
//! pages.

use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;

use crate::PrintError;
use crate::face::{Face, Faces, Style};
use crate::paint::Painter;

/// One millimetre in points, the unit of all lengths here. The origin is the upper left corner.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// A4, portrait.
const WIDTH: f32 = 210.0 * MM;
const HEIGHT: f32 = 297.0 * MM;
/// Left edge of what is printed.
pub(crate) const LEFT: f32 = 18.0 * MM;
/// Right edge of what is printed.
pub(crate) const RIGHT: f32 = WIDTH - 18.0 * MM;
const TOP: f32 = 22.0 * MM;
const BOTTOM: f32 = HEIGHT - 19.0 * MM;
const HEAD: f32 = 13.0 * MM;
const FOOT: f32 = HEIGHT - 12.0 * MM;

const SMALL: Style = Style::new(Face::Regular, 7.5);
const MARK: Style = Style::new(Face::SemiBold, 9.0).grey(255);
const WATERMARK: Style = Style::new(Face::SemiBold, 130.0).grey(236);

/// A rectangle in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Rect {
    /// The four sides of this rectangle as lines of `weight` points.
    pub(crate) fn frame(self, weight: f32) -> [Self; 4] {
        let Self { x, y, width, height } = self;
        [
            Self { height: weight, ..self },
            Self { y: y + height - weight, height: weight, ..self },
            Self { width: weight, ..self },
            Self { x: x + width - weight, width: weight, ..self },
        ]
    }
}

/// One thing on a page.
#[derive(Debug)]
pub(crate) enum Mark {
    Text { x: f32, y: f32, style: Style, text: String },
    Fill { rects: Vec<Rect>, grey: u8 },
}

/// What every page of a print-out carries.
#[derive(Debug)]
pub(crate) struct Furniture {
    /// Title of the file and of the pages after the first.
    pub title: String,
    /// Foot of each page.
    pub foot: String,
    /// Marks each page as practice.
    pub practice: bool,
}

/// A print-out as it is laid out, from the top of its first page.
pub(crate) struct Sheet {
    pub faces: Faces,
    /// Where the next thing goes, in points from the top of the newest page.
    pub y: f32,
    pages: Vec<Vec<Mark>>,
    newest: Vec<Mark>,
}

impl Sheet {
    pub(crate) fn new() -> Result<Self, PrintError> {
        Ok(Self { faces: Faces::load()?, y: TOP, pages: Vec::new(), newest: Vec::new() })
    }

    /// True when `height` more points fit on the newest page.
    pub(crate) fn fits(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    /// Goes on at the top of a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(std::mem::take(&mut self.newest));
        self.y = TOP;
    }

    /// One line of text that begins at `x` on the baseline `y`.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        self.newest.push(Mark::Text { x, y, style, text: text.to_owned() });
    }

    /// A line of text that ends at `x`.
    pub(crate) fn text_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let width = self.faces.width(style, text);
        self.text(x - width, y, style, text);
    }

    /// Rectangles of one shape and one grey.
    pub(crate) fn fill(&mut self, rects: Vec<Rect>, grey: u8) {
        self.newest.push(Mark::Fill { rects, grey });
    }

    /// A horizontal line of `weight` points over the printed width.
    pub(crate) fn rule(&mut self, y: f32, weight: f32, grey: u8) {
        let line = Rect { x: LEFT, y: y - weight / 2.0, width: RIGHT - LEFT, height: weight };
        self.fill(vec![line], grey);
    }

    /// Draws all pages.
    pub(crate) fn pdf(mut self, furniture: &Furniture) -> Result<Vec<u8>, PrintError> {
        self.turn();
        let mut document = Document::new();
        document.set_metadata(
            Metadata::new()
                .title(furniture.title.replace(char::is_control, " "))
                .language("id".to_owned()),
        );
        for (index, marks) in self.pages.iter().enumerate() {
            let size = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
            let mut page = document.start_page_with(size);
            let mut painter = Painter { surface: page.surface(), faces: &self.faces };
            furniture.draw(&mut painter, index + 1, self.pages.len());
            for mark in marks {
                match mark {
                    Mark::Text { x, y, style, text } => painter.text(*x, *y, *style, text),
                    Mark::Fill { rects, grey } => painter.fill(rects, *grey),
                }
            }
        }
        Ok(document.finish()?)
    }

    /// The texts of each page in the order they were laid.
    #[cfg(test)]
    pub(crate) fn texts(mut self) -> Vec<Vec<String>> {
        self.turn();
        let text = |mark: Mark| match mark {
            Mark::Text { text, .. } => Some(text),
            Mark::Fill { .. } => None,
        };
        self.pages.into_iter().map(|page| page.into_iter().filter_map(text).collect()).collect()
    }
}

impl Furniture {
    /// Lies beneath what a page says.
    fn draw(&self, painter: &mut Painter, page: usize, pages: usize) {
        if self.practice {
            painter.turned(WIDTH / 2.0, HEIGHT / 2.0, -52.0, WATERMARK, "LATIHAN");
            self.tag(painter);
        }
        if page > 1 {
            painter.text(LEFT, HEAD, SMALL, &one_line(painter, &self.title, 95.0 * MM));
        }
        let line = Rect { x: LEFT, y: FOOT - 4.5 * MM, width: RIGHT - LEFT, height: 0.5 };
        painter.fill(&[line], 0);
        painter.text(LEFT, FOOT, SMALL, &one_line(painter, &self.foot, 145.0 * MM));
        painter.text_to(RIGHT, FOOT, SMALL, &format!("hal. {page} dari {pages}"));
    }

    /// White on black, so that a photocopy that loses the grey keeps it.
    fn tag(&self, painter: &mut Painter) {
        let text = "LATIHAN · bukan data sungguhan · PRACTICE";
        let width = painter.faces.width(MARK, text) + 6.0 * MM;
        let tag = Rect { x: RIGHT - width, y: HEAD - 5.0 * MM, width, height: 7.0 * MM };
        painter.fill(&[tag], 0);
        painter.text_to(RIGHT - 3.0 * MM, HEAD - 0.5 * MM, MARK, text);
    }
}

fn one_line(painter: &Painter, text: &str, width: f32) -> String {
    painter.faces.wrap(SMALL, text, width, 1).concat()
}
