//! How long everything takes, from columns in memory.
//!
//! ```text
//! cargo bench -p peil-stats                   all of it
//! cargo bench -p peil-stats -- nested/slopes  what has this in its name
//! ```
//!
//! `script/compare` times the same models beside lme4, on the same rows and in the same run; `stats/README.md` holds the
//! results of both.

#![allow(clippy::unwrap_used)]

mod columns;
mod inference;
mod nested;
mod sessions;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, nested::bench, inference::bench);
criterion_main!(benches);
