//! Where an officer sits: the real window, or Chromium before the bridge. Both can lose power.

use std::path::{Path, PathBuf};

use cacah_testkit::bridge::Bridge;
use cacah_testkit::desk::Desk;
use serde_json::Value;

use crate::browser::Browser;
use crate::page::Page;
use crate::programs::{built, root};

/// What renders the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// WebKitGTK in the desktop shell.
    Window,
    /// Chromium, as in Windows' WebView.
    Chromium,
}

/// A running engine over a data folder.
#[derive(Debug)]
pub struct Screen {
    engine: Engine,
    data: PathBuf,
    browser: Browser,
    bridge: Option<Bridge>,
}

impl Screen {
    /// Starts `engine` over the data in `data`.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn open(engine: Engine, data: &Path) -> Self {
        let (browser, bridge) = match engine {
            Engine::Window => (Browser::window(data), None),
            Engine::Chromium => {
                let desk = Desk::start(&built("cacah-desk"), data).expect("cacah-desk starts");
                let bridge = Bridge::start(&root().join("ui/dist"), &policy(), desk);
                let bridge = bridge.expect("ui/dist is built");
                (Browser::chromium(&bridge.url()), Some(bridge))
            }
        };
        Self { engine, data: data.into(), browser, bridge }
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> &Page {
        self.browser.page()
    }

    /// Where the engine keeps its caches and temporary files.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.browser.home()
    }

    /// Process id of what holds the vault.
    #[must_use]
    pub fn app(&self) -> u32 {
        self.browser.app()
    }

    /// The power fails, and comes back.
    ///
    /// # Panics
    /// When a process does not end.
    #[must_use]
    pub fn lose_power(self) -> Self {
        let Self { engine, data, browser, bridge } = self;
        if let Some(bridge) = bridge {
            let desk = bridge.take_desk().expect("a desk stands behind the page");
            desk.lose_power().expect("the desk ends");
        }
        drop(browser);
        Self::open(engine, &data)
    }
}

/// The window's content security policy, from the shell's own settings.
fn policy() -> String {
    let file = root().join("src-tauri/tauri.conf.json");
    let text = std::fs::read(file).expect("tauri.conf.json");
    let settings: Value = serde_json::from_slice(&text).expect("tauri.conf.json is JSON");
    let policy = &settings["app"]["security"]["csp"];
    policy.as_str().expect("app.security.csp is a text").to_owned()
}
