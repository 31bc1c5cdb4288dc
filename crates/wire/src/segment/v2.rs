//! The layout that is written: columns made to repeat themselves, so that zstd finds little left.

use std::collections::HashMap;
use std::hash::Hash;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, FormVersion, Heard, Mode, Times};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use super::runs::Runs;
use super::{MAX_ENTRIES, MAX_OVER, Place, SegmentError, is_long, pick, seqs, text};

/// Columns of layout 2: entry `i` is made of the `i`-th item of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SegmentV2")]
pub struct Body {
    /// Version of this layout: 2.
    pub v: u32,
    /// Round.
    pub round: RoundId,
    /// Family.
    pub family: FamilyId,
    /// District of the assignment.
    pub home: District,
    /// SLS of the family as the laptop knows it.
    pub idsubsls: Idsubsls,
    /// Who wrote every entry in it.
    pub actor: Actor,
    /// Who keyed and signs.
    pub officer: OfficerId,
    /// Number of the first entry.
    pub first: u64,
    /// Entries in it.
    pub count: u32,
    /// Where numbers jump because the actor wrote to other families: index of the entry, numbers skipped before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skips: Vec<(u32, u64)>,
    /// Values of `document`, from index 1; 0 is the family itself.
    documents: Vec<DocumentId>,
    /// Values of `form`, from index 1; 0 is none.
    forms: Vec<FormVersion>,
    /// Other actors that `over` names, from index 1; 0 is `actor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Actor>,
    /// Instances of the paths, from index 1; 0 is none.
    instances: Vec<InstanceId>,
    /// Names of the paths, from index 1; 0 is none.
    names: Vec<Box<str>>,
    /// Document of each entry.
    document: Runs<u32>,
    /// Form version of each entry.
    form: Runs<u32>,
    /// Work of each entry.
    mode: Runs<Mode>,
    /// Instance of each path.
    instance: Runs<u32>,
    /// Name of each path, as the difference to the name before; before the first is 0.
    name: Runs<i64>,
    /// Plain answers, each followed by `|`: the value is the text.
    slot: String,
    /// Where the plain answers were seen; left out when none was.
    #[serde(default, skip_serializing_if = "Runs::is_plain")]
    seen: Runs<Option<Seen>>,
    /// Everything that is no plain answer: index of the entry, change.
    change: Vec<(u32, Change)>,
    /// What an entry is over where it is not the heads this segment made at its path (and below it,
    /// for a deletion): index of the entry; actor index and number of each dot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    over: Vec<Over>,
    /// Wall clock of each entry, milliseconds: the first whole, then differences.
    wall: Vec<Millis>,
    /// Wall clock less milliseconds since boot: the first whole, then differences.
    boot: Runs<i64>,
    /// Endpoint time last heard.
    endpoint: Runs<Option<Millis>>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Runs::is_plain")]
    heard: Runs<Option<Heard>>,
    /// Keys pressed less the characters of a plain answer and the one that ends it.
    keys: Runs<i64>,
    /// Milliseconds since the entry before less those in work with the field.
    idle: Runs<i64>,
}

/// Index of an entry, and what it is over: actor index and number.
type Over = (u32, Vec<(u32, u64)>);

/// When, with keys less those expected and milliseconds in work.
type Timed = (Times, (i64, i64));

/// Gives each distinct value an index from 1, in order of appearance.
struct Index<T> {
    values: Vec<T>,
    at: HashMap<T, u32>,
}

impl<T: Eq + Hash + Clone> Index<T> {
    fn new() -> Self {
        Self { values: Vec::new(), at: HashMap::new() }
    }

    fn put(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.values.len() + 1).unwrap_or(u32::MAX);
        *self.at.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            next
        })
    }
}

