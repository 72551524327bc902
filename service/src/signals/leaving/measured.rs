//! What the members of a group scored, on terms that do not depend on the questionnaire.

use std::collections::BTreeMap;

use peil_questionnaires::{Direction, Library, Score};
use peil_stats::expected::ExpectedCourse;

use crate::{
    analyse::{days_between, direction_of, outcome_scale, session_scale, stored_expected, weeks},
    domain::{MembershipId, SessionId},
    signals::{
        SignalsError,
        room::{Room, of_one_measure},
    },
    store::{GroupScoreRow, Tenant},
};

/// Scores of a group; empty where nothing is asked of them.
#[derive(Debug, Default)]
pub(in crate::signals) struct Measured {
    /// The first score of each stay, by its place on the scale.
    starts: BTreeMap<MembershipId, f64>,
    /// How far later scores lay from what was to be expected, in its standard deviations, positive is better.
    deviations: BTreeMap<(MembershipId, SessionId), f64>,
    /// The ends of the scale by which sessions are rated, higher is better.
    rated: Option<(f64, f64)>,
}

impl Measured {
    /// By the outcome scale of the group's plan, and by the one that rates its sessions.
    pub(in crate::signals) async fn read(
        tenant: &Tenant<'_>,
        library: &Library,
        room: &Room,
    ) -> Result<Self, SignalsError> {
        let rated = session_scale(library, &room.plan).map(|(_, score)| ends(score));
        let mut measured = Self { rated, ..Self::default() };
        if let Some((instrument, score)) = outcome_scale(library, &room.plan) {
            let scores = tenant.group_scores(room.group.id, instrument.id(), score.id()).await?;
            let expected = stored_expected(tenant, instrument.id(), score.id()).await?.map(|(course, _)| course);
            let expected = expected.filter(|course| course.parameters().direction == direction_of(score));
            measured.take(room, score, &scores, expected.as_ref());
        }
        Ok(measured)
    }

    fn take(&mut self, room: &Room, score: &Score, scores: &[GroupScoreRow], expected: Option<&ExpectedCourse>) {
        for member in &room.members {
            let mut own = of_one_measure(member, scores);
            own.retain(|score| member.is_active_on(score.measured_on));
            own.sort_by_key(|score| score.measured_on);
            let Some((first, later)) = own.split_first() else { continue };
            self.starts.insert(member.id, place(ends(score), upward(score, first.value)));
            let Some(expected) = expected else { continue };
            for (session, row) in later.iter().filter_map(|row| Some((row.session?, row))) {
                let since = weeks(days_between(first.measured_on, row.measured_on));
                let deviation = expected.limits(first.value, since).standardised(row.value);
                self.deviations.insert((member.id, session), deviation);
            }
        }
    }

    /// The first score, 0 at the worst end of its scale and 1 at the best.
    pub(super) fn start(&self, member: MembershipId) -> Option<f64> {
        self.starts.get(&member).copied()
    }

    pub(super) fn deviation(&self, member: MembershipId, session: SessionId) -> Option<f64> {
        self.deviations.get(&(member, session)).copied()
    }

    /// A rating of a session, higher is better in points, as its place on the scale.
    pub(super) fn rating(&self, points: f64) -> Option<f64> {
        self.rated.map(|ends| place(ends, points))
    }
}

/// A value with the sign that makes higher better.
fn upward(score: &Score, value: f64) -> f64 {
    match score.direction() {
        Direction::HigherBetter => value,
        Direction::LowerBetter => -value,
    }
}

/// The worst and the best value, signed so that higher is better.
fn ends(score: &Score) -> (f64, f64) {
    let (low, high) = score.range();
    let (one, other) = (upward(score, low.to_f64()), upward(score, high.to_f64()));
    (one.min(other), one.max(other))
}

fn place((worst, best): (f64, f64), value: f64) -> f64 {
    (value - worst) / (best - worst)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{ends, place, upward};

    #[test]
    fn the_best_score_stands_at_one_whichever_way_a_scale_counts() {
        let library = Library::embedded().unwrap();
        let complaints = &library.latest("phq-9").unwrap().scores()[0];
        let at = |points| place(ends(complaints), upward(complaints, points));
        assert_eq!((at(0.0), at(27.0), at(13.5)), (1.0, 0.0, 0.5));
        let session = &library.latest("peil-session").unwrap().scores()[0];
        let (low, high) = session.range();
        let at = |points| place(ends(session), upward(session, points));
        assert_eq!((at(low.to_f64()), at(high.to_f64())), (0.0, 1.0));
    }
}
