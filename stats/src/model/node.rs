//! The tree of a formula, by R's order of precedence, before it is given a meaning.

use super::formula::FormulaError;
use super::token::{Token, tokens};

/// What joins two parts of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Tilde,
    Bar,
    DoubleBar,
    Plus,
    Minus,
    Star,
    Slash,
    Colon,
    Caret,
}

/// One part of a formula and the position where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) position: usize,
    pub(super) kind: NodeKind,
}

/// The kinds of parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NodeKind {
    Number(f64),
    Name(String),
    Negate(Box<Node>),
    Parenthesis(Box<Node>),
    Call(String, Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
}

/// Reads a whole formula.
pub(super) fn parse(text: &str) -> Result<Node, FormulaError> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, end: text.chars().count() + 1 };
    let node = reader.expression(0)?;
    match reader.tokens.get(reader.at) {
        None => Ok(node),
        Some((position, token)) => Err(FormulaError::UnexpectedWord { position: *position, word: token.text() }),
    }
}

/// R's binding powers (`?Syntax`): `~` < `|` < `+ -` < `* /` < `:` < unary minus < `^`.
fn binding(symbol: &str) -> Option<(u8, Operator)> {
    Some(match symbol {
        "~" => (1, Operator::Tilde),
        "|" => (2, Operator::Bar),
        "||" => (2, Operator::DoubleBar),
        "+" => (3, Operator::Plus),
        "-" => (3, Operator::Minus),
        "*" => (4, Operator::Star),
        "/" => (4, Operator::Slash),
        ":" => (5, Operator::Colon),
        "^" => (7, Operator::Caret),
        _ => return None,
    })
}

const UNARY_MINUS: u8 = 6;

struct Reader {
    tokens: Vec<(usize, Token)>,
    at: usize,
    end: usize,
}

impl Reader {
    /// Precedence climbing; every operator but `^` groups to the left.
    fn expression(&mut self, weakest: u8) -> Result<Node, FormulaError> {
        let mut left = self.operand()?;
        while let Some((_, Token::Symbol(symbol))) = self.tokens.get(self.at) {
            let Some((power, operator)) = binding(symbol) else {
                break;
            };
            if power < weakest {
                break;
            }
            self.at += 1;
            let right = self.expression(if operator == Operator::Caret { power } else { power + 1 })?;
            left = Node { position: left.position, kind: NodeKind::Binary(operator, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, FormulaError> {
        let Some((position, token)) = self.tokens.get(self.at).cloned() else {
            return Err(FormulaError::UnexpectedEnd { position: self.end });
        };
        self.at += 1;
        let kind = match token {
            Token::Number(number) => NodeKind::Number(number),
            Token::Symbol("-") => NodeKind::Negate(Box::new(self.expression(UNARY_MINUS)?)),
            Token::Symbol("+") => return self.expression(UNARY_MINUS),
            Token::Symbol("(") => {
                let inside = self.expression(0)?;
                self.close()?;
                NodeKind::Parenthesis(Box::new(inside))
            }
            Token::Name(name) => self.name_or_call(name)?,
            Token::Symbol(_) => {
                return Err(FormulaError::UnexpectedWord { position, word: token.text() });
            }
        };
        Ok(Node { position, kind })
    }

    fn name_or_call(&mut self, name: String) -> Result<NodeKind, FormulaError> {
        if !matches!(self.tokens.get(self.at), Some((_, Token::Symbol("(")))) {
            return Ok(NodeKind::Name(name));
        }
        self.at += 1;
        let argument = self.expression(0)?;
        self.close()?;
        Ok(NodeKind::Call(name, Box::new(argument)))
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        match self.tokens.get(self.at) {
            Some((_, Token::Symbol(")"))) => {
                self.at += 1;
                Ok(())
            }
            Some((position, token)) => Err(FormulaError::UnexpectedWord { position: *position, word: token.text() }),
            None => Err(FormulaError::UnexpectedEnd { position: self.end }),
        }
    }
}
