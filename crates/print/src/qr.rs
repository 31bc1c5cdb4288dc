//! QR codes (ISO/IEC 18004) at error level M, as rectangles.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

use crate::PrintError;
use crate::sheet::{MM, Rect};

/// Smallest side of a symbol, without its quiet zone.
const SIDE: f32 = 32.0 * MM;
/// Smallest module that a phone reads from an office printer's paper.
const MODULE: f32 = 0.5 * MM;
/// The quiet zone, in modules on each side.
const QUIET: f32 = 4.0;
/// Side of version 24, the largest that stays under 60 mm with [`MODULE`].
const MOST_MODULES: usize = 113;
/// Bytes that version 24 holds at level M.
const MOST_BYTES: usize = 911;

/// A QR symbol.
pub(crate) struct Symbol {
    code: QRCode,
}

impl Symbol {
    /// Encodes `text`.
    pub(crate) fn new(text: &str) -> Result<Self, PrintError> {
        let too_long = || PrintError::ProofTooLong { bytes: text.len(), limit: MOST_BYTES };
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| too_long())?;
        if code.size > MOST_MODULES {
            return Err(too_long());
        }
        Ok(Self { code })
    }

    fn module(&self) -> f32 {
        (SIDE / self.code.size as f32).max(MODULE)
    }

    /// Side without quiet zone, in points.
    pub(crate) fn side(&self) -> f32 {
        self.module() * self.code.size as f32
    }

    /// Width of the quiet zone, in points.
    pub(crate) fn quiet(&self) -> f32 {
        self.module() * QUIET
    }

    /// The dark modules of the symbol whose upper left corner is at (`x`, `y`), one rectangle for
    /// each run in a row.
    pub(crate) fn dark(&self, x: f32, y: f32) -> Vec<Rect> {
        let module = self.module();
        let mut rects = Vec::new();
        for row in 0..self.code.size {
            let mut column = 0;
            for run in self.code[row].chunk_by(|a, b| a.value() == b.value()) {
                if run.first().is_some_and(|first| first.value()) {
                    rects.push(Rect {
                        x: x + module * column as f32,
                        y: y + module * row as f32,
                        width: module * run.len() as f32,
                        height: module,
                    });
                }
                column += run.len();
            }
        }
        rects
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paints the rectangles on white, quiet zone included, and reads the picture again.
    fn read(symbol: &Symbol) -> String {
        let scale = 4.0 / symbol.module();
        let pixels = ((symbol.side() + 2.0 * symbol.quiet()) * scale).round() as usize;
        let mut picture = vec![255; pixels * pixels];
        for rect in symbol.dark(symbol.quiet(), symbol.quiet()) {
            let pixel = |length: f32| (length * scale).round() as usize;
            for row in pixel(rect.y)..pixel(rect.y + rect.height) {
                let from = row * pixels + pixel(rect.x);
                picture[from..from + pixel(rect.width)].fill(0);
            }
        }
        let grey = |column, row| picture[row * pixels + column];
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(pixels, pixels, grey);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1);
        let (meta, text) = grids[0].decode().unwrap();
        // Level M has the bits 00 in the symbol's format.
        assert_eq!(meta.ecc_level, 0);
        text
    }

    #[test]
    fn what_goes_in_comes_out() {
        for text in [
            "cacah:1:8271030001000100:17".to_owned(),
            "`#$*\\ Kelurahan Moya · RT 003".to_owned(),
            "0123456789abcdef".repeat(40),
        ] {
            assert_eq!(read(&Symbol::new(&text).unwrap()), text);
        }
    }

    #[test]
    fn a_symbol_is_large_enough_for_paper() {
        for length in [1, 100, 400, MOST_BYTES] {
            let symbol = Symbol::new(&"x".repeat(length)).unwrap();
            assert!(symbol.side() >= 30.0 * MM && symbol.side() < 60.0 * MM);
            assert!(symbol.module() >= MODULE);
        }
    }

    #[test]
    fn what_no_paper_holds_is_refused() {
        for length in [MOST_BYTES + 1, 2_000, 10_000] {
            let refused = Symbol::new(&"x".repeat(length)).err().unwrap();
            assert!(matches!(refused, PrintError::ProofTooLong { bytes, .. } if bytes == length));
        }
    }
}
