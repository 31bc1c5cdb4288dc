//! Role × action × area, each cell tried against the real use case. What is expected is written here
//! as text; the table of the endpoint is not asked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cacah_central::access::Action;
use cacah_central::import::{Import, ImportError};
use cacah_central::storage::{EVERY_ROUND, People as _, Period, Serving, Storage as _, Trail as _};
use cacah_central::{Asked, CentralError, NewPerson};
use cacah_family::entry::{
    Birth, Change, Entry, Heard, Listed, Mode, Position, PositionWay, Presence, Recap, Role,
    SlsChange, SlsKind, Source, Times, Visit,
};
use cacah_family::host::{Host as _, Millis};
use cacah_family::id::{DeviceId, DocumentId, FamilyId};
use cacah_family::paper::{Custody, Outcome, Right, Verified};
use cacah_family::path::Path;
use cacah_family::round::RoundKind;
use cacah_family::slot::Slot;
use cacah_wire::down::{DownItem, Officer};
use cacah_wire::error::Code;
use cacah_wire::orders::Policy;
use cacah_wire::people::{OfficerRole, RevokeOrder};
use cacah_wire::receipt::Verdict;
use uuid::Uuid;

use crate::down::{Listener, send};
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, HERE, Office, THERE, family, plan, round, toy};
use crate::paper::{FIRST, SECOND, again, keyed, with_keyers};

/// Who may do what in an own area; in any other, before or after, nobody.
const MAY: &str = "
                 ppl pml koseka keyer supervisor admin_regency admin_province admin_centre
see_families      +   +    +      +       +           +             +              +
see_document      -   +    +      -       +           +             +              +
return            -   +    +      -       +           +             +              +
decide            -   -    +      -       +           +             +              +
alias             -   -    +      -       +           +             +              +
accept            -   -    +      -       +           +             +              +
release           -   -    -      -       +           +             +              +
end_assignment    -   -    -      -       +           +             +              +
see_people        -   -    -      -       +           +             +              +
make_ticket       -   -    -      -       +           +             +              +
make_spare        -   -    -      -       +           +             +              +
revoke            -   -    -      -       +           +             +              +
answer_recovery   -   -    -      -       +           +             +              +
breach_notice     -   -    -      -       +           +             +              +
verify            -   -    -      -       +           +             +              +
change_people     -   -    -      -       -           +             +              +
import            -   -    -      -       -           +             +              +
install_round     -   -    -      -       -           +             +              +
publish_form      -   -    -      -       -           +             +              +
backup            -   -    -      -       -           +             +              +
restore           -   -    -      -       -           +             +              +
split_key         -   -    -      -       -           +             +              +
change_hubs       -   -    -      -       -           +             +              +
set_policy        -   -    -      -       -           +             +              +
change_accounts   -   -    -      -       -           +             +              +
see_trail         -   -    -      -       -           +             +              +
export_trail      -   -    -      -       -           +             +              +
";

/// Which entries of whom enter the state.
const WRITES: &str = "
                 ppl pml koseka keyer supervisor admin_regency admin_province admin_centre
visit             +   +    +      -       +           +             +              +
key_paper         +   +    +      +       +           +             +              +
key_again         +   +    +      +       +           +             +              +
re_visit          -   +    +      -       +           +             +              +
check             -   +    +      -       +           +             +              +
return            -   +    +      -       +           +             +              +
alias             -   -    +      -       +           +             +              +
accept            -   -    +      -       +           +             +              +
listed            +   +    +      -       +           +             +              +
position          +   +    +      -       +           +             +              +
handed_over       +   +    +      -       +           +             +              +
taken_back        +   +    +      -       +           +             +              +
visited           +   +    +      -       +           +             +              +
sampled           -   +    +      -       +           +             +              +
parked            +   +    +      +       +           +             +              +
sheet             +   +    +      +       +           +             +              +
ticked            +   +    +      +       +           +             +              +
verified          +   +    +      +       +           +             +              +
adjudicated       -   -    -      -       +           +             +              +
released          -   -    -      -       +           +             +              +
";

