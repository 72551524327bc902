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

impl Visit {
    /// Whether the client was there: recorded as present, or nothing recorded and the form completed.
    #[must_use]
    pub fn attended(&self) -> bool {
        match self.presence {
            Presence::Present => true,
            Presence::NotRecorded => self.form == Form::Completed,
            Presence::AbsentWithNotice | Presence::AbsentWithoutNotice | Presence::Absent => false,
        }
    }
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

    /// What was known at the last visit that gave an outcome score; no visits where none did.
    #[must_use]
    pub fn until_newest_score(self) -> Self {
        let count = self.visits.iter().rposition(|visit| visit.score.is_some()).map_or(0, |place| place + 1);
        self.until(count)
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

    /// Whether the last visit was at the planned end or later.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.planned_end.zip(self.visits.last()).is_some_and(|(end, last)| last.weeks >= end)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{away, missed, scored};

    #[test]
    fn visits_go_in_order_and_hold_numbers() {
        let wrong = |visits: &[Visit]| ClientCourse::new(visits, None).unwrap_err();
        assert_eq!(wrong(&[scored(1, 9.0), scored(0, 9.0)]), CourseError::OutOfOrder(2));
        assert_eq!(wrong(&[scored(0, 9.0), scored(1, f64::NAN)]), CourseError::NotFinite(2));
        assert!(ClientCourse::new(&[], Some(f64::NAN)).unwrap().planned_end().is_none());
    }

    #[test]
    fn a_course_can_be_cut_where_the_newest_score_is() {
        let visits = [scored(0, 9.0), scored(1, 8.0), missed(2), away(3, Presence::Absent)];
        let course = ClientCourse::new(&visits, None).unwrap();
        assert_eq!(course.until_newest_score().visits().len(), 2);
        assert!(course.newest().is_none() && course.until(2).newest().is_some());
        assert!(ClientCourse::new(&visits[2..], None).unwrap().until_newest_score().visits().is_empty());
    }

    #[test]
    fn a_completed_form_stands_for_a_presence_that_nobody_recorded() {
        let with = |presence| Visit { presence, ..scored(0, 9.0) };
        assert!(with(Presence::NotRecorded).attended() && with(Presence::Present).attended());
        assert!(!with(Presence::AbsentWithNotice).attended());
        assert!(!Visit { presence: Presence::NotRecorded, ..missed(0) }.attended());
    }
}
