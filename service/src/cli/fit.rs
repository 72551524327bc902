//! `peil fit`: mixed models from a CSV file, in lme4's language.
//!
//! [`FitArguments`] is what can be typed, `settings` what was asked for once it goes together, `observe` reads the columns
//! that are named, and the result is written as one JSON object or as tables to read.

mod arguments;
mod belonging;
mod binomial;
mod caution;
mod compare;
mod correlation;
mod error;
mod gaussian;
mod intervals;
mod membership;
mod nearest;
mod notation;
mod observe;
mod place;
mod residual;
mod same_rows;
mod seconds;
mod settings;
#[cfg(test)]
mod tests;
mod text;
mod variance;

use std::io::Write;

use serde::Serialize;

pub use arguments::{DfMethod, FamilyName, FitArguments, LinkName, OutputFormat};
pub use error::{FitCommandError, MembershipProblem};
pub use notation::NotationError;
pub(in crate::cli) use text::{aligned, p_value, rounded};

use observe::Observation;
use seconds::Seconds;
use settings::Settings;

/// Reads, fits and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`FitCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &FitArguments, out: &mut dyn Write) -> Result<(), FitCommandError> {
    let settings = Settings::new(arguments)?;
    let mut seconds = Seconds::start();
    let observed = observe::observe(&arguments.data, &settings)?;
    seconds.read = seconds.lap();
    let text = match arguments.threads {
        1 => judged(&observed, arguments, &settings, seconds),
        threads => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build()?;
            pool.install(|| judged(&observed, arguments, &settings, seconds))
        }
    };
    let text = text.map_err(|error| place::placed(error, &observed.file, &settings))?;
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

/// Fits what was asked for; inside a pool a large fit is shared over its threads.
fn judged(
    observed: &Observation,
    arguments: &FitArguments,
    settings: &Settings,
    mut seconds: Seconds,
) -> Result<String, FitCommandError> {
    let cautions = observed.cautions(settings);
    let table = &observed.table;
    if !arguments.compare.is_empty() {
        let mut answer = compare::answer(table, arguments, settings, &mut seconds)?;
        answer.cautions.splice(0..0, cautions);
        Ok(written(arguments.format, &answer, text::comparison, seconds)?)
    } else if arguments.family == FamilyName::Binomial {
        let mut answer = binomial::answer(table, arguments, settings, &mut seconds)?;
        answer.cautions.splice(0..0, cautions);
        Ok(written(arguments.format, &answer, text::binomial, seconds)?)
    } else {
        let mut answer = gaussian::answer(table, arguments, settings, &mut seconds)?;
        answer.cautions.splice(0..0, cautions);
        Ok(written(arguments.format, &answer, text::gaussian, seconds)?)
    }
}

/// The answer as tables, or as JSON with its times beside it; a number that is none becomes `null`.
fn written<T: Serialize>(
    format: OutputFormat,
    answer: &T,
    tables: impl Fn(&T) -> String,
    seconds: Seconds,
) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Timed<'a, T> {
        #[serde(flatten)]
        answer: &'a T,
        seconds: Seconds,
    }
    match format {
        OutputFormat::Json => serde_json::to_string_pretty(&Timed { answer, seconds }),
        OutputFormat::Text => Ok(tables(answer)),
    }
}
