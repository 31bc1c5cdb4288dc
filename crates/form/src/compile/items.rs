//! Expressions over lists of items: `instance('list')/root/item[…]/column`, `pulldata(…)`,
//! `jr:choice-name(…)`, and the parameters.

use std::sync::Arc;

use super::parameters;
use super::resolve::{Resolver, unsupported};
use super::survey::What;
use super::types::Type;
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, Operator, PathExpr, Start, Step, Test};
use crate::formula::{Fold, Formula, ItemSet, Sought, Take};
use crate::items::Items;
use crate::slip::instead;
use crate::value::Value;

/// Items that one expression looks at, where a filter stands inside a filter.
const MAX_LOOKS: usize = 10_000_000;

impl Resolver<'_> {
    /// A call that is about items; none: another one.
    pub(super) fn item_call(
        &mut self,
        name: &str,
        arguments: &[Expr],
    ) -> Result<Option<(Formula, Type)>, Fault> {
        let taken = |take, set, kind| Ok(Some((Formula::Items(take, Box::new(set)), kind)));
        match (name, arguments) {
            ("count", [Expr::Path(path)]) if of_items(path) => {
                taken(Take::Count, self.items(path, false)?, Type::Number)
            }
            ("count-non-empty", [Expr::Path(path)]) if of_items(path) => {
                taken(Take::CountNonEmpty, self.items(path, true)?, Type::Number)
            }
            ("sum", [Expr::Path(path)]) if of_items(path) => {
                taken(Take::Fold(Fold::Sum), self.items(path, true)?, Type::Number)
            }
            ("min", [Expr::Path(path)]) if of_items(path) => {
                taken(Take::Fold(Fold::Min), self.items(path, true)?, Type::Number)
            }
            ("max", [Expr::Path(path)]) if of_items(path) => {
                taken(Take::Fold(Fold::Max), self.items(path, true)?, Type::Number)
            }
            ("join", [separator, Expr::Path(path)]) if of_items(path) => {
                let separator = self.scalar(separator)?.0;
                taken(Take::Join(Box::new(separator)), self.items(path, true)?, Type::Text)
            }
            ("position", []) if self.item.is_some() => Ok(Some((Formula::Index, Type::Number))),
            ("last", []) if self.item.is_some() => Ok(Some((Formula::Last, Type::Number))),
            ("pulldata", arguments) => taken(Take::First, self.pulldata(arguments)?, Type::Any),
            ("jr:choice-name", arguments) => {
                taken(Take::First, self.choice_name(arguments)?, Type::Text)
            }
            ("cacah:parameter", arguments) => self.parameter(arguments).map(Some),
            _ => Ok(None),
        }
    }

    /// A path from `instance(…)`, or from the item that a predicate looks at, as one value; none:
    /// another path.
    pub(super) fn item_path(&mut self, path: &PathExpr) -> Result<Option<(Formula, Type)>, Fault> {
        if of_items(path) {
            let set = self.items(path, true)?;
            return Ok(Some((Formula::Items(Take::First, Box::new(set)), Type::Any)));
        }
        match &self.item {
            Some(items) if path.start == Start::Context => {
                let names = path.steps.iter().filter(|step| step.test != Test::Own);
                match names.collect::<Vec<_>>().as_slice() {
                    [Step { test: Test::Name(name), predicates }] if predicates.is_empty() => {
                        Ok(Some((Formula::Column(column(items, name)?), Type::Any)))
                    }
                    _ => Err(unsupported(&format!("`{path}` of an item"), "a column by its name")),
                }
            }
            _ => Ok(None),
        }
    }

    /// The items of `instance('list')/root/item[…]`, or their values in a column.
    fn items(&mut self, path: &PathExpr, valued: bool) -> Result<ItemSet, Fault> {
        let items = self.instance_of(path)?;
        let shape = || {
            let message = format!("`{path}` is no path to items");
            Fault::new(FormErrorCode::Type, message, "instance('list')/root/item[…]/column")
        };
        let (item, column_step) = match path.steps.as_slice() {
            [root, item] if is(root, "root") && !valued => (item, None),
            [root, item, last] if is(root, "root") && last.predicates.is_empty() => {
                (item, Some(last))
            }
            _ => return Err(shape()),
        };
        if item.test != Test::Name("item".to_owned()) || !path.predicates.is_empty() {
            return Err(shape());
        }
        let value = match column_step.map(|step| &step.test) {
            Some(Test::Name(name)) => Some(column(&items, name)?),
            Some(_) => return Err(shape()),
            None => None,
        };
        self.item_set(items, &item.predicates, value)
    }

    /// The items that pass the predicates.
    pub(super) fn item_set(
        &mut self,
        items: Arc<Items>,
        predicates: &[Expr],
        value: Option<usize>,
    ) -> Result<ItemSet, Fault> {
        let mut set = ItemSet { items, sought: None, filters: Vec::new(), value };
        let around = self.looks;
        for predicate in predicates {
            let outer = self.item.replace(Arc::clone(&set.items));
            self.looks = around.saturating_mul(set.items.len().max(1));
            let resolved = self.scalar(predicate);
            self.looks = around;
            self.item = outer;
            let filter = match resolved? {
                (place, Type::Number) => Formula::same_place(place),
                (truth, _) => truth,
            };
            set.narrow(filter);
        }
        if set.sought.is_none() && around > 1 && around.saturating_mul(set.items.len()) > MAX_LOOKS
        {
            let message = "a filter on so many items for each of so many others";
            return Err(unsupported(message, "column = value, or a calculation of its own"));
        }
        Ok(set)
    }

    fn instance_of(&self, path: &PathExpr) -> Result<Arc<Items>, Fault> {
        let Start::Call(_, arguments) = &path.start else {
            return Err(unsupported(&format!("`{path}`"), "instance('list')"));
        };
        let [Expr::Text(name)] = arguments.as_slice() else {
            return Err(unsupported("an instance whose name is computed", "instance('list')"));
        };
        self.world.lists.instance(name).ok_or_else(|| {
            let message = format!("there is no instance `{name}`");
            let names = self.world.lists.names.iter().map(String::as_str);
            let expected = instead(name, names, "a list of choices, or data by its file");
            Fault::new(FormErrorCode::Reference, message, expected)
        })
    }

    /// `pulldata('file', 'column', 'key column', key)`: keys are compared as texts.
    fn pulldata(&mut self, arguments: &[Expr]) -> Result<ItemSet, Fault> {
        let [Expr::Text(file), Expr::Text(value), Expr::Text(key), sought] = arguments else {
            let expected = "pulldata('file', 'column', 'key column', ${key}), names in quotes";
            let message = "pulldata() without its four arguments";
            return Err(Fault::new(FormErrorCode::Type, message, expected));
        };
        let lists = self.world.lists;
        let items = lists.file(file).ok_or_else(|| lists.no_file(file))?;
        let (value, key) = (column(&items, value)?, column(&items, key)?);
        items.prepare(key);
        let sought = Some(Sought { column: key, value: self.scalar(sought)?.0, as_text: true });
        Ok(ItemSet { items, sought, filters: Vec::new(), value: Some(value) })
    }

    /// `jr:choice-name(${q}, '${q}')`: the label of a code, in Indonesian.
    fn choice_name(&mut self, arguments: &[Expr]) -> Result<ItemSet, Fault> {
        let fault = || {
            let message = "jr:choice-name() without the question whose choices are meant";
            Fault::new(FormErrorCode::Type, message, "jr:choice-name(${question}, '${question}')")
        };
        let [value, Expr::Text(name)] = arguments else { return Err(fault()) };
        let name = name.trim().strip_prefix("${").and_then(|name| name.strip_suffix('}'));
        let node = name.and_then(|name| self.world.survey.by_name.get(name.trim()));
        let What::Question(question) = self.world.survey.nodes[*node.ok_or_else(fault)?].what
        else {
            return Err(fault());
        };
        let list = self.world.survey.questions[question].choices.ok_or_else(fault)?;
        let listed = &self.world.lists.items[list.0];
        listed.items.prepare(listed.code);
        let value = self.scalar(value)?.0;
        let sought = Some(Sought { column: listed.code, value, as_text: true });
        let items = Arc::clone(&listed.items);
        Ok(ItemSet { items, sought, filters: Vec::new(), value: Some(listed.label) })
    }

    fn parameter(&self, arguments: &[Expr]) -> Result<(Formula, Type), Fault> {
        let [Expr::Text(name)] = arguments else {
            return Err(unsupported("a parameter whose name is computed", "a name in quotes"));
        };
        let found = self.world.lists.parameters.iter().find(|known| known.name == *name);
        let value = found.map(parameters::value).ok_or_else(|| {
            let message = format!("there is no parameter `{name}`");
            let known = self.world.lists.parameters.iter().map(|known| known.name.as_str());
            let expected = instead(name, known, "a name of the sheet parameters");
            Fault::new(FormErrorCode::Reference, message, expected)
        })?;
        let kind = if matches!(value, Value::Number(_)) { Type::Number } else { Type::Text };
        Ok((Formula::Constant(value), kind))
    }
}

