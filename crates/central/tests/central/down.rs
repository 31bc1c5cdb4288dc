//! What comes down: all an officer needs, and nothing of anybody else.

use cacah_central::CentralError;
use cacah_family::entry::{Change, Chunk, File, Mode};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::path::Path;
use cacah_wire::down::{DownItem, DownPage};
use cacah_wire::error::Code;
use cacah_wire::seal::Hash;
use uuid::Uuid;

use crate::laptop::{Laptop, Line};
use crate::office::{A, ADMIN, B, HERE, Office, THERE, birth, family, plan, toy};

/// A laptop that takes pages and remembers where it stands.
pub struct Listener {
    pub after: Option<String>,
}

impl Listener {
    pub fn new() -> Self {
        Self { after: None }
    }

    pub fn page(&mut self, office: &Office, laptop: &Laptop) -> DownPage {
        let after = self.after.as_deref();
        let incarnation = Some(laptop.incarnation);
        let signed = office.central.down(&laptop.reply.token, after, incarnation).unwrap();
        let page: DownPage = signed.open(&laptop.reply.endpoint_key).unwrap();
        assert_eq!((page.v, page.device), (1, laptop.reply.device));
        self.after = Some(page.next.clone());
        page
    }

    /// All there is now.
    pub fn all(&mut self, office: &Office, laptop: &Laptop) -> Vec<DownItem> {
        let mut items = Vec::new();
        for _ in 0..10_000 {
            let page = self.page(office, laptop);
            items.extend(page.items);
            if !page.more {
                return items;
            }
        }
        panic!("no end of pages");
    }
}

/// The hashes of the segments told.
pub fn told(items: &[DownItem]) -> Vec<Hash> {
    let mut told: Vec<Hash> = items.iter().filter_map(entries).collect();
    told.sort_unstable();
    told
}

fn entries(item: &DownItem) -> Option<Hash> {
    match item {
        DownItem::Entries { segment, .. } => Some(segment.hash()),
        _ => None,
    }
}

pub fn hashes<const N: usize>(lines: [&Line; N]) -> Vec<Hash> {
    let mut hashes = lines.map(|line| line.2.hash());
    hashes.sort_unstable();
    hashes.to_vec()
}

pub fn names(items: &[DownItem]) -> Vec<String> {
    let name = |item: &DownItem| match item {
        DownItem::Round { .. } => "round".to_owned(),
        DownItem::Form { .. } => "form".to_owned(),
        DownItem::Area { area, .. } => format!("area {}", area.idsubsls),
        DownItem::AreaEnded { idsubsls, .. } => format!("ended {idsubsls}"),
        DownItem::Family { family } => format!("family {}", family.family.0.as_u128() - 100),
        DownItem::Team { idsubsls, .. } => format!("team {idsubsls}"),
        DownItem::Entries { .. } => "entries".to_owned(),
        DownItem::Revoked { .. } => "revoked".to_owned(),
    };
    items.iter().map(name).collect()
}

/// Sends one segment; the line.
pub fn send(office: &Office, laptop: &Laptop, entries: &[cacah_family::entry::Entry]) -> Line {
    let line = laptop.segment(entries);
    laptop.send(office, std::slice::from_ref(&line));
    line
}

#[test]
fn first_the_form_then_the_area_then_its_families_and_then_nothing() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let mut listener = Listener::new();
    let (area, team) = (format!("area {HERE}"), format!("team {HERE}"));
    let expected = ["round", "form", &area, &team, "family 1", "family 2"];
    assert_eq!(names(&listener.all(&office, &laptop)), expected);
    assert!(listener.all(&office, &laptop).is_empty());
    assert_eq!(names(&Listener::new().all(&office, &laptop)), expected, "a lost page comes again");
}

#[test]
fn a_laptop_does_not_get_its_own_entries_back() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let mut listener = Listener::new();
    listener.all(&office, &laptop);
    let visit = laptop.visit(family(1), "2");
    send(&office, &laptop, &visit);
    assert!(listener.all(&office, &laptop).is_empty());
    assert!(told(&Listener::new().all(&office, &laptop)).is_empty());
}

