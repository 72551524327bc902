//! What a chart of one client shows: plain data, every word already in the reader's language.

use crate::charts::{axis::Scale, numerals::Numerals, theme::Token, view::CutOff, view::Glyph};

/// The course of one client in one group, on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientCourse {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence: "Eik is betrouwbaar beter".
    pub title: String,
    /// Scale, direction and reading key.
    pub subtitle: String,
    /// The text alternative; see [`super::sentences`].
    pub description: String,
    /// The part of the instrument's scale that is drawn, and which way is better.
    pub scale: Scale,
    /// Printed over the vertical axis: "PHQ-9, omhoog is beter".
    pub scale_label: String,
    /// The places on the horizontal axis, in order of time; those still to come at the end.
    pub visits: Vec<Visit>,
    /// Where the visits stand, in weeks since the first; none when they stand evenly under their own names.
    pub weeks: Option<Vec<f64>>,
    /// Printed behind the names of the places: "sessie", or "week".
    pub visit_label: String,
    /// Printed behind the marks under the plot: "ingevuld".
    pub mark_label: String,
    /// The clinical cut-off, when the instrument has one. The better side is the functional range.
    pub cut_off: Option<CutOff>,
    /// From where a change since the first score is reliable, when the instrument says so.
    pub reliable: Option<ReliableLines>,
    /// The course that was to be expected, when there is one.
    pub expected: Option<Expected>,
    /// Where the end is planned.
    pub planned_end: Option<PlannedEnd>,
    /// Said in the middle of the chart as long as nothing was measured.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One place on the horizontal axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Printed on the axis: a number, or a short word such as "start".
    pub name: String,
    /// What became of the measurement.
    pub reading: Reading,
    /// How the score lies to the expected course.
    pub standing: Standing,
    /// Printed beside the score: "start 19". For the first and the newest.
    pub label: Option<String>,
    /// Under the plot: whether the client came and answered. None for a place still to come.
    pub mark: Option<Mark>,
    /// Attendance in words, for the table.
    pub attendance: String,
    /// A sudden change that this score ends.
    pub shift: Option<Shift>,
}

/// What became of a measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// A score.
    Score(f64),
    /// It was due and is not there: a gap that nothing bridges.
    Missing,
    /// Nobody asked, or the day is still to come: the line goes on.
    NotAsked,
}

/// How a score lies to the expected course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not compared.
    NotCompared,
    /// Within the expected range, or on the good side of it.
    AsExpected,
    /// Beyond the inner limit (■).
    Beyond,
    /// Beyond the outer limit (▼).
    FarBeyond,
}

/// What stands under the plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Answered: a full box.
    Answered,
    /// Came and did not answer: an open box.
    Unanswered,
    /// Not asked that day: a dot.
    NotAsked,
    /// Why not: a letter.
    Reason(String),
}

/// A sudden gain or loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Whether it is a gain.
    pub is_gain: bool,
    /// Printed beside the score: "plots beter".
    pub label: String,
}

/// From where a change is reliable.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliableLines {
    /// Reliable improvement.
    pub better: ValueLine,
    /// Reliable deterioration.
    pub worse: ValueLine,
}

/// A line at one value, right across the plot. Past the end of the instrument's scale it is not drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueLine {
    /// The value on the instrument's scale.
    pub value: f64,
    /// Printed at its end.
    pub label: String,
}

/// The expected course.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Printed at the end of the expected line: "verwacht".
    pub label: String,
    /// Printed at the end of the outer limit: "80 %-grens".
    pub outer_label: String,
    /// Printed at the end of the limit further out: "90 %-grens". Empty where none is drawn.
    pub far_label: String,
    /// One for each visit; none breaks the band.
    pub points: Vec<Option<ExpectedPoint>>,
}

/// What was to be expected at one visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedPoint {
    /// The population's mean.
    pub expected: f64,
    /// The inner (68 %) limit on the good side.
    pub better: f64,
    /// The inner (68 %) limit on the wrong side.
    pub inner: f64,
    /// The outer (80 %) limit on the wrong side.
    pub outer: f64,
    /// A limit further out (90 %) on the wrong side, when it is to be drawn.
    pub far: Option<f64>,
}

/// Where the end is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEnd {
    /// The place, counted from 1.
    pub place: u32,
    /// Printed at the line: "gepland einde".
    pub label: String,
}

impl Standing {
    /// The shape of the score.
    pub fn glyph(self) -> Option<Glyph> {
        match self {
            Self::NotCompared | Self::AsExpected => None,
            Self::Beyond => Some(Glyph::Flat),
            Self::FarBeyond => Some(Glyph::Down),
        }
    }

    /// The colour.
    pub fn token(self) -> Token {
        match self {
            Self::NotCompared | Self::AsExpected => Token::Ink,
            Self::Beyond => Token::Warn,
            Self::FarBeyond => Token::Bad,
        }
    }
}

impl Visit {
    /// The score, when there is one.
    pub fn score(&self) -> Option<f64> {
        match self.reading {
            Reading::Score(score) => Some(score).filter(|score| score.is_finite()),
            Reading::Missing | Reading::NotAsked => None,
        }
    }

    /// Whether a line through the scores stops here.
    pub(super) fn is_gap(&self) -> bool {
        self.score().is_none() && self.reading != Reading::NotAsked
    }
}

impl ClientCourse {
    /// The weeks, when every visit has one and they are in order of time.
    pub(super) fn weeks(&self) -> Option<&[f64]> {
        let weeks = self.weeks.as_deref()?;
        let sound = weeks.iter().all(|week| week.is_finite()) && weeks.is_sorted();
        (sound && weeks.len() == self.visits.len()).then_some(weeks)
    }

    /// What a place (from 1) is called on the axis: its own name, or its week.
    pub(super) fn place_name(&self, place: u32) -> String {
        let at = (place as usize).wrapping_sub(1);
        let week = self.weeks().and_then(|weeks| weeks.get(at)).map(|week| self.numerals.write(week.floor(), 0));
        week.or_else(|| Some(self.visits.get(at)?.name.clone())).unwrap_or_default()
    }

    /// The visits with their place, from 1.
    pub(super) fn places(&self) -> impl Iterator<Item = (u32, &Visit)> {
        let visits = self.visits.iter().enumerate();
        visits.map(|(index, visit)| (u32::try_from(index + 1).unwrap_or(u32::MAX), visit))
    }

    /// The scores with their place, from 1.
    pub(super) fn scores(&self) -> Vec<(u32, f64)> {
        self.places().filter_map(|(place, visit)| Some((place, visit.score()?))).collect()
    }

    /// What was to be expected at each visit; what holds a number that is none breaks the band.
    pub(super) fn expectations(&self) -> Vec<Option<(u32, ExpectedPoint)>> {
        let points = self.expected.iter().flat_map(|expected| &expected.points);
        let finite = |point: &ExpectedPoint| {
            let far = point.far.unwrap_or(point.outer);
            [point.expected, point.better, point.inner, point.outer, far].iter().all(|value| value.is_finite())
        };
        (1..).zip(points).map(|(place, point)| point.filter(finite).map(|point| (place, point))).collect()
    }

    /// Whether there is nothing to draw yet.
    pub fn is_empty(&self) -> bool {
        self.scores().is_empty()
    }
}
