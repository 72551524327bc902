//! How much groups, clients and sessions differ.

use super::error::{PowerError, check};

/// A random line: standard deviations of intercept and slope, and their correlation.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct RandomLine {
    /// Standard deviation of the score at the first session.
    pub intercept: f64,
    /// Standard deviation of the change a unit of time.
    pub slope: f64,
    /// Correlation of the two, −1 to 1.
    pub correlation: f64,
}

impl RandomLine {
    /// The 2 × 2 covariance: (intercept, covariance, slope).
    pub(super) fn covariance(&self) -> [f64; 3] {
        let covariance = self.correlation * self.intercept * self.slope;
        [self.intercept * self.intercept, covariance, self.slope * self.slope]
    }

    fn check(&self, what: [&'static str; 3]) -> Result<(), PowerError> {
        check(what[0], "from 0 on", self.intercept, self.intercept >= 0.0)?;
        check(what[1], "from 0 on", self.slope, self.slope >= 0.0)?;
        check(what[2], "from -1 to 1", self.correlation, self.correlation.abs() <= 1.0)
    }
}

/// The variances of y = … + (u₀ + u₁t) + (v₀ + v₁t) + e, as standard deviations in score units.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Variances {
    /// u: between groups.
    pub group: RandomLine,
    /// v: between the clients of a group (in individual care: between clients).
    pub client: RandomLine,
    /// e: standard deviation of a client's score at a session about the client's own line.
    pub residual: f64,
}

impl Variances {
    /// Standard deviation of a score at the first session of a member of a group.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        (self.group.intercept.powi(2) + self.client.intercept.powi(2) + self.residual.powi(2)).sqrt()
    }

    pub(super) fn check(&self) -> Result<(), PowerError> {
        self.group.check(["group intercept SD", "group slope SD", "group correlation"])?;
        self.client.check(["client intercept SD", "client slope SD", "client correlation"])?;
        check("residual SD", "above 0", self.residual, self.residual > 0.0)
    }
}

/// Variances as shares: what can be said before there are data.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Shares {
    /// Standard deviation of a score at the first session, D.
    pub deviation: f64,
    /// Share of D² that lies between groups: the intraclass correlation of the group.
    pub icc: f64,
    /// Share of D² that lies between the clients of a group.
    pub client_share: f64,
    /// Variance of the clients' true slopes, groups included, in D² a squared unit of time.
    pub slope_variance: f64,
    /// Share of that variance that lies between groups.
    pub slope_icc: f64,
}

impl Default for Shares {
    /// D = 1; groups .06 (mean over 37 studies, Kivlighan et al. 2020, doi:10.1037/ccp0000474), clients .5, slope variance .001
    /// and .06 of it between groups: true change over twelve weeks differs by D/3 between clients.
    fn default() -> Self {
        Self { deviation: 1.0, icc: 0.06, client_share: 0.5, slope_variance: 0.001, slope_icc: 0.06 }
    }
}

impl Shares {
    /// The variances, intercepts and slopes uncorrelated.
    ///
    /// # Errors
    /// [`PowerError::Range`], [`PowerError::Shares`].
    pub fn variances(&self) -> Result<Variances, PowerError> {
        let share = |what, value: f64| check(what, "from 0 up to but not with 1", value, (0.0..1.0).contains(&value));
        check("SD", "above 0", self.deviation, self.deviation > 0.0)?;
        share("ICC", self.icc)?;
        share("share of the clients", self.client_share)?;
        check("slope variance", "from 0 on", self.slope_variance, self.slope_variance >= 0.0)?;
        let whole = (0.0..=1.0).contains(&self.slope_icc);
        check("ICC of the slopes", "from 0 to 1", self.slope_icc, whole)?;
        let rest = 1.0 - self.icc - self.client_share;
        if rest <= 1e-12 {
            return Err(PowerError::Shares { groups: self.icc, clients: self.client_share });
        }
        let line = |level: f64, slope: f64| RandomLine {
            intercept: self.deviation * level.sqrt(),
            slope: self.deviation * (self.slope_variance * slope).sqrt(),
            correlation: 0.0,
        };
        Ok(Variances {
            group: line(self.icc, self.slope_icc),
            client: line(self.client_share, 1.0 - self.slope_icc),
            residual: self.deviation * rest.sqrt(),
        })
    }
}
