//! Who was put forward for a group, and the conversations before the first day.

use askama::Template;

use super::{Layout, SetUpForm, SetUpInput, SetUpSaid};

/// Everybody who was put forward.
#[derive(Debug, Template)]
#[template(path = "selection.html")]
pub struct SelectionPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The group, as in addresses.
    pub group_id: String,
    /// Its name.
    pub group_name: String,
    /// Who is on the way.
    pub open: Vec<CandidateLine>,
    /// Who entered, or went another way.
    pub done: Vec<CandidateLine>,
    /// To put somebody forward.
    pub add: SetUpForm,
}

/// One of them.
#[derive(Debug)]
pub struct CandidateLine {
    /// The page.
    pub href: String,
    /// The name in the group.
    pub pseudonym: String,
    /// Since when, and what is next or what came of it.
    pub stands: String,
}

/// One candidate.
#[derive(Debug, Template)]
#[template(path = "candidate.html")]
pub struct CandidatePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The group, as in addresses.
    pub group_id: String,
    /// The name in the group.
    pub pseudonym: String,
    /// Where it stands.
    pub stands: String,
    /// The three conversations.
    pub steps: Vec<ConversationCard>,
}

/// A conversation.
#[derive(Debug)]
pub struct ConversationCard {
    /// Its word.
    pub step: &'static str,
    /// What was written down last; none before it was held.
    pub lines: Vec<String>,
    /// What was written down before, each corrected by what came after.
    pub older: Vec<String>,
    /// To write it down, or to correct it; none before its turn.
    pub form: Option<SetUpForm>,
    /// Whether it is the next one, so that its form stands open.
    pub is_next: bool,
}
