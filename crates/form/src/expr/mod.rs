//! Expressions: the ODK XForms subset of XPath 1.0, from text to tree and back.

mod ast;
mod lexer;
mod parser;

pub(crate) use ast::{Expr, Operator, PathExpr, Start, Step, Test};
pub(crate) use parser::parse;
