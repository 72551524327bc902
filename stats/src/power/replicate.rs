//! One simulated trial: drawn, fitted, tested.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use super::design::Control;
use super::error::PowerError;
use super::information::Line;
use super::own_lines::{Arm, FEWEST_AGAINST_CLIENTS, Moments, OwnLines, against_clients, against_groups};
use super::trial::Trial;
use super::variances::RandomLine;
use crate::data::{Table, TableError};
use crate::fit::{Criterion, Fit, Status, fit};
use crate::infer::{Contrast, Inference, Method};
use crate::model::{Formula, Model};

/// What a trial's test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    pub(super) estimate: f64,
    pub(super) standard_error: f64,
    pub(super) df: f64,
    pub(super) p_value: f64,
    pub(super) on_boundary: bool,
    /// The p value of Kenward and Roger's test where the groups' own slopes were tested instead.
    pub(super) replaced: Option<f64>,
}

/// Why a trial gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Fit,
    Convergence,
    Test,
}

/// Simulated trials that gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Failures {
    /// No model could be made of the scores or fitted to them.
    pub not_fitted: usize,
    /// The search did not arrive at an optimum.
    pub not_converged: usize,
    /// The covariance or the degrees of freedom could not be computed.
    pub not_tested: usize,
}

impl Failures {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.not_fitted + self.not_converged + self.not_tested
    }

    pub(super) fn count(&mut self, failure: Failure) {
        *match failure {
            Failure::Fit => &mut self.not_fitted,
            Failure::Convergence => &mut self.not_converged,
            Failure::Test => &mut self.not_tested,
        } += 1;
    }
}

/// Draws trials.
pub(super) struct Simulator<'a> {
    trial: &'a Trial,
    formula: Formula,
    /// θ of the truth, where the search begins.
    theta: Vec<f64>,
}

/// What is tested.
const TESTED: &str = "week:treated";

impl<'a> Simulator<'a> {
    /// # Errors
    /// [`PowerError::NothingVaries`].
    pub(super) fn new(trial: &'a Trial) -> Result<Self, PowerError> {
        let (client, group) = (&trial.variances.client, &trial.variances.group);
        // Individual clients have no group: its effects are those of the treated.
        let (level, slope) = match trial.design.control {
            Control::Groups => ("1", "week"),
            Control::Individuals { .. } => ("treated", "week:treated"),
        };
        let terms = [bar(client, ("1", "week"), "client"), bar(group, (level, slope), "group")];
        let formula = ["score ~ week * treated".to_owned()].into_iter().chain(terms.into_iter().flatten());
        let text = formula.collect::<Vec<String>>().join(" + ");
        let formula = Formula::parse(&text).map_err(|_| PowerError::NothingVaries)?;
        let residual = trial.variances.residual;
        Ok(Self { trial, formula, theta: [client, group].iter().flat_map(|line| theta(line, residual)).collect() })
    }

    pub(super) fn replicate(&self, seed: u64, replicate: u64) -> Result<Drawn, Failure> {
        let scores = self.scores(seed, replicate);
        let fitted = self.fitted(scores.columns)?;
        let drawn = kenward_roger(&fitted).ok_or(Failure::Test)?;
        if !self.groups_lost_rank(&fitted) {
            return Ok(drawn);
        }
        let own = self.own_lines(scores.arms.each_ref(), &fitted).ok_or(Failure::Test)?;
        let (standard_error, df, p_value) = (own.standard_error, own.df, own.p_value);
        Ok(Drawn { standard_error, df, p_value, replaced: Some(drawn.p_value), ..drawn })
    }

    fn fitted(&self, columns: [Vec<f64>; 5]) -> Result<Fit, Failure> {
        let table = table(columns).map_err(|_| Failure::Fit)?;
        let model = Model::build(&table, &self.formula, &BTreeMap::new()).map_err(|_| Failure::Fit)?;
        let fitted = fit(&model, Criterion::Reml, Some(&self.theta)).map_err(|_| Failure::Fit)?;
        if fitted.status() == Status::NotConverged { Err(Failure::Convergence) } else { Ok(fitted) }
    }

