//! Batch, receipt, command list, error codes: what crosses a border, and its TypeScript and JSON
//! Schema.

pub mod command;
pub mod error;
pub mod export;
