//! A measurement of one member outside a session.

use askama::Template;

use super::{Layout, TabletAccess};
use crate::domain::MomentKind;

/// The page of a moment: how the client gets in.
#[derive(Debug, Template)]
#[template(path = "moment.html")]
pub struct MomentPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the reader leads the group, and so may ask for a new code.
    pub leads: bool,
    /// The group, as in addresses.
    pub group_id: String,
    /// Its name.
    pub group_name: String,
    /// The member, as in addresses.
    pub membership_id: String,
    /// The name in the group.
    pub pseudonym: String,
    /// Its kind.
    pub kind: MomentKind,
    /// Whether everything was submitted.
    pub done: bool,
    /// How a tablet gets in.
    pub tablet: TabletAccess,
}

/// A moment whose time has come, on the group's page.
#[derive(Debug)]
pub struct MomentLine {
    /// The member, as in addresses.
    pub membership_id: String,
    /// The name in the group.
    pub pseudonym: String,
    /// Its kind.
    pub kind: MomentKind,
}
