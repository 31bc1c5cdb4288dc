//! How the office keys and verifies: at the record of the office, a supervisor's word.

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change};
use cacah_family::paper::{Always, KeyingSettings, Sampling, Way};
use cacah_family::path::Path;
use cacah_store::Reader;
use cacah_wire::command::KeyingSettingsView;
use cacah_wire::error::Code;

use super::{must_supervise, supervises};
use crate::error::DeskError;
use crate::listing::bad;
use crate::session::Session;
use crate::sls;

/// The area whose record is that of the office: the regency served here.
pub(crate) fn office(reader: &Reader) -> Result<Idsubsls, DeskError> {
    let areas = reader.areas()?;
    let regency = areas.first().and_then(|area| area.idsubsls.as_str().get(..4));
    let round = reader.round()?.ok_or(Code::NotFound)?.id;
    let birth = regency.and_then(|regency| Birth::of_office(round, regency));
    Ok(birth.ok_or(Code::NotFound)?.idsubsls)
}

/// As they stand; what nobody has set is as it comes.
pub(crate) fn read(reader: &Reader) -> Result<KeyingSettings, DeskError> {
    let areas = reader.areas()?;
    let regency = areas.first().and_then(|area| area.idsubsls.as_str().get(..4));
    let settings = regency.map(|regency| reader.keying_settings(regency)).transpose()?;
    Ok(settings.flatten().unwrap_or_default())
}

/// As the window shows them.
pub(crate) fn view(session: &Session) -> Result<KeyingSettingsView, DeskError> {
    let KeyingSettings { sampling, always, way, free, rows, sound, shifts, pause } =
        read(&session.store)?;
    let Sampling { limit, least, confidence, learning, memory } = sampling;
    let Always { all, blocks, questions, keyers } = always;
    let (independent, mine) = (way == Way::Independent, supervises(&session.store)?);
    Ok(KeyingSettingsView {
        limit,
        least,
        confidence,
        learning,
        memory,
        all,
        blocks,
        questions,
        keyers,
        independent,
        free,
        rows,
        sound,
        shifts,
        pause,
        mine,
    })
}

pub(crate) fn set(
    session: &mut Session,
    to: KeyingSettingsView,
) -> Result<KeyingSettingsView, DeskError> {
    must_supervise(&session.store)?;
    check(session, &to)?;
    let settings = from_view(to);
    if settings != read(&session.store)? {
        let office = office(&session.store)?;
        sls::say(session, &office, Path::KEYING, Change::Keying(settings))?;
    }
    view(session)
}

fn from_view(to: KeyingSettingsView) -> KeyingSettings {
    let KeyingSettingsView { limit, least, confidence, learning, memory, .. } = to;
    KeyingSettings {
        sampling: Sampling { limit, least, confidence, learning, memory },
        always: Always {
            all: to.all,
            blocks: to.blocks,
            questions: to.questions,
            keyers: to.keyers,
        },
        way: if to.independent { Way::Independent } else { Way::Dependent },
        free: to.free,
        rows: to.rows,
        sound: to.sound,
        shifts: to.shifts,
        pause: to.pause,
    }
}

/// Nothing that could never hold, and no name the form does not know.
fn check(session: &mut Session, to: &KeyingSettingsView) -> Result<(), DeskError> {
    let ranges = [
        ("limit", (1..=1_000_000).contains(&to.limit)),
        ("least", to.least <= 1_000),
        ("confidence", (500..=999).contains(&to.confidence)),
        ("memory", to.memory > 0),
        ("pause", to.pause > 0),
    ];
    if let Some((name, _)) = ranges.iter().find(|(_, holds)| !holds) {
        return Err(bad(name));
    }
    let form = session.form()?;
    let block = |name: &String| form.form.blocks().iter().any(|block| block.name == *name);
    if !to.blocks.iter().all(block) {
        return Err(bad("blocks"));
    }
    if !to.questions.iter().all(|name| form.form.question(name).is_some()) {
        return Err(bad("questions"));
    }
    Ok(())
}
