//! What a group measures: templates, rows, and what a member will be asked.

use askama::Template;

use super::Layout;
use super::schedule::{ScheduleForm, ScheduleSaid};
use crate::domain::OccasionKind;

/// The page of a group's plan.
#[derive(Debug, Template)]
#[template(path = "plan.html")]
pub struct PlanPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the reader leads the group, and so may change the plan.
    pub leads: bool,
    /// The group, as in addresses.
    pub group_id: String,
    /// Its name.
    pub group_name: String,
    /// Where the group stands.
    pub back_href: String,
    /// Plans to begin with.
    pub templates: Vec<TemplateCard>,
    /// The rows as they are being edited.
    pub rows: Vec<PlanRowView>,
    /// Whether they differ from what the group measures.
    pub changed: bool,
    /// What may be added.
    pub offered: Vec<Offered>,
    /// What a member will be asked, sessions that ask the same together.
    pub lines: Vec<PlanLine>,
    /// What is asked after leaving: weeks and title.
    pub follow_ups: Vec<(u32, String)>,
    /// What is wrong with it.
    pub problems: Vec<PlanProblem>,
    /// Whether it was just saved.
    pub saved: bool,
    /// When the group meets.
    pub schedule: ScheduleForm,
}

/// A plan to begin with.
#[derive(Debug)]
pub struct TemplateCard {
    /// Its name in the locale files.
    pub id: &'static str,
    /// Where it is looked at.
    pub href: String,
    /// Whether it is the one on the page.
    pub chosen: bool,
    /// The first instrument that cannot be asked here, and why.
    pub refused: Option<(String, PlanRefusal)>,
}

/// One row.
#[derive(Debug)]
pub struct PlanRowView {
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// When it is asked.
    pub kind: OccasionKind,
    /// Sessions or weeks.
    pub number: i16,
    /// A newer version that may be taken.
    pub newer: Option<String>,
}

/// An instrument that may be added.
#[derive(Debug)]
pub struct Offered {
    /// What the form sends.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it may be asked here.
    pub usable: bool,
}

/// Sessions that ask the same.
#[derive(Debug)]
pub struct PlanLine {
    /// The first.
    pub from: u32,
    /// The last.
    pub to: u32,
    /// Titles in the order of asking.
    pub asked: Vec<String>,
    /// How long it takes, written out.
    pub minutes: String,
    /// Whether that is more than a session should ask.
    pub long: bool,
}

/// What is wrong with a plan.
#[derive(Debug)]
pub enum PlanProblem {
    /// An interval outside its bounds.
    Every,
    /// Weeks outside their bounds.
    Weeks,
    /// Too many rows.
    TooLong,
    /// Twice the same.
    Twice {
        /// The title.
        title: String,
    },
    /// An instrument that cannot be asked here.
    Refused {
        /// The title.
        title: String,
        /// Why.
        refusal: PlanRefusal,
    },
}

/// Why an instrument cannot be asked here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanRefusal {
    /// No such version.
    Unknown,
    /// Not for clients.
    OtherRespondent,
    /// Not finished.
    Draft,
    /// No longer to be asked.
    Retired,
    /// Nothing to read.
    NoWording,
    /// Not compared with the holder's.
    Unconfirmed,
    /// Nobody leads the group, so nobody would read its safety alerts.
    NoLead,
    /// Nobody is on duty for them.
    NobodyOnDuty,
    /// The time within which they must be seen is not set.
    NoAlertTime,
}

impl PlanRefusal {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Unknown,
        Self::OtherRespondent,
        Self::Draft,
        Self::Retired,
        Self::NoWording,
        Self::Unconfirmed,
        Self::NoLead,
        Self::NobodyOnDuty,
        Self::NoAlertTime,
    ];

    /// The word in locale files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::OtherRespondent => "other-respondent",
            Self::Draft => "draft",
            Self::Retired => "retired",
            Self::NoWording => "no-wording",
            Self::Unconfirmed => "unconfirmed",
            Self::NoLead => "no-lead",
            Self::NobodyOnDuty => "nobody-on-duty",
            Self::NoAlertTime => "no-alert-time",
        }
    }
}

impl PlanPage<'_> {
    /// The occasions of the row's choice.
    #[must_use]
    pub fn kinds(&self) -> &'static [OccasionKind] {
        OccasionKind::ALL
    }
}
