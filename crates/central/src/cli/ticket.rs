//! A one-time ticket for people: to type and to scan.

use cacah_wire::down::Ticket;
use cacah_wire::introduce::ShortTicket;
use fast_qr::QRCode;
use fast_qr::qr::QRBuilder;

/// Light modules around a symbol.
const QUIET: i32 = 2;

/// The short form, and the same as a QR code.
pub fn to_type(ticket: &Ticket) -> String {
    let short = ShortTicket::of(ticket).to_text();
    // Capitals take the denser of the code's alphabets; whoever reads it does not mind.
    let symbol = QRBuilder::new(short.to_uppercase()).build().map(|code| drawn(&code));
    format!(
        "Diketik atau dipindai / to type or scan:\n\n  {short}\n\n{}\nDisalin / to copy:\n\n",
        symbol.unwrap_or_default()
    )
}

/// Two rows of modules in a line, light on dark as a terminal is: what is light is drawn.
fn drawn(code: &QRCode) -> String {
    let size = i32::try_from(code.size).unwrap_or(0);
    let light = |row: i32, column: i32| {
        let inside = (0..size).contains(&row) && (0..size).contains(&column);
        let module = |at: i32| usize::try_from(at).unwrap_or(0);
        !(inside && code[module(row)][module(column)].value())
    };
    let mut text = String::new();
    for row in (-QUIET..size + QUIET).step_by(2) {
        for column in -QUIET..size + QUIET {
            text.push(match (light(row, column), light(row + 1, column)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_a_ticket_is_shown_to_type_and_to_scan() {
        let code = cacah_wire::introduce::spell_code(&[5; 10]);
        let url = "https://kantor.example:8271".to_owned();
        let ticket = Ticket { url, code, certificate: "PEM".into() };
        let text = to_type(&ticket);
        let short = ShortTicket::of(&ticket).to_text();
        assert!(text.contains(&short));
        assert_eq!(scanned(&text), short.to_uppercase());
    }

    /// The symbol as a camera sees it.
    fn scanned(text: &str) -> String {
        let rows: Vec<Vec<char>> = text
            .lines()
            .map(|line| line.chars().collect::<Vec<_>>())
            .filter(|line| line.len() > 20 && line.iter().all(|c| " █▀▄".contains(*c)))
            .collect();
        let (scale, columns) = (4, rows[0].len());
        let light = |x: usize, y: usize| match rows[y / 2][x] {
            '█' => true,
            '▀' => y.is_multiple_of(2),
            '▄' => y % 2 == 1,
            _ => false,
        };
        let grey = |x: usize, y: usize| if light(x / scale, y / scale) { 255 } else { 0 };
        let (width, height) = (columns * scale, rows.len() * 2 * scale);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
        picture.detect_grids()[0].decode().unwrap().1
    }
}
