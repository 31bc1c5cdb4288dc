//! Lists of items that expressions look into: the choices of a list, the rows of a file.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::eval::Scene;
use crate::formula::{ItemSet, Sought, Take};
use crate::functions::count;
use crate::source::Data;
use crate::value::{Value, parse_number};

/// A table of items in order, with the rows of a column by their value, once they were asked for.
#[derive(Debug)]
pub(crate) struct Items {
    data: Arc<Data>,
    by_text: Vec<OnceLock<Vec<u32>>>,
    by_number: Vec<OnceLock<Vec<u32>>>,
}

/// A list of choices as items.
#[derive(Debug)]
pub(crate) struct Listed {
    pub items: Arc<Items>,
    /// The columns of code and label.
    pub code: usize,
    pub label: usize,
}

impl Listed {
    /// The first row with this code.
    pub fn row(&self, code: &str) -> Option<usize> {
        self.items.with_text(self.code, code).first().map(|row| *row as usize)
    }
}

impl Items {
    pub fn new(data: Arc<Data>) -> Self {
        let orders = || data.columns().iter().map(|_| OnceLock::new()).collect();
        Self { by_text: orders(), by_number: orders(), data }
    }

    pub fn columns(&self) -> &[String] {
        self.data.columns()
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column == name)
    }

    /// Where a row stands, for errors: file, and row of the spreadsheet.
    pub fn place(&self, row: usize) -> (&str, usize) {
        (self.data.file(), self.data.number(row))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.data.cell(row, column)
    }

    pub fn value(&self, row: usize, column: usize) -> Value {
        Value::text(self.cell(row, column))
    }

    /// The rows whose cell equals `sought`, in order; none if only comparing each one tells.
    pub fn matching(&self, column: usize, sought: &Value) -> Option<&[u32]> {
        match sought {
            Value::Empty | Value::Text(_) => Some(self.with_text(column, &sought.string())),
            Value::Number(number) => Some(self.with_number(column, *number)),
            _ => None,
        }
    }

    /// The rows whose cell is this text, in order.
    pub fn with_text(&self, column: usize, sought: &str) -> &[u32] {
        let rows = self.by_text(column);
        let start = rows.partition_point(|row| self.cell(*row as usize, column) < sought);
        let (_, found) = rows.split_at(start);
        let end = found.partition_point(|row| self.cell(*row as usize, column) == sought);
        found.split_at(end).0
    }

    /// Sorts a column that expressions look up, so that the first of them need not wait.
    pub fn prepare(&self, column: usize) {
        self.by_text(column);
    }

    fn by_text(&self, column: usize) -> &[u32] {
        self.by_text[column].get_or_init(|| {
            let mut rows = self.rows();
            rows.sort_by_key(|row| self.cell(*row as usize, column));
            rows
        })
    }

    fn with_number(&self, column: usize, sought: f64) -> &[u32] {
        let number = |row: &u32| parse_number(self.cell(*row as usize, column));
        let rows = self.by_number[column].get_or_init(|| {
            let mut rows = self.rows();
            rows.retain(|row| number(row).is_some());
            // Adding zero makes the two zeros one.
            let order = |row: &u32| number(row).unwrap_or_default() + 0.0;
            rows.sort_by(|a, b| order(a).total_cmp(&order(b)));
            rows
        });
        let start = rows.partition_point(|row| number(row).is_some_and(|found| found < sought));
        let (_, found) = rows.split_at(start);
        let end = found.partition_point(|row| number(row) == Some(sought));
        found.split_at(end).0
    }

    fn rows(&self) -> Vec<u32> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).collect()
    }
}

impl Scene<'_> {
    /// A cell of the item looked at.
    pub fn column(&self, column: usize) -> Value {
        self.item.map_or(Value::Empty, |(items, row)| items.value(row, column))
    }

    /// What `take` makes of a set.
    pub fn take(&self, take: &Take, set: &ItemSet) -> Value {
        let rows = self.rows(set);
        let mut values = rows.iter().filter_map(|row| {
            let column = set.value?;
            Some(set.items.value(*row as usize, column))
        });
        match take {
            Take::First => values.next().unwrap_or_default(),
            Take::Count => Value::Number(count(rows.len())),
            Take::CountNonEmpty => {
                Value::Number(count(values.filter(|value| !value.is_empty()).count()))
            }
            Take::Fold(fold) => {
                let folded =
                    values.fold(fold.start(), |so_far, value| fold.add(so_far, value.number()));
                Value::Number(folded.unwrap_or(f64::NAN))
            }
            Take::Join(separator) => {
                let values = values.map(|value| Cow::Owned(value.string().into_owned()));
                Value::joined(values, &self.value(separator).string())
            }
        }
    }

    /// The rows of a set, joined by spaces: how a cell holds the options of a question.
    pub fn listed(&self, set: &ItemSet) -> Value {
        let rows = self.rows(set);
        Value::text(&rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    /// The rows that pass, in order.
    fn rows<'a>(&self, set: &'a ItemSet) -> Cow<'a, [u32]> {
        let mut rows = match &set.sought {
            Some(sought) => self.sought(&set.items, sought),
            None => Cow::Owned(set.items.rows()),
        };
        for filter in &set.filters {
            let (mut index, size) = (0, rows.len());
            rows.to_mut().retain(|row| {
                index += 1;
                let item = Some((&*set.items, *row as usize));
                Scene { item, index, size, ..*self }.value(filter).boolean()
            });
        }
        rows
    }

    fn sought<'a>(&self, items: &'a Items, sought: &Sought) -> Cow<'a, [u32]> {
        let value = self.value(&sought.value);
        if sought.as_text {
            return Cow::Borrowed(items.with_text(sought.column, &value.string()));
        }
        items.matching(sought.column, &value).map(Cow::Borrowed).unwrap_or_else(|| {
            let mut rows = items.rows();
            rows.retain(|row| items.value(*row as usize, sought.column).equals(&value));
            Cow::Owned(rows)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items(cells: &[String]) -> Items {
        Items::new(Arc::new(Data::table("l", &["name"], cells.iter().map(|cell| vec![&**cell]))))
    }

    proptest! {
        #[test]
        fn a_lookup_finds_what_comparing_each_finds(
            cells in proptest::collection::vec("[01.-]{0,2}|-?[0-2](\\.0)?", 0..12),
            text in "[01.-]{0,2}",
            number in -2..3i8,
        ) {
            let items = items(&cells);
            let nan = Value::Number(f64::NAN);
            for sought in [Value::text(&text), Value::Number(number.into()), nan] {
                let each = (0..items.len()).filter(|row| items.value(*row, 0).equals(&sought));
                let each: Vec<u32> = each.map(|row| u32::try_from(row).unwrap()).collect();
                prop_assert_eq!(items.matching(0, &sought).unwrap(), each, "{:?}", sought);
            }
        }
    }
}
