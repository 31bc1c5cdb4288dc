//! From a spreadsheet's rows to the cells of the columns a list has.

use chrono::NaiveDate;

use cacah_family::area::Idsubsls;
use cacah_wire::people::OfficerRole;

use super::fault::{Fault, Faults, Problem};
use super::sheet::{self, Cell, File, letters};

/// A column of a list: the headers it may have, the first is the one to be shown; and whether the
/// list is none without it.
pub type Column = (&'static [&'static str], bool);

/// Where the columns of a list are in a file.
struct Header {
    /// Index in the file, and as faults show it; per column of the list.
    places: Vec<Option<(usize, String)>>,
    /// No column is missing or doubled.
    whole: bool,
}

impl Header {
    fn find(
        file: &str,
        row: usize,
        cells: &[Cell],
        columns: &[Column],
        faults: &mut Faults,
    ) -> Self {
        let before = faults.count();
        let mut add = |column: String, problem| {
            faults.add(Fault { file: file.to_owned(), row, column, problem });
        };
        let titles: Vec<(usize, &String, String)> = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| {
                let Cell::Text(title) = cell else { return None };
                Some((at, title, plain(title)))
            })
            .collect();
        let mut find = |(names, needed): &Column| {
            let mut found = titles.iter().filter(|(_, _, name)| names.contains(&name.as_str()));
            let first = found.next().map(|(at, title, _)| (*at, place(*at, title)));
            if let Some((at, title, _)) = found.next() {
                add(place(*at, title), Problem::DoubledColumn);
            }
            if first.is_none() && *needed {
                add(String::new(), Problem::MissingColumn(names));
            }
            first
        };
        let places = columns.iter().map(&mut find).collect();
        Self { places, whole: faults.count() == before }
    }
}

/// As the lists name it: "No. Bangunan" is `no_bangunan`.
fn plain(title: &str) -> String {
    let words = title.split(|next: char| !next.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("_")
}

fn place(at: usize, title: &str) -> String {
    format!("{} ({title})", letters(at))
}

/// A row of a list. Every reader returns nothing where it has added a fault.
pub struct Line<'a> {
    /// As the spreadsheet shows it.
    pub row: usize,
    file: &'a str,
    cells: &'a [Cell],
    header: &'a Header,
    faults: &'a mut Faults,
}

