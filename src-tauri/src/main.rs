//! The desktop shell: a window, paths and the command adapter. What the app does lives in `cacah-desk`.

// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cacah_desk::{Command, Desk, Failure, Reply, SystemHost};
use cacah_wire::error::Code;
use tauri::{App, Manager as _, State, async_runtime};

/// Hands one command of the window to the desk, off the window's thread: a durable write may take its time.
#[tauri::command]
async fn call(desk: State<'_, Arc<Desk>>, request: Command) -> Result<Reply, Failure> {
    let desk = Arc::clone(&desk);
    let answer = async_runtime::spawn_blocking(move || desk.call(request)).await;
    answer.unwrap_or_else(|_| {
        let code = Code::Internal;
        Err(Failure { code, message: code.indonesian().into(), place: None })
    })
}

/// The folder of the vaults: `--data DIR`, else `CACAH_DATA`, else the user's own for this app.
fn data_folder(app: &App) -> tauri::Result<PathBuf> {
    let mut arguments = std::env::args_os().skip_while(|argument| argument != "--data").skip(1);
    let named = arguments.next().or_else(|| std::env::var_os("CACAH_DATA"));
    named.map_or_else(|| app.path().app_local_data_dir(), |folder| Ok(folder.into()))
}

/// Between two looks at the clock.
const TICK: Duration = Duration::from_secs(2);

/// Sending and safety copies by the clock, each on a thread of its own: a link that hangs holds up no
/// copy, and neither holds up a command.
fn by_the_clock(desk: &Arc<Desk>, tick: fn(&Desk)) {
    let desk = Arc::clone(desk);
    thread::spawn(move || {
        loop {
            thread::sleep(TICK);
            tick(&desk);
        }
    });
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let desk = Arc::new(Desk::new(data_folder(app)?, Arc::new(SystemHost::default())));
            by_the_clock(&desk, Desk::tick);
            by_the_clock(&desk, Desk::tick_copy);
            app.manage(desk);
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![call])
        .run(tauri::generate_context!())
}
