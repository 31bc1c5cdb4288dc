//! Lines of the text by the code they begin with.

use std::str::from_utf8;

use crate::expanded::Expanded;
use crate::table::{edition, region};
use crate::{Edition, Region};

/// The area with exactly this code.
pub(crate) fn find(table: &Expanded, code: &str) -> Option<Region> {
    let block = table.block(code);
    let mut lines = from_utf8(&block).ok()?.lines();
    let own = |line: &&str| line.strip_prefix(code).is_some_and(|rest| rest.starts_with('\t'));
    lines.find(own).and_then(region)
}

/// The lines before the first area: `/` sorts behind their sign and before every digit.
pub(crate) fn editions(table: &Expanded) -> Vec<Edition> {
    let block = table.block("/");
    let lines = from_utf8(&block).unwrap_or_default().lines();
    lines.map_while(edition).collect()
}
