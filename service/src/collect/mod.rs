//! The use cases around a session: open it, let clients in, keep what they answer, close it.
//!
//! Each is one transaction. No HTTP, no pages and no charts may come in.

mod accept;
mod answer;
mod attendance;
mod entry;
mod error;
mod safety;
mod session;

pub use accept::{Accepted, Submission, accept};
pub use answer::{SavedAnswer, save_answer};
pub use attendance::record_attendance;
pub use entry::{AskedForm, Entry, RoomSession, enter, entry_of, forms, look_up};
pub use error::CollectError;
pub use session::{CODE_LIFETIME, OpenedSession, close_session, new_client_code, open_session, open_session_at};
