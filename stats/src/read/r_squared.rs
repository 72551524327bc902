//! The share of the variance that a model explains.

use super::total_products::{TotalProducts, ones};
use crate::fit::Fit;

/// R² of a mixed model (Nakagawa and Schielzeth 2013; with random slopes Johnson 2014; Nakagawa, Johnson and Schielzeth
/// 2017).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct RSquared {
    /// Explained by the fixed effects: σ_f²/(σ_f² + σ_r² + σ²).
    pub marginal: f64,
    /// Explained by fixed and random effects: (σ_f² + σ_r²)/(σ_f² + σ_r² + σ²).
    pub conditional: f64,
    /// σ_f²: the variance of Xβ̂ over the model's rows (divisor n − 1).
    pub fixed_variance: f64,
    /// σ_r²: the mean of z'Gz over the model's rows, all random terms together.
    pub random_variance: f64,
    /// σ²; where strata have variances of their own, the mean over the rows.
    pub residual_variance: f64,
}

/// R² marginal and conditional; `None` of a model without any intercept, where a variance about the mean explains nothing.
///
/// From the cross-products: σ_f² = β̂'Cov(x)β̂, so that no row is visited. O(levels).
#[must_use]
pub fn r_squared(fit: &Fit) -> Option<RSquared> {
    let parts = &fit.model.parts;
    let ones = ones(&fit.model)?;
    let (total, n) = (TotalProducts::of(fit), parts.observations as f64);
    let pairs = fit.elimination.root().beta.iter().zip(&parts.fixed_start);
    let beta: Vec<f64> = pairs.map(|(b, start)| b * parts.response_scale + start).collect();
    let mean: Vec<f64> = (0..beta.len()).map(|j| total.mean_product(ones, j)).collect();
    let covariance = |i: usize, j: usize| total.mean_product(i, j) - mean[i] * mean[j];
    let row = |i: usize| beta.iter().enumerate().map(|(j, b)| b * covariance(i, j)).sum::<f64>();
    let spread = beta.iter().enumerate().map(|(i, b)| b * row(i)).sum::<f64>();
    let fixed_variance = spread.max(0.0) * n / (n - 1.0);
    let shares = fit.average_variance_shares();
    let random_variance = shares.random();
    let all = fixed_variance + shares.total();
    Some(RSquared {
        marginal: fixed_variance / all,
        conditional: (fixed_variance + random_variance) / all,
        fixed_variance,
        random_variance,
        residual_variance: shares.residual,
    })
}
