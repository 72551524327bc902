//! The hazard of leaving at the next session, learnt from the courses of an organisation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::{Columns, Content};
use super::course::check;
use super::estimation::{Estimated, Sample, estimate};
use super::later::Later;
use super::row::{PersonSession, person_sessions};
use super::sandwich::{inflation, sandwich};
use super::shrinkage::{balance, shrinkage};
use super::{CourseForHazard, DropoutDefinition, HazardError, RiskRow};

/// What the model needs and assumes, each a setting with the default of this project.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HazardSettings {
    /// What counts as dropping out.
    pub definition: DropoutDefinition,
    /// Ended courses, below which there is no model.
    pub ended: usize,
    /// Dropouts, below which there is no model however many courses have ended.
    pub dropouts: usize,
    /// Groups of two courses or more, from which groups have risks of their own.
    pub group_levels: usize,
    /// Whether the fit is repeated with adaptive quadrature (some ten times the time).
    pub check: bool,
}

impl Default for HazardSettings {
    fn default() -> Self {
        Self { definition: DropoutDefinition::default(), ended: 300, dropouts: 50, group_levels: 5, check: false }
    }
}

/// The hazard of leaving: logit h = α_t + β'x + γ'z_{t−1} + u_group on rows of clients and sessions (Singer and Willett 1993,
/// doi:10.3102/10769986018002155; Allison 1982).
///
/// * α_t is a constant, log(session) and an indicator of the second and third session. The logarithm goes on flatter beyond
///   the longest stay, where a spline or a band of late sessions would rest on a handful of clients; the indicator lets the
///   first weeks, where most leave, differ from that line.
/// * x and z are those of [`RiskRow`]. Absences in a row are in it beside the last one, and a second in a row for itself: the
///   definition of dropout counts them. A number that is not known is its mean, with an indicator that it was not known.
/// * Covariates are shrunken as one by (χ² − k)/χ², with χ² the likelihood ratio of the covariates (van Houwelingen and
///   le Cessie 1990, doi:10.1002/sim.4780091109), divided by how much larger their variances are by a sandwich over groups
///   than by the model (Rotnitzky and Jewell 1990, doi:10.1093/biomet/77.3.485), and the constant is set so that the model
///   expects as many dropouts as there were: else predictions for others would be too extreme. k counts the covariates, the
///   columns of α_t and σ_u: what all of these err by makes predictions more extreme, and the covariates pay for it.
/// * Sessions after the next one have a model of their own, by what is known now (a landmark model, van Houwelingen 2007,
///   doi:10.1111/j.1467-9469.2006.00529.x): what is known of a client does not stand still until then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HazardModel {
    pub(super) columns: Columns,
    /// By column, as estimated.
    pub(super) estimates: Vec<f64>,
    pub(super) covariance: Vec<Vec<f64>>,
    /// Of the covariates.
    pub(super) shrinkage: f64,
    /// Of the constant, to make up for it.
    pub(super) shift: f64,
    /// σ_u; none where groups are not told apart.
    pub(super) group_deviation: Option<f64>,
    /// Mode and its standard deviation of each group that was seen.
    pub(super) groups: BTreeMap<String, (f64, f64)>,
    /// Of the sessions after the next one; none where nobody left so late.
    pub(super) later: Option<Later>,
    basis: Basis,
}

/// What a model rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Courses that had begun.
    pub courses: usize,
    /// Courses that had ended in any way.
    pub ended: usize,
    /// Rows: clients before a session.
    pub rows: usize,
    /// Rows in which the client left.
    pub dropouts: usize,
    /// Columns left out: they do not vary, are nowhere known, repeat others, or predict some rows without error.
    pub left_out: Vec<String>,
    /// −2 log-likelihood of all columns, by Laplace's approximation where groups have risks of their own.
    pub minus_two_log_likelihood: f64,
    /// Adaptive quadrature beside Laplace's approximation, where it was asked for.
    pub check: Option<QuadratureCheck>,
}

/// What adaptive quadrature finds instead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuadratureCheck {
    /// σ_u by adaptive quadrature.
    pub group_deviation: f64,
    /// The largest difference of a fixed effect, in its standard errors.
    pub largest_shift: f64,
}

