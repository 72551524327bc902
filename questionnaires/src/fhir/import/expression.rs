//! Expressions: enough of FHIRPath to recognise a sum, and nothing to compute one.

/// An expression as it is written. Nothing evaluates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// `{}`
    Empty,
    /// A text or number.
    Literal(String),
    /// `a.b(c).d`; a variable carries its `%`.
    Path(Vec<Step>),
    /// Two expressions with an operator between them.
    Pair(Box<Expression>, &'static str, Box<Expression>),
}

/// A member, variable or function call in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) arguments: Option<Vec<Expression>>,
}

/// Operators from loose to tight; those in one row bind alike.
const OPERATORS: [&[&str]; 6] = [&["or"], &["and"], &["in"], &["="], &["|"], &["+"]];
const LONGEST: usize = 40_000;
const DEEPEST: usize = 24;
/// A chain is as deep a tree as it is long, and trees are walked by recursion.
const MOST_OPERATORS: usize = 500;

impl Expression {
    /// The expression that a text stands for; none for anything beyond what a plain sum needs.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0, operators: 0 };
        let expression = parser.level(0)?;
        (parser.next == parser.tokens.len()).then_some(expression)
    }

    /// The variable's name, without `%`, if the expression is one.
    pub(super) fn variable(&self) -> Option<&str> {
        match self {
            Self::Path(steps) => match &steps[..] {
                [only] if only.arguments.is_none() => only.name.strip_prefix('%'),
                _ => None,
            },
            _ => None,
        }
    }

    /// The arguments, if the expression is a call of this function on nothing.
    pub(super) fn call(&self, function: &str) -> Option<&[Self]> {
        match self {
            Self::Path(steps) => match &steps[..] {
                [only] if only.name == function => only.arguments.as_deref(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The operands of a chain of one operator; the expression itself if there is none.
    pub(super) fn operands(&self, operator: &str) -> Vec<&Self> {
        match self {
            Self::Pair(left, found, right) if *found == operator => {
                let mut operands = left.operands(operator);
                operands.push(right);
                operands
            }
            other => vec![other],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Literal(String),
    Sign(char),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        let token = match first {
            _ if first.is_whitespace() => continue,
            '\'' => {
                let mut literal = String::from("'");
                loop {
                    match rest.next()? {
                        '\'' => break,
                        // An escape could hide what the text is; sums need none.
                        '\\' => return None,
                        letter => literal.push(letter),
                    }
                }
                Token::Literal(literal)
            }
            '%' | '_' | 'a'..='z' | 'A'..='Z' | '0'..='9' => {
                let mut word = String::from(first);
                while let Some(letter) = rest.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
                    word.push(letter);
                }
                if first.is_ascii_digit() { Token::Literal(word) } else { Token::Name(word) }
            }
            '.' | '(' | ')' | ',' | '=' | '+' | '|' | '{' | '}' => Token::Sign(first),
            _ => return None,
        };
        tokens.push(token);
    }
    Some(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    operators: usize,
}

impl Parser {
    /// A chain of operators of this row, each operand of a tighter one.
    fn level(&mut self, row: usize) -> Option<Expression> {
        let Some(operators) = OPERATORS.get(row) else {
            return self.operand();
        };
        let mut left = self.level(row + 1)?;
        while let Some(operator) = operators.iter().find(|operator| self.is_operator(operator)) {
            self.next += 1;
            self.operators += 1;
            if self.operators > MOST_OPERATORS {
                return None;
            }
            let right = self.level(row + 1)?;
            left = Expression::Pair(Box::new(left), operator, Box::new(right));
        }
        Some(left)
    }

    fn operand(&mut self) -> Option<Expression> {
        match self.take()? {
            Token::Literal(literal) => Some(Expression::Literal(literal)),
            Token::Sign('{') => self.sign('}').then_some(Expression::Empty),
            Token::Sign('(') => {
                let inner = self.nested(|parser| parser.level(0))?;
                self.sign(')').then_some(inner)
            }
            Token::Name(name) => {
                let mut steps = vec![self.step(name)?];
                while self.sign('.') {
                    let Token::Name(name) = self.take()? else {
                        return None;
                    };
                    steps.push(self.step(name)?);
                }
                Some(Expression::Path(steps))
            }
            Token::Sign(_) => None,
        }
    }

    fn step(&mut self, name: String) -> Option<Step> {
        if !self.sign('(') {
            return Some(Step { name, arguments: None });
        }
        let mut arguments = Vec::new();
        while !self.sign(')') {
            if !arguments.is_empty() && !self.sign(',') {
                return None;
            }
            arguments.push(self.nested(|parser| parser.level(0))?);
        }
        Some(Step { name, arguments: Some(arguments) })
    }

    fn nested(&mut self, read: impl Fn(&mut Self) -> Option<Expression>) -> Option<Expression> {
        self.depth += 1;
        let inner = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        inner
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    /// Goes past this sign, if it is next.
    fn sign(&mut self, sign: char) -> bool {
        let is_next = self.tokens.get(self.next) == Some(&Token::Sign(sign));
        self.next += usize::from(is_next);
        is_next
    }

    fn is_operator(&self, operator: &str) -> bool {
        match self.tokens.get(self.next) {
            Some(Token::Name(name)) => name == operator,
            Some(Token::Sign(sign)) => operator.len() == 1 && operator.starts_with(*sign),
            Some(Token::Literal(_)) | None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_does_not_matter_and_everything_else_does() {
        let parse = |text: &str| Expression::parse(text).unwrap();
        assert_eq!(parse("iif( %a.exists() , %a,0 )+%b"), parse("iif(%a.exists(), %a, 0) + %b"));
        assert_ne!(parse("%a + %b"), parse("%b + %a"));
        assert_ne!(parse("'1'"), parse("1"));
        assert_eq!(parse("(%a + %b)"), parse("%a + %b"));
        assert_eq!(parse("%a + %b + %c").operands("+").len(), 3);
        assert_eq!(parse("x in ('a' | 'b')").operands("in").len(), 2);
    }

    #[test]
    fn what_a_sum_does_not_need_is_not_read() {
        for text in ["", "%a - %b", "%a * 2", "a.b[0]", "'a\\'b'", "'open", "f(a b)", "(a", "a..b", "$this", "a b"] {
            assert_eq!(Expression::parse(text), None, "{text}");
        }
        assert_eq!(Expression::parse(&"(".repeat(10_000)), None);
        assert_eq!(Expression::parse(&format!("a{}", "+a".repeat(15_000))), None);
        assert!(Expression::parse(&format!("a{}", "+a".repeat(400))).is_some());
        assert_eq!(Expression::parse(&format!("{}a{}", "(".repeat(30), ")".repeat(30))), None);
    }

    proptest! {
        #[test]
        fn any_text_is_an_expression_or_nothing(text in "[%a-c(){}'.,+=| ]{0,60}") {
            let _ = Expression::parse(&text);
        }
    }
}
