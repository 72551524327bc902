//! What a client's rules look at: the sessions of one stay, in order.

/// Whether a client came to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Came.
    Present,
    /// Stayed away and had said so.
    AbsentWithNotice,
    /// Stayed away without a word.
    AbsentWithoutNotice,
    /// Stayed away; whether there was a word is not known.
    Absent,
    /// Nothing was recorded.
    NotRecorded,
}

/// What became of the outcome questionnaire of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// It was not asked that day.
    NotAsked,
    /// It was asked and not completed.
    Missed,
    /// It was completed (whether or not the answers were enough for a score).
    Completed,
}

/// One session of a client's stay, whether the client came or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visit {
    /// The number of the session in its group.
    pub session: i32,
    /// Weeks since the start of the stay.
    pub weeks: f64,
    /// Whether the client came.
    pub presence: Presence,
    /// What became of the questionnaire.
    pub form: Form,
    /// The outcome score in points, where there is one.
    pub score: Option<f64>,
    /// The client's score of the session itself (climate, alliance), higher is better, where there is one.
    pub process: Option<f64>,
}

/// Why visits are no course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CourseError {
    /// A visit lies before the one that precedes it.
    #[error("visit {0} lies before the one that precedes it; visits go in order of time")]
    OutOfOrder(usize),
    /// A week or a score that is not a finite number.
    #[error("visit {0} has a week or a score that is no finite number")]
    NotFinite(usize),
}

/// A client's visits so far, in order of time: one stay in one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClientCourse<'v> {
    visits: &'v [Visit],
    planned_end: Option<f64>,
}

impl<'v> ClientCourse<'v> {
    /// `visits` in order of time; `planned_end` in weeks since the start of the stay, where an end is planned.
    ///
    /// # Errors
    /// [`CourseError`], with the place of the visit counted from 1.
    pub fn new(visits: &'v [Visit], planned_end: Option<f64>) -> Result<Self, CourseError> {
        for (place, visit) in (1..).zip(visits) {
            let numbers = [Some(visit.weeks), visit.score, visit.process];
            if numbers.iter().flatten().any(|number| !number.is_finite()) {
                return Err(CourseError::NotFinite(place));
            }
        }
        match visits.windows(2).position(|pair| pair[1].weeks < pair[0].weeks) {
            Some(place) => Err(CourseError::OutOfOrder(place + 2)),
            None => Ok(Self { visits, planned_end: planned_end.filter(|end| end.is_finite()) }),
        }
    }

    /// What was known after the first `count` visits.
    #[must_use]
    pub fn until(self, count: usize) -> Self {
        Self { visits: self.visits.get(..count).unwrap_or(self.visits), ..self }
    }

    /// The visits.
    #[must_use]
    pub fn visits(self) -> &'v [Visit] {
        self.visits
    }

    /// The planned end in weeks since the start of the stay.
    #[must_use]
    pub fn planned_end(self) -> Option<f64> {
        self.planned_end
    }

    /// The visits that gave an outcome score, with that score.
    pub fn measured(self) -> impl DoubleEndedIterator<Item = (&'v Visit, f64)> + Clone {
        self.visits.iter().filter_map(|visit| visit.score.map(|score| (visit, score)))
    }

    /// x₀, the first valid score, with its visit.
    #[must_use]
    pub fn start(self) -> Option<(&'v Visit, f64)> {
        self.measured().next()
    }

    /// The score of the last visit; none when that visit gave none, so that nothing is judged twice.
    #[must_use]
    pub fn newest(self) -> Option<(&'v Visit, f64)> {
        self.visits.last().and_then(|visit| visit.score.map(|score| (visit, score)))
    }
}
