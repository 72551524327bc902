//! What is left when things break: the service killed, the database gone, a wrong start; and what the logs tell.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod database_away;
mod house;
mod killed;
mod logs;
mod peil;
mod starting;
