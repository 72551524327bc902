//! MISS: came, and did not complete the questionnaire (ours).

use crate::signals::{ClientCourse, Evidence, Finding, Form, Level, Rule, Settings};

/// The last visit is one more of enough attended sessions in a row whose form was asked and not completed.
pub(super) fn find(course: ClientCourse<'_>, settings: &Settings) -> Option<Finding> {
    let last = course.visits().last()?;
    let (missed, limit) = (missed_in_a_row(course), settings.silence.max(1));
    if !last.attended() || last.form != Form::Missed || missed < limit {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // Sessions of a stay are few.
    let (value, bound) = (missed as f64, limit as f64);
    let evidence = Evidence::Silence { missed, limit };
    Some(Finding { rule: Rule::Silence, level: Level::Watch, value, limit: bound, evidence })
}

/// Newest attended sessions in a row whose form was asked and not completed; others neither count nor end the row.
pub(super) fn missed_in_a_row(course: ClientCourse<'_>) -> usize {
    let asked = course.visits().iter().rev().filter(|visit| visit.attended() && visit.form != Form::NotAsked);
    asked.take_while(|visit| visit.form == Form::Missed).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::example::{away, found, missed, rated, scored};
    use crate::signals::{Presence, Visit};

    fn miss(visits: &[Visit]) -> bool {
        found(Rule::Silence, visits).is_some()
    }

    #[test]
    fn two_attended_sessions_without_a_form() {
        assert!(!miss(&[scored(0, 9.0), missed(1)]));
        assert!(miss(&[scored(0, 9.0), missed(1), missed(2)]));
        assert!(!miss(&[missed(0), scored(1, 9.0), missed(2)]));
        assert!(!miss(&[missed(0), missed(1), scored(2, 9.0)]));
    }

    #[test]
    fn absences_and_days_on_which_nothing_was_asked_neither_count_nor_interrupt() {
        let absent = |week| away(week, Presence::AbsentWithNotice);
        assert!(miss(&[missed(0), absent(1), rated(2, 9.0), missed(3)]));
        assert!(!miss(&[missed(0), missed(1), absent(2)]));
        let asked_in_vain = Visit { form: Form::Missed, ..absent(1) };
        assert!(!miss(&[missed(0), asked_in_vain]));
    }
}
