//! Reads a position as people write and paste it: decimal degrees with comma or dot, degrees, minutes
//! and seconds, hemispheres in Indonesian and English, `geo:` links (RFC 5870), links of Google Maps.

use cacah_family::entry::{Position, PositionWay};

/// A position that was read.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Place {
    /// Units of 1e-7 degree, north positive.
    pub(crate) lat_e7: i32,
    /// East positive.
    pub(crate) lon_e7: i32,
    /// They stood the wrong way round.
    pub(crate) swapped: bool,
}

impl Place {
    pub(crate) fn kept(self, way: PositionWay) -> Position {
        Position { lat_e7: self.lat_e7, lon_e7: self.lon_e7, accuracy_dm: None, way }
    }
}

/// Longest text that is looked at: the longest link of a map is shorter.
const LONGEST: usize = 2_000;

/// Reads `text`; `None` when no position, or more than one reading, is in it.
pub(crate) fn parse(text: &str) -> Option<Place> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Some(link) = after(text, "geo:") {
        return geo(link);
    }
    if text.contains("://") {
        return map_link(&text.replace("%2C", ",").replace("%2c", ",").replace("%20", "+"));
    }
    let [first, second] =
        coordinates(&tokens(text, true)?).or_else(|| coordinates(&tokens(text, false)?))?;
    arrange(first, second)
}

/// True of a place within the box around Indonesia.
pub(crate) fn is_indonesia(lat: f64, lon: f64) -> bool {
    (-11.2..=6.3).contains(&lat) && (94.7..=141.2).contains(&lon)
}

/// Degrees as the journal keeps them; `None` beyond poles and antimeridian.
pub(crate) fn place(lat: f64, lon: f64) -> Option<Place> {
    // In range, so nothing is cut off.
    let e7 = |degrees: f64| (degrees * 1e7).round() as i32;
    let there = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    there.then(|| Place { lat_e7: e7(lat), lon_e7: e7(lon), swapped: false })
}

fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.split_once(start).map(|(_, rest)| rest)
}

/// `geo:0.79,127.38;u=8`; Android writes `geo:0,0?q=0.79,127.38(Nama)`.
fn geo(link: &str) -> Option<Place> {
    let named = after(link, "q=").and_then(pair);
    let place = pair(link);
    if place.is_some_and(|place| (place.lat_e7, place.lon_e7) != (0, 0)) {
        place
    } else {
        named.or(place)
    }
}

/// The pin of a link before the middle of what the map shows.
fn map_link(link: &str) -> Option<Place> {
    let pin = after(link, "!3d").and_then(|rest| {
        let (lat, rest) = rest.split_once("!4d")?;
        place(number(lat)?, number(rest)?)
    });
    let named =
        ["query=", "?q=", "&q=", "?ll=", "&ll=", "destination=", "/search/", "/place/", "/dir//"];
    let named = || named.iter().find_map(|name| pair(after(link, name)?));
    pin.or_else(named).or_else(|| pair(after(link, "@")?))
}

/// `0.79012,127.38451` at the beginning of a text, with dots.
fn pair(text: &str) -> Option<Place> {
    let (lat, rest) = text.split_once(',')?;
    place(number(lat.trim_start_matches('+'))?, number(rest.trim_start_matches('+'))?)
}

