//! A keyer who misreads: sheets on which another digit is read here and there.

use crate::paper::{Field, Sheet};
use crate::random::Random;

impl Sheet {
    /// Misreads a digit in about so many of a thousand fields of boxes that are filled; where.
    pub fn misread(&mut self, random: &mut Random, per_thousand: u32) -> Vec<usize> {
        let read = |(at, field): (usize, &mut Field)| {
            let wrong = random.between(1, 1000) <= per_thousand && field.slip(random);
            wrong.then_some(at)
        };
        self.fields.iter_mut().enumerate().filter_map(read).collect()
    }
}

impl Field {
    /// Another last digit for the one that is there; false of a field in letters, or of none.
    pub fn slip(&mut self, random: &mut Random) -> bool {
        let last = self.written.chars().next_back().and_then(|digit| digit.to_digit(10));
        let Some(digit) = last.filter(|_| !self.letters && !self.raw.contains('-')) else {
            return false;
        };
        let read = char::from_digit((digit + random.between(1, 9)) % 10, 10);
        for text in [&mut self.written, &mut self.raw] {
            text.pop();
            text.extend(read);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cacah_form::NoFunctions;

    use super::*;
    use crate::questionnaire::{compile, files};
    use crate::ternate::families;

    #[test]
    fn what_is_misread_differs_in_its_last_digit_and_nothing_else_does() {
        let form = Arc::new(compile(&files("regsosek22-k")));
        let family = families(20_221_015, 1).remove(0);
        let clean = Sheet::of(&form, Arc::new(NoFunctions), &family.answers());
        let mut read = clean.clone();
        let wrong = read.misread(&mut Random::new(7), 100);
        assert!(!wrong.is_empty());
        for (at, (read, clean)) in read.fields.iter().zip(&clean.fields).enumerate() {
            assert_eq!(read != clean, wrong.contains(&at), "{at}");
            assert_eq!(read.written.len(), clean.written.len());
        }
    }
}