impl Body {
    /// The columns of entries of one family, actor and officer, sorted by number.
    pub fn of(place: &Place, first: &Entry, entries: &[Entry]) -> Self {
        let (mut documents, mut forms) = (Index::new(), Index::new());
        let (mut instances, mut names) = (Index::new(), Index::new());
        let document = entries.iter().map(|e| e.document.map_or(0, |id| documents.put(id)));
        let document = document.collect();
        let form = entries.iter().map(|e| e.form.as_ref().map_or(0, |form| forms.put(form)));
        let form = form.collect();
        let instance = entries.iter().map(|e| e.path.instance.map_or(0, |id| instances.put(id)));
        let instance = instance.collect();
        let name = entries.iter().map(|e| e.path.name.as_deref().map_or(0, |name| names.put(name)));
        let name: Vec<i64> = name.map(i64::from).collect();
        let (actors, over) = overs(entries);
        let plain: Vec<_> = entries.iter().map(|entry| text::plain(&entry.change)).collect();
        let other = entries.iter().zip(0..).zip(&plain).filter(|(_, plain)| plain.is_none());
        let wall = differences(entries.iter().map(|e| e.at.wall));
        Self {
            v: 2,
            round: place.round,
            family: first.family,
            home: place.home.clone(),
            idsubsls: place.idsubsls.clone(),
            actor: first.dot.actor,
            officer: first.officer,
            first: first.dot.seq,
            count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            skips: skips(entries),
            documents: documents.values,
            forms: forms.values.into_iter().cloned().collect(),
            actors,
            instances: instances.values,
            names: names.values.into_iter().map(Box::from).collect(),
            document,
            form,
            mode: entries.iter().map(|e| e.mode).collect(),
            instance,
            name: differences(name.into_iter()).into_iter().collect(),
            slot: text::join(plain.iter().flatten().map(|(raw, _)| *raw)),
            seen: plain.iter().flatten().map(|(_, seen)| *seen).collect(),
            change: other.map(|((entry, at), _)| (at, entry.change.clone())).collect(),
            over,
            boot: differences(entries.iter().map(|e| boot(&e.at))).into_iter().collect(),
            endpoint: entries.iter().map(|e| e.at.endpoint).collect(),
            heard: entries.iter().map(|e| e.at.heard).collect(),
            keys: entries.iter().map(|e| i64::from(e.effort.keys) - expected(&e.change)).collect(),
            idle: entries
                .iter()
                .zip(since(&wall))
                .map(|(e, since)| since.wrapping_sub(i64::from(e.effort.active)))
                .collect(),
            wall,
        }
    }

    /// The entries again.
    pub fn entries(&self) -> Result<Vec<Entry>, SegmentError> {
        let count = self.count as usize;
        if count == 0 || count > MAX_ENTRIES || self.wall.len() != count {
            return Err(SegmentError::Columns);
        }
        if self.forms.iter().any(is_long) {
            return Err(SegmentError::Columns);
        }
        let mut entries = self.unlinked(count)?;
        let overs = self.overs(&entries)?;
        for (entry, over) in entries.iter_mut().zip(overs) {
            entry.over = over;
        }
        Ok(entries)
    }

    /// The entries, as yet over nothing.
    fn unlinked(&self, count: usize) -> Result<Vec<Entry>, SegmentError> {
        let mut changes = self.changes(count)?.into_iter();
        let seqs = seqs(self.first, &self.skips, count)?;
        let mut documents = self.document.column(count)?;
        let mut forms = self.form.column(count)?;
        let mut modes = self.mode.column(count)?;
        let mut paths = self.paths(count)?;
        let mut times = self.times(count)?.into_iter();
        let mut entries = Vec::with_capacity(count);
        for seq in seqs {
            let short = SegmentError::Columns;
            let (at, effort) = times.next().ok_or(short)?;
            let change = changes.next().ok_or(short)?;
            let pressed = effort.0.checked_add(expected(&change)).ok_or(short)?;
            entries.push(Entry {
                dot: Dot { actor: self.actor, seq },
                family: self.family,
                document: one(&self.documents, documents.next().ok_or(short)?)?,
                path: paths.next().ok_or(short)??,
                change,
                over: Vec::new(),
                officer: self.officer,
                mode: modes.next().ok_or(short)?,
                form: one(&self.forms, forms.next().ok_or(short)?)?,
                at,
                effort: Effort {
                    keys: u32::try_from(pressed).map_err(|_| short)?,
                    active: u32::try_from(effort.1).map_err(|_| short)?,
                },
            });
        }
        Ok(entries)
    }

    fn paths(
        &self,
        count: usize,
    ) -> Result<impl Iterator<Item = Result<Path, SegmentError>>, SegmentError> {
        let mut at = 0i64;
        let names = self.name.column(count)?.map(move |step| {
            at = at.wrapping_add(step);
            u32::try_from(at).map_err(|_| SegmentError::Columns)
        });
        let instances = self.instance.column(count)?;
        Ok(instances.zip(names).map(|(instance, name)| {
            Ok(Path { instance: one(&self.instances, instance)?, name: one(&self.names, name?)? })
        }))
    }

    fn changes(&self, count: usize) -> Result<Vec<Change>, SegmentError> {
        let short = SegmentError::Columns;
        let plain = count.checked_sub(self.change.len()).ok_or(short)?;
        let mut seen = self.seen.column_or_default(plain)?.into_iter();
        let mut plain = text::split(&self.slot);
        let mut others = self.change.iter().peekable();
        let changes = (0..count).map(|i| match others.next_if(|(at, _)| *at as usize == i) {
            Some((_, change)) => Ok(change.clone()),
            None => {
                Ok(Change::Slot(Slot::keyed(plain.next().ok_or(short)?, seen.next().ok_or(short)?)))
            }
        });
        let changes: Vec<Change> = changes.collect::<Result<_, SegmentError>>()?;
        if plain.next().is_some() || others.next().is_some() { Err(short) } else { Ok(changes) }
    }

