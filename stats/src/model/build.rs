//! A model: what the estimation needs to know, and as few rows of data as possible.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chain::{GroupingFactor, Layout, RandomPart, layout, random_parts};
use super::columns::CompleteRows;
use super::design::design;
use super::error::ModelError;
use super::fixed::FixedPart;
use super::formula::Formula;
use super::internal::InternalColumns;
use super::kept::KeptRows;
use super::labels::Labels;
use super::moments::Moments;
use super::options::ModelOptions;
use super::recipe::Recipe;
use super::residual::ResidualRows;
use super::rows::{Membership, RowFactor, Rows, Whitening};
use super::scaling::{Locations, Scaling};
use crate::data::Table;
use crate::fit::CrossedSums;

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

impl RandomTerm {
    /// Its share of the length of θ.
    pub(crate) fn parameters(&self) -> usize {
        self.labels.len() * (self.labels.len() + 1) / 2
    }
}

/// One grouping factor: of a chain innermost first, else by falling number of levels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) labels: Arc<Labels>,
    /// Of a chain: for each level the level of the next stage that holds it; empty for the outermost.
    pub(crate) parent: Vec<u32>,
    /// Of a chain: m, number of internal columns alive at this stage; the first m' of them survive its elimination.
    pub(crate) width: usize,
    /// For each random effect of this stage its column among the m.
    pub(crate) effects: Vec<usize>,
}

/// The data, condensed as far as the structure allows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sums {
    /// Nested factors: cross-products of each innermost level, no rows.
    Nested(Moments),
    /// Crossed factors: cross-products of the levels that meet.
    Crossed(Box<CrossedSums>),
}

/// What the model was made from, beside the rows: what other rows need to be added to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assumed {
    pub(crate) formula: Formula,
    pub(crate) options: ModelOptions,
}

/// What [`Model`] shares between its copies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts {
    pub(crate) formula: String,
    pub(crate) assumed: Arc<Assumed>,
    pub(crate) observations: usize,
    pub(crate) rows_dropped: usize,
    /// How the design columns are made for other rows.
    pub(crate) recipe: Arc<Recipe>,
    /// Names of the p fixed effects kept.
    pub(crate) fixed: Vec<String>,
    /// For each fixed effect its term among the formula's, `None` for the intercept.
    pub(crate) fixed_terms: Vec<Option<usize>>,
    pub(crate) fixed_dropped: Vec<String>,
    pub(crate) fixed_scaling: Scaling,
    /// Internal coefficients that were taken out of the response (p), in the response's units.
    pub(crate) fixed_start: Vec<f64>,
    /// Internal response = what is left of the response / this.
    pub(crate) response_scale: f64,
    /// Random terms in lme4's order: decreasing number of levels.
    pub(crate) terms: Vec<RandomTerm>,
    pub(crate) stages: Vec<Stage>,
    /// Σ w over the rows, w their prior weights.
    pub(crate) total_weight: f64,
    /// Σ log w over the rows.
    pub(crate) log_weights: f64,
    pub(crate) sums: Sums,
    pub(crate) kept: Option<Arc<KeptRows>>,
}

