//! A disk whose every sync takes its time, as a worn stick or a busy laptop has it.

use std::process::Command;

use tempfile::TempDir;

use crate::programs::root;

/// The shim, compiled.
#[derive(Debug)]
pub struct SlowDisk {
    own: TempDir,
    milliseconds: u32,
}

impl SlowDisk {
    /// Every sync of the processes started by [`slow`](Self::slow) takes so long.
    ///
    /// # Panics
    /// When the shim cannot be compiled.
    #[must_use]
    pub fn of(milliseconds: u32) -> Self {
        let own = tempfile::tempdir().expect("a temporary folder");
        let mut compile = Command::new("cc");
        compile.args(["-O1", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-o"]);
        compile.arg(own.path().join("slow.so")).arg(root().join("tests/slowdisk/slow.c"));
        let compiled = compile.arg("-ldl").status().expect("cc runs (build-essential)");
        assert!(compiled.success(), "the shim compiles");
        Self { own, milliseconds }
    }

    /// Starts `program`, and what it starts, on this disk.
    pub fn slow<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        let shim = self.own.path().join("slow.so");
        program.env("LD_PRELOAD", shim).env("CACAH_SLOW_MS", self.milliseconds.to_string())
    }
}
