//! The service from outside, over HTTP; each test has a service and a database of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod smoke;
