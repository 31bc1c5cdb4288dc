//! Text that no spreadsheet program takes for a formula (OWASP, CSV injection). Which sign parts the
//! cells is the locale's: with `;` between them, as in Indonesia, a text may go on in a cell of its own,
//! and quotes that do not begin a cell hold nothing together.

/// What may part cells or rows.
const PARTS: [char; 6] = [',', ';', '\t', '|', '\n', '\r'];
/// What may begin a formula, in the width of East Asia too.
const BEGINS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text with a mark before everything that could begin a formula in any locale.
pub(super) fn mark(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for (c, formula) in looked_at(text) {
        if formula {
            marked.push('\'');
        }
        marked.push(c);
    }
    marked
}

/// The text without these marks.
pub(super) fn unmark(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (c, formula) in looked_at(text) {
        if formula && plain.ends_with('\'') {
            plain.pop();
        }
        plain.push(c);
    }
    plain
}

/// Every character, and whether a formula would begin with it where some locale begins a cell.
fn looked_at(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut begins = true;
    text.chars().map(move |c| {
        let formula = begins && BEGINS.contains(&c);
        // Blanks and quotes before it may be taken off.
        begins = PARTS.contains(&c) || begins && (c.is_whitespace() || matches!(c, '\'' | '"'));
        (c, formula)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_behind_a_sign_of_any_locale_is_marked_and_a_code_is_not() {
        for (text, marked) in [
            ("=1", "'=1"),
            ("RT 1; =cmd|'/C calc'!A1", "RT 1; '=cmd|'/C calc'!A1"),
            ("a\t\"@x", "a\t\"'@x"),
            ("'=1", "''=1"),
            ("＋62", "'＋62"),
            ("0101030001000100", "0101030001000100"),
            ("JL. A-1 = B; C", "JL. A-1 = B; C"),
        ] {
            assert_eq!(mark(text), marked);
            assert_eq!(unmark(marked), text);
        }
    }
}
