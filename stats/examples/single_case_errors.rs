//! How often the tests of a multiple baseline find an effect where there is none: simulated cases without any effect, a row a
//! design, a column a test, at a nominal level of 5 %.
//!
//! `cargo run --release -p peil-stats --example single_case_errors -- [SIMULATIONS] [SEED] [CASES]` writes a markdown table;
//! without CASES for 3, 4, 5 and 8.

use std::error::Error;

use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Case, CasesVary, Change, PhaseAssumptions, PhaseFit, RandomisationSettings, Scheme, SchemeTest,
    Statistic,
};
use rand::{Rng, RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

const LEVEL: f64 = 0.05;
const SESSIONS: usize = 16;
/// Planned sessions where one start is drawn for all: sixteen leave too few.
const SHARED_SESSIONS: usize = 26;

/// One way in which scores arise.
#[derive(Debug, Clone, Copy)]
struct World {
    cases: usize,
    /// Autoregression of a score's deviation.
    phi: f64,
    /// Scores are whole numbers of few values, with many ties.
    ties: bool,
    /// Standard deviation of the cases' levels, that within a case being 1.
    between: f64,
}

impl World {
    fn scores(self, sessions: usize, random: &mut impl Rng) -> Vec<Option<f64>> {
        let mut normal = || -> f64 { StandardNormal.sample(random) };
        let level = 5.0 + self.between * normal();
        let mut error = normal();
        let mut scores = Vec::new();
        for _ in 0..sessions {
            let score = level + error;
            scores.push(Some(if self.ties { score.round().clamp(0.0, 9.0) } else { score }));
            error = self.phi * error + (1.0 - self.phi * self.phi).sqrt() * normal();
        }
        scores
    }

    /// Cases whose start points were drawn by a scheme.
    fn study(self, scheme: Scheme, random: &mut impl Rng) -> Result<Vec<Case>, Box<dyn Error + Send + Sync>> {
        let sessions = if scheme == Scheme::Shared { SHARED_SESSIONS } else { SESSIONS };
        let admissible = Admissible::CUSTOMARY;
        let starts: Vec<usize> = (0..=sessions).filter(|start| admissible.allows(*start, sessions)).collect();
        let drawn: Vec<usize> = match scheme {
            Scheme::StartPoints => (0..self.cases).map(|_| starts[random.random_range(0..starts.len())]).collect(),
            Scheme::Shared => vec![starts[random.random_range(0..starts.len())]; self.cases],
            Scheme::Permutation => {
                let step = (starts.len() - 1) as f64 / (self.cases - 1).max(1) as f64;
                let mut dealt: Vec<usize> =
                    (0..self.cases).map(|case| starts[(step * case as f64).round() as usize]).collect();
                dealt.shuffle(random);
                dealt
            }
        };
        let case = |(name, start): (usize, usize)| {
            Case::of_occasions(name.to_string(), &self.scores(sessions, random), start + 1)
        };
        Ok(drawn.into_iter().enumerate().map(case).collect::<Result<Vec<Case>, _>>()?)
    }
}

/// Tests, in the order of the columns.
const TESTS: [&str; 7] = [
    "start points",
    "start points, slope",
    "permutation",
    "one start for all",
    "model, level",
    "model, slope",
    "model, equal effect",
];

/// P-values of one simulated study a scheme; none where a test cannot be made.
fn p_values(world: World, seed: u64) -> Result<[Option<f64>; TESTS.len()], Box<dyn Error + Send + Sync>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut study = |scheme| world.study(scheme, &mut random);
    let (apart, dealt, shared) = (study(Scheme::StartPoints)?, study(Scheme::Permutation)?, study(Scheme::Shared)?);
    let by_lot = |scheme: Scheme, cases: &[Case], statistic| {
        let settings = RandomisationSettings { statistic, ..RandomisationSettings::new(scheme.customary(), seed) };
        let test = SchemeTest { scheme, drawn_beforehand: true, settings };
        test.run(cases, Direction::HigherBetter).ok().map(|test| test.p_value)
    };
    let model = |change| PhaseFit::richest(&dealt, Direction::HigherBetter, change).ok();
    let equal = PhaseAssumptions { change: Change::Level, vary: CasesVary::InLevel, serial: true };
    Ok([
        by_lot(Scheme::StartPoints, &apart, Statistic::MeanDifference),
        by_lot(Scheme::StartPoints, &apart, Statistic::SlopeChange),
        by_lot(Scheme::Permutation, &dealt, Statistic::MeanDifference),
        by_lot(Scheme::Shared, &shared, Statistic::MeanDifference),
        model(Change::Level).and_then(|fit| fit.level().p_value),
        model(Change::LevelAndSlope).and_then(|fit| fit.slope().and_then(|slope| slope.p_value)),
        PhaseFit::new(&dealt, Direction::HigherBetter, equal).ok().and_then(|fit| fit.level().p_value),
    ])
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut typed = std::env::args().skip(1);
    let simulations: u64 = typed.next().map_or(Ok(1000), |count| count.parse())?;
    let seed: u64 = typed.next().map_or(Ok(1), |seed| seed.parse())?;
    let only: Option<usize> = typed.next().map(|cases| cases.parse()).transpose()?;
    println!("| cases | φ | scores | {} |", TESTS.join(" | "));
    println!("|---|---|---|{}", "---|".repeat(TESTS.len()));
    for cases in [3, 4, 5, 8].into_iter().filter(|cases| only.is_none_or(|only| only == *cases)) {
        for phi in [0.0, 0.3] {
            for ties in [false, true] {
                let world = World { cases, phi, ties, between: 1.0 };
                let numbers: Vec<u64> = (0..simulations).collect();
                let run = |number: &u64| p_values(world, seed.wrapping_mul(1_000_003) + number);
                let found: Vec<_> = numbers.par_iter().map(run).collect::<Result<_, _>>()?;
                let cells: Vec<String> =
                    (0..TESTS.len()).map(|test| rate(found.iter().filter_map(|p| p[test]))).collect();
                let kind = if ties { "whole, tied" } else { "continuous" };
                println!("| {cases} | {phi} | {kind} | {} |", cells.join(" | "));
            }
        }
    }
    Ok(())
}

/// The share of p-values up to the nominal level, with its Monte Carlo error, in per cent.
fn rate(found: impl Iterator<Item = f64>) -> String {
    let (mut all, mut rejected) = (0_u32, 0_u32);
    for p in found {
        all += 1;
        rejected += u32::from(p <= LEVEL + 1e-12);
    }
    let (all, rejected) = (f64::from(all.max(1)), f64::from(rejected));
    let share = rejected / all;
    format!("{:.1} ± {:.1} ({all})", 100.0 * share, 100.0 * (share * (1.0 - share) / all).sqrt())
}
