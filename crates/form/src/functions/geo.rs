//! Places on the earth: `latitude longitude altitude accuracy`, several of them parted by `;`.

use super::{Arguments, Function, MANY, Run};
use crate::value::parse_number;

pub(super) const TABLE: &[Function] = &[
    Function::new("area", (1, MANY), Run::Number(area)),
    Function::new("distance", (1, MANY), Run::Number(distance)),
];

/// Radius of the earth at the equator, in metres, as both reference engines have it.
const RADIUS: f64 = 6_378_100.0;

/// A place, in degrees, then metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Geopoint {
    latitude: f64,
    longitude: f64,
    altitude: f64,
    accuracy: f64,
}

impl Geopoint {
    /// Two to four numbers parted by spaces.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<f64>> = text.split_whitespace().map(parse_number).collect();
        let (latitude, longitude, rest) = match numbers?.as_slice() {
            [latitude, longitude, rest @ ..] if rest.len() <= 2 => {
                (*latitude, *longitude, [rest.first(), rest.get(1)].map(|number| number.copied()))
            }
            _ => return None,
        };
        let [altitude, accuracy] = rest.map(Option::unwrap_or_default);
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && accuracy >= 0.0;
        on_earth.then_some(Self { latitude, longitude, altitude, accuracy })
    }

    /// All four numbers, each with a decimal, as JavaRosa writes them.
    pub fn written(&self) -> String {
        let numbers = [self.latitude, self.longitude, self.altitude, self.accuracy];
        let written = numbers.map(|number| {
            if number.fract() == 0.0 { format!("{number:.1}") } else { number.to_string() }
        });
        written.join(" ")
    }
}

/// The points of all arguments; none if one of them is no point.
fn points(given: Arguments<'_>) -> Option<Vec<Geopoint>> {
    let mut points = Vec::new();
    for value in given.0 {
        for text in value.string().split(';').filter(|text| !text.trim().is_empty()) {
            points.push(Geopoint::parse(text)?);
        }
    }
    Some(points)
}

/// The length of the way along all points, in metres.
fn distance(given: Arguments<'_>) -> f64 {
    points(given).map_or(f64::NAN, |points| {
        points.iter().zip(points.iter().skip(1)).map(|(from, to)| apart(*from, *to)).sum()
    })
}

/// By the spherical law of cosines.
fn apart(from: Geopoint, to: Geopoint) -> f64 {
    let between = (from.longitude - to.longitude).to_radians();
    let (a, b) = (from.latitude.to_radians(), to.latitude.to_radians());
    let cosine = a.sin() * b.sin() + a.cos() * b.cos() * between.cos();
    // The sum may pass 1 by the last bit, where the arc of it would be no number.
    cosine.clamp(-1.0, 1.0).acos() * RADIUS
}

/// The area inside the points, in square metres: triangles from the first, as JavaRosa lays them.
fn area(given: Arguments<'_>) -> f64 {
    let Some(points) = points(given) else { return f64::NAN };
    let Some((first, rest)) = points.split_first() else { return 0.0 };
    let metres = |degrees: f64| degrees.to_radians() * RADIUS;
    let flat = |point: &Geopoint| {
        let shrunk = point.latitude.to_radians().cos();
        let x = metres(point.longitude - first.longitude) * shrunk;
        (x, metres(point.latitude - first.latitude))
    };
    let flat: Vec<_> = rest.iter().map(flat).collect();
    let sides = flat.iter().zip(flat.iter().skip(1));
    sides.map(|((x, y), (next_x, next_y))| (y * next_x - x * next_y) / 2.0).sum::<f64>().abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{call, told};
    use crate::value::Value;
    use proptest::prelude::*;

    #[test]
    fn points_as_javarosa_writes_them() {
        let written = |text: &str| Geopoint::parse(text).map(|point| point.written());
        assert_eq!(written("-6.2 106.8").as_deref(), Some("-6.2 106.8 0.0 0.0"));
        assert_eq!(written(" 0.79  127.38 10 4.5 ").as_deref(), Some("0.79 127.38 10.0 4.5"));
        for text in ["", "1", "91 0", "0 181", "1 2 3 4 5", "a b", "0 0 0 -1", "1,5 2"] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn ways_as_javarosa_measures_them() {
        let way = call("distance", &[Value::text("0 0; 0 1; 1 1 5 5")]).number();
        assert!((way - 222_637.690_042_878_44).abs() < 1e-6, "{way}");
        assert_eq!(told("distance", &["1 2"]), "0");
        assert_eq!(told("distance", &["", "0 0", "0 0"]), "0");
        assert_eq!(told("distance", &["1 2; x"]), "NaN");
    }

    #[test]
    fn areas() {
        let square = call("area", &[Value::text("0 0; 0 1; 1 1; 1 0; 0 0")]).number();
        let side = 1f64.to_radians() * RADIUS;
        assert!((square / (side * side) - 1.0).abs() < 1e-3, "{square}");
        assert_eq!(told("area", &["0 0; 0 1"]), "0");
        assert_eq!(told("area", &[""]), "0");
    }

    proptest! {
        #[test]
        fn points_are_read_back(a in -90.0..90.0f64, b in -180.0..180.0f64, c in -1e4..1e4f64, d in 0.0..1e4f64) {
            let point = Geopoint { latitude: a, longitude: b, altitude: c, accuracy: d };
            prop_assert_eq!(Geopoint::parse(&point.written()), Some(point));
        }

        #[test]
        fn ways_are_as_long_back(a in -89.0..89.0f64, b in -179.0..179.0f64, c in -89.0..89.0f64, d in -179.0..179.0f64) {
            let there = told("distance", &[&format!("{a} {b}"), &format!("{c} {d}")]);
            prop_assert_eq!(told("distance", &[&format!("{c} {d}"), &format!("{a} {b}")]), there);
        }
    }
}
