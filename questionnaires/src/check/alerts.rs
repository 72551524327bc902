//! Alerts.

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Alert, Escalation, Instrument, Level, Moment, Operator};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, alert) in instrument.alerts().iter().enumerate() {
        let place = Place::new(instrument, format!("alert {}", alert.id()), &format!("alert.{index}"));
        let faults = [target(instrument, alert), comparison(alert), reach(instrument, alert), moment(alert)];
        let faults = faults.into_iter().flatten();
        findings.extend(faults.map(|(rule, message)| Finding::new(rule, place.clone(), message)));
    }
    findings
}

type Fault = (Rule, String);

fn target(instrument: &Instrument, alert: &Alert) -> Option<Fault> {
    let message = match (alert.when().item(), alert.when().score()) {
        (Some(item), None) if instrument.item(item).is_none() => format!("there is no item {item}"),
        (None, Some(id)) if instrument.score(id).is_none() => format!("there is no score {id}"),
        (Some(_), Some(_)) => "looks at an item and a score".to_owned(),
        (None, None) => "looks at nothing".to_owned(),
        (Some(_), None) | (None, Some(_)) => return None,
    };
    Some((Rule::AlertTarget, message))
}

fn comparison(alert: &Alert) -> Option<Fault> {
    let condition = alert.when();
    let asks_missing = condition.op() == Operator::MissingAtSubmit;
    let escalations = alert.escalations();
    let silent = escalations.iter().any(|escalation| {
        escalation.to().is_empty() || (escalation.limit().is_none() && !escalation.worse_than_previous())
    });
    let message = if asks_missing && condition.value().is_some() {
        "a missing answer has no value"
    } else if asks_missing && condition.item().is_none() {
        "only an item can be missing"
    } else if !asks_missing && condition.value().is_none() {
        "the comparison has no value"
    } else if alert.to().is_empty() {
        "nobody is told"
    } else if silent {
        "an escalation without a condition or a recipient"
    } else {
        return None;
    };
    Some((Rule::AlertUnsound, message.to_owned()))
}

/// A comparison that no answer or no score can meet is a rule that never speaks.
fn reach(instrument: &Instrument, alert: &Alert) -> Option<Fault> {
    let condition = alert.when();
    let item = condition.item().and_then(|id| instrument.item(id));
    let limits = alert.escalations().iter().filter_map(Escalation::limit).chain(condition.op_and_value());
    let (lowest, highest) = match (item, condition.score().and_then(|id| instrument.score(id))) {
        (Some(item), _) if item.scale().is_text() => {
            let message = format!("item {} is answered in words, which are compared with nothing", item.id());
            return (condition.op() != Operator::MissingAtSubmit).then_some((Rule::AlertUnsound, message));
        }
        (Some(item), _) => (item.scale().min(), item.scale().max()),
        (None, Some(score)) => score.range(),
        (None, None) => return None,
    };
    let idle = |(op, limit): &(Operator, Decimal)| match op {
        Operator::Lt => *limit <= lowest,
        Operator::Le => *limit < lowest,
        Operator::Eq => *limit < lowest || *limit > highest,
        Operator::Ge => *limit > highest,
        Operator::Gt => *limit >= highest,
        Operator::MissingAtSubmit => false,
    };
    let (_, limit) = limits.into_iter().find(idle)?;
    Some((Rule::AlertUnsound, format!("no value from {lowest} to {highest} meets the comparison with {limit}")))
}

fn moment(alert: &Alert) -> Option<Fault> {
    let answered = alert.when().op() != Operator::MissingAtSubmit && alert.when().item().is_some();
    let late = alert.level() == Level::Safety && answered && alert.raise() == Moment::OnSubmit;
    late.then(|| {
        let message = "a safety alert that waits for the submit misses an abandoned form";
        (Rule::SafetyNotOnSave, message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::finding;

    #[test]
    fn an_alert_on_something_unknown_is_found() {
        finding("item = \"sleep\", op = \"ge\"", "item = \"ghost\", op = \"ge\"", Rule::AlertTarget);
        finding("score = \"total\", op", "score = \"ghost\", op", Rule::AlertTarget);
        finding("score = \"total\", op", "op", Rule::AlertTarget);
        finding("score = \"total\", op", "score = \"total\", item = \"calm\", op", Rule::AlertTarget);
    }

    #[test]
    fn an_alert_that_cannot_work_is_found() {
        for (from, to) in [
            (", op = \"ge\", value = \"1\" }", ", op = \"ge\" }"),
            ("op = \"missing_at_submit\"", "op = \"missing_at_submit\", value = \"1\""),
            ("score = \"total\", op = \"lt\", value = \"5\"", "score = \"total\", op = \"missing_at_submit\""),
            ("to = [\"case_lead\"]", "to = []"),
            ("op = \"ge\", value = \"1\" }", "op = \"ge\", value = \"3\" }"),
            ("escalate = [{ op = \"ge\", value = \"2\",", "escalate = [{ op = \"gt\", value = \"2\","),
            ("op = \"lt\", value = \"5\"", "op = \"lt\", value = \"0\""),
            ("escalate = [{ op = \"ge\", value = \"2\",", "escalate = [{ op = \"ge\","),
        ] {
            finding(from, to, Rule::AlertUnsound);
        }
    }

    #[test]
    fn a_safety_alert_that_waits_for_the_submit_is_found() {
        finding("raise = \"on_save\"\n", "", Rule::SafetyNotOnSave);
    }
}
