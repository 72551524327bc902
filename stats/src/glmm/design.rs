//! A binomial model: rows sorted by their levels, random effects by factor.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::GlmmError;
use super::link::Link;
use crate::data::Table;
use crate::model::{Formula, Observed, RandomTerm, Scaling};

/// What a binomial model needs beside its formula.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BinomialOptions {
    /// The link.
    pub link: Link,
    /// Name of the column that holds the number of trials of each row; the response then counts events. `None`: 0/1.
    pub trials: Option<String>,
}

/// One grouping factor, largest (innermost) first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factor {
    pub(super) name: String,
    /// Names in the order in which the rows meet them.
    pub(super) levels: Vec<String>,
    /// For each level its place in the sorted order in which results are listed.
    pub(super) listed: Vec<usize>,
    /// Level of each row.
    pub(super) codes: Vec<u32>,
    /// For each of its q effects the column of Z.
    pub(super) effects: Vec<usize>,
    /// When nested: level of the next factor that holds each level; empty for the outermost.
    pub(super) parent: Vec<usize>,
}

impl Factor {
    pub(super) fn count(&self) -> usize {
        self.levels.len()
    }

    pub(super) fn order(&self) -> usize {
        self.effects.len()
    }
}

/// What [`BinomialModel`] shares between its copies.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    pub(super) formula: String,
    pub(super) link: Link,
    pub(super) rows_dropped: usize,
    pub(super) n: usize,
    /// n × p row-major, internal units, sorted rows.
    pub(super) fixed: Vec<f64>,
    pub(super) fixed_labels: Vec<String>,
    pub(super) fixed_dropped: Vec<String>,
    pub(super) fixed_scaling: Scaling,
    /// Z: n × m row-major, internal units, each distinct column once.
    pub(super) random: Vec<f64>,
    pub(super) width: usize,
    pub(super) events: Vec<f64>,
    pub(super) trials: Vec<f64>,
    /// Σ log of the binomial coefficients.
    pub(super) log_constant: f64,
    /// Their stages are the factors.
    pub(super) terms: Vec<RandomTerm>,
    pub(super) factors: Vec<Factor>,
    /// Whether each factor is nested in the next.
    pub(super) nested: bool,
    /// First row of each level of the innermost factor, and n at the end.
    pub(super) starts: Vec<usize>,
}

impl Parts {
    pub(super) fn p(&self) -> usize {
        self.fixed_labels.len()
    }

    pub(super) fn fixed_row(&self, row: usize) -> &[f64] {
        &self.fixed[row * self.p()..(row + 1) * self.p()]
    }

    pub(super) fn random_row(&self, row: usize) -> &[f64] {
        &self.random[row * self.width..(row + 1) * self.width]
    }
}

/// A binomial mixed model, ready to be fitted (cheap to clone).
///
/// Row i has s_i ~ Binomial(t_i, p_i), link(p_i) = x_i'β + Σ_k z_i'b_k, b_k ~ N(0, Λ_kΛ_k').
#[derive(Debug, Clone, PartialEq)]
pub struct BinomialModel {
    pub(super) parts: Arc<Parts>,
}

