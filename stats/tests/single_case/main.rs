//! Single cases: every stored answer, invariances, and the exact tests against one assignment at a time.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../helpers/mod.rs"]
mod helpers;

mod analysis;
mod cautions;
mod effects;
mod errors;
mod invariance;
mod phases;
mod randomisation;
mod study;
