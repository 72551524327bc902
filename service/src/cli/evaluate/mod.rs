//! `peil evaluate`: how often the signals are right, on a file of courses or on simulated courses with a known truth.
//!
//! The rules run forward in time with no more than was known that day, by an expected course that the judged groups did not
//! teach. [`EvaluateArguments`] is what can be typed; `answer` makes the numbers, `text` the tables and the chart to read.

mod answer;
mod arguments;
mod chart;
mod dropout;
#[cfg(test)]
mod tests;
mod text;

use std::io::Write;

use peil_stats::{
    change::{Cutoff, Direction, OnTheCutoff, Reliability, ReliableLimit},
    evaluation::Study,
    signals::Scale,
    simulate::{World, WorldSettings, worlds},
};

pub use arguments::{EvaluateArguments, WorldName};

use crate::cli::{
    fit::OutputFormat,
    signals::{Measure, SignalsError, read},
};

/// Courses that are simulated where nothing else was asked for.
const COURSES: usize = 2000;
/// Reliability that the simulated measure is said to have; only its standard error of measurement matters.
const RELIABILITY: f64 = 0.8;

/// Reads or simulates, examines and writes, the chart first. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`SignalsError`], whose text is the whole message for the user.
pub fn run(arguments: &EvaluateArguments, out: &mut dyn Write) -> Result<(), SignalsError> {
    let answer = match &arguments.data {
        Some(path) => {
            let measure = Measure::new(&arguments.measure)?;
            let file = read(path, &arguments.column, &measure)?;
            let source = answer::Source::File { path: path.display().to_string(), measure: measure.name.clone() };
            let mut answer = answer::of(file.study, &measure.scale, source);
            answer.cautions.splice(0..0, measure.cautions);
            answer
        }
        None => {
            let (courses, seed) = (arguments.simulate.unwrap_or(COURSES), arguments.seed);
            let world = World::from(arguments.world);
            let (study, scale) = simulated_in(world, courses, seed)?;
            answer::of(study, &scale, answer::Source::Simulated { courses, seed, world })
        }
    };
    if let Some(path) = &arguments.chart {
        chart::write(&answer, path)?;
    }
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&answer)?,
        OutputFormat::Text => text::tables(&answer),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

/// A world with the measure of the usual one: 0 to 27, lower is better, clinical from 10, reliable change at z = 1.96. A
/// published number does not know how much the scores of another world err.
fn simulated_in(world: World, courses: usize, seed: u64) -> Result<(Study, Scale), SignalsError> {
    let usual = WorldSettings::default();
    let deviation = usual.standard_error() / (1.0 - RELIABILITY).sqrt();
    let points = |source| SignalsError::Points { option: "--simulate", source };
    let limit = Reliability::new(deviation, RELIABILITY, 1.96).map_err(points)?;
    let scale = Scale {
        direction: Direction::LowerBetter,
        limit: Some(ReliableLimit::Computed(limit)),
        cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).map_err(points)?),
        process_drop: Some(usual.process_drop()),
    };
    Ok((Study::from(worlds(&world.settings(courses), seed).as_slice()), scale))
}
