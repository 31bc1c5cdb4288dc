//! How this vault's work travels, as the officer set it.

use cacah_store::{Reader, Store};
use cacah_wire::command::RoadSettings;
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::outside;

/// Setting: `off` keeps unfinished documents here; else they are sent as safety copies.
const COPIES: &str = "safety_copies";
/// Setting: `off` sends by hand alone.
const CLOCK: &str = "send_by_clock";
/// Setting: URL of a hub; empty without one.
const HUB: &str = "hub_url";
/// Setting: folder of the rolling copy; empty without one.
const SAFETY: &str = "safety_folder";
/// Setting: folder a stick was last written to or read from.
const STICK: &str = "stick_folder";

pub(crate) fn copies(store: &Reader) -> Result<bool, DeskError> {
    is_on(store, COPIES)
}

pub(crate) fn by_clock(store: &Reader) -> Result<bool, DeskError> {
    is_on(store, CLOCK)
}

pub(crate) fn hub(store: &Reader) -> Result<Option<String>, DeskError> {
    text(store, HUB)
}

pub(crate) fn safety(store: &Reader) -> Result<Option<String>, DeskError> {
    text(store, SAFETY)
}

/// All of them.
pub(crate) fn read(store: &Reader) -> Result<RoadSettings, DeskError> {
    Ok(RoadSettings {
        copies: copies(store)?,
        clock: by_clock(store)?,
        hub: hub(store)?,
        safety: safety(store)?,
        stick: text(store, STICK)?,
    })
}

/// Changes them, all or none that is wrong.
pub(crate) fn change(store: &mut Store, to: &RoadSettings) -> Result<RoadSettings, DeskError> {
    let hub = trimmed(to.hub.as_deref());
    if !hub.is_empty() && !is_https(hub) {
        return Err(DeskError::At(Code::BadRequest, "hub".into()));
    }
    let safety = trimmed(to.safety.as_deref());
    if !safety.is_empty() {
        outside::folder(safety)?;
    }
    store.set_setting(COPIES, word(to.copies))?;
    store.set_setting(CLOCK, word(to.clock))?;
    store.set_setting(HUB, hub)?;
    store.set_setting(SAFETY, safety)?;
    read(store)
}

/// Remembers where the stick was.
pub(crate) fn note_stick(store: &mut Store, folder: &str) -> Result<(), DeskError> {
    Ok(store.set_setting(STICK, folder)?)
}

fn is_on(store: &Reader, key: &str) -> Result<bool, DeskError> {
    Ok(store.setting(key)?.as_deref() != Some("off"))
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn text(store: &Reader, key: &str) -> Result<Option<String>, DeskError> {
    Ok(store.setting(key)?.filter(|text| !text.is_empty()))
}

fn trimmed(text: Option<&str>) -> &str {
    text.unwrap_or_default().trim()
}

/// A host and nothing that could carry a secret: no user, no query.
fn is_https(url: &str) -> bool {
    let rest = url.strip_prefix("https://").unwrap_or_default().trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    !rest.is_empty() && rest.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_https;

    #[test]
    fn a_hub_is_a_host_over_tls() {
        for good in ["https://10.0.0.7:8443", "https://hub.kantor/", "https://[::1]:8443"] {
            assert!(is_https(good), "{good}");
        }
        for bad in
            ["", "hub", "http://hub", "https://", "https://a@b", "https://a/x?y", "https:// a"]
        {
            assert!(!is_https(bad), "{bad}");
        }
    }
}
