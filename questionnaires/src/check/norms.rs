//! Norms and the sources they rest on.

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Instrument, MissingRule, Reliability, Score, Seen};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let place = |(part, nth): (&str, usize)| {
            let nearest = [format!("score.{index}.{part}.{nth}"), format!("score.{index}.{part}")];
            let known = nearest.iter().find(|path| instrument.lines().has(path)).unwrap_or(&nearest[1]);
            Place::new(instrument, format!("score {} {part}", score.id()), known)
        };
        for (part, source) in cited(score) {
            findings.extend(source_fault(instrument, source, || place(part)));
        }
        for (part, message) in unsound(score) {
            findings.push(Finding::new(Rule::NormUnsound, place(part), message));
        }
        for (nth, reliability) in score.reliabilities().iter().enumerate() {
            if reliability.validated() && !well_founded(instrument, reliability) {
                let message = "validated, but r, sd or a source that was read is missing";
                findings.push(Finding::new(Rule::ValidatedWithoutSource, place(("reliability", nth)), message));
            }
        }
        for (nth, message) in disagreements(score) {
            findings.push(Finding::new(Rule::ChangeDisagrees, place(("published_change", nth)), message));
        }
    }
    findings
}

/// Published changes that lie a point or more from the change that reliability and spread give for the same people.
/// Publications round to whole points, up or down; both numbers stay, each with its source.
fn disagreements(score: &Score) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (nth, change) in score.published_changes().iter().enumerate() {
        let same = |reliability: &&Reliability| change.population().is_none_or(|who| who == reliability.population());
        for reliability in score.reliabilities().iter().filter(same) {
            let Some(computed) = reliability.reliable_change() else { continue };
            let apart = (change.points().millionths() - computed.millionths()).abs();
            if apart >= Decimal::from(1).millionths() {
                let (points, who) = (change.points(), reliability.population());
                let message = format!("{points} points is published, {computed} follows from r and sd ({who})");
                found.push((nth, message));
            }
        }
    }
    found
}

type Part = (&'static str, usize);

/// Every source that a score's numbers point to.
fn cited(score: &Score) -> Vec<(Part, &str)> {
    let missing = score.missing().and_then(MissingRule::source).map(|source| (("missing", 0), source));
    let mut cited: Vec<(Part, &str)> = missing.into_iter().collect();
    let numbered = score.reliabilities().iter().enumerate();
    cited.extend(numbered.filter_map(|(nth, one)| Some((("reliability", nth), one.source()?))));
    cited.extend(score.norms().iter().enumerate().map(|(nth, one)| (("norm", nth), one.source())));
    cited.extend(
        score.published_changes().iter().enumerate().map(|(nth, one)| (("published_change", nth), one.source())),
    );
    cited.extend(score.cut_offs().iter().enumerate().map(|(nth, one)| (("cut_off", nth), one.source())));
    cited.extend(score.bands().iter().enumerate().map(|(nth, one)| (("band", nth), one.source())));
    cited
}

fn source_fault(instrument: &Instrument, source: &str, place: impl Fn() -> Place) -> Option<Finding> {
    match instrument.source(source).map(|known| known.seen()) {
        None => {
            let message = format!("there is no source {source}");
            Some(Finding::new(Rule::SourceUnknown, place(), message))
        }
        Some(Seen::Memory) => {
            let message = format!("source {source} is remembered, not read");
            Some(Finding::new(Rule::FromMemory, place(), message))
        }
        Some(Seen::Paper | Seen::Quoted | Seen::Own) => None,
    }
}

fn well_founded(instrument: &Instrument, reliability: &Reliability) -> bool {
    let source = reliability.source().and_then(|id| instrument.source(id));
    reliability.sd().is_some() && source.is_some_and(|source| source.seen().bears_a_verdict())
}

fn unsound(score: &Score) -> Vec<(Part, String)> {
    let (lowest, highest) = score.range();
    let outside = |value: Decimal| {
        let inside = (lowest..=highest).contains(&value);
        (!inside).then(|| format!("{value} lies outside {lowest} to {highest}"))
    };
    let mut faults = Vec::new();
    for (nth, reliability) in score.reliabilities().iter().enumerate() {
        if !(Decimal::ZERO..=Decimal::from(1)).contains(&reliability.r()) {
            faults.push((("reliability", nth), format!("r is {}, not 0 to 1", reliability.r())));
        }
        if reliability.sd().is_some_and(|sd| sd <= Decimal::ZERO) {
            faults.push((("reliability", nth), "sd is not positive".to_owned()));
        }
    }
    for (nth, norm) in score.norms().iter().enumerate() {
        if norm.sd() <= Decimal::ZERO {
            faults.push((("norm", nth), "sd is not positive".to_owned()));
        }
        faults.extend(outside(norm.mean()).map(|message| (("norm", nth), message)));
    }
    for (nth, change) in score.published_changes().iter().enumerate() {
        if change.points() <= Decimal::ZERO {
            faults.push((("published_change", nth), "points is not positive".to_owned()));
        }
    }
    for (nth, cut_off) in score.cut_offs().iter().enumerate() {
        faults.extend(outside(cut_off.value()).map(|message| (("cut_off", nth), message)));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Severity;
    use crate::fixture::finding;

    #[test]
    fn validated_numbers_without_sd_or_source_are_found() {
        for (from, to) in [
            ("sd = \"5\"\n", ""),
            ("source = \"study\"\nvalidated", "validated"),
            ("seen = \"paper\"", "seen = \"memory\""),
            ("seen = \"paper\"", "seen = \"own\""),
        ] {
            finding(from, to, Rule::ValidatedWithoutSource);
        }
    }

    #[test]
    fn an_unknown_source_is_found() {
        finding("inclusive = true\nsource = \"study\"", "inclusive = true\nsource = \"ghost\"", Rule::SourceUnknown);
        let missing = "min_answered = 2, fill = \"person_mean\"";
        finding(missing, &format!("{missing}, source = \"ghost\""), Rule::SourceUnknown);
    }

    #[test]
    fn remembered_numbers_are_a_warning() {
        let found = finding("seen = \"paper\"", "seen = \"memory\"", Rule::FromMemory);
        assert_eq!(found.severity(), Severity::Warning);
    }

    #[test]
    fn a_published_change_far_from_the_computed_one_is_a_warning() {
        // 1.96 · 5 · √0.2 = 4.3827, so the 5 of the fixture agrees and 6 does not.
        let found = finding("points = \"5\"", "points = \"6\"", Rule::ChangeDisagrees);
        assert_eq!(found.severity(), Severity::Warning);
        assert_eq!(found.message(), "6 points is published, 4.3827 follows from r and sd (people in a test)");
    }

    #[test]
    fn impossible_numbers_are_found() {
        for (from, to) in [
            ("r = \"0.9\"", "r = \"1.1\""),
            ("sd = \"5\"", "sd = \"0\""),
            ("points = \"5\"", "points = \"-5\""),
            ("value = \"15\"\nclinical", "value = \"31\"\nclinical"),
        ] {
            finding(from, to, Rule::NormUnsound);
        }
    }
}
