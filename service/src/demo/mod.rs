//! The demonstration organisation: its past is simulated with a fixed seed and goes through the same use cases as real
//! data, evening by evening.
//!
//! The whole fill is one transaction. Whatever breaks it off, Ctrl-C, a kill, a lost server, leaves no trace, so an
//! organisation that [`find`] sees is a whole one; and two fills at the same time end with one organisation and one
//! [`DemoError::AlreadyFilled`]. The dates are counted back from the moment that is passed in: the same seed and moment
//! give the same organisation. No SQL, no HTTP, no clock may come in.

mod calendar;
mod contacts;
mod error;
mod evening;
mod fill;
mod forms;
mod groups;
mod ids;
mod members;
mod progress;
mod reflection;
mod selecting;
mod signals;
mod staff;
mod tonight;
mod waiting;
mod wording;

pub use error::DemoError;
pub use fill::{CLIENT_CODE, DemoOrganisation, NAME, PASSWORD, SEED, TIME_ZONE, fill, find};
pub use groups::TONIGHT;
pub use progress::DemoProgress;
pub use staff::{ACCOUNTS, DemoAccount, set_recipients};
pub use tonight::begin_tonight;
pub use wording::confirm_wording;
