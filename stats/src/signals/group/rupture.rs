//! G-RUPT: the session was rated much lower (ours).

use super::spread::{Spread, Usual, real};
use super::{GroupCourse, GroupSession};
use crate::signals::{Evidence, Finding, Level, Rule, Scale, Settings};

/// The mean of the ratings (two or more) lies the asked number of usual within-group standard deviations below the mean of
/// the sessions before, or enough members rate it lower than their own last rating by the reliable drop.
///
/// Where members always agreed to the point, the deviation is zero and the mean is not judged.
pub(super) fn find(course: GroupCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    let (session, before) = course.newest()?;
    let now = Spread::of_ratings(session)?;
    let usual = Usual::of(before, settings.usual_sessions);
    let lowest = usual
        .filter(|usual| usual.deviation > 0.0 && now.count > 1)
        .map(|usual| usual.mean - settings.rupture_deviations * usual.deviation);
    let by_mean = lowest.is_some_and(|lowest| now.mean <= lowest);
    let fallen = scale.process_drop.map_or(0, |drop| fallen(session, before, drop));
    let by_members = fallen >= settings.rupture_members.max(1);
    let (value, limit) = match lowest {
        Some(lowest) if by_mean => (now.mean, lowest),
        _ if by_members => (real(fallen), real(settings.rupture_members)),
        _ => return None,
    };
    let (mean, deviation) = (now.mean, usual.map(|usual| usual.deviation));
    let usual = usual.map(|usual| usual.mean);
    let evidence = Evidence::GroupRupture { mean, usual, deviation, fallen, by_mean };
    Some(Finding { rule: Rule::GroupRupture, level: Level::Watch, value, limit, evidence })
}

/// Members whose rating fell by the reliable drop since their own last one.
fn fallen(session: &GroupSession, before: &[GroupSession], drop: f64) -> usize {
    let last = |member: usize| {
        let rating = |session: &GroupSession| session.ratings().find(|(other, _)| *other == member);
        before.iter().rev().find_map(rating).map(|(_, score)| score)
    };
    session.ratings().filter(|(member, now)| last(*member).is_some_and(|then| then - now >= drop - 1e-9)).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::phq9;
    use crate::signals::group::tests::ratings;

    fn rupture(table: &[&[f64]]) -> Option<Finding> {
        let sessions = ratings(table);
        find(GroupCourse::new(&sessions).unwrap(), &phq9(), &Settings::default())
    }

    // Three sessions before: mean 8, within-group deviation 1.
    const USUAL: [&[f64]; 3] = [&[7.0, 8.0, 9.0], &[7.0, 8.0, 9.0], &[7.0, 8.0, 9.0]];

    fn after(last: &[f64]) -> Option<Finding> {
        rupture(&[USUAL[0], USUAL[1], USUAL[2], last])
    }

    #[test]
    fn a_mean_one_deviation_below_the_usual_one() {
        let finding = after(&[6.0, 7.0, 8.0]).unwrap();
        assert_eq!((finding.value, finding.limit), (7.0, 7.0));
        assert!(after(&[6.0, 7.0, 8.1]).is_none());
        assert!(after(&[8.0, 9.0, 10.0]).is_none());
    }

    #[test]
    fn two_members_who_fall_by_the_reliable_drop() {
        // Members 0 and 1 fall by 1.5; member 2 rises, and the mean stays.
        let finding = after(&[5.5, 6.5, 10.0]).unwrap();
        assert_eq!((finding.value, finding.limit), (2.0, 2.0));
        assert!(after(&[5.5, 6.6, 10.0]).is_none());
        // One session before is enough to fall.
        assert!(rupture(&[&[7.0, 8.0, 9.0], &[5.5, 6.5, 9.0]]).is_some());
    }

    #[test]
    fn too_few_sessions_or_answers_are_no_mean() {
        let falls = [6.0, 7.0, 8.0];
        assert!(rupture(&[USUAL[0], USUAL[1], &falls]).is_none());
        assert!(after(&[6.0]).is_none());
        assert!(after(&[]).is_none());
        let agreed: &[f64] = &[8.0, 8.0, 8.0];
        assert!(rupture(&[agreed, agreed, agreed, &[7.9, 7.9, 8.0]]).is_none());
    }
}
