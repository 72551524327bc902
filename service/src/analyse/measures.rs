//! What a questionnaire is for: to follow how clients fare, or how they found the session.

use peil_questionnaires::{Instrument, Library, Occasion, Respondent, Score};

use super::limits_of;
use crate::domain::Plan;

/// Whether it follows how the client fares: the client fills it in, and not about one session or before the group.
#[must_use]
pub fn is_outcome(instrument: &Instrument) -> bool {
    let about_something_else = [Some(Occasion::AfterSession), Some(Occasion::BeforeGroup)];
    instrument.respondent() == Respondent::Client && !about_something_else.contains(&instrument.moment())
}

/// The scale by which a group's outcome is judged where one must be chosen: of the plan's outcome questionnaires the first
/// with numbers that carry a verdict, else the first.
#[must_use]
pub fn outcome_scale<'l>(library: &'l Library, plan: &Plan) -> Option<(&'l Instrument, &'l Score)> {
    let planned = plan.rows().iter().filter_map(|row| library.latest(&row.instrument));
    let scales: Vec<_> = planned.filter(|found| is_outcome(found)).filter_map(main_score).collect();
    scales.iter().find(|(instrument, score)| limits_of(instrument, score).is_ok()).or(scales.first()).copied()
}

/// The scale by which clients rate the session: the first of the plan that is about it.
#[must_use]
pub fn session_scale<'l>(library: &'l Library, plan: &Plan) -> Option<(&'l Instrument, &'l Score)> {
    let planned = plan.rows().iter().filter_map(|row| library.latest(&row.instrument));
    let rates = |found: &&Instrument| {
        found.moment() == Some(Occasion::AfterSession) && found.respondent() == Respondent::Client
    };
    planned.filter(rates).find_map(main_score)
}

/// Whether this score is the one by which an outcome questionnaire is followed.
#[must_use]
pub fn is_main_outcome(instrument: &Instrument, score: &Score) -> bool {
    is_outcome(instrument) && main_score(instrument).is_some_and(|(_, main)| main.id() == score.id())
}

/// The total, or the first score.
fn main_score(instrument: &Instrument) -> Option<(&Instrument, &Score)> {
    let scores = instrument.scores();
    let main = scores.iter().find(|score| score.id() == "total").or(scores.first())?;
    Some((instrument, main))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{Score, is_main_outcome, is_outcome, outcome_scale, session_scale};
    use crate::domain::{Every, Occasion, Plan, Planned};

    fn plan(library: &Library, instruments: &[&str]) -> Plan {
        let row = |id: &&str| Planned {
            instrument: (*id).to_owned(),
            version: library.latest(id).unwrap().version().to_string(),
            occasion: Occasion::AfterSession(Every::SESSION),
        };
        Plan::new(instruments.iter().map(row).collect()).unwrap()
    }

    #[test]
    fn a_rating_of_the_session_or_by_a_therapist_is_no_outcome() {
        let library = Library::embedded().unwrap();
        let outcome = |id: &str| is_outcome(library.latest(id).unwrap());
        assert!(outcome("phq-9") && outcome("peil-check-in"));
        assert!(!outcome("peil-session") && !outcome("peil-start") && !outcome("honos"));
        let phq_9 = library.latest("phq-9").unwrap();
        let main: Vec<&str> =
            phq_9.scores().iter().filter(|score| is_main_outcome(phq_9, score)).map(Score::id).collect();
        assert_eq!(main, ["total"]);
        let rating = library.latest("peil-session").unwrap();
        assert!(!rating.scores().iter().any(|score| is_main_outcome(rating, score)));
    }

    #[test]
    fn a_group_is_judged_by_numbers_that_carry_a_verdict() {
        let library = Library::embedded().unwrap();
        let judged_by = |instruments: &[&str]| {
            outcome_scale(&library, &plan(&library, instruments)).map(|(instrument, _)| instrument.id())
        };
        assert_eq!(judged_by(&["peil-session", "peil-check-in", "phq-9"]), Some("phq-9"));
        assert_eq!(judged_by(&["peil-check-in", "peil-session"]), Some("peil-check-in"));
        assert_eq!(judged_by(&["peil-session"]), None);
        let rated = plan(&library, &["phq-9", "peil-session"]);
        assert_eq!(session_scale(&library, &rated).map(|(instrument, _)| instrument.id()), Some("peil-session"));
    }
}
