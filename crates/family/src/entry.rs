//! The journal: one entry for every committed change, named by a dot, replacing the dots it is over.

use serde::{Deserialize, Serialize};

use crate::area::{District, Idsubsls};
use crate::host::Millis;
use crate::id::{DeviceId, DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use crate::order::OrderKey;
use crate::paper::{Attendance, Custody, KeyingSettings, Right, Verified};
use crate::path::Path;
use crate::slot::Slot;

/// Who writes: a device in one incarnation. A new incarnation is drawn whenever the file might have
/// forgotten numbers it gave out (restore, salvage, a witness outside that knows a higher one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    /// The enrolment.
    pub device: DeviceId,
    /// Counts from 1.
    pub incarnation: u32,
}

/// Name of an entry: the `seq`-th of its actor, counted from 1 over all families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dot {
    /// Who wrote it.
    pub actor: Actor,
    /// Its number.
    pub seq: u64,
}

/// One committed change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// Its name.
    pub dot: Dot,
    /// The family it belongs to.
    pub family: FamilyId,
    /// The document; absent for facts of the family itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What it writes.
    pub path: Path,
    /// What is there from now on.
    pub change: Change,
    /// The dots it replaces: the heads its writer saw at `path`, and below it for a removal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Dot>,
    /// Who keyed it.
    pub officer: OfficerId,
    /// In which work.
    pub mode: Mode,
    /// Under which version of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormVersion>,
    /// When.
    pub at: Times,
    /// What it cost the officer.
    #[serde(default, skip_serializing_if = "Effort::is_none")]
    pub effort: Effort,
}

/// What keying an entry cost: paradata, of no weight in any rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Effort {
    /// Keys pressed.
    pub keys: u32,
    /// Milliseconds with the field in work, pauses of more than half a minute left out.
    pub active: u32,
}

