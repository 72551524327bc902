//! What a hazard model says of one client.

use serde::{Deserialize, Serialize};

use super::{HazardModel, RiskRow};
use crate::glmm::Link;

/// z of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// A probability with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// The probability.
    pub probability: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// How likely a client is to leave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DropoutRisk {
    /// At the next session.
    pub next: Chance,
    /// At one of the next sessions, if the stay does not end otherwise before.
    pub within: Chance,
    /// How many next sessions these are.
    pub sessions: usize,
    /// Whether the client's group was in the data; the interval of a group that was not is wider.
    pub known_group: bool,
}

impl HazardModel {
    /// How likely a client of whom `row` is known leaves at the next session, and at one of the next `sessions` (4 by the
    /// house's rule, fewer towards a planned end; at least 1).
    ///
    /// The covariates stay at their last value and the group's effect at its conditional mode; a group that was not seen has
    /// the average one. Within several sessions P = 1 − Π(1 − h_j).
    ///
    /// Intervals are the delta method's with the covariance of the fixed effects and the variance of the group's mode
    /// (σ_u² for a group that was not seen), as if those two were independent: on the logit scale for the next session,
    /// var = x'Vx + v; on the complementary log-log scale for several, where log(−log(1 − P)) = log H with H = Σ log(1 + eʰ)
    /// over their log odds and ∂H/∂β = Σ h_j·x_j. They tell how well the probability is known, not what the client will do.
    #[must_use]
    pub fn risk(&self, row: &RiskRow<'_>, sessions: usize) -> DropoutRisk {
        let sessions = sessions.max(1);
        DropoutRisk {
            next: self.next(row),
            within: self.within(row, sessions),
            sessions,
            known_group: row.group.is_some_and(|name| self.groups.contains_key(name)),
        }
    }

    fn next(&self, row: &RiskRow<'_>) -> Chance {
        let odds = self.log_odds(row, row.session);
        let variance = self.quadratic(&self.design(row, row.session)) + self.group(row.group).1;
        let half = Z * variance.sqrt();
        let chance = |odds: f64| Link::Logit.probability(odds);
        Chance { probability: chance(odds), lower: chance(odds - half), upper: chance(odds + half) }
    }

    fn within(&self, row: &RiskRow<'_>, sessions: usize) -> Chance {
        let (mut total, mut by_group) = (0.0, 0.0);
        let mut by_fixed = vec![0.0; self.estimates.len()];
        for session in row.session..row.session + sessions {
            let odds = self.log_odds(row, session);
            let hazard = Link::Logit.probability(odds);
            // −log(1 − h).
            total += odds.max(0.0) + (-odds.abs()).exp().ln_1p();
            by_group += hazard;
            by_fixed.iter_mut().zip(self.design(row, session)).for_each(|(sum, x)| *sum += hazard * x);
        }
        let variance = self.quadratic(&by_fixed) + by_group * by_group * self.group(row.group).1;
        let factor = (Z * variance.sqrt() / total).exp();
        let chance = |total: f64| -(-total).exp_m1();
        Chance { probability: chance(total), lower: chance(total / factor), upper: chance(total * factor) }
    }

    /// x'Vx.
    fn quadratic(&self, x: &[f64]) -> f64 {
        let product = |row: &Vec<f64>| row.iter().zip(x).map(|(v, x)| v * x).sum::<f64>();
        self.covariance.iter().zip(x).map(|(row, x)| x * product(row)).sum::<f64>().max(0.0)
    }
}
