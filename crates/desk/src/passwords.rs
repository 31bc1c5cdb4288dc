//! Passwords: how good a new one is, and changing one's own.

use cacah_family::trail::{Act, Deed};
use cacah_wire::command::{ChangePassword, Done, Language, PasswordWeight, WeighPassword};
use cacah_wire::error::Code;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::{Score, zxcvbn};

use crate::desk::Desk;
use crate::error::DeskError;

/// Letters at least.
const LEAST: usize = 10;
/// What anybody here would try first: zxcvbn knows English.
const WORDS: [&str; 32] = [
    "cacah",
    "regsosek",
    "ternate",
    "tidore",
    "maluku",
    "utara",
    "halmahera",
    "indonesia",
    "bps",
    "badan",
    "pusat",
    "statistik",
    "sensus",
    "survei",
    "pencacah",
    "pencacahan",
    "petugas",
    "pendata",
    "pendataan",
    "keluarga",
    "kelurahan",
    "kecamatan",
    "laptop",
    "rahasia",
    "sandi",
    "kata",
    "katasandi",
    "kunci",
    "bismillah",
    "alhamdulillah",
    "sayang",
    "merdeka",
];

impl Desk {
    pub(crate) fn weigh_password(&self, args: &WeighPassword) -> PasswordWeight {
        weigh(&args.password, &self.whose(), self.folder.preferences().interface)
    }

    pub(crate) fn change_password(&self, args: &ChangePassword) -> Result<Done, DeskError> {
        strong(&args.new, &self.whose())?;
        self.with(|session| {
            session.store.change_password(&args.old, &args.new)?;
            Ok(session.store.note(Deed::new(Act::PasswordChanged).kind("password"))?)
        })?;
        Ok(Done {})
    }

    /// Code and name of whoever is in: the first thing a colleague tries.
    fn whose(&self) -> Vec<String> {
        let whose = self.with(|session| {
            let enrolment = session.store.enrolment();
            Ok(vec![enrolment.officer_code.clone(), enrolment.officer_name.clone()])
        });
        whose.unwrap_or_default()
    }
}

/// Refuses a password that is guessed too easily by somebody who knows these words too.
///
/// # Errors
/// [`Code::WeakPassword`].
pub(crate) fn strong(password: &str, known: &[String]) -> Result<(), DeskError> {
    if is_good(password, score(password, known).score()) {
        Ok(())
    } else {
        Err(Code::WeakPassword.into())
    }
}

fn weigh(password: &str, known: &[String], language: Language) -> PasswordWeight {
    let entropy = score(password, known);
    let good = is_good(password, entropy.score());
    let mut advice = Vec::new();
    let say = |(id, en): (&str, &str)| match language {
        Language::Id => id.to_owned(),
        Language::En => en.to_owned(),
        Language::Both => format!("{id} / {en}"),
    };
    if !good {
        if password.chars().count() < LEAST {
            advice.push(say((
                "Pakai sedikitnya 10 karakter, misalnya tiga atau empat kata.",
                "Use at least 10 characters, for instance three or four words.",
            )));
        }
        if let Some(feedback) = entropy.feedback() {
            advice.extend(feedback.warning().map(|warning| say(warned(warning))));
            advice.extend(feedback.suggestions().iter().map(|more| say(suggested(*more))));
        }
    }
    PasswordWeight { score: u8::from(entropy.score()), good, advice }
}

fn is_good(password: &str, score: Score) -> bool {
    password.chars().count() >= LEAST && score >= Score::Three
}

fn score(password: &str, known: &[String]) -> zxcvbn::Entropy {
    let known = known.iter().flat_map(|text| text.split_whitespace());
    let known: Vec<&str> = WORDS.into_iter().chain(known).collect();
    zxcvbn(password, &known)
}

