//! A model: what the estimation needs to know, and no row of data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::columns::CompleteRows;
use super::cross_products::InternalColumns;
use super::design::{DesignColumn, design};
use super::error::ModelError;
use super::formula::{Formula, RandomFormula};
use super::grouping::{Grouping, parents};
use super::rank::{Independent, dot, independent};
use super::scaling::Scaling;
use crate::data::Table;

/// One random term: q correlated effects over the levels of a stage's factor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RandomTerm {
    /// Index of the stage whose factor it varies over.
    pub(crate) stage: usize,
    /// Place of its first effect among the stage's effects.
    pub(crate) offset: usize,
    /// Names of the q effects.
    pub(crate) labels: Vec<String>,
    pub(crate) scaling: Scaling,
}

/// One grouping factor of the chain, innermost first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) levels: Vec<String>,
    /// For each level the level of the next stage that holds it; empty for the outermost.
    pub(crate) parent: Vec<usize>,
    /// m: number of internal columns alive at this stage; the first m' of them survive its elimination.
    pub(crate) width: usize,
    /// For each random effect of this stage its column among the m.
    pub(crate) effects: Vec<usize>,
}

/// What [`Model`] shares between its copies.
#[derive(Debug, PartialEq)]
pub(crate) struct Parts {
    pub(crate) formula: String,
    pub(crate) observations: usize,
    pub(crate) rows_dropped: usize,
    /// Names of the p fixed effects kept.
    pub(crate) fixed: Vec<String>,
    pub(crate) fixed_dropped: Vec<String>,
    pub(crate) fixed_scaling: Scaling,
    /// Internal least-squares coefficients that were taken out of the response (p), in the response's units.
    pub(crate) fixed_start: Vec<f64>,
    /// Root mean square of the least-squares residual: internal response = residual / this.
    pub(crate) response_scale: f64,
    /// Random terms in lme4's order: decreasing number of levels.
    pub(crate) terms: Vec<RandomTerm>,
    pub(crate) stages: Vec<Stage>,
    /// levels of stage 0 × m × m.
    pub(crate) cross_products: Vec<f64>,
}

/// A linear mixed model with nested grouping factors, condensed to cross-products (cheap to clone).
///
/// y = Xβ + Σ Z_k b_k + e, b_k ~ N(0, σ²Λ_kΛ_k'), e ~ N(0, σ²I) (Bates et al. 2015, doi:10.18637/jss.v067.i01).
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) parts: Arc<Parts>,
}