/// One effect of a model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HazardEffect {
    /// The name of the column.
    pub name: String,
    /// A log odds ratio, as estimated.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl HazardModel {
    /// Fits the model to courses in any order, by all that is recorded of them.
    ///
    /// # Errors
    /// [`HazardError`]; with [`HazardError::TooFewEnded`] no percentages are to be shown.
    pub fn fit(courses: &[CourseForHazard<'_>], settings: &HazardSettings) -> Result<Self, HazardError> {
        Self::fit_as_of(courses, f64::INFINITY, settings)
    }

    /// Fits the model to what was known at `now`, on the time scale of [`CourseForHazard::began`].
    ///
    /// # Errors
    /// As [`HazardModel::fit`].
    pub fn fit_as_of(
        courses: &[CourseForHazard<'_>],
        now: f64,
        settings: &HazardSettings,
    ) -> Result<Self, HazardError> {
        check(courses)?;
        let (rows, ended) = person_sessions(courses, &settings.definition, now);
        if ended < settings.ended {
            return Err(HazardError::TooFewEnded { ended, needed: settings.ended });
        }
        let dropouts = rows.iter().filter(|row| row.left).count();
        if dropouts < settings.dropouts {
            return Err(HazardError::TooFewDropouts { dropouts, needed: settings.dropouts });
        }
        let known: Vec<RiskRow<'_>> = rows.iter().map(|row| row.known).collect();
        let (columns, mut left_out) = Columns::of(&known);
        let sample = Sample::new(&rows, settings.group_levels);
        let full = estimate(&sample, columns, settings.check)?;
        left_out.extend(full.left_out.iter().cloned());
        let shrinkage = shrunken(&sample, &full, &rows)?;
        let basis = Basis {
            courses: courses.iter().filter(|course| course.began <= now).count(),
            ended,
            rows: rows.len(),
            dropouts,
            left_out,
            minus_two_log_likelihood: full.minus_two_log_likelihood,
            check: full.check,
        };
        let model = Self {
            columns: full.columns,
            estimates: full.estimates,
            covariance: full.covariance,
            shrinkage,
            shift: 0.0,
            group_deviation: full.group_deviation,
            groups: full.groups,
            later: None,
            basis,
        };
        let odds: Vec<f64> = rows.iter().map(|row| model.log_odds(&row.known)).collect();
        let shift = balance(&odds, dropouts);
        let later = Later::fit(&rows, courses, now, &model.columns, |group| model.group(group).0)?;
        Ok(Self { shift, later, ..model })
    }

    /// What it rests on.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The effects in the order of the columns, before shrinkage.
    #[must_use]
    pub fn effects(&self) -> Vec<HazardEffect> {
        let named = self.columns.labels().into_iter().zip(&self.estimates).enumerate();
        named
            .map(|(place, (name, estimate))| HazardEffect {
                name,
                estimate: *estimate,
                standard_error: self.covariance[place][place].sqrt(),
            })
            .collect()
    }

    /// What is not known of this client and was known of all from whom the model learnt: it has never seen such a client and
    /// should not speak of one.
    #[must_use]
    pub fn lacks(&self, row: &RiskRow<'_>) -> Vec<&'static str> {
        self.columns.lacking(row, &self.basis.left_out)
    }

    /// By how much the covariates are shrunken, 0 to 1.
    #[must_use]
    pub fn shrinkage(&self) -> f64 {
        self.shrinkage
    }

    /// Standard deviation of the groups' log odds; none where groups are not told apart.
    #[must_use]
    pub fn group_deviation(&self) -> Option<f64> {
        self.group_deviation
    }

    /// The row of the design at the next session, the covariates shrunken.
    pub(super) fn design(&self, row: &RiskRow<'_>) -> Vec<f64> {
        self.columns.shrunken(row, row.session, self.shrinkage)
    }

    /// The group's own part: its mode and the variance of that; of a group that nobody saw 0 and σ_u².
    pub(super) fn group(&self, name: Option<&str>) -> (f64, f64) {
        let seen = name.and_then(|name| self.groups.get(name));
        let unseen = self.group_deviation.unwrap_or(0.0);
        let (mode, deviation) = seen.copied().unwrap_or((0.0, unseen));
        (mode, deviation * deviation)
    }

    /// The log odds of leaving at the next session.
    pub(super) fn log_odds(&self, row: &RiskRow<'_>) -> f64 {
        let fixed: f64 = self.design(row).iter().zip(&self.estimates).map(|(x, b)| x * b).sum();
        self.shift + fixed + self.group(row.group).0
    }
}

/// Of the columns beside the baseline hazard.
fn shrunken(sample: &Sample<'_>, full: &Estimated, rows: &[PersonSession<'_>]) -> Result<f64, HazardError> {
    let covariates = full.columns.contents().iter().filter(|column: &&Content| !column.is_baseline()).count();
    if covariates == 0 {
        return Ok(1.0);
    }
    let baseline = estimate(sample, full.columns.baseline(), false)?;
    let ratio = baseline.minus_two_log_likelihood - full.minus_two_log_likelihood;
    let residuals = rows.iter().zip(sample.clusters()).map(|(row, cluster)| full.residual(row, cluster));
    let sandwich = sandwich(&full.covariance, residuals);
    let inflation = inflation(&full.columns, &full.covariance, &sandwich).ok_or(HazardError::Undetermined)?;
    // All but the constant, which is set anew.
    let estimated = full.estimates.len() - 1 + usize::from(full.group_deviation.is_some());
    Ok(shrinkage(ratio / inflation, estimated))
}
