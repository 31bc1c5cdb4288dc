//! The desktop shell: a window, paths and the command adapter. What the app does lives in `cacah-desk`.

// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod clipboard;
#[cfg(target_os = "linux")]
mod sleep;
mod window;

use std::alloc::System;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use cacah_desk::{
    Command, Desk, Devices, Failure, Gap, Happened, Power, Reply, SystemHost, process,
};
use cacah_wire::error::Code;
use tauri::{App, AppHandle, Manager as _, State, async_runtime};
use zeroizing_alloc::ZeroAlloc;

/// Memory that is given back is empty: keys, answers, requests and replies alike.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Hands one command of the window to the desk, off the window's thread: a durable write may take its time.
#[tauri::command]
async fn call(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    request: Command,
) -> Result<Reply, Failure> {
    let desk = Arc::clone(&desk);
    let answer = async_runtime::spawn_blocking(move || {
        let answer = desk.call(request);
        leave_nothing(&app, &desk);
        answer
    });
    let answer = answer.await;
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

/// What is worth a line on stderr.
const LOG: tracing::Level = tracing::Level::WARN;
/// Names a serial port with a receiver of satellites that the system does not list.
const SERIAL: &str = "CACAH_SERIAL";
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

/// Covers and locks by the clock, and when the laptop sleeps or its lid is closed.
fn watch(app: &AppHandle, desk: &Arc<Desk>) {
    let (app, desk) = (app.clone(), Arc::clone(desk));
    thread::spawn(move || {
        let mut power = power();
        loop {
            let happened = power.wait(TICK);
            desk.look(happened);
            leave_nothing(&app, &desk);
            if happened == Happened::Sleep {
                power.locked();
            }
        }
    });
}

fn power() -> Box<dyn Power> {
    let gap = || Gap::new(Arc::new(SystemHost::default()));
    #[cfg(target_os = "linux")]
    match sleep::Logind::new(gap()) {
        Ok(logind) => return Box::new(logind),
        Err(error) => tracing::debug!(%error, "no logind"),
    }
    Box::new(gap())
}

/// After a lock the web process that held plain pages ends, and what was copied from them is gone.
fn leave_nothing(app: &AppHandle, desk: &Desk) {
    /// Locks after which that was done.
    static SEEN: AtomicU64 = AtomicU64::new(0);
    let locks = desk.locks();
    if SEEN.fetch_max(locks, Ordering::AcqRel) >= locks {
        return;
    }
    let copied = desk.take_copied();
    let emptied = app.run_on_main_thread(move || clipboard::empty(copied));
    if let Err(error) = emptied.and_then(|()| window::renew(app)) {
        // A page that may still show answers is worse than no page.
        tracing::error!(%error, "the window could not be renewed");
        app.exit(1);
    }
}

fn main() -> tauri::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(LOG).init();
    process::harden();
    tauri::Builder::default()
        .setup(|app| {
            let desk = Desk::new(data_folder(app)?, Arc::new(SystemHost::default()));
            let desk = Arc::new(desk.with_devices(Devices::of_system(std::env::var(SERIAL).ok())));
            by_the_clock(&desk, Desk::tick);
            by_the_clock(&desk, Desk::tick_copy);
            watch(app.handle(), &desk);
            app.manage(desk);
            window::open(app.handle())?;
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![call])
        .run(tauri::generate_context!())
}