/// A linear mixed model, condensed to cross-products where its factors are nested (cheap to clone).
///
/// y = Xβ + Σ Z_k b_k + e, b_k ~ N(0, σ²Λ_kΛ_k'), e ~ N(0, σ²W⁻¹) (Bates et al. 2015, doi:10.18637/jss.v067.i01).
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
        Self::build_with(table, formula, &ModelOptions { levels: levels.clone(), ..ModelOptions::default() })
    }

    /// As [`Model::build`], with prior weights and multiple membership.
    ///
    /// # Errors
    /// A [`ModelError`] that names the column, row or position and what to do.
    pub fn build_with(table: &Table, formula: &Formula, options: &ModelOptions) -> Result<Self, ModelError> {
        let others = options.columns();
        let rows = CompleteRows::new(table, formula, &others, &options.levels, &options.memberships)?;
        let mut whitening = options.weights.as_deref().map(|name| prior_weights(&rows, name)).transpose()?;
        let total_weight = whitening.as_ref().map_or(rows.len() as f64, Whitening::total_precision);
        let residual = ResidualRows::new(&rows, &options.residual, whitening.as_ref())?;
        let free = !residual.start().is_empty();
        if free {
            whitening = residual.whitening(&residual.start());
        }
        let response = rows.arithmetic(&formula.response)?;
        let columns = design(&rows, &formula.fixed)?;
        let mut locations = Locations::default();
        let (random, factors) = random_parts(&rows, formula, options, &mut locations)?;
        let layout = layout(factors).joined_by(&residual);
        let mut found = None;
        if matches!(layout, Layout::Chain(_))
            && let Some(fixed) = FixedPart::by_location(&columns, &response, &mut locations)
        {
            let condensed = Condensed::new(&fixed, &random, &layout, whitening.as_ref(), free)?;
            if let Sums::Nested(moments) = &condensed.sums
                && fixed.is_sound(moments, rows.len())
            {
                found = Some((fixed, condensed));
            }
        }
        let (fixed, condensed) = match found {
            Some(found) => found,
            None => {
                let fixed = FixedPart::by_least_squares(&columns, &response, &mut locations)?;
                let condensed = Condensed::new(&fixed, &random, &layout, whitening.as_ref(), free)?;
                (fixed, condensed)
            }
        };
        let parts = Parts {
            formula: formula.text().to_owned(),
            assumed: Arc::new(Assumed { formula: formula.clone(), options: options.clone() }),
            observations: rows.len(),
            rows_dropped: rows.dropped(),
            recipe: Arc::new(Recipe::new(formula, |variable| rows.levels(variable))?),
            fixed_terms: fixed.columns.iter().map(|column| column.term).collect(),
            fixed: fixed.columns.into_iter().map(|column| column.label).collect(),
            fixed_dropped: fixed.dropped,
            fixed_scaling: fixed.scaling,
            fixed_start: fixed.start,
            response_scale: fixed.response_scaling.1,
            terms: condensed.terms,
            stages: condensed.stages,
            total_weight,
            log_weights: whitening.map_or(0.0, |whitening| whitening.log_precision()),
            sums: condensed.sums,
            kept: condensed.rows.map(|rows| {
                let rho = (!free).then(Vec::new);
                Arc::new(KeptRows { rows: Arc::new(rows), residual: Arc::new(residual), rho })
            }),
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
        self.parts.terms.iter().map(RandomTerm::parameters).sum()
    }
}

impl Model {
    /// How the columns of each random term were centred and scaled.
    pub(crate) fn scalings(&self) -> impl Iterator<Item = &Scaling> {
        self.parts.terms.iter().map(|term| &term.scaling)
    }
}

/// √w as the scale of each row.
pub(super) fn prior_weights(rows: &CompleteRows<'_>, name: &str) -> Result<Whitening, ModelError> {
    let Some(weights) = rows.numbers(name) else {
        return Err(ModelError::WeightsNotNumbers { column: name.to_owned() });
    };
    if let Some(at) = weights.iter().position(|weight| !(weight.is_finite() && *weight > 0.0)) {
        return Err(ModelError::WeightNotPositive { column: name.to_owned(), row: rows.row(at) + 1 });
    }
    let n = weights.len();
    let scale = weights.iter().map(|weight| weight.sqrt()).collect();
    Ok(Whitening { scale, carry: vec![0.0; n], previous: vec![u32::MAX; n] })
}

/// The internal columns, and what each stage makes of them.
pub(super) struct Structure<'a> {
    pub(super) columns: InternalColumns<'a>,
    /// Without parents.
    pub(super) stages: Vec<Stage>,
    pub(super) terms: Vec<RandomTerm>,
}

