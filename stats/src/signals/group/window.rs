//! The slope of a group over a few sessions.

use super::spread::real;
use super::{GroupCourse, GroupSession};
use crate::change::Direction;

/// The common slope of the members of a group over a few sessions, each about the member's own mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowSlope {
    /// Points of improvement a week.
    pub estimate: f64,
    /// Its sampling variance, residual variance / Σ (weeks − member's mean)². It knows nothing of good and bad evenings that
    /// all members share: across an organisation those show in the variance between windows.
    pub variance: f64,
    /// Residual degrees of freedom: scores − members − 1.
    pub freedom: usize,
}

/// Degrees of freedom below which 1/variance has no mean.
const FREEDOM: usize = 3;

impl WindowSlope {
    /// Regression of improvement on weeks with an intercept for each member (two scores or more of a member count), by least
    /// squares. None with fewer than 3 residual degrees of freedom or where weeks do not differ.
    pub(super) fn over(sessions: &[&GroupSession], direction: Direction) -> Option<Self> {
        let mut scores: Vec<(usize, f64, f64)> = Vec::new();
        for session in sessions {
            let outcome = |score: f64| direction.sign() * score;
            let each = session.members.iter();
            scores.extend(each.filter_map(|m| m.outcome.map(|score| (m.member, session.weeks, outcome(score)))));
        }
        scores.sort_by_key(|(member, ..)| *member);
        let (mut pairs, mut members) = (Vec::with_capacity(scores.len()), 0);
        for own in scores.chunk_by(|a, b| a.0 == b.0).filter(|own| own.len() > 1) {
            members += 1;
            let mean = |value: fn(&(usize, f64, f64)) -> f64| own.iter().map(value).sum::<f64>() / real(own.len());
            let (weeks, score) = (mean(|s| s.1), mean(|s| s.2));
            pairs.extend(own.iter().map(|s| (s.1 - weeks, s.2 - score)));
        }
        let freedom = pairs.len().checked_sub(members + 1).filter(|freedom| *freedom >= FREEDOM)?;
        Self::through_origin(pairs, freedom)
    }

    /// Sums run over sorted pairs: the members' order and names change nothing.
    fn through_origin(mut pairs: Vec<(f64, f64)>, freedom: usize) -> Option<Self> {
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let of_weeks: f64 = pairs.iter().map(|(weeks, _)| weeks * weeks).sum();
        let of_scores: f64 = pairs.iter().map(|(_, score)| score * score).sum();
        let estimate = pairs.iter().map(|(weeks, score)| weeks * score).sum::<f64>() / of_weeks;
        if !estimate.is_finite() {
            return None;
        }
        let left: f64 = pairs.iter().map(|(weeks, score)| (score - estimate * weeks).powi(2)).sum();
        // What rounding leaves of an exact line is no spread.
        let left = if left <= 1e-24 * of_scores { 0.0 } else { left };
        Some(Self { estimate, variance: left / real(freedom) / of_weeks, freedom })
    }
}

/// Sessions of which at least one outcome score exists.
pub(super) fn measured<'s>(course: GroupCourse<'s>) -> impl DoubleEndedIterator<Item = &'s GroupSession> + Clone {
    course.sessions().iter().filter(|session| session.members.iter().any(|answer| answer.outcome.is_some()))
}

/// The slopes of a group over windows of `window` measured sessions that do not overlap, from its first session on: what
/// [`SlopePrior::estimate`](super::SlopePrior::estimate) wants of every group of the organisation.
#[must_use]
pub fn window_slopes(course: GroupCourse<'_>, direction: Direction, window: usize) -> Vec<WindowSlope> {
    let sessions: Vec<&GroupSession> = measured(course).collect();
    sessions.chunks_exact(window.max(2)).filter_map(|part| WindowSlope::over(part, direction)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use nalgebra::{DMatrix, DVector};

    use super::*;
    use crate::signals::group::tests::outcomes;

    #[test]
    fn it_is_least_squares_with_an_intercept_for_each_member() {
        let table: [&[f64]; 4] = [&[20.0, 14.0, 9.0], &[18.0, 15.0, 9.5], &[19.0, 12.0, 7.0], &[15.0, 13.0, 8.0]];
        let mut sessions = outcomes(&table);
        sessions[2].weeks = 3.5;
        sessions[3].weeks = 4.0;
        sessions[1].members.remove(1);
        let window: Vec<&GroupSession> = sessions.iter().collect();
        let slope = WindowSlope::over(&window, Direction::LowerBetter).unwrap();

        let rows: Vec<(usize, f64, f64)> =
            sessions.iter().flat_map(|s| s.members.iter().map(|m| (m.member, s.weeks, m.outcome.unwrap()))).collect();
        let design = DMatrix::from_fn(rows.len(), 4, |row, column| match column {
            3 => rows[row].1,
            member => f64::from(u8::from(rows[row].0 == member)),
        });
        let response = DVector::from_iterator(rows.len(), rows.iter().map(|row| -row.2));
        let inverse = (design.transpose() * &design).try_inverse().unwrap();
        let beta = &inverse * design.transpose() * &response;
        let left = (response - design * &beta).norm_squared() / 7.0;
        assert_eq!(slope.freedom, 7);
        assert!((slope.estimate - beta[3]).abs() < 1e-12);
        assert!((slope.variance - left * inverse[(3, 3)]).abs() < 1e-12);
    }

    #[test]
    fn windows_do_not_overlap_and_pass_over_sessions_without_scores() {
        let row: &[f64] = &[20.0, 14.0, 9.0];
        let mut sessions = outcomes(&[row; 9]);
        sessions[1].members.iter_mut().for_each(|member| member.outcome = None);
        let course = GroupCourse::new(&sessions).unwrap();
        let slopes = window_slopes(course, Direction::LowerBetter, 4);
        assert_eq!(slopes.len(), 2);
        assert_eq!((slopes[0].estimate, slopes[0].variance), (0.0, 0.0));
    }

    #[test]
    fn one_member_has_too_few_scores() {
        let sessions = outcomes(&[&[20.0], &[19.0], &[17.0], &[18.0]]);
        assert!(window_slopes(GroupCourse::new(&sessions).unwrap(), Direction::LowerBetter, 4).is_empty());
    }
}
