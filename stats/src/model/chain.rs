//! The grouping factors of a model: a chain of nested factors, or factors that cross.

use super::columns::Factor;
use super::design::DesignColumn;
use super::error::ModelError;
use super::fixed::check_numbers;
use super::grouping::{Grouping, Nesting, by_parent, parents, renumbered};
use super::labels::Labels;
use super::membership::member_factor;
use super::options::ModelOptions;
use super::residual::ResidualRows;
use super::rows::Membership;
use super::scaling::{Locations, Scaling};
use super::{columns::CompleteRows, design::design, formula::Formula, formula::RandomFormula};

/// One random term with its columns.
pub(super) struct RandomPart<'a> {
    /// Index of its grouping factor among the distinct ones.
    pub(super) factor: usize,
    pub(super) columns: Vec<DesignColumn<'a>>,
    pub(super) scaling: Scaling,
}

/// A distinct grouping factor.
pub(super) struct GroupingFactor {
    pub(super) name: String,
    pub(super) labels: Labels,
    pub(super) membership: Membership,
}

/// How the grouping factors lie to each other, in the order of the stages.
pub(super) enum Layout {
    /// Each nested in the next; levels ordered by the levels that hold them. With each factor its parents.
    Chain(Vec<(GroupingFactor, Vec<u32>)>),
    Crossed(Vec<GroupingFactor>),
}

impl Layout {
    /// The factors in the order of the stages.
    pub(super) fn factors(&self) -> Vec<&GroupingFactor> {
        match self {
            Self::Chain(stages) => stages.iter().map(|(factor, _)| factor).collect(),
            Self::Crossed(factors) => factors.iter().collect(),
        }
    }

    /// Rows of several innermost levels that are correlated tie these levels together: they are no chain any more.
    pub(super) fn joined_by(self, residual: &ResidualRows) -> Self {
        match self {
            Self::Chain(stages) if stages.first().is_some_and(|(inner, _)| residual.joins(&inner.membership)) => {
                Self::Crossed(stages.into_iter().map(|(factor, _)| factor).collect())
            }
            layout => layout,
        }
    }
}

/// Makes the random terms, in lme4's order, and their distinct factors.
pub(super) fn random_parts<'a>(
    rows: &CompleteRows<'a>,
    formula: &Formula,
    options: &ModelOptions,
    locations: &mut Locations,
) -> Result<(Vec<RandomPart<'a>>, Vec<GroupingFactor>), ModelError> {
    let mut parts = Vec::with_capacity(formula.random.len());
    let mut factors: Vec<GroupingFactor> = Vec::new();
    for random in &formula.random {
        let names: Vec<&str> = random.grouping.iter().map(|(name, _)| name.as_str()).collect();
        let name = names.join(":");
        let factor = match factors.iter().position(|known| known.name == name) {
            Some(known) => known,
            None => {
                factors.push(grouping_factor(rows, random, name, options)?);
                factors.len() - 1
            }
        };
        let columns = design(rows, &random.terms)?;
        check_levels(&factors[factor], columns.len(), rows.len())?;
        check_numbers(&columns, locations)?;
        let scaling = Scaling::of(&columns, locations);
        parts.push(RandomPart { factor, columns, scaling });
    }
    check_zero(&parts, &factors, locations)?;
    Ok(in_lme4_order(parts, factors))
}

/// The terms by falling number of levels, and the factors in the order in which the terms use them.
pub(super) fn in_lme4_order(
    mut parts: Vec<RandomPart<'_>>,
    factors: Vec<GroupingFactor>,
) -> (Vec<RandomPart<'_>>, Vec<GroupingFactor>) {
    let levels = |part: &RandomPart<'_>| factors[part.factor].labels.len();
    // lme4 leaves terms alone that are already in order, and else reverses an ascending stable sort.
    if !parts.is_sorted_by(|a, b| levels(a) >= levels(b)) {
        parts.sort_by_key(levels);
        parts.reverse();
    }
    in_order_of_use(parts, factors)
}

