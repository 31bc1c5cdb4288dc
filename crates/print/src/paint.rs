//! Draws on one page of the PDF: the only place that talks to its canvas.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect as Area, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;

use crate::face::{Faces, Style};
use crate::sheet::Rect;

/// A page's canvas and the typefaces.
pub(crate) struct Painter<'a, 'p> {
    pub surface: Surface<'p>,
    pub faces: &'a Faces,
}

impl Painter<'_, '_> {
    /// One line of text that begins at `x` on the baseline `y`. Control characters become blanks.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let text = &text.replace(char::is_control, " ");
        let glyphs = self.faces.glyphs(style.face, text);
        let font = self.faces.font(style.face);
        self.ink(style.grey);
        self.surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, text, style.size, false);
    }

    /// A line of text that ends at `x`.
    pub(crate) fn text_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let width = self.faces.width(style, text);
        self.text(x - width, y, style, text);
    }

    /// A line of text centred on (`x`, `y`) and turned by `degrees`.
    pub(crate) fn turned(&mut self, x: f32, y: f32, degrees: f32, style: Style, text: &str) {
        let half = self.faces.width(style, text) / 2.0;
        self.surface.push_transform(&Transform::from_rotate_at(degrees, x, y));
        self.text(x - half, y + style.size / 3.0, style, text);
        self.surface.pop();
    }

    /// Rectangles of one shape: those that touch show no seam.
    pub(crate) fn fill(&mut self, rects: &[Rect], grey: u8) {
        let mut path = PathBuilder::new();
        for rect in rects {
            if let Some(area) = Area::from_xywh(rect.x, rect.y, rect.width, rect.height) {
                path.push_rect(area);
            }
        }
        let Some(path) = path.finish() else { return };
        self.ink(grey);
        self.surface.draw_path(&path);
    }

    fn ink(&mut self, grey: u8) {
        let paint = luma::Color::new(grey).into();
        self.surface.set_fill(Some(Fill {
            paint,
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }
}
