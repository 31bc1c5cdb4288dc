//! What the office asks of every laptop. It comes in signed pages only: a hub, a stick or whoever sits
//! between carries it and cannot make it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the office asks of every laptop, in place of what it asked before. What is absent is left to
/// the laptop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// Rises with every change: an older page takes nothing back.
    pub number: u64,
    /// Days of use without the office after which a vault asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_days: Option<u32>,
    /// Days a document stays on a laptop at most after the office has it safely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u32>,
    /// Minutes without a key until the curtain, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curtain_minutes: Option<u32>,
    /// Minutes without a key until the lock, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_minutes: Option<u32>,
}

/// The certificates that are trusted from now on, in place of those before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authority {
    /// Rises with every change: an older page takes nothing back.
    pub number: u64,
    /// PEM, at least one.
    pub certificates: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_endpoint_does_not_ask_is_left_to_the_laptop() {
        let policy: Policy = serde_json::from_str(r#"{"number":3,"later":true}"#).unwrap();
        assert_eq!(policy, Policy { number: 3, ..Policy::default() });
    }
}
