//! DROP: may leave before the planned end.

use super::silence;
use crate::dropout::DropoutRisk;
use crate::signals::{ClientCourse, Evidence, Finding, Level, Presence, RiskMark, Rule, Scale, Settings};

/// Named marks, for as long as too few courses have ended for a model: absences without notice among the newest sessions;
/// the newest rating of the session (among those sessions) lower than the one before it by the reliable drop; MISS.
/// [`Level::Watch`] for one mark, [`Level::Attention`] for more. Silent from the planned end on: nobody leaves before it then.
pub(super) fn find(course: ClientCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    if course.is_over() {
        return None;
    }
    let newest = course.visits().iter().rev().take(settings.dropout_window);
    let absences = newest.filter(|visit| visit.presence == Presence::AbsentWithoutNotice).count();
    let stands = [
        (RiskMark::Absences, absences >= settings.dropout_absences.max(1)),
        (RiskMark::SessionScore, session_score_fell(course, scale, settings.dropout_window)),
        (RiskMark::Silence, silence::missed_in_a_row(course) >= settings.silence.max(1)),
    ];
    let marks: Vec<RiskMark> = stands.into_iter().filter_map(|(mark, stands)| stands.then_some(mark)).collect();
    let level = match marks.len() {
        0 => return None,
        1 => Level::Watch,
        _ => Level::Attention,
    };
    #[allow(clippy::cast_precision_loss)] // At most three.
    let value = marks.len() as f64;
    let evidence = Evidence::DropoutMarks { marks, absences };
    Some(Finding { rule: Rule::Dropout, level, value, limit: 1.0, evidence })
}

fn session_score_fell(course: ClientCourse<'_>, scale: &Scale, window: usize) -> bool {
    let mut rated = course.visits().iter().rev().enumerate().filter_map(|(ago, visit)| Some((ago, visit.process?)));
    let (Some(drop), Some((ago, now)), Some((_, before))) = (scale.process_drop, rated.next(), rated.next()) else {
        return false;
    };
    ago < window && before - now >= drop - 1e-9
}

/// DROP by a model: the probability within several sessions reaches the setting.
#[must_use]
pub fn dropout_by_model(risk: &DropoutRisk, settings: &Settings) -> Option<Finding> {
    let DropoutRisk { next, within, sessions, .. } = *risk;
    let limit = settings.dropout_probability;
    (within.probability >= limit).then_some(Finding {
        rule: Rule::Dropout,
        level: Level::Attention,
        value: within.probability,
        limit,
        evidence: Evidence::DropoutByModel { next, within, sessions, limit },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::dropout::Chance;
    use crate::signals::Visit;
    use crate::signals::example::{away, found, missed, rated, scored};

    fn marks(visits: &[Visit]) -> Vec<RiskMark> {
        match found(Rule::Dropout, visits).map(|finding| finding.evidence) {
            Some(Evidence::DropoutMarks { marks, .. }) => marks,
            _ => Vec::new(),
        }
    }

    #[test]
    fn two_absences_without_notice_among_the_last_four_sessions() {
        let gone = |week| away(week, Presence::AbsentWithoutNotice);
        let came = |week| scored(week, 9.0);
        assert!(marks(&[came(0), gone(1)]).is_empty());
        assert_eq!(marks(&[came(0), gone(1), gone(2)]), [RiskMark::Absences]);
        assert_eq!(marks(&[gone(1), came(2), came(3), gone(4)]), [RiskMark::Absences]);
        assert!(marks(&[gone(1), came(2), came(3), came(4), gone(5)]).is_empty());
        let told = |week| away(week, Presence::AbsentWithNotice);
        let unknown = |week| away(week, Presence::Absent);
        assert!(marks(&[told(1), unknown(2), told(3), gone(4)]).is_empty());
    }

    #[test]
    fn a_session_rated_lower_by_the_reliable_drop() {
        assert!(marks(&[rated(0, 9.0), rated(1, 7.6)]).is_empty());
        assert_eq!(marks(&[rated(0, 9.0), rated(1, 7.5)]), [RiskMark::SessionScore]);
        assert!(marks(&[rated(0, 9.0), rated(1, 7.5), rated(2, 7.4)]).is_empty());
        assert!(marks(&[rated(0, 7.5), rated(1, 9.0)]).is_empty());
        let told = |week| away(week, Presence::AbsentWithNotice);
        let kept = [rated(0, 9.0), rated(1, 7.5), told(2), told(3), told(4), told(5)];
        assert_eq!(marks(&kept[..5]), [RiskMark::SessionScore]);
        assert!(marks(&kept).is_empty());
    }

    #[test]
    fn who_has_reached_the_planned_end_cannot_leave_before_it() {
        let visits = [scored(0, 9.0), missed(1), missed(2)];
        let found = |end| {
            let course = ClientCourse::new(&visits, Some(end)).unwrap();
            find(course, &crate::signals::example::phq9(), &Settings::default())
        };
        assert!(found(2.1).is_some() && found(2.0).is_none() && found(1.0).is_none());
    }

    #[test]
    fn more_than_one_mark_asks_for_attention() {
        let visits = [scored(0, 9.0), missed(1), missed(2)];
        assert_eq!(marks(&visits), [RiskMark::Silence]);
        assert_eq!(found(Rule::Dropout, &visits).unwrap().level, Level::Watch);
        let gone = |week| away(week, Presence::AbsentWithoutNotice);
        let both = [scored(0, 9.0), missed(1), missed(2), gone(3), gone(4)];
        assert_eq!(found(Rule::Dropout, &both).unwrap().level, Level::Attention);
    }

    #[test]
    fn a_model_speaks_from_the_setting_on() {
        let chance = |probability| Chance { probability, lower: 0.1, upper: 0.4 };
        let risk = |within| DropoutRisk { next: chance(0.1), within: chance(within), sessions: 4, known_group: true };
        assert!(dropout_by_model(&risk(0.2499), &Settings::default()).is_none());
        let finding = dropout_by_model(&risk(0.25), &Settings::default()).unwrap();
        assert_eq!((finding.rule, finding.value, finding.limit), (Rule::Dropout, 0.25, 0.25));
    }
}
