//! Whole ways through the house, from a client's answer to what others see of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod live;
mod walk;
