//! What is wrong with a spreadsheet, and where: file, row and column as the spreadsheet shows them.
//! No fault repeats what a cell holds: in a wrong column it may be a name or an identity number.

use std::fmt;

/// Faults kept; those after it are only counted.
const KEPT: usize = 1000;

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// More bytes than a list may have.
    TooLarge,
    /// More rows than a list may have.
    TooManyRows,
    /// Neither CSV nor a workbook.
    NotSpreadsheet,
    /// CSV in another encoding.
    NotUtf8,
    /// A quotation mark that does not open or close a whole cell.
    Quotes,
    /// No header.
    NoHeader,
    /// A column that must be there; the headers it may have.
    MissingColumn(&'static [&'static str]),
    /// Two columns for the same thing.
    DoubledColumn,
    /// A code or text in a cell of type number: zeros may be lost.
    Numeric,
    /// A date, truth value or formula error where text belongs.
    NotText,
    /// More characters than fit.
    TooLong,
    /// A character that cannot be printed.
    Character,
    /// Nothing, where something must be.
    Empty,
    /// Not the 16 characters of an idsubsls.
    Idsubsls(usize),
    /// No code of BPS.
    BpsCode,
    /// No code of Kemendagri that any edition knows.
    UnknownRegion,
    /// The one code is of a district, say, and the other of a village.
    OtherLevel,
    /// Neither an idsubsls nor the beginning of one.
    Area(usize),
    /// No number from 1 to 65535.
    Count,
    /// No date.
    Date,
    /// A last day before the first.
    Period,
    /// No role.
    Role,
    /// The same as in this earlier row.
    Doubled(usize),
    /// No such officer in the file or at the endpoint.
    UnknownOfficer,
    /// No such SLS in the file or at the endpoint.
    UnknownArea,
    /// The family of this code is listed in another SLS.
    Moved,
    /// Another family that is not in this file has this building and number.
    Taken,
}

