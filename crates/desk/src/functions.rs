//! What a form finds around it on this laptop: named functions, the clock, whose laptop it is.

use std::fmt;
use std::sync::Arc;

use cacah_family::host::Host;
use cacah_family::id::InstanceId;
use cacah_form::{Functions, Value};
use cacah_store::Enrolment;
use chrono::{DateTime, FixedOffset};

use crate::decode::Places;

/// The surroundings of a form in an open vault.
pub(crate) struct Surroundings {
    pub(crate) places: Arc<Places>,
    host: Arc<dyn Host>,
    zone: Option<FixedOffset>,
    device: String,
    officer: String,
}

impl Surroundings {
    /// For an officer; `area` is one of those assigned and says which time it is.
    pub(crate) fn new(
        (places, host): (Arc<Places>, Arc<dyn Host>),
        enrolment: &Enrolment,
        area: Option<&str>,
    ) -> Self {
        let (device, officer) = (enrolment.device.to_string(), enrolment.officer_code.clone());
        Self { places, host, zone: zone(area.unwrap_or_default()), device, officer }
    }
}

impl Surroundings {
    /// An id for an instance that the form asks for.
    pub(crate) fn fresh(&self) -> InstanceId {
        InstanceId(self.host.id())
    }
}

/// The offset from UTC of WIB, WITA or WIT, which an area's province is in (Keppres 41/1987 and
/// later): by the first digits of its BPS code.
fn zone(area: &str) -> Option<FixedOffset> {
    let hours = match area.get(..2) {
        Some("51" | "52" | "53" | "63" | "64" | "65") => 8,
        Some(province) if province.starts_with('7') => 8,
        Some(province) if province.starts_with(['8', '9']) => 9,
        _ => 7,
    };
    FixedOffset::east_opt(hours * 3600)
}

impl Functions for Surroundings {
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        match (name, arguments) {
            ("region", [code]) => {
                self.places.regions.name_of(&code.string()).map(|name| Value::text(&name))
            }
            _ => None,
        }
    }

    fn now(&self) -> Option<DateTime<FixedOffset>> {
        let utc = DateTime::from_timestamp_millis(self.host.now())?;
        Some(utc.with_timezone(&self.zone?))
    }

    fn property(&self, name: &str) -> Option<String> {
        match name {
            "deviceid" => Some(self.device.clone()),
            "username" => Some(self.officer.clone()),
            _ => None,
        }
    }
}

/// Names nobody.
impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ternate_is_two_hours_before_jakarta() {
        let hours = |area| zone(area).unwrap().local_minus_utc() / 3600;
        let areas = ["8271020001000100", "7371", "5171", "6471", "3171", "6171", "9471", ""];
        assert_eq!(areas.map(hours), [9, 8, 8, 8, 7, 7, 9, 7]);
    }
}
