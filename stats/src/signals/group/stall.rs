//! G-STALL: the group as a whole no longer moves (ours).

use super::spread::real;
use super::window::measured;
use super::{GroupCourse, GroupSession, SlopePrior, WindowSlope};
use crate::infer::quantile;
use crate::signals::{Evidence, Finding, Level, Rule, Scale, Settings, Standing};

/// The interval of the group's slope over the newest measured sessions holds 0 or lies on the wrong side, and at least the
/// asked share of the members in the clinical range stagnate or are off track.
///
/// Silent where the members have been there for more measured sessions than [`Settings::stall_until`], on average:
/// improvement is fast at first and slow later, so in simulated worlds most groups then stand still by this measure. Only
/// measured sessions count, as they do for the window: a group that is asked now and then is told of as one that is asked
/// every week, after as many measurements.
///
/// What it finds are groups in which little is being won, for whatever reason. It does not find that a group stopped: in
/// simulated worlds (weekly, 12 to 24 sessions, stalls that begin at the sessions 6 to 17) no window of four sessions lies
/// within a stall before the rule falls silent, and going on would not help. With the usual slope and its spread known, the
/// slope of a group of eight over the four sessions since a stall at session 8 shows 9 of 100 stalls where it accuses 5 of 100
/// other groups, since session 12 no more than it accuses: slopes have a deviation of .43 points a week by noise, evenings and
/// who the members are, and a stall takes .12 off them at session 8. The likelihood ratio with every number of the world and
/// the session of the stall known shows 12 to 20 of 100 then, 13 to 22 at session 12, and 40 to 60 after eight sessions, when
/// improvement is over in most groups anyway.
///
/// Slope and interval are drawn towards the organisation's (normal, the window's variance taken as known); without a prior
/// they are the window's own, with Student's t on its degrees of freedom.
pub(super) fn find(
    course: GroupCourse<'_>,
    members: &[Standing],
    scale: &Scale,
    prior: Option<SlopePrior>,
    settings: &Settings,
) -> Option<Finding> {
    let last = course.newest()?.0;
    let mut window: Vec<&GroupSession> = measured(course).rev().take(settings.stall_window).collect();
    window.reverse();
    let is_new = window.last().is_some_and(|newest| std::ptr::eq(*newest, last));
    if !is_new || stayed(course) > real(settings.stall_until) || window.len() < settings.stall_window.max(2) {
        return None;
    }
    let own = WindowSlope::over(&window, scale.direction)?;
    let coverage = settings.stall_coverage;
    let (slope, half) = match prior {
        Some(prior) => {
            let (slope, variance) = prior.shrink(own);
            (slope, quantile(coverage, None) * variance.sqrt())
        }
        None => (own.estimate, quantile(coverage, Some(real(own.freedom))) * own.variance.sqrt()),
    };
    let interval = (slope - half, slope + half);
    let clinical = members.iter().filter(|member| member.clinical).count();
    let stuck = members.iter().filter(|member| member.clinical && member.stuck).count();
    let moves = interval.0 > 0.0;
    if moves || clinical == 0 || real(stuck) < settings.stall_share * real(clinical) {
        return None;
    }
    let (own, shrunken) = (own.estimate, prior.is_some());
    let window = settings.stall_window;
    let evidence = Evidence::GroupStall { slope, interval, own, shrunken, clinical, stuck, window, coverage };
    Some(Finding { rule: Rule::GroupStall, level: Level::Attention, value: interval.0, limit: 0.0, evidence })
}

