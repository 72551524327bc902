//! Raised alerts: which rules a form meets.

use crate::decimal::Decimal;
use crate::definition::{Alert, Instrument, Moment, Operator, Recipient};
use crate::scoring::answers::Answers;
use crate::scoring::outcome::{Outcome, ScoreOutcome};
use crate::scoring::scorer::score;

/// An alert that a form meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedAlert<'a> {
    alert: &'a Alert,
    value: Option<Decimal>,
}

impl<'a> RaisedAlert<'a> {
    /// The rule that was met.
    pub fn alert(&self) -> &'a Alert {
        self.alert
    }

    /// The value that met it; none when the item was left open.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// Who is told: the rule's own recipients and those whom the value calls in, each once. Escalations that compare
    /// with the client's previous value are the caller's to judge, see [`Alert::escalations`].
    pub fn recipients(&self) -> Vec<Recipient> {
        let mut recipients = self.alert.to().to_vec();
        for escalation in self.alert.escalations() {
            let met = match (escalation.limit(), self.value) {
                (Some((op, limit)), Some(value)) => op.holds(value, limit),
                _ => false,
            };
            if met {
                recipients.extend(escalation.to());
            }
        }
        let mut unique = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            if !unique.contains(&recipient) {
                unique.push(recipient);
            }
        }
        unique
    }
}

/// The alerts that the answers raise, in the order of the instrument.
///
/// At [`Moment::OnSave`] only the alerts that are raised on save are looked at; at [`Moment::OnSubmit`] all of them, so
/// that an alert missed on save is still raised. An item alert depends on nothing but its item: not on the total, not on
/// the missing rule. An answer that says "not known" is no value: it meets no comparison, and at the submit it is as good
/// as open. A score alert looks at a complete score only: one of which open items were filled in is an estimate.
pub fn alerts<'a>(instrument: &'a Instrument, answers: &Answers, moment: Moment) -> Vec<RaisedAlert<'a>> {
    let scores = score(instrument, answers);
    instrument
        .alerts()
        .iter()
        .filter(|alert| moment == Moment::OnSubmit || alert.raise() == Moment::OnSave)
        .filter_map(|alert| raised(instrument, alert, answers, &scores, moment))
        .collect()
}

fn raised<'a>(
    instrument: &Instrument,
    alert: &'a Alert,
    answers: &Answers,
    scores: &[ScoreOutcome],
    moment: Moment,
) -> Option<RaisedAlert<'a>> {
    let condition = alert.when();
    let observed = match (condition.item(), condition.score()) {
        (Some(item), _) if answers.text(item).is_some() => return None,
        (Some(item), _) => answers.counted(instrument.place_of(item)?),
        (None, Some(id)) => Some(complete(scores.iter().find(|one| one.score() == id)?)?),
        (None, None) => return None,
    };
    let met = match (condition.op(), observed) {
        (Operator::MissingAtSubmit, None) => moment == Moment::OnSubmit,
        (op, Some(value)) => op.holds(value, condition.value()?),
        (_, None) => false,
    };
    met.then_some(RaisedAlert { alert, value: observed })
}

fn complete(outcome: &ScoreOutcome) -> Option<Decimal> {
    match outcome.outcome() {
        Outcome::Complete { value } => Some(*value),
        Outcome::Prorated { .. } | Outcome::NotScored(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{answers, mood};

    fn raised_by(pairs: &[(&str, &str)], moment: Moment) -> Vec<String> {
        let instrument = mood();
        let answers = answers(&instrument, pairs);
        let raised = alerts(&instrument, &answers, moment);
        raised.iter().map(|one| one.alert().id().to_owned()).collect()
    }

    #[test]
    fn an_item_alert_is_raised_from_one_saved_answer() {
        assert_eq!(raised_by(&[("sleep", "1")], Moment::OnSave), ["no-sleep"]);
        assert!(raised_by(&[("sleep", "0")], Moment::OnSave).is_empty());
    }

    #[test]
    fn a_missing_answer_counts_only_at_submit() {
        assert!(raised_by(&[("calm", "9")], Moment::OnSave).is_empty());
        assert_eq!(raised_by(&[("calm", "9")], Moment::OnSubmit), ["sleep-open"]);
    }

    #[test]
    fn a_score_alert_waits_for_the_submit() {
        let low = [("calm", "0"), ("rested", "0"), ("tense", "10"), ("sleep", "0")];
        assert!(raised_by(&low, Moment::OnSave).is_empty());
        assert_eq!(raised_by(&low, Moment::OnSubmit), ["low"]);
    }

    #[test]
    fn an_estimated_score_raises_nothing() {
        let low = [("calm", "0"), ("tense", "10"), ("sleep", "0")];
        let scored = score(&mood(), &answers(&mood(), &low));
        assert!(scored.iter().any(|one| one.score() == "total" && one.outcome().is_prorated()), "{scored:?}");
        assert!(raised_by(&low, Moment::OnSubmit).is_empty());
    }

    #[test]
    fn a_worse_value_calls_in_more_people_each_once() {
        let instrument = mood();
        let recipients = |value: &str| {
            let answers = answers(&instrument, &[("sleep", value)]);
            let raised = alerts(&instrument, &answers, Moment::OnSave);
            raised.iter().map(RaisedAlert::recipients).next()
        };
        assert_eq!(recipients("1"), Some(vec![Recipient::CaseLead]));
        assert_eq!(recipients("2"), Some(vec![Recipient::CaseLead, Recipient::OnDuty]));
    }
}
