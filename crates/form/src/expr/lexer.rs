//! Tokens of an expression, each with the character where it starts.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::error::{Fault, FormErrorCode};
use crate::value::parse_number;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Variable(String),
    /// A name, with its prefix if it has one. `and`, `or`, `div` and `mod` are names until the
    /// parser meets them where an operator stands.
    Name(String),
    Symbol(&'static str),
    End,
}

/// Longest first, so that `<=` is not `<`.
const SYMBOLS: [&str; 20] = [
    "!=", "<=", ">=", "..", "//", "::", "(", ")", "[", "]", ",", "/", ".", "+", "-", "*", "=", "<",
    ">", "|",
];

pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Fault> {
    let mut lexer = Lexer { text, rest: text.char_indices().peekable() };
    let mut tokens = Vec::new();
    while let Some(&(start, next)) = lexer.rest.peek() {
        if next.is_whitespace() {
            lexer.rest.next();
        } else {
            tokens.push((lexer.token(start, next)?, start));
        }
    }
    tokens.push((Token::End, text.len()));
    Ok(tokens)
}

pub(super) fn fault(position: usize, message: &str, expected: &str) -> Fault {
    let message = format!("{message} at character {}", position + 1);
    Fault::new(FormErrorCode::Syntax, message, expected)
}

struct Lexer<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
}

impl<'a> Lexer<'a> {
    fn token(&mut self, start: usize, first: char) -> Result<Token, Fault> {
        if first.is_ascii_digit() || (first == '.' && self.digit_follows(start)) {
            return self.number(start);
        }
        if is_name_start(first) {
            return Ok(Token::Name(self.name()));
        }
        match first {
            '\'' | '"' => self.quoted(start, first),
            '$' => self.variable(start),
            _ => self.symbol(start),
        }
    }

    fn from(&self, start: usize) -> &'a str {
        self.text.get(start..).unwrap_or_default()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some((_, next)) = self.rest.next_if(|(_, next)| wanted(*next)) {
            taken.push(next);
        }
        taken
    }

    fn digit_follows(&self, start: usize) -> bool {
        self.from(start).chars().nth(1).is_some_and(|next| next.is_ascii_digit())
    }

    fn number(&mut self, start: usize) -> Result<Token, Fault> {
        let digits = self.take_while(|next| next.is_ascii_digit() || next == '.');
        parse_number(&digits)
            .map(Token::Number)
            .ok_or_else(|| fault(start, "broken number", "digits with at most one point"))
    }

    fn name(&mut self) -> String {
        let mut name = self.take_while(is_name);
        if let Some(&(colon, ':')) = self.rest.peek()
            && self.from(colon).chars().nth(1).is_some_and(is_name_start)
        {
            self.rest.next();
            name.push(':');
            name.push_str(&self.take_while(is_name));
        }
        name
    }

    fn quoted(&mut self, start: usize, quote: char) -> Result<Token, Fault> {
        self.rest.next();
        let text = self.take_while(|next| next != quote);
        match self.rest.next() {
            Some(_) => Ok(Token::Text(text)),
            None => Err(fault(start, "a text that is never closed", "a closing quote")),
        }
    }

    fn variable(&mut self, start: usize) -> Result<Token, Fault> {
        let open = self.rest.next().is_some() && self.rest.next_if(|next| next.1 == '{').is_some();
        let name = self.take_while(is_name);
        let closed = self.rest.next_if(|next| next.1 == '}').is_some();
        if open && closed && name.chars().next().is_some_and(is_name_start) {
            Ok(Token::Variable(name))
        } else {
            Err(fault(start, "broken reference", "${name}"))
        }
    }

    /// A character of other languages, and of spreadsheets.
    fn unknown(&self, start: usize) -> Fault {
        let found = self.from(start).chars().next().unwrap_or_default();
        let expected = match found {
            '‘' | '’' | '‚' | '“' | '”' | '„' | '`' | '´' => "plain quotes: '…'",
            ';' => "a comma between the arguments of a function",
            '&' => "`and`; concat(…) joins texts",
            '{' | '}' => "${name}",
            '!' => "not(…), or `!=`",
            '≠' => "`!=`",
            '≤' => "`<=`",
            '≥' => "`>=`",
            '–' | '—' | '−' => "`-`",
            '×' => "`*`",
            '÷' | '%' => "`div`, or `mod` for the remainder",
            _ => "an XPath expression",
        };
        fault(start, &format!("unknown character `{found}`"), expected)
    }

    fn symbol(&mut self, start: usize) -> Result<Token, Fault> {
        let rest = self.from(start);
        let symbol = SYMBOLS
            .into_iter()
            .find(|symbol| rest.starts_with(symbol))
            .ok_or_else(|| self.unknown(start))?;
        for _ in symbol.chars() {
            self.rest.next();
        }
        Ok(Token::Symbol(symbol))
    }
}

fn is_name_start(next: char) -> bool {
    next.is_alphabetic() || next == '_'
}

fn is_name(next: char) -> bool {
    next.is_alphanumeric() || matches!(next, '_' | '-' | '.')
}
