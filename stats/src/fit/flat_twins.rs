//! Terms that add the same thing to the covariance of the rows by their design alone: one effect twice over one factor, or
//! over two factors whose levels are the same rows (every group has one client). Nothing in the data can tell them apart, at
//! the optimum or anywhere else.

use super::flat_direction::{FlatCause, FlatDirection, FlatPart};
use super::relative::TermFactor;
use crate::model::{Model, RandomTerm};

/// One finding a pair of terms; none where both have no variance at all, which is one answer and not many.
pub(super) fn twins(model: &Model, factors: &[TermFactor]) -> Vec<FlatDirection> {
    let terms = &model.parts.terms;
    let mut found = Vec::new();
    for (index, first) in terms.iter().enumerate() {
        for (other, second) in terms.iter().enumerate().skip(index + 1) {
            if !same_levels(model, first.stage, second.stage) {
                continue;
            }
            let varies =
                |effect: &String| deviates(first, &factors[index], effect) || deviates(second, &factors[other], effect);
            let shared = first.labels.iter().filter(|effect| second.labels.contains(effect) && varies(effect));
            let shared: Vec<String> = shared.cloned().collect();
            if !shared.is_empty() {
                let part = |term: &RandomTerm| FlatPart {
                    factor: model.parts.stages[term.stage].name.clone(),
                    terms: shared.clone(),
                };
                found.push(FlatDirection { cause: FlatCause::EachOther, parts: vec![part(first), part(second)] });
            }
        }
    }
    found
}

/// Of a chain, factors with as many levels have the same ones.
fn same_levels(model: &Model, one: usize, other: usize) -> bool {
    let stages = &model.parts.stages;
    let nested = |stage: usize| stages[stage].parent.len() == stages[stage].labels.len();
    one == other
        || (stages[one].labels.len() == stages[other].labels.len() && (one.min(other)..one.max(other)).all(nested))
}

fn deviates(term: &RandomTerm, factor: &TermFactor, effect: &str) -> bool {
    let row = term.labels.iter().position(|label| label == effect);
    row.is_some_and(|row| factor.lambda[row * factor.order..(row + 1) * factor.order].iter().any(|entry| *entry != 0.0))
}
