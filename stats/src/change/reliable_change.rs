//! The four categories of change.

use super::{ChangeError, Cutoff, Direction, ReliableLimit, finite};

/// The exclusive categories of Jacobson and Truax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Clinical at the start, not now, and reliably better.
    Recovered,
    /// Reliably better without crossing the cut-off (or no cut-off known).
    Improved,
    /// No reliable change.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

/// What a change from start to now means.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ReliableChange {
    /// Score points; positive is improvement.
    pub change: f64,
    /// The limit in score points.
    pub limit: f64,
    /// The category.
    pub category: Category,
    /// Whether the first score was clinical; `None` without a cut-off.
    pub started_clinical: Option<bool>,
    /// Whether the score is clinical now; `None` without a cut-off.
    pub now_clinical: Option<bool>,
}

impl ReliableChange {
    /// Deteriorated from the functional into the clinical range: to be marked.
    #[must_use]
    pub fn fell_into_the_clinical_range(&self) -> bool {
        self.category == Category::Deteriorated
            && self.started_clinical == Some(false)
            && self.now_clinical == Some(true)
    }
}

/// Classifies the change from `start` to `now` (both in score points).
///
/// # Errors
/// [`ChangeError::NotFinite`] for a score that is no finite number.
pub fn classify(
    start: f64,
    now: f64,
    direction: Direction,
    limit: ReliableLimit,
    cutoff: Option<Cutoff>,
) -> Result<ReliableChange, ChangeError> {
    let change = direction.improvement(finite(start)?, finite(now)?);
    let clinical = |score| cutoff.map(|cutoff| cutoff.is_clinical(score, direction));
    let (started_clinical, now_clinical) = (clinical(start), clinical(now));
    let crossed = started_clinical == Some(true) && now_clinical == Some(false);
    let category = match (limit.is_reached_by(change.abs()), change > 0.0) {
        (false, _) => Category::Unchanged,
        (true, false) => Category::Deteriorated,
        (true, true) if crossed => Category::Recovered,
        (true, true) => Category::Improved,
    };
    Ok(ReliableChange { change, limit: limit.points(), category, started_clinical, now_clinical })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::change::{OnTheCutoff, PublishedPoints, Reliability};

    fn phq9(start: f64, now: f64) -> ReliableChange {
        let limit = ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap());
        let cutoff = Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap();
        classify(start, now, Direction::LowerBetter, limit, Some(cutoff)).unwrap()
    }

    #[test]
    fn each_category_has_its_case() {
        assert_eq!(phq9(15.0, 9.0).category, Category::Recovered);
        assert_eq!(phq9(20.0, 14.0).category, Category::Improved);
        assert_eq!(phq9(12.0, 9.0).category, Category::Unchanged);
        assert_eq!(phq9(9.0, 1.0).category, Category::Improved);
        assert_eq!(phq9(12.0, 18.0).category, Category::Deteriorated);
    }

    #[test]
    fn a_fall_into_the_clinical_range_is_marked() {
        let change = phq9(5.0, 14.0);
        assert!(change.fell_into_the_clinical_range());
        assert_eq!(change.change, -9.0);
    }

    #[test]
    fn a_computed_limit_is_strict_and_no_cutoff_knows_no_recovery() {
        let limit = ReliableLimit::Computed(Reliability::new(7.7, 0.90, 1.96).unwrap());
        let change = |now| classify(20.0, now, Direction::LowerBetter, limit, None).unwrap();
        assert_eq!(change(13.3).category, Category::Unchanged);
        assert_eq!(change(13.2).category, Category::Improved);
        assert_eq!(change(13.2).now_clinical, None);
        assert!(classify(f64::NAN, 1.0, Direction::LowerBetter, limit, None).is_err());
    }
}
