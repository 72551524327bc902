//! Grouping factors: their levels, and how they are nested.

use std::collections::HashMap;
use std::sync::Arc;

use super::columns::{CompleteRows, Factor};
use super::error::ModelError;
use super::labels::Labels;

/// A grouping factor made of one column or of the combinations of several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grouping {
    /// The columns' names joined by `:`, outer first.
    pub(crate) name: String,
    pub(crate) factor: Factor,
}

impl Grouping {
    /// Combines the columns, outer first; a level is written `outer:inner`.
    pub(crate) fn new(rows: &CompleteRows<'_>, columns: &[(String, usize)]) -> Result<Self, ModelError> {
        Self::of(columns, |name| rows.factor(name))
    }

    /// The same with the columns from anywhere.
    pub(crate) fn of<E>(columns: &[(String, usize)], column: impl Fn(&str) -> Result<Factor, E>) -> Result<Self, E> {
        let mut combined: Option<Factor> = None;
        for (name, _) in columns {
            let factor = column(name)?;
            combined = Some(match combined {
                None => factor,
                Some(outer) => combine(outer, factor),
            });
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let none = || Factor { labels: Labels::texts([]), codes: Vec::new() };
        Ok(Self { name: names.join(":"), factor: combined.unwrap_or_else(none) })
    }
}

/// The combinations that occur, ordered by outer and then inner level.
fn combine(outer: Factor, inner: Factor) -> Factor {
    let (codes, order, pairs) = match parents(&inner.codes, inner.labels.len(), &outer.codes) {
        // Every inner level has one outer level: the combinations are the inner levels.
        Nesting::Nested(parent) => {
            let order = by_parent(&parent);
            let pairs = order.iter().map(|&level| (parent[level as usize], level)).collect();
            (inner.codes, order, pairs)
        }
        Nesting::Crossed => {
            let (codes, mut pairs) = distinct_pairs(&outer.codes, &inner.codes);
            let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
            order.sort_unstable_by_key(|&at| pairs[at as usize]);
            pairs.sort_unstable();
            (codes, order, pairs)
        }
    };
    let labels = Labels::Pairs { outer: Arc::new(outer.labels), inner: Arc::new(inner.labels), pairs };
    Factor { codes: renumbered(codes, &order), labels }
}

fn distinct_pairs(outer: &[u32], inner: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut known: HashMap<(u32, u32), u32> = HashMap::new();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut last = None;
    let mut codes = Vec::with_capacity(outer.len());
    for pair in outer.iter().copied().zip(inner.iter().copied()) {
        // Rows of one client mostly follow each other.
        let code = match last {
            Some((seen, code)) if seen == pair => code,
            _ => *known.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                (pairs.len() - 1) as u32
            }),
        };
        last = Some((pair, code));
        codes.push(code);
    }
    (codes, pairs)
}

/// Codes after level `order[i]` has moved to place i.
pub(super) fn renumbered(mut codes: Vec<u32>, order: &[u32]) -> Vec<u32> {
    if order.is_sorted() {
        return codes;
    }
    let mut place = vec![0; order.len()];
    for (at, &level) in order.iter().enumerate() {
        place[level as usize] = at as u32;
    }
    codes.iter_mut().for_each(|code| *code = place[*code as usize]);
    codes
}

/// The levels in the order of the levels that hold them, else in their own.
pub(super) fn by_parent(parent: &[u32]) -> Vec<u32> {
    let mut next = vec![0; parent.iter().max().map_or(0, |&last| last as usize + 2)];
    parent.iter().for_each(|&outer| next[outer as usize + 1] += 1);
    (1..next.len()).for_each(|outer| next[outer] += next[outer - 1]);
    let mut order = vec![0; parent.len()];
    for (level, &outer) in (0..).zip(parent) {
        let place: &mut usize = &mut next[outer as usize];
        order[*place] = level;
        *place += 1;
    }
    order
}

/// How one factor lies to another.
pub(super) enum Nesting {
    /// For each inner level the outer level that holds it.
    Nested(Vec<u32>),
    /// A level of the inner factor occurs in two levels of the outer one.
    Crossed,
}

/// Whether each level of `inner` lies in one level of `outer`.
pub(super) fn parents(inner: &[u32], levels: usize, outer: &[u32]) -> Nesting {
    let mut parent = vec![u32::MAX; levels];
    for (&child, &found) in inner.iter().zip(outer) {
        let known = &mut parent[child as usize];
        if *known != found {
            if *known != u32::MAX {
                return Nesting::Crossed;
            }
            *known = found;
        }
    }
    Nesting::Nested(parent)
}
