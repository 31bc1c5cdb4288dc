//! The tree of an expression. It holds the whole subset; what the engine does not support is
//! refused when names are resolved, with its place.

use std::fmt::{self, Display, Formatter, Write};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// Never negative: a minus is [`Expr::Negate`].
    Number(f64),
    Text(String),
    Path(PathExpr),
    Negate(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Call(String, Vec<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// A location path: where it starts, filters there, and steps from there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PathExpr {
    pub start: Start,
    pub predicates: Vec<Expr>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    /// `${name}`
    Variable(String),
    /// `current()`
    Current,
    /// A leading `/`
    Root,
    /// A relative path; its first step has no slash before it.
    Context,
    /// A call that yields nodes, as `instance('x')`.
    Call(String, Vec<Expr>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub test: Test,
    pub predicates: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// `.`
    Own,
    /// `..`
    Parent,
    Name(String),
    /// `*`
    Any,
}

impl Operator {
    /// How tightly it binds; all operators are left-associative.
    pub fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Less | Self::LessEqual | Self::Greater | Self::GreaterEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
        }
    }

    /// Whether it computes a number.
    pub fn is_arithmetic(self) -> bool {
        self.strength() >= Self::Add.strength()
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Modulo => "mod",
        }
    }
}

/// Strength of a unary minus, above every operator.
const UNARY: u8 = 7;

impl Expr {
    fn strength(&self) -> u8 {
        match self {
            Self::Binary(operator, ..) => operator.strength(),
            Self::Negate(_) => UNARY,
            _ => UNARY + 1,
        }
    }

    fn write_within(&self, f: &mut Formatter<'_>, least: u8) -> fmt::Result {
        if self.strength() < least { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) if text.contains('\'') => write!(f, "\"{text}\""),
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Path(path) => write!(f, "{path}"),
            Self::Negate(inner) => {
                f.write_char('-')?;
                inner.write_within(f, UNARY)
            }
            Self::Binary(operator, left, right) => {
                left.write_within(f, operator.strength())?;
                write!(f, " {} ", operator.as_str())?;
                right.write_within(f, operator.strength() + 1)
            }
            Self::Call(name, arguments) => write_call(f, name, arguments),
        }
    }
}

impl Display for PathExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.start {
            Start::Variable(name) => write!(f, "${{{name}}}")?,
            Start::Current => f.write_str("current()")?,
            Start::Root | Start::Context => {}
            Start::Call(name, arguments) => write_call(f, name, arguments)?,
        }
        write_predicates(f, &self.predicates)?;
        if self.start == Start::Root && self.steps.is_empty() {
            f.write_char('/')?;
        }
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 || self.start != Start::Context {
                f.write_char('/')?;
            }
            match &step.test {
                Test::Own => f.write_char('.')?,
                Test::Parent => f.write_str("..")?,
                Test::Name(name) => f.write_str(name)?,
                Test::Any => f.write_char('*')?,
            }
            write_predicates(f, &step.predicates)?;
        }
        Ok(())
    }
}

fn write_call(f: &mut Formatter<'_>, name: &str, arguments: &[Expr]) -> fmt::Result {
    write!(f, "{name}(")?;
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{argument}")?;
    }
    f.write_char(')')
}

fn write_predicates(f: &mut Formatter<'_>, predicates: &[Expr]) -> fmt::Result {
    predicates.iter().try_for_each(|predicate| write!(f, "[{predicate}]"))
}
