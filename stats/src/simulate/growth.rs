//! The long table of a three-level growth model of any size.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::group::normal;
use crate::data::{Table, TableError};

/// Truth of the growth model: a distress score falling over weeks, closed groups, dropout that depends on the score.
///
/// score = start + slope·week + (u0 + u1·week) + (v0 + v1·week) + e.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthSettings {
    /// Number of groups; about 96 rows each.
    pub groups: usize,
    /// Mean at week 0.
    pub start: f64,
    /// Mean change a week.
    pub slope: f64,
    /// Standard deviations of intercept and slope between groups, and their correlation.
    pub group: (f64, f64, f64),
    /// Standard deviations of intercept and slope between clients, and their correlation.
    pub client: (f64, f64, f64),
    /// Residual standard deviation.
    pub residual: f64,
}

impl Default for GrowthSettings {
    fn default() -> Self {
        Self {
            groups: 105,
            start: 75.0,
            slope: -0.80,
            group: (3.354, 0.20, -0.20),
            client: (10.607, 0.45, -0.30),
            residual: 10.062,
        }
    }
}

/// Makes the columns `group`, `client`, `week`, `score`; rows ordered by group, client, week.
///
/// Groups of 5–10 clients and 8–30 sessions, 8 % of sessions missed, dropout more likely after a high score.
///
/// # Errors
/// Those of [`Table::with_number`], which occur only when a setting is not finite.
pub fn growth(settings: &GrowthSettings, seed: u64) -> Result<Table, TableError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut columns: [Vec<f64>; 4] = Default::default();
    let mut client = 0;
    for group in 1..=settings.groups {
        let (u0, u1) = pair(settings.group, &mut random);
        let (clients, sessions) = (random.random_range(5..=10), random.random_range(8..=30_i32));
        for _ in 0..clients {
            client += 1;
            let (v0, v1) = pair(settings.client, &mut random);
            for week in 0..sessions {
                let t = f64::from(week);
                let line = settings.start + settings.slope * t + u0 + u1 * t + v0 + v1 * t;
                let score = line + settings.residual * normal(&mut random);
                if random.random_bool(0.08) {
                    continue;
                }
                for (column, value) in columns.iter_mut().zip([group as f64, f64::from(client), t, score]) {
                    column.push(value);
                }
                let logit = -3.6 + 0.30 * (score - settings.start) / 15.0;
                if random.random::<f64>() < 1.0 / (1.0 + (-logit).exp()) {
                    break;
                }
            }
        }
    }
    let [groups, clients, weeks, scores] = columns;
    Table::new()
        .with_number("group", groups)?
        .with_number("client", clients)?
        .with_number("week", weeks)?
        .with_number("score", scores)
}

/// Two correlated normal draws.
fn pair((first, second, correlation): (f64, f64, f64), random: &mut ChaCha8Rng) -> (f64, f64) {
    let (a, b) = (normal(random), normal(random));
    (first * a, second * (correlation * a + (1.0 - correlation * correlation).sqrt() * b))
}
