//! One group: its head, and the panel that follows new answers.

use askama::Template;

use super::members::{Category, CellState, Change, Direction, NotJudged};
use super::signals::SignalKind;
use super::{Layout, MomentLine, Panel};
use crate::domain::{GroupFormat, GroupKind};

/// The page of one group.
#[derive(Debug, Template)]
#[template(path = "group.html")]
pub struct GroupPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
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
    /// Names of the therapists.
    pub therapists: Vec<String>,
    /// The session that is open now.
    pub open_session: Option<OpenSession>,
    /// The number that a new session would get; none when none may be started.
    pub next_session: Option<u32>,
    /// Measurements outside the sessions whose time has come.
    pub moments: Vec<MomentLine>,
    /// What changes with new answers.
    pub panel: Panel,
}

/// A session that is open now.
#[derive(Debug)]
pub struct OpenSession {
    /// Identifier, as in addresses.
    pub id: String,
    /// Its number in the group.
    pub number: u32,
}
