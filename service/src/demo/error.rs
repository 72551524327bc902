//! What can stop the fill.

use crate::{
    access::PasswordError,
    analyse::AnalyseError,
    collect::{CollectError, InstrumentError},
    domain::{AlertMinutesError, EmailError, PseudonymError, StepNoteError, TextTooLong},
    signals::{LifeError, SignalsError},
    store::StoreError,
};

/// Why there is no demonstration organisation. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The organisation exists, or another fill was quicker.
    #[error("the demonstration organisation exists already")]
    AlreadyFilled,
    /// The library has no active version of an instrument that the demonstration measures with.
    #[error("the library has no questionnaire `{0}`")]
    NoInstrument(&'static str),
    /// The plan of the simulation and the tables of this room no longer fit each other.
    #[error("the demonstration has no {0} for what was simulated")]
    Unplanned(&'static str),
    /// A date that the calendar does not have.
    #[error("the demonstration's calendar does not work out: {0}")]
    Calendar(#[from] jiff::Error),
    /// An account's address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// A client's name.
    #[error(transparent)]
    Pseudonym(#[from] PseudonymError),
    /// The time in which an alert must be seen.
    #[error(transparent)]
    AlertMinutes(#[from] AlertMinutesError),
    /// A note about an alert.
    #[error(transparent)]
    Note(#[from] StepNoteError),
    /// A note of a therapist.
    #[error(transparent)]
    Reflection(#[from] TextTooLong),
    /// A simulated answer that is no exact decimal.
    #[error("a simulated answer is no decimal number")]
    Answer(#[from] peil_questionnaires::DecimalError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The questionnaires could not be registered.
    #[error(transparent)]
    Register(#[from] InstrumentError),
    /// A session did not happen.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// The analysis failed.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// The signals.
    #[error(transparent)]
    Signals(#[from] SignalsError),
    /// What was done about a signal.
    #[error(transparent)]
    Life(#[from] LifeError),
    /// What the groups are to measure is no plan.
    #[error(transparent)]
    Plan(#[from] crate::domain::PlanError),
    /// When a group meets is no schedule.
    #[error(transparent)]
    Schedule(#[from] crate::domain::ScheduleError),
    /// The simulating thread was lost.
    #[error("the simulation was broken off")]
    BrokenOff,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}