/// What a laptop's entries say of the record of an SLS, by the role of its officer.
const WRITES_OF_SLS: &str = "
                 ppl pml koseka keyer supervisor admin_regency admin_province admin_centre
reported          +   +    +      -       +           +             +              +
settled           -   -    +      -       +           +             +              +
recap             +   +    +      -       +           +             +              +
recap_on_paper    +   +    +      +       +           +             +              +
approved          -   -    +      -       +           +             +              +
disapproved       -   -    +      -       +           +             +              +
received          -   -    -      -       +           +             +              +
boxed             -   -    -      -       +           +             +              +
handed_out        -   -    -      -       +           +             +              +
";

/// Rows of a table by name: what each role may.
fn table(text: &str) -> BTreeMap<&str, Vec<(OfficerRole, bool)>> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let roles = lines.next().unwrap().split_whitespace();
    let roles: Vec<_> = roles.map(|name| OfficerRole::from_name(name).unwrap()).collect();
    assert_eq!(roles, OfficerRole::ALL);
    let rows = lines.map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap();
        let cells: Vec<bool> = words.map(|cell| cell == "+").collect();
        assert_eq!(cells.len(), roles.len(), "{name}");
        (name, roles.iter().copied().zip(cells).collect())
    });
    rows.collect()
}

const DAY: Millis = 24 * 3_600_000;

/// An office with a document, something held, a laptop to lose, and a person of each role in each
/// standing: in the own area, in another one, with an ended period, with one not yet begun.
struct Stage {
    office: Office,
    document: DocumentId,
    device: DeviceId,
    lost: Laptop,
    files: u32,
}

const STANDINGS: [&str; 4] = ["own", "other", "ended", "early"];

impl Stage {
    fn new() -> Self {
        let office = Office::new();
        let mut laptop = Laptop::enrolled(&office, A, 1);
        let visit = laptop.visit(family(1), "2");
        send(&office, &laptop, &visit);
        let lost = Laptop::enrolled(&office, A, 2);
        office.central.revoke(ADMIN, lost.reply.device, None, "hilang").unwrap();
        let now = office.host.now();
        for role in OfficerRole::ALL {
            for standing in STANDINGS {
                let (area, since, until) = match standing {
                    "own" => ("8271", None, None),
                    "other" => ("8205", None, None),
                    "ended" => ("8271", None, Some(now)),
                    _ => ("8271", Some(now + 365 * DAY), None),
                };
                let period = Period { since, until };
                let officer = Officer {
                    id: office.host.id().into(),
                    code: code(role, standing),
                    name: "LATIHAN".into(),
                    role,
                };
                let storage = office.central.storage();
                storage.put_person(&officer).unwrap();
                let serving = Serving { area: area.into(), period };
                storage.serve(officer.id, EVERY_ROUND, &serving, now).unwrap();
            }
        }
        let document = visit[0].document.unwrap();
        Self { office, document, device: lost.reply.device, lost, files: 0 }
    }

    /// What an earlier cell used up is there again.
    fn prepare(&mut self, action: Action) {
        match action {
            Action::Release => {
                let held = self.lost.visit(family(2), "1");
                let sent = self.lost.send(&self.office, &[self.lost.segment(&held)]);
                assert_eq!(sent, [Verdict::Held(Code::Revoked)]);
            }
            Action::EndAssignment => period(&self.office, None, None),
            _ => {}
        }
    }

    fn file(&mut self) -> PathBuf {
        self.files += 1;
        self.office.folder.path().join(format!("file-{}", self.files))
    }

