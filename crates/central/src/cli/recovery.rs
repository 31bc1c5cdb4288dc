//! The recovery key among its keepers, and answers to laptops whose password was forgotten.

use std::path::{Path, PathBuf};

use cacah_central::recovery::{
    Answered, Question, RecoveryError, RecoveryIdentity, Splitting, answer_alone, identity_of,
};
use cacah_family::host::SystemHost;
use clap::{Args, Subcommand};

use crate::{Failed, open, say};

/// The recovery key, and forgotten passwords.
#[derive(Args)]
pub struct RecoveryArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Split the office's recovery key among keepers, one sheet each, and take it out of the data
    /// folder. With the sheets of enough keepers it is split again: a keeper left, or lost a sheet.
    Split {
        #[command(flatten)]
        sheets: Sheets,
        /// A keeper's sheet, when the key is split already; may be repeated.
        #[arg(long)]
        share: Vec<PathBuf>,
    },
    /// Make a new recovery key for laptops enrolled from now on, split among keepers. Laptops
    /// enrolled before stay with the key they have: keep its sheets.
    New {
        #[command(flatten)]
        sheets: Sheets,
    },
    /// Print the office's recovery keys, the one of today first.
    Keys {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
    },
    /// Answer what an officer reads from a laptop.
    Answer(Answer),
}

#[derive(Args)]
struct Sheets {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the administrator.
    #[arg(long)]
    by: String,
    /// So many sheets make the key whole.
    #[arg(long, default_value_t = 2)]
    need: u8,
    /// Of so many.
    #[arg(long, default_value_t = 3)]
    keepers: u8,
    /// A folder for the sheets, best on a stick; each keeper takes one.
    #[arg(long)]
    to: PathBuf,
}

#[derive(Args)]
struct Answer {
    /// The data folder. Without it only a long challenge is answered, and nothing is recorded:
    /// write it in the book.
    #[arg(long, requires = "by")]
    data: Option<PathBuf>,
    /// What the officer reads aloud.
    #[arg(long)]
    challenge: String,
    /// A keeper's sheet, or its groups typed into a file; may be repeated. Not needed while the key
    /// is not split.
    #[arg(long, required_unless_present = "data")]
    share: Vec<PathBuf>,
    /// Code of the officer who calls: the laptop must be hers.
    #[arg(long)]
    officer: Option<String>,
    /// Code of whoever answers.
    #[arg(long)]
    by: Option<String>,
    /// Why, and how the caller was known.
    #[arg(long)]
    reason: String,
    /// Answer a revoked laptop too, when it lies before you.
    #[arg(long)]
    revoked_too: bool,
}

impl RecoveryArgs {
    /// Does it.
    pub fn run(self) -> Result<(), Failed> {
        match self.what {
            What::Split { sheets, share } => sheets.split(&share),
            What::New { sheets } => sheets.renew(),
            What::Keys { data } => {
                let (folder, _) = open(&data)?;
                say(&format!("{}\n", folder.recovery_recipients()?.join("\n")));
                Ok(())
            }
            What::Answer(answer) => {
                say(&answer.answer()?);
                Ok(())
            }
        }
    }
}

impl Sheets {
    fn split(&self, shares: &[PathBuf]) -> Result<(), Failed> {
        let (folder, central) = open(&self.data)?;
        let by = central.may_split(&self.by)?;
        let identity = folder.recovery_identity(shares)?;
        if !folder.recovery_recipients()?.contains(&identity.recipient()) {
            return Err(RecoveryError::OtherKey(central.recovery_recipient().to_owned()).into());
        }
        let written = folder.write_sheets(&identity, &self.splitting(), &SystemHost::default())?;
        central.note_split(by, "split", self.keepers)?;
        if identity.recipient() == central.recovery_recipient() {
            folder.forget_recovery_key()?;
        }
        say(&self.told(&identity, &written));
        Ok(())
    }

    fn renew(&self) -> Result<(), Failed> {
        let (folder, central) = open(&self.data)?;
        let by = central.may_split(&self.by)?;
        if folder.has_recovery_key() {
            return Err(RecoveryError::SplitFirst.into());
        }
        let host = SystemHost::default();
        let identity = RecoveryIdentity::draw(&host);
        let written = folder.write_sheets(&identity, &self.splitting(), &host)?;
        central.note_split(by, "new", self.keepers)?;
        folder.renew_recovery(&identity)?;
        say(&self.told(&identity, &written));
        say("Jalankan ulang server / start the server again.\n");
        Ok(())
    }

    fn splitting(&self) -> Splitting {
        Splitting { need: self.need, keepers: self.keepers, to: self.to.clone() }
    }

    fn told(&self, identity: &RecoveryIdentity, written: &[PathBuf]) -> String {
        let sheets: String = written.iter().map(|path| format!("  {}\n", path.display())).collect();
        format!(
            "Kunci / key {}\n{sheets}Dibaca ulang dan terbukti / read back and proven: {} dari / of {}\n\
             Beri tiap penjaga satu lembar, lalu hapus berkas ini / give each keeper one sheet, then \
             delete these files.\n",
            identity.recipient(),
            self.need,
            self.keepers
        )
    }
}

impl Answer {
    fn answer(&self) -> Result<String, Failed> {
        match (&self.data, &self.by) {
            (Some(data), Some(by)) => self.recorded(data, by),
            _ => {
                let code = answer_alone(&self.challenge, &identity_of(&self.share)?)?;
                Ok(format!(
                    "Tidak dicatat di sini: tulis di buku / not recorded here: write it in the book\n\
                     \n{}\n",
                    *code
                ))
            }
        }
    }

    fn recorded(&self, data: &Path, by: &str) -> Result<String, Failed> {
        let (folder, central) = open(data)?;
        let question = Question {
            challenge: &self.challenge,
            officer: self.officer.as_deref(),
            by,
            reason: &self.reason,
            revoked_too: self.revoked_too,
        };
        let identity = folder.recovery_identity(&self.share)?;
        Ok(told(&central.answer_challenge(&question, &identity)?))
    }
}

fn told(answered: &Answered) -> String {
    let mut text = String::new();
    match &answered.laptop {
        Some((device, officer)) => text.push_str(&format!(
            "Laptop {device}\nPetugas / officer: {officer} - pastikan ini yang menelepon / be sure \
             this is who calls\n"
        )),
        None => text.push_str(
            "Laptop belum dikenal kantor lewat kode ini / the office does not know this laptop by \
             its code\n",
        ),
    }
    if answered.is_again() {
        text.push_str(
            "PERHATIAN: tantangan ini pernah dijawab / BEWARE: this challenge was answered before\n",
        );
    }
    if answered.is_late() {
        text.push_str(
            "PERHATIAN: tantangan yang lebih baru pernah dijawab; mungkin salinan laptop / BEWARE: \
             a later challenge was answered; it may be a copy of the laptop\n",
        );
    }
    text.push_str(&format!("Penggunaan ke / use {}\n\n{}\n", answered.count + 1, *answered.code));
    text
}