    /// Whether the lines of groups do not seem to differ, in some direction, where there is another test of them.
    fn groups_lost_rank(&self, fitted: &Fit) -> bool {
        let Trial { design, variances, .. } = self.trial;
        let enough = design.control == Control::Groups || design.groups >= FEWEST_AGAINST_CLIENTS;
        let boundary = &fitted.evidence().boundary;
        enough && variances.group.slope > 0.0 && boundary.iter().any(|term| term.factor == "group")
    }

    fn own_lines(&self, arms: [&Arm; 2], fitted: &Fit) -> Option<OwnLines> {
        let scatter = self.scatter(fitted);
        match self.trial.design.control {
            Control::Groups => against_groups(arms, scatter),
            Control::Individuals { .. } => against_clients(arms, scatter, fitted.residual_standard_deviation().powi(2)),
        }
    }

    /// The estimated covariance of the clients' lines in residual variances.
    fn scatter(&self, fitted: &Fit) -> Line {
        let theta = fitted.theta();
        let client = &self.trial.variances.client;
        match (client.intercept > 0.0, client.slope > 0.0) {
            (true, true) => [theta[0].powi(2), theta[0] * theta[1], theta[1].powi(2) + theta[2].powi(2)],
            (true, false) => [theta[0].powi(2), 0.0, 0.0],
            (false, true) => [0.0, 0.0, theta[0].powi(2)],
            (false, false) => [0.0; 3],
        }
    }

    /// Treated groups first, then the control arm; rows ordered by group, client, week.
    fn scores(&self, seed: u64, replicate: u64) -> Scores {
        let random = &mut ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(replicate);
        let (design, variances) = (&self.trial.design, &self.trial.variances);
        let mut scores =
            Scores::with_capacity((design.clients_in_groups() + design.clients_in_control()) * design.sessions);
        let slope = self.trial.slope_difference();
        for group in 0..design.groups {
            let line = drawn(&variances.group, random);
            let line = (line.0, line.1 + slope);
            self.clients(design.members, (group as f64, 1.0), line, random, &mut scores);
        }
        match design.control {
            Control::Groups => {
                for group in design.groups..2 * design.groups {
                    let line = drawn(&variances.group, random);
                    self.clients(design.members, (group as f64, 0.0), line, random, &mut scores);
                }
            }
            Control::Individuals { .. } => {
                // One label for all of them: their effects of the group are multiplied by zero.
                let nobodys = (design.groups as f64, 0.0);
                self.clients(design.clients_in_control(), nobodys, (0.0, 0.0), random, &mut scores);
            }
        }
        scores
    }

    fn clients(
        &self,
        clients: usize,
        (group, treated): (f64, f64),
        line: (f64, f64),
        random: &mut ChaCha8Rng,
        scores: &mut Scores,
    ) {
        let (design, variances) = (&self.trial.design, &self.trial.variances);
        let arm = usize::from(treated > 0.0);
        let mut told = Vec::with_capacity(clients);
        for _ in 0..clients {
            let own = drawn(&variances.client, random);
            let mut moments = Moments::default();
            scores.clients += 1.0;
            for session in 0..design.sessions {
                let week = session as f64 * design.spacing;
                let score = line.0 + own.0 + (line.1 + own.1) * week + variances.residual * normal(random);
                scores.push([group, scores.clients, week, treated, score]);
                moments.push(week, score);
                if design.dropout > 0.0 && random.random::<f64>() < design.dropout {
                    break;
                }
            }
            told.push(moments);
        }
        scores.arms[arm].0.push(told);
    }
}

/// Kenward and Roger's test; none where it has no answer.
fn kenward_roger(fitted: &Fit) -> Option<Drawn> {
    let inference = Inference::new(fitted, Method::KenwardRoger).ok()?;
    let tested = inference.t_test(&Contrast::of_terms(fitted, &[(TESTED, 1.0)]).ok()?).ok()?;
    let p_value = tested.p_value.filter(|p_value| p_value.is_finite())?;
    Some(Drawn {
        estimate: tested.estimate,
        standard_error: tested.standard_error,
        df: tested.df?,
        p_value,
        on_boundary: fitted.status() == Status::OnBoundary,
        replaced: None,
    })
}

