//! How long everything takes, from columns in memory.
//!
//! ```text
//! cargo bench -p peil-stats                   all of it, with a table at the end
//! cargo bench -p peil-stats -- nested/slopes  what has this in its name
//! ```
//!
//! `script/compare` times the same models beside lme4, on the same rows and in the same run; `stats/README.md` holds the
//! results of both.

#![allow(clippy::unwrap_used)]

mod bootstrap;
mod columns;
mod crossed;
mod hazard;
mod inference;
mod nested;
mod power;
mod randomisation;
mod results;
mod sessions;
mod update;

use std::time::{Duration, SystemTime};

fn main() {
    let (begun, folder) = (SystemTime::now(), results::folder());
    let bench = criterion::Criterion::default().measurement_time(Duration::from_secs(3));
    let mut bench = bench.output_directory(&folder).configure_from_args();
    nested::bench(&mut bench);
    inference::bench(&mut bench);
    update::bench(&mut bench);
    hazard::bench(&mut bench);
    crossed::bench(&mut bench);
    bootstrap::bench(&mut bench);
    power::bench(&mut bench);
    randomisation::bench(&mut bench);
    results::print_table(&folder, begun);
}