impl Problem {
    fn words(&self) -> (String, String) {
        let (indonesian, english) = match self {
            Self::TooLarge => (
                "berkas melebihi 64 MiB, atau membesar tidak wajar saat dibuka; bagi per kecamatan",
                "more than 64 MiB, or far more when unpacked; split it by district",
            ),
            Self::TooManyRows => (
                "lebih dari 2.000.000 baris; bagi per kecamatan",
                "more than 2,000,000 rows; split it by district",
            ),
            Self::NotSpreadsheet => (
                "bukan lembar kerja yang dapat dibaca; simpan sebagai .xlsx atau CSV UTF-8",
                "no spreadsheet that can be read; save it as .xlsx or CSV UTF-8",
            ),
            Self::NotUtf8 => {
                ("bukan UTF-8; simpan sebagai \"CSV UTF-8\"", "not UTF-8; save it as \"CSV UTF-8\"")
            }
            Self::Quotes => (
                "tanda petik tidak lengkap; tulis \"…\" di seluruh sel",
                "an unfinished quotation mark; put \"…\" around the whole cell",
            ),
            Self::NoHeader => {
                ("berkas kosong; baris 1 harus judul kolom", "empty; row 1 must be the header")
            }
            Self::DoubledColumn => {
                ("judul kolom ganda; hapus salah satu", "a column given twice; remove one")
            }
            Self::Numeric => (
                "sel berupa angka, nol di depan bisa hilang; simpan kolom sebagai teks dan isi ulang dari sumbernya",
                "a number cell, leading zeros may be lost; save the column as text and fill it from its source again",
            ),
            Self::NotText => {
                ("bukan teks; simpan kolom sebagai teks", "not text; save the column as text")
            }
            Self::TooLong => ("terlalu panjang", "too long"),
            Self::Character => (
                "ada huruf yang tidak dapat dicetak; ketik ulang",
                "a character that cannot be printed; type it again",
            ),
            Self::Empty => ("kosong; harus diisi", "empty; must be filled in"),
            Self::Count => {
                ("harus bilangan bulat 1 sampai 65535", "must be a whole number from 1 to 65535")
            }
            Self::Date => ("bukan tanggal; tulis TTTT-BB-HH", "no date; write YYYY-MM-DD"),
            Self::Period => (
                "hari terakhir sebelum hari pertama; perbaiki salah satu",
                "the last day is before the first; mend one of them",
            ),
            Self::Role => (
                "peran tidak dikenal; tulis ppl, pml, koseka, operator, pengawas, admin_kab, admin_provinsi atau admin_pusat",
                "no such role; write ppl, pml, koseka, keyer, supervisor, admin_regency, admin_province or admin_centre",
            ),
            Self::UnknownOfficer => (
                "petugas tidak ada; tambahkan di daftar petugas",
                "no such officer; add the code to the list of officers",
            ),
            Self::UnknownArea => (
                "SLS tidak ada; tambahkan di daftar wilayah",
                "no such SLS; add it to the list of areas",
            ),
            Self::BpsCode => (
                "kode BPS harus 2, 4, 7 atau 10 angka; nol bisa hilang, simpan kolom sebagai teks",
                "a BPS code has 2, 4, 7 or 10 digits; zeros may be lost, save the column as text",
            ),
            Self::UnknownRegion => (
                "kode Kemendagri ini tidak ada; periksa 2, 4, 6 atau 10 angkanya",
                "no such Kemendagri code; check its 2, 4, 6 or 10 digits",
            ),
            Self::OtherLevel => (
                "tingkat kedua kode tidak sama; kecamatan dengan kecamatan, desa dengan desa",
                "the two codes are of different levels; a district goes with a district",
            ),
            Self::Moved => (
                "keluarga dengan kode ini terdaftar di SLS lain; pemindahan diputuskan pengawas",
                "the family of this code is listed in another SLS; moving it is for a supervisor",
            ),
            Self::Taken => (
                "nomor bangunan dan keluarga sudah dipakai keluarga lain; periksa kodenya",
                "another family has this building and number; check its code",
            ),
            Self::MissingColumn(names) => {
                let names = names.join(" / ");
                return (format!("kolom tidak ada: {names}"), format!("missing column: {names}"));
            }
            Self::Doubled(row) => {
                return (format!("sama dengan baris {row}"), format!("the same as row {row}"));
            }
            Self::Idsubsls(length) => {
                return (
                    format!(
                        "idsubsls harus 16 karakter, ini {length}; nol bisa hilang, simpan kolom sebagai teks"
                    ),
                    format!(
                        "an idsubsls has 16 characters, this has {length}; zeros may be lost, save the column as text"
                    ),
                );
            }
            Self::Area(length) => {
                return (
                    format!(
                        "wilayah harus 2, 4, 7, 10, 14 atau 16 karakter, ini {length}; nol bisa hilang, simpan kolom sebagai teks"
                    ),
                    format!(
                        "an area has 2, 4, 7, 10, 14 or 16 characters, this has {length}; zeros may be lost, save the column as text"
                    ),
                );
            }
        };
        (indonesian.to_owned(), english.to_owned())
    }
}

/// A problem at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Row, the header being 1; 0 for the file as a whole.
    pub row: usize,
    /// Letter and header of the column; empty for the row as a whole.
    pub column: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (indonesian, english) = self.problem.words();
        write!(f, "{}", self.file)?;
        if self.row > 0 {
            write!(f, ", baris/row {}", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, ", kolom/column {}", self.column)?;
        }
        write!(f, ": {indonesian} / {english}")
    }
}

/// All faults of all files.
#[derive(Debug, Default)]
pub struct Faults {
    kept: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Adds one.
    pub fn add(&mut self, fault: Fault) {
        if self.kept.len() < KEPT {
            self.kept.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.kept.len() + self.more
    }

    /// The first thousand, in the order of the files.
    #[must_use]
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count();
        writeln!(f, "Tidak ada yang disimpan: perbaiki {count} kesalahan ini, lalu impor lagi.")?;
        writeln!(f, "Nothing was written: mend these {count} errors, then import again.")?;
        self.kept.iter().try_for_each(|fault| writeln!(f, "  {fault}"))?;
        if self.more > 0 {
            writeln!(f, "  … {} lagi / more", self.more)?;
        }
        Ok(())
    }
}