    /// Does it in the area of families 1 and 2.
    fn attempt(&mut self, by: &str, action: Action) -> Result<(), CentralError> {
        let file = self.file();
        let central = &self.office.central;
        match action {
            Action::SeeFamilies => central.findings(by, &Asked { area: HERE.into() }).map(drop),
            Action::SeeDocument => central.undecided(by, family(1)).map(drop),
            Action::Return => central.give_back(by, family(1), None, &["cangkir: x".to_owned()]),
            Action::Decide => {
                let take = cacah_family::entry::Dot {
                    actor: cacah_family::entry::Actor { device: self.device, incarnation: 1 },
                    seq: 1,
                };
                let path = Path::question("cangkir");
                // Nobody differs there: whoever hears that was allowed to decide.
                match central.decide(by, family(1), Some(self.document), &path, take) {
                    Err(CentralError::NotFound(_)) => Ok(()),
                    done => done,
                }
            }
            Action::Alias => central.alias(by, family(1), family(2)),
            Action::Accept => central.accept(by, family(1), self.document),
            Action::Release => {
                central.release(by, |row| row.family == family(2), "ditemukan").map(drop)
            }
            Action::EndAssignment => central.end_assignment(by, A, HERE),
            Action::SeePeople => central.people(by, HERE).map(drop),
            Action::MakeTicket => central.ticket(by, A, "https://x", "PEM").map(drop),
            Action::MakeSpare => {
                std::fs::create_dir(&file).unwrap();
                central.spare(by, A, ("https://x", "PEM"), &file).map(drop)
            }
            Action::Revoke => central.revoke(by, self.device, Some(RevokeOrder::Lock), "hilang"),
            Action::BreachNotice => central.breach_notice(by, self.device, &file),
            Action::ChangePeople => {
                let role = OfficerRole::Ppl;
                let new = NewPerson { role, ..NewPerson::admin("PPL BARU", "BARU", &[HERE]) };
                central.add_person(Some(by), &new).map(drop)
            }
            Action::Import => imported(central.import(by, &import()).map(drop)),
            Action::InstallRound => central.install(by, plan(&toy())),
            Action::PublishForm => central.publish_form(by, round(), &toy()).map(drop),
            Action::ChangeHubs => central.hub_ticket(by, "hub", &[], ("https://x", "")).map(drop),
            Action::SetPolicy => central.set_policy(by, &Policy::default()).map(drop),
            // Asked of the whole endpoint at the terminal and in the browser, before anything is done.
            Action::Verify
            | Action::Backup
            | Action::Restore
            | Action::SplitKey
            | Action::ChangeAccounts
            | Action::SeeTrail
            | Action::ExportTrail => central.allow(by, action, "").map(drop),
            Action::AnswerRecovery => central.allow_device(by, action, self.device).map(drop),
            Action::Visit
            | Action::KeyPaper
            | Action::HandPaper
            | Action::KeepPaper
            | Action::Attend
            | Action::Adjudicate
            | Action::SetKeying
            | Action::SeePaper
            | Action::SeeBlind
            | Action::SeeHeard
            | Action::ReVisit
            | Action::Check
            | Action::ChangeSls
            | Action::Approve => {
                panic!("entries are judged and pages told, nobody asks for leave")
            }
        }
    }
}

fn code(role: OfficerRole, standing: &str) -> String {
    format!("{} {standing}", role.as_str())
}

fn imported(done: Result<(), ImportError>) -> Result<(), CentralError> {
    done.map_err(|error| match error {
        ImportError::Central(error) => error,
        other => panic!("{other}"),
    })
}

fn import() -> Import {
    Import {
        round: "Latihan".into(),
        kind: RoundKind::Practice,
        form: None,
        officers: None,
        assignments: None,
        areas: Some(cacah_central::import::File {
            name: "wilayah.csv".into(),
            bytes: format!(
                "idsubsls,nama,kelurahan,kecamatan\n{HERE},RT 003,Gamalama,Ternate Tengah\n"
            )
            .into_bytes(),
        }),
        prelist: None,
        replace_assignments: false,
    }
}