/// Measured sessions that the members of the last session have been members for, on average.
fn stayed(course: GroupCourse<'_>) -> f64 {
    let now = course.newest().map_or(&[][..], |(last, _)| &last.members);
    let is_now = |member: usize| now.iter().any(|answer| answer.member == member);
    let all = measured(course).flat_map(|session| &session.members);
    real(all.filter(|answer| is_now(answer.member)).count()) / real(now.len().max(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{phq9, turned};
    use crate::signals::group::tests::outcomes;

    const STUCK: Standing = Standing { clinical: true, stuck: true };
    const MOVES: Standing = Standing { clinical: true, stuck: false };
    const WELL: Standing = Standing { clinical: false, stuck: false };

    fn stall(table: &[&[f64]], members: &[Standing], prior: Option<SlopePrior>) -> Option<Finding> {
        let one = find(GroupCourse::new(&outcomes(table)).unwrap(), members, &phq9(), prior, &Settings::default());
        let other: Vec<Vec<f64>> = table.iter().map(|row| row.iter().map(|score| 27.0 - score).collect()).collect();
        let other: Vec<&[f64]> = other.iter().map(Vec::as_slice).collect();
        let mirrored =
            find(GroupCourse::new(&outcomes(&other)).unwrap(), members, &turned(), prior, &Settings::default());
        assert_eq!(one, mirrored);
        one
    }

    const STILL: [&[f64]; 4] = [&[15.0, 18.0, 12.0], &[16.0, 17.0, 12.0], &[15.0, 18.0, 11.0], &[15.0, 18.0, 12.0]];
    const DOWN: [&[f64]; 4] = [&[18.0, 18.0, 15.0], &[16.0, 17.0, 13.0], &[15.0, 15.0, 11.0], &[12.0, 14.0, 10.0]];

    #[test]
    fn a_group_that_does_not_move_with_half_of_its_members_stuck() {
        assert!(stall(&STILL, &[STUCK, MOVES], None).is_some());
        assert!(stall(&STILL, &[STUCK, MOVES, MOVES], None).is_none());
        assert!(stall(&STILL, &[STUCK, WELL, WELL], None).is_some());
        assert!(stall(&STILL, &[WELL, WELL], None).is_none());
        assert!(stall(&STILL, &[], None).is_none());
    }

    #[test]
    fn a_group_that_improves_does_not_stall_and_one_that_worsens_does() {
        assert!(stall(&DOWN, &[STUCK, STUCK, STUCK], None).is_none());
        let up = [DOWN[3], DOWN[2], DOWN[1], DOWN[0]];
        let finding = stall(&up, &[STUCK, STUCK, STUCK], None).unwrap();
        let Evidence::GroupStall { interval, .. } = finding.evidence else { unreachable!() };
        assert!(interval.1 < 0.0 && finding.value == interval.0);
    }

    #[test]
    fn four_measured_sessions_are_needed_and_the_last_one_must_be_among_them() {
        assert!(stall(&STILL[..3], &[STUCK], None).is_none());
        assert!(stall(&[STILL[0], STILL[1], &[], STILL[2], STILL[3]], &[STUCK], None).is_some());
        assert!(stall(&[STILL[0], STILL[1], STILL[2], STILL[3], &[]], &[STUCK], None).is_none());
    }

    #[test]
    fn a_group_of_members_who_have_long_been_there_is_left_alone() {
        let long: Vec<&[f64]> = STILL.iter().chain(&STILL).chain(&STILL[..1]).copied().collect();
        assert!(stall(&long[..8], &[STUCK], None).is_some());
        assert!(stall(&long, &[STUCK], None).is_none());
        // Where others have taken the places of members who left, it is young again.
        let mut sessions = outcomes(&long);
        for answer in sessions[5..].iter_mut().flat_map(|session| &mut session.members) {
            answer.member += 10;
        }
        let course = GroupCourse::new(&sessions).unwrap();
        assert!(find(course, &[STUCK], &phq9(), None, &Settings::default()).is_some());
    }

    #[test]
    fn a_group_that_is_measured_every_fourth_session_is_told_of_too() {
        // Asked at the sessions 1, 5, 9 …; the others are held and ask nothing.
        let every_fourth = |measured: usize| {
            let rows: Vec<&[f64]> = STILL.iter().cycle().take(measured).copied().collect();
            let mut sessions = outcomes(&rows.iter().flat_map(|row| [*row; 4]).collect::<Vec<_>>());
            sessions.truncate(4 * measured - 3);
            for (_, session) in sessions.iter_mut().enumerate().filter(|(place, _)| place % 4 > 0) {
                session.members.iter_mut().for_each(|answer| answer.outcome = None);
            }
            find(GroupCourse::new(&sessions).unwrap(), &[STUCK], &phq9(), None, &Settings::default())
        };
        assert!(every_fourth(3).is_none());
        assert!(every_fourth(4).is_some() && every_fourth(8).is_some());
        assert!(every_fourth(9).is_none());
    }

    #[test]
    fn what_was_found_tells_over_how_many_sessions_and_how_surely() {
        let settings = Settings { stall_window: 3, stall_coverage: 0.9, ..Settings::default() };
        let found = find(GroupCourse::new(&outcomes(&STILL)).unwrap(), &[STUCK], &phq9(), None, &settings).unwrap();
        let Evidence::GroupStall { window, coverage, .. } = found.evidence else { unreachable!() };
        assert_eq!((window, coverage), (3, 0.9));
        // What was stored before it told them.
        let stored = r#"{"kind":"group_stall","slope":0.1,"interval":[-0.2,0.4],"own":0.1,"shrunken":false,"clinical":2,"stuck":1}"#;
        let Evidence::GroupStall { window, coverage, .. } = serde_json::from_str(stored).unwrap() else {
            unreachable!()
        };
        assert_eq!((window, coverage), (4, 0.8));
    }

    #[test]
    fn a_prior_draws_the_slope_to_what_is_usual() {
        let prior = SlopePrior { mean: 1.0, variance: 0.01, variance_of_mean: 1e-4, windows: 60 };
        let finding = stall(&STILL, &[STUCK], None).unwrap();
        let Evidence::GroupStall { own, shrunken, slope, .. } = finding.evidence else { unreachable!() };
        assert!(!shrunken && own == slope);
        let wide = SlopePrior { variance: 100.0, ..prior };
        let Evidence::GroupStall { slope, shrunken, .. } = stall(&STILL, &[STUCK], Some(wide)).unwrap().evidence else {
            unreachable!()
        };
        assert!(shrunken && (slope - own).abs() < 1e-2);
        // A group of three over four sessions says little against a firm expectation.
        let noisy: [&[f64]; 4] = [&[15.0, 10.0, 20.0], &[8.0, 20.0, 12.0], &[20.0, 9.0, 22.0], &[11.0, 15.0, 17.0]];
        assert!(stall(&noisy, &[STUCK], None).is_some());
        assert!(stall(&noisy, &[STUCK], Some(prior)).is_none());
    }
}
