//! lme4's formula language.

use super::columns::used_columns;
use super::expression::Expression;
use super::node::{Node, NodeKind, Operator, parse};
use super::terms::Terms;

/// Why a formula cannot be read. A position counts characters, the first is 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// A character that no formula has.
    #[error("formula, position {position}: `{character}` has no meaning here")]
    UnexpectedCharacter {
        /// Where.
        position: usize,
        /// The character.
        character: char,
    },
    /// More words than a formula may have: each may nest in the one before, and the stack is not endless.
    #[error("formula, position {position}: a formula may have {most} names, numbers and signs; write it shorter")]
    TooLong {
        /// Where the first word too many begins.
        position: usize,
        /// The most that it may have.
        most: usize,
    },
    /// Digits that are no number.
    #[error("formula, position {position}: `{text}` is not a number")]
    NotANumber {
        /// Where.
        position: usize,
        /// What stands there.
        text: String,
    },
    /// A word where another was expected.
    #[error("formula, position {position}: `{word}` was not expected here")]
    UnexpectedWord {
        /// Where.
        position: usize,
        /// The word.
        word: String,
    },
    /// The text stops too early.
    #[error("formula, position {position}: the formula ends too early; is a `)` or a name missing?")]
    UnexpectedEnd {
        /// One past the last character.
        position: usize,
    },
    /// No `~`, or more than one.
    #[error("formula, position {position}: write `response ~ terms` with one `~`")]
    NoResponse {
        /// Where.
        position: usize,
    },
    /// A function that the language does not have.
    #[error("formula, position {position}: `{name}()` is not known; {}", instead_of(name))]
    UnknownFunction {
        /// Where.
        position: usize,
        /// The function.
        name: String,
    },
    /// A `:` or a bar inside arithmetic.
    #[error("formula, position {position}: this is not arithmetic")]
    NotArithmetic {
        /// Where.
        position: usize,
    },
    /// Something that is neither a column nor a function of one.
    #[error("formula, position {position}: not a term; write arithmetic inside I(), for instance I(week^2)")]
    NotATerm {
        /// Where.
        position: usize,
    },
    /// A power of a sum of terms.
    #[error(
        "formula, position {position}: a power of terms is not known; write a * b for (a + b)^2, and arithmetic inside I(), for \
         instance I(week^2)"
    )]
    PowerOfTerms {
        /// Where it begins.
        position: usize,
    },
    /// R's `.` for all other columns.
    #[error(
        "formula, position {position}: `.` does not stand for all other columns here; name those that are meant, for instance \
         week + arm"
    )]
    AllColumns {
        /// Where.
        position: usize,
    },
    /// `factor()` of something else than a column.
    #[error("formula, position {position}: the name of a column is expected here")]
    NotAColumn {
        /// Where.
        position: usize,
    },
    /// A random term that is not simply added.
    #[error("formula, position {position}: a random term stands in parentheses and is added: + (1 | group)")]
    BarInsideTerm {
        /// Where.
        position: usize,
    },
    /// The right side of a bar is not a name, `a:b` or `a/b`.
    #[error("formula, position {position}: behind the bar stands a column, `outer/inner` or `outer:inner`")]
    NotAGrouping {
        /// Where.
        position: usize,
    },
    /// A random term without any effect, as in `(0 | group)`.
    #[error("formula, position {position}: this random term has no effect; write (1 | …) or (1 + x | …)")]
    EmptyRandomTerm {
        /// Where.
        position: usize,
    },
    /// No random term at all.
    #[error("formula: no random term; add one, for instance (1 | client)")]
    NoRandomTerm,
}

/// What to write instead of a function that other programs have.
fn instead_of(name: &str) -> &'static str {
    match name {
        "poly" | "ns" | "bs" | "s" | "rcs" => "write the powers themselves, for instance week + I(week^2)",
        "cbind" => "the response is the column of events; that of the trials is named apart (--trials)",
        "scale" => "write the column itself: it is centred and scaled inside; or I((x - 50) / 10) with numbers",
        "as.factor" | "ordered" | "C" => "write factor()",
        _ => "known are I, log, log1p, sqrt, exp and factor",
    }
}

