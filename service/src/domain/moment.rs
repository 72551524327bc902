//! Measurements of one member outside a session: before the first, after the last, and long after leaving.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use super::{Occasion, OccasionKind, Plan, Planned, group::words};

/// Weeks for which a moment stays on the group's page.
const SHOWN: i64 = 8;

words! {
    /// The kinds of moment.
    MomentKind, "moment" {
        /// Before the first session.
        Start => "start",
        /// After the last one, when the end was missed.
        End => "end",
        /// Some weeks after leaving.
        FollowUp => "follow_up",
    }
}

/// A member, as far as moments look.
#[derive(Debug, Clone)]
pub struct Absentee {
    /// Sessions that the member could come to and is not known to have missed.
    pub visits: usize,
    /// The last day in the group, when it is over.
    pub left_on: Option<Date>,
    /// What was submitted before: instrument and kind of occasion.
    pub answered: BTreeSet<(String, OccasionKind)>,
}

impl MomentKind {
    /// The occasion of the plan that it stands for.
    #[must_use]
    pub fn occasion(self) -> OccasionKind {
        match self {
            Self::Start => OccasionKind::Start,
            Self::End => OccasionKind::End,
            Self::FollowUp => OccasionKind::FollowUp,
        }
    }
}

impl Plan {
    /// What one member can be asked today at a moment of a kind, in the order of asking; nothing when its time has not
    /// come, is over, or everything was answered.
    #[must_use]
    pub fn due_outside(&self, kind: MomentKind, today: Date, member: &Absentee) -> Vec<&Planned> {
        let is_time = |weeks: i64| {
            let from = member.left_on.and_then(|left| left.checked_add(weeks.weeks()).ok());
            let until = from.and_then(|from| from.checked_add(SHOWN.weeks()).ok());
            from.is_some_and(|from| from <= today) && until.is_some_and(|until| today < until)
        };
        let due = |row: &&Planned| match (kind, row.occasion) {
            (MomentKind::Start, Occasion::Start) => member.visits == 0 && member.left_on.is_none(),
            (MomentKind::End, Occasion::End) => is_time(0),
            (MomentKind::FollowUp, Occasion::FollowUp(weeks)) => is_time(i64::from(weeks.get())),
            _ => false,
        };
        let open = |row: &&Planned| !member.answered.contains(&(row.instrument.clone(), kind.occasion()));
        self.rows().iter().filter(due).filter(open).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::{super::Every, super::Weeks, *};

    fn plan() -> Plan {
        let row = |instrument: &str, occasion| Planned {
            instrument: instrument.to_owned(),
            version: "1.0.0".to_owned(),
            occasion,
        };
        Plan::new(vec![
            row("start", Occasion::Start),
            row("session", Occasion::AfterSession(Every::SESSION)),
            row("phq-9", Occasion::End),
            row("phq-9", Occasion::FollowUp(Weeks::new(12).unwrap())),
            row("goals", Occasion::FollowUp(Weeks::new(26).unwrap())),
        ])
        .unwrap()
    }

    fn due(kind: MomentKind, today: Date, member: &Absentee) -> Vec<String> {
        plan().due_outside(kind, today, member).iter().map(|row| row.instrument.clone()).collect()
    }

    #[test]
    fn each_moment_has_its_time() {
        let left = date(2026, 3, 2);
        let gone = Absentee { visits: 9, left_on: Some(left), answered: BTreeSet::new() };
        let after = |weeks: i64| left.checked_add(weeks.weeks()).unwrap();
        let cases: [(MomentKind, i64, &[&str]); 9] = [
            (MomentKind::Start, 0, &[]),
            (MomentKind::End, -1, &[]),
            (MomentKind::End, 0, &["phq-9"]),
            (MomentKind::End, 8, &[]),
            (MomentKind::FollowUp, 11, &[]),
            (MomentKind::FollowUp, 12, &["phq-9"]),
            (MomentKind::FollowUp, 20, &[]),
            (MomentKind::FollowUp, 26, &["goals"]),
            (MomentKind::FollowUp, 34, &[]),
        ];
        for (kind, weeks, asked) in cases {
            assert_eq!(due(kind, after(weeks), &gone), asked, "{kind:?} {weeks} weeks after leaving");
        }
    }

    #[test]
    fn a_start_is_for_who_was_never_there_and_nothing_is_asked_twice() {
        let today = date(2026, 3, 2);
        let new = Absentee { visits: 0, left_on: None, answered: BTreeSet::new() };
        assert_eq!(due(MomentKind::Start, today, &new), ["start"]);
        assert_eq!(due(MomentKind::Start, today, &Absentee { visits: 1, ..new.clone() }), [""; 0]);
        let answered = BTreeSet::from([("start".to_owned(), OccasionKind::Start)]);
        assert_eq!(due(MomentKind::Start, today, &Absentee { answered, ..new }), [""; 0]);
        // The same instrument on another occasion is another question.
        let answered = BTreeSet::from([("phq-9".to_owned(), OccasionKind::AfterSession)]);
        let gone = Absentee { visits: 9, left_on: Some(today), answered };
        assert_eq!(due(MomentKind::End, today, &gone), ["phq-9"]);
    }
}
