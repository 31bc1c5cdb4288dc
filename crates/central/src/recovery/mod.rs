//! A forgotten password, answered by the office without a network (ADR 0022), and the recovery
//! identity among its keepers.

mod answer;
mod identity;
mod keep;
mod share;
mod sheet;

use std::path::PathBuf;

use crate::error::CentralError;
use crate::folder::FolderError;

pub use answer::{Answered, Question, answer_alone};
pub use identity::RecoveryIdentity;
pub(crate) use keep::recipient;
pub use keep::{Splitting, identity_of};
pub use share::{KEEPERS, Share, ShareError};

/// Why the office cannot answer, or cannot split its key. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// A group of the challenge was misheard.
    #[error(
        "kelompok {0} salah dengar; minta petugas membacakan kelompok itu lagi / group {0} was misheard; ask for it again"
    )]
    Misread(usize),
    /// No challenge has so many letters.
    #[error(
        "kode tantangan tidak lengkap: 4 atau 19 kelompok berisi 4 huruf / the challenge is not whole: 4 or 19 groups of 4"
    )]
    Length,
    /// No laptop was enrolled with this point.
    #[error(
        "laptop tidak dikenal di sini; periksa kodenya, atau laptop ini terdaftar di kantor lain / no laptop of this endpoint asks so; check the code, or it is of another office"
    )]
    Unknown,
    /// Several laptops have this name.
    #[error(
        "beberapa laptop bernama sama ({}); sebutkan petugasnya dengan --officer / several laptops are named so ({}); name the officer with --officer",
        .0.join(", "), .0.join(", ")
    )]
    Ambiguous(Vec<String>),
    /// It is not the laptop of who is said to call.
    #[error(
        "laptop ini milik {0}, bukan petugas yang disebut / this laptop is {0}'s, not of the officer named"
    )]
    OtherOfficer(String),
    /// The laptop was revoked.
    #[error(
        "laptop ini sudah dicabut; jangan dijawab kecuali laptopnya ada di kantor: --revoked-too / this laptop was revoked; answer only when it lies in the office: --revoked-too"
    )]
    Revoked,
    /// The laptop agreed with another key of the office.
    #[error(
        "laptop ini memakai kunci kantor {0}; bawa bagian dari kunci itu / this laptop stands with the office's key {0}; bring the shares of that one"
    )]
    OtherKey(String),
    /// Without the database only the whole point says who asks.
    #[error(
        "tanpa data kantor hanya kode panjang (19 kelompok) yang dapat dijawab / without the office's data only the long challenge (19 groups) is answered"
    )]
    LongOnly,
    /// A point nobody can agree with.
    #[error("kode tantangan ini tidak sah / this challenge is none")]
    NoPoint,
    /// The identity was split, and no share was given.
    #[error(
        "kunci pemulihan tidak ada di sini, penjaganya yang menyimpan; beri bagiannya dengan --share / the recovery key is not here, its keepers have it; give their shares with --share"
    )]
    NoKey,
    /// The identity of today is still in the data folder.
    #[error(
        "kunci yang sekarang belum dibagi; jalankan dulu `recovery split` / the key of today is not split; run `recovery split` first"
    )]
    SplitFirst,
    /// A share in a file.
    #[error("{}: {source}", path.display())]
    Share {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ShareError,
    },
    /// The shares together.
    #[error(transparent)]
    Shares(#[from] ShareError),
    /// A file cannot be read or written, or is there already.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The endpoint.
    #[error(transparent)]
    Central(#[from] CentralError),
}

type Result<T> = std::result::Result<T, RecoveryError>;
