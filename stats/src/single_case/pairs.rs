//! Every score of one list against every score of another.

/// Pairs of one score of the baseline and one of the treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Pairs {
    /// Pairs in which the treatment is better.
    pub better: usize,
    /// Pairs in which it is worse.
    pub worse: usize,
    /// Pairs that are equal.
    pub tied: usize,
}

impl Pairs {
    /// Counts the pairs of `a` (m scores) and `b` (n scores), higher is better.
    pub(super) fn between(a: &[f64], b: &[f64]) -> Self {
        Self::by(a, b, |before, after| sign(after - before))
    }

    /// Counts by a sign of each pair.
    pub(super) fn by(a: &[f64], b: &[f64], sign: impl Fn(f64, f64) -> i32) -> Self {
        let mut pairs = Self { better: 0, worse: 0, tied: 0 };
        for &before in a {
            for &after in b {
                match sign(before, after) {
                    1 => pairs.better += 1,
                    -1 => pairs.worse += 1,
                    _ => pairs.tied += 1,
                }
            }
        }
        pairs
    }

    /// m·n.
    #[must_use]
    pub fn all(&self) -> usize {
        self.better + self.worse + self.tied
    }

    /// S: better less worse.
    #[must_use]
    pub fn excess(&self) -> i64 {
        self.better as i64 - self.worse as i64
    }
}

/// −1, 0 or 1.
pub(super) fn sign(difference: f64) -> i32 {
    i32::from(difference > 0.0) - i32::from(difference < 0.0)
}

/// Kendall's S of a series with its order: rises less falls over all pairs of scores.
pub(super) fn excess_within(scores: &[f64]) -> i64 {
    let later = |place: usize| scores[place + 1..].iter().map(move |after| sign(after - scores[place]));
    (0..scores.len()).flat_map(later).map(i64::from).sum()
}
