//! The machine's own serial ports and battery.

use std::io::{self, Read};
use std::time::Duration;

use cacah_wire::command::{BatteryView, PortView};
use serialport::{SerialPortInfo, SerialPortType};
use starship_battery::units::ratio::percent;
use starship_battery::{Manager, State};

use super::Receivers;
use crate::battery::{self, Battery};

/// A read that hears nothing ends after this.
const QUIET: Duration = Duration::from_millis(100);

/// Receivers at the serial ports of this machine (`serialport`; no udev).
#[derive(Debug, Default)]
pub struct SystemReceivers {
    named: Option<String>,
}

impl SystemReceivers {
    /// `named`: a port that is listed though the system does not list it.
    #[must_use]
    pub fn new(named: Option<String>) -> Self {
        Self { named }
    }
}

impl Receivers for SystemReceivers {
    fn ports(&self) -> Vec<PortView> {
        let named =
            self.named.iter().map(|port| PortView { port: port.clone(), name: String::new() });
        named
            .chain(serialport::available_ports().unwrap_or_default().into_iter().map(view))
            .collect()
    }

    fn open(&self, port: &str, baud: u32) -> io::Result<Box<dyn Read + Send>> {
        let port = serialport::new(port, baud).timeout(QUIET).open()?;
        Ok(Box::new(port))
    }
}

fn view(info: SerialPortInfo) -> PortView {
    let name = match info.port_type {
        SerialPortType::UsbPort(usb) => usb.product.or(usb.manufacturer).unwrap_or_default(),
        SerialPortType::BluetoothPort => "Bluetooth".into(),
        SerialPortType::PciPort | SerialPortType::Unknown => String::new(),
    };
    PortView { port: info.port_name, name }
}

/// The battery of this machine; of several, what they hold together.
#[derive(Debug)]
pub struct SystemBattery;

impl Battery for SystemBattery {
    fn read(&self) -> Option<BatteryView> {
        let (mut held, mut count, mut charging) = (0.0, 0_u8, true);
        for battery in Manager::new().ok()?.batteries().ok()?.flatten() {
            held += battery.state_of_charge().get::<percent>();
            count = count.saturating_add(1);
            charging &= !matches!(battery.state(), State::Discharging | State::Empty);
        }
        (count > 0).then(|| battery::view(held / f32::from(count), charging))
    }
}
