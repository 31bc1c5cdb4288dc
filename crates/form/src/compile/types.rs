//! Static types, as far as they find mistakes before an interview does.

use super::choices::Lists;
use super::resolve::Resolver;
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, Operator};
use crate::formula::Formula;
use crate::functions::{Yields, to_date};
use crate::model::{Kind, ListId, Metadata, Question};
use crate::value::{Value, parse_number};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Boolean,
    Number,
    Text,
    Date,
    Time,
    DateTime,
    /// One code of a list.
    Code(ListId),
    /// Several codes of a list.
    Codes(ListId),
    Any,
}

impl Type {
    pub fn of(question: &Question) -> Self {
        match (&question.kind, question.choices) {
            (Kind::Integer | Kind::Decimal, _) => Self::Number,
            (Kind::Date | Kind::Metadata(Metadata::Today), _) => Self::Date,
            (Kind::Time, _) => Self::Time,
            (Kind::DateTime | Kind::Metadata(Metadata::Start | Metadata::End), _) => Self::DateTime,
            (Kind::SelectOne, Some(list)) => Self::Code(list),
            (Kind::SelectMultiple | Kind::Sum { .. }, Some(list)) => Self::Codes(list),
            _ => Self::Any,
        }
    }
}

impl From<Yields> for Type {
    fn from(yields: Yields) -> Self {
        match yields {
            Yields::Boolean => Self::Boolean,
            Yields::Number => Self::Number,
            Yields::Text => Self::Text,
            Yields::Date => Self::Date,
            Yields::DateTime => Self::DateTime,
            Yields::Any => Self::Any,
        }
    }
}

impl Resolver<'_> {
    /// An operand of arithmetic: nothing that can never be a number.
    pub(super) fn number(&mut self, expr: &Expr) -> Result<Formula, Fault> {
        Ok(self.operand(expr)?.0)
    }

    fn operand(&mut self, expr: &Expr) -> Result<(Formula, Type), Fault> {
        let (formula, kind) = self.scalar(expr)?;
        if let Formula::Constant(Value::Text(text)) = &formula
            && parse_number(text).is_none()
        {
            let message = format!("'{text}' is no number");
            let date = !to_date(&Value::text(text)).is_empty();
            let expected = if date { format!("date('{text}')") } else { "a number".to_owned() };
            return Err(Fault::new(FormErrorCode::Type, message, expected));
        }
        if kind == Type::Time {
            return Err(no_number("a time of day", "decimal-time(…)"));
        }
        Ok((formula, kind))
    }

    pub(super) fn binary(
        &mut self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
    ) -> Result<(Formula, Type), Fault> {
        let (left, right, kind) = match operator {
            Operator::Or | Operator::And => {
                (self.scalar(left)?.0, self.scalar(right)?.0, Type::Boolean)
            }
            Operator::Equal | Operator::NotEqual => {
                let (left, right) = (self.scalar(left)?, self.scalar(right)?);
                self.comparable(&left, &right)?;
                self.comparable(&right, &left)?;
                apart(left.1, right.1)?;
                (left.0, right.0, Type::Boolean)
            }
            Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                apart(left.1, right.1)?;
                (left.0, right.0, Type::Boolean)
            }
            _ => (self.number(left)?, self.number(right)?, Type::Number),
        };
        Ok((Formula::Binary(operator, Box::new(left), Box::new(right)), kind))
    }

    /// Whether `side` can ever equal `other`, where `other` is a literal.
    fn comparable(&self, side: &(Formula, Type), other: &(Formula, Type)) -> Result<(), Fault> {
        let Formula::Constant(literal) = &other.0 else { return Ok(()) };
        match (side.1, literal) {
            (_, Value::Empty) => Ok(()),
            (Type::Code(list), _) => known_code(self.world.lists, list, literal),
            (Type::Time, _) => Err(no_number("a time of day", "decimal-time(…)")),
            (Type::Date | Type::DateTime, Value::Text(text)) => Err(Fault::new(
                FormErrorCode::Type,
                format!("a date compared with the text '{text}'"),
                format!("date('{text}')"),
            )),
            (Type::Number, Value::Text(text)) if parse_number(text).is_none() => Err(Fault::new(
                FormErrorCode::Type,
                format!("a number compared with the text '{text}'"),
                "a number",
            )),
            _ => Ok(()),
        }
    }
}

/// Moments and times cannot be compared as they are: as numbers, moments are whole days and times
/// nothing, and as texts they hang on how each was written.
fn apart(left: Type, right: Type) -> Result<(), Fault> {
    match (left, right) {
        (Type::DateTime, Type::DateTime) => {
            Err(no_number("a date with its time", "decimal-date-time(…) on both sides"))
        }
        (Type::Time, Type::Time) => {
            Err(no_number("a time of day", "decimal-time(…) on both sides"))
        }
        _ => Ok(()),
    }
}

fn no_number(what: &str, expected: &str) -> Fault {
    Fault::new(FormErrorCode::Type, format!("{what} has no number to compare or to add"), expected)
}

/// A literal that is compared with a code must be one of its list.
pub(super) fn known_code(lists: &Lists, list: ListId, literal: &Value) -> Result<(), Fault> {
    let code = literal.string();
    if lists.codes(list).any(|known| known == code) {
        return Ok(());
    }
    let codes: Vec<_> = lists.codes(list).take(40).collect();
    Err(Fault::new(
        FormErrorCode::Reference,
        format!("`{code}` is no code of the list {}", lists.names[list.0]),
        format!("one of {}", codes.join(" ")),
    ))
}
