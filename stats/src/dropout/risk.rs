//! What a hazard model says of one client.

use serde::{Deserialize, Serialize};

use super::{CourseForHazard, HazardModel, RiskRow, SESSIONS_AHEAD};
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
    /// At one of the next sessions; who ends otherwise before does not leave.
    pub within: Chance,
    /// How many next sessions these are.
    pub sessions: usize,
    /// Whether the client's group was in the data; the interval of a group that was not is wider.
    pub known_group: bool,
}

/// What a model says of a stay as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Foretold {
    /// How likely the client is to leave.
    Risk(DropoutRisk),
    /// The stay has reached its planned end: nobody leaves before it any more.
    Over,
    /// No session was held yet.
    NotBegun,
    /// These are not known of the client and were known of all from whom the model learnt.
    Lacking(Vec<&'static str>),
}

impl HazardModel {
    /// What can be said of a stay after its last session: of the next session and of [`SESSIONS_AHEAD`], fewer towards a
    /// planned end.
    #[must_use]
    pub fn foretell(&self, course: &CourseForHazard<'_>) -> Foretold {
        let held = course.sessions.len();
        if held == 0 {
            return Foretold::NotBegun;
        }
        if course.is_over() {
            return Foretold::Over;
        }
        let row = RiskRow::after(course, held);
        match self.lacks(&row) {
            lacking if lacking.is_empty() => {
                Foretold::Risk(self.risk(&row, course.sessions_ahead(held, SESSIONS_AHEAD)))
            }
            lacking => Foretold::Lacking(lacking),
        }
    }

    /// How likely a client of whom `row` is known leaves at the next session, and at one of the next `sessions` (4 by the
    /// house's rule, fewer towards a planned end; at least 1).
    ///
    /// The group's effect stays at its conditional mode; a group that was not seen has the average one. Within several sessions
    /// P = 1 − Π(1 − h_j), h_1 by the model of the next session and the others by that of later ones.
    ///
    /// Intervals are the delta method's with the covariance of the fixed effects and the variance of the group's mode
    /// (σ_u² for a group that was not seen), as if those two were independent: on the logit scale for the next session,
    /// var = x'Vx + v; on the complementary log-log scale for several, where log(−log(1 − P)) = log H with H = Σ log(1 + eʰ)
    /// over their log odds and ∂H/∂β = Σ h_j·x_j. The fixed effects of the two models rest on the same courses; their
    /// deviations are added as if they always erred together, which no interval can be too narrow by. They tell how well the
    /// probability is known, not what the client will do.
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
        let odds = self.log_odds(row);
        let variance = quadratic(&self.covariance, &self.design(row)) + self.group(row.group).1;
        let half = Z * variance.sqrt();
        let chance = |odds: f64| Link::Logit.probability(odds);
        Chance { probability: chance(odds), lower: chance(odds - half), upper: chance(odds + half) }
    }

    fn within(&self, row: &RiskRow<'_>, sessions: usize) -> Chance {
        let (mode, variance) = self.group(row.group);
        let mut sum = Cumulated::default();
        let mut by_next = sum.add(self.log_odds(row), self.design(row));
        let mut by_later = Vec::new();
        for session in row.session + 1..row.session + sessions {
            match &self.later {
                Some(later) => {
                    let slope = sum.add(later.log_odds(row, session) + mode, later.design(row, session));
                    by_later.resize(slope.len(), 0.0);
                    by_later.iter_mut().zip(slope).for_each(|(sum, part)| *sum += part);
                }
                None => {
                    let slope = sum.add(self.log_odds(row), self.design(row));
                    by_next.iter_mut().zip(slope).for_each(|(sum, part)| *sum += part);
                }
            }
        }
        let later = self.later.as_ref().map_or(0.0, |later| quadratic(&later.covariance, &by_later));
        let fixed = (quadratic(&self.covariance, &by_next).sqrt() + later.sqrt()).powi(2);
        let factor = (Z * (fixed + sum.hazards * sum.hazards * variance).sqrt() / sum.total).exp();
        let chance = |total: f64| -(-total).exp_m1();
        Chance { probability: chance(sum.total), lower: chance(sum.total / factor), upper: chance(sum.total * factor) }
    }
}

/// Over sessions: Σ −log(1 − h) and Σ h.
#[derive(Default)]
struct Cumulated {
    total: f64,
    hazards: f64,
}

impl Cumulated {
    /// With a session more; h·x of it.
    fn add(&mut self, odds: f64, design: Vec<f64>) -> Vec<f64> {
        let hazard = Link::Logit.probability(odds);
        self.total += odds.max(0.0) + (-odds.abs()).exp().ln_1p();
        self.hazards += hazard;
        design.into_iter().map(|x| hazard * x).collect()
    }
}

/// x'Vx.
fn quadratic(covariance: &[Vec<f64>], x: &[f64]) -> f64 {
    let product = |row: &Vec<f64>| row.iter().zip(x).map(|(v, x)| v * x).sum::<f64>();
    covariance.iter().zip(x).map(|(row, x)| x * product(row)).sum::<f64>().max(0.0)
}
