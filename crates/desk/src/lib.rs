//! The use cases of the desktop, over a [`Host`]: one [`Desk`] answers every [`Command`].
//!
//! No window, no thread of its own, no clock: the shell (`src-tauri`), `cacah-desk` and the tests call
//! the same code. Every command that changes an answer returns after it is durable.

mod across;
mod alike;
mod attach;
mod attention;
mod back;
mod battery;
mod bundles;
mod compare;
mod curtain;
mod decide;
mod decode;
mod desk;
mod devices;
mod document;
mod entry;
mod error;
mod families;
mod form;
mod functions;
mod history;
mod home;
mod interview;
mod link;
mod listing;
mod moved;
mod new_form;
mod notice;
mod officers;
mod orders;
mod outside;
mod paper;
mod passwords;
mod photo;
mod position;
mod power;
pub mod process;
mod proof;
mod protection;
mod queue;
mod recap;
mod recover;
mod removed;
mod restore;
mod retain;
mod rewrite;
mod safety;
mod sending;
mod session;
mod settings;
mod sheet;
mod sight;
mod sls;
mod stick;
mod team;
#[cfg(test)]
mod tests;
mod tour;
mod trail;
mod vaults;
mod verify;
mod visits;
mod watch;
mod whereabouts;
mod words;
mod work;
mod worklist;

pub use battery::{Battery, view as battery_view};
pub use cacah_family::host::{Host, SystemHost};
pub use cacah_wire::command::{Command, Failure, Reply};
pub use desk::Desk;
pub use devices::{Devices, Receivers, SystemBattery, SystemReceivers};
pub use power::{Gap, Happened, Power};
