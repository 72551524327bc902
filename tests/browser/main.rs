//! The pages in a real Chromium.
//!
//! `PEIL_SKIP_BROWSER=1` leaves these tests out, on a machine that cannot have a browser.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod alerts;
mod axe;
mod driver;
mod evening;
mod first_paint;
mod group_charts;
mod home;
mod member;
mod phases;
mod plan;
mod queue;
mod screen;
mod tablet;
mod walk;
mod wall;
mod words;