    /// Times, with keys less those expected, and milliseconds in work.
    fn times(&self, count: usize) -> Result<Vec<Timed>, SegmentError> {
        let mut wall = 0i64;
        let walls = self.wall.iter().map(|step| {
            wall = wall.wrapping_add(*step);
            wall
        });
        let mut boot = 0i64;
        let boots = self.boot.column(count)?.map(|step| {
            boot = boot.wrapping_add(step);
            boot
        });
        let endpoints = self.endpoint.column(count)?;
        let heard = self.heard.column_or_default(count)?.into_iter();
        let since = since(&self.wall);
        let effort = self.keys.column(count)?.zip(self.idle.column(count)?.zip(since));
        let times = walls.zip(boots).zip(endpoints.zip(heard)).zip(effort);
        Ok(times
            .map(|(((wall, boot), (endpoint, heard)), (keys, (idle, since)))| {
                let mono = wall.wrapping_sub(boot).cast_unsigned();
                (Times { wall, mono, endpoint, heard }, (keys, since.wrapping_sub(idle)))
            })
            .collect())
    }

    fn overs(&self, entries: &[Entry]) -> Result<Vec<Vec<Dot>>, SegmentError> {
        let named: usize = self.over.iter().map(|(_, dots)| dots.len()).sum();
        if named > MAX_OVER {
            return Err(SegmentError::Columns);
        }
        let mut said = self.over.iter().peekable();
        let mut heads = Heads::default();
        let mut overs = Vec::with_capacity(entries.len());
        for (i, entry) in entries.iter().enumerate() {
            let own = |seq| Dot { actor: self.actor, seq };
            let implied = heads.replace(entry.document, &entry.path, &entry.change, entry.dot.seq);
            overs.push(match said.next_if(|(at, _)| *at as usize == i) {
                Some((_, dots)) => {
                    dots.iter().map(|dot| self.dot(*dot)).collect::<Result<_, _>>()?
                }
                None => implied.into_iter().map(own).collect(),
            });
        }
        if said.next().is_some() { Err(SegmentError::Columns) } else { Ok(overs) }
    }

    fn dot(&self, (actor, seq): (u32, u64)) -> Result<Dot, SegmentError> {
        Ok(Dot { actor: one(&self.actors, actor)?.unwrap_or(self.actor), seq })
    }
}

/// The value with this index; 0 is none.
fn one<T: Clone>(values: &[T], index: u32) -> Result<Option<T>, SegmentError> {
    index.checked_sub(1).map(|at| pick(values, at)).transpose()
}

/// What entries are over where it is not what their segment implies, and the other actors named.
fn overs(entries: &[Entry]) -> (Vec<Actor>, Vec<Over>) {
    let mut actors = Index::new();
    let mut heads = Heads::default();
    let mut overs = Vec::new();
    for (entry, at) in entries.iter().zip(0..) {
        let own = entry.dot.actor;
        let implied = heads.replace(entry.document, &entry.path, &entry.change, entry.dot.seq);
        let implied = implied.into_iter().map(|seq| Dot { actor: own, seq });
        if !entry.over.iter().copied().eq(implied) {
            let mut index = |actor| if actor == own { 0 } else { actors.put(actor) };
            overs.push((at, entry.over.iter().map(|dot| (index(dot.actor), dot.seq)).collect()));
        }
    }
    (actors.values, overs)
}

/// Keys that a change takes at least.
fn expected(change: &Change) -> i64 {
    let plain = text::plain(change).map_or(0, |(raw, _)| raw.chars().count());
    i64::try_from(plain).unwrap_or(i64::MAX - 1) + 1
}

/// When this laptop was started, by its wall clock.
fn boot(at: &Times) -> i64 {
    at.wall.wrapping_sub(at.mono.cast_signed())
}

/// Milliseconds since the entry before; before the first, none.
fn since(wall: &[Millis]) -> impl Iterator<Item = i64> {
    std::iter::once(0).chain(wall.iter().skip(1).copied())
}

fn skips(entries: &[Entry]) -> Vec<(u32, u64)> {
    let gaps = entries.windows(2).map(|pair| pair[1].dot.seq - pair[0].dot.seq - 1);
    gaps.zip(1u32..).filter(|(gap, _)| *gap > 0).map(|(gap, at)| (at, gap)).collect()
}

fn differences(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut before = 0;
    values.map(|value| value.wrapping_sub(std::mem::replace(&mut before, value))).collect()
}
