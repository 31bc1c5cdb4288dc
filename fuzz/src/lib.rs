//! What reads foreign bytes, given bytes at random: nothing may panic, hang, or eat the memory.

pub mod mutation;
pub mod seeds;
pub mod target;