impl Effort {
    /// True when nothing was measured.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// BLAKE3 of an entry: tells two contents under one dot apart.
pub type Digest = [u8; 32];

impl Entry {
    /// BLAKE3 of the entry's JSON in field order.
    #[must_use]
    pub fn digest(&self) -> Digest {
        // Every field is plain data, which cannot fail to be written. Into a buffer: a hasher that is
        // fed each quote and comma alone takes three times as long.
        blake3::hash(&serde_json::to_vec(self).unwrap_or_default()).into()
    }
}

/// What an entry writes at its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Change {
    /// The whole slot of a question.
    Slot(Slot),
    /// An instance joins a repeat, or moves inside it.
    Join {
        /// Name of the repeat.
        repeat: String,
        /// Its place.
        order: OrderKey,
        /// The instance it is nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<InstanceId>,
        /// The family a person comes from, with the same id. Until that family's leave has arrived
        /// too, the person counts there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<FamilyId>,
    },
    /// An instance leaves; with `to`, a person who joins another family under the same id.
    Leave {
        /// The receiving family.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<FamilyId>,
    },
    /// A family is born, from the prelist or in the field.
    Family(Birth),
    /// A document is opened for the first time.
    Opened {
        /// Which observation it is.
        source: Source,
    },
    /// The interview is finished by this role.
    Finished {
        /// Who owes no more.
        role: Role,
    },
    /// A finished document is worked on again.
    Reopened {},
    /// The document was opened under another structure of the form.
    Form(FormVersion),
    /// A visit without an answer.
    Visit {
        /// What happened.
        outcome: Visit,
        /// In the officer's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
        /// When to come again, by the family's clock on the wall: `2022-10-20T16:00`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appointment: Option<String>,
    },
    /// A masked number was shown in full.
    Revealed {
        /// The question.
        question: Path,
    },
    /// The notice to the respondent was given (UU 27/2022, article 21).
    Noticed {
        /// Version of its words: their BLAKE3, hex.
        version: String,
        /// How.
        way: NoticeWay,
    },
    /// The document is taken out of the work; its answers stay in the journal.
    Removed {},
    /// A removed document is back.
    Restored {},
    /// A supervisor gives a finished document back.
    Returned {
        /// What is to be looked at, at least one.
        comments: Vec<Comment>,
    },
    /// This family and another are one: both histories stand, and they are counted once.
    Alias {
        /// The other id.
        family: FamilyId,
    },
    /// Of the documents of the family, the one that counts in this round.
    Accepted {
        /// The document.
        document: DocumentId,
    },
    /// A photo or scan, sealed in chunks beside the journal.
    File(File),
    /// A photo or scan is taken out; its chunks stay while the journal names them.
    NoFile {},
    /// What verifying the list found of a family (VK1).
    Listed(Listed),
    /// Where the dwelling stands.
    Position(Position),
    /// The family is handed over: to the supervisor after a refusal or three attempts in vain.
    HandedOver {
        /// Why, in the officer's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Taken back from there.
    TakenBack {},
    /// A supervisor drew the family, to visit it again.
    Sampled {},
    /// What became of an SLS (PSLS). Of the record of the SLS.
    Sls(SlsChange),
    /// The recap of the listing of an SLS (VK). Of the record of the SLS.
    Recap(Recap),
    /// A supervisor approved the SLS. Of the record of the SLS.
    Approved {},
    /// An approval is taken back. Of the record of the SLS.
    Disapproved {
        /// Why.
        reason: String,
    },
    /// Paper changed hands, its box or its place (ADR 0031). Of the record of an SLS.
    Custody(Custody),
    /// How the office keys and verifies. Of the record of the office.
    Keying(KeyingSettings),
    /// A keyer's shift begins, pauses, ends. Of the record of the office.
    Attendance(Attendance),
    /// A keyer lays a document aside, with the paper.
    Parked {
        /// Why, in the keyer's words.
        reason: String,
    },
    /// It is taken up again.
    Unparked {},
    /// An extra sheet of the document was proven to belong to it.
    Sheet {
        /// Which, from 2.
        number: u8,
        /// Of how many; 0 when the paper does not say.
        of: u8,
    },
    /// A field of the paper was keyed again, blind.
    Verified(Verified),
    /// Of two keyings that differ, a third person said which is right.
    Adjudicated {
        /// Where.
        question: Path,
        /// Who was right.
        right: Right,
    },
    /// A finding of the work-list was looked at against the paper, or not any more.
    Ticked {
        /// Where it stands.
        question: Path,
        /// Its rule.
        finding: String,
        /// Looked at.
        done: bool,
    },
}

/// A line of the verified list (REGSOSEK22-VK1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// Whether the family is there.
    pub presence: Presence,
    /// The family it is listed twice with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<FamilyId>,
    /// Welfare by the officer's judgement, code of the form (1 to 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welfare: Option<u8>,
    /// Members, as told at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u8>,
}

/// Whether a family of the list is there (codes of VK1, provisional).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Presence {
    /// Found where the list says.
    Found,
    /// Not in the list, found in the field.
    New,
    /// Moved away.
    Moved,
    /// All its members died, or nobody knows it.
    DiedOut,
    /// The same family stands elsewhere in the list.
    Doubled,
}

impl Presence {
    /// True of a family that is registered: it counts in the recap and gets a document.
    #[must_use]
    pub fn is_verified(self) -> bool {
        matches!(self, Self::Found | Self::New)
    }

    /// As stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::New => "new",
            Self::Moved => "moved",
            Self::DiedOut => "died_out",
            Self::Doubled => "doubled",
        }
    }
}

impl std::str::FromStr for Presence {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Found, Self::New, Self::Moved, Self::DiedOut, Self::Doubled]
            .into_iter()
            .find(|presence| presence.as_str() == text)
            .ok_or(())
    }
}

