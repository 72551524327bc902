//! G-OUT: one member rates the session far below the others (ours); for therapists only.

use super::spread::{Spread, Usual};
use super::{GroupCourse, GroupSession};
use crate::signals::{Evidence, Finding, Level, Rule, Settings};

/// Ratings below which a session is not judged.
const RATINGS: usize = 3;

/// One member's rating against the others' of a session.
#[derive(Debug, Clone, Copy)]
struct Distance {
    score: f64,
    others: f64,
    deviation: f64,
    below: f64,
}

/// Members whose rating lies the asked number of usual within-group standard deviations (pooled over the sessions before)
/// below the mean of the others, at the last session and at enough of the newest sessions with three ratings or more.
///
/// [`Level::Note`], no more: it is an observation. Most whom it names have always rated lower than the others. In simulated
/// worlds where one group in twelve has a member who comes to stand outside, fewer than one in ten namings is of such a
/// member; only where nearly every group has one are most of them right.
pub(super) fn find(course: GroupCourse<'_>, settings: &Settings) -> Vec<(usize, Finding)> {
    let sessions = course.sessions();
    let judged = |session: &GroupSession| session.ratings().count() >= RATINGS;
    if !sessions.last().is_some_and(judged) {
        return Vec::new();
    }
    let newest = (0..sessions.len()).rev().filter(|place| judged(&sessions[*place])).take(settings.outsider_window);
    let far: Vec<Vec<(usize, Distance)>> = newest.map(|place| far_below(sessions, place, settings)).collect();
    let times = |member: usize| far.iter().flatten().filter(|(other, _)| *other == member).count();
    let now = far.first().into_iter().flatten();
    let mut found: Vec<(usize, Finding)> = now
        .filter(|(member, _)| times(*member) >= settings.outsider_sessions)
        .map(|(member, distance)| (*member, finding(*distance, times(*member), settings)))
        .collect();
    found.sort_by_key(|(member, _)| *member);
    found
}

/// The members who rate one session that far below the others.
fn far_below(sessions: &[GroupSession], place: usize, settings: &Settings) -> Vec<(usize, Distance)> {
    let (session, before) = (&sessions[place], &sessions[..place]);
    let usual = Usual::of(before, settings.usual_sessions).filter(|usual| usual.deviation > 0.0);
    let Some(Usual { deviation, .. }) = usual else { return Vec::new() };
    let distance = |(member, score): (usize, f64)| {
        let others = Spread::of(session.ratings().filter(|(other, _)| *other != member).map(|(_, score)| score))?.mean;
        let below = (others - score) / deviation;
        (below >= settings.outsider_deviations).then_some((member, Distance { score, others, deviation, below }))
    };
    session.ratings().filter_map(distance).collect()
}

fn finding(distance: Distance, times: usize, settings: &Settings) -> Finding {
    let Distance { score, others, deviation, below } = distance;
    let limit = settings.outsider_deviations;
    Finding {
        rule: Rule::GroupOutsider,
        level: Level::Note,
        value: below,
        limit,
        evidence: Evidence::GroupOutsider { score, others, deviation, below, limit, times },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::group::tests::ratings;

    fn out(table: &[&[f64]]) -> Vec<usize> {
        let sessions = ratings(table);
        let found = find(GroupCourse::new(&sessions).unwrap(), &Settings::default());
        found.into_iter().map(|(member, _)| member).collect()
    }

    // Within-group deviation 1; member 0 lies 3.5 below the others.
    const USUAL: &[f64] = &[7.0, 8.0, 9.0];
    const BELOW: &[f64] = &[5.0, 8.0, 9.0];

    #[test]
    fn two_of_the_last_three_sessions() {
        assert!(out(&[USUAL, USUAL, USUAL, BELOW]).is_empty());
        assert_eq!(out(&[USUAL, USUAL, USUAL, BELOW, BELOW]), [0]);
        let level: &[f64] = &[8.0, 8.0, 8.0];
        assert_eq!(out(&[USUAL, USUAL, USUAL, BELOW, level, BELOW]), [0]);
        assert!(out(&[USUAL, USUAL, USUAL, BELOW, level, level, BELOW]).is_empty());
        // Not at the last session: nothing new to say.
        assert!(out(&[USUAL, USUAL, USUAL, BELOW, BELOW, level]).is_empty());
    }

    #[test]
    fn exactly_the_asked_distance_counts() {
        let sessions = ratings(&[USUAL, USUAL, USUAL, &[6.5, 8.0, 8.0]]);
        let at = |score: f64| {
            let mut sessions = sessions.clone();
            sessions[3].members[0].process = Some(score);
            far_below(&sessions, 3, &Settings::default()).len()
        };
        assert_eq!(at(6.5), 1);
        assert_eq!(at(6.6), 0);
    }

    #[test]
    fn fewer_than_three_ratings_are_not_judged() {
        assert!(out(&[USUAL, USUAL, USUAL, &[1.0, 8.0], &[1.0, 8.0]]).is_empty());
        assert!(out(&[USUAL, USUAL, BELOW, BELOW]).is_empty());
        let agreed: &[f64] = &[8.0, 8.0, 8.0];
        assert!(out(&[agreed, agreed, agreed, &[7.9, 8.0, 8.0]]).is_empty());
    }
}
