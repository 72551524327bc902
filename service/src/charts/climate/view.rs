//! What a chart of the climate shows: plain data, every word already in the reader's language.

use crate::charts::{axis::Scale, numerals::Numerals, theme::Token, view::Glyph};

/// How the sessions of a group were rated.
#[derive(Debug, Clone, PartialEq)]
pub struct Climate {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// Scale, direction, uncertainty and reading key.
    pub subtitle: String,
    /// The text alternative; see [`super::climate_sentences`].
    pub description: String,
    /// The part of the session scale that is drawn, and which way is better.
    pub scale: Scale,
    /// Printed over the vertical axis.
    pub scale_label: String,
    /// The sessions in order.
    pub sessions: Vec<ClimateSession>,
    /// Printed behind the session numbers: "sessie".
    pub session_label: String,
    /// Printed behind the numbers of who answered: "ingevuld".
    pub answered_label: String,
    /// The name of the group's line: "groep".
    pub group_label: String,
    /// The name of the band: "gewoon voor deze groep".
    pub usual_label: String,
    /// The therapists whose own ratings are shown; none on a screen for others.
    pub therapists: Vec<String>,
    /// Said in the middle of the chart as long as nothing was rated.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct ClimateSession {
    /// Printed on the axis.
    pub name: String,
    /// How those who were present rated it; none when nobody did.
    pub rating: Option<Rating>,
    /// What was usual for this group before this session: lower and upper edge. None as long as nothing is.
    pub usual: Option<(f64, f64)>,
    /// How many answered.
    pub answered: u32,
    /// What stood out.
    pub events: Vec<Event>,
    /// The therapists' own ratings, in the order of [`Climate::therapists`].
    pub therapists: Vec<Option<f64>>,
}

/// How a session was rated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// Mean of those present.
    pub mean: f64,
    /// Lower end of their spread.
    pub lower: f64,
    /// Upper end of their spread.
    pub upper: f64,
}

/// Something that stood out in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub kind: EventKind,
    /// Printed at the session: "breuk".
    pub label: String,
}

/// Kinds of what can stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// The group rated it far lower than usual (▼).
    Rupture,
    /// Some of its members rated it far lower than their session before (▼).
    Fallen,
    /// The members differ far more than usual (◂▸).
    Split,
}

impl EventKind {
    /// The shape that goes with the word.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Rupture | Self::Fallen => Glyph::Down,
            Self::Split => Glyph::Apart,
        }
    }

    /// The colour.
    pub fn token(self) -> Token {
        match self {
            Self::Rupture => Token::Bad,
            Self::Fallen | Self::Split => Token::Warn,
        }
    }
}

impl Climate {
    /// The sessions with their place, from 1.
    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = (u32, &ClimateSession)> {
        let sessions = self.sessions.iter().enumerate();
        sessions.map(|(index, session)| (u32::try_from(index + 1).unwrap_or(u32::MAX), session))
    }

    /// Whether there is nothing to draw yet.
    pub fn is_empty(&self) -> bool {
        self.sessions.iter().all(|session| session.rating().is_none())
    }
}

impl ClimateSession {
    /// The rating, when all its numbers are numbers.
    pub fn rating(&self) -> Option<Rating> {
        self.rating.filter(|rating| [rating.mean, rating.lower, rating.upper].iter().all(|value| value.is_finite()))
    }

    pub(super) fn usual(&self) -> Option<(f64, f64)> {
        self.usual.filter(|(low, high)| low.is_finite() && high.is_finite())
    }

    /// A therapist's own rating.
    pub(super) fn own(&self, therapist: usize) -> Option<f64> {
        self.therapists.get(therapist).copied().flatten().filter(|value| value.is_finite())
    }
}
