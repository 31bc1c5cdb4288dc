//! What a supervisor does at the endpoint: returns, decisions, aliases, the choice of a document,
//! releases, ends of assignments, revocations.

use std::collections::BTreeMap;

use cacah_family::entry::{Birth, Change, Comment, Dot, Entry};
use cacah_family::id::{DeviceId, DocumentId, FamilyId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_family::trail::{self, Act, Deed};
use cacah_wire::people::RevokeOrder;
use cacah_wire::seal::Hash;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::Forms;
use crate::ingest::{Saying, Subject};
use crate::storage::{FamilyRow, KnownFamily, Revocation, SegmentRow, Storage};

/// What stands at a path several writers left different things at.
#[derive(Debug)]
pub struct Undecided {
    /// The document; absent for the family itself.
    pub document: Option<DocumentId>,
    /// Where.
    pub path: Path,
    /// Who says what.
    pub heads: Vec<Entry>,
}

impl<S: Storage> Central<S> {
    /// Gives a document back to its officer, with what is to be looked at. A comment begins with
    /// its question (`r403: …`) or is on the whole document.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`], as all that is said here; [`CentralError::NotFound`];
    /// [`CentralError::Request`] without a comment.
    pub fn give_back(
        &self,
        by: &str,
        family: FamilyId,
        document: Option<DocumentId>,
        comments: &[String],
    ) -> Result<()> {
        if comments.iter().all(|comment| comment.trim().is_empty()) {
            return Err(CentralError::Request("a return says what is to be looked at"));
        }
        let subject = self.subject(by, Action::Return, family)?;
        let forms = Forms::of(&self.storage, subject.round)?;
        let form = forms.in_force().ok_or(CentralError::NotFound("form"))?;
        let form = self.forms.form(&self.storage, subject.round, form)?;
        let comments =
            comments.iter().map(|text| comment(text, |name| form.question(name).is_some()));
        let comments: Vec<Comment> = comments.collect();
        self.say(&subject, &[], |_, history| {
            let document = the_document(history, document)?;
            let change = Change::Returned { comments: comments.clone() };
            let path = Path::question(Path::STATE);
            Ok(vec![Saying { document: Some(document), path, change }])
        })
    }

    /// Decides what stands at a path: what the entry `take` says, over everything there.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] when `take` is none of the heads there.
    pub fn decide(
        &self,
        by: &str,
        family: FamilyId,
        document: Option<DocumentId>,
        path: &Path,
        take: Dot,
    ) -> Result<()> {
        let subject = self.subject(by, Action::Decide, family)?;
        self.say(&subject, &[], |_, history| {
            let heads = history.heads(document);
            let heads = heads.get(path).map_or(&[][..], Vec::as_slice);
            let head = heads.iter().find(|head| head.dot == take);
            let head = head.ok_or(CentralError::NotFound("entry among the heads of this path"))?;
            Ok(vec![Saying { document, path: path.clone(), change: head.change.clone() }])
        })
    }

    /// What waits for a decision in a family.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`].
    pub fn undecided(&self, by: &str, family: FamilyId) -> Result<Vec<Undecided>> {
        let officer = self.allow_family(by, Action::SeeDocument, family)?;
        let deed = Deed::new(Act::Saw).on(trail::Subject::Family(family)).kind("undecided");
        self.storage.note(Some(officer), None, deed, self.host.now())?;
        let (_, history) = self.history(family)?;
        let state = history.state();
        let of_family = state.undecided.iter().map(|path| (None, path));
        let of_documents = state.documents.iter().flat_map(|(id, document)| {
            document.undecided.iter().map(move |path| (Some(*id), path))
        });
        let documents = [None].into_iter().chain(state.documents.keys().copied().map(Some));
        let heads: BTreeMap<_, _> = documents.map(|of| (of, history.heads(of))).collect();
        let all = of_family.chain(of_documents).map(|(document, path)| {
            let heads = heads.get(&document).and_then(|heads| heads.get(path).cloned());
            let heads = heads.unwrap_or_default();
            let heads = heads.into_iter().cloned().collect();
            Undecided { document, path: path.clone(), heads }
        });
        Ok(all.collect())
    }

    /// Says that two ids name one family: both histories stand, and it is counted once.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] when one of them is not registered; [`CentralError::Request`] for
    /// one family, or families of two rounds.
    pub fn alias(&self, by: &str, family: FamilyId, with: FamilyId) -> Result<()> {
        let subject = self.subject(by, Action::Alias, family)?;
        let other = self.subject(by, Action::Alias, with)?;
        let record = |family| self.registered(family).map(|row| row.record);
        if family == with || other.round != subject.round || record(family)? || record(with)? {
            return Err(CentralError::Request("an alias joins two families of one round"));
        }
        self.say(&subject, &[], |_, _| {
            let change = Change::Alias { family: with };
            Ok(vec![Saying { document: None, path: Path::question(Path::ALIAS), change }])
        })
    }

    /// Chooses the document that counts in this round.
    ///
    /// # Errors
    /// [`CentralError::NotFound`].
    pub fn accept(&self, by: &str, family: FamilyId, document: DocumentId) -> Result<()> {
        let subject = self.subject(by, Action::Accept, family)?;
        self.say(&subject, &[], |_, history| {
            let document = the_document(history, Some(document))?;
            let (path, change) = (Path::question(Path::ACCEPTED), Change::Accepted { document });
            Ok(vec![Saying { document: None, path, change }])
        })
    }

    /// Lets held segments into the state by a supervisor's word, a family at a time; how many.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] when nothing of it is held, [`CentralError::Request`] without a
    /// reason, [`CentralError::Uncomputable`] when no state comes of it: it stays held then.
    pub fn release(
        &self,
        by: &str,
        which: impl Fn(&SegmentRow) -> bool,
        reason: &str,
    ) -> Result<usize> {
        if reason.trim().is_empty() {
            return Err(CentralError::Request("a release says why"));
        }
        let warrant = self.warrant(by, Action::Release)?;
        let officer = warrant.officer;
        let mut held = self.storage.held()?;
        held.retain(|row| which(row));
        for row in &held {
            let area = self.place_of(row)?;
            if !warrant.covers(&area) {
                return Err(self.refuse(Some(officer), Action::Release, &area)?);
            }
        }
        if held.is_empty() {
            return Err(CentralError::NotFound("held segment"));
        }
        held.sort_by_key(|row| (row.family, row.wil.clone(), row.round));
        let of_one = |a: &SegmentRow, b: &SegmentRow| {
            (a.family, &a.wil, a.round) == (b.family, &b.wil, b.round)
        };
        for family in held.chunk_by(of_one) {
            let Some(first) = family.first() else { continue };
            let subject = Subject {
                wil: first.wil.clone(),
                round: first.round,
                family: first.family,
                officer,
                action: Action::Release,
                reason: reason.to_owned(),
            };
            let admitted: Vec<Hash> = family.iter().map(|row| row.hash).collect();
            self.say(&subject, &admitted, |_, _| Ok(Vec::new()))?;
        }
        Ok(held.len())
    }

    /// Ends what an officer serves in an area of the newest round, or in every round. Work done there
    /// is still taken.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`] when it is not served.
    pub fn end_assignment(&self, by: &str, officer: &str, area: &str) -> Result<()> {
        let saying = self.allow(by, Action::EndAssignment, area)?;
        let officer = self.known_officer(officer)?.id;
        self.allow_over(by, Action::EndAssignment, officer)?;
        let now = self.host.now();
        let services = self.storage.assignments(officer)?.into_iter();
        let mut services = services.chain(self.storage.services_of(officer)?);
        let served = services.find(|service| service.area == area && service.ended.is_none());
        let round = served.ok_or(CentralError::NotFound("assignment"))?.round;
        if !self.storage.end_service(officer, round, area, now)? {
            return Err(CentralError::NotFound("assignment"));
        }
        let deed = Deed::new(Act::OfficerRemoved).on(trail::Subject::Officer(officer));
        let deed = deed.on(trail::Subject::Area(area.to_owned()));
        Ok(self.storage.note(Some(saying), None, deed, now)?)
    }

    /// Revokes a laptop at once: it is told nothing any more but `order`, and what it wrote and sends
    /// is held. Once revoked it stays so; another order may follow.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`]; [`CentralError::Request`] without a
    /// reason.
    pub fn revoke(
        &self,
        by: &str,
        device: DeviceId,
        order: Option<RevokeOrder>,
        reason: &str,
    ) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(CentralError::Request("a revocation says why"));
        }
        let by = self.allow_device(by, Action::Revoke, device)?;
        let at = self.host.now();
        let revocation = Revocation { at, order, by, reason: reason.to_owned() };
        if !self.storage.revoke(device, &revocation)? {
            return Err(CentralError::NotFound("device"));
        }
        let deed = Deed::new(Act::Revoked).on(trail::Subject::Device(device));
        let deed = order.into_iter().fold(deed, |deed, order| deed.kind(order.as_str()));
        Ok(self.storage.note(Some(by), None, deed, at)?)
    }

    /// Where the endpoint has the family of a held segment, or else where its laptop says it is.
    fn place_of(&self, held: &SegmentRow) -> Result<String> {
        let known = self.storage.known(&held.wil, held.family)?;
        let place = known.row.map_or_else(|| held.idsubsls.clone(), |row| row.birth.idsubsls);
        Ok(place.to_string())
    }

    fn subject(&self, by: &str, action: Action, family: FamilyId) -> Result<Subject> {
        let officer = self.allow_family(by, action, family)?;
        let row = self.registered(family)?;
        let Birth { home: wil, round, .. } = row.birth;
        Ok(Subject { wil, round, family, officer, action, reason: String::new() })
    }

    pub(crate) fn registered(&self, family: FamilyId) -> Result<FamilyRow> {
        self.known_anywhere(family)?.row.ok_or(CentralError::NotFound("family"))
    }

    fn known_anywhere(&self, family: FamilyId) -> Result<KnownFamily> {
        for wil in self.storage.homes(family)? {
            let known = self.storage.known(&wil, family)?;
            if known.row.is_some() {
                return Ok(known);
            }
        }
        Err(CentralError::NotFound("family"))
    }

    fn history(&self, family: FamilyId) -> Result<(KnownFamily, History)> {
        let known = self.known_anywhere(family)?;
        let mut history = History::default();
        for row in known.segments.iter().filter(|row| row.held.is_none()) {
            let entries = row.entries();
            for entry in entries.ok_or(CentralError::Uncomputable)? {
                history.insert(entry);
            }
        }
        Ok((known, history))
    }
}

