//! Conditional modes: the predicted deviation of each level.

use crate::fit::Fit;
use crate::model::Model;

/// The deviation of one level in one effect.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ConditionalMode {
    /// The grouping factor.
    pub factor: String,
    /// The level; of a nested factor `outer:inner`.
    pub level: String,
    /// The effect.
    pub term: String,
    /// b̂, in the user's units.
    pub mode: f64,
    /// Conditional standard deviation given the data, β and the variance parameters taken as known (lme4's `condVar`).
    pub standard_deviation: f64,
}

/// The deviations of all levels in the q effects of one random term, column by column and without a text a level.
#[derive(Debug, Clone, PartialEq)]
pub struct TermModes {
    model: Model,
    term: usize,
    /// levels × q.
    modes: Vec<f64>,
    /// levels × q × q.
    covariances: Vec<f64>,
}

impl TermModes {
    /// The grouping factor.
    #[must_use]
    pub fn factor(&self) -> &str {
        &self.model.parts.stages[self.model.parts.terms[self.term].stage].name
    }

    /// Names of the q effects.
    #[must_use]
    pub fn effects(&self) -> &[String] {
        &self.model.parts.terms[self.term].labels
    }

    /// Number of levels.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.modes.len() / self.effects().len()
    }

    /// The name of a level, the first is 0; of a nested factor `outer:inner`. `None` past the last.
    #[must_use]
    pub fn level(&self, level: usize) -> Option<String> {
        let stage = &self.model.parts.stages[self.model.parts.terms[self.term].stage];
        (level < stage.labels.len()).then(|| stage.labels.label(level))
    }

    /// b̂ of all levels in the user's units, levels × q row-major.
    #[must_use]
    pub fn modes(&self) -> &[f64] {
        &self.modes
    }

    /// Conditional covariance matrices given the data, β and the variance parameters taken as known (lme4's `condVar`),
    /// levels × q × q.
    #[must_use]
    pub fn covariances(&self) -> &[f64] {
        &self.covariances
    }
}

impl Fit {
    /// The conditional modes of all levels, one block a random term in lme4's order. Costs O(levels).
    ///
    /// σ²Λ(LL')⁻¹Λ' of Bates et al. (2015, equation 60). For the uncertainty of a prediction use [`Fit::predict`] or
    /// [`Fit::linear_combination`], which do not take β as known.
    #[must_use]
    pub fn term_modes(&self) -> Vec<TermModes> {
        let mut root: Vec<f64> = self.elimination.root().beta.iter().map(|b| -b).collect();
        root.push(1.0);
        let modes = self.elimination.modes(&self.model, &root);
        let covariances = self.elimination.conditional_covariances(&self.model);
        let terms = self.model.parts.terms.iter().enumerate();
        terms.map(|(index, term)| self.modes_of_term(index, &modes[term.stage], &covariances[term.stage])).collect()
    }

    /// From internal units, levels × q and levels × q × q of the term's stage.
    fn modes_of_term(&self, index: usize, internal: &[f64], internal_covariances: &[f64]) -> TermModes {
        let parts = &self.model.parts;
        let term = &parts.terms[index];
        let (order, q) = (term.labels.len(), parts.stages[term.stage].effects.len());
        // Rows of T⁻¹: each effect of the user as a sum of internal ones.
        let unit = |i: usize| (0..order).map(|j| if i == j { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        let rows: Vec<Vec<f64>> = (0..order).map(|i| term.scaling.weights_to_internal(&unit(i))).collect();
        let variance = self.residual_standard_deviation().powi(2);
        let mut modes = Vec::with_capacity(internal.len() / q * order);
        let mut covariances = Vec::with_capacity(internal.len() / q * order * order);
        for (b, c) in internal.chunks_exact(q).zip(internal_covariances.chunks_exact(q * q)) {
            let own = &b[term.offset..term.offset + order];
            for row in &rows {
                modes.push(parts.response_scale * row.iter().zip(own).map(|(k, b)| k * b).sum::<f64>());
                for other in &rows {
                    let inner = |i: usize| {
                        let from = (term.offset + i) * q + term.offset;
                        other.iter().zip(&c[from..from + order]).map(|(k, c)| k * c).sum::<f64>()
                    };
                    covariances.push(variance * row.iter().enumerate().map(|(i, k)| k * inner(i)).sum::<f64>());
                }
            }
        }
        TermModes { model: self.model.clone(), term: index, modes, covariances }
    }

    /// The conditional modes of all levels as rows, terms in lme4's order, levels in theirs. [`Fit::term_modes`] holds the
    /// same without a text for each row.
    #[must_use]
    pub fn conditional_modes(&self) -> Vec<ConditionalMode> {
        let mut rows = Vec::new();
        for term in &self.term_modes() {
            let q = term.effects().len();
            for at in 0..term.modes.len() {
                rows.push(ConditionalMode {
                    factor: term.factor().to_owned(),
                    level: term.level(at / q).unwrap_or_default(),
                    term: term.effects()[at % q].clone(),
                    mode: term.modes[at],
                    standard_deviation: term.covariances[at / q * q * q + at % q * (q + 1)].max(0.0).sqrt(),
                });
            }
        }
        rows
    }
}
