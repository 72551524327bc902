//! What the models of all members together say, in sentences.

use peil_stats::single_case::{EffectReading, PhaseCaution, PhaseError, PhaseReading};

use super::plan::written_p;
use crate::{
    analyse::{BaselineReading, BaselineTest},
    pages::{group_chart::numerals, views::Layout},
};

/// A heading and its sentences for each model.
pub(super) fn models(reading: &BaselineReading, layout: &Layout<'_>) -> Vec<(String, Vec<String>)> {
    // An interval tells what a p-value tells, so it waits for the last measurement too.
    if !reading.complete {
        return vec![(layout.t("baseline-model-level"), vec![layout.t("baseline-model-interim")])];
    }
    let words = Words { layout, tests: !elsewhere(reading) };
    let level = (layout.t("baseline-model-level"), told(&reading.analysis.level, words));
    let slope = (layout.t("baseline-model-slope"), told(&reading.analysis.level_and_slope, words));
    vec![level, slope]
}

/// What the models take for granted, and what they prove.
pub(super) fn how(reading: &BaselineReading, layout: &Layout<'_>) -> String {
    layout.t(if elsewhere(reading) { "baseline-model-how-elsewhere" } else { "baseline-model-how" })
}

/// Where the starts were decided elsewhere nobody knows by what, so a small p would prove nothing: there is none.
fn elsewhere(reading: &BaselineReading) -> bool {
    reading.test == BaselineTest::DrawnElsewhere
}

/// The reader's words, and whether effects are told with their p-values.
#[derive(Clone, Copy)]
struct Words<'a> {
    layout: &'a Layout<'a>,
    tests: bool,
}

fn told(found: &Result<PhaseReading, PhaseError>, words: Words<'_>) -> Vec<String> {
    let layout = words.layout;
    match found {
        Ok(reading) => sentences(reading, words),
        Err(reason) => vec![none(reason, layout)],
    }
}

fn sentences(reading: &PhaseReading, words: Words<'_>) -> Vec<String> {
    let layout = words.layout;
    let write = |value: f64| numerals(layout.language).write(value, 2);
    let mut said = vec![layout.t2("baseline-model-on", "cases", reading.cases, "scores", reading.scores)];
    said.extend(reading.baseline_trend.as_ref().map(|trend| effect("baseline-model-trend", trend, words)));
    said.push(effect("baseline-model-change", &reading.level, words));
    if let Some(slope) = &reading.slope {
        said.push(effect("baseline-model-change-slope", slope, words));
        let after = reading.effect_at_follow_up.as_ref();
        said.extend(after.map(|after| {
            let value = with_interval(after, words);
            layout.t2("baseline-model-after", "moments", write(reading.follow_up), "value", value)
        }));
    }
    said.push(layout.t2(
        "baseline-model-spread",
        "between",
        write(reading.between_cases),
        "within",
        write(reading.residual),
    ));
    said.extend(reading.autocorrelation.map(|phi| layout.t1("baseline-model-carried", "phi", write(phi))));
    said.push(match &reading.between_case {
        Ok(found) => layout.filled(
            "baseline-model-between",
            &[
                ("value", &write(found.estimate)),
                ("lower", &write(found.interval.0)),
                ("upper", &write(found.interval.1)),
                ("degrees", &write(found.degrees_of_freedom)),
            ],
        ),
        Err(_) => layout.t("baseline-model-no-between"),
    });
    said.extend(reading.cautions.iter().map(|caution| caution_said(*caution, layout)));
    said
}

fn effect(key: &str, effect: &EffectReading, words: Words<'_>) -> String {
    words.layout.t1(key, "value", with_interval(effect, words))
}

/// The estimate with its interval and p-value, or with its standard error where too little is known.
fn with_interval(effect: &EffectReading, Words { layout, tests }: Words<'_>) -> String {
    let numerals = numerals(layout.language);
    let write = |value: f64| numerals.write(value, 2);
    match (effect.interval, effect.p_value) {
        (Some((lower, upper)), _) if !tests => layout.t3(
            "baseline-value-interval",
            "estimate",
            write(effect.estimate),
            "lower",
            write(lower),
            "upper",
            write(upper),
        ),
        (Some((lower, upper)), Some(p)) => layout.filled(
            "baseline-value",
            &[
                ("estimate", &write(effect.estimate)),
                ("lower", &write(lower)),
                ("upper", &write(upper)),
                ("p", &written_p(p, numerals)),
            ],
        ),
        _ => layout.t2("baseline-value-se", "estimate", write(effect.estimate), "se", write(effect.standard_error)),
    }
}

fn none(reason: &PhaseError, layout: &Layout<'_>) -> String {
    match reason {
        PhaseError::TooFewCases { found, needed, .. } => {
            layout.t2("baseline-model-few-cases", "found", *found, "needed", *needed)
        }
        PhaseError::TooFewScores { found, needed, scores, .. } => {
            layout.t3("baseline-model-few-scores", "found", *found, "needed", *needed, "scores", *scores)
        }
        PhaseError::Constant => layout.t("baseline-model-constant"),
        PhaseError::Collinear { .. } => layout.t("baseline-model-collinear"),
        _ => layout.t("baseline-model-none"),
    }
}

fn caution_said(caution: PhaseCaution, layout: &Layout<'_>) -> String {
    match caution {
        PhaseCaution::FewCases { cases } => layout.t1("baseline-model-caution-few", "cases", cases),
        PhaseCaution::Independent => layout.t("baseline-model-caution-independent"),
        PhaseCaution::NoVariance => layout.t("baseline-model-caution-no-variance"),
        PhaseCaution::NoKenwardRoger => layout.t("baseline-model-caution-no-kr"),
        // What remains says that the effect was held equal for all.
        _ => layout.t("baseline-model-caution-same"),
    }
}