#[test]
fn a_spare_laptop_and_a_new_incarnation_get_the_work_of_the_open_sls() {
    let office = Office::new();
    let mut lost = Laptop::enrolled(&office, A, 1);
    let mut spare = Laptop::enrolled(&office, A, 2);
    let mut early = Listener::new();
    early.all(&office, &spare);
    let visits = [lost.visit(family(1), "2"), lost.visit(family(2), "3")];
    let lines = visits.map(|visit| send(&office, &lost, &visit));
    assert_eq!(told(&early.all(&office, &spare)), hashes([&lines[0], &lines[1]]), "by the log");
    let whole = Listener::new().all(&office, &spare);
    assert_eq!(told(&whole), hashes([&lines[0], &lines[1]]), "by the walk");
    for item in whole {
        if let DownItem::Entries { key, segment, .. } = item {
            segment.open(&key).unwrap();
            assert_eq!(key, lost.reply_key());
        }
    }
    lost.incarnation = 2;
    assert_eq!(told(&Listener::new().all(&office, &lost)), hashes([&lines[0], &lines[1]]));
    // What the spare writes comes to the one that was found again, and not back to itself.
    let visit = spare.visit(family(1), "4");
    let line = send(&office, &spare, &visit);
    assert!(told(&early.all(&office, &spare)).is_empty());
    assert!(told(&Listener::new().all(&office, &lost)).contains(&line.2.hash()));
}

#[test]
fn nothing_of_another_officer_in_the_same_area() {
    let office = Office::new();
    let mut shared = plan(&toy());
    shared.officers[1].areas.push(HERE.into());
    office.central.install(ADMIN, shared).unwrap();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let mut listener = Listener::new();
    listener.all(&office, &a);
    let own = a.visit(family(1), "1");
    send(&office, &a, &own);
    // A document of B, one found by B, a visit noted by B, and a blind second entry by B.
    let visit = b.visit(family(1), "2");
    send(&office, &b, &visit);
    let stranger = FamilyId(Uuid::from_u128(999));
    let born = b.born(stranger, cacah_family::entry::Birth { found: true, ..birth(9, HERE) });
    send(&office, &b, &[born]);
    let away = Change::Visit {
        outcome: cacah_family::entry::Visit::NotHome,
        note: "RUMAH".into(),
        appointment: None,
    };
    let noted = b.entry(family(1), None, Path::question(Path::VISIT), away);
    send(&office, &b, &[noted]);
    let mut blind = b.visit(family(1), "3");
    blind.iter_mut().for_each(|entry| entry.mode = Mode::Verifying);
    send(&office, &b, &blind);
    assert!(told(&listener.all(&office, &a)).is_empty());
    assert!(told(&Listener::new().all(&office, &a)).is_empty());
}

#[test]
fn what_others_write_on_ones_own_document_and_no_blind_entry_there() {
    let office = Office::new();
    let mut shared = plan(&toy());
    shared.officers[1].areas.push(HERE.into());
    office.central.install(ADMIN, shared).unwrap();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let mut listener = Listener::new();
    listener.all(&office, &a);
    let own = a.visit(family(1), "1");
    let document = own[0].document.unwrap();
    send(&office, &a, &own);
    let change = b.answer(family(1), document, Path::question("cangkir"), "5");
    let seen = send(&office, &b, &[change]);
    let mut blind = b.answer(family(1), document, Path::question("cangkir"), "6");
    blind.mode = Mode::Verifying;
    send(&office, &b, &[blind]);
    let other = DocumentId(Uuid::from_u128(5));
    let mixed = [
        b.answer(family(1), document, Path::question("cangkir"), "7"),
        b.answer(family(1), other, Path::question("cangkir"), "8"),
    ];
    send(&office, &b, &mixed);
    assert_eq!(told(&listener.all(&office, &a)), hashes([&seen]));
    assert_eq!(told(&Listener::new().all(&office, &a)), hashes([&seen]));
}

#[test]
fn what_is_held_is_told_to_nobody_until_it_is_let_in() {
    let office = Office::new();
    let mut lost = Laptop::enrolled(&office, A, 1);
    let spare = Laptop::enrolled(&office, A, 2);
    let mut listener = Listener::new();
    listener.all(&office, &spare);
    let visit = lost.visit(family(3), "2");
    let line = send(&office, &lost, &visit);
    assert!(listener.all(&office, &spare).is_empty());
    let mut wider = plan(&toy());
    wider.officers[0].areas.push(THERE.into());
    office.central.install(ADMIN, wider).unwrap();
    assert_eq!(told(&listener.all(&office, &spare)), vec![line.2.hash(); 2], "by walk and log");
}

