//! Area ids. Those of BPS and of Kemendagri are both ten digits for a village and differ; they are
//! different types and no arithmetic leads from one to the other.

mod bps;
mod kemendagri;

pub use bps::{BadArea, District, Idsubsls};
pub use kemendagri::{KemendagriDistrict, KemendagriVillage};