#[test]
fn trust_every_role_does_what_the_table_says() {
    let mut stage = Stage::new();
    let table = table(MAY);
    let entries = [
        Action::Visit,
        Action::KeyPaper,
        Action::HandPaper,
        Action::KeepPaper,
        Action::Attend,
        Action::Adjudicate,
        Action::SetKeying,
        Action::SeePaper,
        Action::SeeBlind,
        Action::SeeHeard,
        Action::ReVisit,
        Action::Check,
        Action::ChangeSls,
        Action::Approve,
    ];
    for action in Action::ALL.iter().filter(|action| !entries.contains(action)) {
        for (role, own) in &table[action.as_str()] {
            for standing in STANDINGS {
                let cell = format!("{} {} {standing}", role.as_str(), action.as_str());
                stage.prepare(*action);
                let (before, head) = (stage.office.rows(), stage.head());
                let done = stage.attempt(&code(*role, standing), *action);
                if *own && standing == "own" {
                    assert!(done.is_ok(), "{cell}: {done:?}");
                    continue;
                }
                let error = done.expect_err(&cell);
                assert_eq!(error.code(), Code::NotAllowed, "{cell}");
                let mut after = stage.office.rows();
                *after.get_mut("trail").unwrap() -= 1;
                assert_eq!(after, before, "{cell}: nothing but its record");
                assert_eq!(stage.head(), head + 1, "{cell}");
                let line = stage.office.central.storage().trail(head, 1).unwrap();
                assert!(line[0].contains(r#""act":"refused""#), "{cell}: {line:?}");
                assert!(line[0].contains(action.as_str()), "{cell}: {line:?}");
            }
        }
    }
}

impl Stage {
    fn head(&self) -> u64 {
        self.office.central.storage().trail_head().unwrap().seq
    }
}

/// A document that is opened as a source, and one entry more in it.
fn written(laptop: &mut Laptop, action: &str) -> Vec<Entry> {
    let document = DocumentId(laptop.host.id());
    let opened = |laptop: &mut Laptop, source| {
        let (path, change) = (Path::question(Path::DOCUMENT), Change::Opened { source });
        laptop.entry(family(1), Some(document), path, change)
    };
    let state = Path::question(Path::STATE);
    let paper = opened(laptop, Source::Paper);
    let of_document = |laptop: &mut Laptop, change| {
        laptop.entry(family(1), Some(document), state.clone(), change)
    };
    match action {
        "visit" => vec![opened(laptop, Source::Visit)],
        "key_paper" => vec![paper],
        "key_again" => vec![opened(laptop, Source::SecondEntry)],
        "re_visit" => vec![opened(laptop, Source::ReVisit)],
        "check" => vec![paper, of_document(laptop, Change::Finished { role: Role::FieldChecker })],
        "return" => vec![paper, of_document(laptop, Change::Returned { comments: Vec::new() })],
        "alias" => {
            let change = Change::Alias { family: family(2) };
            vec![laptop.entry(family(1), None, Path::question(Path::ALIAS), change)]
        }
        "accept" => {
            let change = Change::Accepted { document };
            vec![paper, laptop.entry(family(1), None, Path::question(Path::ACCEPTED), change)]
        }
        "verified" | "adjudicated" => {
            let (path, change) = of_paper(action);
            vec![laptop.entry(family(1), Some(OTHERS), path, change)]
        }
        "parked" | "sheet" | "ticked" | "released" => {
            let (path, change) = of_paper(action);
            vec![paper, laptop.entry(family(1), Some(document), path, change)]
        }
        of_family => {
            let (path, change) = of_the_family(of_family);
            vec![laptop.entry(family(1), None, Path::question(path), change)]
        }
    }
}

/// Paper that two others keyed, one after the other.
const OTHERS: DocumentId = DocumentId(Uuid::from_u128(0xB0B));

fn others_key(office: &Office) {
    let mut first = Laptop::enrolled(office, FIRST, 8);
    let mut second = Laptop::enrolled(office, SECOND, 9);
    let mut entries = keyed(&mut first, family(1), Source::Paper, "2");
    entries.iter_mut().for_each(|entry| entry.document = Some(OTHERS));
    first.send(office, &[first.segment(&entries)]);
    let entry = again(&mut second, family(1), OTHERS);
    second.send(office, &[second.segment(&[entry])]);
}

/// What is said in a document that is paper.
fn of_paper(action: &str) -> (Path, Change) {
    let cups = Path::question("cangkir");
    let (question, finding) = (cups.clone(), "K001".to_owned());
    match action {
        "parked" => (Path::question(Path::PARKED), Change::Parked { reason: "x".into() }),
        "sheet" => (Path::question(Path::SHEET), Change::Sheet { number: 2, of: 3 }),
        "ticked" => {
            (Path::question(Path::TICKED), Change::Ticked { question, finding, done: true })
        }
        "verified" => {
            let outcome = Outcome::Same;
            let verified = Verified { question: Some(question), outcome, second: None };
            (Path::question(Path::VERIFIED), Change::Verified(verified))
        }
        "adjudicated" => {
            let change = Change::Adjudicated { question, right: Right::First };
            (Path::question(Path::ADJUDICATED), change)
        }
        _ => {
            let released = [(finding, "x".to_owned())].into();
            (cups, Change::Slot(Slot { released, ..Slot::keyed("9", None) }))
        }
    }
}

fn of_the_family(action: &str) -> (&'static str, Change) {
    let found = Listed { presence: Presence::Found, with: None, welfare: None, members: None };
    let typed = Position { lat_e7: 0, lon_e7: 0, accuracy_dm: None, way: PositionWay::Typed };
    let (outcome, note) = (Visit::NotHome, String::new());
    match action {
        "listed" => (Path::LISTED, Change::Listed(found)),
        "position" => (Path::POSITION, Change::Position(typed)),
        "handed_over" => (Path::HANDED, Change::HandedOver { note }),
        "taken_back" => (Path::HANDED, Change::TakenBack {}),
        "visited" => (Path::VISIT, Change::Visit { outcome, note, appointment: None }),
        _ => (Path::SAMPLE, Change::Sampled {}),
    }
}

/// What is said of the record of A's SLS, with its birth.
fn of_sls(laptop: &mut Laptop, action: &str) -> Vec<Entry> {
    let change = |settled| {
        let kind = SlsKind::NotFound;
        Change::Sls(SlsChange { kind, into: Vec::new(), note: String::new(), settled })
    };
    let (path, change) = match action {
        "reported" => (Path::SLS, change(false)),
        "settled" => (Path::SLS, change(true)),
        "approved" => (Path::APPROVED, Change::Approved {}),
        "disapproved" => (Path::APPROVED, Change::Disapproved { reason: "x".into() }),
        "received" => (Path::CUSTODY, Change::Custody(crate::paper::received())),
        "boxed" => (Path::CUSTODY, Change::Custody(Custody::Boxed { number: "82710001".into() })),
        "handed_out" => (Path::CUSTODY, Change::Custody(crate::paper::given("OPR 1"))),
        _ => (Path::RECAP, Change::Recap(Recap::default())),
    };
    let id = FamilyId::of_sls(round(), &HERE.parse().unwrap());
    let birth = Birth::of_sls(round(), HERE.parse().unwrap());
    let mut entries = vec![laptop.born(id, birth)];
    entries.push(laptop.entry(id, None, Path::question(path), change));
    if action == "recap_on_paper" {
        entries.iter_mut().for_each(|entry| entry.mode = Mode::Keying);
    }
    entries
}

#[test]
fn trust_every_row_is_checked_on_its_writers_role() {
    let families = table(WRITES).into_iter().map(|row| (row, written as fn(&mut _, &str) -> _));
    let records =
        table(WRITES_OF_SLS).into_iter().map(|row| (row, of_sls as fn(&mut _, &str) -> _));
    for ((action, cells), entries) in families.chain(records) {
        for (role, may) in cells {
            let office = Office::empty();
            let mut plan = plan(&toy());
            plan.officers[0].role = Some(role);
            with_keyers(&mut plan);
            office.central.install(ADMIN, plan).unwrap();
            others_key(&office);
            let mut laptop = Laptop::enrolled(&office, A, 1);
            assert_eq!(laptop.reply.officer.role, role, "the laptop knows it");
            let entries: Vec<Entry> = entries(&mut laptop, action);
            let verdict = if may { Verdict::Stored } else { Verdict::Held(Code::NotAllowed) };
            let sent = laptop.send(&office, &[laptop.segment(&entries)]);
            assert_eq!(sent, [verdict], "{} {action}", role.as_str());
        }
    }
}

/// A visit whose entries say that the endpoint was last heard then.
fn visit_heard(laptop: &mut Laptop, at: Option<Millis>) -> Vec<Entry> {
    let mut visit = laptop.visit(family(1), "2");
    for entry in &mut visit {
        let heard = Heard { mono: 1, trip: 0 };
        entry.at = Times {
            mono: 1 + 9 * DAY.unsigned_abs(),
            endpoint: at,
            heard: at.map(|_| heard),
            ..entry.at
        };
    }
    visit
}

fn period(office: &Office, since: Option<Millis>, until: Option<Millis>) {
    let storage = office.central.storage();
    let officer = storage.officer(A).unwrap().unwrap().id;
    let serving = Serving { area: HERE.into(), period: Period { since, until } };
    storage.serve(officer, round(), &serving, office.host.now()).unwrap();
}

#[test]
fn trust_work_is_held_only_when_it_was_certainly_done_after_the_end() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let end = office.host.now();
    period(&office, None, Some(end));
    let mut verdict = |heard| {
        let visit = visit_heard(&mut laptop, heard);
        laptop.send(&office, &[laptop.segment(&visit)])
    };
    assert_eq!(verdict(None), [Verdict::Stored], "never heard: nobody can tell");
    // Nine days later by the laptop's own clock, which proves nothing.
    assert_eq!(verdict(Some(end - 1)), [Verdict::Stored], "heard before the end");
    assert_eq!(verdict(Some(end)), [Verdict::Held(Code::OutsidePeriod)], "heard at the end");
    let by = |row: &cacah_central::storage::SegmentRow| row.held == Some(Code::OutsidePeriod);
    assert_eq!(office.central.release(ADMIN, by, "diperintahkan").unwrap(), 1);
    period(&office, None, None);
    assert_eq!(verdict(Some(end)), [Verdict::Stored], "served again");
}

#[test]
fn trust_work_that_came_before_the_beginning_stays_held() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let now = office.host.now();
    period(&office, Some(now + DAY), None);
    let visit = laptop.visit(family(1), "2");
    let sent = laptop.send(&office, &[laptop.segment(&visit)]);
    assert_eq!(sent, [Verdict::Held(Code::OutsidePeriod)]);
    office.host.set_clock(office.host.now() + 2 * DAY);
    assert_eq!(office.central.reconsider().unwrap(), 0, "it was done before, whoever asks later");
    let visit = laptop.visit(family(1), "3");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
}

