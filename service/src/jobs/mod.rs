//! What must still happen after a commit: the outbox is emptied, and pages hear of it.
//!
//! The outbox lies in PostgreSQL, so a crash delays an analysis and never loses it. [`Worker::step`] is public so that a
//! test can empty it step by step.

mod comparing;
mod live;
mod worker;

pub use live::{Changed, LiveUpdates, What};
pub use worker::{JobError, Worker};