/// The decimal number at the beginning.
fn number(text: &str) -> Option<f64> {
    let in_it =
        |(at, c): &(usize, char)| c.is_ascii_digit() || *c == '.' || (*at == 0 && *c == '-');
    let digits: String = text.chars().enumerate().take_while(in_it).map(|(_, c)| c).collect();
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Number {
        value: f64,
        whole: bool,
    },
    Minus,
    /// Degrees, minutes, seconds: 0 to 2.
    Mark(usize),
    /// A hemisphere or axis.
    Word(Axis, Option<f64>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
}

/// `comma`: a comma between digits is decimal, as long as no dot is.
fn tokens(text: &str, comma: bool) -> Option<Vec<Token>> {
    let comma = comma && !text.contains('.');
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&c) = chars.get(at) {
        let begun = at;
        at += 1;
        match c {
            '0'..='9' => {
                let mut pointed = false;
                while digit(at) || (!pointed && is_point(chars.get(at), comma) && digit(at + 1)) {
                    pointed |= !digit(at);
                    at += 1;
                }
                found.push(written(chars.get(begun..at)?)?);
            }
            // A stroke between two numbers is no sign.
            '-' | '−' if begun == 0 || !digit(begun - 1) => found.push(Token::Minus),
            '°' | 'º' | '˚' => found.push(Token::Mark(0)),
            '\'' | '′' | '’' | '‘' | '´' | '`' => {
                let twice = chars.get(at).is_some_and(|next| matches!(next, '\'' | '′' | '’'));
                at += usize::from(twice);
                found.push(Token::Mark(if twice { 2 } else { 1 }));
            }
            '"' | '″' | '”' | '“' => found.push(Token::Mark(2)),
            c if c.is_alphabetic() => {
                while chars.get(at).is_some_and(|c| c.is_alphabetic()) {
                    at += 1;
                }
                found.extend(word(&chars.get(begun..at)?.iter().collect::<String>())?);
            }
            '+' | ',' | ';' | ':' | '/' | '(' | ')' | '=' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(found)
}

fn is_point(c: Option<&char>, comma: bool) -> bool {
    c == Some(&'.') || (comma && c == Some(&','))
}

fn written(chars: &[char]) -> Option<Token> {
    let text: String = chars.iter().map(|c| if *c == ',' { '.' } else { *c }).collect();
    let value: f64 = text.parse().ok()?;
    Some(Token::Number { value, whole: !text.contains('.') })
}

/// What a word says; `None` of one that has no place beside a position.
fn word(word: &str) -> Option<Option<Token>> {
    let (axis, sign) = match word.to_uppercase().as_str() {
        "N" | "U" | "LU" | "UTARA" | "NORTH" => (Axis::Lat, Some(1.0)),
        "S" | "LS" | "SELATAN" | "SOUTH" => (Axis::Lat, Some(-1.0)),
        "E" | "T" | "BT" | "TIMUR" | "EAST" => (Axis::Lon, Some(1.0)),
        "W" | "B" | "BB" | "BARAT" | "WEST" => (Axis::Lon, Some(-1.0)),
        "LAT" | "LATITUDE" | "LINTANG" => (Axis::Lat, None),
        "LON" | "LNG" | "LONG" | "LONGITUDE" | "BUJUR" => (Axis::Lon, None),
        "DAN" | "AND" => return Some(None),
        _ => return None,
    };
    Some(Some(Token::Word(axis, sign)))
}

/// One coordinate: degrees with sign, and which it is when that was said.
#[derive(Debug, Clone, Copy)]
struct Coordinate {
    degrees: f64,
    axis: Option<Axis>,
}

fn coordinates(tokens: &[Token]) -> Option<[Coordinate; 2]> {
    let (first, second) = tokens.split_at_checked(middle(tokens)?)?;
    Some([coordinate(first)?, coordinate(second)?])
}

/// Where the second coordinate begins: at the number of the second degree mark, else behind or before
/// the words, else after half of the numbers.
fn middle(tokens: &[Token]) -> Option<usize> {
    let is_number = |token: &Token| matches!(token, Token::Number { .. });
    let is_word = |token: &Token| matches!(token, Token::Word(..));
    let numbers: Vec<usize> = (0..tokens.len()).filter(|at| is_number(&tokens[*at])).collect();
    let degrees: Vec<usize> =
        (0..tokens.len()).filter(|at| tokens[*at] == Token::Mark(0)).collect();
    let ahead = tokens.first().is_some_and(is_word);
    let mut begin = if let [_, second] = degrees[..] {
        second.checked_sub(1)?
    } else if let Some(word) =
        (1..tokens.len()).find(|at| is_word(&tokens[*at]) && !is_word(&tokens[at - 1]))
    {
        // Behind the first coordinate, or before the second.
        if ahead { word } else { (word..tokens.len()).find(|at| !is_word(&tokens[*at]))? }
    } else {
        *numbers.get(numbers.len() / 2).filter(|_| numbers.len().is_multiple_of(2))?
    };
    while begin > 0 && (tokens[begin - 1] == Token::Minus || (ahead && is_word(&tokens[begin - 1])))
    {
        begin -= 1;
    }
    Some(begin)
}

fn coordinate(tokens: &[Token]) -> Option<Coordinate> {
    let (mut degrees, mut part, mut minus) = (0.0, 0, false);
    let (mut axis, mut sign, mut open) = (None, None, true);
    for token in tokens {
        match *token {
            Token::Minus if part == 0 && !minus => minus = true,
            Token::Number { value, whole } => {
                // Only the last may have decimals; sixty minutes are a degree.
                let fits = open && part < 3 && (part == 0 || value < 60.0);
                degrees += if fits { value / [1.0, 60.0, 3_600.0][part] } else { return None };
                (part, open) = (part + 1, whole);
            }
            Token::Mark(mark) if mark + 1 == part => {}
            Token::Word(said, toward) if axis.is_none_or(|axis| axis == said) => {
                // `Lintang Utara` is one word and its other.
                if sign.is_some() && toward.is_some() {
                    return None;
                }
                (axis, sign) = (Some(said), sign.or(toward));
            }
            _ => return None,
        }
    }
    let sign = match (minus, sign) {
        (true, Some(_)) => return None,
        (true, None) => -1.0,
        (false, sign) => sign.unwrap_or(1.0),
    };
    (part > 0).then_some(Coordinate { degrees: degrees * sign, axis })
}

fn arrange(first: Coordinate, second: Coordinate) -> Option<Place> {
    let (a, b) = (first.degrees, second.degrees);
    match (first.axis, second.axis) {
        (Some(Axis::Lat), None | Some(Axis::Lon)) | (None, Some(Axis::Lon)) => place(a, b),
        (Some(Axis::Lon), None | Some(Axis::Lat)) | (None, Some(Axis::Lat)) => place(b, a),
        (None, None) => {
            let turned = || place(b, a).map(|place| Place { swapped: true, ..place });
            // Indonesia's latitudes are nobody's longitudes there.
            if is_indonesia(b, a) { turned() } else { place(a, b).or_else(turned) }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(f64, f64, bool)> {
        let Place { lat_e7, lon_e7, swapped } = parse(text)?;
        Some((f64::from(lat_e7) / 1e7, f64::from(lon_e7) / 1e7, swapped))
    }

    #[test]
    fn as_people_write_it() {
        for text in [
            "0.79012 127.38451",
            "0.79012, 127.38451",
            "0.79012,127.38451",
            "  0,79012   127,38451 ",
            "0,79012, 127,38451",
            "0,79012;127,38451",
            "0,79012,127,38451",
            "0.79012° 127.38451°",
            "0.79012 N 127.38451 E",
            "0,79012 LU 127,38451 BT",
            "0,79012° LU, 127,38451° BT",
            "LU 0,79012 BT 127,38451",
            "N0.79012 E127.38451",
            "127,38451 BT 0,79012 LU",
            "Lintang: 0,79012 Bujur: 127,38451",
            "lat=0.79012 lng=127.38451",
            "longitude 127.38451, latitude 0.79012",
            "0,79012 Lintang Utara dan 127,38451 Bujur Timur",
            "Lintang Utara 0,79012 Bujur Timur 127,38451",
            "(0.79012, 127.38451)",
            "geo:0.79012,127.38451",
            "geo:0.79012,127.38451;u=8",
            "geo:0,0?q=0.79012,127.38451(Rumah)",
            "https://www.google.com/maps/@0.79012,127.38451,17z",
            "https://www.google.com/maps/place/X/@0.7,127.3,17z/data=!3m1!4b1!8m2!3d0.79012!4d127.38451",
            "https://maps.google.com/?q=0.79012,127.38451",
            "https://www.google.com/maps/search/?api=1&query=0.79012%2C127.38451",
            "https://www.google.com/maps/search/0.79012,+127.38451?entry=tts",
        ] {
            assert_eq!(read(text), Some((0.79012, 127.38451, false)), "{text}");
        }
        for text in [
            "0°47'24.4\"N 127°23'04.2\"E",
            "0°47'24,4\" LU 127°23'4,2\" BT",
            "0° 47′ 24.4″ N, 127° 23′ 4.2″ E",
            "N 0°47'24.4\" E 127°23'4.2\"",
            "0 47 24.4 127 23 4.2",
            "0 47 24,4 LU 127 23 4,2 BT",
            "0°47'24.4'' 127°23'4.2''",
        ] {
            assert_eq!(read(text), Some((0.7901111, 127.3845, false)), "{text}");
        }
        assert_eq!(read("6,2 LS 106,8 BT"), Some((-6.2, 106.8, false)));
        assert_eq!(read("-6.2 106.8"), Some((-6.2, 106.8, false)));
        assert_eq!(read("−6.2, 106.8"), Some((-6.2, 106.8, false)));
        assert_eq!(read("0,127"), Some((0.0, 127.0, false)));
        assert_eq!(read("6°30' LS 106°48' BT"), Some((-6.5, 106.8, false)));
    }

    #[test]
    fn turned_round_is_noticed() {
        assert_eq!(read("127.38451, 0.79012"), Some((0.79012, 127.38451, true)));
        assert_eq!(read("106,8 -6,2"), Some((-6.2, 106.8, true)));
        // Beyond the pole one way, nowhere near Indonesia the other.
        assert_eq!(read("151.2 -33.8"), Some((-33.8, 151.2, true)));
        // Abroad, and as it stands.
        assert_eq!(read("52.5 13.4"), Some((52.5, 13.4, false)));
        assert!(!is_indonesia(52.5, 13.4));
    }

    #[test]
    fn what_is_no_position_is_none() {
        for text in [
            "",
            "-",
            "0.79",
            "rumah di ujung",
            "0.79 127.38 3",
            "91 181",
            "0.79 LU 0.8 LS",
            "-0.79 LS 127 BT",
            "0°61' LU 127° BT",
            "0.5°30' LU 127° BT",
            "0-47-24 127-23-4",
            "https://maps.app.goo.gl/abc",
            "https://example.org/",
            "geo:",
            "geo:a,b",
            "1e5 1e5",
            "NaN NaN",
            "0.79012 X 127.38451",
            "@0.79,127.38",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"1 ".repeat(LONGEST)), None);
    }

    /// Where Indonesia is, to 1e-5 degree.
    fn anywhere() -> impl Strategy<Value = (i32, i32)> {
        (-1_100_000..=600_000_i32, 9_500_000..=14_100_000_i32)
    }

    fn hemispheres(lat: i32, names: [&'static str; 3]) -> (f64, &'static str, &'static str) {
        (f64::from(lat.abs()) / 1e5, if lat < 0 { names[1] } else { names[0] }, names[2])
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*", pieces in prop::collection::vec(
            prop::sample::select(vec!["0", "47", "127.3", "6,2", "-", "°", "'", "\"", "LU", "E", " ", ",", "lat", "@", "geo:", "https://", "!3d", "!4d"]), 0..14,
        )) {
            let _ = parse(&text);
            let _ = parse(&pieces.concat());
        }

        #[test]
        fn what_is_written_is_read(
            (lat, lon) in anywhere(),
            names in prop::sample::select(vec![["LU", "LS", "BT"], ["N", "S", "E"], ["U", "S", "T"]]),
            comma in any::<bool>(),
            turned in any::<bool>(),
        ) {
            let (degrees, y, x) = hemispheres(lat, names);
            let east = f64::from(lon) / 1e5;
            let (one, two) = (format!("{degrees:.5}° {y}"), format!("{east:.5}° {x}"));
            let text = if turned { format!("{two} {one}") } else { format!("{one} {two}") };
            let text = if comma { text.replace('.', ",") } else { text };
            let place = parse(&text).unwrap();
            prop_assert_eq!((place.lat_e7, place.lon_e7, place.swapped), (lat * 100, lon * 100, false));
            let plain = format!("{:.5} {:.5}", f64::from(lat) / 1e5, east);
            let plain = if comma { plain.replace('.', ",") } else { plain };
            prop_assert_eq!(parse(&plain), Some(place));
            let swapped = format!("{:.5}; {:.5}", east, f64::from(lat) / 1e5);
            prop_assert_eq!(parse(&swapped), Some(Place { swapped: true, ..place }));
        }

        #[test]
        fn minutes_and_seconds_are_read((lat, lon) in anywhere(), comma in any::<bool>()) {
            // In tenths of a second.
            let dms = |e5: i32| {
                let tenths = i64::from(e5.abs()) * 36 / 100;
                (tenths, format!("{}°{}'{}.{}\"", tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10))
            };
            let ((north, one), (east, two)) = (dms(lat), dms(lon));
            let text = format!("{one} {} {two} BT", if lat < 0 { "LS" } else { "LU" });
            let text = if comma { text.replace('.', ",") } else { text };
            let place = parse(&text).unwrap();
            let sign = if lat < 0 { -1.0 } else { 1.0 };
            prop_assert!((f64::from(place.lat_e7) / 1e7 - sign * north as f64 / 36_000.0).abs() < 1e-6);
            prop_assert!((f64::from(place.lon_e7) / 1e7 - east as f64 / 36_000.0).abs() < 1e-6);
        }
    }
}
