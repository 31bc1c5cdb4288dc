//! Paper keyed through `cacah-desk`, field by field where the desk leads.

use std::collections::BTreeMap;

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{AREAS, Family, FamilyAnswers};
use cacah_wire::command::{
    BundleArgs, BundleField, BundleFields, BundleView, Command, CustodyAct, Delta, DocumentSource,
    DocumentView, Failure, InstanceView, OpenDocument, PaperKind, Pending, SetAnswer, WriteCustody,
};

use crate::keying::set;
use crate::laptop::{Laptop, send};
use crate::office::Office;

/// The officers of the bundle, fixed once: question and what is written.
pub const FIXED: [(&str, &str); 4] = [
    ("r202_nama", "LATIFA KAMARO"),
    ("r202_kode", "0123"),
    ("r204_nama", "HASNA WETURO"),
    ("r204_kode", "012"),
];

/// An open paper document and how far it is keyed.
#[derive(Debug)]
pub struct Paper {
    /// Document id.
    pub document: String,
    answers: FamilyAnswers,
    members: Vec<String>,
    at: Option<String>,
    keyed: Vec<(String, String)>,
}

impl Paper {
    /// Opens the paper of `family`, on which `answers` stand.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn open(desk: &mut Desk, family: &str, answers: FamilyAnswers) -> Self {
        let view = open(desk, family);
        let (members, at) = (members(&view.instances), view.stand);
        Self { document: view.document, answers, members, at, keyed: Vec::new() }
    }

    /// Keys up to `count` fields where the desk leads; what it asks stands so on the paper. True when
    /// it leads on.
    ///
    /// # Errors
    /// What the desk answers.
    pub fn key(&mut self, desk: &mut Desk, count: usize) -> Result<bool, Failure> {
        for _ in 0..count {
            let Some(at) = self.at.clone() else { return Ok(false) };
            let raw = self.written(&at);
            let mut delta = self.set(desk, set(self.document.clone(), at.clone(), &raw))?;
            while let Some(ask) = delta.asks.first().filter(|_| delta.next.as_ref() == Some(&at)) {
                let kept = set(self.document.clone(), ask.path.clone(), "");
                delta = self.set(desk, SetAnswer { keep: true, paper: true, ..kept })?;
            }
            if !raw.is_empty() {
                self.keyed.push((at, raw));
            }
            self.at = delta.next;
        }
        Ok(self.at.is_some())
    }

    fn set(&mut self, desk: &mut Desk, answer: SetAnswer) -> Result<Delta, Failure> {
        let delta: Delta = desk.call(&Command::SetAnswer(answer))?;
        if let Some(instances) = &delta.instances {
            self.members = members(instances);
        }
        Ok(delta)
    }

    /// What stands on the paper at a path; empty where nothing does.
    #[must_use]
    pub fn written(&self, path: &str) -> String {
        let (member, question) = match path.split_once('/') {
            Some((id, question)) => (self.members.iter().position(|one| one == id), question),
            None => (None, path),
        };
        self.answers.find(member, question).unwrap_or_default().to_owned()
    }

    /// Every path keyed so far that has something on the paper, with it.
    #[must_use]
    pub fn keyed(&self) -> &[(String, String)] {
        &self.keyed
    }

    /// The field that the desk leads to.
    #[must_use]
    pub fn at(&self) -> Option<&str> {
        self.at.as_deref()
    }
}

fn members(instances: &[InstanceView]) -> Vec<String> {
    instances.iter().map(|one| one.instance.clone()).collect()
}

/// Opens the paper document of a family.
///
/// # Panics
/// When it does not open.
pub fn open(desk: &mut Desk, family: &str) -> DocumentView {
    let family = family.into();
    desk.call(&Command::OpenDocument(OpenDocument { family, source: DocumentSource::Paper }))
        .expect("the paper document opens")
}

/// Fixes what stands on every sheet of the bundle.
///
/// # Panics
/// When the desk refuses.
pub fn fix(desk: &mut Desk, idsubsls: &str) -> BundleFields {
    let field =
        |(question, raw): (&str, &str)| BundleField { question: question.into(), raw: raw.into() };
    let fields = FIXED.into_iter().map(field).collect();
    let fixed = BundleFields { idsubsls: idsubsls.into(), fields };
    desk.call(&Command::SetBundleFields(fixed)).expect("the fixed fields")
}

/// Something happens to the paper of an SLS.
///
/// # Errors
/// What the desk answers.
pub fn custody(desk: &mut Desk, idsubsls: &str, act: CustodyAct) -> Result<BundleView, Failure> {
    desk.call(&Command::WriteCustody(WriteCustody { idsubsls: idsubsls.into(), act }))
}

/// A giving of the bundle, or of these documents; empty `to`: to storage.
#[must_use]
pub fn give(to: &str, documents: Vec<String>, note: &str) -> CustodyAct {
    CustodyAct::Give { to: to.into(), documents, letter: String::new(), note: note.into() }
}

/// Says that what waits for whoever sits here has come.
///
/// # Panics
/// When nothing waits.
pub fn take(desk: &mut Desk, idsubsls: &str) -> BundleView {
    let waiting = bundle(desk, idsubsls).pending.into_iter().find(|pending| pending.mine);
    let Pending { giving, .. } = waiting.expect("a hand-over waits");
    custody(desk, idsubsls, CustodyAct::Take { giving }).expect("it has come")
}

/// Where the paper of an SLS is.
///
/// # Panics
/// When the desk does not tell.
pub fn bundle(desk: &mut Desk, idsubsls: &str) -> BundleView {
    desk.call(&Command::Bundle(BundleArgs { idsubsls: idsubsls.into() })).expect("the bundle")
}

/// What an open document says, by member and question.
#[must_use]
pub fn paper_of(view: &DocumentView) -> BTreeMap<(Option<usize>, String), String> {
    let members = members(&view.instances);
    let place = |path: &str| match path.split_once('/') {
        Some((id, question)) => (members.iter().position(|one| one == id), question.to_owned()),
        None => (None, path.to_owned()),
    };
    view.slots.iter().map(|slot| (place(&slot.path), slot.raw.clone())).collect()
}

/// A PC, opened, that was told what the office has to say.
#[must_use]
pub fn at_work(pc: &Laptop) -> Desk {
    let mut desk = pc.unlocked();
    let _ = send(&mut desk);
    desk
}

/// Receives the paper of the first area, boxes it and hands it out.
///
/// # Panics
/// When the supervisor may not.
pub fn hand_out(desk: &mut Desk, sets: u16, keyer: &str) {
    let received = |kind, sets| CustodyAct::Receive {
        kind,
        listed: sets,
        counted: sets,
        from: "PML 012".into(),
        letter: "B-12".into(),
        note: String::new(),
    };
    let acts = [
        received(PaperKind::Vk, 1),
        received(PaperKind::K, sets),
        CustodyAct::Box { number: String::new() },
        CustodyAct::Shelve { place: "RAK A-1".into() },
        give(keyer, Vec::new(), ""),
    ];
    for act in acts {
        custody(desk, AREAS[0].idsubsls, act).expect("the supervisor may");
    }
}

/// Families of the first area.
#[must_use]
pub fn of_here(office: &Office, count: usize) -> Vec<Family> {
    office.families().iter().filter(|family| family.area == 0).take(count).cloned().collect()
}
