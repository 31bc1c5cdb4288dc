//! The named list: every check across families with its id, severity and text. Nowhere else in code
//! does an id of the rule book stand (`crates/form-cli/tests/rule_ids.rs`).

use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// A NIK of somebody in another family.
    SamePerson,
    /// A KK number of another family, unless both say main or split.
    SameCard,
    /// A main card without a split one, or the other way round. Of absence: the endpoint's alone.
    LoneCard,
    /// A family number given twice in an SLS.
    SameNumber,
    /// Family numbers that do not follow the buildings of an SLS.
    Order,
    /// A head, family number or welfare that differs from the listing.
    NotAsListed,
    /// Documents of an SLS that differ from its recap. Of absence: the endpoint's alone.
    Count,
    /// A family number that the listing of an SLS has twice.
    ListedTwice,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Galat.
    Error,
    /// Peringatan.
    Warning,
}

/// A check as the rule book has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id in the rule book.
    pub id: &'static str,
    /// What it looks for.
    pub check: Check,
    /// How bad it is.
    pub severity: Severity,
    /// The fact of `schemas/forms/across.csv` whose question an officer looks at.
    pub focus: &'static str,
    /// What is wrong and what to do, for an officer, in Indonesian.
    pub indonesian: &'static str,
    /// The same in English.
    pub english: &'static str,
}

impl Check {
    /// Its rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        let [person, card, lone, number, order, listed, count, twice] = &RULES;
        match self {
            Self::SamePerson => person,
            Self::SameCard => card,
            Self::LoneCard => lone,
            Self::SameNumber => number,
            Self::Order => order,
            Self::NotAsListed => listed,
            Self::Count => count,
            Self::ListedTwice => twice,
        }
    }
}

impl Rule {
    /// The rule of this id.
    #[must_use]
    pub fn of(id: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.id == id)
    }
}

/// All of them, in the order of [`Check`].
pub const RULES: [Rule; 8] = [
    Rule {
        id: "K011",
        check: Check::SamePerson,
        severity: Severity::Warning,
        focus: "person",
        indonesian: "NIK seorang anggota tercatat juga di keluarga lain. Cocokkan dengan KTP atau KK; \
                     bila orangnya sama, catat ia di satu keluarga saja.",
        english: "A member's NIK also stands in another family. Compare it with the KTP or KK; if it is \
                  one person, register them in one family only.",
    },
    Rule {
        id: "K012",
        check: Check::SameCard,
        severity: Severity::Warning,
        focus: "card",
        indonesian: "Nomor KK ini dipakai juga oleh keluarga lain tanpa kode induk atau pecahan pada \
                     keduanya. Periksa nomor KK (114) dan kodenya (115).",
        english: "Another family has this KK number, and not both say main or split. Check the KK number \
                  (114) and its code (115).",
    },
    Rule {
        id: "K013",
        check: Check::LoneCard,
        severity: Severity::Warning,
        focus: "card",
        indonesian: "KK ini berkode induk atau pecahan, tetapi pasangannya belum diterima kantor. \
                     Pastikan keluarga pasangannya didata, atau perbaiki 114 dan 115.",
        english: "This KK is coded main or split, but the office has no family that is its other half. See \
                  that the other family is registered, or correct 114 and 115.",
    },
    Rule {
        id: "K014",
        check: Check::SameNumber,
        severity: Severity::Error,
        focus: "number",
        indonesian: "Nomor urut keluarga (110) ini dipakai lebih dari satu keluarga di SLS yang sama. \
                     Perbaiki menurut daftar verifikasi (VK).",
        english: "More than one family of this SLS has this family number (110). Correct it by the \
                  verification list (VK).",
    },
    Rule {
        id: "K015",
        check: Check::Order,
        severity: Severity::Warning,
        focus: "number",
        indonesian: "Nomor urut keluarga (110) tidak mengikuti urutan bangunan (109) di SLS ini. Periksa \
                     kedua nomor pada daftar verifikasi (VK).",
        english: "The family number (110) does not follow the order of the buildings (109) in this SLS. \
                  Check both numbers in the verification list (VK).",
    },
    Rule {
        id: "K018",
        check: Check::NotAsListed,
        severity: Severity::Warning,
        focus: "head",
        indonesian: "Nama kepala keluarga (108), nomor urut keluarga (110) atau status keluarga (111) \
                     berbeda dari daftar verifikasi (VK). Cocokkan dengan barisnya.",
        english: "The head's name (108), the family number (110) or the welfare status (111) differs from \
                  the verification list (VK). Compare it with the family's row.",
    },
    Rule {
        id: "V003",
        check: Check::Count,
        severity: Severity::Error,
        focus: "recap",
        indonesian: "Jumlah dokumen K di SLS ini berbeda dari rekap VK. Cari dokumen yang kurang atau \
                     lebih.",
        english: "The number of K documents of this SLS differs from the VK recap. Look for what is missing \
                  or too many.",
    },
    Rule {
        id: "V004",
        check: Check::ListedTwice,
        severity: Severity::Error,
        focus: "number",
        indonesian: "Nomor urut keluarga ini ada dua kali di daftar verifikasi (VK) SLS ini. Laporkan \
                     kepada pengawas agar daftar diperbaiki.",
        english: "The verification list (VK) of this SLS has this family number twice. Tell the supervisor, \
                  so that the list is corrected.",
    },
];