#[test]
fn trust_a_laptop_is_told_what_is_served_now() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let families = |items: &[DownItem]| {
        items.iter().filter(|item| matches!(item, DownItem::Family { .. })).count()
    };
    let now = office.host.now();
    period(&office, Some(now + DAY), Some(now + 2 * DAY));
    let mut listener = Listener::new();
    assert_eq!(families(&listener.all(&office, &laptop)), 0, "not yet");
    office.host.set_clock(office.host.now() + DAY);
    assert_eq!(families(&listener.all(&office, &laptop)), 2, "from the first day on");
    office.host.set_clock(office.host.now() + DAY);
    let items = listener.all(&office, &laptop);
    assert!(matches!(&items[..], [DownItem::AreaEnded { .. }]), "{items:?}");
    assert_eq!(families(&Listener::new().all(&office, &laptop)), 0, "no more");
}

#[test]
fn trust_who_is_let_go_may_do_nothing_more_and_the_work_before_is_taken() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let before = laptop.visit(family(1), "2");
    let now = office.host.now();
    office.central.end_officer(ADMIN, A).unwrap();
    assert_eq!(office.central.end_officer(ADMIN, A).unwrap_err().code(), Code::NotFound);
    assert_eq!(laptop.send(&office, &[laptop.segment(&before)]), [Verdict::Stored]);
    let after = visit_heard(&mut laptop, Some(now));
    assert_eq!(
        laptop.send(&office, &[laptop.segment(&after)]),
        [Verdict::Held(Code::OutsidePeriod)]
    );
    let told = Listener::new().all(&office, &laptop);
    assert!(!told.iter().any(|item| matches!(item, DownItem::Family { .. })));
    let ticket = office.central.ticket(ADMIN, A, "https://x", "PEM").unwrap_err();
    assert_eq!(ticket.code(), Code::UnknownOfficer);
    // A list that names the officer again does not bring anybody back.
    office.central.install(ADMIN, plan(&toy())).unwrap();
    let person = office.central.storage().person(A).unwrap().unwrap();
    assert_eq!(person.ended, Some(now));
}

