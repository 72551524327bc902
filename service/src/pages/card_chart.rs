//! A client's own line, for the client: fewer lines than the therapists see, no marks that judge, plain words.

use peil_questionnaires::Score;
use peil_stats::change::Category;

use super::{
    group_chart::{better_score, numerals},
    group_picture::row,
    member_chart::client_course,
    views::{ChartTable, Layout},
};
use crate::{
    analyse::MemberCourse,
    charts::{ClientCourse, CutOff, Expected, ExpectedPoint, Standing, Visit},
};

/// The chart with its words.
pub(super) struct OwnChart {
    /// The picture.
    pub(super) view: ClientCourse,
    /// How it goes, in one sentence.
    pub(super) sentence: String,
    /// How the picture is read.
    pub(super) reading: Vec<String>,
    /// The numbers that are drawn.
    pub(super) numbers: ChartTable,
}

/// What the client sees of his course.
pub(super) fn own_chart(course: &MemberCourse, score: &Score, layout: &Layout<'_>, measure: &str) -> OwnChart {
    let (view, _) = client_course(course, score, layout, measure);
    let write = |value: f64| numerals(layout.language).write(value, 1);
    let sentence = layout.t(match course.verdict.as_ref().map(|verdict| verdict.change.category) {
        Ok(Category::Recovered) => "card-much-better",
        Ok(Category::Improved) => "card-better",
        Ok(Category::Unchanged) => "card-same",
        Ok(Category::Deteriorated) => "card-worse",
        Err(_) => "card-so-far",
    });
    // Without a band there is nothing to see ahead.
    let ahead = course.visits.iter().map(|visit| visit.is_ahead);
    let has_band = view.expected.is_some();
    let visits = view.visits.into_iter().zip(ahead).filter(|(_, is_ahead)| has_band || !is_ahead);
    let (visits, ahead): (Vec<Visit>, Vec<bool>) = visits.map(|(visit, ahead)| (plain(visit), ahead)).unzip();
    let scores: Vec<f64> = visits.iter().filter_map(Visit::score).collect();
    let mut reading = vec![layout.t("card-higher")];
    reading.extend(has_band.then(|| layout.t("card-band")));
    reading.extend(course.cut_off.map(|_| layout.t("card-cut-off-what")));
    let heard = scores.first().zip(scores.last()).map(|(first, last)| {
        layout.t3("card-heard", "first", write(*first), "last", write(*last), "times", scores.len())
    });
    // Up in the picture is better; of the numbers that are read aloud that is true on half of the scales.
    let better = scores.first().map(|_| better_score(score, layout));
    let view = ClientCourse {
        id: "card-line".to_owned(),
        title: sentence.clone(),
        subtitle: String::new(),
        description: heard.into_iter().chain(better).chain(reading.iter().cloned()).collect::<Vec<_>>().join(" "),
        visits,
        mark_label: String::new(),
        reliable: None,
        planned_end: None,
        cut_off: course.cut_off.map(|value| CutOff { value, label: layout.t1("card-cut-off", "points", write(value)) }),
        expected: view.expected.map(|expected| Expected {
            outer_label: String::new(),
            far_label: String::new(),
            points: expected.points.into_iter().map(|point| point.map(inner)).collect(),
            ..expected
        }),
        ..view
    };
    let was = ahead.iter().filter(|is_ahead| !**is_ahead).count();
    OwnChart { numbers: numbers(&view, was, (score, layout)), view, sentence, reading }
}

/// The first so many measurements, as the picture has them.
fn numbers(view: &ClientCourse, was: usize, (score, layout): (&Score, &Layout<'_>)) -> ChartTable {
    let write = |value: f64| numerals(layout.language).write(value, 1);
    let points = view.expected.as_ref().map(|expected| expected.points.as_slice());
    let band = |at: usize| {
        let point = points?.get(at).copied().flatten()?;
        let (low, high) = (point.better.min(point.inner), point.better.max(point.inner));
        Some(layout.t2("member-range", "from", write(low), "to", write(high)))
    };
    let line = |(at, visit): (usize, &Visit)| {
        let score = visit.score().map(write);
        row(visit.name.clone(), if points.is_some() { vec![score, band(at)] } else { vec![score] })
    };
    let columns = ["column-score", "card-column-band"];
    ChartTable {
        // In the picture up is better; of the numbers it may be down.
        caption: format!("{}. {}", layout.t("card-table"), better_score(score, layout)),
        corner: layout.t("column-session"),
        columns: columns.iter().take(1 + usize::from(points.is_some())).map(|key| layout.t(key)).collect(),
        rows: view.visits.iter().take(was).enumerate().map(line).collect(),
    }
}

/// A measurement without what judges it: that is for the talk, not for the paper.
fn plain(visit: Visit) -> Visit {
    Visit { standing: Standing::NotCompared, mark: None, shift: None, ..visit }
}

/// One band, as wide on the good side as on the other.
fn inner(point: ExpectedPoint) -> ExpectedPoint {
    ExpectedPoint { outer: point.inner, far: None, ..point }
}