/// Where a dwelling stands, WGS 84.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// Latitude in units of 1e-7 degree, north positive.
    pub lat_e7: i32,
    /// Longitude in units of 1e-7 degree, east positive.
    pub lon_e7: i32,
    /// Radius it is believed to within, decimetres; absent when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_dm: Option<u32>,
    /// How it came to be known.
    pub way: PositionWay,
}

/// Never prints where somebody lives.
impl std::fmt::Debug for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Position({:?}, …)", self.way)
    }
}

/// How a position came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PositionWay {
    /// Typed.
    Typed,
    /// Pasted from another app.
    Pasted,
    /// Read from a receiver of satellites (NMEA 0183).
    Receiver,
}

/// What became of an SLS (REGSOSEK22-PSLS). An officer reports it; a coordinator settles it, and only
/// then the new areas are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SlsChange {
    /// What.
    pub kind: SlsKind,
    /// The areas it is from now on, the old one among them where it stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<NewSls>,
    /// In the officer's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A coordinator's word; otherwise a report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settled: bool,
}

/// How an SLS changed: codes 1 to 3 of the PSLS, or not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SlsKind {
    /// It did not; takes an earlier report back.
    None,
    /// 1, mekar: it became several.
    Split,
    /// 2, gabung: it became part of another.
    Merge,
    /// 3, ganti nama.
    Rename,
    /// Nobody finds it.
    NotFound,
}

/// An area that came of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSls {
    /// Its id.
    pub idsubsls: Idsubsls,
    /// Its name.
    pub name: String,
}

/// The recap of a listing: families (REGSOSEK22-VK, block III).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recap {
    /// Verified.
    pub verified: u32,
    /// Of these very poor by the officer's judgement.
    pub very_poor: u32,
    /// Poor.
    pub poor: u32,
    /// Not poor.
    pub not_poor: u32,
    /// Without an answer to the end.
    pub nonresponse: u32,
}

/// How the notice to the respondent was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NoticeWay {
    /// Read aloud.
    Read,
    /// Handed over on paper.
    Paper,
}

/// A supervisor's remark.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comment {
    /// The question it stands at; absent for the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// In the supervisor's words.
    pub text: String,
}

/// Never prints the words: they may quote an answer.
impl std::fmt::Debug for Comment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Comment({:?}, …)", self.path)
    }
}

/// A photo or scan: how its sealed chunks are named and opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// What it is (`image/jpeg`, `image/png`, `application/pdf`).
    pub media: String,
    /// Bytes of the plain file.
    pub bytes: u64,
    /// Its own XChaCha20-Poly1305 key, 32 bytes, hex: who has the journal can open the file.
    pub key: String,
    /// Its chunks in order.
    pub chunks: Vec<Chunk>,
}

/// Never prints the key.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({}, {} bytes, {} chunks)", self.media, self.bytes, self.chunks.len())
    }
}

/// A sealed piece of a file, as it lies on disk and travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chunk {
    /// BLAKE3 of the plain piece, keyed with the file's key, hex: its name on disk and on the way.
    pub name: String,
    /// BLAKE3 of the sealed bytes, hex.
    pub hash: String,
    /// Sealed bytes.
    pub bytes: u32,
}

/// What is known of a family at its birth.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Birth {
    /// The round.
    pub round: RoundId,
    /// District of the assignment (`wil` of storage); never changes.
    pub home: District,
    /// Where it was found; may change, with lineage.
    pub idsubsls: Idsubsls,
    /// Building number (r109), 0 when not known.
    #[serde(default)]
    pub building: u16,
    /// Family number (r110), 0 when not known.
    #[serde(default)]
    pub number: u16,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// Found in the field, not in the prelist.
    #[serde(default)]
    pub found: bool,
}

impl Birth {
    /// The record of an SLS in the journal: what is said of the area itself (ADR 0028).
    #[must_use]
    pub fn of_sls(round: RoundId, idsubsls: Idsubsls) -> Self {
        Self {
            round,
            home: idsubsls.district(),
            idsubsls,
            building: 0,
            number: 0,
            head: String::new(),
            address: String::new(),
            found: false,
        }
    }

