//! What a batch changes in the totals of its areas.

use std::collections::BTreeMap;

use crate::storage::{AreaTotal, FamilyRow, FamilyWrite};

/// The differences, one for each area that changes, in the order of the areas.
pub fn changes(before: &[FamilyRow], after: &[FamilyWrite]) -> Vec<AreaTotal> {
    let gone = before.iter().map(|row| row.total().negative());
    let come = after.iter().map(|write| write.row.total());
    let mut areas: BTreeMap<_, AreaTotal> = BTreeMap::new();
    for total in gone.chain(come) {
        let area = (total.wil.clone(), total.round, total.idsubsls.clone());
        match areas.get_mut(&area) {
            Some(sum) => *sum += total,
            None => {
                areas.insert(area, total);
            }
        }
    }
    areas.into_values().filter(|total| !total.is_zero()).collect()
}
