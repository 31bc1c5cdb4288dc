//! The typefaces: IBM Plex (SIL Open Font License, `fonts/OFL.txt`), whose figures are all of one
//! width. One glyph per character and no shaping: Indonesian needs neither.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};

use crate::PrintError;

/// A typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    SemiBold,
    /// For codes and hashes, which people compare letter by letter.
    Mono,
}

/// How a text looks: typeface, size in points, grey (0 is black).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub face: Face,
    pub size: f32,
    pub grey: u8,
}

impl Style {
    pub(crate) const fn new(face: Face, size: f32) -> Self {
        Self { face, size, grey: 0 }
    }

    pub(crate) const fn grey(self, grey: u8) -> Self {
        Self { grey, ..self }
    }

    /// From one baseline to the next, in points.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.25
    }
}

/// The typefaces, read from the program.
pub(crate) struct Faces {
    regular: Loaded,
    semi_bold: Loaded,
    mono: Loaded,
}

struct Loaded {
    font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Faces {
    pub(crate) fn load() -> Result<Self, PrintError> {
        Ok(Self {
            regular: Loaded::read(include_bytes!("../fonts/IBMPlexSans-Regular.ttf"))?,
            semi_bold: Loaded::read(include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf"))?,
            mono: Loaded::read(include_bytes!("../fonts/IBMPlexMono-Regular.ttf"))?,
        })
    }

    fn of(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::SemiBold => &self.semi_bold,
            Face::Mono => &self.mono,
        }
    }

    pub(crate) fn font(&self, face: Face) -> Font {
        self.of(face).font.clone()
    }

    /// The glyphs of `text`; a character that the typeface lacks shows as its empty box.
    pub(crate) fn glyphs(&self, face: Face, text: &str) -> Vec<KrillaGlyph> {
        let loaded = self.of(face);
        let glyph = |(start, character): (usize, char)| {
            let (id, advance) = loaded.glyph(character);
            let range = start..start + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// Width of `text` in points.
    pub(crate) fn width(&self, style: Style, text: &str) -> f32 {
        let loaded = self.of(style.face);
        text.chars().map(|character| loaded.glyph(character).1).sum::<f32>() * style.size
    }

    /// Breaks `text` into lines of at most `width` points: between words, and inside a word that
    /// is wider than a line. What is beyond `most` lines ends in "…".
    pub(crate) fn wrap(&self, style: Style, text: &str, width: f32, most: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            self.place(&mut lines, style, word, width);
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.width(style, &format!("{last}…")) > width && last.pop().is_some() {}
                last.push('…');
            }
        }
        lines
    }

    fn place(&self, lines: &mut Vec<String>, style: Style, word: &str, width: f32) {
        let Some(line) = lines.last_mut() else { return };
        let gap = if line.is_empty() { "" } else { " " };
        if self.width(style, &format!("{line}{gap}{word}")) <= width {
            line.push_str(gap);
            line.push_str(word);
            return;
        }
        let mut rest =
            if line.is_empty() { lines.pop().unwrap_or_default() } else { String::new() };
        let mut used = 0.0;
        for character in word.chars() {
            let advance = self.of(style.face).glyph(character).1 * style.size;
            if used + advance > width && !rest.is_empty() {
                lines.push(std::mem::take(&mut rest));
                used = 0.0;
            }
            rest.push(character);
            used += advance;
        }
        lines.push(rest);
    }
}

impl Loaded {
    fn read(bytes: &'static [u8]) -> Result<Self, PrintError> {
        let reader = FontRef::new(bytes).map_err(|_| PrintError::Font)?;
        Ok(Self {
            font: Font::new(bytes.into(), 0).ok_or(PrintError::Font)?,
            charmap: reader.charmap(),
            metrics: reader.glyph_metrics(Size::unscaled(), LocationRef::default()),
        })
    }

    /// Number and advance (in em) of a character's glyph; number 0 is the empty box.
    fn glyph(&self, character: char) -> (u32, f32) {
        let id = self.charmap.map(character).unwrap_or_default();
        let advance = self.metrics.advance_width(id).unwrap_or_default();
        (id.to_u32(), advance / self.font.units_per_em())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(Face::Regular, 10.0);

    #[test]
    fn figures_have_one_width() {
        let faces = Faces::load().unwrap();
        for face in [Face::Regular, Face::SemiBold, Face::Mono] {
            let style = Style::new(face, 10.0);
            let widths: Vec<f32> =
                "0123456789".chars().map(|c| faces.width(style, &c.to_string())).collect();
            assert!(widths.iter().all(|width| *width == widths[0]), "{face:?}: {widths:?}");
        }
    }

    #[test]
    fn lines_keep_every_word_and_the_width() {
        let faces = Faces::load().unwrap();
        let text = "Jalan Sultan Khairun nomor dua RT 001 RW 002";
        let lines = faces.wrap(STYLE, text, 80.0, 9);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| faces.width(STYLE, line) <= 80.0));
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_without_loss() {
        let faces = Faces::load().unwrap();
        let hash = "0123456789abcdef".repeat(4);
        let lines = faces.wrap(STYLE, &hash, 100.0, 9);
        assert!(lines.len() > 1);
        assert_eq!(lines.concat(), hash);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let faces = Faces::load().unwrap();
        let lines = faces.wrap(STYLE, &"kelurahan ".repeat(50), 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(faces.width(STYLE, &lines[1]) <= 100.0);
    }
}
