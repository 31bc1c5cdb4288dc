//! What a form finds around it: the clock, properties of the device, functions of the survey.
//! Given on the command line, so that the same command always prints the same.

use std::sync::LazyLock;

use cacah_form::{Functions, Value};
use cacah_regions::Regions;
use chrono::{DateTime, FixedOffset};

static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::in_memory);

/// What `eval` and `test` hand to a form.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// What `now()` and `today()` give; none: nothing.
    pub now: Option<DateTime<FixedOffset>>,
    /// What `deviceid`, `username` and the like are.
    pub properties: Vec<(String, String)>,
}

impl Surroundings {
    /// Whether forms may call `cacah:name(…)` here.
    pub fn provides(&self, name: &str) -> bool {
        name == "region"
    }
}

impl Functions for Surroundings {
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        match (name, arguments) {
            ("region", [code]) => REGIONS.name_of(&code.string()).map(|name| Value::text(&name)),
            _ => None,
        }
    }

    fn now(&self) -> Option<DateTime<FixedOffset>> {
        self.now
    }

    fn property(&self, name: &str) -> Option<String> {
        let found = self.properties.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.clone())
    }
}

/// Reads `name=value`.
///
/// # Errors
/// What is expected instead.
pub fn property(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected name=value")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Reads a moment as RFC 3339 writes it.
///
/// # Errors
/// What is expected instead.
pub fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| "expected a moment such as 2022-10-15T07:00:00+09:00".to_owned())
}
