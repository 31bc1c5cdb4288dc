//! Columns that stay the same for long: each value once, with how often it stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SegmentError;

/// Values with how often each stands in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Runs<T>(Vec<(T, u32)>);

/// Nothing: a column that a later build added.
impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> FromIterator<T> for Runs<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut runs: Vec<(T, u32)> = Vec::new();
        for value in values {
            match runs.last_mut() {
                Some((last, times)) if *last == value => *times += 1,
                _ => runs.push((value, 1)),
            }
        }
        Self(runs)
    }
}

impl<T: Clone> Runs<T> {
    /// The column of `count` values.
    ///
    /// # Errors
    /// [`SegmentError::Columns`] when it has another length.
    pub fn column(&self, count: usize) -> Result<impl Iterator<Item = T>, SegmentError> {
        let sum = self.0.iter().map(|(_, times)| *times as usize).sum::<usize>();
        if sum != count {
            return Err(SegmentError::Columns);
        }
        Ok(self
            .0
            .iter()
            .flat_map(|(value, times)| std::iter::repeat_n(value.clone(), *times as usize)))
    }
}

/// A column that is left out when it holds nothing but the default.
impl<T: Clone + Default + PartialEq> Runs<T> {
    /// True when every value is the default.
    pub fn is_plain(&self) -> bool {
        self.0.iter().all(|(value, _)| *value == T::default())
    }

    /// The column, or defaults when it was left out.
    ///
    /// # Errors
    /// As [`Runs::column`].
    pub fn column_or_default(&self, count: usize) -> Result<Vec<T>, SegmentError> {
        if self.0.is_empty() {
            Ok(vec![T::default(); count])
        } else {
            Ok(self.column(count)?.collect())
        }
    }
}