impl BinomialModel {
    /// Looks the formula's names up in the table. Rows with a missing value in a used column are dropped and counted.
    ///
    /// # Errors
    /// [`GlmmError::Model`], [`GlmmError::NotBinary`], [`GlmmError::UnknownTrials`], [`GlmmError::BadCounts`],
    /// [`GlmmError::NoEvents`], [`GlmmError::OnlyEvents`], [`GlmmError::OneRowPerLevel`], [`GlmmError::TooManyCrossed`].
    pub fn build(
        table: &Table,
        formula: &Formula,
        levels: &BTreeMap<String, Vec<String>>,
        options: &BinomialOptions,
    ) -> Result<Self, GlmmError> {
        let observed = Observed::new(table, formula, levels, options.trials.as_deref())?;
        let trials = trials(&observed, options.trials.as_deref())?;
        check(&observed, &trials, options.trials.is_some())?;
        let (terms, mut factors, columns) = random_part(&observed);
        if let Some(alone) = factors.iter().find(|factor| factor.count() == trials.len())
            && trials.iter().all(|&trials| trials == 1.0)
        {
            return Err(GlmmError::OneRowPerLevel { factor: alone.name.clone() });
        }
        let nested = nest(&mut factors);
        if !nested {
            let effects = factors[1..].iter().map(|f| f.count() * f.order()).sum();
            if effects > super::crossed::MOST_EFFECTS {
                let factor = factors[1].name.clone();
                return Err(GlmmError::TooManyCrossed { factor, effects, most: super::crossed::MOST_EFFECTS });
            }
        }
        let order = sorted_rows(&mut factors, nested);
        let n = order.len();
        let interleave = |columns: &[&[f64]]| -> Vec<f64> {
            order.iter().flat_map(|&row| columns.iter().map(move |column| column[row])).collect()
        };
        let fixed: Vec<&[f64]> = observed.fixed.iter().map(Vec::as_slice).collect();
        let random: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let events = interleave(&[&observed.response]);
        let trials = interleave(&[&trials]);
        let log_constant = events.iter().zip(&trials).map(|(&s, &t)| log_binomial(t, s)).sum();
        let starts = starts(&factors[0]);
        let parts = Parts {
            formula: formula.text().to_owned(),
            link: options.link,
            rows_dropped: observed.rows_dropped,
            n,
            fixed: interleave(&fixed),
            random: interleave(&random),
            width: columns.len(),
            fixed_labels: observed.fixed_labels,
            fixed_dropped: observed.fixed_dropped,
            fixed_scaling: observed.fixed_scaling,
            events,
            trials,
            log_constant,
            terms,
            factors,
            nested,
            starts,
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// The formula as it was written.
    #[must_use]
    pub fn formula(&self) -> &str {
        &self.parts.formula
    }

    /// The link.
    #[must_use]
    pub fn link(&self) -> Link {
        self.parts.link
    }

    /// Rows used, n.
    #[must_use]
    pub fn observations(&self) -> usize {
        self.parts.n
    }

    /// Rows left out because a used column was missing.
    #[must_use]
    pub fn rows_dropped(&self) -> usize {
        self.parts.rows_dropped
    }

    /// Events over all rows.
    #[must_use]
    pub fn events(&self) -> f64 {
        self.parts.events.iter().sum()
    }

    /// Names of the p fixed effects.
    #[must_use]
    pub fn fixed_terms(&self) -> &[String] {
        &self.parts.fixed_labels
    }

    /// Names of collinear fixed effects that were left out.
    #[must_use]
    pub fn fixed_dropped(&self) -> &[String] {
        &self.parts.fixed_dropped
    }

    /// Number of covariance parameters: the length of θ.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parts.terms.iter().map(RandomTerm::parameters).sum()
    }

    /// The grouping factors, innermost (largest) first, each with its number of levels.
    #[must_use]
    pub fn factors(&self) -> Vec<(&str, usize)> {
        self.parts.factors.iter().map(|factor| (factor.name.as_str(), factor.count())).collect()
    }
}

fn trials(observed: &Observed, name: Option<&str>) -> Result<Vec<f64>, GlmmError> {
    match name {
        None => Ok(vec![1.0; observed.response.len()]),
        Some(name) => observed.other.clone().ok_or_else(|| GlmmError::UnknownTrials { name: name.to_owned() }),
    }
}

fn check(observed: &Observed, trials: &[f64], counted: bool) -> Result<(), GlmmError> {
    let rows = observed.response.len();
    for (at, (&events, &trials)) in observed.response.iter().zip(trials).enumerate() {
        let whole = events.fract() == 0.0 && trials.fract() == 0.0;
        if !(whole && trials > 0.0 && (0.0..=trials).contains(&events)) {
            let row = observed.table_rows[at] + 1;
            return Err(if counted {
                GlmmError::BadCounts { row, events, trials }
            } else {
                GlmmError::NotBinary { row, value: events }
            });
        }
    }
    if observed.response.iter().all(|&events| events == 0.0) {
        return Err(GlmmError::NoEvents { rows });
    }
    if observed.response.iter().zip(trials).all(|(events, trials)| events == trials) {
        return Err(GlmmError::OnlyEvents { rows });
    }
    Ok(())
}

/// Joins terms on the same factor and gives every effect its column of Z.
fn random_part(observed: &Observed) -> (Vec<RandomTerm>, Vec<Factor>, Vec<Vec<f64>>) {
    let mut factors: Vec<Factor> = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut terms = Vec::with_capacity(observed.terms.len());
    for term in &observed.terms {
        let known = factors.iter().position(|factor| factor.name == term.factor);
        let factor = known.unwrap_or_else(|| {
            factors.push(Factor {
                name: term.factor.clone(),
                levels: term.levels.clone(),
                listed: (0..term.levels.len()).collect(),
                codes: term.codes.clone(),
                effects: Vec::new(),
                parent: Vec::new(),
            });
            factors.len() - 1
        });
        let offset = factors[factor].effects.len();
        for column in &term.columns {
            let known = columns.iter().position(|other| other == column);
            let at = known.unwrap_or_else(|| {
                columns.push(column.clone());
                columns.len() - 1
            });
            factors[factor].effects.push(at);
        }
        terms.push(RandomTerm { stage: factor, offset, labels: term.labels.clone(), scaling: term.scaling.clone() });
    }
    (terms, factors, columns)
}

/// Finds for each level the level of the next factor that holds it; false, and no parents, when some level has two.
fn nest(factors: &mut [Factor]) -> bool {
    let unknown = usize::MAX;
    let mut parents: Vec<Vec<usize>> = Vec::new();
    for pair in factors.windows(2) {
        let mut parent = vec![unknown; pair[0].count()];
        for (&inner, &outer) in pair[0].codes.iter().zip(&pair[1].codes) {
            let known = &mut parent[inner as usize];
            if *known != unknown && *known != outer as usize {
                return false;
            }
            *known = outer as usize;
        }
        parents.push(parent);
    }
    for (factor, parent) in factors.iter_mut().zip(parents) {
        factor.parent = parent;
    }
    true
}

/// Sorts the rows by their levels (outermost first when nested, else by the largest factor) and renumbers the levels in
/// the order in which the rows meet them, so that what belongs together stands together.
fn sorted_rows(factors: &mut [Factor], nested: bool) -> Vec<usize> {
    let n = factors[0].codes.len();
    let mut order: Vec<usize> = (0..n).collect();
    let keys = if nested { factors.len() } else { 1 };
    order.sort_by(|&a, &b| {
        let key = |row: usize| factors[..keys].iter().rev().map(move |factor| factor.codes[row]);
        key(a).cmp(key(b)).then(a.cmp(&b))
    });
    let mut places: Vec<Vec<usize>> = Vec::with_capacity(factors.len());
    for factor in factors.iter_mut() {
        let mut place = vec![usize::MAX; factor.count()];
        let mut listed = Vec::with_capacity(factor.count());
        let mut codes = Vec::with_capacity(n);
        for &row in &order {
            let code = factor.codes[row] as usize;
            if place[code] == usize::MAX {
                place[code] = listed.len();
                listed.push(code);
            }
            codes.push(place[code] as u32);
        }
        factor.levels = listed.iter().map(|&code| factor.levels[code].clone()).collect();
        factor.codes = codes;
        factor.parent = if factor.parent.is_empty() {
            Vec::new()
        } else {
            listed.iter().map(|&code| factor.parent[code]).collect()
        };
        factor.listed = listed;
        places.push(place);
    }
    for index in 1..factors.len() {
        let place = &places[index];
        factors[index - 1].parent.iter_mut().for_each(|parent| *parent = place[*parent]);
    }
    order
}

fn starts(factor: &Factor) -> Vec<usize> {
    let mut starts = vec![0; factor.count() + 1];
    for &code in &factor.codes {
        starts[code as usize + 1] += 1;
    }
    for level in 0..factor.count() {
        starts[level + 1] += starts[level];
    }
    starts
}

fn log_binomial(trials: f64, events: f64) -> f64 {
    if trials == 1.0 {
        return 0.0;
    }
    let log_factorial = |x: f64| statrs::function::gamma::ln_gamma(x + 1.0);
    log_factorial(trials) - log_factorial(events) - log_factorial(trials - events)
}