fn refusal<T: std::fmt::Debug>(done: Result<T, CentralError>) -> Code {
    done.unwrap_err().code()
}

#[test]
fn trust_nobody_gives_more_than_is_the_own() {
    let office = Office::new();
    let central = &office.central;
    let new = |role, area: &str| NewPerson { role, ..NewPerson::admin("BARU", "BARU", &[area]) };
    let regency = NewPerson::admin("KAB", "KABUPATEN", &["82"]);
    central.add_person(Some(ADMIN), &regency).unwrap();
    let admin = |role, area| central.add_person(Some("KAB"), &new(role, area));
    assert_eq!(
        refusal(admin(OfficerRole::AdminProvince, "8271")),
        Code::NotAllowed,
        "a higher role"
    );
    assert_eq!(refusal(admin(OfficerRole::Supervisor, "81")), Code::NotAllowed, "another province");
    assert_eq!(refusal(admin(OfficerRole::Ppl, "Ternate")), Code::BadRequest);
    admin(OfficerRole::Supervisor, "8271021003000300").unwrap();
    // A supervisor of one SLS: nothing of the next one, and nothing of an administrator.
    let ticket = |officer| central.ticket("BARU", officer, "https://x", "PEM");
    ticket(A).unwrap();
    assert_eq!(refusal(ticket(B)), Code::NotAllowed);
    assert_eq!(refusal(central.set_role("BARU", A, OfficerRole::Keyer)), Code::NotAllowed);
    let people = central.people("BARU", "").unwrap();
    let seen: Vec<_> = people.iter().map(|view| view.person.officer.code.as_str()).collect();
    assert_eq!(seen, ["BARU", A]);
    let overview = central.overview("BARU", "").unwrap();
    assert!(overview.totals.iter().all(|total| total.idsubsls.as_str() == HERE));
    assert_eq!(refusal(central.overview("BARU", THERE)), Code::NotAllowed);
    // Both areas of the new one would have to be own: B's is not.
    let mut wider = plan(&toy());
    wider.officers[0].role = Some(OfficerRole::AdminCentre);
    assert_eq!(refusal(central.install("KAB", wider)), Code::NotAllowed);
    let stranger = central.allow("NOBODY", Action::SeeFamilies, HERE);
    assert_eq!(refusal(stranger), Code::NotAllowed);
}