#[test]
fn an_area_that_ended_is_said_and_its_work_goes_to_nobody_else() {
    let office = Office::new();
    let mut a = Laptop::enrolled(&office, A, 1);
    let b = Laptop::enrolled(&office, B, 2);
    let (mut of_a, mut of_b) = (Listener::new(), Listener::new());
    let visit = a.visit(family(1), "2");
    send(&office, &a, &visit);
    of_a.all(&office, &a);
    of_b.all(&office, &b);
    let mut moved = plan(&toy());
    moved.officers[0].areas = vec![THERE.into()];
    moved.officers[1].areas = vec![HERE.into()];
    office.central.install(ADMIN, moved).unwrap();
    let (here, there) = (format!("area {HERE}"), format!("area {THERE}"));
    let ended = format!("ended {HERE}");
    let team = format!("team {THERE}");
    assert_eq!(names(&of_a.all(&office, &a)), [&ended, &there, &team, "family 3"]);
    let (ended, team) = (format!("ended {THERE}"), format!("team {HERE}"));
    assert_eq!(names(&of_b.all(&office, &b)), [&ended, &here, &team, "family 1", "family 2"]);
    // A spare of A gets nothing of the area that ended.
    let spare = Laptop::enrolled(&office, A, 3);
    assert!(told(&Listener::new().all(&office, &spare)).is_empty());
}

#[test]
fn new_rules_a_new_family_and_a_new_name_come_once() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, B, 2);
    let (mut listener, mut elsewhere) = (Listener::new(), Listener::new());
    listener.all(&office, &laptop);
    elsewhere.all(&office, &other);
    let mut files = toy();
    let checks = files.get_mut("checks.csv").unwrap();
    *checks = checks.replace("T001", "T002");
    let mut plan = plan(&files);
    plan.areas[0].name = "RT 033".into();
    let listed = cacah_wire::down::PrelistFamily { family: family(9), birth: birth(9, HERE) };
    plan.families.push(listed);
    office.central.install(ADMIN, plan).unwrap();
    let (area, team) = (format!("area {HERE}"), format!("team {HERE}"));
    let items = names(&listener.all(&office, &laptop));
    assert_eq!(items, ["round", "form", &area, &team, "family 9"]);
    assert!(listener.all(&office, &laptop).is_empty());
    assert_eq!(names(&elsewhere.all(&office, &other)), ["round", "form"]);
}

#[test]
fn pages_are_bounded_and_every_one_can_be_asked_for_again() {
    let office = Office::new();
    let mut many = plan(&toy());
    many.families.extend((10..1500).map(|number| cacah_wire::down::PrelistFamily {
        family: family(number),
        birth: cacah_family::entry::Birth { address: "JL. ".repeat(50), ..birth(number, HERE) },
    }));
    office.central.install(ADMIN, many).unwrap();
    let mut lost = Laptop::enrolled(&office, A, 1);
    let laptop = Laptop::enrolled(&office, A, 2);
    let big: Vec<_> = (0..6)
        .map(|_| {
            let visit = lost.visit(family(1), &"1".repeat(90_000));
            send(&office, &lost, &visit).2.hash()
        })
        .collect();
    let mut listener = Listener::new();
    let (mut families, mut segments, mut pages) = (Vec::new(), Vec::new(), 0);
    loop {
        let before = listener.after.clone();
        let page = listener.page(&office, &laptop);
        let again = Listener { after: before }.page(&office, &laptop);
        let json = serde_json::to_string(&page.items).unwrap();
        assert_eq!(json, serde_json::to_string(&again.items).unwrap());
        assert!(json.len() < (256 << 10) + 200_000, "{}", json.len());
        pages += 1;
        families.extend(names(&page.items).into_iter().filter(|name| name.starts_with("family")));
        segments.extend(page.items.iter().filter_map(entries));
        if pages == 1 {
            assert_eq!(families.first().map(String::as_str), Some("family 1"), "of use at once");
        }
        if !page.more {
            break;
        }
    }
    assert_eq!(families.len(), 1492);
    segments.sort_unstable();
    let mut big = big;
    big.sort_unstable();
    assert_eq!(segments, big);
    assert!(pages > 4, "{pages}");
}

