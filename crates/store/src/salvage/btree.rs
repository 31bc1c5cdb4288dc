//! B-trees of SQLite (fileformat2.html, 1.5 and 2), read so that a page that is gone costs only what
//! lay on it.

use std::collections::BTreeSet;

use rusqlite::types::Value;

use super::codec::USABLE;
use super::pages::Pages;

/// Which of the two kinds of b-tree a page is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rows by rowid.
    Table,
    /// Rows that are their own key: indexes, and tables without rowid.
    Index,
}

/// A row as it lies on its page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub rowid: Option<i64>,
    pub values: Vec<Value>,
}

/// What a page holds.
pub(crate) struct Page {
    pub kind: Kind,
    pub rows: Vec<Row>,
    children: Vec<u32>,
    /// Pages on which large rows of this one go on.
    overflow: Vec<u32>,
}

/// What was found from a root.
#[derive(Default)]
pub(crate) struct Tree {
    pub rows: Vec<Row>,
    /// A page of it could not be read: some of its rows may be on pages that nothing leads to.
    pub torn: bool,
}

/// Reads the tree at `root`, noting every page it came by.
pub(crate) fn tree(pages: &Pages, root: u32, seen: &mut BTreeSet<u32>) -> Tree {
    let mut tree = Tree::default();
    let mut open = vec![root];
    while let Some(number) = open.pop() {
        if !seen.insert(number) {
            continue;
        }
        let image = pages.now.get(&number);
        match image.and_then(|image| page(pages, image)) {
            Some(page) => {
                tree.rows.extend(page.rows);
                open.extend(page.children);
                seen.extend(page.overflow);
            }
            None => tree.torn = true,
        }
    }
    tree
}

/// Reads one page; `None` when it is of no b-tree.
pub(crate) fn page(pages: &Pages, image: &[u8]) -> Option<Page> {
    let head = if image.starts_with(b"SQLite format 3\0") { 100 } else { 0 };
    let (kind, leaf) = match image.get(head)? {
        2 => (Kind::Index, false),
        5 => (Kind::Table, false),
        10 => (Kind::Index, true),
        13 => (Kind::Table, true),
        _ => return None,
    };
    let cells = u16::from_be_bytes(*image.get(head + 3..)?.first_chunk()?);
    let pointers = image.get(head + if leaf { 8 } else { 12 }..)?.as_chunks::<2>().0;
    let mut page = Page { kind, rows: Vec::new(), children: Vec::new(), overflow: Vec::new() };
    if !leaf {
        page.children.push(u32::from_be_bytes(*image.get(head + 8..)?.first_chunk()?));
    }
    for pointer in pointers.iter().take(cells.into()) {
        let mut cell = image.get(usize::from(u16::from_be_bytes(*pointer))..)?;
        if !leaf {
            let (child, rest) = cell.split_first_chunk()?;
            page.children.push(u32::from_be_bytes(*child));
            cell = rest;
        }
        if leaf || kind == Kind::Index {
            page.rows.extend(row(pages, kind, cell, &mut page.overflow));
        }
    }
    Some(page)
}

fn row(pages: &Pages, kind: Kind, mut cell: &[u8], overflow: &mut Vec<u32>) -> Option<Row> {
    let length = usize::try_from(varint(&mut cell)?).ok()?;
    let rowid = match kind {
        Kind::Table => Some(varint(&mut cell)?),
        Kind::Index => None,
    };
    let payload = payload(pages, kind, cell, length, overflow)?;
    Some(Row { rowid, values: record(&payload)? })
}

/// The payload of a cell, its part on the page first; `None` when an overflow page is gone.
fn payload(
    pages: &Pages,
    kind: Kind,
    cell: &[u8],
    length: usize,
    overflow: &mut Vec<u32>,
) -> Option<Vec<u8>> {
    let here = local(kind, length);
    let mut payload = cell.get(..here)?.to_vec();
    if here == length {
        return Some(payload);
    }
    let mut next = u32::from_be_bytes(*cell.get(here..)?.first_chunk()?);
    while payload.len() < length {
        let (after, rest) = pages.now.get(&next)?.split_first_chunk()?;
        overflow.push(next);
        payload.extend_from_slice(rest.get(..rest.len().min(length - payload.len()))?);
        next = u32::from_be_bytes(*after);
    }
    Some(payload)
}

/// How much of a payload lies on the b-tree's page.
fn local(kind: Kind, length: usize) -> usize {
    let most = match kind {
        Kind::Table => USABLE - 35,
        Kind::Index => (USABLE - 12) * 64 / 255 - 23,
    };
    if length <= most {
        return length;
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (USABLE - 4);
    if fitting <= most { fitting } else { least }
}

/// The values of a record: a header of types, then their bytes.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let mut types = payload;
    let header = usize::try_from(varint(&mut types)?).ok()?;
    let width = payload.len() - types.len();
    let mut types = types.get(..header.checked_sub(width)?)?;
    let mut body = payload.get(header..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        values.push(value(varint(&mut types)?, &mut body)?);
    }
    Some(values)
}

fn value(serial: i64, body: &mut &[u8]) -> Option<Value> {
    let bytes = match serial {
        0 | 8 | 9 => 0,
        1..=4 => serial,
        5 => 6,
        6 | 7 => 8,
        12.. => (serial - 12) / 2,
        _ => return None,
    };
    let (bytes, rest) = body.split_at_checked(usize::try_from(bytes).ok()?)?;
    *body = rest;
    Some(match serial {
        0 => Value::Null,
        1..=6 => Value::Integer(integer(bytes)),
        7 => Value::Real(f64::from_be_bytes(*bytes.first_chunk()?)),
        8 | 9 => Value::Integer(serial - 8),
        _ if serial % 2 == 0 => Value::Blob(bytes.to_vec()),
        _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
    })
}

/// Big endian, of any width, with its sign.
fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|byte| *byte > 127) { -1 } else { 0 };
    bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte))
}

/// Seven bits a byte, the highest says that another follows; the ninth gives all eight.
fn varint(from: &mut &[u8]) -> Option<i64> {
    let mut number = 0;
    for place in 0..9 {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        if place == 8 {
            return Some(number << 8 | i64::from(*byte));
        }
        number = number << 7 | i64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
