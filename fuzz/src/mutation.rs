//! Mutation without a guide: for machines that have no cargo-fuzz.

/// Bytes that mean something to a reader of forms.
const WORDS: [&str; 24] = [
    "${a}",
    "${r}",
    "'",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "/",
    "..",
    ".",
    "-",
    " and ",
    " div ",
    "not(",
    "count(",
    "current()/",
    ",",
    "\n",
    "\u{feff}",
    "\u{1e}",
    "99999999999999999999",
    "<c>",
    "{",
];

/// Numbers that look random and are the same on every run with the same seed (SplitMix64).
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        number ^ (number >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap_or_default().checked_rem(bound).unwrap_or_default()
    }
}

/// Longest input, in bytes.
const MAX: usize = 1 << 18;

/// Changes `bytes` in one to eight places; `others` lend parts.
pub fn mutate(bytes: &mut Vec<u8>, others: &[Vec<u8>], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len() + 1);
        let to = (at + numbers.below(64)).min(bytes.len());
        let new: Vec<u8> = match numbers.below(7) {
            0 => Vec::new(),
            1 => vec![numbers.below(256).to_le_bytes()[0]],
            2 => WORDS[numbers.below(WORDS.len())].into(),
            3 => bytes[at..to].repeat(1 + numbers.below(40)),
            4 => WORDS[numbers.below(WORDS.len())].repeat(1 + numbers.below(2000)).into(),
            _ => part(&others[numbers.below(others.len())], numbers),
        };
        let replaced = if numbers.below(2) == 0 { at..at } else { at..to };
        bytes.splice(replaced, new);
        bytes.truncate(MAX);
    }
}

fn part(other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let from = numbers.below(other.len());
    let to = (from + numbers.below(200)).min(other.len());
    other[from..to].to_vec()
}