fn the_document(history: &History, named: Option<DocumentId>) -> Result<DocumentId> {
    let documents = history.documents();
    match named {
        Some(named) if documents.contains(&named) => Ok(named),
        None if documents.len() == 1 => {
            documents.first().copied().ok_or(CentralError::NotFound("document"))
        }
        None if documents.len() > 1 => {
            Err(CentralError::Request("the family has several documents: name one"))
        }
        _ => Err(CentralError::NotFound("document")),
    }
}

/// `r403: text` where the form has such a question, at it; anything else on the whole document.
fn comment(text: &str, known: impl Fn(&str) -> bool) -> Comment {
    let place = text.split_once(':').and_then(|(place, rest)| {
        let path: Path = place.trim().parse().ok()?;
        let asked = path.is_answer() && path.name.as_deref().is_some_and(&known);
        asked.then(|| (path, rest.trim().to_owned()))
    });
    match place {
        Some((path, text)) => Comment { path: Some(path), text },
        None => Comment { path: None, text: text.trim().to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stands_at_a_question_of_the_form_or_on_the_whole() {
        let known = |name: &str| name == "r403";
        let at = |text: &str| comment(text, known);
        let member = "01890000-0000-7000-8000-000000000001/r403";
        assert_eq!(at("r403: umur? ").path, Some(Path::question("r403")));
        assert_eq!(at("r403: umur? ").text, "umur?");
        assert_eq!(at(&format!("{member}: x")).path, member.parse().ok());
        for whole in ["Catatan: x", "@state: x", "tanpa titik dua", ": x"] {
            assert_eq!(at(whole), Comment { path: None, text: whole.trim().into() }, "{whole}");
        }
    }
}
