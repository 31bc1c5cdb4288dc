//! Pictures of every screen in the three themes, each looked at by axe-core: for the manual, and so
//! that no screen is left unlooked at.

use std::fs;
use std::path::PathBuf;

use fantoccini::key::Key;
use serde_json::Value;

use crate::page::Page;
use crate::programs::root;

/// Name of each theme, in the order of F11 (ui.md).
const THEMES: [&str; 3] = ["light", "dark", "sun"];

/// A folder of pictures, and what axe-core found wrong on the way.
#[derive(Debug)]
pub struct Gallery {
    folder: PathBuf,
    axe: String,
    wrong: Vec<String>,
}

impl Gallery {
    /// Pictures go to `docs/screens` when `CACAH_SCREENS` is set, otherwise where they are thrown away.
    ///
    /// # Panics
    /// When `npm ci` was not run in `ui/`.
    #[must_use]
    pub fn new() -> Self {
        let kept = std::env::var_os("CACAH_SCREENS").is_some();
        let folder = root().join(if kept { "docs/screens" } else { "target/stories/screens" });
        let axe = root().join("ui/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(axe).expect("axe-core is installed by npm ci");
        Self { folder, axe, wrong: Vec::new() }
    }

    /// Takes what is shown now, in each theme, and lets axe-core look at it.
    ///
    /// # Panics
    /// When the theme does not change.
    pub fn take(&mut self, page: &Page, name: &str) {
        for _ in THEMES {
            let theme = theme(page);
            page.picture(&self.folder.join(format!("{name}-{theme}.png")));
            self.wrong
                .extend(self.look(page).into_iter().map(|at| format!("{name}, {theme}: {at}")));
            page.press(Key::F11);
            page.until("another theme", || (self::theme(page) != theme).then_some(()));
        }
    }

    /// What axe-core finds wrong with the page, WCAG 2.2 A and AA: rule and the places.
    fn look(&self, page: &Page) -> Vec<String> {
        let script = format!(
            "{}; const done = arguments[arguments.length - 1];
             const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
             axe.run(document, {{ runOnly: {{ type: 'tag', values: tags }} }}).then(
                 ({{ violations }}) => done(violations.map(({{ id, nodes }}) =>
                     `${{id}}: ${{nodes.map(({{ target }}) => target.join(' ')).join(', ')}}`)),
                 (error) => done([String(error)]))",
            self.axe
        );
        let found = page.ask(&script);
        let found = found.as_array().into_iter().flatten();
        found.filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Nothing was wrong.
    ///
    /// # Panics
    /// When something was; all of it is listed.
    pub fn close(self) {
        assert!(self.wrong.is_empty(), "axe-core:\n{}", self.wrong.join("\n"));
    }
}

impl Default for Gallery {
    fn default() -> Self {
        Self::new()
    }
}

fn theme(page: &Page) -> String {
    let script = "return document.documentElement.dataset.theme ?? ''";
    page.script(script, Vec::new()).as_str().unwrap_or_default().to_owned()
}

/// Anything wider than the window at 200 % zoom (1366×768 becomes 683×384 CSS pixels): what would have
/// to be scrolled sideways to be read (WCAG 1.4.10 lets tables do so, inside themselves).
#[must_use]
pub fn overflows(page: &Page) -> bool {
    let script = "const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth > clientWidth + 1";
    page.script(script, Vec::new()) == Value::Bool(true)
}