/// What is wrong with it: Indonesian, English.
fn warned(warning: Warning) -> (&'static str, &'static str) {
    use Warning::{
        AWordByItselfIsEasyToGuess, CommonNamesAndSurnamesAreEasyToGuess, DatesAreOftenEasyToGuess,
        NamesAndSurnamesByThemselvesAreEasyToGuess, RecentYearsAreEasyToGuess,
        RepeatsLikeAaaAreEasyToGuess, RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        SequencesLikeAbcAreEasyToGuess, ShortKeyboardPatternsAreEasyToGuess,
        StraightRowsOfKeysAreEasyToGuess, ThisIsACommonPassword, ThisIsATop10Password,
        ThisIsATop100Password, ThisIsSimilarToACommonlyUsedPassword,
    };
    match warning {
        StraightRowsOfKeysAreEasyToGuess | ShortKeyboardPatternsAreEasyToGuess => (
            "Huruf yang berderet di papan ketik mudah ditebak.",
            "Rows and patterns of keys are easy to guess.",
        ),
        RepeatsLikeAaaAreEasyToGuess | RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            ("Pengulangan mudah ditebak.", "Repeats are easy to guess.")
        }
        ThisIsATop10Password | ThisIsATop100Password | ThisIsACommonPassword => {
            ("Kata sandi ini dipakai banyak orang.", "Many people use this password.")
        }
        ThisIsSimilarToACommonlyUsedPassword => (
            "Mirip dengan kata sandi yang dipakai banyak orang.",
            "This is like a password that many people use.",
        ),
        SequencesLikeAbcAreEasyToGuess => {
            ("Urutan seperti abc atau 6543 mudah ditebak.", "Sequences like abc are easy to guess.")
        }
        RecentYearsAreEasyToGuess | DatesAreOftenEasyToGuess => {
            ("Tahun dan tanggal mudah ditebak.", "Years and dates are easy to guess.")
        }
        AWordByItselfIsEasyToGuess => {
            ("Satu kata saja mudah ditebak.", "A word by itself is easy to guess.")
        }
        NamesAndSurnamesByThemselvesAreEasyToGuess | CommonNamesAndSurnamesAreEasyToGuess => {
            ("Nama orang mudah ditebak.", "Names of people are easy to guess.")
        }
    }
}

/// What would make it better: Indonesian, English.
fn suggested(suggestion: Suggestion) -> (&'static str, &'static str) {
    use Suggestion::{
        AddAnotherWordOrTwo, AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase,
        AvoidDatesAndYearsThatAreAssociatedWithYou, AvoidRecentYears,
        AvoidRepeatedWordsAndCharacters, AvoidSequences, AvoidYearsThatAreAssociatedWithYou,
        CapitalizationDoesntHelpVeryMuch, NoNeedForSymbolsDigitsOrUppercaseLetters,
        PredictableSubstitutionsDontHelpVeryMuch, ReversedWordsArentMuchHarderToGuess,
        UseAFewWordsAvoidCommonPhrases, UseALongerKeyboardPatternWithMoreTurns,
    };
    match suggestion {
        UseAFewWordsAvoidCommonPhrases => {
            ("Pakai beberapa kata yang tidak biasa bersama.", "Use a few words not often together.")
        }
        NoNeedForSymbolsDigitsOrUppercaseLetters => (
            "Tidak perlu angka, tanda, atau huruf besar.",
            "No need for digits, symbols or capitals.",
        ),
        AddAnotherWordOrTwo => {
            ("Tambah satu atau dua kata yang jarang.", "Add an uncommon word or two.")
        }
        CapitalizationDoesntHelpVeryMuch | AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            ("Huruf besar tidak banyak menolong.", "Capitals do not help much.")
        }
        ReversedWordsArentMuchHarderToGuess => {
            ("Kata yang dibalik tetap mudah ditebak.", "Reversed words are as easy to guess.")
        }
        PredictableSubstitutionsDontHelpVeryMuch => (
            "Mengganti huruf dengan tanda (4 untuk a) tidak banyak menolong.",
            "Signs for letters (4 for a) do not help much.",
        ),
        UseALongerKeyboardPatternWithMoreTurns => {
            ("Jangan memakai pola papan ketik.", "Use no pattern of keys.")
        }
        AvoidRepeatedWordsAndCharacters => {
            ("Jangan mengulang kata atau huruf.", "Repeat no words or letters.")
        }
        AvoidSequences => ("Jangan memakai urutan.", "Use no sequences."),
        AvoidRecentYears
        | AvoidYearsThatAreAssociatedWithYou
        | AvoidDatesAndYearsThatAreAssociatedWithYou => (
            "Jangan memakai tahun atau tanggal yang berkaitan dengan Anda.",
            "Use no years or dates that have to do with you.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_weak_passwords_are_refused_with_advice_in_the_language_of_the_window() {
        let whose = ["PPL 0123".to_owned(), "Nurhayati Latihan".to_owned()];
        for weak in ["", "ombak", "1234567890", "nurhayati0123", "regsosek2022"] {
            let (id, en) = (weigh(weak, &whose, Language::Id), weigh(weak, &whose, Language::En));
            assert!(!id.good && strong(weak, &whose).is_err(), "{weak}");
            assert!(!id.advice.is_empty(), "{weak}");
            assert_eq!(id.advice.len(), en.advice.len());
            assert!(id.advice.iter().zip(&en.advice).all(|(id, en)| id != en), "{weak}");
        }
        for good in ["perahu kuning di dermaga", "tujuh gurita menyanyi"] {
            let weight = weigh(good, &whose, Language::Id);
            assert!(weight.good && weight.advice.is_empty() && weight.score >= 3, "{good}");
            strong(good, &whose).unwrap();
        }
    }
}
