//! The chart in two to four sentences, for those who hear it. The order and the facts are decided here; the sentences are
//! the caller's.

use super::view::{ClientCourse, Reading, Standing};

/// From where to where, and how much of it was measured; numbers already written for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSpan {
    /// The first score.
    pub from: String,
    /// The newest score.
    pub to: String,
    /// Where the first score was given, as on the axis.
    pub first: String,
    /// Where the newest score was given, as on the axis.
    pub last: String,
    /// How many scores there are.
    pub scores: usize,
    /// How many measurements are missing between the first and the newest visit.
    pub missing: usize,
}

/// The caller's sentences.
pub trait ClientPhrases {
    /// The measured course.
    fn course(&self, span: &ClientSpan) -> String;
    /// What the change so far means; none when it is not judged.
    fn change(&self) -> Option<String>;
    /// The newest score beside what was to be expected there: the inner limits, lower number first.
    fn expected(&self, standing: Standing, range: (&str, &str)) -> String;
    /// Where the outer limit and the one further out lie at the newest score.
    fn limits(&self, outer: &str, far: &str) -> String;
    /// Sudden gains and losses, by the names of their visits.
    fn sudden(&self, gains: &[String], losses: &[String]) -> String;
}

/// The chart's sentences: the course, its meaning, the expectation, sudden changes.
pub fn sentences(view: &ClientCourse, phrases: &dyn ClientPhrases) -> Vec<String> {
    let scores = view.scores();
    let (Some((first, from)), Some((last, to))) = (scores.first(), scores.last()) else {
        return vec![view.nothing_yet.clone()];
    };
    let name = |place: u32| view.places().find(|(at, _)| *at == place).map_or(String::new(), |(_, v)| v.name.clone());
    let write = |value: f64| view.numerals.write(value, 1);
    let missing = view.visits.iter().filter(|visit| visit.reading == Reading::Missing && visit.mark.is_some()).count();
    let span = ClientSpan {
        from: write(*from),
        to: write(*to),
        first: name(*first),
        last: name(*last),
        scores: scores.len(),
        missing,
    };
    let mut out = vec![phrases.course(&span)];
    out.extend(phrases.change());
    let newest = view.expectations().into_iter().flatten().find(|(place, _)| place == last);
    let standing = view.places().find(|(place, _)| place == last).map(|(_, visit)| visit.standing);
    if let (Some((_, point)), Some(standing)) = (newest, standing.filter(|standing| *standing != Standing::NotCompared))
    {
        let (low, high) = (point.better.min(point.inner), point.better.max(point.inner));
        out.push(phrases.expected(standing, (&write(low), &write(high))));
        out.extend(point.far.map(|far| phrases.limits(&write(point.outer), &write(far))));
    }
    let shifts = |gain: bool| {
        let there = view.visits.iter().filter(move |visit| visit.shift.as_ref().is_some_and(|s| s.is_gain == gain));
        there.map(|visit| visit.name.clone()).collect::<Vec<_>>()
    };
    let (gains, losses) = (shifts(true), shifts(false));
    if !(gains.is_empty() && losses.is_empty()) {
        out.push(phrases.sudden(&gains, &losses));
    }
    out
}
