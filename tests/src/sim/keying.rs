//! What an officer does at the laptop: a few acts in one family, each acknowledged by itself.

use std::collections::BTreeSet;

use cacah_family::entry::{
    Change, Chunk, Effort, Entry, File, FormVersion, Mode, Role, Source, Visit,
};
use cacah_family::host::Host as _;
use cacah_family::id::{DocumentId, FamilyId, InstanceId, RoundId};
use cacah_family::merge::{DocumentState, History};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::status::Status;
use cacah_store::{Commit, FamilyQuery, NewEntry, Summary};
use cacah_testkit::random::Random;
use uuid::Uuid;

use super::laptop::Laptop;
use super::ledger::Ledger;
use super::template::{AREAS, ROSTER, birth};

/// An officer at work.
pub struct Officer<'a> {
    pub laptop: &'a Laptop,
    pub ledger: &'a mut Ledger,
    pub random: &'a mut Random,
    pub form: &'a FormVersion,
    pub round: RoundId,
}

/// What is written: where, and what is there from now on.
type Act = (Option<DocumentId>, Path, Change);

impl Officer<'_> {
    /// Some minutes with one family; its id.
    pub fn work(&mut self, found: &mut u16) -> Result<Option<FamilyId>, String> {
        let limit = 10_000;
        let families =
            self.laptop.with(|s| s.families(&FamilyQuery { limit, ..FamilyQuery::default() }))?.0;
        // A spare laptop knows of no round before its first page.
        if families.is_empty() {
            return Ok(None);
        }
        if self.random.chance(3) {
            return self.find(found).map(Some);
        }
        let family = self.random.pick(&families).family;
        let other = self.random.pick(&families).family;
        if family != other && self.random.chance(4) && self.moves(family, other)? {
            return Ok(Some(family));
        }
        for _ in 0..self.random.between(1, 4) {
            self.laptop.host.pass(self.random.between(500, 120_000));
            let history = self.laptop.with(|store| store.history(family))?;
            let act = self.act(&history)?;
            self.write(family, &history, act)?;
        }
        Ok(Some(family))
    }

    /// A family that is not on the list.
    fn find(&mut self, found: &mut u16) -> Result<FamilyId, String> {
        *found += 1;
        let family = FamilyId(self.draw());
        let birth = birth(self.round, self.random.pick::<&str>(&AREAS), 900 + *found, true);
        let act = (None, Path::question(Path::FAMILY), Change::Family(birth));
        self.write(family, &History::default(), act)?;
        Ok(family)
    }

    /// A person moves from one family to another, in two acts with the same id.
    fn moves(&mut self, from: FamilyId, to: FamilyId) -> Result<bool, String> {
        let (giving, receiving) = (self.history(from)?, self.history(to)?);
        let (Some((source, state)), Some((target, there))) = (live(&giving), live(&receiving))
        else {
            return Ok(false);
        };
        let Some(person) = state.instances.first().map(|member| member.instance) else {
            return Ok(false);
        };
        if there.instances.iter().any(|member| member.instance == person) {
            return Ok(false);
        }
        let path = Path::instance(person);
        self.write(from, &giving, (Some(source), path.clone(), Change::Leave { to: Some(to) }))?;
        let (repeat, order) = (ROSTER.to_owned(), last(&there));
        let join = Change::Join { repeat, order, parent: None, from: Some(from) };
        self.write(to, &receiving, (Some(target), path, join))?;
        Ok(true)
    }

    fn history(&self, family: FamilyId) -> Result<History, String> {
        self.laptop.with(|store| store.history(family))
    }

    fn act(&mut self, history: &History) -> Result<Act, String> {
        let state = history.state();
        let documents: Vec<_> = state.documents.iter().collect();
        if documents.is_empty() || self.random.chance(4) {
            if self.random.chance(10) {
                let (outcome, note) = (Visit::NotHome, String::new());
                return Ok((
                    None,
                    Path::question(Path::VISIT),
                    Change::Visit { outcome, note, appointment: None },
                ));
            }
            const SOURCES: [Source; 4] =
                [Source::Visit, Source::Visit, Source::Paper, Source::SecondEntry];
            let source = match *self.random.pick(&SOURCES) {
                Source::SecondEntry if !self.may_key_again(history)? => Source::Paper,
                source => source,
            };
            let opened = Change::Opened { source };
            return Ok((Some(DocumentId(self.draw())), Path::question(Path::DOCUMENT), opened));
        }
        let (id, document) = *self.random.pick(&documents);
        let (path, change) = self.deed(document)?;
        Ok((Some(*id), path, change))
    }

    /// True when others keyed the paper of this family, and this officer did not.
    fn may_key_again(&self, history: &History) -> Result<bool, String> {
        let me = self.laptop.with(|store| Ok(store.enrolment().officer))?;
        let opened = Change::Opened { source: Source::Paper };
        let papers: BTreeSet<_> =
            history.entries().filter(|it| it.change == opened).map(|it| it.document).collect();
        let keyed = |it: &&Entry| papers.contains(&it.document) && it.path.is_answer();
        let mut keyers = history.entries().filter(keyed).map(|it| it.officer).peekable();
        Ok(keyers.peek().is_some() && keyers.all(|officer| officer != me))
    }

    fn deed(&mut self, document: &DocumentState) -> Result<(Path, Change), String> {
        if document.removed {
            return Ok((Path::question(Path::REMOVED), Change::Restored {}));
        }
        let state = || Path::question(Path::STATE);
        Ok(match self.random.between(1, 100) {
            1..=25 => self.answer(Path::question("minum_kopi"), 1, 2),
            26..=50 => self.answer(Path::question("cangkir"), 0, 22),
            51..=62 => {
                let (repeat, order) = (ROSTER.to_owned(), last(document));
                let join = Change::Join { repeat, order, parent: None, from: None };
                (Path::instance(InstanceId(self.draw())), join)
            }
            63..=74 => match document.instances.first().map(|member| member.instance) {
                Some(person) => self.answer(Path::of(person, "umur"), 0, 130),
                None => self.answer(Path::question("cangkir"), 0, 22),
            },
            75..=79 => match document.instances.last().map(|member| member.instance) {
                Some(person) => (Path::instance(person), Change::Leave { to: None }),
                None => self.answer(Path::question("minum_kopi"), 1, 2),
            },
            80..=94 => (state(), Change::Finished { role: Role::Enumerator }),
            95..=96 => (state(), Change::Reopened {}),
            97..=98 => (Path::question(Path::REMOVED), Change::Removed {}),
            _ => self.photo()?,
        })
    }

    fn answer(&mut self, path: Path, low: u32, high: u32) -> (Path, Change) {
        let raw = self.random.between(low, high).to_string();
        let value = Some(raw.clone());
        (path, Change::Slot(Slot { raw, value, ..Slot::default() }))
    }

    /// A sealed piece lies beside the vault before the entry that names it.
    fn photo(&mut self) -> Result<(Path, Change), String> {
        let mut sealed = vec![0; 600];
        self.laptop.host.fill(&mut sealed);
        let hash = blake3::hash(&sealed).to_hex().to_string();
        let name = blake3::hash(hash.as_bytes()).to_hex().to_string();
        self.laptop.with(|store| store.put_chunk(&name, &sealed))?;
        let bytes = u32::try_from(sealed.len()).unwrap_or(0);
        let chunks = vec![Chunk { name, hash, bytes }];
        let (media, key) = ("image/jpeg".to_owned(), "00".repeat(32));
        let file = File { media, bytes: bytes.into(), key, chunks };
        Ok((Path::of(InstanceId(self.draw()), Path::FILE), Change::File(file)))
    }

    /// Ids come from the seed alone: a world whose clocks jump has the same.
    fn draw(&mut self) -> Uuid {
        let bits = u128::from(self.random.bits()) << 64 | u128::from(self.random.bits());
        uuid::Builder::from_unix_timestamp_millis(1_666_224_000_000, &ten(bits)).into_uuid()
    }

    fn write(
        &mut self,
        family: FamilyId,
        history: &History,
        (document, path, change): Act,
    ) -> Result<(), String> {
        let over = history.over(document, &path, &change);
        let state = history.state();
        let before = document.and_then(|id| state.documents.get(&id));
        let finished = match change {
            Change::Finished { .. } => true,
            Change::Reopened {} => false,
            _ => before.is_some_and(|document| document.finished.is_some()),
        };
        let summary = document.filter(|_| !matches!(change, Change::Removed {}));
        let summary = summary.map(|document| summary_of(document, finished));
        let form = document.map(|_| self.form.clone());
        let (mode, effort) = (Mode::Visit, Effort::default());
        let entry = NewEntry { family, document, path, change, over, mode, form, effort };
        let commit = Commit { entries: vec![entry], summary, stand: None };
        let entries = self.laptop.with(|store| store.append(commit))?;
        self.ledger.tell(&entries);
        Ok(())
    }
}

fn ten(bits: u128) -> [u8; 10] {
    let bytes = bits.to_le_bytes();
    std::array::from_fn(|at| bytes[at])
}

fn summary_of(document: DocumentId, finished: bool) -> Summary {
    Summary {
        checker: None,
        findings: None,
        document,
        status: Status::Clean,
        percent: if finished { 100 } else { 10 },
        members: None,
        finished,
        head: None,
        names: None,
        numbers: None,
        persons: None,
        facts: None,
    }
}

/// A document in use.
fn live(history: &History) -> Option<(DocumentId, DocumentState)> {
    let state = history.state();
    state.documents.into_iter().find(|(_, document)| !document.removed)
}

/// The place after the last member.
fn last(document: &DocumentState) -> OrderKey {
    OrderKey::between(document.instances.last().map(|member| &member.order), None)
}
