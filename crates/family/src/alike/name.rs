//! A name as people of Indonesia write it, brought to one spelling: titles off, the habits of old
//! and new orthography and of Arabic names made equal (ADR 0029).

/// How much it tells that two bear a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rarity {
    /// Next to nothing.
    Everywhere,
    /// Something.
    Frequent,
    /// Much.
    Ordinary,
}

/// A word of a name in the one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In the one spelling.
    pub text: String,
    /// As it was written, in capitals.
    pub written: String,
    /// How many bear it.
    pub rarity: Rarity,
}

impl Word {
    fn new(written: &str) -> Self {
        let known = alias(written);
        let text = known.map_or_else(|| spelling(written), str::to_owned);
        let rarity = match text.as_str() {
            text if EVERYWHERE.contains(&text) => Rarity::Everywhere,
            text if FREQUENT.contains(&text) => Rarity::Frequent,
            _ => Rarity::Ordinary,
        };
        Self { text, written: written.to_owned(), rarity }
    }

    /// The letter it stands for, of an initial.
    pub fn initial(&self) -> Option<char> {
        let mut letters = self.text.chars();
        letters.next().filter(|_| letters.next().is_none())
    }
}

/// Stand before a name.
const BEFORE: &[&str] = &[
    "H",
    "HJ",
    "HAJI",
    "HAJJAH",
    "HAJAH",
    "DR",
    "DRA",
    "DRS",
    "DRG",
    "IR",
    "KH",
    "KYAI",
    "KIAI",
    "USTADZ",
    "USTAD",
    "USTAZ",
    "USTADZAH",
    "UST",
    "PROF",
    "PDT",
    "TGK",
    "TN",
    "TUAN",
    "NY",
    "NYONYA",
    "NN",
    "BPK",
    "BAPAK",
    "IBU",
    "ALM",
    "ALMH",
    "ALMARHUM",
    "ALMARHUMAH",
];

/// Stand after it.
const AFTER: &[&str] = &[
    "SH",
    "SE",
    "ST",
    "SPD",
    "SPDI",
    "SAG",
    "SSOS",
    "SKM",
    "SIP",
    "SKOM",
    "SHUT",
    "SPI",
    "STP",
    "SPT",
    "SPSI",
    "SKEP",
    "NERS",
    "NS",
    "SST",
    "SSI",
    "SFARM",
    "PD",
    "PDI",
    "SOS",
    "AG",
    "MPD",
    "MPDI",
    "MSI",
    "MM",
    "MH",
    "MKES",
    "MT",
    "MAG",
    "MKOM",
    "AMD",
    "AMDKEB",
    "AMDKEP",
    "MD",
    "LC",
    "ALM",
    "ALMH",
    "ALMARHUM",
    "ALMARHUMAH",
];

/// Say "child of", or are articles: they join words and are none.
const JOINTS: &[&str] = &["BIN", "BINTI", "BT", "BTE", "AL", "EL"];

/// Names with more forms than a rule of spelling tells.
const ALIASES: &[(&str, &[&str])] = &[
    (
        "MUHAMAT",
        &[
            "MOH",
            "MUH",
            "MOHD",
            "MUHD",
            "MHD",
            "MOCH",
            "MUCH",
            "MHMD",
            "MOHAMAD",
            "MOHAMMAD",
            "MOHAMED",
            "MOHAMMED",
            "MUHAMAD",
            "MUHAMMAD",
            "MUHAMED",
            "MUHAMMED",
            "MOCHAMAD",
            "MOCHAMMAD",
            "MUCHAMAD",
            "MOKHAMAD",
            "MUKHAMAD",
            "MUHAMAT",
            "MOHAMAT",
        ],
    ),
    ("AHMAT", &["AHMAD", "AHMED", "ACHMAD", "AKHMAD", "AHMAT", "ACHMAT", "ACH"]),
    ("ABDUL", &["ABD", "ABDL", "ABDUL", "ABDOEL", "ABDEL", "ABDU"]),
    ("SITI", &["SITI", "SITTI", "STI", "ST", "SITY"]),
    ("NUR", &["NUR", "NOOR", "NOER", "NOR", "NUUR", "NURUL"]),
];

/// Hardly a name by themselves: every second person bears one of them.
const EVERYWHERE: &[&str] =
    &["MUHAMAT", "ABDUL", "SITI", "NUR", "SRI", "LA", "WA", "UDE", "PUTRA", "PUTRI"];

