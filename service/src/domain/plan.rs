//! What a group measures and when: its measurement plan, and what of it is due for one member at one session.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use super::{Occasion, OccasionKind};

/// Rows of a plan, at most: nobody fills in more.
const LONGEST: usize = 12;
/// Earlier sessions after which a start is no longer asked: the first session and two more.
const START_SESSIONS: usize = 3;
/// Days between sessions of most groups: a session less than this before the planned end is taken for the last.
const RHYTHM: i64 = 7;

/// One instrument version on one occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The instrument.
    pub instrument: String,
    /// The version.
    pub version: String,
    /// When it is asked.
    pub occasion: Occasion,
}

/// A plan: rows in the order of asking, each instrument once on an occasion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan(Vec<Planned>);

/// Why rows are no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Twice the same.
    #[error("{instrument} stands twice on the same occasion: take one of them out")]
    Twice {
        /// The instrument.
        instrument: String,
    },
    /// Too much.
    #[error("a plan has {LONGEST} rows at most: take some out")]
    TooLong,
}

/// A session of the group.
#[derive(Debug, Clone, Copy)]
pub struct Meeting {
    /// 1 for the group's first.
    pub number: i16,
    /// The day.
    pub held_on: Date,
    /// Number of the group's planned last session.
    pub planned_sessions: Option<i16>,
}

/// A member, as far as a plan looks.
#[derive(Debug, Clone)]
pub struct Stay {
    /// Sessions before this one that the member could come to and is not known to have missed.
    pub visits: usize,
    /// The planned last day.
    pub planned_end_on: Option<Date>,
    /// What was submitted before: instrument and kind of occasion.
    pub answered: BTreeSet<(String, OccasionKind)>,
}

impl Plan {
    /// A plan of these rows: those before a session come first, then those after it; inside each kind the order stays.
    ///
    /// # Errors
    ///
    /// [`PlanError`] when an instrument stands twice on one occasion, or there are more rows than anybody fills in.
    pub fn new(mut rows: Vec<Planned>) -> Result<Self, PlanError> {
        if rows.len() > LONGEST {
            return Err(PlanError::TooLong);
        }
        let mut seen = BTreeSet::new();
        for row in &rows {
            if !seen.insert((row.instrument.clone(), row.occasion.kind())) {
                return Err(PlanError::Twice { instrument: row.instrument.clone() });
            }
        }
        rows.sort_by_key(|row| row.occasion.kind());
        Ok(Self(rows))
    }

    /// Its rows in the order of asking.
    #[must_use]
    pub fn rows(&self) -> &[Planned] {
        &self.0
    }

    /// Whether nothing is measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What one member is asked at one session, in the order of asking. An instrument of which two rows are due is asked
    /// once: for the start or the end when it is one of these, for that is asked for only then.
    #[must_use]
    pub fn due(&self, meeting: Meeting, stay: &Stay) -> Vec<&Planned> {
        let due: Vec<&Planned> = self.0.iter().filter(|row| is_due(row, meeting, stay)).collect();
        let counts = |kind: OccasionKind| matches!(kind, OccasionKind::Start | OccasionKind::End);
        let stands_for = |row: &Planned| {
            let same = due.iter().filter(|other| other.instrument == row.instrument);
            same.min_by_key(|other| (!counts(other.occasion.kind()), other.occasion.kind())).copied()
        };
        due.iter().copied().filter(|row| stands_for(row) == Some(*row)).collect()
    }
}

fn is_due(row: &Planned, meeting: Meeting, stay: &Stay) -> bool {
    let open = |kind| !stay.answered.contains(&(row.instrument.clone(), kind));
    match row.occasion {
        Occasion::Start => stay.visits < START_SESSIONS && open(OccasionKind::Start),
        Occasion::BeforeSession(every) | Occasion::AfterSession(every) => every.falls_on(meeting.number),
        Occasion::End => is_last(meeting, stay) && open(OccasionKind::End),
        Occasion::FollowUp(_) => false,
    }
}

