//! Grouping factors: their levels, and how they are nested.

use std::collections::BTreeMap;

use super::columns::{CompleteRows, Factor};
use super::error::ModelError;

/// A grouping factor made of one column or of the combinations of several.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grouping {
    /// The columns' names joined by `:`, outer first.
    pub(super) name: String,
    pub(super) factor: Factor,
}

impl Grouping {
    /// Combines the columns, outer first; a level is written `outer:inner`.
    pub(super) fn new(rows: &CompleteRows<'_>, columns: &[(String, usize)]) -> Result<Self, ModelError> {
        let mut combined: Option<Factor> = None;
        for (name, _) in columns {
            let factor = rows.factor(name)?;
            combined = Some(match combined {
                None => factor,
                Some(outer) => combine(&outer, &factor),
            });
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        Ok(Self { name: names.join(":"), factor: combined.unwrap_or(Factor { levels: Vec::new(), codes: Vec::new() }) })
    }
}

fn combine(outer: &Factor, inner: &Factor) -> Factor {
    let pairs = || outer.codes.iter().copied().zip(inner.codes.iter().copied());
    let mut index: BTreeMap<(usize, usize), usize> = pairs().map(|pair| (pair, 0)).collect();
    for (place, value) in index.values_mut().enumerate() {
        *value = place;
    }
    let label = |&(o, i): &(usize, usize)| format!("{}:{}", outer.levels[o], inner.levels[i]);
    Factor { levels: index.keys().map(label).collect(), codes: pairs().map(|pair| index[&pair]).collect() }
}

/// For each level of `inner` the level of `outer` that holds it.
///
/// # Errors
/// [`ModelError::CrossedFactors`] when a level of `inner` occurs in two levels of `outer`.
pub(super) fn parents(inner: &Grouping, outer: &Grouping) -> Result<Vec<usize>, ModelError> {
    let mut parent: Vec<Option<usize>> = vec![None; inner.factor.levels.len()];
    for (&child, &found) in inner.factor.codes.iter().zip(&outer.factor.codes) {
        match parent[child] {
            Some(known) if known != found => {
                return Err(ModelError::CrossedFactors {
                    inner: inner.name.clone(),
                    outer: outer.name.clone(),
                    level: inner.factor.levels[child].clone(),
                    first: outer.factor.levels[known].clone(),
                    second: outer.factor.levels[found].clone(),
                });
            }
            _ => parent[child] = Some(found),
        }
    }
    Ok(parent.into_iter().map(Option::unwrap_or_default).collect())
}
