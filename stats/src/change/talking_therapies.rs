//! The summary of NHS Talking Therapies over two questionnaires: PHQ-9 for depression and GAD-7 for anxiety.
//!
//! Definitions as in the NHS Talking Therapies manual for anxiety and depression (National Collaborating Centre for Mental
//! Health, first published 2018) and in Gyani, Shafran, Layard & Clark 2013 (Behav Res Ther 51:597). †The constants come
//! from secondary sources: open the manual before a text presents them as its rule.

use serde::{Deserialize, Serialize};

use super::{Category, ChangeError, Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit, classify};

/// The constants, each a setting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PairRules {
    /// PHQ-9: lowest score of a case.
    pub depression_case: f64,
    /// PHQ-9: points of change that are reliable.
    pub depression_reliable: f64,
    /// GAD-7: lowest score of a case.
    pub anxiety_case: f64,
    /// GAD-7: points of change that are reliable.
    pub anxiety_reliable: f64,
}

impl Default for PairRules {
    fn default() -> Self {
        Self { depression_case: 10.0, depression_reliable: 6.0, anxiety_case: 8.0, anxiety_reliable: 4.0 }
    }
}

/// The two scores of one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairScores {
    /// PHQ-9.
    pub depression: f64,
    /// GAD-7.
    pub anxiety: f64,
}

/// Reliable change over the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReliablePairChange {
    /// One score or both fell reliably, and none rose reliably.
    Improved,
    /// Neither changed reliably.
    Unchanged,
    /// One fell and one rose reliably: neither improvement nor deterioration.
    Mixed,
    /// One score or both rose reliably, and none fell reliably.
    Deteriorated,
}

/// The summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PairChange {
    /// A case at the start: either score, or both, at or above its border. Only cases can recover.
    pub case_at_start: bool,
    /// Recovery: a case at the start and, on both scores, none now.
    pub recovered: bool,
    /// Reliable change.
    pub reliable: ReliablePairChange,
    /// Reliable recovery: recovery with reliable improvement.
    pub reliably_recovered: bool,
}

/// Sums up the change of both scores from `start` to `now`.
///
/// # Errors
/// [`ChangeError::NotFinite`] for a score or border that is no finite number, [`ChangeError::PointsOutOfRange`] for rules whose
/// reliable points are not positive.
pub fn pair_change(start: PairScores, now: PairScores, rules: &PairRules) -> Result<PairChange, ChangeError> {
    let one = |start, now, case, points| {
        let limit = ReliableLimit::Published(PublishedPoints::new(points, true)?);
        let cutoff = Cutoff::new(case, OnTheCutoff::Clinical)?;
        classify(start, now, Direction::LowerBetter, limit, Some(cutoff))
    };
    let both = [
        one(start.depression, now.depression, rules.depression_case, rules.depression_reliable)?,
        one(start.anxiety, now.anxiety, rules.anxiety_case, rules.anxiety_reliable)?,
    ];
    let case_at_start = both.iter().any(|change| change.started_clinical == Some(true));
    let case_now = both.iter().any(|change| change.now_clinical == Some(true));
    let rose = both.iter().any(|change| change.category == Category::Deteriorated);
    let fell = both.iter().any(|change| matches!(change.category, Category::Improved | Category::Recovered));
    let reliable = match (fell, rose) {
        (true, false) => ReliablePairChange::Improved,
        (false, false) => ReliablePairChange::Unchanged,
        (true, true) => ReliablePairChange::Mixed,
        (false, true) => ReliablePairChange::Deteriorated,
    };
    let recovered = case_at_start && !case_now;
    let reliably_recovered = recovered && reliable == ReliablePairChange::Improved;
    Ok(PairChange { case_at_start, recovered, reliable, reliably_recovered })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pair(start: (f64, f64), now: (f64, f64)) -> PairChange {
        let scores = |(depression, anxiety)| PairScores { depression, anxiety };
        pair_change(scores(start), scores(now), &PairRules::default()).unwrap()
    }

    #[test]
    fn one_case_is_enough_to_start_and_both_must_be_gone() {
        assert!(pair((10.0, 0.0), (9.0, 7.0)).recovered);
        assert!(pair((9.0, 8.0), (9.0, 7.0)).recovered);
        assert!(!pair((10.0, 8.0), (4.0, 8.0)).recovered);
        assert!(!pair((9.0, 7.0), (1.0, 1.0)).case_at_start);
        assert!(!pair((9.0, 7.0), (1.0, 1.0)).recovered);
    }

    #[test]
    fn six_and_four_points_are_reliable() {
        assert_eq!(pair((15.0, 5.0), (9.0, 5.0)).reliable, ReliablePairChange::Improved);
        assert_eq!(pair((15.0, 5.0), (10.0, 5.0)).reliable, ReliablePairChange::Unchanged);
        assert_eq!(pair((5.0, 12.0), (5.0, 8.0)).reliable, ReliablePairChange::Improved);
        assert_eq!(pair((5.0, 12.0), (5.0, 9.0)).reliable, ReliablePairChange::Unchanged);
        assert_eq!(pair((5.0, 8.0), (11.0, 8.0)).reliable, ReliablePairChange::Deteriorated);
        assert_eq!(pair((5.0, 8.0), (5.0, 12.0)).reliable, ReliablePairChange::Deteriorated);
        assert_eq!(pair((15.0, 8.0), (5.0, 12.0)).reliable, ReliablePairChange::Mixed);
    }

    #[test]
    fn reliable_recovery_is_both() {
        assert!(pair((15.0, 9.0), (9.0, 7.0)).reliably_recovered);
        let slight = pair((10.0, 8.0), (9.0, 7.0));
        assert!(slight.recovered && !slight.reliably_recovered);
        assert!(!pair((20.0, 9.0), (14.0, 7.0)).reliably_recovered);
        // Recovered, but the other score rose reliably below its border.
        let mixed = pair((16.0, 1.0), (5.0, 6.0));
        assert!(mixed.recovered && !mixed.reliably_recovered);
    }

    #[test]
    fn nonsense_is_refused() {
        let scores = PairScores { depression: f64::NAN, anxiety: 1.0 };
        assert_eq!(pair_change(scores, scores, &PairRules::default()), Err(ChangeError::NotFinite));
        let fine = PairScores { depression: 1.0, anxiety: 1.0 };
        let rules = PairRules { anxiety_reliable: 0.0, ..PairRules::default() };
        assert_eq!(pair_change(fine, fine, &rules), Err(ChangeError::PointsOutOfRange));
    }
}
