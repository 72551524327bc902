//! What counts as dropping out.

use super::{Competing, CourseForHazard, Duration, Ending};
use crate::signals::Presence;

/// What counts as dropping out before the planned end: an end that was recorded as unilateral, or staying away without a word.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DropoutDefinition {
    /// Absences in a row without notice. An absence of which no word is known counts; one with notice breaks the row.
    pub absences: usize,
    /// Weeks without coming, counted from the last session attended (or from the start of the stay).
    pub weeks: f64,
}

impl Default for DropoutDefinition {
    fn default() -> Self {
        Self { absences: 3, weeks: 4.0 }
    }
}

/// How a stay went, as far as was known at some moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Sessions held before it ended, or so far. Who drops out does so at the session after these.
    pub sessions: usize,
    /// Weeks since the start at which it ended, or that were seen of it.
    pub weeks: f64,
    /// How.
    pub ending: Ending,
}

impl Outcome {
    /// Its length in sessions: a dropout happens at the session after the last one counted.
    #[must_use]
    pub fn in_sessions(&self) -> Duration {
        let last = self.sessions + usize::from(self.ending == Ending::Dropout);
        Duration { time: last as f64, ending: self.ending }
    }

    /// Its length in weeks.
    #[must_use]
    pub fn in_weeks(&self) -> Duration {
        Duration { time: self.weeks.max(0.0), ending: self.ending }
    }
}

impl DropoutDefinition {
    /// How a stay went, by what was known `now` (weeks since the start of the stay; infinite: by all that is recorded).
    ///
    /// Who stays away drops out at the session that completes the row of absences, not at the first of them: else those who
    /// missed a session would only be counted as still there if they came back, and an absence would look harmless. The
    /// row counts once the client has not come for [`DropoutDefinition::weeks`]; until then the stay is known up to that row.
    #[must_use]
    pub fn outcome(&self, course: &CourseForHazard<'_>, now: f64) -> Outcome {
        let held = course.sessions.partition_point(|session| session.weeks <= now);
        let ended = course.ended.filter(|(_, ending)| *ending != Ending::Running);
        let ended = ended.filter(|_| course.end_known().is_some_and(|known| known <= now));
        let recorded = ended.map(|(weeks, ending)| {
            let before = course.sessions[..held].partition_point(|session| session.weeks <= weeks);
            (before, weeks, ending)
        });
        let end = |sessions, weeks, ending| Outcome { sessions, weeks, ending: planned(course, weeks, ending) };
        match (recorded, self.silence(course, held, now)) {
            (Some((sessions, weeks, ending)), Silence::Long(before, _)) if before >= sessions => {
                end(sessions, weeks, ending)
            }
            (_, Silence::Long(sessions, weeks)) => end(sessions, weeks, Ending::Dropout),
            (Some((sessions, weeks, ending)), _) => end(sessions, weeks, ending),
            // Whether that was the end is not known yet: nothing is known of the session that would have been it.
            (None, Silence::Open(sessions, weeks)) => Outcome { sessions, weeks, ending: Ending::Running },
            (None, Silence::Broken) => {
                let latest = course.sessions[..held].last().map_or(0.0, |session| session.weeks);
                let weeks = if now.is_finite() { now.max(0.0) } else { latest };
                Outcome { sessions: held, weeks, ending: Ending::Running }
            }
        }
    }

    /// When the end of a stay was known, in weeks since its start: the first moment at which [`DropoutDefinition::outcome`] says
    /// that it had ended; none of a stay that runs.
    #[must_use]
    pub fn known_at(&self, course: &CourseForHazard<'_>) -> Option<f64> {
        let held = || course.sessions.iter().map(|session| session.weeks);
        // A hair later, so that the weeks are over whatever the rounding.
        let silent = held().chain([0.0]).map(|weeks| weeks + self.weeks + 1e-9);
        let mut moments: Vec<f64> = held().chain(silent).chain(course.end_known()).collect();
        moments.sort_by(f64::total_cmp);
        moments.into_iter().find(|now| self.outcome(course, *now).ending != Ending::Running)
    }

    /// The first row of absences that is long enough, up to a return that came too soon.
    fn silence(&self, course: &CourseForHazard<'_>, held: usize, now: f64) -> Silence {
        let (mut run, mut came, mut complete) = (0, 0.0, None);
        for (place, session) in course.sessions[..held].iter().enumerate() {
            match session.presence {
                Presence::Present => {
                    if let Some((sessions, weeks)) = complete.filter(|_| session.weeks - came >= self.weeks) {
                        return Silence::Long(sessions, weeks);
                    }
                    (run, came, complete) = (0, session.weeks, None);
                }
                Presence::AbsentWithNotice => run = 0,
                Presence::AbsentWithoutNotice | Presence::Absent => run += 1,
                Presence::NotRecorded => {}
            }
            if run >= self.absences.max(1) && complete.is_none() {
                complete = Some((place, session.weeks));
            }
        }
        // The stay may have gone on unseen after its last session: until a recorded end, until now.
        let latest = course.sessions[..held].last().map_or(0.0, |session| session.weeks);
        let seen = if now.is_finite() { now } else { course.ended.map_or(latest, |(weeks, _)| weeks.max(latest)) };
        match complete {
            Some((sessions, weeks)) if seen - came >= self.weeks => Silence::Long(sessions, weeks),
            Some((sessions, weeks)) => Silence::Open(sessions, weeks),
            None => Silence::Broken,
        }
    }
}

/// Staying away without a word, with the sessions before the one that completed the row, and its week.
enum Silence {
    /// No row of absences, or one that ended in a return.
    Broken,
    /// A row that is complete, but the weeks are not.
    Open(usize, f64),
    /// A dropout.
    Long(usize, f64),
}

/// Nobody drops out of a stay whose planned end has come.
fn planned(course: &CourseForHazard<'_>, weeks: f64, ending: Ending) -> Ending {
    let over = ending == Ending::Dropout && course.planned_end.is_some_and(|end| weeks >= end);
    if over { Ending::Competing(Competing::Planned) } else { ending }
}
