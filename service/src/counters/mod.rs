//! Policy counters: how much group treatment there was, by fixed definitions that carry a version.
//!
//! [`definitions`] is the one place that says what is counted; a count that would come out otherwise is a new version there,
//! never a change of an old one, so that the same question asked three years later is answered by the same rule. [`count_year`]
//! counts, [`read_growth`] sets it beside the figures of 2025, and [`told`] makes rows for inside the house or outside: small
//! numbers are hidden, and what would betray them too.
//!
//! May use domain, store and access' audit. No figure names or counts a therapist, though one
//! of a single group is of those who lead it, which is why outside ten groups are needed. Nothing here decides, books or bills. No
//! SQL, no HTTP, no words in a user's language and no clock may come in.

mod attack;
pub mod definitions;
mod disclosure;
mod entered;
mod figures;
mod growth;
mod read;
mod rows;

pub use definitions::{BASELINE_YEAR, Counter, GROWING, TARGETS, Target, Unit, VERSION};
pub use disclosure::{Circle, Mark};
pub use entered::{BaselineError, BaselineFigure, BaselineKey, enter_baseline, remove_baseline};
pub use figures::{Class, Figures, Grid, Period};
pub use growth::{Growth, GrowthBaseline, GrowthPoint, read_growth};
pub use read::{CountedYear, YearError, count_year, year_span};
pub use rows::{MadeOn, ToldRow, csv_text, told};
