//! The battery: at 15 % whatever can wait does, at 7 % it is said that all is stored.

use cacah_wire::command::{BatteryLevel, BatteryView};

use crate::desk::Desk;

/// Percent at which sending by the clock pauses.
const LOW: u8 = 15;
/// Percent at which the laptop may go out any moment.
const EMPTY: u8 = 7;

/// Tells how full the battery is.
pub trait Battery: Send + Sync {
    /// Now; `None` where there is none.
    fn read(&self) -> Option<BatteryView>;
}

/// What a charge of `percent` means.
#[must_use]
pub fn view(percent: f32, charging: bool) -> BatteryView {
    // Between 0 and 100, so nothing is cut off.
    let percent = percent.round().clamp(0.0, 100.0) as u8;
    let level = match percent {
        _ if charging => BatteryLevel::Well,
        0..=EMPTY => BatteryLevel::Empty,
        percent if percent <= LOW => BatteryLevel::Low,
        _ => BatteryLevel::Well,
    };
    BatteryView { percent, charging, level }
}

impl Desk {
    /// Whatever nobody waits for is put off: sending by the clock, building an index.
    pub(crate) fn saves_power(&self) -> bool {
        self.devices.battery.read().is_some_and(|battery| battery.level != BatteryLevel::Well)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_charge_means() {
        use BatteryLevel::{Empty, Low, Well};
        for (percent, charging, level) in [
            (100.0, false, Well),
            (15.6, false, Well),
            (15.4, false, Low),
            (7.6, false, Low),
            (7.0, false, Empty),
            (-3.0, false, Empty),
            (f32::NAN, false, Empty),
            (3.0, true, Well),
        ] {
            assert_eq!(view(percent, charging).level, level, "{percent} {charging}");
        }
    }
}
