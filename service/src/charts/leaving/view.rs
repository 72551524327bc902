//! What a chart of endings shows: plain data, every word already in the reader's language.

use crate::charts::{numerals::Numerals, theme::Token};

/// How the stays of one kind of group ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// Printed over the vertical axis: "% of clients".
    pub scale_label: String,
    /// Printed behind the session numbers: "session".
    pub session_label: String,
    /// Printed behind the numbers of stays: "stays".
    pub at_risk_label: String,
    /// Stays of so many sessions or more, by session, from the first time that is known of; in order.
    pub at_risk: Vec<(u32, usize)>,
    /// One for each way of ending that there was.
    pub curves: Vec<LeavingCurve>,
    /// Said in the middle of the chart without any curve.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// A way of ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Left before the planned end; the only one with a band.
    Dropout,
    /// To the planned end.
    Planned,
    /// Earlier, as agreed.
    Agreed,
    /// Otherwise.
    Other,
}

/// How many have ended in one way, session by session.
#[derive(Debug, Clone, PartialEq)]
pub struct LeavingCurve {
    /// Which.
    pub way: Way,
    /// Its name: "dropped out".
    pub label: String,
    /// In order of sessions.
    pub points: Vec<LeavingPoint>,
}

/// A step of a staircase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeavingPoint {
    /// The session of a stay, from 1.
    pub session: u32,
    /// In a hundred.
    pub share: f64,
    /// The 95 % interval in a hundred; none as long as nobody has ended so.
    pub interval: Option<(f64, f64)>,
}

impl Leaving {
    /// The last session that is drawn.
    pub(crate) fn sessions(&self) -> u32 {
        self.at_risk.last().map_or(1, |(session, _)| (*session).max(1))
    }

    /// Stays of at least so many sessions.
    pub(crate) fn at_risk(&self, session: u32) -> usize {
        self.at_risk.iter().find(|(at, _)| *at >= session).map_or(0, |(_, stays)| *stays)
    }
}

impl LeavingCurve {
    /// The name with the height at the end: "dropped out 24 %".
    pub(crate) fn end_label(&self, numerals: Numerals) -> String {
        format!("{} {}", self.label, self.end_number(numerals))
    }

    /// The height at the end alone.
    pub(crate) fn end_number(&self, numerals: Numerals) -> String {
        let end = self.points.last().map_or(0.0, |point| point.share);
        format!("{} %", numerals.write(end, 0))
    }
}

impl Way {
    pub(crate) fn token(self) -> Token {
        match self {
            Self::Dropout => Token::Warn,
            Self::Planned => Token::Good,
            Self::Agreed => Token::Accent,
            Self::Other => Token::Soft,
        }
    }

    /// The pattern that tells it apart without colour.
    pub(crate) fn dash(self) -> Option<&'static str> {
        match self {
            Self::Dropout => None,
            Self::Planned => Some("9 4"),
            Self::Agreed => Some("2 4"),
            Self::Other => Some("9 4 2 4"),
        }
    }
}
