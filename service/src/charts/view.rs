//! What a chart of a group shows: plain data, every word already in the reader's language.

use super::{axis::Scale, numerals::Numerals, theme::Token};

/// The course of a group: its line with band, its members, the cut-off.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCourse {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence: "De groep gaat vooruit, twee leden niet".
    pub title: String,
    /// Scale, direction, uncertainty and reading key.
    pub subtitle: String,
    /// The text alternative; see [`super::alternative`].
    pub description: String,
    /// The part of the instrument's scale that is drawn, and which way is better.
    pub scale: Scale,
    /// Printed over the vertical axis: "PHQ-9, omhoog is beter".
    pub scale_label: String,
    /// Number of sessions on the horizontal axis, from 1.
    pub sessions: u32,
    /// Printed behind the session numbers: "sessie".
    pub session_label: String,
    /// The clinical cut-off, when the instrument has one.
    pub cut_off: Option<CutOff>,
    /// The group's name at the end of its line: "groep".
    pub group_label: String,
    /// The group's line by session (index 0 is session 1); `None` breaks it.
    pub group: Vec<Option<GroupPoint>>,
    /// The members, in the order of the table.
    pub members: Vec<Member>,
    /// Said in the middle of the chart as long as nothing was measured.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
    /// How the course is looked at.
    pub switches: Switches,
    /// Weeks since the first session, by session; needed for an axis of weeks.
    pub weeks: Vec<f64>,
    /// Printed at the line of no change, where improvement is drawn: "zoals bij de start".
    pub zero_label: String,
}

/// How a course is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Switches {
    /// What runs across.
    pub time: TimeAxis,
    /// What runs upwards.
    pub value: ValueAxis,
    /// What the lines are.
    pub lines: LineKind,
}

/// What runs across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeAxis {
    /// Sessions, evenly.
    #[default]
    Session,
    /// Weeks since the first session: where there was a pause there is room.
    Week,
}

/// What runs upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueAxis {
    /// Scores as the instrument counts them.
    #[default]
    Raw,
    /// Points of improvement since the own start.
    Improvement,
}

/// What the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// The model's.
    #[default]
    Model,
    /// From score to score; what is missing is a gap.
    Observed,
}

/// Where the clinical range ends.
#[derive(Debug, Clone, PartialEq)]
pub struct CutOff {
    /// The value on the instrument's scale.
    pub value: f64,
    /// Printed at the dashed line: "klinische grens 10".
    pub label: String,
}

/// The group at one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupPoint {
    /// The group's expected score.
    pub mean: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Upper end of its 95 % interval.
    pub upper: f64,
}

/// A member's course.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Pseudonym.
    pub label: String,
    /// Whether a signal lifts this member out of the grey, and which.
    pub status: Status,
    /// The same in words: "betrouwbaar beter"; empty when there is nothing to say.
    pub word: String,
    /// Measured scores by session (index 0 is session 1); `None` is a gap and stays one.
    pub points: Vec<Option<f64>>,
    /// The model's line by session; `None` before joining, after leaving, and when there is no line.
    pub line: Vec<Option<f64>>,
    /// Set when this member left before the last session.
    pub left: Option<Departure>,
}

/// A member left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// The last session with this member.
    pub after: u32,
    /// Printed behind the name at the end of the line: "gestopt".
    pub note: String,
}

/// What is said about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing to point at: grey.
    Normal,
    /// Reliably better (▲).
    Good,
    /// Recovered (✓).
    Recovered,
    /// Stays the same, or something else to look at (▬).
    Warn,
    /// Reliably worse (▼).
    Bad,
}

/// The shape that says what a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// ▲
    Up,
    /// ✓
    Check,
    /// ▬
    Flat,
    /// ▼
    Down,
    /// ◂▸
    Apart,
    /// ◇
    Diamond,
    /// □
    Square,
    /// ×
    Cross,
}

impl Status {
    /// Whether the member is drawn in colour.
    pub fn is_lifted(self) -> bool {
        self != Self::Normal
    }

    /// The shape beside the name.
    pub fn glyph(self) -> Option<Glyph> {
        match self {
            Self::Normal => None,
            Self::Good => Some(Glyph::Up),
            Self::Recovered => Some(Glyph::Check),
            Self::Warn => Some(Glyph::Flat),
            Self::Bad => Some(Glyph::Down),
        }
    }

    /// The colour.
    pub fn token(self) -> Token {
        match self {
            Self::Normal => Token::Soft,
            Self::Good | Self::Recovered => Token::Good,
            Self::Warn => Token::Warn,
            Self::Bad => Token::Bad,
        }
    }
}

impl Glyph {
    /// The shape as a letter, for tables and text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "▲",
            Self::Check => "✓",
            Self::Flat => "▬",
            Self::Down => "▼",
            Self::Apart => "◂▸",
            Self::Diamond => "◇",
            Self::Square => "□",
            Self::Cross => "×",
        }
    }
}

impl Member {
    /// The measured score at a session (from 1).
    pub fn point(&self, session: u32) -> Option<f64> {
        at(&self.points, session).filter(|value| value.is_finite())
    }

    /// The model's line at a session (from 1).
    pub fn line_at(&self, session: u32) -> Option<f64> {
        at(&self.line, session).filter(|value| value.is_finite())
    }

    /// Where the name belongs: the end of the line, or the last measured score.
    pub(crate) fn end(&self, sessions: u32) -> Option<(u32, f64)> {
        let last = |value: &dyn Fn(u32) -> Option<f64>| {
            (1..=sessions).rev().find_map(|session| value(session).map(|value| (session, value)))
        };
        last(&|session| self.line_at(session)).or_else(|| last(&|session| self.point(session)))
    }
}

impl GroupCourse {
    /// The group at a session (from 1).
    pub fn group_at(&self, session: u32) -> Option<GroupPoint> {
        let finite = |point: &GroupPoint| [point.mean, point.lower, point.upper].iter().all(|value| value.is_finite());
        at(&self.group, session).filter(finite)
    }

    /// Where a session (from 1) stands across: its number, or its week.
    pub(crate) fn position(&self, session: u32) -> f64 {
        let week = self.weeks.get((session as usize).wrapping_sub(1)).filter(|_| self.switches.time == TimeAxis::Week);
        week.copied().unwrap_or(f64::from(session))
    }

    /// What a session is called on the axis: its number, or its week.
    pub(crate) fn place_name(&self, session: u32) -> String {
        self.numerals.write(self.position(session), 0)
    }

    /// Whether there is nothing to draw yet.
    pub fn is_empty(&self) -> bool {
        let nobody = self.members.iter().all(|member| member.end(self.sessions).is_none());
        nobody && (1..=self.sessions).all(|session| self.group_at(session).is_none())
    }
}

fn at<T: Copy>(values: &[Option<T>], session: u32) -> Option<T> {
    let index = usize::try_from(session).ok()?.checked_sub(1)?;
    values.get(index).copied().flatten()
}
