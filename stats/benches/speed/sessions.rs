//! The data of the benchmarks: sessions of clients in closed therapy groups, any number of rows, the same for a seed.
//!
//! The design and the truth are those of the reference collection's `simulate_rom`: groups of 5–10 clients and 8–30 weekly
//! sessions, 8 % missed at random, dropout after an attended session with
//! logit h = −3.6 + 0.30 (score − 70)/15 − 0.35 climate + frailty of the group + frailty of the client;
//! about 8 clients a group and 13 sessions a client.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Rows of one group, about.
const ROWS_A_GROUP: usize = 96;
const START: f64 = 75.0;
const SLOPE: f64 = -0.80;
const RESIDUAL: f64 = 10.062;

/// One attended session a row, ordered by group, client, week.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sessions {
    /// Index of the group, the first is 0.
    pub(crate) group: Vec<u32>,
    /// Index of the client among all clients, the first is 0.
    pub(crate) client: Vec<u32>,
    /// Weeks since the group began.
    pub(crate) week: Vec<f64>,
    /// Distress, three decimals.
    pub(crate) score: Vec<f64>,
    /// (score − 70)/15, six decimals.
    pub(crate) z: Vec<f64>,
    /// How the session felt, one value a group and week, three decimals.
    pub(crate) climate: Vec<f64>,
    /// 1 where the client never came back, else 0.
    pub(crate) dropout: Vec<f64>,
}

/// About `rows` sessions; whole groups, at least four.
pub(crate) fn simulate(rows: usize, seed: u64) -> Sessions {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut sessions = Sessions::default();
    for group in 0..rows.div_ceil(ROWS_A_GROUP).max(4) {
        add_group(&mut sessions, group as u32, &mut random);
    }
    sessions
}

fn add_group(sessions: &mut Sessions, group: u32, random: &mut ChaCha8Rng) {
    let line = pair((3.354, 0.20, -0.20), random);
    let frailty = 0.40 * normal(random);
    let climate = 0.3 * normal(random);
    let (clients, weeks) = (random.random_range(5..=10), random.random_range(8..=30_usize));
    let climates: Vec<f64> = (0..weeks).map(|_| thousandths(climate + normal(random))).collect();
    for _ in 0..clients {
        let client = sessions.client.last().map_or(0, |last| last + 1);
        let own = pair((10.607, 0.45, -0.30), random);
        let frailty = frailty + 0.50 * normal(random);
        for (week, &climate) in climates.iter().enumerate() {
            let (t, missed) = (week as f64, random.random_bool(0.08));
            let score = START + SLOPE * t + line.0 + line.1 * t + own.0 + own.1 * t + RESIDUAL * normal(random);
            let logit = -3.6 + 0.30 * (score - 70.0) / 15.0 - 0.35 * climate + frailty;
            let leaves = random.random::<f64>() < 1.0 / (1.0 + (-logit).exp()) && week + 1 < weeks;
            if missed {
                continue;
            }
            sessions.group.push(group);
            sessions.client.push(client);
            sessions.week.push(t);
            sessions.score.push(thousandths(score));
            sessions.z.push(thousandths((thousandths(score) - 70.0) / 15.0 * 1000.0) / 1000.0);
            sessions.climate.push(climate);
            sessions.dropout.push(if leaves { 1.0 } else { 0.0 });
            if leaves {
                break;
            }
        }
    }
}

/// Two correlated normal draws of given standard deviations and correlation.
fn pair((first, second, correlation): (f64, f64, f64), random: &mut ChaCha8Rng) -> (f64, f64) {
    let (a, b) = (normal(random), normal(random));
    (first * a, second * (correlation * a + (1.0 - correlation * correlation).sqrt() * b))
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    random.sample(StandardNormal)
}

/// Three decimals, so that a CSV file of the data holds the very same numbers.
fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