/// A random term: effects that vary over the levels of one grouping factor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RandomFormula {
    pub(super) terms: Terms,
    /// Names of the columns whose combinations are the levels, outer first, with their positions.
    pub(super) grouping: Vec<(String, usize)>,
    pub(super) position: usize,
}

/// A model in lme4's language, read but not yet looked up in a table.
///
/// `response ~ fixed terms + (random terms | grouping)`, with `+ - * : / 1 0 -1`, `(… || …)` for uncorrelated terms,
/// `I()`, `log()`, `log1p()`, `sqrt()`, `exp()` and `factor()`. `(1 | a/b)` is `(1 | a:b) + (1 | a)`.
///
/// ```
/// use peil_stats::model::Formula;
/// let formula = Formula::parse("score ~ week * arm + (1 + week | group/client)")?;
/// assert_eq!(formula.text(), "score ~ week * arm + (1 + week | group/client)");
/// assert!(Formula::parse("score ~ week + (1 | group").is_err());
/// # Ok::<(), peil_stats::model::FormulaError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    text: String,
    pub(super) response: Expression,
    pub(super) fixed: Terms,
    pub(super) random: Vec<RandomFormula>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// A [`FormulaError`] that names the position of the first thing that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let NodeKind::Binary(Operator::Tilde, left, right) = parse(text)?.kind else {
            return Err(FormulaError::NoResponse { position: 1 });
        };
        let mut bars = Vec::new();
        let fixed = Terms::from_node(&right, &mut |bar| {
            bars.push(bar.clone());
            Ok(())
        })?;
        let mut random = Vec::new();
        for bar in &bars {
            random.extend(random_terms(bar)?);
        }
        if random.is_empty() {
            return Err(FormulaError::NoRandomTerm);
        }
        Ok(Self { text: text.to_owned(), response: Expression::from_node(&left)?, fixed, random })
    }

    /// The formula as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The fixed terms but the intercept, each by the names of its variables, in R's order.
    pub(crate) fn fixed_products(&self) -> Vec<Vec<String>> {
        let names = |product: &Vec<super::terms::Variable>| product.iter().map(|v| v.label.clone()).collect();
        self.fixed.products.iter().map(names).collect()
    }

    /// Every column that the formula names, each time with its position in the text (the first character is 1): what must
    /// be read from a file.
    #[must_use]
    pub fn columns(&self) -> Vec<(&str, usize)> {
        used_columns(self)
    }
}

/// Expands `||` and `/` in the order lme4 does: first the double bar, then the slash.
fn random_terms(bar: &Node) -> Result<Vec<RandomFormula>, FormulaError> {
    let NodeKind::Binary(operator, left, right) = &bar.kind else {
        return Err(FormulaError::BarInsideTerm { position: bar.position });
    };
    let terms = Terms::from_node(left, &mut |inner| Err(FormulaError::BarInsideTerm { position: inner.position }))?;
    if !terms.intercept && terms.products.is_empty() {
        return Err(FormulaError::EmptyRandomTerm { position: bar.position });
    }
    let parts = if *operator == Operator::DoubleBar { terms.uncorrelated() } else { vec![terms] };
    let groupings = groupings(right)?;
    let pairs = parts.iter().flat_map(|terms| groupings.iter().map(move |grouping| (terms, grouping)));
    Ok(pairs
        .map(|(terms, grouping)| RandomFormula {
            terms: terms.clone(),
            grouping: grouping.clone(),
            position: bar.position,
        })
        .collect())
}

type Grouping = Vec<(String, usize)>;

/// The grouping factors of the right side of a bar, innermost first.
fn groupings(node: &Node) -> Result<Vec<Grouping>, FormulaError> {
    match &node.kind {
        NodeKind::Parenthesis(part) => groupings(part),
        NodeKind::Binary(Operator::Slash, outer, inner) => {
            let outer = groupings(outer)?;
            let inner = interaction(inner)?;
            let mut nested = outer[0].clone();
            nested.extend(inner);
            Ok(std::iter::once(nested).chain(outer).collect())
        }
        _ => Ok(vec![interaction(node)?]),
    }
}

