//! Before the session: one screen, and one sheet of paper with the same on it.

use askama::Template;

use super::group::{OpenSession, StartSession};
use super::members::{Category, Change};
use super::signals::Tone;
use super::{Layout, SignalView};
use crate::domain::{Announced, SignalStep};

/// The page.
#[derive(Debug, Template)]
#[template(path = "before.html")]
pub struct BeforePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The group, as in addresses.
    pub group_id: String,
    /// Its name.
    pub name: String,
    /// Number of the session to come, or of the open one.
    pub session: Option<u32>,
    /// How many are planned.
    pub planned: Option<u32>,
    /// When it is, written out.
    pub when: Option<String>,
    /// The session that is open now.
    pub open_session: Option<OpenSession>,
    /// The session that may be started; none when none may.
    pub start: Option<StartSession>,
    /// Short name of what the scores are of.
    pub measure: String,
    /// Who comes, those first about whom most is said.
    pub people: Vec<Person>,
    /// What is said about the group as a whole, and about who left.
    pub others: Vec<Said>,
    /// Whether the organisation uses signals.
    pub signals_enabled: bool,
    /// The last session: its heading, and what is to be known of it.
    pub last: Option<(String, Vec<String>)>,
    /// What was agreed and is not settled.
    pub agreed: Vec<String>,
    /// What comes near.
    pub ahead: Vec<String>,
}

/// Where it is said whether a member comes next time.
#[derive(Debug)]
pub struct AbsenceForm {
    /// Where it is sent.
    pub href: String,
    /// The day, as the form sends it.
    pub on: String,
    /// The day, written out.
    pub day: String,
    /// Whether it was said that the member will not come.
    pub is_said: bool,
}

/// A member.
#[derive(Debug)]
pub struct Person {
    /// The stay, as in addresses.
    pub id: String,
    /// The page of this member.
    pub href: String,
    /// The client's own card; none for who does not lead the group.
    pub card_href: Option<String>,
    /// The name the client chose.
    pub name: String,
    /// Whether tonight is the first time.
    pub is_new: bool,
    /// That the member will be away, in words.
    pub away: Option<String>,
    /// Where that is said; none for who may not, or when it is too late or too early.
    pub absence: Option<AbsenceForm>,
    /// First and last score, written out.
    pub scores: Option<(String, String)>,
    /// What the change between them means.
    pub change: Change,
    /// What there is to talk about, the heaviest first.
    pub said: Vec<Said>,
    /// Silent or absent last time, in words.
    pub last_time: Option<String>,
    /// Own goals.
    pub goals: Vec<String>,
}

/// The place of what was handled: with what asks no talk tonight.
const HANDLED: u8 = 3;

/// A signal in words.
#[derive(Debug)]
pub struct Said {
    /// The colour.
    pub tone: Tone,
    /// The heading.
    pub heading: String,
    /// The sentence with its numbers.
    pub what: String,
    /// Its page; none for who is not told.
    pub href: Option<String>,
    /// Its place among others: what is about safety first.
    pub weight: u8,
}

impl Person {
    /// What asks most.
    #[must_use]
    pub fn first(&self) -> Option<&Said> {
        self.said.first()
    }

    /// The rest: told by their headings, or the page would be no page any more.
    #[must_use]
    pub fn also(&self) -> &[Said] {
        self.said.get(1..).unwrap_or_default()
    }
}

impl Said {
    /// A signal's words. What was talked about or acted on says so and stands behind what was not.
    #[must_use]
    pub fn of(signal: SignalView, layout: &Layout<'_>) -> Self {
        let (tone, weight) = (signal.kind.tone(), signal.kind.weight());
        let (mut heading, what) = layout.signal_words(&signal);
        let handled = signal.mark.standing.step.filter(|step| *step > SignalStep::Seen);
        if let Some(step) = handled {
            heading = format!("{heading} ({})", layout.label("standing", step.word()));
        }
        let weight = if handled.is_some() { weight.max(HANDLED) } else { weight };
        Self { tone, heading, what, href: signal.mark.href, weight }
    }
}
