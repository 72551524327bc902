//! The picture of a multiple baseline, in the reader's words, and its numbers.

use peil_questionnaires::Library;
use peil_stats::single_case::Phase;

use super::found::Standing;
use crate::{
    analyse::{BaselineCourse, BaselineReading},
    charts::{BaselineLine, Baselines},
    pages::{
        group_chart::{numerals, scale_over},
        group_picture::row,
        views::{ChartTable, Layout},
    },
};

/// The picture; none before the lots were drawn.
pub(super) fn view(standing: &Standing, layout: &Layout<'_>, library: &Library) -> Option<Baselines> {
    let reading = standing.reading.as_ref()?;
    let (instrument, score) = standing.scale.definition(library)?;
    let measure = instrument.title(crate::pages::entrance::form_language(layout.language)).to_owned();
    let scores = reading.courses.iter().flat_map(|course| course.moments.iter().filter_map(|(score, _)| *score));
    let title = title(reading, layout);
    let description: Vec<String> = reading.courses.iter().map(|course| sentence(course, layout)).collect();
    Some(Baselines {
        id: "baseline".to_owned(),
        description: format!("{title} {}", description.join(" ")),
        title,
        subtitle: layout.t1("baseline-key", "measure", measure.clone()),
        scale: scale_over(score, scores.collect()),
        scale_label: layout.t1("baseline-up", "measure", measure),
        moment_label: layout.t("baseline-moment"),
        moments: u32::try_from(standing.plan.moments()).unwrap_or(1),
        waiting_label: layout.t("baseline-waits"),
        group_label: layout.t("baseline-in-group"),
        lines: in_order(reading).into_iter().map(|course| line(course, layout)).collect(),
        nothing_yet: layout.t("chart-none-title"),
        numerals: numerals(layout.language),
    })
}

/// Who begins first stands highest.
fn in_order(reading: &BaselineReading) -> Vec<&BaselineCourse> {
    let mut courses: Vec<&BaselineCourse> = reading.courses.iter().collect();
    courses.sort_by_key(|course| course.began.unwrap_or(course.start));
    courses
}

fn title(reading: &BaselineReading, layout: &Layout<'_>) -> String {
    let better = |case: &&peil_stats::single_case::CaseReading| {
        case.effects.mean_difference.as_ref().is_ok_and(|difference| difference.points > 0.0)
    };
    let both = reading.analysis.cases.iter().filter(|case| case.effects.mean_difference.is_ok()).count();
    let better = reading.analysis.cases.iter().filter(better).count();
    if both == 0 {
        layout.t("baseline-title-none")
    } else {
        layout.t2("baseline-title-better", "better", better, "of", both)
    }
}

fn line(course: &BaselineCourse, layout: &Layout<'_>) -> BaselineLine {
    let moment = |moment: i16| u32::try_from(moment).unwrap_or(1);
    let note = match course.began {
        Some(began) if began == course.start => String::new(),
        Some(began) => layout.t2("baseline-note-start", "began", began, "drawn", course.start),
        None => layout.t1("baseline-note-to-begin", "drawn", course.start),
    };
    BaselineLine {
        label: course.name.clone(),
        note,
        points: course.moments.iter().map(|(score, phase)| (*score, *phase == Phase::Treatment)).collect(),
        began: course.began.map(moment),
        drawn: moment(course.start),
    }
}

/// A member in words: how many scores, and from where to where in each phase.
fn sentence(course: &BaselineCourse, layout: &Layout<'_>) -> String {
    let numerals = numerals(layout.language);
    let of = |wanted: Phase| {
        let scores: Vec<f64> =
            course.moments.iter().filter(|(_, phase)| *phase == wanted).filter_map(|(score, _)| *score).collect();
        match scores.iter().copied().reduce(f64::min).zip(scores.iter().copied().reduce(f64::max)) {
            Some((low, high)) => layout.t3(
                "baseline-said-scores",
                "scores",
                scores.len(),
                "low",
                numerals.write(low, 1),
                "high",
                numerals.write(high, 1),
            ),
            None => layout.t("baseline-said-none"),
        }
    };
    let (waiting, group) = (of(Phase::Baseline), of(Phase::Treatment));
    layout.t3("baseline-said-member", "name", course.name.clone(), "waiting", waiting, "group", group)
}

/// Every number that is drawn; those of the group with a mark.
pub(super) fn table(reading: &BaselineReading, moments: usize, layout: &Layout<'_>) -> ChartTable {
    let numerals = numerals(layout.language);
    let cell = |(score, phase): &(Option<f64>, Phase)| {
        let mark = if *phase == Phase::Treatment { " ●" } else { "" };
        score.map(|score| format!("{}{mark}", numerals.write(score, 2)))
    };
    let cells = |course: &BaselineCourse| {
        let mut cells: Vec<Option<String>> = course.moments.iter().map(cell).collect();
        cells.resize(moments, None);
        cells
    };
    ChartTable {
        caption: layout.t("baseline-table"),
        corner: layout.t("column-member"),
        columns: (1..=moments).map(|moment| moment.to_string()).collect(),
        rows: in_order(reading).into_iter().map(|course| row(course.name.clone(), cells(course))).collect(),
    }
}
