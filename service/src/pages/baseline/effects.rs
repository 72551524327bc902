//! The effects of each member in a table, and what must be borne in mind of them.

use peil_stats::single_case::{CaseReading, Caution, Phase, Unable};

use crate::{
    analyse::{BaselineCourse, BaselineReading},
    charts::Numerals,
    pages::{
        group_chart::numerals,
        group_picture::row,
        views::{ChartTable, Layout},
    },
};

const COLUMNS: [&str; 11] = [
    "baseline-column-waiting",
    "baseline-column-group",
    "baseline-column-mean-waiting",
    "baseline-column-mean-group",
    "baseline-column-difference",
    "baseline-column-nap",
    "baseline-column-tau",
    "baseline-column-tau-bc",
    "baseline-column-tau-u",
    "baseline-column-pnd",
    "baseline-column-pem",
];

pub(super) fn table(reading: &BaselineReading, layout: &Layout<'_>) -> ChartTable {
    let numerals = numerals(layout.language);
    let rows = reading.analysis.cases.iter();
    ChartTable {
        caption: layout.t("baseline-effects-caption"),
        corner: layout.t("column-member"),
        columns: COLUMNS.iter().map(|key| layout.t(key)).collect(),
        rows: rows.map(|case| row(case.case.clone(), cells(case, numerals))).collect(),
    }
}

/// What cannot be a number is none.
fn cells(case: &CaseReading, numerals: Numerals) -> Vec<Option<String>> {
    let effects = &case.effects;
    let write = |value: f64| numerals.write(value, 2);
    let tau = effects.tau.as_ref().ok();
    vec![
        Some(effects.baseline.to_string()),
        Some(effects.treatment.to_string()),
        effects.baseline_mean.as_ref().ok().copied().map(write),
        effects.treatment_mean.as_ref().ok().copied().map(write),
        effects.mean_difference.as_ref().ok().map(|difference| write(difference.points)),
        effects.nap.as_ref().ok().map(|nap| write(nap.estimate)),
        tau.map(|tau| write(tau.estimate)),
        effects.baseline_corrected.as_ref().ok().map(|corrected| write(corrected.estimate)),
        tau.map(|tau| write(tau.minus_baseline_trend)),
        effects.pnd.as_ref().ok().copied().map(write),
        effects.pem.as_ref().ok().copied().map(write),
    ]
}

/// A line a member of whom something must be said.
pub(super) fn notes(reading: &BaselineReading, layout: &Layout<'_>) -> Vec<String> {
    let of = |case: &CaseReading| {
        // Whoever left before the first moment has no case.
        let course = reading.courses.iter().find(|course| course.name == case.case);
        let left_out = course.into_iter().flat_map(|course| left_out(course, layout));
        let effects = &case.effects;
        let lacking = effects.nap.as_ref().err().map(|reason| unable(*reason, layout));
        let cautions = effects.cautions.iter().map(|caution| said(*caution, layout));
        let told: Vec<String> = lacking.into_iter().chain(cautions).chain(left_out).collect();
        (!told.is_empty()).then(|| format!("{}: {}", case.case, told.join(" ")))
    };
    reading.analysis.cases.iter().filter_map(of).collect()
}

fn left_out<'a>(course: &'a BaselineCourse, layout: &'a Layout<'_>) -> impl Iterator<Item = String> + 'a {
    let told = [
        ("baseline-note-doubled", course.doubled),
        ("baseline-note-outside", course.outside),
        ("baseline-note-contrary", course.contrary),
    ];
    told.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| layout.t1(key, "count", count))
}

fn phase(phase: Phase, layout: &Layout<'_>) -> String {
    layout.t(match phase {
        Phase::Baseline => "baseline-while-waiting",
        Phase::Treatment => "baseline-while-group",
    })
}

fn unable(reason: Unable, layout: &Layout<'_>) -> String {
    match reason {
        Unable::TooFew { phase: of, found, needed } => {
            layout.t3("baseline-note-too-few", "phase", phase(of, layout), "found", found, "needed", needed)
        }
        Unable::ConstantBaseline | Unable::NegativeVariance => layout.t("baseline-note-no-spread"),
    }
}

fn said(caution: Caution, layout: &Layout<'_>) -> String {
    match caution {
        Caution::FewScores { phase: of, found } => {
            layout.t2("baseline-note-few", "phase", phase(of, layout), "found", found)
        }
        Caution::ConstantPhase { phase: of } => layout.t1("baseline-note-constant", "phase", phase(of, layout)),
        Caution::AllTied => layout.t("baseline-note-tied"),
        Caution::TauUBeyondOne => layout.t("baseline-note-tau-u"),
        Caution::TrendLeavesRange => layout.t("baseline-note-range"),
        Caution::Missing { count } => layout.t1("baseline-note-missing", "count", count),
    }
}
