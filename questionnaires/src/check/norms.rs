//! Norms and the sources they rest on.

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Instrument, Reliability, Score, Seen};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let lines = &instrument.lines().scores;
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let place = |part: &str| Place::nth(format!("score {} {part}", score.id()), lines, index);
        for (part, source) in cited(score) {
            findings.extend(source_fault(instrument, source, || place(part)));
        }
        for (part, message) in unsound(score) {
            findings.push(Finding::new(Rule::NormUnsound, place(part), message));
        }
        if let Some(reliability) = score.reliability()
            && reliability.validated()
            && !well_founded(instrument, reliability)
        {
            let message = "validated, but r, sd or a source that was read is missing";
            findings.push(Finding::new(Rule::ValidatedWithoutSource, place("reliability"), message));
        }
    }
    findings
}

/// Every source that a score's numbers point to.
fn cited(score: &Score) -> Vec<(&'static str, &str)> {
    let missing = score.missing().source().map(|source| ("missing", source));
    let reliability = score.reliability().and_then(Reliability::source);
    let changes = score.published_changes().iter();
    let cut_offs = score.cut_offs().iter();
    let bands = score.bands().iter();
    missing
        .into_iter()
        .chain(reliability.map(|source| ("reliability", source)))
        .chain(changes.map(|change| ("published_change", change.source())))
        .chain(cut_offs.map(|cut_off| ("cut_off", cut_off.source())))
        .chain(bands.map(|band| ("band", band.source())))
        .collect()
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

fn unsound(score: &Score) -> Vec<(&'static str, String)> {
    let (lowest, highest) = score.range();
    let mut faults = Vec::new();
    if let Some(reliability) = score.reliability() {
        if !(Decimal::ZERO..=Decimal::from(1)).contains(&reliability.r()) {
            faults.push(("reliability", format!("r is {}, not 0 to 1", reliability.r())));
        }
        if reliability.sd().is_some_and(|sd| sd <= Decimal::ZERO) {
            faults.push(("reliability", "sd is not positive".to_owned()));
        }
    }
    for change in score.published_changes() {
        if change.points() <= Decimal::ZERO {
            faults.push(("published_change", "points is not positive".to_owned()));
        }
    }
    for cut_off in score.cut_offs() {
        if !(lowest..=highest).contains(&cut_off.value()) {
            let message = format!("{} lies outside {lowest} to {highest}", cut_off.value());
            faults.push(("cut_off", message));
        }
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
    fn impossible_numbers_are_found() {
        for (from, to) in [
            ("r = \"0.9\"", "r = \"1.1\""),
            ("sd = \"5\"", "sd = \"0\""),
            ("points = \"6\"", "points = \"-6\""),
            ("value = \"15\"\nclinical", "value = \"31\"\nclinical"),
        ] {
            finding(from, to, Rule::NormUnsound);
        }
    }
}
