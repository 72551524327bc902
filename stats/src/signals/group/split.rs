//! G-SPLIT: members rate the session ever more differently (ours).

use super::GroupCourse;
use super::spread::Spread;
use crate::signals::{Evidence, Finding, Level, Rule, Settings};

/// Ratings below which a session's variance is not judged.
const RATINGS: usize = 3;

/// At the last rated sessions in a row (each with at least three ratings, the last one among them) the variance exceeds the
/// ratio times the median of the variances before it. Where the usual variance is zero no ratio exists and nothing is said.
pub(super) fn find(course: GroupCourse<'_>, settings: &Settings) -> Option<Finding> {
    let spread = |session| Spread::of_ratings(session).filter(|spread| spread.count >= RATINGS);
    spread(course.newest()?.0)?;
    let variances: Vec<f64> = course.sessions().iter().filter_map(|s| spread(s)?.variance()).collect();
    let limit_at = |place: usize| {
        let before = variances.get(..place).filter(|before| before.len() >= settings.usual_sessions.max(1))?;
        let usual = median(before);
        (usual > 0.0).then_some((usual, settings.split_ratio * usual))
    };
    let wide = |place: &usize| limit_at(*place).is_some_and(|(_, limit)| variances[*place] > limit);
    let times = (0..variances.len()).rev().take_while(wide).count();
    if times < settings.split_sessions.max(1) {
        return None;
    }
    let last = variances.len() - 1;
    let (variance, (usual, limit)) = (variances[last], limit_at(last)?);
    let evidence = Evidence::GroupSplit { variance, usual, ratio: settings.split_ratio, times };
    Some(Finding { rule: Rule::GroupSplit, level: Level::Watch, value: variance, limit, evidence })
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::group::tests::ratings;

    fn split(table: &[&[f64]]) -> Option<Finding> {
        let sessions = ratings(table);
        find(GroupCourse::new(&sessions).unwrap(), &Settings::default())
    }

    // Variances 1 and 9.
    const USUAL: &[f64] = &[7.0, 8.0, 9.0];
    const WIDE: &[f64] = &[5.0, 8.0, 11.0];

    #[test]
    fn two_sessions_with_more_than_twice_the_usual_variance() {
        assert!(split(&[USUAL, USUAL, USUAL, WIDE]).is_none());
        let finding = split(&[USUAL, USUAL, USUAL, WIDE, WIDE]).unwrap();
        assert_eq!((finding.value, finding.limit), (9.0, 2.0));
        assert!(split(&[USUAL, USUAL, USUAL, WIDE, USUAL, WIDE]).is_none());
    }

    #[test]
    fn exactly_twice_is_not_more() {
        // Variances 2/3 and 4/3.
        let usual: &[f64] = &[1.0, 2.0, 2.0, 3.0];
        let double: &[f64] = &[1.0, 1.0, 3.0, 3.0];
        assert!(split(&[usual, usual, usual, double, double]).is_none());
        assert!(split(&[usual, usual, usual, &[0.9, 1.0, 3.0, 3.0], &[0.9, 1.0, 3.0, 3.0]]).is_some());
    }

    #[test]
    fn three_ratings_and_three_sessions_before_are_needed() {
        assert!(split(&[USUAL, USUAL, WIDE, WIDE]).is_none());
        let pair: &[f64] = &[1.0, 20.0];
        assert!(split(&[USUAL, USUAL, USUAL, pair, pair]).is_none());
        // A session of two stands between and is passed over.
        assert!(split(&[USUAL, USUAL, USUAL, WIDE, pair, WIDE]).is_some());
        let agreed: &[f64] = &[8.0, 8.0, 8.0];
        assert!(split(&[agreed, agreed, agreed, USUAL, USUAL]).is_none());
    }
}
