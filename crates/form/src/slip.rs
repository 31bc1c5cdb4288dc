//! What a mistyped word most likely means.

/// Most words that are looked at: a wrong form may have as many mistakes as names.
const MOST: usize = 1000;
/// Shorter words are all alike.
const LEAST: usize = 3;

/// The first known word that differs by capitals, or by one letter: missing, added, another one, or
/// two that changed places.
pub(crate) fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut known = known.into_iter().take(MOST);
    known.find(|known| known.len() >= LEAST && is_slip(word.as_bytes(), known.as_bytes()))
}

/// What to write for `word`: the known word that is meant, or else what `otherwise` says.
pub(crate) fn instead<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match meant(word, known) {
        Some(meant) => format!("`{meant}`, or else {otherwise}"),
        None => otherwise.to_owned(),
    }
}

fn is_slip(word: &[u8], known: &[u8]) -> bool {
    let alike = |pair: &(&u8, &u8)| pair.0.eq_ignore_ascii_case(pair.1);
    let before = word.iter().zip(known).take_while(alike).count();
    let (word, known) = (&word[before..], &known[before..]);
    let after = word.iter().rev().zip(known.iter().rev()).take_while(alike).count();
    match (&word[..word.len() - after], &known[..known.len() - after]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => alike(&(a, d)) && alike(&(b, c)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] = ["relevant", "bind::cacah:width", "umur_anak", "jk", "Desa"];

    #[test]
    fn one_slip_is_seen_through() {
        for (word, known) in [
            ("relevent", "relevant"),
            ("relevnt", "relevant"),
            ("relevantt", "relevant"),
            ("bind::cacah:widht", "bind::cacah:width"),
            ("UMUR_ANAK", "umur_anak"),
            ("desa", "Desa"),
            ("xdesa", "Desa"),
        ] {
            assert_eq!(meant(word, KNOWN), Some(known), "{word}");
        }
    }

    #[test]
    fn other_words_mean_nothing_known() {
        for word in ["", "k", "jj", "umur_ibu", "relevance", "tnaveler"] {
            assert_eq!(meant(word, KNOWN), None, "{word}");
        }
    }
}
