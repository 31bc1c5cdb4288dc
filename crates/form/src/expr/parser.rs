//! From text to tree, by operator precedence. Nesting and length are bounded here, so that
//! nothing that walks the tree later can exhaust the stack.

use super::ast::{Expr, Operator, PathExpr, Start, Step, Test};
use super::lexer::{Token, fault, tokens};
use crate::error::Fault;

/// Parentheses, brackets, calls and minus signs inside each other.
const MAX_NESTING: usize = 64;
/// Operators and steps in one expression; a chain of operators is as deep as it is long.
const MAX_OPERATORS: usize = 512;

/// Parses one expression.
pub(crate) fn parse(text: &str) -> Result<Expr, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, nesting: 0, operators: 0 };
    let expr = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(expr),
        other => Err(parser.unexpected(after_value(other))),
    }
}

/// What may follow a value, for one who wrote an operator of another language.
fn after_value(found: &Token) -> &'static str {
    match found {
        Token::Symbol("/") => "`div` to divide",
        Token::Symbol("|") => "`or`",
        Token::Symbol(",") => "an operator or the end; numbers have a point: 0.5",
        Token::Name(word) => match word.to_lowercase().as_str() {
            "and" | "dan" => "`and`",
            "or" | "atau" => "`or`",
            "div" | "bagi" => "`div`",
            "mod" => "`mod`",
            _ => "an operator (and, or, =, !=, <, <=, >, >=, +, -, *, div, mod) or the end",
        },
        _ => "an operator (and, or, =, !=, <, <=, >, >=, +, -, *, div, mod) or the end",
    }
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    nesting: usize,
    operators: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.peek(), Token::Symbol(found) if *found == symbol)
    }

    fn take(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, symbol: &str) -> Result<(), Fault> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    fn position(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |(_, position)| *position)
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let message = match self.peek() {
            Token::End => "the expression ends too early".to_owned(),
            Token::Number(number) => format!("unexpected number {number}"),
            Token::Text(text) => format!("unexpected text '{text}'"),
            Token::Variable(name) => format!("unexpected ${{{name}}}"),
            Token::Name(name) => format!("unexpected `{name}`"),
            Token::Symbol(symbol) => format!("unexpected `{symbol}`"),
        };
        fault(self.position(), &message, expected)
    }

    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.nesting == MAX_NESTING {
            let expected = format!("at most {MAX_NESTING} levels; use a calculation");
            return Err(fault(self.position(), "nested too deeply", &expected));
        }
        self.nesting += 1;
        let result = inner(self);
        self.nesting -= 1;
        result
    }

    fn count_operator(&mut self) -> Result<(), Fault> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS {
            let expected = format!("at most {MAX_OPERATORS} operators; use a calculation");
            return Err(fault(self.position(), "too long", &expected));
        }
        Ok(())
    }

    fn expression(&mut self, least: u8) -> Result<Expr, Fault> {
        let mut left = self.unary()?;
        while let Some(operator) = self.operator()
            && operator.strength() >= least
        {
            self.count_operator()?;
            self.at += 1;
            let right = self.expression(operator.strength() + 1)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operator(&self) -> Option<Operator> {
        let word = match self.peek() {
            Token::Name(name) => name.as_str(),
            Token::Symbol(symbol) => symbol,
            _ => return None,
        };
        [
            Operator::Or,
            Operator::And,
            Operator::Equal,
            Operator::NotEqual,
            Operator::Less,
            Operator::LessEqual,
            Operator::Greater,
            Operator::GreaterEqual,
            Operator::Add,
            Operator::Subtract,
            Operator::Multiply,
            Operator::Divide,
            Operator::Modulo,
        ]
        .into_iter()
        .find(|operator| operator.as_str() == word)
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        if self.take("-") {
            return Ok(Expr::Negate(Box::new(self.nested(Self::unary)?)));
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expr, Fault> {
        match self.peek().clone() {
            Token::Number(number) => {
                self.at += 1;
                Ok(Expr::Number(number))
            }
            Token::Text(text) => {
                self.at += 1;
                Ok(Expr::Text(text))
            }
            Token::Symbol("(") => {
                self.at += 1;
                let inner = self.nested(|parser| parser.expression(0))?;
                self.need(")")?;
                Ok(inner)
            }
            Token::Name(name) if self.call_follows() => self.call(name),
            _ => self.path(),
        }
    }

    fn call_follows(&self) -> bool {
        matches!(self.tokens.get(self.at + 1), Some((Token::Symbol("("), _)))
    }

    fn call(&mut self, name: String) -> Result<Expr, Fault> {
        self.at += 2;
        let mut arguments = Vec::new();
        if !self.take(")") {
            arguments.push(self.nested(|parser| parser.expression(0))?);
            while self.take(",") {
                self.count_operator()?;
                arguments.push(self.nested(|parser| parser.expression(0))?);
            }
            self.need(")")?;
        }
        if name == "current" && arguments.is_empty() {
            return self.path_from(Start::Current).map(Expr::Path);
        }
        if self.is("/") || self.is("[") {
            return self.path_from(Start::Call(name, arguments)).map(Expr::Path);
        }
        Ok(Expr::Call(name, arguments))
    }

    fn path(&mut self) -> Result<Expr, Fault> {
        if let Token::Variable(name) = self.peek().clone() {
            self.at += 1;
            return self.path_from(Start::Variable(name)).map(Expr::Path);
        }
        if self.is("/") {
            let mut path = PathExpr { start: Start::Root, predicates: vec![], steps: vec![] };
            if self.step_follows() {
                path = self.path_from(Start::Root)?;
            } else {
                self.at += 1;
            }
            return Ok(Expr::Path(path));
        }
        let first = self.step(self.value_expected())?;
        let mut path = self.path_from(Start::Context)?;
        path.steps.insert(0, first);
        Ok(Expr::Path(path))
    }

    /// What may stand here, for one who doubled an operator.
    fn value_expected(&self) -> &'static str {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        match (before, self.peek()) {
            (Some((Token::Symbol("="), _)), Token::Symbol("=")) => "`=` once",
            (Some((Token::Symbol("<"), _)), Token::Symbol(">")) => "`!=`",
            _ => "a value, a reference or a function",
        }
    }

    fn step_follows(&self) -> bool {
        matches!(
            self.tokens.get(self.at + 1),
            Some((Token::Name(_) | Token::Symbol("." | ".." | "*"), _))
        )
    }

    /// The predicates of a start and the steps after it. A relative path has its first step, and
    /// with it the predicates, behind it already.
    fn path_from(&mut self, start: Start) -> Result<PathExpr, Fault> {
        let predicates = if start == Start::Context { Vec::new() } else { self.predicates()? };
        let mut steps = Vec::new();
        while self.take("/") {
            self.count_operator()?;
            steps.push(self.step("a name, `.`, `..` or `*`")?);
        }
        Ok(PathExpr { start, predicates, steps })
    }

    fn step(&mut self, expected: &str) -> Result<Step, Fault> {
        let test = match self.peek() {
            Token::Name(name) => Test::Name(name.clone()),
            Token::Symbol(".") => Test::Own,
            Token::Symbol("..") => Test::Parent,
            Token::Symbol("*") => Test::Any,
            _ => return Err(self.unexpected(expected)),
        };
        self.at += 1;
        if self.call_follows_step() {
            return Err(self.unexpected("a name without parentheses"));
        }
        Ok(Step { test, predicates: self.predicates()? })
    }

    fn call_follows_step(&self) -> bool {
        self.is("(")
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, Fault> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.nested(|parser| parser.expression(0))?);
            self.need("]")?;
        }
        Ok(predicates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(text: &str) -> String {
        parse(text).unwrap().to_string()
    }

    #[test]
    fn operators_bind_as_in_xpath() {
        assert_eq!(printed("1+2*3 -4"), "1 + 2 * 3 - 4");
        assert_eq!(printed("(1+2)*3"), "(1 + 2) * 3");
        assert_eq!(printed("1-(2-3)"), "1 - (2 - 3)");
        assert_eq!(printed("${a}=1 and ${b}!='x' or not(${c}<2)"), {
            "${a} = 1 and ${b} != 'x' or not(${c} < 2)"
        });
        assert_eq!(printed("- -1 div -2"), "--1 div -2");
    }

    #[test]
    fn names_may_look_like_operators() {
        assert_eq!(printed("../div div 2"), "../div div 2");
        assert_eq!(printed("and and or"), "and and or");
        assert_eq!(printed("* * 2"), "* * 2");
        assert_eq!(printed("r-1 - 1"), "r-1 - 1");
    }

    #[test]
    fn paths_keep_their_shape() {
        for text in [
            "${anggota}[r409 = '1']/r407",
            "current()/../r403",
            "position(..)",
            "/",
            "/data/a[2]/b",
            ".",
            "instance('x')/root/item[name = current()/../c]/label",
            "cacah:nik-date(${r403})",
        ] {
            assert_eq!(printed(text), text);
        }
    }

    #[test]
    fn errors_name_the_character_and_what_was_expected() {
        for (text, position, expected) in [
            ("1 +", 4, "value"),
            ("(1", 3, "`)`"),
            ("1 2", 3, "operator"),
            ("${a", 1, "${name}"),
            ("'a", 1, "quote"),
            ("a//b", 2, "operator"),
            ("1 # 2", 3, "XPath"),
        ] {
            let fault = parse(text).expect_err(text);
            assert!(fault.message.ends_with(&format!("at character {position}")), "{fault:?}");
            assert!(fault.expected.contains(expected), "{fault:?}");
        }
    }

    #[test]
    fn depth_is_an_error_and_no_overflow() {
        let deep = 10_000;
        for text in [
            "(".repeat(deep),
            "-".repeat(deep) + "1",
            "a[".repeat(deep),
            "not(".repeat(deep),
            "1+".repeat(deep) + "1",
            "../".repeat(deep) + "a",
            "1=(".repeat(deep),
        ] {
            assert!(parse(&text).is_err());
        }
    }

    fn name() -> impl Strategy<Value = String> {
        "[a-z_][a-z0-9_-]{0,5}"
    }

    fn path(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = PathExpr> {
        let predicates = proptest::collection::vec(inner.clone(), 0..2);
        let test = prop_oneof![
            Just(Test::Own),
            Just(Test::Parent),
            Just(Test::Any),
            name().prop_map(Test::Name)
        ];
        let step =
            (test, predicates.clone()).prop_map(|(test, predicates)| Step { test, predicates });
        let start = prop_oneof![
            name().prop_map(Start::Variable),
            Just(Start::Current),
            Just(Start::Root),
            Just(Start::Context),
            (name().prop_filter("a path", |name| name != "current"), inner)
                .prop_map(|(name, argument)| Start::Call(name, vec![argument])),
        ];
        (start, predicates, proptest::collection::vec(step, 1..3)).prop_map(
            |(start, predicates, steps)| {
                let bare = matches!(start, Start::Context | Start::Root);
                PathExpr { start, predicates: if bare { vec![] } else { predicates }, steps }
            },
        )
    }

    fn operator() -> impl Strategy<Value = Operator> {
        proptest::sample::select(vec![
            Operator::Or,
            Operator::And,
            Operator::Equal,
            Operator::NotEqual,
            Operator::Less,
            Operator::LessEqual,
            Operator::Greater,
            Operator::GreaterEqual,
            Operator::Add,
            Operator::Subtract,
            Operator::Multiply,
            Operator::Divide,
            Operator::Modulo,
        ])
    }

    fn tree() -> impl Strategy<Value = Expr> {
        let leaf = prop_oneof![
            (0u32..100_000).prop_map(|number| Expr::Number(f64::from(number) / 8.0)),
            "[ -&(-~]{0,6}".prop_map(Expr::Text),
            name().prop_map(|name| Expr::Path(PathExpr {
                start: Start::Variable(name),
                predicates: vec![],
                steps: vec![]
            })),
        ];
        leaf.prop_recursive(5, 40, 3, |inner| {
            prop_oneof![
                path(inner.clone().boxed()).prop_map(Expr::Path),
                inner.clone().prop_map(|inner| Expr::Negate(Box::new(inner))),
                (operator(), inner.clone(), inner.clone()).prop_map(|(o, a, b)| Expr::Binary(
                    o,
                    Box::new(a),
                    Box::new(b)
                )),
                (
                    name().prop_filter("a path", |name| name != "current"),
                    proptest::collection::vec(inner, 0..3)
                )
                    .prop_map(|(name, arguments)| Expr::Call(name, arguments)),
            ]
        })
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,80}") {
            let _ = parse(&text);
        }

        #[test]
        fn never_panics_on_near_expressions(text in "[a1 .$\\{\\}()\\[\\]/,'\"*+<=>!-]{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn prints_what_it_parses(tree in tree()) {
            let text = tree.to_string();
            prop_assert_eq!(parse(&text), Ok(tree), "{}", text);
        }
    }
}
