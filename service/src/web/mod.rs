//! The edge that `api` and `pages` share: the guard at the door, the one error, the headers of every answer, and what
//! waits for whoever opens a page.
//!
//! The use cases know nothing of this room.

mod cross_site;
mod crowd;
mod guard;
mod headers;
mod library;
mod problem;
mod public_address;
mod set_up_problem;
mod waiting;

pub use cross_site::{form_token, is_own_site, is_valid_form_token};
pub use crowd::refuse_crowd;
pub use guard::{CurrentLogin, LANGUAGE_COOKIE, RequestLanguage, guard, language_of};
pub use headers::{CONTENT_SECURITY_POLICY, security_headers};
pub use library::OwnLibrary;
pub use problem::{Problem, ProblemBody, ProblemKind, json_problem};
pub use public_address::PublicAddress;
pub use waiting::UnseenAlerts;
