//! What the members of a group scored, on terms that do not depend on the questionnaire.

use std::collections::BTreeMap;

use jiff::civil::Date;
use peil_stats::expected::ExpectedCourse;

use crate::{
    analyse::{days_between, stored_expected, weeks},
    domain::{MembershipId, SessionId},
    signals::{
        SignalsError,
        room::{Measure, Room, of_one_measure},
    },
    store::{GroupScoreRow, Tenant},
};

/// The questionnaire that asks before the group what somebody wants to put in and expects to get out, and these two scores.
const BEFORE: (&str, [&str; 2]) = ("peil-start", ["motivation", "expectation"]);

/// The stored expected courses of the outcome scales of some groups, by instrument and score.
#[derive(Debug, Default)]
pub(in crate::signals) struct Expectations(BTreeMap<(String, String), ExpectedCourse>);

impl Expectations {
    /// One statement a scale.
    pub(in crate::signals) async fn read(tenant: &Tenant<'_>, rooms: &[Room]) -> Result<Self, SignalsError> {
        let scales = rooms.iter().filter_map(|room| room.outcome.as_ref());
        let scales: BTreeMap<_, _> = scales.map(|of| ((of.instrument.as_str(), of.score.as_str()), of)).collect();
        let mut courses = BTreeMap::new();
        for ((instrument, score), measure) in scales {
            let stored = stored_expected(tenant, instrument, score).await?.map(|stored| stored.course);
            let fits = |course: &ExpectedCourse| course.parameters().direction == measure.scale.direction;
            if let Some(course) = stored.filter(fits) {
                courses.insert((instrument.to_owned(), score.to_owned()), course);
            }
        }
        Ok(Self(courses))
    }

    fn of(&self, measure: &Measure) -> Option<&ExpectedCourse> {
        self.0.get(&(measure.instrument.clone(), measure.score.clone()))
    }
}

/// Scores of a group; empty where nothing is asked of them.
#[derive(Debug, Default)]
pub(in crate::signals) struct Measured {
    /// The first score of each stay, by its place on the scale, and its day: before that nobody knew it.
    starts: BTreeMap<MembershipId, (Date, f64)>,
    /// The first motivation and the first expectation of each stay, in points, and their days.
    before: [BTreeMap<MembershipId, (Date, f64)>; 2],
    /// How far later scores lay from what was to be expected, in its standard deviations, positive is better.
    deviations: BTreeMap<(MembershipId, SessionId), f64>,
    /// The ends of the scale by which sessions are rated, higher is better.
    rated: Option<(f64, f64)>,
}

impl Measured {
    /// By the outcome scale of the group's plan, and by the one that rates its sessions.
    pub(in crate::signals) fn of(room: &Room, expectations: &Expectations) -> Self {
        let (instrument, scales) = BEFORE;
        let mut measured = Self {
            rated: room.rated.as_ref().map(|rated| rated.ends),
            before: scales.map(|scale| first_scores(room.scores_of(instrument, scale))),
            ..Self::default()
        };
        if let Some(measure) = &room.outcome {
            measured.take(room, measure, expectations.of(measure));
        }
        measured
    }

    fn take(&mut self, room: &Room, measure: &Measure, expected: Option<&ExpectedCourse>) {
        for member in &room.members {
            let mut own = of_one_measure(member, room.scores_on(measure));
            own.retain(|score| member.is_active_on(score.measured_on));
            own.sort_by_key(|score| score.measured_on);
            let Some((first, later)) = own.split_first() else { continue };
            let start = place(measure.ends, measure.upward(first.value));
            self.starts.insert(member.id, (first.measured_on, start));
            let Some(expected) = expected else { continue };
            for (session, row) in later.iter().filter_map(|row| Some((row.session?, row))) {
                let since = weeks(days_between(first.measured_on, row.measured_on));
                let deviation = expected.limits(first.value, since).standardised(row.value);
                self.deviations.insert((member.id, session), deviation);
            }
        }
    }

    /// The day of the first score, and the score, 0 at the worst end of its scale and 1 at the best.
    pub(super) fn start(&self, member: MembershipId) -> Option<(Date, f64)> {
        self.starts.get(&member).copied()
    }

    /// The motivation and the expectation, each with the day on which they were first scored.
    pub(super) fn before(&self, member: MembershipId) -> [Option<(Date, f64)>; 2] {
        self.before.each_ref().map(|scores| scores.get(&member).copied())
    }

    pub(super) fn deviation(&self, member: MembershipId, session: SessionId) -> Option<f64> {
        self.deviations.get(&(member, session)).copied()
    }

    /// A rating of a session, higher is better in points, as its place on the scale.
    pub(super) fn rating(&self, points: f64) -> Option<f64> {
        self.rated.map(|ends| place(ends, points))
    }
}

fn first_scores(scores: &[GroupScoreRow]) -> BTreeMap<MembershipId, (Date, f64)> {
    let mut first = BTreeMap::new();
    for score in scores {
        let known = first.entry(score.membership).or_insert((score.measured_on, score.value));
        if score.measured_on < known.0 {
            *known = (score.measured_on, score.value);
        }
    }
    first
}

fn place((worst, best): (f64, f64), value: f64) -> f64 {
    (value - worst) / (best - worst)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{BEFORE, place};
    use crate::signals::room::Measure;

    #[test]
    fn the_library_asks_motivation_and_expectation_before_the_group() {
        let library = Library::embedded().unwrap();
        let scores: Vec<&str> = library.latest(BEFORE.0).unwrap().scores().iter().map(|score| score.id()).collect();
        assert_eq!(scores, BEFORE.1);
    }

    #[test]
    fn the_best_score_stands_at_one_whichever_way_a_scale_counts() {
        let library = Library::embedded().unwrap();
        let measure = |id: &str| {
            let instrument = library.latest(id).unwrap();
            Measure::of((instrument, &instrument.scores()[0]))
        };
        let complaints = measure("phq-9");
        let at = |points| place(complaints.ends, complaints.upward(points));
        assert_eq!((at(0.0), at(27.0), at(13.5)), (1.0, 0.0, 0.5));
        let session = measure("peil-session");
        let at = |points| place(session.ends, session.upward(points));
        assert_eq!((at(session.ends.0), at(session.ends.1)), (0.0, 1.0));
    }
}
