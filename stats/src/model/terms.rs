//! Expansion of `+ - * : /` into terms, as R's `terms.formula` does it.

use super::expression::Expression;
use super::formula::FormulaError;
use super::node::{Node, NodeKind, Operator};

/// One variable of a term: a column, a column made a factor, or arithmetic on columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variable {
    /// The name R gives it.
    pub(super) label: String,
    pub(super) position: usize,
    pub(super) kind: VariableKind,
}

/// What a variable is made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum VariableKind {
    Column(String),
    Factor(String),
    Arithmetic(Expression),
}

/// The terms of one side of a model: an intercept or none, and products of variables by their order of interaction.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Terms {
    pub(super) intercept: bool,
    pub(super) products: Vec<Vec<Variable>>,
    /// Labels in the order of the text, those of terms taken out again included: R orders the parts of a product by it.
    seen: Vec<String>,
}

impl Terms {
    /// Reads a sum of terms; each random term `( | )` found on the way is handed to `random`.
    pub(super) fn from_node(
        node: &Node,
        random: &mut dyn FnMut(&Node) -> Result<(), FormulaError>,
    ) -> Result<Self, FormulaError> {
        let mut terms = Self { intercept: true, ..Self::default() };
        terms.add(node, true, random)?;
        let order = terms.seen.clone();
        let rank = |variable: &Variable| order.iter().position(|label| *label == variable.label);
        for product in &mut terms.products {
            product.sort_by_key(rank);
        }
        terms.products.sort_by_key(Vec::len);
        Ok(terms)
    }

    /// The intercept alone, or one product without it: the parts of a term with `||`.
    pub(super) fn uncorrelated(&self) -> Vec<Self> {
        let intercept = self.intercept.then(|| Self { intercept: true, ..Self::default() });
        let product = |product: &Vec<Variable>| Self { products: vec![product.clone()], ..Self::default() };
        intercept.into_iter().chain(self.products.iter().map(product)).collect()
    }

    fn see(&mut self, product: &[Variable]) {
        for variable in product {
            if !self.seen.contains(&variable.label) {
                self.seen.push(variable.label.clone());
            }
        }
    }

    fn add(
        &mut self,
        node: &Node,
        plus: bool,
        random: &mut dyn FnMut(&Node) -> Result<(), FormulaError>,
    ) -> Result<(), FormulaError> {
        match &node.kind {
            NodeKind::Binary(Operator::Plus, left, right) => {
                self.add(left, plus, random)?;
                self.add(right, plus, random)
            }
            NodeKind::Binary(Operator::Minus, left, right) => {
                self.add(left, plus, random)?;
                self.add(right, !plus, random)
            }
            NodeKind::Negate(part) => self.add(part, !plus, random),
            NodeKind::Number(number) if *number == 1.0 => {
                self.intercept = plus;
                Ok(())
            }
            NodeKind::Number(number) if *number == 0.0 => {
                self.intercept = !plus;
                Ok(())
            }
            NodeKind::Parenthesis(part) if is_bar(part) && plus => random(part),
            NodeKind::Parenthesis(part) if !is_bar(part) => self.add(part, plus, random),
            _ => {
                for product in products(node)? {
                    self.see(&product);
                    let known = self.products.iter().position(|other| same(other, &product));
                    match (known, plus) {
                        (None, true) => self.products.push(product),
                        (Some(at), false) => {
                            self.products.remove(at);
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
        }
    }
}

fn is_bar(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Binary(Operator::Bar | Operator::DoubleBar, ..))
}

/// Two products are the same term when they hold the same variables in any order.
pub(super) fn same(left: &[Variable], right: &[Variable]) -> bool {
    left.len() == right.len() && left.iter().all(|a| right.iter().any(|b| a.label == b.label))
}

fn products(node: &Node) -> Result<Vec<Vec<Variable>>, FormulaError> {
    match &node.kind {
        NodeKind::Binary(Operator::Plus, left, right) => union(products(left)?, products(right)?),
        NodeKind::Binary(Operator::Star, left, right) => {
            let (left, right) = (products(left)?, products(right)?);
            let crossed = cross(&left, &right);
            union(union(left, right)?, crossed)
        }
        NodeKind::Binary(Operator::Colon, left, right) => Ok(cross(&products(left)?, &products(right)?)),
        NodeKind::Binary(Operator::Slash, left, right) => {
            let left = products(left)?;
            // R: a / b is a + a:b, with every variable of the left side in front.
            let whole: Vec<Variable> = left.iter().flatten().cloned().collect();
            let inner = cross(&[dedup(whole)], &products(right)?);
            union(left, inner)
        }
        NodeKind::Parenthesis(part) if !is_bar(part) => products(part),
        NodeKind::Name(_) | NodeKind::Call(..) => Ok(vec![vec![variable(node)?]]),
        NodeKind::Parenthesis(_) | NodeKind::Binary(Operator::Bar | Operator::DoubleBar, ..) => {
            Err(FormulaError::BarInsideTerm { position: node.position })
        }
        NodeKind::Binary(Operator::Caret, base, _) if matches!(base.kind, NodeKind::Parenthesis(_)) => {
            Err(FormulaError::PowerOfTerms { position: node.position })
        }
        _ => Err(FormulaError::NotATerm { position: node.position }),
    }
}

fn union(mut left: Vec<Vec<Variable>>, right: Vec<Vec<Variable>>) -> Result<Vec<Vec<Variable>>, FormulaError> {
    for product in right {
        if !left.iter().any(|other| same(other, &product)) {
            left.push(product);
        }
    }
    Ok(left)
}

fn cross(left: &[Vec<Variable>], right: &[Vec<Variable>]) -> Vec<Vec<Variable>> {
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| dedup(a.iter().chain(b).cloned().collect())).collect()
}

fn dedup(product: Vec<Variable>) -> Vec<Variable> {
    let mut kept: Vec<Variable> = Vec::new();
    for variable in product {
        if !kept.iter().any(|other| other.label == variable.label) {
            kept.push(variable);
        }
    }
    kept
}

fn variable(node: &Node) -> Result<Variable, FormulaError> {
    let position = node.position;
    match &node.kind {
        NodeKind::Name(name) => {
            Ok(Variable { label: name.clone(), position, kind: VariableKind::Column(name.clone()) })
        }
        NodeKind::Call(function, argument) if function == "factor" => match &argument.kind {
            NodeKind::Name(name) => {
                Ok(Variable { label: format!("factor({name})"), position, kind: VariableKind::Factor(name.clone()) })
            }
            _ => Err(FormulaError::NotAColumn { position: argument.position }),
        },
        _ => {
            let expression = Expression::from_node(node)?;
            Ok(Variable { label: expression.label(), position, kind: VariableKind::Arithmetic(expression) })
        }
    }
}