impl ItemSet {
    /// Lets only what passes `filter` through. One that asks for a value of a column looks it up.
    fn narrow(&mut self, filter: Formula) {
        if self.sought.is_none() && self.filters.is_empty() && !filter.counts() {
            match filter.into_sought(&self.items) {
                Ok((sought, rest)) => {
                    self.sought = Some(sought);
                    self.filters.extend(rest);
                }
                Err(filter) => self.filters.push(filter),
            }
        } else {
            self.filters.push(filter);
        }
    }
}

impl Formula {
    fn counts(&self) -> bool {
        self.contains(|part| matches!(part, Self::Index | Self::Last))
    }

    /// Taken apart into what is looked up, and the rest of the filter.
    fn into_sought(self, items: &Items) -> Result<(Sought, Option<Self>), Self> {
        let constant = |part: &Self| !part.reads_item();
        match self {
            Self::Binary(Operator::Equal, left, right) => match (*left, *right) {
                (Self::Column(column), value) | (value, Self::Column(column))
                    if constant(&value) =>
                {
                    items.prepare(column);
                    Ok((Sought { column, value, as_text: false }, None))
                }
                (left, right) => {
                    Err(Self::Binary(Operator::Equal, Box::new(left), Box::new(right)))
                }
            },
            Self::Binary(Operator::And, left, right) => match left.into_sought(items) {
                Ok((sought, None)) => Ok((sought, Some(*right))),
                Ok((sought, Some(left))) => {
                    Ok((sought, Some(Self::Binary(Operator::And, Box::new(left), right))))
                }
                Err(left) => match right.into_sought(items) {
                    Ok((sought, None)) => Ok((sought, Some(left))),
                    Ok((sought, Some(right))) => {
                        let both = Self::Binary(Operator::And, Box::new(left), Box::new(right));
                        Ok((sought, Some(both)))
                    }
                    Err(right) => Err(Self::Binary(Operator::And, Box::new(left), Box::new(right))),
                },
            },
            other => Err(other),
        }
    }
}

fn of_items(path: &PathExpr) -> bool {
    matches!(&path.start, Start::Call(name, _) if name == "instance")
}

fn is(step: &Step, name: &str) -> bool {
    step.predicates.is_empty() && matches!(&step.test, Test::Name(known) if known == name)
}

fn column(items: &Items, name: &str) -> Result<usize, Fault> {
    items.column(name).ok_or_else(|| {
        let message = format!("the items have no column `{name}`");
        let columns = items.columns().iter().take(20).map(String::as_str).collect::<Vec<_>>();
        Fault::new(FormErrorCode::Reference, message, format!("one of {}", columns.join(" ")))
    })
}
