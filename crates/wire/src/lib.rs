//! Batch, receipt, command list, error codes: what crosses a border, and its TypeScript and JSON
//! Schema. The layouts are decided in `docs/adr/` and pinned by `tests/fixtures/`.

pub mod batch;
pub mod browser;
pub mod command;
pub mod down;
pub mod error;
pub mod export;
pub mod file;
pub mod hub;
pub mod introduce;
pub mod orders;
pub mod pack;
pub mod people;
pub mod proof;
pub mod receipt;
pub mod seal;
pub mod segment;
pub mod stick;
pub mod trail;

pub use ed25519_dalek::SigningKey;
