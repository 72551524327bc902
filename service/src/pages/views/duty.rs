//! The administrator's page of alerts.

use askama::Template;

use super::Layout;
use crate::domain::Role;

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin_alerts.html")]
pub struct DutyPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Who is on duty.
    pub on_duty: Vec<Colleague>,
    /// Who could be.
    pub off_duty: Vec<Colleague>,
    /// The time within which an alert must be seen, in minutes; none until it was chosen.
    pub minutes: Option<String>,
    /// The shortest time.
    pub shortest: i32,
    /// The longest time.
    pub longest: i32,
    /// Instruments with a safety alert.
    pub instruments: Vec<SafetyInstrument>,
}

/// An account of care.
#[derive(Debug)]
pub struct Colleague {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Since when it is on duty.
    pub since: Option<String>,
}

/// An instrument with a safety alert.
#[derive(Debug)]
pub struct SafetyInstrument {
    /// Title.
    pub title: String,
    /// Version.
    pub version: String,
    /// Whether a running group measures it.
    pub planned: bool,
}
