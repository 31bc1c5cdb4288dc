//! The tour: two minutes on a practice family that is never sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Arguments of `begin_tour`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct BeginTourArgs {}

/// Arguments of `end_tour`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct EndTourArgs {}
