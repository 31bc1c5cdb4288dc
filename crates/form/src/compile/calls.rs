//! Calls of functions, with their arguments checked.

use regex::RegexBuilder;

use super::resolve::{Resolver, unsupported};
use super::types::{Type, known_code};
use crate::error::{Fault, FormErrorCode};
use crate::expr::Expr;
use crate::formula::{Fold, Formula};
use crate::functions::{DATE_DIRECTIVES, Function, lookup};
use crate::value::Value;

/// Prefix of the functions that the caller of the engine provides.
const NAMED: &str = "cacah:";

/// Functions of ODK XForms that are refused, with what to do instead.
const REFUSED: [(&str, &str); 13] = [
    ("today", "a date question: the engine has no clock"),
    ("now", "a date question: the engine has no clock"),
    ("once", "a hidden question that the caller fills: calculations are not stored"),
    ("random", "a hidden question that the caller fills"),
    ("uuid", "a hidden question that the caller fills"),
    ("indexed-repeat", "${repeat}[position() = n]/question"),
    ("pulldata", "a function cacah:… of the caller"),
    ("instance", "a function cacah:… of the caller"),
    ("jr:choice-name", "the code"),
    ("jr:itext", "a label"),
    ("decimal-date-time", "number(…) of a date: days since 1970-01-01"),
    ("format-date-time", "format-date(…)"),
    ("last", "count(…)"),
];

impl Resolver<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[Expr],
    ) -> Result<(Formula, Type), Fault> {
        let typed = |formula, kind| Ok((formula, kind));
        match (name, arguments) {
            ("true", []) => typed(Formula::Constant(Value::Boolean(true)), Type::Boolean),
            ("false", []) => typed(Formula::Constant(Value::Boolean(false)), Type::Boolean),
            ("not", [inner]) => typed(Formula::Not(Box::new(self.scalar(inner)?.0)), Type::Boolean),
            ("if", [condition, then, otherwise]) => {
                let condition = self.scalar(condition)?.0;
                let (then, kind) = self.scalar(then)?;
                let (otherwise, other) = self.scalar(otherwise)?;
                let kind = if kind == other { kind } else { Type::Any };
                typed(Formula::If(Box::new([condition, then, otherwise])), kind)
            }
            ("position", []) if self.member.is_some() => typed(Formula::Index, Type::Number),
            ("position", [path]) => typed(Formula::Position(self.instance(path)?), Type::Number),
            ("count", [set]) => {
                typed(Formula::Count(Box::new(self.set(set, false)?)), Type::Number)
            }
            ("count-non-empty", [set]) => {
                typed(Formula::CountNonEmpty(Box::new(self.set(set, true)?)), Type::Number)
            }
            ("sum", [set]) => self.fold(Fold::Sum, set),
            ("min", [set]) => self.fold(Fold::Min, set),
            ("max", [set]) => self.fold(Fold::Max, set),
            ("join", [separator, set]) => {
                let separator = Box::new(self.scalar(separator)?.0);
                typed(Formula::Join(separator, Box::new(self.set(set, true)?)), Type::Text)
            }
            ("regex", [text, pattern]) => self.regex(text, pattern),
            _ => self.plain_call(name, arguments),
        }
    }

    fn fold(&mut self, fold: Fold, set: &Expr) -> Result<(Formula, Type), Fault> {
        Ok((Formula::Fold(fold, Box::new(self.set(set, true)?)), Type::Number))
    }

    /// `regex` matches the whole text, as in ODK.
    fn regex(&mut self, text: &Expr, pattern: &Expr) -> Result<(Formula, Type), Fault> {
        let text = self.scalar(text)?.0;
        let Expr::Text(pattern) = pattern else {
            return Err(unsupported("a pattern that is computed", "a pattern in quotes"));
        };
        let regex = RegexBuilder::new(&format!("^(?:{pattern})$"))
            .size_limit(1 << 20)
            .build()
            .map_err(|_| {
                let message = format!("'{pattern}' is no pattern that can be used");
                Fault::new(FormErrorCode::Syntax, message, "a regular expression without (?=…)")
            })?;
        Ok((Formula::Regex(Box::new(text), regex), Type::Boolean))
    }

    fn plain_call(&mut self, name: &str, arguments: &[Expr]) -> Result<(Formula, Type), Fault> {
        if let Some(own) = name.strip_prefix(NAMED) {
            let own = own.to_owned();
            let arguments = self.arguments(arguments)?;
            if !self.named.contains(&own) {
                self.named.push(own.clone());
            }
            return Ok((Formula::Named(own, arguments), Type::Any));
        }
        if let Some((_, instead)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return Err(unsupported(&format!("{name}()"), instead));
        }
        let special = ["true", "false", "not", "if", "position", "count", "sum", "join", "regex"];
        let Some((function, least, most, yields)) = lookup(name) else {
            let (message, expected) = if special.contains(&name) {
                (format!("{name}() with {} arguments here", arguments.len()), "its own arguments")
            } else {
                (format!("there is no function {name}()"), "a function of ODK XForms or cacah:…")
            };
            return Err(Fault::new(FormErrorCode::Reference, message, expected));
        };
        if arguments.len() < least || arguments.len() > most {
            let message = format!("{name}() with {} arguments", arguments.len());
            let expected = format!("{least} to {most}");
            return Err(Fault::new(FormErrorCode::Type, message, expected));
        }
        self.check_literals(function, arguments)?;
        Ok((Formula::Call(function, self.arguments(arguments)?), yields.into()))
    }

    fn arguments(&mut self, arguments: &[Expr]) -> Result<Vec<Formula>, Fault> {
        arguments.iter().map(|argument| Ok(self.scalar(argument)?.0)).collect()
    }

    fn check_literals(&mut self, function: Function, arguments: &[Expr]) -> Result<(), Fault> {
        match (function, arguments) {
            (Function::Selected, [of, Expr::Text(code)]) => {
                let (_, kind) = self.scalar(of)?;
                match kind {
                    Type::Code(list) | Type::Codes(list) => {
                        known_code(self.world.lists, list, &Value::text(code))
                    }
                    _ => Ok(()),
                }
            }
            (Function::FormatDate, [_, Expr::Text(pattern)]) => {
                let mut directives = pattern.split('%').skip(1).map(|rest| rest.chars().next());
                let known = |next: Option<char>| next.is_none_or(|c| DATE_DIRECTIVES.contains(c));
                if directives.all(known) {
                    return Ok(());
                }
                Err(unsupported(&format!("the pattern '{pattern}'"), "%Y %y %m %n %d %e"))
            }
            (Function::FormatDate, _) => {
                Err(unsupported("a pattern that is computed", "a pattern in quotes"))
            }
            (Function::Date, [Expr::Text(date)]) => {
                let value = crate::functions::call(Function::Date, &[Value::text(date)]);
                if !value.is_empty() {
                    return Ok(());
                }
                let message = format!("'{date}' is no date");
                Err(Fault::new(FormErrorCode::Type, message, "date('2022-10-15')"))
            }
            _ => Ok(()),
        }
    }
}
