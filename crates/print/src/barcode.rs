//! Code 128 (ISO/IEC 15417) as rectangles: letters in code set B, four digits or more in set C.

use crate::sheet::{MM, Rect};

/// Widths of bars and spaces of each symbol character, by its value; the last is the stop.
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];
const TO_C: usize = 99;
const TO_B: usize = 100;
const START_B: usize = 104;
const STOP: usize = 106;
/// Digits from which set C is shorter.
const WORTH: usize = 4;
/// Widest module: more is only paper.
const MODULE: f32 = 0.4 * MM;
/// The quiet zone, in modules on each side.
const QUIET: f32 = 10.0;

/// A bar code.
pub(crate) struct Bars {
    /// Widths in modules: bar, space, bar.
    widths: Vec<u8>,
}

impl Bars {
    /// Encodes `text`; none when it has other characters than printable ASCII, or nothing.
    pub(crate) fn new(text: &str) -> Option<Self> {
        if text.is_empty() || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return None;
        }
        let values = values(text.as_bytes());
        let patterns = values.iter().filter_map(|value| PATTERNS.get(*value));
        Some(Self { widths: patterns.flat_map(|p| p.bytes()).map(|width| width - b'0').collect() })
    }

    /// The dark bars, centred between `x` and `x + width`, from `y` downwards.
    pub(crate) fn dark(&self, x: f32, y: f32, width: f32, height: f32) -> Vec<Rect> {
        let modules: f32 = self.widths.iter().map(|width| f32::from(*width)).sum();
        let module = MODULE.min(width / (modules + 2.0 * QUIET));
        let mut at = x + (width - modules * module) / 2.0;
        let mut rects = Vec::new();
        for (index, width) in self.widths.iter().enumerate() {
            let width = f32::from(*width) * module;
            if index % 2 == 0 {
                rects.push(Rect { x: at, y, width, height });
            }
            at += width;
        }
        rects
    }
}

/// Values of the symbol characters, with start, check and stop.
fn values(text: &[u8]) -> Vec<usize> {
    let (mut values, mut rest) = (vec![START_B], text);
    while let Some((first, after)) = rest.split_first() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits >= WORTH && digits.is_multiple_of(2) {
            let (run, after) = rest.split_at(digits);
            values.push(TO_C);
            let digit = |byte: u8| usize::from(byte - b'0');
            values.extend(run.chunks_exact(2).map(|two| digit(two[0]) * 10 + digit(two[1])));
            if !after.is_empty() {
                values.push(TO_B);
            }
            rest = after;
        } else {
            values.push(usize::from(first - b' '));
            rest = after;
        }
    }
    let check = values.iter().enumerate().map(|(place, value)| place.max(1) * value);
    values.extend([check.sum::<usize>() % 103, STOP]);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads widths as a scanner does.
    fn read(widths: &[u8]) -> String {
        let (body, stop) = widths.split_at(widths.len() - 7);
        assert_eq!(stop, [2, 3, 3, 1, 1, 1, 2]);
        let value = |six: &[u8]| {
            let text: String = six.iter().map(u8::to_string).collect();
            PATTERNS.iter().position(|pattern| **pattern == text).unwrap()
        };
        let values: Vec<usize> = body.chunks(6).map(value).collect();
        let (check, said) = values.split_last().unwrap();
        let sum: usize = said.iter().enumerate().map(|(place, value)| place.max(1) * value).sum();
        assert_eq!(sum % 103, *check);
        let (mut text, mut pairs) = (String::new(), false);
        for value in &said[1..] {
            match (*value, pairs) {
                (TO_C, false) => pairs = true,
                (TO_B, true) => pairs = false,
                (value, true) => text.push_str(&format!("{value:02}")),
                (value, false) => text.push(char::from(u8::try_from(value).unwrap() + b' ')),
            }
        }
        text
    }

    #[test]
    fn the_table_is_the_standard_s_by_its_own_rules() {
        for (value, pattern) in PATTERNS.iter().enumerate().take(STOP) {
            let widths: Vec<u32> = pattern.chars().map(|c| c.to_digit(10).unwrap()).collect();
            assert_eq!((widths.len(), widths.iter().sum::<u32>()), (6, 11), "{value}");
            assert!(widths.iter().step_by(2).sum::<u32>().is_multiple_of(2), "{value}");
            assert_eq!(PATTERNS.iter().position(|other| other == pattern), Some(value));
        }
        // Values and check of the standard's own example.
        assert_eq!(values(b"PJJ123C"), [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
    }

    #[test]
    fn what_goes_in_comes_out() {
        for text in
            ["KB82710001J", "KS8271030001000100Y", "KS8271020001000A00C", "12345", "~ 1a", "1234"]
        {
            assert_eq!(read(&Bars::new(text).unwrap().widths), text);
        }
        assert!(Bars::new("").is_none() && Bars::new("Ä").is_none());
    }

    #[test]
    fn bars_keep_their_quiet_zone_in_the_width_they_are_given() {
        let bars = Bars::new("KS8271030001000100Y").unwrap();
        for width in [60.0 * MM, 80.0 * MM, 200.0 * MM] {
            let rects = bars.dark(5.0, 0.0, width, 10.0);
            let (first, last) = (rects[0], rects[rects.len() - 1]);
            let module = first.width / 2.0;
            assert!(module <= MODULE + 0.001);
            assert!(first.x - 5.0 >= QUIET * module - 0.01);
            assert!(5.0 + width - (last.x + last.width) >= QUIET * module - 0.01);
        }
    }
}
