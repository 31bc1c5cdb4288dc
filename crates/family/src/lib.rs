//! What a registered family is: identity numbers, area ids, the document, its journal entries and
//! their merge. Pure: the clock, ids and randomness come in through [`host::Host`].
//!
//! The binding text is *The data* of the design; the decisions are in `docs/adr/`.

pub mod across;
pub mod alike;
pub mod area;
pub mod entry;
pub mod host;
pub mod id;
pub mod merge;
pub mod number;
pub mod order;
pub mod paper;
pub mod path;
pub mod radio;
pub mod recovery;
pub mod round;
pub mod slot;
pub mod status;
pub mod trail;
