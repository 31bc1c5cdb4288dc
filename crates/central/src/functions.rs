//! The functions that forms call here. Clock and device were the laptop's when it was answered: what
//! they gave then is among the answers.

use std::sync::LazyLock;

use cacah_form::{Functions, Value};
use cacah_regions::Regions;

/// In memory: a server has the 2.5 MB, and no file of it can be lost or stale.
static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::in_memory);

/// The reference data of this endpoint.
pub fn regions() -> &'static Regions {
    &REGIONS
}

/// What the endpoint gives a form.
pub struct Reference;

impl Functions for Reference {
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        match (name, arguments) {
            ("region", [code]) => REGIONS.name_of(&code.string()).map(|name| Value::text(&name)),
            _ => None,
        }
    }
}