fn grouping_factor(
    rows: &CompleteRows<'_>,
    random: &RandomFormula,
    name: String,
    options: &ModelOptions,
) -> Result<GroupingFactor, ModelError> {
    if let Some(given) = options.memberships.iter().find(|given| given.factor == name) {
        return member_factor(rows, given);
    }
    let Grouping { name, factor: Factor { labels, codes } } = Grouping::new(rows, &random.grouping)?;
    Ok(GroupingFactor { name, labels, membership: Membership::One(codes) })
}

pub(super) fn check_levels(factor: &GroupingFactor, effects: usize, rows: usize) -> Result<(), ModelError> {
    let levels = factor.labels.len();
    if levels < 2 {
        return Err(ModelError::OneGroup { factor: factor.name.clone() });
    }
    if levels * effects >= rows && matches!(factor.membership, Membership::One(_)) {
        return Err(ModelError::TooManyEffects { factor: factor.name.clone(), effects: levels * effects, rows });
    }
    Ok(())
}

/// Refuses a slope whose intercept stands in another term when zero lies far outside its values.
fn check_zero(
    parts: &[RandomPart<'_>],
    factors: &[GroupingFactor],
    locations: &mut Locations,
) -> Result<(), ModelError> {
    for part in parts.iter().filter(|part| part.scaling.intercept().is_none()) {
        let with_intercept =
            |other: &RandomPart<'_>| other.factor == part.factor && other.scaling.intercept().is_some();
        let far = part.columns.iter().find(|column| locations.of(column).is_far_from_zero());
        if let Some(column) = far.filter(|_| parts.iter().any(with_intercept)) {
            let factor = factors[part.factor].name.clone();
            return Err(ModelError::FarFromZero { factor, column: column.label.clone() });
        }
    }
    Ok(())
}

/// Puts the factors in the order in which the terms use them.
fn in_order_of_use(
    mut parts: Vec<RandomPart<'_>>,
    factors: Vec<GroupingFactor>,
) -> (Vec<RandomPart<'_>>, Vec<GroupingFactor>) {
    let mut order: Vec<usize> = Vec::new();
    for part in &mut parts {
        part.factor = order.iter().position(|&known| known == part.factor).unwrap_or_else(|| {
            order.push(part.factor);
            order.len() - 1
        });
    }
    let mut factors: Vec<Option<GroupingFactor>> = factors.into_iter().map(Some).collect();
    (parts, order.into_iter().filter_map(|at| factors[at].take()).collect())
}

/// Chains the factors where each is nested in the next.
pub(super) fn layout(factors: Vec<GroupingFactor>) -> Layout {
    let mut found: Vec<Vec<u32>> = Vec::with_capacity(factors.len());
    for pair in factors.windows(2) {
        match nesting(&pair[0], &pair[1]) {
            Nesting::Nested(parent) => found.push(parent),
            Nesting::Crossed => return Layout::Crossed(factors),
        }
    }
    if factors.iter().any(|factor| !matches!(factor.membership, Membership::One(_))) {
        return Layout::Crossed(factors);
    }
    found.push(Vec::new());
    let mut stages: Vec<(GroupingFactor, Vec<u32>)> = factors.into_iter().zip(found).collect();
    // From the outside in: the levels follow the order of the levels that hold them.
    let mut outer_order: Option<Vec<u32>> = None;
    for (factor, parent) in stages.iter_mut().rev() {
        if let Some(order) = &outer_order {
            *parent = renumbered(std::mem::take(parent), order);
        }
        outer_order = None;
        if !parent.is_sorted() {
            let order = by_parent(parent);
            parent.sort_unstable();
            factor.labels = factor.labels.reordered(&order);
            if let Membership::One(codes) = &mut factor.membership {
                *codes = renumbered(std::mem::take(codes), &order);
            }
            outer_order = Some(order);
        }
    }
    Layout::Chain(stages)
}

fn nesting(inner: &GroupingFactor, outer: &GroupingFactor) -> Nesting {
    match (&inner.membership, &outer.membership) {
        (Membership::One(inner_codes), Membership::One(outer_codes)) => {
            parents(inner_codes, inner.labels.len(), outer_codes)
        }
        _ => Nesting::Crossed,
    }
}
