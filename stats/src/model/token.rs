//! The words of a formula and where they stand.

use super::expression::Function;
use super::formula::FormulaError;

/// A word of the formula language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    /// One of `~ | || + - * / : ^ ( ) ,`.
    Symbol(&'static str),
}

impl Token {
    /// The word as the user wrote it, for messages.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name.clone(),
            Self::Symbol(symbol) => (*symbol).to_owned(),
        }
    }
}

/// The most words of a formula: so many open brackets still nest well within the stack of any thread.
pub(super) const MOST: usize = 1_000;

/// Longest first, so that `||` is not read as two bars.
const SYMBOLS: [&str; 11] = ["||", "~", "|", "+", "-", "*", "/", ":", "^", "(", ")"];

/// Cuts a formula into words, each with the position of its first character (the first of the text is 1).
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FormulaError> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let first = characters[at];
        let start = at;
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let token = if let Some(symbol) = symbol_at(&characters[at..]) {
            at += symbol.len();
            Token::Symbol(symbol)
        } else if first.is_ascii_digit() || (first == '.' && next_is_digit(&characters[at..])) {
            at = end_of_number(&characters, at);
            number(&characters[start..at], start)?
        } else if first == '`' {
            at = end_of_quoted(&characters, at)?;
            Token::Name(characters[start + 1..at - 1].iter().collect())
        } else if first.is_alphabetic() || first == '.' || first == '_' {
            while at < characters.len() && is_name_character(characters[at]) {
                at += 1;
            }
            if characters[start..at] == ['.'] {
                return Err(FormulaError::AllColumns { position: start + 1 });
            }
            Token::Name(characters[start..at].iter().collect())
        } else if let Some((position, name)) = call_around(&found).filter(|_| first == ',') {
            return Err(FormulaError::UnknownFunction { position, name });
        } else {
            return Err(FormulaError::UnexpectedCharacter { position: start + 1, character: first });
        };
        if found.len() == MOST {
            return Err(FormulaError::TooLong { position: start + 1, most: MOST });
        }
        found.push((start + 1, token));
    }
    Ok(found)
}

/// The unknown function whose parenthesis is open behind these words: no known one has two arguments.
fn call_around(words: &[(usize, Token)]) -> Option<(usize, String)> {
    let mut closed = 0;
    for (at, (_, word)) in words.iter().enumerate().rev() {
        match word {
            Token::Symbol(")") => closed += 1,
            Token::Symbol("(") if closed > 0 => closed -= 1,
            Token::Symbol("(") => {
                let (position, Token::Name(name)) = words.get(at.checked_sub(1)?)? else { return None };
                return (Function::named(name).is_none() && name != "factor").then(|| (*position, name.clone()));
            }
            _ => {}
        }
    }
    None
}

fn symbol_at(rest: &[char]) -> Option<&'static str> {
    SYMBOLS
        .into_iter()
        .find(|symbol| symbol.len() <= rest.len() && symbol.chars().zip(rest).all(|(wanted, &there)| wanted == there))
}

fn next_is_digit(rest: &[char]) -> bool {
    rest.get(1).is_some_and(char::is_ascii_digit)
}

fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || character == '.' || character == '_'
}

/// Digits, a point, and an exponent when digits follow it.
fn end_of_number(characters: &[char], start: usize) -> usize {
    let digits_from = |mut at: usize| {
        while at < characters.len() && (characters[at].is_ascii_digit() || characters[at] == '.') {
            at += 1;
        }
        at
    };
    let end = digits_from(start);
    if characters.get(end).is_some_and(|c| "eE".contains(*c)) {
        let signed = characters.get(end + 1).is_some_and(|c| "+-".contains(*c));
        let exponent = end + 1 + usize::from(signed);
        let after = digits_from(exponent);
        if after > exponent {
            return after;
        }
    }
    end
}

fn number(digits: &[char], start: usize) -> Result<Token, FormulaError> {
    let text: String = digits.iter().collect();
    match text.parse() {
        Ok(value) => Ok(Token::Number(value)),
        Err(_) => Err(FormulaError::NotANumber { position: start + 1, text }),
    }
}

fn end_of_quoted(characters: &[char], start: usize) -> Result<usize, FormulaError> {
    let length = characters[start + 1..].iter().position(|&c| c == '`');
    match length {
        Some(length) => Ok(start + length + 2),
        None => Err(FormulaError::UnexpectedEnd { position: characters.len() + 1 }),
    }
}