#[test]
fn a_cursor_of_another_life_starts_over_and_garbage_is_refused() {
    let (one, two) = (Office::new(), Office::new());
    // Hosts of one seed draw one epoch.
    two.database()
        .execute("UPDATE life SET epoch = x'00000000000000000000000000000009'", [])
        .unwrap();
    let two = two.restart();
    let first = Laptop::enrolled(&one, A, 1);
    let second = Laptop::enrolled(&two, A, 1);
    let mut listener = Listener::new();
    let all = names(&listener.all(&one, &first));
    assert_eq!(names(&listener.all(&two, &second)), all);
    let refused =
        |after: &str| one.central.down(&first.reply.token, Some(after), None).unwrap_err().code();
    for garbage in ["x", "e30", "%00", "../../etc/passwd", "bnVsbA"] {
        assert_eq!(refused(garbage), Code::BadRequest, "{garbage}");
    }
    let good = listener.after.unwrap();
    assert_eq!(refused(good.get(..good.len() - 3).unwrap()), Code::BadRequest);
    assert_eq!(refused(&"A".repeat(1 << 20)), Code::BadRequest);
    let nobody = one.central.down("0", None, None).unwrap_err();
    assert!(matches!(nobody, CentralError::Unauthorized));
}

#[test]
fn a_cursor_shows_nobody_what_is_not_his() {
    let office = Office::new();
    let a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    b.place.idsubsls = THERE.parse().unwrap();
    let mut of_b = Listener::new();
    of_b.all(&office, &b);
    let visit = b.visit(family(3), "2");
    send(&office, &b, &visit);
    // A takes B's cursor, which stands before what B sent.
    let items = names(&of_b.all(&office, &a));
    let (area, team) = (format!("area {HERE}"), format!("team {HERE}"));
    assert_eq!(items, [&area, &team, "family 1", "family 2"]);
}

/// A visit with a photo of one piece.
pub fn photographed(
    laptop: &mut Laptop,
    name: Hash,
    sealed: &[u8],
) -> Vec<cacah_family::entry::Entry> {
    let mut visit = laptop.visit(family(1), "2");
    let document = visit[0].document;
    let bytes = u32::try_from(sealed.len()).unwrap();
    let chunk = Chunk { name: name.to_string(), hash: Hash::of(sealed).to_string(), bytes };
    let (media, key, bytes) = ("image/png".into(), "0".repeat(64), bytes.into());
    let file = File { media, bytes, key, chunks: vec![chunk] };
    let path = Path::of(InstanceId(Uuid::from_u128(4)), Path::FILE);
    visit.push(laptop.entry(family(1), document, path, Change::File(file)));
    visit
}

#[test]
fn a_piece_of_a_photo_comes_down_to_who_may_see_the_entry_that_names_it() {
    let office = Office::new();
    let mut lost = Laptop::enrolled(&office, A, 1);
    let spare = Laptop::enrolled(&office, A, 2);
    let other = Laptop::enrolled(&office, B, 3);
    let (name, sealed) = (Hash([1; 32]), b"sealed".to_vec());
    let chunk = |laptop: &Laptop, name| {
        office.central.chunk(&laptop.reply.token, name).map_err(|error| error.code())
    };
    office.central.put_chunk(&lost.reply.token, name, Hash::of(&sealed), sealed.clone()).unwrap();
    assert_eq!(chunk(&spare, name), Err(Code::NotFound), "no entry names it yet");
    let visit = photographed(&mut lost, name, &sealed);
    send(&office, &lost, &visit);
    assert_eq!(chunk(&spare, name), Ok(sealed.clone()));
    assert_eq!(chunk(&lost, name), Ok(sealed), "a folder beside the vault may be lost as well");
    assert_eq!(chunk(&other, name), Err(Code::NotFound));
    assert_eq!(chunk(&spare, Hash([2; 32])), Err(Code::NotFound));
    let mut plan = plan(&toy());
    plan.officers[0].areas = vec![THERE.into()];
    office.central.install(ADMIN, plan).unwrap();
    assert_eq!(chunk(&spare, name), Err(Code::NotFound), "the area is served no more");
}
