//! Power cuts: what real processes did to a folder, replayed up to any point, with what was not
//! synced by then lost, torn or kept (docs/proof.md).

pub mod disk;
pub mod log;
pub mod recording;
