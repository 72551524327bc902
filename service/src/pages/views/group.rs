//! One group: its head, and the panel that follows new answers.

use askama::Template;

use super::members::{Category, CellState, Change, Direction, NotJudged};
use super::signals::SignalKind;
use super::{Layout, MomentLine, Panel, format};
use crate::domain::{GroupFormat, GroupKind, StartDoubt};

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
    /// The session that may be started; none when none may.
    pub start: Option<StartSession>,
    /// Measurements outside the sessions whose time has come.
    pub moments: Vec<MomentLine>,
    /// What changes with new answers.
    pub panel: Panel,
}

/// A session that may be started.
#[derive(Debug)]
pub struct StartSession {
    /// The number that it would get.
    pub number: u32,
    /// Why it may be a slip, in words: then it asks whether it is meant.
    pub doubt: Option<String>,
}

impl StartSession {
    /// The session with this number, and what speaks against today.
    #[must_use]
    pub fn new(number: u32, doubt: Option<StartDoubt>, layout: &Layout<'_>) -> Self {
        let doubt = doubt.map(|doubt| match doubt {
            StartDoubt::HeldToday => layout.t("start-held-today"),
            StartDoubt::OtherDay(day) => {
                layout.t1("start-other-day", "day", format::day(layout.texts, layout.language, day))
            }
        });
        Self { number, doubt }
    }
}

/// A session that is open now.
#[derive(Debug)]
pub struct OpenSession {
    /// Identifier, as in addresses.
    pub id: String,
    /// Its number in the group.
    pub number: u32,
}
