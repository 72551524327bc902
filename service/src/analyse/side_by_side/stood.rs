//! How many groups seem to stand apart, against how many would by chance.

/// Chance that a 95 % interval excludes the truth.
const BY_CHANCE: f64 = 0.05;

/// Intervals that lie wholly on one side of zero, and what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ApartByChance {
    /// Groups that are told of.
    pub groups: usize,
    /// Of these, those whose interval excludes zero.
    pub apart: usize,
    /// How many of them chance alone would give at most, on average. Shrunk intervals give fewer.
    pub expected: f64,
    /// Whether so many, or more, are found by chance in fewer than one of twenty such comparisons.
    pub more_than_chance: bool,
}

/// Counts intervals that exclude zero against the binomial distribution of n intervals of 95 %.
#[must_use]
pub fn apart_by_chance(intervals: &[(f64, f64)]) -> ApartByChance {
    let apart = intervals.iter().filter(|(lower, upper)| *lower > 0.0 || *upper < 0.0).count();
    #[allow(clippy::cast_precision_loss, reason = "numbers of groups are far below 2^52")]
    let expected = BY_CHANCE * intervals.len() as f64;
    let more_than_chance = at_least(intervals.len(), apart) < BY_CHANCE;
    ApartByChance { groups: intervals.len(), apart, expected, more_than_chance }
}

/// Chance of `apart` or more of `groups`.
#[allow(clippy::cast_precision_loss, reason = "numbers of groups are far below 2^52")]
fn at_least(groups: usize, apart: usize) -> f64 {
    let mut term = (1.0 - BY_CHANCE).powf(groups as f64);
    let mut below = 0.0;
    for found in 0..apart {
        below += term;
        term *= (groups - found) as f64 / (found + 1) as f64 * BY_CHANCE / (1.0 - BY_CHANCE);
    }
    1.0 - below
}