impl Line<'_> {
    /// Adds a fault at a column of the list.
    pub fn fault(&mut self, column: usize, problem: Problem) {
        let place = self.header.places[column].as_ref();
        let column = place.map(|(_, title)| title.clone()).unwrap_or_default();
        self.faults.add(Fault { file: self.file.to_owned(), row: self.row, column, problem });
    }

    fn cell(&self, column: usize) -> &Cell {
        let place = self.header.places[column].as_ref();
        place.and_then(|(at, _)| self.cells.get(*at)).unwrap_or(&Cell::Empty)
    }

    /// Text of at most `most` characters; the empty text where there is none.
    pub fn text(&mut self, column: usize, most: usize) -> Option<String> {
        let problem = match self.cell(column) {
            Cell::Empty => return Some(String::new()),
            Cell::Text(text) if text.chars().any(char::is_control) => Problem::Character,
            Cell::Text(text) if text.chars().count() <= most => return Some(text.clone()),
            Cell::Text(_) | Cell::TooLong => Problem::TooLong,
            Cell::Number(_) => Problem::Numeric,
            Cell::Date(_) | Cell::Other => Problem::NotText,
        };
        self.fault(column, problem);
        None
    }

    /// Text that must be there.
    pub fn filled(&mut self, column: usize, most: usize) -> Option<String> {
        let text = self.text(column, most)?;
        if text.is_empty() {
            self.fault(column, Problem::Empty);
            return None;
        }
        Some(text)
    }

    /// An SLS.
    pub fn idsubsls(&mut self, column: usize) -> Option<Idsubsls> {
        let text = self.filled(column, 100)?;
        let area = text.parse().ok();
        if area.is_none() {
            self.fault(
                column,
                match text.chars().count() {
                    16 => Problem::Character,
                    length => Problem::Idsubsls(length),
                },
            );
        }
        area
    }

    /// An SLS or the beginning of one: province, regency, district, village, SLS without sub-SLS.
    pub fn area(&mut self, column: usize) -> Option<String> {
        let text = self.filled(column, 100)?.to_ascii_uppercase();
        let length = text.chars().count();
        if !matches!(length, 2 | 4 | 7 | 10 | 14 | 16) {
            self.fault(column, Problem::Area(length));
            None
        } else if crate::plan::is_area(&text) {
            Some(text)
        } else {
            self.fault(column, Problem::Character);
            None
        }
    }

    /// A number from 1 to 65535, as text or as a number, since its zeros mean nothing; 0 where
    /// there is none.
    pub fn count(&mut self, column: usize) -> Option<u16> {
        let count = match self.cell(column) {
            Cell::Empty => return Some(0),
            Cell::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
            Cell::Number(number) => format!("{number}").parse().ok(),
            _ => None,
        };
        let count = count.filter(|count| *count > 0);
        if count.is_none() {
            self.fault(column, Problem::Count);
        }
        count
    }

    /// A role by its name, or by what offices call it; the outer nothing is a fault.
    pub fn role(&mut self, column: usize) -> Option<Option<OfficerRole>> {
        let text = self.text(column, 100)?;
        let name = plain(&text);
        let role = match name.as_str() {
            "" => return Some(None),
            "pcl" => Some(OfficerRole::Ppl),
            "operator" | "operator_entri" => Some(OfficerRole::Keyer),
            "pengawas" | "ipds" => Some(OfficerRole::Supervisor),
            "admin_kab" | "admin_kabkot" => Some(OfficerRole::AdminRegency),
            "admin_provinsi" => Some(OfficerRole::AdminProvince),
            "admin_pusat" => Some(OfficerRole::AdminCentre),
            name => OfficerRole::from_name(name),
        };
        if role.is_none() {
            self.fault(column, Problem::Role);
        }
        role.map(Some)
    }

    /// A date; as text, the day first or the year first. The outer nothing is a fault.
    pub fn date(&mut self, column: usize) -> Option<Option<NaiveDate>> {
        let date = match self.cell(column) {
            Cell::Empty => return Some(None),
            Cell::Date(date) => Some(*date),
            Cell::Text(text) => ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
                .iter()
                .find_map(|format| NaiveDate::parse_from_str(text, format).ok()),
            _ => None,
        };
        if date.is_none() {
            self.fault(column, Problem::Date);
        }
        date.map(Some)
    }
}

/// A list as read.
pub struct List<T> {
    /// Name of the file.
    file: String,
    /// Its columns as faults show them.
    titles: Vec<String>,
    /// What its rows hold, each with its number.
    pub rows: Vec<(usize, T)>,
    /// Nothing is wrong with it, so that other lists may be held against it.
    pub whole: bool,
}

impl<T> List<T> {
    /// A fault found later, at a column of the list.
    pub fn fault(&self, row: usize, column: usize, problem: Problem) -> Fault {
        let column = self.titles.get(column).cloned().unwrap_or_default();
        Fault { file: self.file.clone(), row, column, problem }
    }
}

/// Reads a list: every row below the header through `take`, which keeps what it likes.
pub fn read<T>(
    file: &File,
    columns: &[Column],
    faults: &mut Faults,
    mut take: impl FnMut(&mut Line<'_>) -> Option<T>,
) -> List<T> {
    let before = faults.count();
    let mut header = None;
    let mut rows = Vec::new();
    let end = sheet::read(&file.bytes, &mut |row, cells| match &header {
        None => header = Some(Header::find(&file.name, row, cells, columns, faults)),
        // Without its columns nothing true can be said of the rows.
        Some(header) if !header.whole => {}
        Some(header) => {
            let mut line = Line { row, file: &file.name, cells, header, faults };
            rows.extend(take(&mut line).map(|item| (row, item)));
        }
    });
    let end = end.err().or(header.is_none().then_some((0, None, Problem::NoHeader)));
    if let Some((row, column, problem)) = end {
        let column = column.map(letters).unwrap_or_default();
        faults.add(Fault { file: file.name.clone(), row, column, problem });
    }
    let titles = header.into_iter().flat_map(|header| header.places);
    let titles = titles.map(|place| place.map(|(_, title)| title).unwrap_or_default()).collect();
    List { file: file.name.clone(), titles, rows, whole: faults.count() == before }
}
