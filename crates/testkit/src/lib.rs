//! Synthetic Ternate, fake host, in-process endpoint; for tests and the demonstration only.

pub mod bench;
pub mod bridge;
pub mod desk;
pub mod forms;
pub mod history;
pub mod host;
pub mod misread;
pub mod paper;
pub mod peer;
pub mod questionnaire;
pub mod random;
pub mod ternate;
