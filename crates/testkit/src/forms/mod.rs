//! Random questionnaires and scripts of answers, run through our engine and the two of ODK.
//!
//! A seed gives a form ([`draw`]) and scripts for it ([`Step`]); [`Pyxform`] turns the form into what
//! the references read, [`Reference`] is one of them at work, [`ours`] is our engine at the same
//! script, and [`compare`] tells where they differ. What may differ is in [`DIFFERENCES`].

mod compare;
mod differences;
mod draw;
mod expression;
mod ours;
mod reference;
mod script;
mod sheet;
mod shrink;

pub use compare::{Mismatch, compare};
pub use differences::{DIFFERENCES, Difference, FAILS};
pub use draw::draw;
pub use ours::{asked, ours};
pub use reference::{Engine, Pyxform, Reference};
pub use script::{Outcome, State, Step, Verdict, scripts};
pub use sheet::{Row, Survey};
pub use shrink::shrink;
