//! Arithmetic on columns: what stands inside `I()`, `log()`, `log1p()`, `sqrt()` and on the left of `~`.

use super::formula::FormulaError;
use super::node::{Node, NodeKind, Operator};

/// A function of one column that the language knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// `I(x)`: x itself, but with `+ - * / ^` as arithmetic.
    Identity,
    Log,
    Log1p,
    Sqrt,
    Exp,
}

impl Function {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "I" => Self::Identity,
            "log" => Self::Log,
            "log1p" => Self::Log1p,
            "sqrt" => Self::Sqrt,
            "exp" => Self::Exp,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Identity => "I",
            Self::Log => "log",
            Self::Log1p => "log1p",
            Self::Sqrt => "sqrt",
            Self::Exp => "exp",
        }
    }

    fn of(self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Log => value.ln(),
            Self::Log1p => value.ln_1p(),
            Self::Sqrt => value.sqrt(),
            Self::Exp => value.exp(),
        }
    }
}

/// Arithmetic over the columns of one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Number(f64),
    Column { name: String, position: usize },
    Negate(Box<Expression>),
    Parenthesis(Box<Expression>),
    Call(Function, Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Reads a part of a formula as arithmetic.
    pub(super) fn from_node(node: &Node) -> Result<Self, FormulaError> {
        let inside = |node: &Node| Self::from_node(node).map(Box::new);
        Ok(match &node.kind {
            NodeKind::Number(number) => Self::Number(*number),
            NodeKind::Name(name) => Self::Column { name: name.clone(), position: node.position },
            NodeKind::Negate(part) => Self::Negate(inside(part)?),
            NodeKind::Parenthesis(part) => Self::Parenthesis(inside(part)?),
            NodeKind::Call(name, argument) => match Function::named(name) {
                Some(function) => Self::Call(function, inside(argument)?),
                None => {
                    return Err(FormulaError::UnknownFunction { position: node.position, name: name.clone() });
                }
            },
            NodeKind::Binary(
                operator @ (Operator::Plus | Operator::Minus | Operator::Star | Operator::Slash | Operator::Caret),
                left,
                right,
            ) => Self::Binary(*operator, inside(left)?, inside(right)?),
            NodeKind::Binary(..) => {
                return Err(FormulaError::NotArithmetic { position: node.position });
            }
        })
    }

    /// The value for one row; `column` looks a name up. `None` when a column is missing in that row.
    pub(super) fn value(&self, column: &impl Fn(&str) -> f64) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Column { name, .. } => column(name),
            Self::Negate(part) => -part.value(column),
            Self::Parenthesis(part) => part.value(column),
            Self::Call(function, part) => function.of(part.value(column)),
            Self::Binary(operator, left, right) => {
                let (left, right) = (left.value(column), right.value(column));
                match operator {
                    Operator::Plus => left + right,
                    Operator::Minus => left - right,
                    Operator::Star => left * right,
                    Operator::Slash => left / right,
                    _ => left.powf(right),
                }
            }
        }
    }

    /// The names of the columns with the position where each is used.
    pub(super) fn columns(&self) -> Vec<(&str, usize)> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Column { name, position } => vec![(name, *position)],
            Self::Negate(part) | Self::Parenthesis(part) | Self::Call(_, part) => part.columns(),
            Self::Binary(_, left, right) => {
                let mut names = left.columns();
                names.extend(right.columns());
                names
            }
        }
    }

    /// The text R prints for this expression: spaces around `+ - *`, none around `/ ^`.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Column { name, .. } => name.clone(),
            Self::Negate(part) => format!("-{}", part.label()),
            Self::Parenthesis(part) => format!("({})", part.label()),
            Self::Call(function, part) => format!("{}({})", function.name(), part.label()),
            Self::Binary(operator, left, right) => {
                let sign = match operator {
                    Operator::Plus => " + ",
                    Operator::Minus => " - ",
                    Operator::Star => " * ",
                    Operator::Slash => "/",
                    _ => "^",
                };
                format!("{}{sign}{}", left.label(), right.label())
            }
        }
    }
}
