//! What can be typed behind `peil composition`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::fit::OutputFormat;

const EXAMPLES: &str = "\
Examples:
  Does a member fare otherwise among members of the same sex?
    peil composition --data members.csv --group group --outcome change --trait sex
  With a score of 0 to 40 at the start:
    peil composition --data members.csv --group group --outcome change --trait cohesion --range 0,40 --format json

The file has a row a member. Five models of who sits with whom are compared by AIC (Kenny and Garcia 2012): the values of oneself
and of the others (main), also how much one is like the others (person fit), how alike the whole group is (diversity), how unlike
others one is who are alike (contrast), or all of it (full). The trait has two values or is a number; it is coded -1 to 1.
At least 30 groups with three or more members are needed.
Errors end with status 2 and one message, and leave standard output empty.";

/// Say whether it matters who else sits in the group
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompositionArguments {
    /// CSV file with a header and a row a member; empty fields and NA are missing, - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Column of the group
    #[arg(long, value_name = "COLUMN")]
    pub group: String,
    /// Column of the outcome, a number
    #[arg(long, value_name = "COLUMN")]
    pub outcome: String,
    /// Column of the trait: two texts, or numbers
    #[arg(long = "trait", value_name = "COLUMN")]
    pub attribute: String,
    /// Lowest and highest value that a numeric trait can take; those in the file unless said otherwise
    #[arg(long, value_name = "LOW,HIGH", value_parser = range, allow_hyphen_values = true)]
    pub range: Option<(f64, f64)>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

fn range(text: &str) -> Result<(f64, f64), String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[low, high]) if low < high && (high - low).is_finite() => Ok((low, high)),
        _ => Err("write the lowest and the highest value, as 0,40".to_owned()),
    }
}
