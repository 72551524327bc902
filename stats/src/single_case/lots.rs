//! Drawing the start points, before anything is measured. The seed says it all: the same seed draws the same.

use std::ops::RangeInclusive;

use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// Deals given start points to as many cases: every order as likely as another (Wampold and Worsham 1986).
#[must_use]
pub fn deal(starts: &[usize], seed: u64) -> Vec<usize> {
    let mut dealt = starts.to_vec();
    dealt.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    dealt
}

/// Draws a start point for each case apart, every one of the range as likely as another (Marascuilo and Busk 1988); none for a
/// range without a start point.
#[must_use]
pub fn draw_each(range: RangeInclusive<usize>, cases: usize, seed: u64) -> Option<Vec<usize>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (!range.is_empty()).then(|| (0..cases).map(|_| random.random_range(range.clone())).collect())
}

/// Draws one start point for all cases together (Edgington 1975); none for a range without a start point.
#[must_use]
pub fn draw_shared(range: RangeInclusive<usize>, seed: u64) -> Option<usize> {
    draw_each(range, 1, seed)?.first().copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::{deal, draw_each, draw_shared};

    /// Pearson's χ² of counts against equal ones.
    fn unevenness<K: Ord>(found: impl Iterator<Item = K>, kinds: usize) -> f64 {
        let mut counts: BTreeMap<K, f64> = BTreeMap::new();
        found.for_each(|one| *counts.entry(one).or_default() += 1.0);
        assert_eq!(counts.len(), kinds, "each comes up");
        let expected = counts.values().sum::<f64>() / kinds as f64;
        counts.values().map(|count| (count - expected).powi(2) / expected).sum()
    }

    #[test]
    fn every_order_and_every_start_is_as_likely() {
        // The 99.9 % points of χ² with 23 and with 4 degrees of freedom; the seeds are fixed.
        assert!(unevenness((0..2400).map(|seed| deal(&[4, 5, 6, 7], seed)), 24) < 49.7);
        assert!(unevenness((0..1000).map(|seed| draw_shared(4..=8, seed).unwrap()), 5) < 18.5);
        let each = draw_each(4..=8, 1000, 1).unwrap();
        assert!(unevenness(each.into_iter(), 5) < 18.5);
    }

    #[test]
    fn the_same_seed_draws_the_same_and_an_empty_range_nothing() {
        assert_eq!(deal(&[3, 3, 5, 9], 8), deal(&[3, 3, 5, 9], 8));
        let mut dealt = deal(&[3, 3, 5, 9], 8);
        dealt.sort_unstable();
        assert_eq!(dealt, [3, 3, 5, 9]);
        assert_eq!(draw_each(4..=8, 3, 7), draw_each(4..=8, 3, 7));
        #[allow(clippy::reversed_empty_ranges, reason = "that is what is tried")]
        let empty = 5..=4;
        assert_eq!((draw_each(empty.clone(), 3, 7), draw_shared(empty, 7)), (None, None));
    }
}
