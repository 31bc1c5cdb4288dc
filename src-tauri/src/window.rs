//! The one window. Its web process holds plain pages, so it ends with every lock: another window is
//! made at the unlock field, and the one before is destroyed.

use std::sync::atomic::{AtomicU64, Ordering};

use tauri::{AppHandle, Manager as _, WebviewWindow, WebviewWindowBuilder};

/// Windows made so far: each has a label of its own, since two live side by side for a moment.
static MADE: AtomicU64 = AtomicU64::new(0);

/// A menu of the webview would print, save or look words up.
const NO_MENU: &str = "addEventListener('contextmenu', (event) => event.preventDefault(), true)";

/// Opens a window at the start of the page.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let mut config = app.config().app.windows.first().cloned().unwrap_or_default();
    config.label = format!("main-{}", MADE.fetch_add(1, Ordering::Relaxed));
    // WebKit lets no driver into a webview that keeps nothing.
    config.incognito = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none();
    WebviewWindowBuilder::from_config(app, &config)?.initialization_script(NO_MENU).build()
}

/// Ends every web process that held plain pages. Not for the thread of the window.
pub(crate) fn renew(app: &AppHandle) -> tauri::Result<()> {
    let before = app.webview_windows();
    for window in before.values() {
        // Nothing is seen while the next one comes.
        window.hide()?;
    }
    // First the new one: an app without a window ends.
    let next = open(app)?;
    for window in before.values() {
        if window.is_maximized()? {
            next.maximize()?;
        } else {
            next.set_size(window.inner_size()?)?;
        }
        window.destroy()?;
    }
    next.set_focus()
}