fn interaction(node: &Node) -> Result<Grouping, FormulaError> {
    match &node.kind {
        NodeKind::Name(name) => Ok(vec![(name.clone(), node.position)]),
        NodeKind::Parenthesis(part) => interaction(part),
        NodeKind::Call(function, argument) if function == "factor" => interaction(argument),
        NodeKind::Binary(Operator::Colon, left, right) => {
            let mut names = interaction(left)?;
            names.extend(interaction(right)?);
            Ok(names)
        }
        _ => Err(FormulaError::NotAGrouping { position: node.position }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn labels(terms: &Terms) -> Vec<String> {
        let one = |p: &Vec<_>| p.iter().map(|v: &super::super::terms::Variable| v.label.clone()).collect::<Vec<_>>();
        terms.products.iter().map(|p| one(p).join(":")).collect()
    }

    #[test]
    fn a_star_is_main_effects_and_interaction() {
        let formula = Formula::parse("y ~ a * b - a + I(x^2) + (1 | g)").unwrap();
        assert_eq!(labels(&formula.fixed), ["b", "I(x^2)", "a:b"]);
        assert!(formula.fixed.intercept);
    }

    #[test]
    fn zero_and_minus_one_take_the_intercept_away() {
        for text in ["y ~ 0 + x + (1 | g)", "y ~ x - 1 + (1 | g)"] {
            assert!(!Formula::parse(text).unwrap().fixed.intercept, "{text}");
        }
    }

    #[test]
    fn a_slash_nests_and_a_double_bar_separates() {
        let formula = Formula::parse("y ~ 1 + (x || group/client)").unwrap();
        let found: Vec<(bool, usize)> = formula.random.iter().map(|r| (r.terms.intercept, r.grouping.len())).collect();
        assert_eq!(found, [(true, 2), (true, 1), (false, 2), (false, 1)]);
    }

    #[test]
    fn a_formula_without_end_is_refused_before_it_fills_the_stack() {
        for sign in ["(", "-", "log("] {
            let text = format!("y ~ {}x + (1 | g)", sign.repeat(100_000));
            let refused = Formula::parse(&text).unwrap_err();
            assert!(matches!(refused, FormulaError::TooLong { .. }), "{refused}");
            let deep = format!("y ~ {}x + (1 | g)", sign.repeat(900 / sign.len().min(2)));
            assert!(Formula::parse(&deep).is_err() || sign == "-");
        }
    }

    #[test]
    fn an_error_names_its_position() {
        let position = |text| Formula::parse(text).unwrap_err();
        assert_eq!(position("y ~ x + (1 | g"), FormulaError::UnexpectedEnd { position: 15 });
        let spline = FormulaError::UnknownFunction { position: 5, name: "ns".to_owned() };
        assert_eq!(position("y ~ ns(x) + (1 | g)"), spline);
        let counts = FormulaError::UnknownFunction { position: 1, name: "cbind".to_owned() };
        assert_eq!(position("cbind(a, log(b) - a) ~ x + (1 | g)"), counts);
        assert!(counts.to_string().ends_with("(--trials)"), "{counts}");
        let powers = position("y ~ poly(x, 2) + (1 | g)");
        assert_eq!(powers, FormulaError::UnknownFunction { position: 5, name: "poly".to_owned() });
        assert!(powers.to_string().contains("week + I(week^2)"), "{powers}");
        let comma = |position| FormulaError::UnexpectedCharacter { position, character: ',' };
        assert_eq!((position("y ~ (x, z) + (1 | g)"), position("y ~ log(x, 2) + (1 | g)")), (comma(7), comma(10)));
        let squared = position("y ~ (x + z)^2 + (1 | g)");
        assert_eq!(squared, FormulaError::PowerOfTerms { position: 5 });
        assert!(squared.to_string().contains("write a * b for (a + b)^2"), "{squared}");
        assert_eq!(position("y ~ . + (1 | g)"), FormulaError::AllColumns { position: 5 });
        assert_eq!(position("y ~ x^2 + (1 | g)"), FormulaError::NotATerm { position: 5 });
        assert!(Formula::parse("y ~ .x + `.` + I(.5 * x) + (1 | g)").is_ok());
        assert_eq!(position("y ~ x"), FormulaError::NoRandomTerm);
        assert_eq!(position("y ~ x ? (1 | g)"), FormulaError::UnexpectedCharacter { position: 7, character: '?' });
        assert_eq!(position("y ~ x + 1 | g"), FormulaError::BarInsideTerm { position: 5 });
    }
}
