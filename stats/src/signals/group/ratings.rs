//! How each session was rated, beside what was usual before it: what G-RUPT and G-SPLIT look at, for whoever draws it.

use super::{
    GroupCourse,
    spread::{Spread, Usual},
};

/// How one session was rated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SessionRatings {
    /// Ratings.
    pub count: usize,
    /// Their mean; none without a rating.
    pub mean: Option<f64>,
    /// Their standard deviation; none below two ratings.
    pub deviation: Option<f64>,
    /// What was usual before this session; none as long as too few sessions were rated.
    pub usual: Option<UsualRatings>,
}

/// What is usual for a group, over sessions with two ratings or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsualRatings {
    /// Mean of the sessions' means.
    pub mean: f64,
    /// Standard deviation within the group, pooled over the sessions.
    pub deviation: f64,
}

/// The ratings of every session; `needed` is how many sessions say what is usual.
#[must_use]
pub fn session_ratings(course: GroupCourse<'_>, needed: usize) -> Vec<SessionRatings> {
    let sessions = course.sessions();
    let read = |(place, session)| {
        let spread = Spread::of_ratings(session);
        let usual = Usual::of(&sessions[..place], needed);
        SessionRatings {
            count: spread.map_or(0, |spread| spread.count),
            mean: spread.map(|spread| spread.mean),
            deviation: spread.and_then(|spread| spread.variance()).map(f64::sqrt),
            usual: usual.map(|usual| UsualRatings { mean: usual.mean, deviation: usual.deviation }),
        }
    };
    sessions.iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::ratings;
    use super::*;

    #[test]
    fn what_is_usual_is_known_from_the_sessions_before() {
        let sessions = ratings(&[&[8.0, 10.0], &[7.0], &[9.0, 11.0], &[1.0, 3.0]]);
        let read = session_ratings(GroupCourse::new(&sessions).unwrap(), 2);
        assert_eq!((read[1].count, read[1].mean, read[1].deviation), (1, Some(7.0), None));
        assert_eq!(read[2].usual, None, "one session with two ratings is too few");
        let usual = read[3].usual.unwrap();
        assert!((usual.mean - 9.5).abs() < 1e-12 && (usual.deviation - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((read[3].mean.unwrap() - 2.0).abs() < 1e-12);
    }
}
