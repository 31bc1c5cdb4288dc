//! A disk as it may be found after the power failed: contents count once their file was synced,
//! names once their folder was; of everything else any part may be there.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use cacah_testkit::random::Random;

use super::log::Record;

/// A disk writes this much or nothing of it.
const SECTOR: usize = 512;

/// What happened to all that was not durable at the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// None of it is there.
    Lost,
    /// Each sector, length and name is there or not, by chance.
    Torn,
    /// All of it is there, as when only the process ends.
    Kept,
}

/// When a name is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// POSIX: when its own folder was synced. Changes of one folder keep their order.
    ByFolder,
    /// A journal of names (ext4, XFS, NTFS): they keep their order everywhere, and any sync makes
    /// all earlier ones durable.
    Journaled,
}

/// Files and folders, durable and not yet so.
#[derive(Debug, Clone)]
pub struct Disk {
    nodes: Vec<Node>,
    /// Changes of names that are not durable, in order.
    changes: Vec<Change>,
    names: Names,
}

#[derive(Debug, Clone)]
enum Node {
    File(File),
    Folder(Folder),
}

#[derive(Debug, Clone, Default)]
struct File {
    durable: Vec<u8>,
    edits: Vec<Edit>,
}

#[derive(Debug, Clone)]
enum Edit {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Debug, Clone, Default)]
struct Folder {
    now: BTreeMap<OsString, usize>,
    durable: BTreeMap<OsString, usize>,
}

/// Folder, name, and what it stands for from then on; together or not at all.
type Change = Vec<(usize, OsString, Option<usize>)>;

/// The folder watched.
const ROOT: usize = 0;

impl Disk {
    /// The folder as it lies there, all of it durable.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn read(folder: &Path, names: Names) -> Self {
        let mut disk = Self { nodes: Vec::new(), changes: Vec::new(), names };
        disk.take(folder);
        disk
    }

    fn take(&mut self, path: &Path) -> usize {
        let id = self.nodes.len();
        if path.is_file() {
            let durable = fs::read(path).expect("a file is read");
            self.nodes.push(Node::File(File { durable, edits: Vec::new() }));
            return id;
        }
        self.nodes.push(Node::Folder(Folder::default()));
        let entries =
            fs::read_dir(path).expect("a folder is read").map(|entry| entry.expect("a name"));
        let now: BTreeMap<_, _> =
            entries.map(|entry| (entry.file_name(), self.take(&entry.path()))).collect();
        self.nodes[id] = Node::Folder(Folder { durable: now.clone(), now });
        id
    }

    /// What a process did next.
    ///
    /// # Panics
    /// When it does not fit what it did before: the log is not whole.
    pub fn apply(&mut self, record: &Record) {
        match record {
            Record::Create(path) => self.make(path, Node::File(File::default())),
            Record::MakeFolder(path) => self.make(path, Node::Folder(Folder::default())),
            Record::Write(path, at, data) => {
                self.file(path).edits.push(Edit::Write(*at, data.clone()));
            }
            Record::Truncate(path, length) => self.file(path).edits.push(Edit::Length(*length)),
            Record::Sync(path) => self.sync(path),
            Record::Rename(from, to) => {
                let id = self.find(from);
                let (from, to) = (self.place(from), self.place(to));
                self.rename(vec![(from.0, from.1, None), (to.0, to.1, Some(id))]);
            }
            Record::Unlink(path) | Record::RemoveFolder(path) => {
                self.find(path);
                let (folder, name) = self.place(path);
                self.rename(vec![(folder, name, None)]);
            }
            Record::Out(_) | Record::Mark(_) => {}
        }
    }

    fn make(&mut self, path: &Path, node: Node) {
        let (folder, name) = self.place(path);
        self.nodes.push(node);
        self.rename(vec![(folder, name, Some(self.nodes.len() - 1))]);
    }

    fn rename(&mut self, change: Change) {
        for (folder, name, id) in &change {
            set(&mut self.folder(*folder).now, name, *id);
        }
        self.changes.push(change);
    }

    fn sync(&mut self, path: &Path) {
        let id = self.find(path);
        if let Node::File(file) = &mut self.nodes[id] {
            for edit in std::mem::take(&mut file.edits) {
                edit.apply(&mut file.durable, |_| true);
            }
        }
        let is_durable = |change: &Change| match self.names {
            Names::ByFolder => change.iter().any(|(folder, ..)| *folder == id),
            Names::Journaled => true,
        };
        let (durable, left) = std::mem::take(&mut self.changes).into_iter().partition(is_durable);
        self.changes = left;
        self.keep(durable);
    }

    fn keep(&mut self, changes: Vec<Change>) {
        for (folder, name, id) in changes.into_iter().flatten() {
            set(&mut self.folder(folder).durable, &name, id);
        }
    }

    /// Cuts the power and writes what is then found into the new folder `to`.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn cut(&self, fate: Fate, random: &mut Random, to: &Path) {
        let mut found = self.clone();
        let names = found.surviving(fate, random);
        found.keep(names);
        found.write(ROOT, to, &mut |_| match fate {
            Fate::Lost => false,
            Fate::Torn => random.chance(50),
            Fate::Kept => true,
        });
    }

    /// Changes of names that outlive the cut: none after the first one lost, in its folder or at all.
    fn surviving(&mut self, fate: Fate, random: &mut Random) -> Vec<Change> {
        let mut stopped = BTreeSet::new();
        let mut changes = std::mem::take(&mut self.changes);
        changes.retain(|change| {
            let lost = match fate {
                Fate::Lost => true,
                Fate::Torn => random.chance(30),
                Fate::Kept => false,
            };
            let place = |folder: usize| match self.names {
                Names::ByFolder => folder,
                Names::Journaled => ROOT,
            };
            let stops = lost || change.iter().any(|(folder, ..)| stopped.contains(&place(*folder)));
            if stops {
                stopped.extend(change.iter().map(|(folder, ..)| place(*folder)));
            }
            !stops
        });
        changes
    }

    fn write(&self, id: usize, to: &Path, survives: &mut impl FnMut(usize) -> bool) {
        match &self.nodes[id] {
            Node::File(file) => {
                let mut bytes = file.durable.clone();
                for edit in &file.edits {
                    edit.clone().apply(&mut bytes, &mut *survives);
                }
                fs::write(to, bytes).expect("a file is written");
            }
            Node::Folder(folder) => {
                fs::create_dir(to).expect("a folder is made");
                for (name, child) in &folder.durable {
                    self.write(*child, &to.join(name), survives);
                }
            }
        }
    }

    /// The folder of a path, and its name there.
    fn place(&self, path: &Path) -> (usize, OsString) {
        let parent = path.parent().expect("the folder itself keeps its name");
        (self.find(parent), path.file_name().expect("a name").to_owned())
    }

    fn find(&self, path: &Path) -> usize {
        path.components().fold(ROOT, |at, name| match &self.nodes[at] {
            Node::Folder(folder) => *folder.now.get(name.as_os_str()).unwrap_or_else(|| {
                panic!("{} is not there at this point of the log", path.display())
            }),
            Node::File(_) => panic!("{} goes through a file", path.display()),
        })
    }

    fn file(&mut self, path: &Path) -> &mut File {
        let id = self.find(path);
        match &mut self.nodes[id] {
            Node::File(file) => file,
            Node::Folder(_) => panic!("{} is a folder", path.display()),
        }
    }

    fn folder(&mut self, id: usize) -> &mut Folder {
        match &mut self.nodes[id] {
            Node::Folder(folder) => folder,
            Node::File(_) => panic!("a file holds no names"),
        }
    }
}

