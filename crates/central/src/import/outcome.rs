//! What an import did, as a table of counts.

use std::fmt;

/// Families listed one by one at most.
const SHOWN: usize = 100;

/// Rows of one list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not there before.
    pub new: usize,
    /// There, and the same.
    pub unchanged: usize,
    /// There, and now as in the file.
    pub changed: usize,
}

impl Tally {
    /// Counts a row, by whether it was there and the same.
    pub fn count(&mut self, same: Option<bool>) {
        match same {
            None => self.new += 1,
            Some(true) => self.unchanged += 1,
            Some(false) => self.changed += 1,
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Officers.
    pub officers: Tally,
    /// Areas of officers.
    pub assignments: Tally,
    /// Areas of officers that were ended since the file has them no more.
    pub ended: usize,
    /// SLS.
    pub areas: Tally,
    /// Families of the prelist.
    pub families: Tally,
    /// Rows of the prelist that say something else of a family the field has begun: left as it is.
    pub touched: Vec<usize>,
    /// Families of the prelist that are in no row of the file: left as they are.
    pub absent: usize,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["baru/new", "tetap/same", "berubah/changed", "dilewati/skipped"];
        writeln!(f, "{:<25} {:>10} {:>11} {:>16} {:>17}", "", head[0], head[1], head[2], head[3])?;
        let rows = [
            ("petugas/officers", self.officers, 0),
            ("penugasan/assignments", self.assignments, 0),
            ("wilayah/areas", self.areas, 0),
            ("prelist/families", self.families, self.touched.len()),
        ];
        for (name, Tally { new, unchanged, changed }, skipped) in rows {
            writeln!(f, "{name:<25} {new:>10} {unchanged:>11} {changed:>16} {skipped:>17}")?;
        }
        if self.ended > 0 {
            let ended = self.ended;
            writeln!(
                f,
                "{ended} penugasan diakhiri, tidak ada lagi di berkas / assignments ended."
            )?;
        }
        if self.absent > 0 {
            let absent = self.absent;
            writeln!(
                f,
                "{absent} keluarga tidak ada di berkas, dibiarkan / families not in the file, left."
            )?;
        }
        if !self.touched.is_empty() {
            writeln!(
                f,
                "Dilewati karena sudah didata di lapangan; datanya tetap seperti dari lapangan. Bila prelist yang benar, minta petugas membetulkannya."
            )?;
            writeln!(
                f,
                "Skipped since the field has begun them; they stay as the field has them. If the prelist is right, ask the officer to correct them."
            )?;
            let rows: Vec<_> = self.touched.iter().take(SHOWN).map(ToString::to_string).collect();
            let more = self.touched.len().saturating_sub(SHOWN);
            write!(f, "  prelist, baris/rows: {}", rows.join(", "))?;
            writeln!(
                f,
                "{}",
                if more > 0 { format!(", … {more} lagi/more") } else { String::new() }
            )?;
        }
        Ok(())
    }
}
