//! Use cases as the pages show them.

use cacah_wire::browser::{DeviceEntry, Me, OneTimeCode, PeopleList, PersonEntry, ServedArea};
use cacah_wire::introduce::ShortTicket;
use fast_qr::qr::QRBuilder;

use crate::access::{Action, may};
use crate::central::Central;
use crate::error::Result;
use crate::people::PersonView;
use crate::session::Session;
use crate::storage::{Assignment, Device, Storage};

/// Who is logged in.
pub(super) fn me<S: Storage>(central: &Central<S>, session: &Session) -> Result<Me> {
    let officer = &session.officer;
    let services = central.storage.services_of(officer.id)?;
    let now = central.host.now();
    let lasting = services.into_iter().filter(|service| service.lasts(now));
    let rights = Action::ALL.iter().filter(|action| may(officer.role, **action));
    Ok(Me {
        code: officer.code.clone(),
        name: officer.name.clone(),
        role: officer.role,
        areas: lasting.map(|service| service.area).collect(),
        may: rights.map(|action| action.as_str().to_owned()).collect(),
        second: central.has_second(session)?,
        until: session.until,
    })
}

/// People under a prefix.
pub(super) fn people<S: Storage>(
    central: &Central<S>,
    session: &Session,
    area: &str,
) -> Result<PeopleList> {
    let people = central.people(&session.officer.code, area)?;
    let now = central.host.now();
    Ok(PeopleList { people: people.into_iter().map(|person| entry(person, now)).collect() })
}

/// A ticket to type or to scan.
pub(super) fn ticket<S: Storage>(
    central: &Central<S>,
    session: &Session,
    officer: &str,
    url: &str,
) -> Result<OneTimeCode> {
    let by = &session.officer.code;
    let ticket = central.ticket(by, officer, url, "")?;
    let text = ShortTicket::of(&ticket).to_text();
    // Capitals take the denser of the code's alphabets.
    Ok(OneTimeCode { qr: qr(&text.to_uppercase()), text })
}

/// The rows of a QR code; none when the text is too long for one.
pub(super) fn qr(text: &str) -> Vec<String> {
    let Ok(code) = QRBuilder::new(text).build() else { return Vec::new() };
    let row =
        |y: usize| (0..code.size).map(|x| if code[y][x].value() { '1' } else { '0' }).collect();
    (0..code.size).map(row).collect()
}

fn entry(view: PersonView, now: i64) -> PersonEntry {
    let PersonView { person, services, devices } = view;
    PersonEntry {
        code: person.officer.code,
        name: person.officer.name,
        role: person.officer.role,
        ended: person.ended,
        areas: services.into_iter().map(|service| area(service, now)).collect(),
        devices: devices.iter().map(device).collect(),
    }
}

fn area(service: Assignment, now: i64) -> ServedArea {
    ServedArea {
        now: service.lasts(now),
        since: service.period.since,
        until: service.end(),
        area: service.area,
    }
}

fn device(device: &Device) -> DeviceEntry {
    let Device { id, enrolled, seen, revoked, order, .. } = *device;
    DeviceEntry { device: id, enrolled, seen, revoked, order }
}