#[test]
fn trust_who_serves_elsewhere_too_is_changed_only_by_whoever_covers_it_all() {
    let office = Office::new();
    let central = &office.central;
    let add = |by, code, role, areas: &[&str]| {
        central.add_person(Some(by), &NewPerson { role, ..NewPerson::admin(code, code, areas) })
    };
    for (code, area) in [("KOTA", "8271"), ("LAIN", "8205")] {
        add(ADMIN, code, OfficerRole::AdminRegency, &[area]).unwrap();
    }
    add(ADMIN, "DUA", OfficerRole::Supervisor, &["8271", "8205"]).unwrap();
    for role in [OfficerRole::Keyer, OfficerRole::AdminRegency] {
        assert_eq!(refusal(central.set_role("KOTA", "DUA", role)), Code::NotAllowed);
        assert_eq!(refusal(add("KOTA", "DUA", role, &["8271"])), Code::NotAllowed);
    }
    assert_eq!(refusal(central.end_officer("KOTA", "DUA")), Code::NotAllowed);
    assert_eq!(refusal(central.end_officer("KOTA", "LAIN")), Code::NotAllowed);
    add("KOTA", "DUA", OfficerRole::Supervisor, &["827102"]).unwrap();
    let known = central.storage().officer("DUA").unwrap().unwrap();
    let mut listed = plan(&toy());
    listed.officers.truncate(1);
    let first = &mut listed.officers[0];
    (first.id, first.code, first.name) = (known.id, known.code, known.name);
    first.role = Some(OfficerRole::AdminRegency);
    assert_eq!(refusal(central.install("KOTA", listed)), Code::NotAllowed, "by a list");
    assert_eq!(central.storage().officer("DUA").unwrap().unwrap().role, OfficerRole::Supervisor);
    central.set_role(ADMIN, "DUA", OfficerRole::Keyer).unwrap();
}

