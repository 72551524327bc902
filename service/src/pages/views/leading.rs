//! The groups that somebody leads out of own experience: when they meet and who comes, and nothing of what is measured.

use askama::Template;

use super::{Layout, OpenSession, StartSession};

/// The page.
#[derive(Debug, Template)]
#[template(path = "leading.html")]
pub struct LeadingPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The groups, those that meet first at the top.
    pub groups: Vec<LeadingCard>,
}

/// A group.
#[derive(Debug)]
pub struct LeadingCard {
    /// Its id, as in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it meets next.
    pub when: Option<String>,
    /// Who belongs to it today.
    pub members: Vec<String>,
    /// The session that is open.
    pub open: Option<OpenSession>,
    /// The session that can be started.
    pub start: Option<StartSession>,
}
