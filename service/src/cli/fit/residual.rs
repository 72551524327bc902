//! What `--correlation` and `--variance` found.

use peil_stats::fit::Fit;
use peil_stats::model::{Decay, Residual};

/// The parameters of the residuals beside σ, with their 95 % intervals.
#[derive(Debug, serde::Serialize)]
pub(super) struct ResidualAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) correlation: Option<CorrelationRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) variance: Option<Vec<VarianceRow>>,
}

/// How much two residuals of one client resemble each other.
#[derive(Debug, serde::Serialize)]
pub(super) struct CorrelationRow {
    #[serde(rename = "type")]
    pub(super) decay: Decay,
    /// The correlation at a distance of one unit of time, or of one step.
    pub(super) phi: f64,
    /// `None` (null), as `upper`, where the curvature tells nothing.
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
    /// The median distance in time between neighbouring rows, and the correlation over it.
    pub(super) median: Option<(f64, f64)>,
    /// Column of the time; `None` where the order of the rows counts.
    #[serde(skip)]
    pub(super) time: Option<String>,
    /// Whether it is exactly zero, the end of its range.
    #[serde(skip)]
    pub(super) on_boundary: bool,
}

/// How much more or less the residuals of a stratum scatter than those of the first.
#[derive(Debug, serde::Serialize)]
pub(super) struct VarianceRow {
    pub(super) level: String,
    /// The columns that make the strata.
    #[serde(skip)]
    pub(super) columns: String,
    /// Standard deviation over that of the first stratum, which is the residual standard deviation.
    pub(super) ratio: f64,
    /// `None` (null) of the first stratum, whose ratio is 1.
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
}

impl ResidualAnswer {
    /// Empty where the residuals are independent and of one variance.
    pub(super) fn of(fit: &Fit, asked: &Residual) -> Self {
        let Some(found) = fit.residual() else { return Self { correlation: None, variance: None } };
        let known = |&(lower, upper): &(f64, f64)| {
            let known = lower.is_finite() && upper.is_finite();
            if known { (Some(lower), Some(upper)) } else { (None, None) }
        };
        let mut intervals = fit.residual_intervals().iter().map(known);
        let correlation = found.correlation.map(|(decay, phi)| {
            let (lower, upper) = intervals.next().unwrap_or_default();
            let time = asked.correlation.as_ref().and_then(|serial| serial.time.clone());
            let on_boundary = found.is_uncorrelated();
            CorrelationRow { decay, phi, lower, upper, median: found.median, time, on_boundary }
        });
        let row = |(index, (level, ratio)): (usize, &(String, f64))| {
            let (lower, upper) = if index == 0 { (None, None) } else { intervals.next().unwrap_or_default() };
            VarianceRow { level: level.clone(), columns: asked.strata.join(":"), ratio: *ratio, lower, upper }
        };
        let variance: Vec<VarianceRow> = found.variance.iter().enumerate().map(row).collect();
        Self { correlation, variance: (!variance.is_empty()).then_some(variance) }
    }
}