#[test]
fn trust_only_the_first_administrator_needs_nobody() {
    let office = Office::new();
    let central = &office.central;
    let second = NewPerson::admin("KEDUA", "KEDUA", &["82"]);
    assert_eq!(central.add_person(None, &second).unwrap_err().code(), Code::NotAllowed);
    central.end_officer(ADMIN, ADMIN).unwrap();
    assert!(!central.has_admin().unwrap());
    let keyer = NewPerson { role: OfficerRole::Keyer, ..second.clone() };
    assert_eq!(central.add_person(None, &keyer).unwrap_err().code(), Code::NotAllowed);
    central.add_person(None, &second).unwrap();
    central.install("KEDUA", plan(&toy())).unwrap();
}

#[test]
fn trust_laptops_are_listed_with_their_last_contact_and_order() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let seen = || {
        let views = office.central.people(ADMIN, HERE).unwrap();
        let view = views.into_iter().find(|view| view.person.officer.code == A).unwrap();
        (view.devices[0].seen, view.devices[0].revoked, view.devices[0].order)
    };
    assert_eq!(seen().0, None, "enrolled, and not heard since");
    office.central.admit(&laptop.reply.token).unwrap();
    let first = seen().0.unwrap();
    office.host.set_clock(office.host.now() + 59_000);
    office.central.admit(&laptop.reply.token).unwrap();
    assert_eq!(seen().0, Some(first), "once a minute");
    office.host.set_clock(office.host.now() + 1_000);
    office.central.admit(&laptop.reply.token).unwrap();
    assert!(seen().0 > Some(first));
    let revoke = |order| office.central.revoke(ADMIN, laptop.reply.device, order, "hilang");
    revoke(Some(RevokeOrder::Wipe)).unwrap();
    let (_, revoked, order) = seen();
    assert!(revoked.is_some());
    assert_eq!(order, Some(RevokeOrder::Wipe));
    office.host.set_clock(office.host.now() + 1_000);
    revoke(Some(RevokeOrder::Lock)).unwrap();
    assert_eq!(seen().1, revoked, "the first time counts");
    assert_eq!(seen().2, Some(RevokeOrder::Lock), "the last order");
    let silent = office.central.revoke(ADMIN, laptop.reply.device, None, " ");
    assert_eq!(silent.unwrap_err().code(), Code::BadRequest);
    let unknown = office.central.revoke(ADMIN, Uuid::from_u128(1).into(), None, "x");
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
}
