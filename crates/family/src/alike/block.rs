//! By what somebody is found among many before they are compared.

use std::collections::BTreeSet;

use super::name::{Rarity, Word, is_vowel, words};

/// Consonants of a word that count.
const LONGEST: usize = 4;

/// The keys of a name, sorted: whoever could be the same shares one. A key is the consonants of a
/// word; words that everybody bears, and initials, make a key only where there is no other.
#[must_use]
pub fn blocks(name: &str) -> Vec<String> {
    let words = words(name);
    let telling = |word: &&Word| word.rarity != Rarity::Everywhere && word.initial().is_none();
    let mut keys: BTreeSet<String> = words.iter().filter(telling).map(key).collect();
    if keys.is_empty() {
        keys = words.iter().map(key).collect();
    }
    keys.into_iter().collect()
}

/// The first sound, any vowel for any other, and the consonants after it: vowels are what a slip of
/// the ear changes first.
fn key(word: &Word) -> String {
    // HALIMA, ALIMA.
    let text = word.text.strip_prefix('H').filter(|rest| !rest.is_empty()).unwrap_or(&word.text);
    let mut letters = text.chars();
    let first = letters.next().map(|first| if is_vowel(first) { 'A' } else { first });
    let silent = |letter: &char| !is_vowel(*letter) && !matches!(letter, 'H' | 'W' | 'J');
    let mut key: String = first.into_iter().collect();
    for letter in letters.filter(silent) {
        if key.chars().count() < LONGEST && !key.ends_with(letter) {
            key.push(letter);
        }
    }
    key
}
