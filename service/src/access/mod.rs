//! Who may do what: passwords, tokens, logins, the table of roles and routes, limits on guessing, and the audit.
//!
//! No HTTP, no statistics, no charts, and no answers may come in; the guard that asks this room stands in `web`.

mod actor;
mod audit;
mod groups;
mod limits;
mod login;
mod password;
mod permissions;
mod token;

pub use actor::{Actor, LoggedIn};
pub use audit::{AuditEvent, AuditVerdict, Outcome, record, verify};
pub use groups::{leads_group, visible_group};
pub use limits::{ATTEMPT_WINDOW, MAX_FAILED_ATTEMPTS, PerAddress, TooManyAttempts, count_attempt};
pub use login::{LoginError, SESSION_COOKIE, log_in, log_out, who_is};
pub use password::{PasswordError, Passwords};
pub use permissions::{Audience, ROUTES, Route, audience};
pub use token::{BadToken, Token};
