//! What can be typed behind `peil evaluate`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use peil_stats::simulate::World;

use crate::cli::{fit::OutputFormat, signals::MeasureArguments};

const EXAMPLES: &str = "\
Examples:
  Simulated groups whose truth is known:
    peil evaluate --simulate 2000 --seed 1
  One's own courses, for a machine:
    peil evaluate --data courses.csv --instrument phq-9 --format json
  With a picture:
    peil evaluate --simulate 4000 --chart worth.svg
  How much the rates owe to the simulated world:
    peil evaluate --simulate 4000 --world noisier

The file is that of `peil signals`. The rules run forward: at each session with what was known that day, and by an expected
course that was fitted to other groups: to those that began earlier where the file has a column `date`, else to the other
four fifths. In a file the last score stands for the truth, and what a rule says at that very score does not count; of
groups as a whole nobody knows the truth, so G-STALL, G-RUPT, G-SPLIT and G-OUT are judged on simulated groups only.
It learns only from what was known when the first judged group began. The model behind DROP learns on: at each session from
what was known before it. DROP is what would have been shown; DROP-marks what its marks alone say, DROP-model the model alone.
Each session counts those who were still there. DET, OFF, OFF-P, STAG, STAG-P, REL and REC: named up to then, against the end
of the stay. DROP and MISS: said at that session, against who leaves within the next four. Rules of the group: said at that
session, against what the simulated group was made to do by then; of groups that grow old improvement slows down anyway, so
the base rate is that of groups of the same age. The predictive value is worth what it exceeds the base rate by.
Intervals are 95 % and count groups, not members. OFF counts when it is beyond the 80 % limit, OFF-68 beyond the 68 % one;
DET-2 is DET confirmed, OFF-P-90 the stronger level of OFF-P.";

/// Options that say what a file holds: nothing of a simulation.
const OF_A_FILE: [&str; 7] =
    ["instrument", "score", "direction", "reliable_change", "cut_off", "process_drop", "column"];

/// Say how often the signals are right
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct EvaluateArguments {
    /// CSV file of courses as for `peil signals`; - is standard input
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["simulate", "seed"])]
    pub data: Option<PathBuf>,
    /// Simulate so many courses; 2000 where neither this nor --data is given
    #[arg(long, value_name = "COURSES", value_parser = courses, conflicts_with_all = OF_A_FILE)]
    pub simulate: Option<usize>,
    /// The world to simulate: the usual one, or one that differs from it in one thing
    #[arg(long, value_enum, default_value_t = WorldName::Usual, conflicts_with = "data", conflicts_with_all = OF_A_FILE)]
    pub world: WorldName,
    /// Seed of the simulation
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with_all = OF_A_FILE)]
    pub seed: u64,
    /// The measure behind the scores of a file
    #[command(flatten)]
    pub measure: MeasureArguments,
    /// A column under another name, as in client=subject; may be given more than once
    #[arg(long, value_name = "NAME=COLUMN", requires = "data")]
    pub column: Vec<String>,
    /// Draw sensitivity and false alarms by session, a panel a rule: a file that ends in .svg, .png or .pdf
    #[arg(long, value_name = "FILE", value_parser = picture)]
    pub chart: Option<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// A file of which the ending says which picture it is.
fn picture(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = Picture::of(&path).is_some();
    known.then_some(path).ok_or_else(|| "write a name that ends in .svg, .png or .pdf".to_owned())
}

/// A kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    Svg,
    Png,
    Pdf,
}

impl Picture {
    /// By the ending of a file's name; none where it is another one.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// A simulated world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WorldName {
    /// As it comes: starts of 16 on a scale of 0 to 27, weekly sessions, 8 in a hundred get worse
    Usual,
    /// Starts of 11
    Milder,
    /// Scores err 30 % less
    Quieter,
    /// Scores err 30 % more
    Noisier,
    /// Errors of sessions that follow each other correlate .4
    Autocorrelated,
    /// A session every second week
    TwoWeekly,
    /// 4 in a hundred get worse
    #[value(name = "base-4")]
    Base4,
    /// 15 in a hundred get worse
    #[value(name = "base-15")]
    Base15,
}

impl From<WorldName> for World {
    fn from(name: WorldName) -> Self {
        match name {
            WorldName::Usual => Self::Usual,
            WorldName::Milder => Self::Milder,
            WorldName::Quieter => Self::Quieter,
            WorldName::Noisier => Self::Noisier,
            WorldName::Autocorrelated => Self::Autocorrelated,
            WorldName::TwoWeekly => Self::TwoWeekly,
            WorldName::Base4 => Self::Base4,
            WorldName::Base15 => Self::Base15,
        }
    }
}

/// A number of courses that fits into memory.
fn courses(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(courses @ 50..=1_000_000) => Ok(courses),
        _ => Err("write a number of courses from 50 to 1000000".to_owned()),
    }
}