impl Model {
    /// Looks the formula's names up in the table and condenses the rows.
    ///
    /// Rows with a missing value in a used column are dropped and counted. Text columns get treatment contrasts; `levels`
    /// gives the order of a column's levels (the first is the reference) and makes a number column categorical.
    ///
    /// # Errors
    /// A [`ModelError`] that names the column, row or position and what to do.
    pub fn build(table: &Table, formula: &Formula, levels: &BTreeMap<String, Vec<String>>) -> Result<Self, ModelError> {
        let rows = CompleteRows::new(table, formula, levels)?;
        let n = rows.len();
        let response = rows.arithmetic(&formula.response)?;
        let fixed = fixed_part(design(&rows, &formula.fixed)?, &response)?;
        let random = random_parts(&rows, &formula.random)?;

        let mut columns = InternalColumns::default();
        for (index, column) in fixed.columns.iter().enumerate() {
            let values = || fixed.scaling.apply(index, &column.values);
            columns.push(&column.label, fixed.scaling.is_centred(index), values());
        }
        columns.push("", false, fixed.residual.iter().map(|r| r / fixed.response_scale).collect());
        let (stages, terms, innermost) = chain(random, &mut columns)?;
        let cross_products = columns.cross_products(&innermost.factor.codes, stages[0].levels.len());
        let parts = Parts {
            formula: formula.text().to_owned(),
            observations: n,
            rows_dropped: rows.dropped(),
            fixed: fixed.columns.into_iter().map(|column| column.label).collect(),
            fixed_dropped: fixed.dropped,
            fixed_scaling: fixed.scaling,
            fixed_start: fixed.start,
            response_scale: fixed.response_scale,
            terms,
            stages,
            cross_products,
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// The formula as it was written.
    #[must_use]
    pub fn formula(&self) -> &str {
        &self.parts.formula
    }

    /// Number of rows used, n.
    #[must_use]
    pub fn observations(&self) -> usize {
        self.parts.observations
    }

    /// Names of collinear fixed effects that were left out, as lme4 leaves them out.
    #[must_use]
    pub fn fixed_dropped(&self) -> &[String] {
        &self.parts.fixed_dropped
    }

    /// Number of covariance parameters: the length of θ.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parts.terms.iter().map(|term| term.labels.len() * (term.labels.len() + 1) / 2).sum()
    }
}

struct FixedPart {
    columns: Vec<DesignColumn>,
    dropped: Vec<String>,
    scaling: Scaling,
    start: Vec<f64>,
    residual: Vec<f64>,
    response_scale: f64,
}

/// Drops collinear columns and takes the least-squares fit out of the response.
fn fixed_part(columns: Vec<DesignColumn>, response: &[f64]) -> Result<FixedPart, ModelError> {
    let n = response.len();
    let scaling = Scaling::of(&columns);
    let internal: Vec<Vec<f64>> =
        columns.iter().enumerate().map(|(index, c)| scaling.apply(index, &c.values)).collect();
    let length = |(index, c): (usize, &DesignColumn)| scaling.raw_length(index, &c.values);
    let lengths: Vec<f64> = columns.iter().enumerate().map(length).collect();
    let Independent { kept, coefficients, residual } = independent(&internal, &lengths, response);
    if n <= kept.len() {
        return Err(ModelError::TooFewRows { rows: n, columns: kept.len() });
    }
    let response_scale = (dot(&residual, &residual) / n as f64).sqrt();
    let largest = response.iter().fold(0.0_f64, |most, y| most.max(y.abs()));
    if response_scale <= 1e-13 * largest {
        return Err(ModelError::NoVariation);
    }
    let name = |index: usize| columns[index].label.clone();
    let dropped = (0..columns.len()).filter(|index| !kept.contains(index)).map(name).collect();
    Ok(FixedPart {
        dropped,
        scaling: scaling.select(&kept),
        columns: kept.iter().map(|&index| columns[index].clone()).collect(),
        start: coefficients,
        residual,
        response_scale,
    })
}

struct RandomPart {
    columns: Vec<DesignColumn>,
    grouping: Grouping,
}

/// Makes the random terms and puts them in lme4's order.
fn random_parts(rows: &CompleteRows<'_>, formulas: &[RandomFormula]) -> Result<Vec<RandomPart>, ModelError> {
    let mut parts = Vec::with_capacity(formulas.len());
    for formula in formulas {
        let columns = design(rows, &formula.terms)?;
        let grouping = Grouping::new(rows, &formula.grouping)?;
        let levels = grouping.factor.levels.len();
        if levels < 2 {
            return Err(ModelError::OneGroup { factor: grouping.name });
        }
        if levels * columns.len() >= rows.len() {
            return Err(ModelError::TooManyEffects {
                factor: grouping.name,
                effects: levels * columns.len(),
                rows: rows.len(),
            });
        }
        parts.push(RandomPart { columns, grouping });
    }
    let levels = |part: &RandomPart| part.grouping.factor.levels.len();
    // lme4 leaves terms alone that are already in order, and else reverses an ascending stable sort.
    if !parts.is_sorted_by(|a, b| levels(a) >= levels(b)) {
        parts.sort_by_key(levels);
        parts.reverse();
    }
    Ok(parts)
}

/// Joins terms on the same factor, chains the factors and gives every effect its column.
fn chain(
    random: Vec<RandomPart>,
    columns: &mut InternalColumns,
) -> Result<(Vec<Stage>, Vec<RandomTerm>, Grouping), ModelError> {
    let mut groupings: Vec<&Grouping> = Vec::new();
    for part in &random {
        if !groupings.iter().any(|known| known.name == part.grouping.name) {
            groupings.push(&part.grouping);
        }
    }
    let mut stages = Vec::with_capacity(groupings.len());
    for (index, grouping) in groupings.iter().enumerate() {
        let parent = match groupings.get(index + 1) {
            Some(outer) => parents(grouping, outer)?,
            None => Vec::new(),
        };
        stages.push(Stage {
            name: grouping.name.clone(),
            levels: grouping.factor.levels.clone(),
            parent,
            width: 0,
            effects: Vec::new(),
        });
    }
    // Outermost first: then the columns that survive a stage are always the first ones.
    let mut terms: Vec<Option<RandomTerm>> = random.iter().map(|_| None).collect();
    for (stage_index, stage) in stages.iter_mut().enumerate().rev() {
        for (part, term) in random.iter().zip(&mut terms) {
            if part.grouping.name != stage.name {
                continue;
            }
            let scaling = Scaling::of(&part.columns);
            let offset = stage.effects.len();
            for (index, column) in part.columns.iter().enumerate() {
                let values = || scaling.apply(index, &column.values);
                let at = columns.index(&column.label, scaling.is_centred(index), values);
                stage.effects.push(at);
            }
            let labels = part.columns.iter().map(|column| column.label.clone()).collect();
            *term = Some(RandomTerm { stage: stage_index, offset, labels, scaling });
        }
        stage.width = columns.len();
    }
    let innermost = groupings[0].clone();
    Ok((stages, terms.into_iter().flatten().collect(), innermost))
}
