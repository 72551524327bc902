//! Tonight: the groups of a reader in the order in which they ask for attention.

use askama::Template;

use super::Layout;
use super::group::OpenSession;
use super::signals::Tone;
use crate::domain::GroupKind;

/// The page that therapists begin on.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What is seen, as a sentence.
    pub title: String,
    /// Today, written out.
    pub day: String,
    /// Groups of today.
    pub today: Vec<HomeCard>,
    /// Groups of the seven days after.
    pub week: Vec<HomeCard>,
    /// The others.
    pub later: Vec<HomeCard>,
    /// The next group, where none meets today: when, and its name.
    pub next: Option<(String, String)>,
}

/// One group.
#[derive(Debug)]
pub struct HomeCard {
    /// Identifier, as in addresses.
    pub id: String,
    /// Name.
    pub name: String,
    /// What is done in it.
    pub kind: GroupKind,
    /// When it meets next, written out; none without a fixed time.
    pub when: Option<String>,
    /// Number of its next session, or of the open one.
    pub session: Option<u32>,
    /// How many are planned.
    pub planned: Option<u32>,
    /// The session that is open now.
    pub open_session: Option<OpenSession>,
    /// The number that a new session would get; none when none may be started from here.
    pub next_session: Option<u32>,
    /// Pages after a session where the reader still has something to write, each with the words that lead there.
    pub after: Vec<(String, String)>,
    /// Where a fixed time is written down, when there is none and the reader may.
    pub schedule_href: Option<String>,
    /// Its colour; none when nothing asks for attention.
    pub tone: Option<Tone>,
    /// What asks for attention, in one line.
    pub why: String,
    /// Names of the members.
    pub members: Vec<String>,
    /// How many.
    pub members_count: u32,
}

impl HomePage<'_> {
    /// Whether the reader has no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.today.is_empty() && self.week.is_empty() && self.later.is_empty()
    }
}
