//! Calls of functions, with their arguments checked.

use regex::RegexBuilder;

use super::resolve::{Resolver, unsupported};
use super::types::{Type, known_code};
use crate::error::{Fault, FormErrorCode};
use crate::expr::{Expr, PathExpr, Start};
use crate::formula::{Fold, Formula, Operand};
use crate::functions::{ALGORITHMS, ENCODINGS, Function, is_pattern, lookup, names, to_date};
use crate::slip::instead;
use crate::value::Value;

/// Prefix of the functions that the caller of the engine provides.
const NAMED: &str = "cacah:";

/// Functions that [`Resolver::call`] resolves itself, and how each is written.
const SPECIAL: [(&str, &str); 14] = [
    ("true", "true()"),
    ("false", "false()"),
    ("not", "not(condition)"),
    ("if", "if(condition, then, otherwise)"),
    ("position", "position(..) in a repeat, position() in a filter"),
    ("last", "last() in a filter"),
    ("count", "count(${repeat})"),
    ("count-non-empty", "count-non-empty(${question}) from outside its repeat"),
    ("sum", "sum(${question}) from outside its repeat"),
    ("now", "now()"),
    ("today", "today()"),
    ("regex", "regex(text, 'pattern')"),
    ("instance", "instance('list')/root/item[…]/column"),
    ("indexed-repeat", "indexed-repeat(${question}, ${repeat}, number)"),
];

/// Functions that take all answers of a set, not only the first.
const OVER_SETS: [&str; 7] = ["area", "checklist", "concat", "distance", "join", "max", "min"];

/// Functions of ODK XForms that are refused, with what to do instead.
const REFUSED: [(&str, &str); 8] = [
    ("once", "once(…) as the whole calculation"),
    ("random", "a hidden question that the caller fills: the same answers always say the same"),
    ("randomize", "the order of the list"),
    ("uuid", "a hidden question that the caller fills: the same answers always say the same"),
    ("jr:itext", "a label"),
    ("property", "a question of type deviceid or username"),
    ("version", "the version in quotes"),
    ("depend", "its first argument"),
];

impl Resolver<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[Expr],
    ) -> Result<(Formula, Type), Fault> {
        if let Some(found) = self.item_call(name, arguments)? {
            return Ok(found);
        }
        if let Some(found) = self.shared(name, arguments) {
            return Ok(found);
        }
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
            ("last", []) if self.member.is_some() => typed(Formula::Last, Type::Number),
            ("indexed-repeat", arguments) => self.indexed_repeat(arguments),
            ("position", [path]) => typed(Formula::Position(self.instance(path)?), Type::Number),
            ("count", [set]) => {
                typed(Formula::Count(Box::new(self.set(set, false)?)), Type::Number)
            }
            ("count-non-empty", [set]) => {
                typed(Formula::CountNonEmpty(Box::new(self.set(set, true)?)), Type::Number)
            }
            ("sum", [set]) => self.fold(Fold::Sum, set),
            ("regex", [text, pattern]) => self.regex(text, pattern),
            ("now", []) => typed(Formula::Now, Type::DateTime),
            ("today", []) => self.converted("date", Formula::Now),
            ("normalize-space", []) => {
                let here = PathExpr { start: Start::Context, predicates: vec![], steps: vec![] };
                let here = self.scalar(&Expr::Path(here))?.0;
                self.converted(name, here)
            }
            _ => self.plain_call(name, arguments),
        }
    }

    fn fold(&mut self, fold: Fold, set: &Expr) -> Result<(Formula, Type), Fault> {
        Ok((Formula::Fold(fold, Box::new(self.set(set, true)?)), Type::Number))
    }

    /// The call of a known function on one value.
    fn converted(&self, name: &str, value: Formula) -> Result<(Formula, Type), Fault> {
        let function = lookup(name).ok_or_else(|| unsupported(&format!("{name}()"), "a value"))?;
        Ok((Formula::Call(function, vec![value]), function.yields().into()))
    }

    /// `regex` matches the whole text, as in ODK.
    fn regex(&mut self, text: &Expr, pattern: &Expr) -> Result<(Formula, Type), Fault> {
        let text = self.scalar(text)?.0;
        let Expr::Text(pattern) = pattern else {
            return Err(unsupported("a pattern that is computed", "a pattern in quotes"));
        };
        let regex = RegexBuilder::new(&format!("^(?:{})$", plain_classes(pattern)))
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
        let Some(function) = lookup(name) else {
            return Err(no_function(name, arguments.len()));
        };
        let (least, most) = (function.least, function.most);
        if arguments.len() < least || arguments.len() > most {
            let message = format!("{name}() with {} arguments", arguments.len());
            let expected =
                if least == most { least.to_string() } else { format!("{least} to {most}") };
            return Err(Fault::new(FormErrorCode::Type, message, expected));
        }
        self.check_literals(function, arguments)?;
        let call = if OVER_SETS.contains(&name) {
            self.over(function, arguments)?
        } else {
            Formula::Call(function, self.arguments(arguments)?)
        };
        Ok((call, function.yields().into()))
    }

    /// A call of a function that takes all values of a set wherever it takes a value.
    fn over(&mut self, function: &'static Function, arguments: &[Expr]) -> Result<Formula, Fault> {
        let operands: Result<Vec<_>, _> =
            arguments.iter().map(|one| self.one_or_all(one)).collect();
        let mut operands = operands?;
        if operands.iter().all(|operand| matches!(operand, Operand::One(_))) {
            return Ok(Formula::Call(function, self.arguments(arguments)?));
        }
        let last = operands.pop();
        Ok(match (function.name, operands.pop(), last) {
            ("min", None, Some(Operand::All(set))) => Formula::Fold(Fold::Min, Box::new(set)),
            ("max", None, Some(Operand::All(set))) => Formula::Fold(Fold::Max, Box::new(set)),
            ("join", Some(Operand::One(separator)), Some(Operand::All(set)))
                if operands.is_empty() =>
            {
                Formula::Join(Box::new(separator), Box::new(set))
            }
            (_, before, last) => {
                operands.extend(before.into_iter().chain(last));
                Formula::Over(function, operands)
            }
        })
    }

    fn one_or_all(&mut self, expr: &Expr) -> Result<Operand, Fault> {
        if let Expr::Path(path) = expr {
            let walk = self.walk(path)?;
            if walk.is_set() {
                return Ok(Operand::All(self.build_set(walk, path, true)?));
            }
        }
        Ok(Operand::One(self.scalar(expr)?.0))
    }

    fn arguments(&mut self, arguments: &[Expr]) -> Result<Vec<Formula>, Fault> {
        arguments.iter().map(|argument| Ok(self.scalar(argument)?.0)).collect()
    }

    fn check_literals(&mut self, function: &Function, arguments: &[Expr]) -> Result<(), Fault> {
        match (function.name, arguments) {
            ("selected", [of, Expr::Text(code)]) => match self.scalar(of)?.1 {
                Type::Code(list) | Type::Codes(list) if !code.trim().is_empty() => {
                    known_code(self.world.lists, list, &Value::text(code))
                }
                _ => Ok(()),
            },
            ("format-date" | "format-date-time", [_, pattern]) => check_pattern(pattern),
            ("date", [Expr::Text(date)]) if to_date(&Value::text(date)).is_empty() => {
                let message = format!("'{date}' is no date");
                Err(Fault::new(FormErrorCode::Type, message, "date('2022-10-15')"))
            }
            ("digest", [_, algorithm, encoding @ ..]) => {
                one_of(algorithm, &ALGORITHMS)?;
                encoding.first().map_or(Ok(()), |encoding| one_of(encoding, &ENCODINGS))
            }
            ("weighted-checklist", pairs) if pairs.len() % 2 == 1 => {
                let message = "an answer without its weight";
                Err(Fault::new(FormErrorCode::Type, message, "a weight after each answer"))
            }
            _ => Ok(()),
        }
    }
}

