//! A client's stay, as the hazard of leaving is learnt from it.

use super::Ending;
use crate::signals::Presence;

/// What is asked of a client around the start. Whatever is not known is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Baseline<'a> {
    /// The name of an age band.
    pub age_band: Option<&'a str>,
    /// Motivation, on any scale that is the same for all.
    pub motivation: Option<StartScore>,
    /// What the client expects of the treatment, on any scale that is the same for all.
    pub expectation: Option<StartScore>,
    /// How many treatments came before this one.
    pub earlier_treatments: Option<f64>,
}

/// x₀, the first score, or another that is asked once. It may come later than the first session: until then nobody knows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StartScore {
    /// When it was scored, in weeks since the start of the stay.
    pub weeks: f64,
    /// In points.
    pub score: f64,
}

impl StartScore {
    /// The score, if it was there by then (weeks since the start of the stay).
    pub(super) fn by(self, weeks: f64) -> Option<Self> {
        (self.weeks <= weeks).then_some(self)
    }
}

impl Baseline<'_> {
    /// What of it was known by then (weeks since the start of the stay).
    pub(super) fn by(self, weeks: f64) -> Self {
        let known = |score: Option<StartScore>| score.and_then(|score| score.by(weeks));
        Self { motivation: known(self.motivation), expectation: known(self.expectation), ..self }
    }
}

/// One session that was held during a stay, as it was known that day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HazardSession {
    /// Weeks since the start of the stay.
    pub weeks: f64,
    /// Whether the client came.
    pub presence: Presence,
    /// The client's score of the session itself (climate, alliance), higher is better.
    pub process: Option<f64>,
    /// How far the outcome score lay from the expected course, in its standard deviations, positive is better
    /// ([`Limits::standardised`](crate::expected::Limits::standardised)).
    pub deviation: Option<f64>,
    /// Share of the other members who stayed away (0 to 1).
    pub others_absent: Option<f64>,
    /// Members of the group that day.
    pub group_size: Option<f64>,
}

impl HazardSession {
    /// A session of which nothing but the presence is known.
    #[must_use]
    pub fn new(weeks: f64, presence: Presence) -> Self {
        Self { weeks, presence, process: None, deviation: None, others_absent: None, group_size: None }
    }
}

/// A client's stay in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CourseForHazard<'a> {
    /// The name of the group; `None` outside any.
    pub group: Option<&'a str>,
    /// When the stay began: weeks since any moment that is the same for all courses.
    pub began: f64,
    /// What was asked around the start.
    pub baseline: Baseline<'a>,
    /// The first score, where there is one.
    pub start: Option<StartScore>,
    /// The sessions held during the stay, in order of time.
    pub sessions: &'a [HazardSession],
    /// The end that was recorded, in weeks since the start of the stay, and its kind; a unilateral end is
    /// [`Ending::Dropout`].
    pub ended: Option<(f64, Ending)>,
    /// When that end was seen, in weeks since the start of the stay: who stays away is missed at the next session. `None`: on
    /// its day.
    pub end_seen: Option<f64>,
    /// The planned end in weeks since the start of the stay, where one was planned.
    pub planned_end: Option<f64>,
}

/// Why a stay cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HazardCourseError {
    /// A number that is not finite.
    #[error("course {course}: {what} is no finite number")]
    NotFinite {
        /// Which course, the first is 1.
        course: usize,
        /// What.
        what: &'static str,
    },
    /// A session before the one that precedes it.
    #[error("course {course}: session {session} lies before the one that precedes it; sessions go in order of time")]
    OutOfOrder {
        /// Which course, the first is 1.
        course: usize,
        /// Which session of the stay, the first is 1.
        session: usize,
    },
}

/// Checks every course.
pub(super) fn check(courses: &[CourseForHazard<'_>]) -> Result<(), HazardCourseError> {
    for (course, stay) in (1..).zip(courses) {
        let mut numbers = stay.numbers();
        if let Some((what, _)) = numbers.find(|(_, value)| !value.is_finite()) {
            return Err(HazardCourseError::NotFinite { course, what });
        }
        if let Some(place) = stay.sessions.windows(2).position(|pair| pair[1].weeks < pair[0].weeks) {
            return Err(HazardCourseError::OutOfOrder { course, session: place + 2 });
        }
    }
    Ok(())
}

/// Weeks between sessions of a stay in which too few were held to tell.
const WEEK: f64 = 1.0;

impl CourseForHazard<'_> {
    /// How many sessions a forecast after the first `held` ones is about: `most`, or as many as are left before a planned
    /// end at the pace of this stay; at least one.
    #[must_use]
    pub fn sessions_ahead(&self, held: usize, most: usize) -> usize {
        let last = held.checked_sub(1).and_then(|place| self.sessions.get(place)).map_or(0.0, |session| session.weeks);
        let left = self.planned_end.map(|end| (end - last) / self.pace(held) + 1e-9);
        // As a whole number; a planned end that has passed leaves none.
        left.map_or(most, |left| most.min(left as usize)).max(1)
    }

    /// When the recorded end was known, in weeks since the start of the stay.
    pub(super) fn end_known(&self) -> Option<f64> {
        self.ended.map(|(weeks, _)| self.end_seen.map_or(weeks, |seen| seen.max(weeks)))
    }

    /// Whether the last session was held at the planned end or later.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.planned_end.zip(self.sessions.last()).is_some_and(|(end, last)| last.weeks >= end)
    }

    /// The usual time between the first `held` sessions, in weeks.
    pub(super) fn pace(&self, held: usize) -> f64 {
        let sessions = &self.sessions[..held.min(self.sessions.len())];
        let mut gaps: Vec<f64> = sessions.windows(2).map(|pair| pair[1].weeks - pair[0].weeks).collect();
        gaps.sort_by(f64::total_cmp);
        gaps.get(gaps.len() / 2).copied().filter(|gap| *gap > 0.0).unwrap_or(WEEK)
    }

    /// The usual time between its sessions, in weeks.
    pub(crate) fn usual_gap(&self) -> f64 {
        self.pace(self.sessions.len())
    }

    fn numbers(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let known = |what: &'static str, value: Option<f64>| value.map(move |value| (what, value));
        let own = [
            Some(("the beginning", self.began)),
            known("the recorded end", self.ended.map(|(weeks, _)| weeks)),
            known("the week in which the end was seen", self.end_seen),
            known("the planned end", self.planned_end),
            known("the start score", self.start.map(|start| start.score)),
            known("the week of the start score", self.start.map(|start| start.weeks)),
            known("the motivation", self.baseline.motivation.map(|asked| asked.score)),
            known("the week of the motivation", self.baseline.motivation.map(|asked| asked.weeks)),
            known("the expectation", self.baseline.expectation.map(|asked| asked.score)),
            known("the week of the expectation", self.baseline.expectation.map(|asked| asked.weeks)),
            known("the number of earlier treatments", self.baseline.earlier_treatments),
        ];
        let session = move |session: &HazardSession| {
            [
                Some(("the time of a session", session.weeks)),
                known("a process score", session.process),
                known("a deviation from the expected course", session.deviation),
                known("a share of others", session.others_absent),
                known("a group's size", session.group_size),
            ]
        };
        own.into_iter().chain(self.sessions.iter().flat_map(session)).flatten()
    }
}
