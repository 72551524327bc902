//! Around a session: what its therapists thought of it, what they agreed for the next time, and how long it took them.
//!
//! Each therapist writes alone before he reads: [`reader_of`] says who stands how towards a session, and the store shows
//! nothing of others to whoever writes until his own is there.

mod agreements;
mod differences;
mod ratings;
mod reader;
mod reflections;
mod time;

pub use agreements::{agree, open_agreements, settle};
pub use differences::Difference;
pub use ratings::{Comparison, FEWEST_MEMBERS, Rated, comparison, rate, therapist_marks, therapists_instrument};
pub use reader::{EveningReader, reader_of};
pub use reflections::{Reflections, Written, reflections, write_joint, write_own};
pub use time::{OwnMinutes, confirm_time, record_minutes, set_time};
