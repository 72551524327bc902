//! The test by lot in sentences, and what one may conclude.

use peil_stats::change::Direction;
use peil_stats::single_case::{Counting, RandomisationCaution, RandomisationError, RandomisationTest};

use super::{found::Standing, plan::written_p};
use crate::{
    analyse::{BaselineReading, BaselineTest},
    pages::{group_chart::numerals, views::Layout},
};

/// Below it, by custom, an outcome is called unlikely by chance.
const CUSTOMARY: f64 = 0.05;

/// The first sentence of the page.
pub(super) fn conclusion(standing: Option<&Standing>, layout: &Layout<'_>) -> String {
    let Some(standing) = standing else { return layout.t("baseline-first-none") };
    if standing.row.drawn_at.is_none() {
        return layout.t("baseline-first-planned");
    }
    let Some(reading) = &standing.reading else { return layout.t("baseline-first-no-test") };
    match &reading.test {
        _ if reading.measured == 0 => layout.t("baseline-first-drawn"),
        _ if !reading.complete => layout.t("baseline-first-interim"),
        BaselineTest::DrawnElsewhere => layout.t("baseline-first-elsewhere"),
        BaselineTest::Made(Ok(test)) if says_nothing(test) => layout.t("baseline-first-no-test"),
        BaselineTest::Made(Ok(test)) if test.p_value > CUSTOMARY => layout.t("baseline-first-may-be-chance"),
        BaselineTest::Made(Ok(_)) if went_otherwise(standing, reading) || leaves_out(&reading.test) => {
            layout.t("baseline-first-otherwise")
        }
        BaselineTest::Made(Ok(_)) => layout.t("baseline-first-unlikely"),
        BaselineTest::Made(Err(_)) | BaselineTest::Interim => layout.t("baseline-first-no-test"),
    }
}

/// Whether it went otherwise than was planned: drawn more than once, stopped early, starts not kept, or hardly half of it
/// measured.
fn went_otherwise(standing: &Standing, reading: &BaselineReading) -> bool {
    let kept = reading.courses.iter().all(|course| course.began == Some(course.start));
    standing.draws > 1 || stopped(standing, reading) || !kept || 2 * reading.measured < reading.planned
}

/// Whether the test is of some of the members only.
fn leaves_out(test: &BaselineTest) -> bool {
    let BaselineTest::Made(Ok(test)) = test else { return false };
    test.cautions.iter().any(|caution| matches!(caution, RandomisationCaution::LeftOut { .. }))
}

fn stopped(standing: &Standing, reading: &BaselineReading) -> bool {
    standing.row.ended_at.is_some() && reading.measured < reading.planned
}

/// Where no other outcome of the lots was possible p is 1 by construction: it is not shown.
fn says_nothing(test: &RandomisationTest) -> bool {
    let empty = |caution: &RandomisationCaution| {
        matches!(caution, RandomisationCaution::EqualStarts | RandomisationCaution::OneAssignment)
    };
    test.cautions.iter().any(empty)
}

/// How many measurements are in.
pub(super) fn standing_of(reading: &BaselineReading, layout: &Layout<'_>) -> String {
    let key = if reading.complete { "baseline-complete" } else { "baseline-interim" };
    layout.t2(key, "measured", reading.measured, "planned", reading.planned)
}

/// The test, a sentence each.
pub(super) fn sentences(standing: &Standing, reading: &BaselineReading, layout: &Layout<'_>) -> Vec<String> {
    let mut said = match &reading.test {
        BaselineTest::DrawnElsewhere => vec![layout.t("baseline-test-elsewhere")],
        BaselineTest::Interim => vec![layout.t("baseline-test-interim")],
        BaselineTest::Made(Ok(test)) => made(test, reading.analysis.direction, layout),
        BaselineTest::Made(Err(reason)) => vec![not_made(reason, layout)],
    };
    if matches!(&reading.test, BaselineTest::Made(Ok(test)) if !says_nothing(test)) {
        said.extend(stopped(standing, reading).then(|| layout.t("baseline-test-stopped")));
        said.extend((standing.draws > 1).then(|| layout.t1("baseline-test-redrawn", "draws", standing.draws)));
    }
    said
}

fn made(test: &RandomisationTest, direction: Direction, layout: &Layout<'_>) -> Vec<String> {
    let numerals = numerals(layout.language);
    let better = match direction {
        Direction::HigherBetter => layout.t("baseline-test-higher"),
        Direction::LowerBetter => layout.t("baseline-test-lower"),
    };
    let mut said = vec![layout.t1("baseline-test-one-sided", "better", better)];
    if says_nothing(test) {
        said.extend(test.cautions.iter().map(|caution| caution_said(caution, layout)));
        return said;
    }
    said.push(layout.t1("baseline-test-observed", "points", numerals.write(test.observed, 2)));
    let p = written_p(test.p_value, numerals);
    said.push(match test.counting {
        Counting::Exact { assignments, as_good } => {
            layout.t3("baseline-test-exact", "all", assignments.to_string(), "good", as_good.to_string(), "p", p)
        }
        Counting::MonteCarlo { draws, standard_error, .. } => {
            layout.t3("baseline-test-drawn", "draws", draws, "p", p, "error", numerals.write(standard_error, 4))
        }
    });
    said.push(layout.t1("baseline-test-least", "least", written_p(test.least_p_value, numerals)));
    said.push(layout.t("baseline-test-by-lot"));
    said.extend(test.cautions.iter().map(|caution| caution_said(caution, layout)));
    said
}

fn caution_said(caution: &RandomisationCaution, layout: &Layout<'_>) -> String {
    match caution {
        RandomisationCaution::EqualStarts => layout.t("baseline-test-equal"),
        RandomisationCaution::OneAssignment => layout.t("baseline-test-one"),
        RandomisationCaution::CannotBeSignificant { .. } => layout.t("baseline-test-cannot"),
        RandomisationCaution::LeftOut { case } => layout.t1("baseline-test-left-out", "name", case.clone()),
        // Few draws: lots that could have fallen were hard to find.
        RandomisationCaution::TooFewDrawn { .. } | RandomisationCaution::NotDrawn => layout.t("baseline-test-careful"),
    }
}

fn not_made(reason: &RandomisationError, layout: &Layout<'_>) -> String {
    match reason {
        RandomisationError::OneCase => layout.t("baseline-test-one-member"),
        RandomisationError::NoStatistic { case } => layout.t1("baseline-test-no-scores", "name", case.clone()),
        _ => layout.t("baseline-test-none"),
    }
}
