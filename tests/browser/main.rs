//! The pages in a real Chromium.
//!
//! `PEIL_SKIP_BROWSER=1` leaves these tests out, on a machine that cannot have a browser.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod administrator;
mod alerts;
mod axe;
mod baseline;
mod composition;
mod counters;
mod driver;
mod evening;
mod every_page;
mod experience;
mod fellows;
mod first_paint;
mod group_charts;
mod home;
mod line_consent;
mod live;
mod member;
mod papers;
mod phases;
mod plan;
mod power;
mod published;
mod queue;
mod relay;
mod researcher;
mod screen;
mod selection;
mod set_up;
mod signals;
mod tablet;
mod team;
mod visitor;
mod waiting;
mod walk;
mod wall;
mod wall_lost;
mod words;
