//! The parameters of a fitted model by name, on the scale on which they are read: effects, standard deviations, correlations.

use crate::fit::Fit;
use crate::model::{Decay, ResidualEstimate};

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Parameter {
    /// A fixed effect.
    Fixed {
        /// Its name.
        term: String,
    },
    /// The standard deviation of a random effect between levels.
    StandardDeviation {
        /// The grouping factor.
        factor: String,
        /// The effect.
        term: String,
    },
    /// The correlation of two random effects of one term.
    Correlation {
        /// The grouping factor.
        factor: String,
        /// One effect.
        first: String,
        /// The other.
        second: String,
    },
    /// σ, the residual standard deviation; with variances by stratum that of the first.
    Residual,
    /// φ, the correlation of two residuals one unit of time apart.
    ResidualCorrelation {
        /// How it fades.
        decay: Decay,
    },
    /// The residual standard deviation of a stratum over that of the first.
    ResidualRatio {
        /// The stratum.
        stratum: String,
        /// The first one.
        first: String,
    },
}

impl std::fmt::Display for Parameter {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fixed { term } => write!(to, "`{term}`"),
            Self::StandardDeviation { factor, term } => write!(to, "standard deviation of `{term}` between `{factor}`"),
            Self::Correlation { factor, first, second } => {
                write!(to, "correlation of `{first}` and `{second}` between `{factor}`")
            }
            Self::Residual => to.write_str("residual standard deviation"),
            Self::ResidualCorrelation { decay: Decay::Ar1 } => to.write_str("residual correlation, AR(1)"),
            Self::ResidualCorrelation { decay: Decay::Car1 } => to.write_str("residual correlation, CAR(1)"),
            Self::ResidualRatio { stratum, first } => {
                write!(to, "residual standard deviation of `{stratum}` over that of `{first}`")
            }
        }
    }
}

/// How the parameters of a fit are laid out: terms (factor, effects), then σ, φ and the ratios, then the fixed effects.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameters {
    terms: Vec<(String, Vec<String>)>,
    /// φ, then the ratios.
    residual: Vec<Parameter>,
    fixed: Vec<String>,
}

impl Parameters {
    pub(super) fn of(fit: &Fit) -> Self {
        let parts = &fit.model.parts;
        let term = |term: &crate::model::RandomTerm| (parts.stages[term.stage].name.clone(), term.labels.clone());
        let terms = parts.terms.iter().map(term).collect();
        Self { terms, residual: fit.residual().map_or_else(Vec::new, residual_names), fixed: parts.fixed.clone() }
    }

    /// Names in lme4's order: of each term column by column SD, then its correlations with the effects behind it; σ; φ and
    /// ratios; β.
    pub(super) fn names(&self) -> Vec<Parameter> {
        let mut names = Vec::new();
        for (factor, effects) in &self.terms {
            for (j, effect) in effects.iter().enumerate() {
                names.push(Parameter::StandardDeviation { factor: factor.clone(), term: effect.clone() });
                names.extend(effects[j + 1..].iter().map(|other| Parameter::Correlation {
                    factor: factor.clone(),
                    first: effect.clone(),
                    second: other.clone(),
                }));
            }
        }
        names.push(Parameter::Residual);
        names.extend_from_slice(&self.residual);
        names.extend(self.fixed.iter().map(|term| Parameter::Fixed { term: term.clone() }));
        names
    }

    /// The values that belong to θ (user's units), σ, the residual parameters and β; a correlation with an SD of zero is `NaN`.
    pub(super) fn values(
        &self,
        theta: &[f64],
        sigma: f64,
        residual: Option<&ResidualEstimate>,
        beta: &[f64],
    ) -> Vec<f64> {
        let mut values = Vec::new();
        let mut rest = theta;
        for (_, effects) in &self.terms {
            let q = effects.len();
            let (own, others) = rest.split_at(q * (q + 1) / 2);
            rest = others;
            let row = |i: usize| -> Vec<f64> { (0..=i).map(|j| own[j * q - j * (j + 1) / 2 + i]).collect() };
            let rows: Vec<Vec<f64>> = (0..q).map(row).collect();
            let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
            let lengths: Vec<f64> = rows.iter().map(|row| product(row, row).sqrt()).collect();
            for j in 0..q {
                values.push(sigma * lengths[j]);
                let correlation = |i: usize| (product(&rows[i], &rows[j]) / (lengths[i] * lengths[j])).clamp(-1.0, 1.0);
                values.extend((j + 1..q).map(correlation));
            }
        }
        values.push(sigma);
        if let Some(residual) = residual {
            values.extend(residual.correlation.map(|(_, phi)| phi));
            values.extend(residual.variance.iter().skip(1).map(|(_, ratio)| ratio));
        }
        values.extend_from_slice(beta);
        values
    }

    /// Those of a fit.
    pub(super) fn estimates(&self, fit: &Fit) -> Vec<f64> {
        self.values(&fit.theta(), fit.residual_standard_deviation(), fit.residual(), &fit.fixed_estimates())
    }
}

/// φ where there is a correlation, then the ratio of each stratum but the first.
fn residual_names(estimate: &ResidualEstimate) -> Vec<Parameter> {
    let mut names: Vec<Parameter> =
        estimate.correlation.iter().map(|&(decay, _)| Parameter::ResidualCorrelation { decay }).collect();
    if let Some(((first, _), others)) = estimate.variance.split_first() {
        let ratio =
            |(stratum, _): &(String, f64)| Parameter::ResidualRatio { stratum: stratum.clone(), first: first.clone() };
        names.extend(others.iter().map(ratio));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_off_the_column_major_triangle() {
        let strata = [("a".to_owned(), 1.0), ("b".to_owned(), 3.0)];
        let residual =
            ResidualEstimate { correlation: Some((Decay::Ar1, 0.5)), median: None, variance: strata.to_vec() };
        let parameters = Parameters {
            terms: vec![("g".to_owned(), vec!["1".to_owned(), "x".to_owned(), "z".to_owned()])],
            residual: residual_names(&residual),
            fixed: vec!["1".to_owned()],
        };
        // Rows (3), (4, 3), (0, 0, 2).
        let values = parameters.values(&[3.0, 4.0, 0.0, 3.0, 0.0, 2.0], 2.0, Some(&residual), &[7.0]);
        assert_eq!(values, [6.0, 0.8, 0.0, 10.0, 0.0, 4.0, 2.0, 0.5, 3.0, 7.0]);
        assert_eq!(parameters.names().len(), values.len());
    }
}