    /// The record of the office that keys a regency's paper: shifts and settings of keying. It is a
    /// record like that of an SLS, of the area that is the regency with zeros behind it.
    /// `None` when that is no regency (four digits).
    #[must_use]
    pub fn of_office(round: RoundId, regency: &str) -> Option<Self> {
        let idsubsls = format!("{regency:0<16}").parse().ok()?;
        Some(Self::of_sls(round, idsubsls))
    }

    /// True of the record of an SLS, which is no family and is counted nowhere as one.
    #[must_use]
    pub fn is_sls(&self, id: FamilyId) -> bool {
        id == FamilyId::of_sls(self.round, &self.idsubsls)
    }
}

/// Never prints a name.
impl std::fmt::Debug for Birth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Birth({}, …)", self.idsubsls)
    }
}

/// Which observation of the family a document is. They are never edits of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Source {
    /// A laptop visit.
    Visit,
    /// The paper, keyed.
    Paper,
    /// The paper, keyed independently again.
    SecondEntry,
    /// A supervisor's visit.
    ReVisit,
}

impl Source {
    /// True of an interview with the family, where an answer that a change hides is folded away; on
    /// paper an answer where none belongs is an error (K002).
    #[must_use]
    pub fn is_interview(self) -> bool {
        matches!(self, Self::Visit | Self::ReVisit)
    }
}

/// Who owes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// PPL.
    Enumerator,
    /// PML.
    FieldChecker,
    /// Coder in the office.
    Coder,
}

/// The work in which an entry was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Mode {
    /// Interview with the family.
    Visit,
    /// Keying paper.
    Keying,
    /// Keying it again, blind.
    Verifying,
    /// A supervisor decides.
    Supervising,
    /// Written by an import or by the endpoint.
    Import,
}

/// What came of a visit without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Visit {
    /// Nobody at home.
    NotHome,
    /// Would not answer.
    Refused,
    /// Moved, or the building is gone.
    Moved,
    /// Asked to come again.
    Later,
    /// Went on upon paper; to be keyed into the same document.
    OnPaper,
}

/// The two hashes of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormVersion {
    /// BLAKE3 of the structure, hex.
    pub structure: String,
    /// BLAKE3 of rules, labels and parameters, hex.
    pub rules: String,
}

/// When an entry was made, as honestly as a laptop can tell. Orders nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Times {
    /// Wall clock, milliseconds UTC.
    pub wall: Millis,
    /// Milliseconds since boot.
    pub mono: u64,
    /// The endpoint's time when last heard, milliseconds UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Millis>,
    /// When that was on this boot's clock; absent when the laptop was started anew since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
}

/// The moment the endpoint was heard, on the clock that cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Heard {
    /// Milliseconds since boot.
    pub mono: u64,
    /// Milliseconds the question and its answer took.
    pub trip: u32,
}

/// The endpoint's time of an entry, reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// Milliseconds UTC.
    pub at: Millis,
    /// It may be so many milliseconds off either way; absent: `at` is only the earliest it can be.
    pub within: Option<u64>,
}

impl Times {
    /// A quartz clock drifts by 100 parts in a million at most; elapsed time over this.
    const DRIFT: u64 = 10_000;

    /// The endpoint's time, as far as anything but the wall clock tells it; `None` when the endpoint
    /// was never heard.
    #[must_use]
    pub fn reckoned(&self) -> Option<Reckoned> {
        let endpoint = self.endpoint?;
        let Some(heard) = self.heard.filter(|heard| heard.mono <= self.mono) else {
            return Some(Reckoned { at: endpoint, within: None });
        };
        let since = self.mono - heard.mono;
        let at = endpoint.saturating_add(i64::try_from(since).unwrap_or(i64::MAX));
        Some(Reckoned { at, within: Some(u64::from(heard.trip) + since / Self::DRIFT) })
    }
}
