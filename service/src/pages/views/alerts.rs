//! Alerts: what waits for a reader, and one of them with its answer and what was done.

use askama::Template;

use super::Layout;
use super::signals::Tone;
use crate::domain::{AlertLevel, EscalationReason, SignalStep};

/// The page of what waits, or of what was closed.
#[derive(Template)]
#[template(path = "alerts.html")]
pub struct AlertsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What is shown.
    pub panel: AlertsPanel,
}

/// The list alone, as the page fetches it after an event.
#[derive(Template)]
#[template(path = "alerts_panel.html")]
pub struct AlertsFragment<'a> {
    /// The frame, for its words.
    pub layout: Layout<'a>,
    /// What is shown.
    pub panel: AlertsPanel,
}

/// The list of alerts. No answers.
pub struct AlertsPanel {
    /// Where this panel is fetched alone.
    pub href: String,
    /// The time at which it was made.
    pub updated_at: String,
    /// Whether these are the closed ones.
    pub closed: bool,
    /// The alerts, safety first.
    pub alerts: Vec<AlertLine>,
}

/// One alert in the list.
pub struct AlertLine {
    /// Its page.
    pub href: String,
    /// What it is about, in the reader's language.
    pub title: String,
    /// The name the client chose.
    pub pseudonym: String,
    /// Name of the group.
    pub group: String,
    /// Number of the session; 0 for a moment outside the sessions.
    pub session: u32,
    /// How soon it asks for a reader.
    pub level: AlertLevel,
    /// Day and time at which it was raised.
    pub raised_at: String,
    /// Day and time at which it last got worse.
    pub renewed_at: Option<String>,
    /// Whether the form was sent; an abandoned one was not.
    pub finished: bool,
    /// Where it stands.
    pub standing: Standing,
    /// When those on duty were called in, and why.
    pub escalated: Option<(String, EscalationReason)>,
}

/// Where an alert stands.
#[derive(Debug)]
pub struct Standing {
    /// The furthest step; none when nobody saw it.
    pub step: Option<SignalStep>,
    /// Who took it, and when; none where only the step is shown.
    pub by: Option<(String, String)>,
}

/// The page of one alert: the only place that shows the answer or the score.
#[derive(Template)]
#[template(path = "alert.html")]
pub struct AlertPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Identifier, as in addresses.
    pub id: String,
    /// The alert.
    pub alert: AlertLine,
    /// Title of the instrument.
    pub instrument: String,
    /// What it is about.
    pub subject: Subject,
    /// The score, or the worst answer of this form; none when the item was left open.
    pub value: Option<String>,
    /// What became of the answer.
    pub since: Since,
    /// The answer, or the score, in the client's form before.
    pub previous: Option<String>,
    /// Every step, oldest first.
    pub steps: Vec<StepLine>,
    /// Whether it may still be acted on and closed.
    pub open: bool,
    /// Whether somebody acted on it as it is now, so that it can be closed without a word.
    pub acted: bool,
    /// Longest note, in characters.
    pub longest_note: usize,
}

/// What an alert is about.
pub enum Subject {
    /// The answer to an item.
    Item {
        /// Its number; its id where this program does not have the version that was asked.
        number: String,
        /// Its wording; none for an instrument without wording.
        wording: Option<String>,
        /// Language of the wording.
        language: String,
    },
    /// A score of the whole form, by its title.
    Score(String),
}

/// What became of the answer after it raised the alert.
pub enum Since {
    /// It stands.
    Same,
    /// It was changed to this.
    Changed(String),
    /// It was taken back.
    TakenBack,
    /// It came after the form was sent: there this answer stands, or none.
    Late(Option<String>),
}

/// One step.
pub struct StepLine {
    /// Which.
    pub step: SignalStep,
    /// Who took it.
    pub by: String,
    /// When.
    pub at: String,
    /// What was written about it.
    pub note: Option<String>,
    /// Whether it was taken before the alert got worse.
    pub before_it_got_worse: bool,
}

impl Standing {
    /// The word in keys of texts.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.step {
            None => "raised",
            Some(step) => step.word(),
        }
    }

    /// Class of the chip; its glyph and its words say the same.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self.step {
            None => "bad",
            Some(SignalStep::Seen) => "warn",
            Some(SignalStep::Discussed | SignalStep::Acted) => "good",
            Some(SignalStep::Closed) => "plain",
        }
    }

    /// Glyph of the chip.
    #[must_use]
    pub const fn glyph(&self) -> &'static str {
        match self.step {
            None => "●",
            Some(SignalStep::Seen) => "○",
            Some(SignalStep::Discussed | SignalStep::Acted | SignalStep::Closed) => "✓",
        }
    }
}

impl AlertLine {
    /// The colour of its level.
    #[must_use]
    pub const fn tone(&self) -> Tone {
        match self.level {
            AlertLevel::Safety => Tone::Bad,
            AlertLevel::Attention => Tone::Warn,
        }
    }
}