fn no_function(name: &str, arguments: usize) -> Fault {
    let (message, expected) = match SPECIAL.iter().find(|(known, _)| *known == name) {
        Some((_, form)) => {
            (format!("{name}() with {arguments} arguments here"), (*form).to_owned())
        }
        None => {
            let known = SPECIAL.iter().map(|(known, _)| *known).chain(names());
            let expected = instead(name, known, "a function of ODK XForms or cacah:…");
            (format!("there is no function {name}()"), expected)
        }
    };
    Fault::new(FormErrorCode::Reference, message, expected)
}

fn check_pattern(pattern: &Expr) -> Result<(), Fault> {
    match pattern {
        Expr::Text(pattern) if is_pattern(pattern) => Ok(()),
        Expr::Text(pattern) => Err(unsupported(
            &format!("the pattern '{pattern}'"),
            "%Y %y %m %n %b %d %e %a %H %h %M %S %3 %%",
        )),
        _ => Err(unsupported("a pattern that is computed", "a pattern in quotes")),
    }
}

fn one_of(word: &Expr, known: &[&str]) -> Result<(), Fault> {
    match word {
        Expr::Text(word) if known.contains(&word.as_str()) => Ok(()),
        other => Err(unsupported(&format!("`{other}` here"), &known.join(", "))),
    }
}

/// The pattern with the classes `\d`, `\w`, `\s` of ASCII alone, as Java and JavaScript have them.
fn plain_classes(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        if next != '\\' {
            plain.push(next);
            continue;
        }
        match rest.next() {
            Some('d') => plain.push_str("[0-9]"),
            Some('D') => plain.push_str("[^0-9]"),
            Some('w') => plain.push_str("[0-9A-Za-z_]"),
            Some('W') => plain.push_str("[^0-9A-Za-z_]"),
            Some('s') => plain.push_str("[ \\t\\n\\x0B\\f\\r]"),
            Some('S') => plain.push_str("[^ \\t\\n\\x0B\\f\\r]"),
            Some('b') => plain.push_str("(?-u:\\b)"),
            other => plain.extend(std::iter::once('\\').chain(other)),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain_classes;
    use proptest::prelude::*;
    use regex::Regex;

    #[test]
    fn classes_are_ascii() {
        let matches = |pattern: &str, text: &str| {
            Regex::new(&format!("^(?:{})$", plain_classes(pattern))).unwrap().is_match(text)
        };
        assert!(matches(r"\d{2}", "12") && !matches(r"\d{2}", "١٢"));
        assert!(matches(r"[\d.]+", "1.2") && matches(r"[^\d]", "x") && !matches(r"[^\d]", "1"));
        assert!(matches(r"\w+ \S+", "a_1 é") && !matches(r"\w", "é"));
        assert!(matches(r"\\d", r"\d") && matches(r"a\b b", "a b"));
    }

    proptest! {
        #[test]
        fn patterns_without_classes_stay(pattern in r"[a-z0-9.*+\[\]() ]{0,12}") {
            prop_assert_eq!(plain_classes(&pattern), pattern);
        }
    }
}