/// The columns of a trial, and what the groups of its arms tell: control and treated.
struct Scores {
    clients: f64,
    columns: [Vec<f64>; 5],
    arms: [Arm; 2],
}

impl Scores {
    fn with_capacity(rows: usize) -> Self {
        let columns = std::array::from_fn(|_| Vec::with_capacity(rows));
        Self { clients: 0.0, columns, arms: Default::default() }
    }

    fn push(&mut self, row: [f64; 5]) {
        self.columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
}

fn table([group, client, week, treated, score]: [Vec<f64>; 5]) -> Result<Table, TableError> {
    Table::new()
        .with_number("group", group)?
        .with_number("client", client)?
        .with_number("week", week)?
        .with_number("treated", treated)?
        .with_number("score", score)
}

/// The random term of what varies; none where nothing does.
fn bar(line: &RandomLine, (level, slope): (&str, &str), factor: &str) -> Option<String> {
    match (line.intercept > 0.0, line.slope > 0.0) {
        (true, true) => Some(format!("(0 + {level} + {slope} | {factor})").replace("0 + 1", "1")),
        (true, false) => Some(format!("(0 + {level} | {factor})").replace("0 + 1", "1")),
        (false, true) => Some(format!("(0 + {slope} | {factor})")),
        (false, false) => None,
    }
}

/// The relative Cholesky factor, columns first.
fn theta(line: &RandomLine, residual: f64) -> Vec<f64> {
    let (level, slope) = (line.intercept / residual, line.slope / residual);
    match (level > 0.0, slope > 0.0) {
        (true, true) => {
            let rest = (1.0 - line.correlation * line.correlation).max(0.0).sqrt();
            vec![level, slope * line.correlation, slope * rest]
        }
        (true, false) => vec![level],
        (false, true) => vec![slope],
        (false, false) => Vec::new(),
    }
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    random.sample(StandardNormal)
}

/// A line's deviation from the mean line.
fn drawn(line: &RandomLine, random: &mut ChaCha8Rng) -> (f64, f64) {
    let (a, b) = (normal(random), normal(random));
    let rest = (1.0 - line.correlation * line.correlation).max(0.0).sqrt();
    (line.intercept * a, line.slope * (line.correlation * a + rest * b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::power::{Design, Effect};

    const LINE: RandomLine = RandomLine { intercept: 3.0, slope: 0.9, correlation: 0.2 };

    fn trial(dropout: f64) -> Trial {
        let design = Design { groups: 6, members: 5, sessions: 7, spacing: 1.0, dropout, control: Control::Groups };
        let variances = crate::power::Variances { group: LINE, client: LINE, residual: 4.0 };
        Trial { design, variances, effect: Effect::Slope(0.5), alpha: 0.05 }
    }

    /// p by Kenward and Roger and by the groups' own slopes, of the trials whose covariances have full rank.
    fn both(trial: &Trial) -> Vec<(f64, f64)> {
        let simulator = Simulator::new(trial).unwrap();
        let one = |replicate| {
            let scores = simulator.scores(11, replicate);
            let fitted = simulator.fitted(scores.columns).unwrap();
            let own = simulator.own_lines(scores.arms.each_ref(), &fitted).unwrap();
            (!simulator.groups_lost_rank(&fitted)).then(|| (kenward_roger(&fitted).unwrap().p_value, own.p_value))
        };
        (0..40).filter_map(one).collect()
    }

    #[test]
    fn in_equal_groups_that_differ_the_two_tests_are_one() {
        let trials = both(&trial(0.0));
        assert!(trials.len() > 25, "{}", trials.len());
        for (model, own) in trials {
            assert!((model - own).abs() < 1e-6, "{model} {own}");
        }
    }

    #[test]
    fn where_clients_leave_the_two_tests_are_close() {
        let trials = both(&trial(0.1));
        let apart = trials.iter().map(|(model, own)| (model - own).abs()).sum::<f64>() / trials.len() as f64;
        assert!(apart > 1e-4 && apart < 0.06, "{apart}");
    }
}
