//! What a change from first to newest score means: Jacobson–Truax, with the numbers it rests on.

use peil_questionnaires::{
    ChangeBasis, ClinicalSide, Direction, Instrument, NoVerdict, Score, VerdictBasis, verdict_basis,
};
use peil_stats::change::{self, Cutoff, OnTheCutoff, PublishedPoints, Reliability, ReliableChange, ReliableLimit};

/// A change with its verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The first score.
    pub start: f64,
    /// The newest score.
    pub now: f64,
    /// Category, change, limit.
    pub change: ReliableChange,
    /// The clinical cut-off, when there is one.
    pub cut_off: Option<f64>,
}

/// Why there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoVerdictReason {
    /// Fewer than two scores.
    TooFewScores,
    /// The instrument has no number for it.
    NoNumbers,
    /// Its numbers were not checked against a source.
    NotValidated,
}

/// The limit of reliable change and the cut-off that a verdict on this scale may use.
///
/// # Errors
///
/// [`NoVerdictReason`] when the instrument's numbers do not carry a verdict.
pub fn limits_of(
    instrument: &Instrument,
    score: &Score,
) -> Result<(ReliableLimit, Option<Cutoff>, Option<f64>), NoVerdictReason> {
    let basis = verdict_basis(instrument, score).map_err(|reason| match reason {
        NoVerdict::NoNumbers => NoVerdictReason::NoNumbers,
        NoVerdict::NotValidated => NoVerdictReason::NotValidated,
    })?;
    let limit = limit(&basis).ok_or(NoVerdictReason::NoNumbers)?;
    let (cutoff, value) = match cut_off(&basis) {
        Some((cutoff, value)) => (Some(cutoff), Some(value)),
        None => (None, None),
    };
    Ok((limit, cutoff, value))
}

/// The verdict on a course of scores in order of time.
///
/// # Errors
///
/// [`NoVerdictReason`] when there is none.
pub fn verdict(instrument: &Instrument, score: &Score, course: &[f64]) -> Result<Verdict, NoVerdictReason> {
    let (limit, cutoff, cut_off) = limits_of(instrument, score)?;
    let (Some(&start), Some(&now), true) = (course.first(), course.last(), course.len() > 1) else {
        return Err(NoVerdictReason::TooFewScores);
    };
    let change =
        change::classify(start, now, direction_of(score), limit, cutoff).map_err(|_| NoVerdictReason::TooFewScores)?;
    Ok(Verdict { start, now, change, cut_off })
}

/// Which way is better, in the words of the statistics crate.
pub(crate) fn direction_of(score: &Score) -> change::Direction {
    match score.direction() {
        Direction::LowerBetter => change::Direction::LowerBetter,
        Direction::HigherBetter => change::Direction::HigherBetter,
    }
}

fn limit(basis: &VerdictBasis) -> Option<ReliableLimit> {
    match basis.change() {
        ChangeBasis::Published { .. } => {
            let (points, inclusive) = basis.points()?;
            PublishedPoints::new(points.to_f64(), inclusive).ok().map(ReliableLimit::Published)
        }
        ChangeBasis::Reliability { sd, r, .. } => {
            Reliability::new(sd.to_f64(), r.to_f64(), 1.96).ok().map(ReliableLimit::Computed)
        }
    }
}

fn cut_off(basis: &VerdictBasis) -> Option<(Cutoff, f64)> {
    let stored = basis.cut_off()?;
    let value = stored.value().to_f64();
    let on_it = match stored.clinical() {
        ClinicalSide::AtOrAbove | ClinicalSide::AtOrBelow => OnTheCutoff::Clinical,
        ClinicalSide::Above | ClinicalSide::Below => OnTheCutoff::Functional,
    };
    Cutoff::new(value, on_it).ok().map(|cutoff| (cutoff, value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;
    use peil_stats::change::Category;

    use super::{NoVerdictReason, verdict};

    #[test]
    fn phq_9_is_judged_by_its_published_points() {
        let library = Library::embedded().unwrap();
        let phq = library.latest("phq-9").unwrap();
        let total = phq.score("total").unwrap();
        let change = verdict(phq, total, &[17.0, 15.0, 9.0]).unwrap();
        assert_eq!(
            (change.change.category, change.change.limit, change.cut_off),
            (Category::Recovered, 6.0, Some(10.0))
        );
        assert_eq!(verdict(phq, total, &[12.0, 18.0]).unwrap().change.category, Category::Deteriorated);
        assert_eq!(verdict(phq, total, &[12.0]).unwrap_err(), NoVerdictReason::TooFewScores);
    }

    #[test]
    fn numbers_that_nobody_checked_give_no_verdict() {
        let library = Library::embedded().unwrap();
        let bdi = library.latest("bdi-ii").unwrap();
        let total = bdi.score("total").unwrap();
        assert_eq!(verdict(bdi, total, &[30.0, 10.0]).unwrap_err(), NoVerdictReason::NotValidated);
    }
}