/// Borne by one in forty or more, in the one spelling.
const FREQUENT: &[&str] = &[
    "AGUS",
    "ALI",
    "AMINA",
    "AMIR",
    "BUDI",
    "DEWI",
    "EKA",
    "HASAN",
    "HALIMA",
    "HUSEN",
    "IBRAHIM",
    "IDRUS",
    "ISMAIL",
    "KADIR",
    "MARIAM",
    "PATIMA",
    "RAHMAN",
    "RAHMAT",
    "SALE",
    "UMAR",
    "USMAN",
    "WATI",
    "JUSUP",
    "JAINAB",
    "JAINAL",
    "SULAIMAN",
    "LESTARI",
    "SAPUTRA",
    "KURNIAWAN",
    "RAMADAN",
    "HIDAJAT",
];

fn alias(written: &str) -> Option<&'static str> {
    let known = ALIASES.iter().find(|(_, forms)| forms.contains(&written));
    known.map(|(text, _)| *text)
}

/// Written together with the next word, or apart.
const LEADING: &[(&str, &str)] =
    &[("ABDUR", "ABDUL"), ("ABDUL", "ABDUL"), ("NUR", "NUR"), ("SITI", "SITI")];

/// Letters that a leading word leaves to the next one at least.
const REST: usize = 4;

/// The words of a name, without titles. A name of titles alone keeps them.
pub(super) fn words(name: &str) -> Vec<Word> {
    let mut written: Vec<String> = Vec::new();
    for part in
        name.to_uppercase().split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/'))
    {
        let bare: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
        let after = !written.is_empty() && AFTER.contains(&bare.as_str());
        let before = written.is_empty() && BEFORE.contains(&bare.as_str());
        if bare.is_empty() || before || after || JOINTS.contains(&bare.as_str()) {
            continue;
        }
        // `M.OH.` as well as `MOH.`
        if alias(&bare).is_some() {
            written.push(bare);
            continue;
        }
        let pieces = part.split('.').map(|piece| piece.chars().filter(|c| c.is_alphanumeric()));
        let pieces = pieces.map(String::from_iter).filter(|piece: &String| !piece.is_empty());
        for piece in pieces {
            if written.is_empty() && BEFORE.contains(&piece.as_str()) {
                continue;
            }
            take_apart(&piece, &mut written);
        }
    }
    if written.is_empty() {
        let all = name.to_uppercase();
        let all = all.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        written = all.map(str::to_owned).collect();
    }
    written.iter().map(|word| Word::new(word)).filter(|word| !word.text.is_empty()).collect()
}

/// NURHAYATI is NUR HAYATI, and ABDURRAHMAN is ABDUL RAHMAN.
fn take_apart(word: &str, to: &mut Vec<String>) {
    let apart = LEADING.iter().find_map(|(start, leading)| {
        let rest = word.strip_prefix(start)?;
        (rest.len() >= REST).then_some((leading, rest))
    });
    match apart {
        Some((leading, rest)) => to.extend([(*leading).to_owned(), rest.to_owned()]),
        None => to.push(word.to_owned()),
    }
}

/// Two letters for one sound, in order.
const PAIRS: &[(&str, &str)] = &[
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("NJ", "NY"),
    ("SJ", "S"),
    ("SY", "S"),
    ("SH", "S"),
    ("TS", "S"),
    ("DZ", "J"),
    ("DH", "D"),
    ("DL", "D"),
    ("TH", "T"),
    ("KH", "K"),
    ("CH", "K"),
    ("GH", "G"),
    ("PH", "P"),
    ("BH", "B"),
    ("AE", "AI"),
    ("IE", "I"),
    ("X", "KS"),
];

/// The one spelling of a word.
fn spelling(word: &str) -> String {
    let mut text = PAIRS.iter().fold(word.to_owned(), |text, (from, to)| text.replace(from, to));
    text = letters(&text);
    // Nobody hears it at the end: AISYAH, AISYA; AHMAD, AHMAT.
    if text.len() > 2 && text.ends_with('H') {
        text.pop();
    }
    if text.len() > 2 && text.ends_with('D') {
        text.pop();
        text.push('T');
    }
    text
}

/// One letter for those that stand for each other, none of them twice in a row.
fn letters(word: &str) -> String {
    let mut text = String::new();
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let vowel_next = letters.peek().is_some_and(|next| is_vowel(*next));
        let letter = match letter {
            'F' | 'V' => 'P',
            'Z' => 'J',
            'Q' => 'K',
            // OSMAN, USMAN; SOEKARNO.
            'O' => 'U',
            // YUSUF, JUSUF; but HENY, HENI.
            'Y' if vowel_next && !text.ends_with('N') => 'J',
            'Y' => 'I',
            other => other,
        };
        if !text.ends_with(letter) {
            text.push(letter);
        }
    }
    text
}

pub(super) fn is_vowel(letter: char) -> bool {
    matches!(letter, 'A' | 'E' | 'I' | 'O' | 'U')
}
