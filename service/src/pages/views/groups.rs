//! The list of own groups.

use askama::Template;

use super::Layout;
use crate::domain::{GroupFormat, GroupKind};

/// The page with the groups somebody leads or oversees.
#[derive(Debug, Template)]
#[template(path = "groups.html")]
pub struct GroupsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The groups, in the order shown.
    pub groups: Vec<GroupCard>,
}

/// One group in the list.
#[derive(Debug)]
pub struct GroupCard {
    /// Identifier, as in addresses.
    pub id: String,
    /// Name.
    pub name: String,
    /// What is done in it.
    pub kind: GroupKind,
    /// How members flow.
    pub format: GroupFormat,
    /// Number of the last session; none before the first.
    pub session: Option<u32>,
    /// How many are planned.
    pub planned: Option<u32>,
    /// Members now.
    pub members: u32,
    /// Day of the last session, written out.
    pub last_day: Option<String>,
    /// How many answered at the last session, and of how many.
    pub answered: Option<(u32, u32)>,
    /// Signals that hold now.
    pub signals: u32,
    /// Whether a session is open at this moment.
    pub session_open: bool,
    /// Whether the group has ended.
    pub ended: bool,
}
