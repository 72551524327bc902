//! `peil signals`: every signal of a long file of courses, session by session, each by the client's scores up to that day. The
//! expected course is that of the whole file, unless one is given.
//!
//! [`SignalsArguments`] is what can be typed, `columns` and `field` read the file, `measure` says what the scores are, and
//! the result is written as JSON or as lines to read. `peil evaluate` reads the same files.

mod alerts;
mod arguments;
mod columns;
mod error;
mod expectation;
pub(in crate::cli) mod field;
mod long_file;
mod measure;
#[cfg(test)]
mod tests;
mod told;

use std::{io::Write, path::Path};

use peil_stats::{
    dropout::HazardSettings,
    evaluation::{Foretelling, LeavingModels, LeavingTerms, Yardstick},
    expected::ExpectedCourse,
    signals::{Rule, Settings},
};

pub(in crate::cli) use arguments::renamed;
pub use arguments::{DirectionName, LanguageName, MeasureArguments, SignalsArguments};
pub(in crate::cli) use columns::{checked, place_under};
pub use error::SignalsError;
pub(in crate::cli) use long_file::LongFile;
pub(in crate::cli) use measure::Measure;
pub(in crate::cli) use told::told;

use crate::{
    cli::{fit::OutputFormat, progress::Phase},
    pages::{texts::Texts, views::Tongue},
    signals::with_constants,
};

/// Reads, judges and writes; what could not run is told to `aside`. Nothing is written to `out` before all has succeeded.
///
/// # Errors
/// [`SignalsError`], whose text is the whole message for the user.
pub fn run(
    arguments: &SignalsArguments,
    texts: &Texts,
    out: &mut dyn Write,
    aside: &mut dyn Write,
) -> Result<(), SignalsError> {
    let wanted = Wanted::new(&arguments.rules)?;
    let measure = Measure::new(&arguments.measure)?;
    let file = read(&arguments.data, &arguments.column, &measure)?;
    let settings = wanted.settings;
    // Before anything is written: a file that is wrong leaves no other one behind.
    let alerts = if wanted.risk { alerts::of(&measure, &file)? } else { Vec::new() };
    let expectation = expectation::of(arguments, &measure, &file, &settings)?;
    let given = arguments.expected.is_some();
    let phase = Phase::begin("judging");
    let (expected, prior, scale) = (expectation.course(), expectation.slopes, &measure.scale);
    let models = wanted.holds(Rule::Dropout).then(|| leaving(&file, &measure, expected.filter(|_| given)));
    let yardstick = |place| {
        let leaving = models.as_ref().map(|models| Foretelling { models, place });
        Yardstick { scale, settings: &settings, expected, prior, leaving }
    };
    let mut spoken = file.study.forward(yardstick, || ());
    drop(phase);
    spoken.retain(|one| wanted.holds(one.finding.rule));
    let tongue = Tongue { texts, language: arguments.language.into() };
    let mut lines = told::lines((&file, &measure), (spoken, &settings), alerts, tongue);
    told::without_model(&mut lines, models.as_ref().and_then(LeavingModels::why_none).map(ToString::to_string));
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&lines)?,
        OutputFormat::Text => told::text(&lines),
    };
    let mut cautions = told::cautions(&measure, &file, (&expectation, !given), &wanted);
    cautions.extend(models.map(|models| told::dropout(&lines, &models)));
    for caution in cautions {
        writeln!(aside, "peil: {caution}")?;
    }
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

/// Models of who leaves, each learnt from what was known before the sessions that it speaks of: as the service learns. An
/// expected course that was given is held to; that of the whole file would tell of later sessions, so each model has its own.
fn leaving(file: &LongFile, measure: &Measure, given: Option<&ExpectedCourse>) -> LeavingModels {
    let (settings, direction) = (HazardSettings::default(), measure.scale.direction);
    let expected = given.filter(|course| course.parameters().direction == direction);
    let terms = LeavingTerms { settings: &settings, direction, expected, from: f64::NEG_INFINITY };
    LeavingModels::learn(&file.study, &terms)
}

/// Reads a file of courses; `columns` says which of its columns stand for which.
///
/// # Errors
/// [`SignalsError`] as the file gives it.
pub(in crate::cli) fn read(path: &Path, columns: &[String], measure: &Measure) -> Result<LongFile, SignalsError> {
    let renamed = arguments::renamed(columns).ok_or(SignalsError::Column)?;
    let _phase = Phase::begin("reading");
    LongFile::read(path, &renamed, (&measure.items(), measure.range()))
}

/// The rules that were asked for, and the constants to run them with.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    rules: Vec<Rule>,
    /// RISK comes from the questionnaire's own alerts and is no rule of the statistics.
    risk: bool,
    settings: Settings,
}

impl Wanted {
    fn new(words: &[String]) -> Result<Self, SignalsError> {
        let (constants, words): (Vec<&str>, Vec<&str>) =
            words.iter().map(|word| word.trim()).partition(|word| word.contains('='));
        let pair = |text: &&str| text.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.to_owned()));
        let constants: Vec<(String, String)> = constants.iter().filter_map(pair).collect();
        let settings = with_constants(&Settings::default(), &constants)?;
        if words.is_empty() {
            return Ok(Self { rules: Rule::ALL.to_vec(), risk: true, settings });
        }
        let is_risk = |word: &&str| word.eq_ignore_ascii_case(alerts::RISK);
        let risk = words.iter().any(is_risk);
        let rules = words.iter().filter(|word| !is_risk(word)).map(|word| word.parse()).collect::<Result<_, _>>()?;
        Ok(Self { rules, risk, settings })
    }

    fn holds(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }
}
