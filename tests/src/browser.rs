//! A page somebody drives: the real window under WebKitWebDriver, or Chromium before the bridge.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::display::Display;
use crate::page::{Page, until};
use crate::programs::built;
use crate::slowdisk::SlowDisk;

/// A WebDriver session does not come by itself to an app without automation: it would hang for ever.
const SESSION: Duration = Duration::from_secs(60);

/// A driver, its session, and the screen it is shown on. Dropped, all of it ends, the app first and
/// as by a power cut.
#[derive(Debug)]
pub struct Browser {
    page: Page,
    app: Option<u32>,
    _driver: Driver,
    _display: Option<Display>,
    home: TempDir,
}

impl Browser {
    /// Opens the real window over the data in `data`.
    ///
    /// # Panics
    /// When no session comes.
    #[must_use]
    pub fn window(data: &Path) -> Self {
        Self::window_by(data, Command::new("WebKitWebDriver"))
    }

    /// The same on a slow disk.
    ///
    /// # Panics
    /// When no session comes.
    #[must_use]
    pub fn window_on(data: &Path, disk: &SlowDisk) -> Self {
        let mut driver = Command::new("WebKitWebDriver");
        disk.slow(&mut driver);
        Self::window_by(data, driver)
    }

    fn window_by(data: &Path, mut command: Command) -> Self {
        let (display, home) = (Display::start(), home());
        command.arg("--host=127.0.0.1").env("DISPLAY", display.name());
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").env_remove("WAYLAND_DISPLAY");
        let driver = Driver::start(command, &home);
        let wanted = json!({"webkitgtk:browserOptions": {
            "binary": built("cacah"),
            "args": ["--data", data],
        }});
        let page = driver.session(wanted);
        let app = until("the app runs", || driver.app());
        Self { page, app: Some(app), _driver: driver, _display: Some(display), home }
    }

    /// Opens `url` in Chromium.
    ///
    /// # Panics
    /// When no session comes.
    #[must_use]
    pub fn chromium(url: &str) -> Self {
        let home = home();
        let driver = Driver::start(Command::new("chromedriver"), &home);
        // The office's own authority is in no browser's store.
        let wanted = json!({"acceptInsecureCerts": true, "goog:chromeOptions": {"args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--window-size=1366,768",
            format!("--user-data-dir={}", home.path().join("profile").display()),
        ]}});
        let page = driver.session(wanted);
        page.open(url);
        Self { page, app: None, _driver: driver, _display: None, home }
    }

    /// What it shows.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Where it keeps what it keeps: its home, its caches, its temporary files.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Process id of the app; Chromium has none of ours.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn app(&self) -> u32 {
        self.app.expect("the driver has started the app")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let Some(pid) = self.app else { return };
        let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
        // A dead process keeps no lock, whether or not its parent has looked after it yet.
        until("the app is dead", || (!is_alive(pid)).then_some(()));
    }
}

fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit(')').next().and_then(|fields| fields.trim_start().chars().next());
    // A leader that is gone may leave threads behind that still hold its files, and so its lock.
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count);
    state.is_some_and(|state| state != 'Z') || threads > 1
}

/// A home folder of its own, so that no window remembers another one's size.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(home.path().join("tmp")).expect("a folder in it");
    home
}

/// A running WebDriver server.
#[derive(Debug)]
struct Driver {
    server: Child,
    port: u16,
}

impl Driver {
    fn start(mut command: Command, home: &TempDir) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let server = command
            .arg(format!("--port={port}"))
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("TMPDIR", home.path().join("tmp"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let driver = Self { server, port };
        until("the WebDriver listens", || {
            TcpStream::connect(("127.0.0.1", driver.port)).is_ok().then_some(())
        });
        driver
    }

    fn session(&self, wanted: Value) -> Page {
        let Value::Object(capabilities) = wanted else { panic!("capabilities are an object") };
        Page::connect(&format!("http://127.0.0.1:{}", self.port), capabilities, SESSION)
    }

    /// The child of the driver that is the app.
    fn app(&self) -> Option<u32> {
        let pid = self.server.id();
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).find(|pid: &u32| {
            std::fs::read_to_string(format!("/proc/{pid}/comm"))
                .is_ok_and(|name| name.trim() == "cacah")
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