impl Edit {
    /// Does it to `bytes`, for each sector (or for the length) that survives.
    fn apply(self, bytes: &mut Vec<u8>, mut survives: impl FnMut(usize) -> bool) {
        match self {
            Self::Length(length) => {
                if survives(length) {
                    bytes.resize(length, 0);
                }
            }
            Self::Write(at, data) => {
                let mut done = 0;
                while done < data.len() {
                    let start = at + done;
                    let end = data.len().min(done + SECTOR - start % SECTOR);
                    if survives(start) {
                        let reaches = at + end;
                        bytes.resize(bytes.len().max(reaches), 0);
                        bytes[start..reaches].copy_from_slice(&data[done..end]);
                    }
                    done = end;
                }
            }
        }
    }
}

fn set(names: &mut BTreeMap<OsString, usize>, name: &OsString, id: Option<usize>) {
    match id {
        Some(id) => drop(names.insert(name.clone(), id)),
        None => drop(names.remove(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The disk after `records`, on an empty one, and its cut: names and contents found.
    fn found(records: &[Record], names: Names, fate: Fate, seed: u64) -> BTreeMap<String, Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk::read(folder.path(), names);
        records.iter().for_each(|record| disk.apply(record));
        let to = folder.path().join("found");
        disk.cut(fate, &mut Random::new(seed), &to);
        let files = fs::read_dir(to).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.is_file())
            .map(|path| {
                (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
            })
            .collect()
    }

    fn replaced() -> Vec<Record> {
        vec![
            Record::Create("a".into()),
            Record::Sync("".into()),
            Record::Create("a.new".into()),
            Record::Write("a.new".into(), 0, b"new".to_vec()),
            Record::Sync("a.new".into()),
            Record::Rename("a.new".into(), "a".into()),
        ]
    }

    #[test]
    fn a_rename_counts_once_its_folder_is_synced() {
        let mut records = replaced();
        let empty = BTreeMap::from([("a".to_owned(), Vec::new())]);
        let new = BTreeMap::from([("a".to_owned(), b"new".to_vec())]);
        assert_eq!(found(&records, Names::ByFolder, Fate::Lost, 1), empty);
        assert_eq!(found(&records, Names::ByFolder, Fate::Kept, 1), new);
        records.push(Record::Sync("".into()));
        assert_eq!(found(&records, Names::ByFolder, Fate::Lost, 1), new);
    }

    #[test]
    fn a_journal_of_names_counts_with_any_later_sync() {
        let mut records = replaced();
        records.extend([Record::Create("b".into()), Record::Sync("b".into())]);
        assert_eq!(found(&records, Names::ByFolder, Fate::Lost, 1)["a"], b"");
        assert_eq!(found(&records, Names::Journaled, Fate::Lost, 1)["a"], b"new");
    }

    #[test]
    fn bytes_that_were_not_synced_are_torn_by_sector_and_synced_ones_never() {
        let write = |byte: u8, at, length| Record::Write("a".into(), at, vec![byte; length]);
        let records = [
            Record::Create("a".into()),
            write(1, 0, 4 * SECTOR),
            Record::Sync("a".into()),
            Record::Sync("".into()),
            write(2, 100, 2 * SECTOR),
        ];
        let contents: BTreeSet<Vec<u8>> = (0..50)
            .map(|seed| found(&records, Names::ByFolder, Fate::Torn, seed).remove("a").unwrap())
            .collect();
        assert_eq!(contents.len(), 8, "three sectors are touched, each there or not");
        assert!(contents.iter().all(|bytes| {
            bytes.len() == 4 * SECTOR
                && bytes[..100].iter().chain(&bytes[100 + 2 * SECTOR..]).all(|byte| *byte == 1)
        }));
    }
}