/// Whether no session of this member is expected after this one.
fn is_last(meeting: Meeting, stay: &Stay) -> bool {
    let next = meeting.held_on.checked_add(RHYTHM.days()).unwrap_or(Date::MAX);
    stay.planned_end_on.is_some_and(|end| end < next)
        || meeting.planned_sessions.is_some_and(|planned| meeting.number >= planned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::{super::Every, super::Weeks, *};

    fn row(instrument: &str, occasion: Occasion) -> Planned {
        Planned { instrument: instrument.to_owned(), version: "1.0.0".to_owned(), occasion }
    }

    fn every(sessions: i16) -> Every {
        Every::new(sessions).unwrap()
    }

    /// A start, a check-in, a scale after each session, PHQ-9 at the start, every fourth session and the end, a follow-up.
    fn plan() -> Plan {
        Plan::new(vec![
            row("session", Occasion::AfterSession(every(1))),
            row("phq-9", Occasion::AfterSession(every(4))),
            row("phq-9", Occasion::End),
            row("check-in", Occasion::BeforeSession(every(1))),
            row("phq-9", Occasion::Start),
            row("phq-9", Occasion::FollowUp(Weeks::new(12).unwrap())),
        ])
        .unwrap()
    }

    fn meeting(number: i16) -> Meeting {
        let held_on = date(2026, 1, 6).checked_add((i64::from(number - 1) * 7).days()).unwrap();
        Meeting { number, held_on, planned_sessions: Some(10) }
    }

    fn stay(visits: usize, answered: &[(&str, OccasionKind)]) -> Stay {
        let answered = answered.iter().map(|(id, kind)| ((*id).to_owned(), *kind)).collect();
        Stay { visits, planned_end_on: None, answered }
    }

    fn asked(meeting: Meeting, stay: &Stay) -> Vec<(String, OccasionKind)> {
        plan().due(meeting, stay).iter().map(|row| (row.instrument.clone(), row.occasion.kind())).collect()
    }

    fn words(asked: &[(String, OccasionKind)]) -> String {
        asked.iter().map(|(id, kind)| format!("{id}@{}", kind.word())).collect::<Vec<_>>().join(" ")
    }

    /// Session, visits before it, what was answered, what is asked.
    type Case<'a> = (i16, usize, &'a [(&'a str, OccasionKind)], &'a str);

    #[test]
    fn what_is_due_session_by_session() {
        use OccasionKind::{AfterSession, End, Start};
        let answered = &[("phq-9", Start)][..];
        let all = &[("phq-9", Start), ("phq-9", AfterSession), ("phq-9", End)][..];
        let cases: [Case<'_>; 9] = [
            (1, 0, &[], "phq-9@start check-in@before_session session@after_session"),
            (2, 1, answered, "check-in@before_session session@after_session"),
            (2, 1, &[], "phq-9@start check-in@before_session session@after_session"),
            (3, 2, &[], "phq-9@start check-in@before_session session@after_session"),
            (4, 3, &[], "check-in@before_session session@after_session"),
            (5, 4, answered, "check-in@before_session session@after_session phq-9@after_session"),
            // Who joins at the sixth session starts there.
            (6, 0, &[], "phq-9@start check-in@before_session session@after_session"),
            (10, 9, answered, "check-in@before_session session@after_session phq-9@end"),
            (11, 10, all, "check-in@before_session session@after_session"),
        ];
        for (number, visits, answered, expected) in cases {
            let due = asked(meeting(number), &stay(visits, answered));
            assert_eq!(words(&due), expected, "session {number} after {visits} visits");
        }
    }

    #[test]
    fn the_end_is_asked_where_no_session_fits_before_the_planned_day() {
        let held_on = meeting(5).held_on;
        for (days, due) in [(-20, true), (0, true), (6, true), (7, false), (30, false)] {
            let planned_end_on = held_on.checked_add(i64::from(days).days()).ok();
            let member = Stay { planned_end_on, ..stay(4, &[("phq-9", OccasionKind::Start)]) };
            let asked = asked(meeting(5), &member);
            assert_eq!(asked.contains(&("phq-9".to_owned(), OccasionKind::End)), due, "{days} days before the end");
            assert_eq!(asked.iter().filter(|(id, _)| id == "phq-9").count(), 1, "and once");
        }
    }

    #[test]
    fn an_instrument_stands_once_on_an_occasion() {
        let twice = vec![row("a", Occasion::AfterSession(every(1))), row("a", Occasion::AfterSession(every(4)))];
        assert_eq!(Plan::new(twice), Err(PlanError::Twice { instrument: "a".to_owned() }));
        let long = (0..13).map(|n| row(&n.to_string(), Occasion::Start)).collect();
        assert_eq!(Plan::new(long), Err(PlanError::TooLong));
    }
}
