//! One case: a person, or a group as a whole, followed through a baseline and a treatment.

/// The two phases of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A: before the treatment, for instance on the waiting list.
    Baseline,
    /// B: from the first session of the treatment on.
    Treatment,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Baseline => "baseline",
            Self::Treatment => "treatment",
        })
    }
}

/// One planned session. A session without a score keeps its place: it is a gap and is never filled.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Session {
    /// When it was, in any unit that is the same for all cases.
    pub time: f64,
    /// The phase it belongs to.
    pub phase: Phase,
    /// What was measured; none where the measurement is missing.
    pub score: Option<f64>,
}

/// Why sessions make no case. Sessions are counted from 1 in the order in which they were given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CaseError {
    /// A time that is no finite number.
    #[error("case {case}, session {session}: the time is no finite number; write one for each session")]
    Time {
        /// The case.
        case: String,
        /// Which session.
        session: usize,
    },
    /// A score that is no finite number.
    #[error("case {case}, session {session}: the score is no finite number; leave it out where it is missing")]
    Score {
        /// The case.
        case: String,
        /// Which session.
        session: usize,
    },
    /// Two sessions at the same time.
    #[error("case {case}, session {session}: session {other} has the same time; keep one of them or correct the time")]
    SameTime {
        /// The case.
        case: String,
        /// Which session.
        session: usize,
        /// The other one.
        other: usize,
    },
    /// A baseline after the treatment has begun.
    #[error(
        "case {case}, session {session}: a baseline session comes after treatment session {began}; a multiple baseline has one \
         change of phase a case, so make two cases of a treatment that was withdrawn"
    )]
    BaselineAgain {
        /// The case.
        case: String,
        /// The baseline session.
        session: usize,
        /// The treatment session before it.
        began: usize,
    },
}

/// A case: its sessions in order of time, the baseline first.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Case {
    name: String,
    sessions: Vec<Session>,
    start: usize,
}

impl Case {
    /// Puts the sessions of a case in order of time, whatever order they come in.
    ///
    /// # Errors
    /// [`CaseError`]: a time or score that is no number, two sessions at the same time, a baseline after the treatment.
    pub fn new(name: impl Into<String>, sessions: &[Session]) -> Result<Self, CaseError> {
        let name = name.into();
        for (place, session) in (1..).zip(sessions) {
            if !session.time.is_finite() {
                return Err(CaseError::Time { case: name, session: place });
            }
            if session.score.is_some_and(|score| !score.is_finite()) {
                return Err(CaseError::Score { case: name, session: place });
            }
        }
        let mut order: Vec<usize> = (0..sessions.len()).collect();
        order.sort_by(|&a, &b| sessions[a].time.total_cmp(&sessions[b].time));
        for pair in order.windows(2) {
            let (earlier, later) = (pair[0], pair[1]);
            if sessions[earlier].time == sessions[later].time {
                let (other, session) = (earlier.min(later) + 1, earlier.max(later) + 1);
                return Err(CaseError::SameTime { case: name, session, other });
            }
            if (sessions[earlier].phase, sessions[later].phase) == (Phase::Treatment, Phase::Baseline) {
                return Err(CaseError::BaselineAgain { case: name, session: later + 1, began: earlier + 1 });
            }
        }
        let sessions: Vec<Session> = order.into_iter().map(|place| sessions[place]).collect();
        let start = sessions.iter().filter(|session| session.phase == Phase::Baseline).count();
        Ok(Self { name, sessions, start })
    }

    /// A case over planned occasions 1, 2, …, each with its score or a gap; `first` is the first occasion of the treatment, one
    /// more than there are occasions where it has not begun. Occasions are the times.
    ///
    /// # Errors
    /// [`CaseError::Score`].
    pub fn of_occasions(name: impl Into<String>, scores: &[Option<f64>], first: usize) -> Result<Self, CaseError> {
        let phase = |occasion| if occasion < first { Phase::Baseline } else { Phase::Treatment };
        let sessions =
            (1..).zip(scores).map(|(place, &score)| Session { time: place as f64, phase: phase(place), score });
        Self::new(name, &sessions.collect::<Vec<Session>>())
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All planned sessions in order of time.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Planned sessions of the baseline: the place of the first treatment session, counted from 0.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// When the treatment began; none where it has not.
    #[must_use]
    pub fn start_time(&self) -> Option<f64> {
        self.sessions.get(self.start).map(|session| session.time)
    }

    /// Times and scores of a phase, missing ones left out.
    #[must_use]
    pub fn measured(&self, phase: Phase) -> Vec<(f64, f64)> {
        let of_phase = self.sessions.iter().filter(|session| session.phase == phase);
        of_phase.filter_map(|session| Some((session.time, session.score?))).collect()
    }

    /// Sessions without a score.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.sessions.iter().filter(|session| session.score.is_none()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, CaseError, Phase, Session};

    fn session(time: f64, phase: Phase, score: Option<f64>) -> Session {
        Session { time, phase, score }
    }

    #[test]
    fn sessions_are_ordered_by_time_and_gaps_keep_their_place() {
        let (a, b) = (Phase::Baseline, Phase::Treatment);
        let given = [session(3.0, b, Some(1.0)), session(1.0, a, Some(5.0)), session(2.0, a, None)];
        let case = Case::new("x", &given).unwrap();
        assert_eq!((case.start(), case.start_time(), case.missing()), (2, Some(3.0), 1));
        assert_eq!(case.measured(a), [(1.0, 5.0)]);
    }

    #[test]
    fn occasions_are_sessions_at_whole_times() {
        let case = Case::of_occasions("x", &[Some(4.0), None, Some(2.0)], 3).unwrap();
        assert_eq!((case.start(), case.start_time(), case.missing()), (2, Some(3.0), 1));
        assert_eq!(Case::of_occasions("x", &[Some(4.0)], 2).unwrap().start_time(), None);
    }

    #[test]
    fn what_cannot_be_a_case_is_told_with_its_place() {
        let (a, b) = (Phase::Baseline, Phase::Treatment);
        let wrong = |given: &[Session]| Case::new("x", given).unwrap_err();
        assert_eq!(
            wrong(&[session(1.0, a, None), session(f64::NAN, a, None)]),
            CaseError::Time { case: "x".into(), session: 2 }
        );
        assert_eq!(wrong(&[session(1.0, a, Some(f64::INFINITY))]), CaseError::Score { case: "x".into(), session: 1 });
        assert_eq!(
            wrong(&[session(1.0, a, None), session(1.0, b, None)]),
            CaseError::SameTime { case: "x".into(), session: 2, other: 1 }
        );
        assert_eq!(
            wrong(&[session(2.0, a, None), session(1.0, b, None)]),
            CaseError::BaselineAgain { case: "x".into(), session: 1, began: 2 }
        );
    }
}
