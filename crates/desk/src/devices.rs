//! What may be plugged into the laptop, behind traits: a recorded source stands for it in the tests.

mod system;

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use cacah_wire::command::{BatteryView, PortView};

use crate::battery::Battery;

pub use system::{SystemBattery, SystemReceivers};

/// Receivers of satellites at serial ports.
pub trait Receivers: Send + Sync {
    /// Ports one may be at.
    fn ports(&self) -> Vec<PortView>;
    /// Opens a port at `baud` bits per second, 8N1.
    ///
    /// # Errors
    /// Whatever the system says of it. A read without a byte for a tenth of a second is
    /// [`io::ErrorKind::TimedOut`].
    fn open(&self, port: &str, baud: u32) -> io::Result<Box<dyn Read + Send>>;
}

/// What is plugged in.
#[derive(Clone)]
pub struct Devices {
    /// Receivers of satellites.
    pub receivers: Arc<dyn Receivers>,
    /// The battery.
    pub battery: Arc<dyn Battery>,
    /// The port that was heard last, and its baud rate: tried first.
    pub(crate) heard: Arc<Mutex<Option<(String, u32)>>>,
}

impl Devices {
    /// These.
    #[must_use]
    pub fn new(receivers: Arc<dyn Receivers>, battery: Arc<dyn Battery>) -> Self {
        Self { receivers, battery, heard: Arc::default() }
    }

    /// None at all: no port, no battery.
    #[must_use]
    pub fn none() -> Self {
        Self::new(Arc::new(Nothing), Arc::new(Nothing))
    }

    /// The machine's own. A port the system does not list is listed too when `port` names it: a
    /// receiver that is played back.
    #[must_use]
    pub fn of_system(port: Option<String>) -> Self {
        Self::new(Arc::new(SystemReceivers::new(port)), Arc::new(SystemBattery))
    }
}

struct Nothing;

impl Receivers for Nothing {
    fn ports(&self) -> Vec<PortView> {
        Vec::new()
    }

    fn open(&self, _: &str, _: u32) -> io::Result<Box<dyn Read + Send>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

impl Battery for Nothing {
    fn read(&self) -> Option<BatteryView> {
        None
    }
}
