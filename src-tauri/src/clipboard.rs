//! What was copied from the window does not outlive the lock.

/// Empties the clipboard. GTK gives up only what this app put there, so nobody else's is lost.
#[cfg(target_os = "linux")]
pub(crate) fn empty(_copied: bool) {
    use gtk::gdk::{SELECTION_CLIPBOARD, SELECTION_PRIMARY};
    for selection in [SELECTION_CLIPBOARD, SELECTION_PRIMARY] {
        gtk::Clipboard::get(&selection).clear();
    }
}

/// Empties the clipboard if something of the window went there.
#[cfg(not(target_os = "linux"))]
pub(crate) fn empty(copied: bool) {
    if copied && let Err(error) = arboard::Clipboard::new().and_then(|mut board| board.clear()) {
        tracing::warn!(%error, "the clipboard could not be emptied");
    }
}
