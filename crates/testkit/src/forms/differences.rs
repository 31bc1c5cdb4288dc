//! Where a reference engine says something else than ours, and why we stay with ours.

use super::reference::Engine;

/// An accepted difference. Random forms for the engine leave its kind of expression out; a test
/// asks for it once and demands that it still differs as it says here.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Name, as `docs/forms.md` lists it.
    pub name: &'static str,
    /// Which engine differs.
    pub engine: Engine,
    /// A calculation that shows it, over the questions of [`witness`], all of them empty.
    pub expression: &'static str,
    /// What it is here.
    pub ours: &'static str,
    /// What it is there.
    pub theirs: &'static str,
}

/// All of them.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "truth-stored",
        engine: Engine::JavaRosa,
        expression: "1 = 1",
        ours: "true",
        theirs: "1",
    },
    Difference {
        name: "date-stored",
        engine: Engine::JavaRosa,
        expression: "date('2022-10-15')",
        ours: "2022-10-15",
        theirs: "2022-10-15T00:00:00.000Z",
    },
    Difference {
        name: "boolean-of-node",
        engine: Engine::XformsEngine,
        expression: "boolean(${n})",
        ours: "false",
        theirs: "true",
    },
    Difference {
        name: "regex-part",
        engine: Engine::XformsEngine,
        expression: "regex('xay', 'a')",
        ours: "false",
        theirs: "true",
    },
    Difference {
        name: "hidden-instances",
        engine: Engine::XformsEngine,
        expression: "count(${r}[x = ''])",
        ours: "0",
        theirs: "1",
    },
];

/// Whether random forms for `engine` leave out what is called `name`.
///
/// # Panics
/// When no difference has this name.
#[must_use]
pub fn differs(engine: Engine, name: &str) -> bool {
    let mut named = DIFFERENCES.iter().filter(|one| one.name == name).peekable();
    assert!(named.peek().is_some(), "no difference is called {name}");
    named.any(|one| one.engine == engine)
}