impl<'a> Structure<'a> {
    /// `factors` in the order of the stages.
    pub(super) fn new(fixed: &'a FixedPart<'_>, random: &'a [RandomPart<'_>], factors: &[&GroupingFactor]) -> Self {
        let mut columns = InternalColumns::default();
        for (index, column) in fixed.columns.iter().enumerate() {
            let key = (column.label.as_str(), fixed.scaling.is_centred(index));
            columns.push(key, &column.values, fixed.scaling.of_column(index));
        }
        columns.push(("", false), &fixed.response, fixed.response_scaling);
        let mut stages: Vec<Stage> = Vec::with_capacity(factors.len());
        // Outermost first: then the columns that survive a stage are always the first ones.
        let mut terms: Vec<Option<RandomTerm>> = random.iter().map(|_| None).collect();
        for (index, factor) in factors.iter().enumerate().rev() {
            let mut effects = Vec::new();
            for (part, term) in random.iter().zip(&mut terms).filter(|(part, _)| part.factor == index) {
                let offset = effects.len();
                for (at, column) in part.columns.iter().enumerate() {
                    let key = (column.label.as_str(), part.scaling.is_centred(at));
                    effects.push(columns.index(key, &column.values, part.scaling.of_column(at)));
                }
                let labels = part.columns.iter().map(|column| column.label.clone()).collect();
                *term = Some(RandomTerm { stage: index, offset, labels, scaling: part.scaling.clone() });
            }
            let (name, labels) = (factor.name.clone(), Arc::new(factor.labels.clone()));
            stages.push(Stage { name, labels, parent: Vec::new(), width: columns.len(), effects });
        }
        stages.reverse();
        Self { columns, stages, terms: terms.into_iter().flatten().collect() }
    }
}

/// The random part with its sums.
struct Condensed {
    stages: Vec<Stage>,
    terms: Vec<RandomTerm>,
    sums: Sums,
    rows: Option<Rows>,
}

impl Condensed {
    fn new(
        fixed: &FixedPart<'_>,
        random: &[RandomPart<'_>],
        layout: &Layout,
        whitening: Option<&Whitening>,
        keep: bool,
    ) -> Result<Self, ModelError> {
        let factors = layout.factors();
        let Structure { columns, mut stages, terms } = Structure::new(fixed, random, &factors);
        let rows = || written_out(&columns, fixed.columns.len(), &stages, &factors);
        let (sums, rows) = match layout {
            Layout::Chain(chain) => {
                let rows = keep.then(rows);
                for (stage, (_, parent)) in stages.iter_mut().zip(chain) {
                    stage.parent.clone_from(parent);
                }
                (nested_sums(&columns, &stages, &chain[0].0.membership, whitening), rows)
            }
            Layout::Crossed(_) => {
                let rows = rows();
                (Sums::Crossed(Box::new(CrossedSums::condense(&rows, whitening)?)), Some(rows))
            }
        };
        Ok(Self { stages, terms, sums, rows })
    }
}

fn nested_sums(
    columns: &InternalColumns<'_>,
    stages: &[Stage],
    innermost: &Membership,
    whitening: Option<&Whitening>,
) -> Sums {
    let levels: Vec<usize> = stages.iter().map(|stage| stage.labels.len()).collect();
    let parents: Vec<&[u32]> = stages[..stages.len() - 1].iter().map(|stage| stage.parent.as_slice()).collect();
    let mut moments = Moments::new(&levels, &parents, columns.len());
    if let Membership::One(codes) = innermost {
        columns.condense(&mut moments, codes, whitening);
    }
    Sums::Nested(moments)
}

fn written_out(columns: &InternalColumns<'_>, fixed: usize, stages: &[Stage], factors: &[&GroupingFactor]) -> Rows {
    let factor = |(stage, factor): (&Stage, &&GroupingFactor)| RowFactor {
        levels: stage.labels.len(),
        effects: stage.effects.clone(),
        membership: factor.membership.clone(),
    };
    let factors = stages.iter().zip(factors).map(factor).collect();
    Rows { columns: columns.written_out(), fixed, factors }
}
