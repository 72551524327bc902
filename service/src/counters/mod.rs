//! Policy counters: how much group treatment there was, by fixed definitions that carry a version.
//!
//! [`definitions`] is the one place that says what is counted; a count that would come out otherwise is a new version there,
//! never a change of an old one, so that the same question asked three years later gets the same answer. [`count_year`]
//! counts, [`read_growth`] sets it beside the figures of 2025, and [`departing`] makes rows that may leave the house: small
//! numbers are hidden, and what would betray them too.
//!
//! May use domain, store and access' audit. Nothing is counted by therapist, and nothing here decides, books or bills. No
//! SQL, no HTTP, no words in a user's language and no clock may come in.

pub mod definitions;
mod disclosure;
mod entered;
mod figures;
mod growth;
mod read;
mod rows;

pub use definitions::{BASELINE_YEAR, Counter, GROWING, TARGETS, Target, Unit, VERSION};
pub use disclosure::Mark;
pub use entered::{BaselineError, BaselineFigure, enter_baseline, remove_baseline};
pub use figures::{Class, Figures, Grid, Period};
pub use growth::{Growth, GrowthBaseline, GrowthPoint, read_growth};
pub use read::{CountedYear, YearError, count_year, year_span};
pub use rows::{DepartedRow, csv_text, departing};
