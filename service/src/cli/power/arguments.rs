//! What can be typed behind `peil power`.

use clap::{Args, ValueEnum};
use peil_stats::power::{Dimension, RandomLine};

use crate::cli::fit::OutputFormat;

const EXAMPLES: &str = "\
Examples:
  Ten groups an arm of eight members, twelve sessions, half a standard deviation of difference at the end:
    peil power --groups 10 --members 8 --sessions 12 --effect 0.5
  How many groups does it take, when three in a hundred stay away after each session?
    peil power --members 8 --sessions 12 --dropout 0.03 --effect 0.5
  Groups against individual care, by 1000 simulated trials, each fitted and tested by Kenward and Roger's method:
    peil power --groups 12 --members 8 --sessions 12 --effect 0.6 --partially-nested --simulate 1000 --seed 1
  Variances from a fit, and the curve for a chart:
    peil power --groups 10 --members 8 --sessions 16 --slope-difference 0.4 --group-sd 3.354,0.20,-0.20 \\
               --client-sd 10.607,0.45,-0.30 --residual-sd 10.062 --curve --format json

Tested is treatment x time: whether the treated groups change faster than the other arm. The time of the first session is 0.
Without drop-out the power is exact for known variances (generalised least squares, noncentral t with 2J - 2 degrees of freedom
of J groups an arm); with drop-out it is an approximation, and --simulate tells what a fit with estimated variances gives.
Shares are of the variance of a score at the first session (--sd squared); --slope-variance is that of the clients' true change
a unit of time, in the same unit: 0.001 means that true change over twelve sessions differs by a third of --sd between clients.
Errors end with status 2 and one message, and leave standard output empty.";

/// Say how many groups, members and sessions a study needs
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct PowerArguments {
    /// Groups an arm; where not given, the smallest number that reaches the target
    #[arg(long, value_name = "J")]
    pub groups: Option<usize>,
    /// Members a group
    #[arg(long, value_name = "K")]
    pub members: usize,
    /// Sessions with a score
    #[arg(long, value_name = "T")]
    pub sessions: usize,
    /// Time from a session to the next
    #[arg(long, value_name = "TIME", default_value_t = 1.0)]
    pub spacing: f64,
    /// Probability, after each session, not to come again
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub dropout: f64,
    /// Difference at the last session, in standard deviations of a score at the first
    #[arg(long, value_name = "D", allow_negative_numbers = true, required_unless_present = "slope_difference")]
    pub effect: Option<f64>,
    /// Difference of the arms' change a unit of time, in points
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true, conflicts_with = "effect")]
    pub slope_difference: Option<f64>,
    /// How much groups, clients and sessions differ
    #[command(flatten)]
    pub variances: VarianceArguments,
    /// The other arm is individual care or a waiting list
    #[arg(long)]
    pub partially_nested: bool,
    /// Individual clients for each member of a group
    #[arg(long, value_name = "RATIO", default_value_t = 1.0, requires = "partially_nested")]
    pub individuals: f64,
    /// Level of the two-sided test
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    pub alpha: f64,
    /// Power to reach
    #[arg(long, value_name = "SHARE", default_value_t = 0.8)]
    pub target: f64,
    /// What is made larger until the target is reached, and what the curve runs over
    #[arg(long, value_enum, default_value_t = SizeName::Groups)]
    pub smallest: SizeName,
    /// Also simulate so many trials, and search the smallest design by simulation
    #[arg(long, value_name = "TRIALS")]
    pub simulate: Option<usize>,
    /// Seed of the simulation
    #[arg(long, value_name = "N", default_value_t = 1, requires = "simulate")]
    pub seed: u64,
    /// Also give the power by the size that --smallest names
    #[arg(long)]
    pub curve: bool,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// Shares of a variance.
const SHARES: [&str; 5] = ["sd", "icc", "client_share", "slope_variance", "slope_icc"];

/// Variances as shares, or as they stand in a fit.
#[derive(Debug, Clone, Args)]
pub struct VarianceArguments {
    /// Standard deviation of a score at the first session
    #[arg(long, value_name = "POINTS", default_value_t = 1.0)]
    pub sd: f64,
    /// Share of that variance between groups
    #[arg(long, value_name = "SHARE", default_value_t = 0.06)]
    pub icc: f64,
    /// Share of that variance between the clients of a group
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pub client_share: f64,
    /// Variance of the clients' true change a unit of time, as a multiple of the variance of a score at the first session
    #[arg(long, value_name = "SHARE", default_value_t = 0.001)]
    pub slope_variance: f64,
    /// Share of the slope variance between groups; unless said otherwise that of --icc
    #[arg(long, value_name = "SHARE")]
    pub slope_icc: Option<f64>,
    /// Standard deviations of intercept and slope between groups, and their correlation, in points
    #[arg(long, value_name = "A,B,R", value_parser = line, allow_hyphen_values = true, conflicts_with_all = SHARES,
          requires_all = ["client_sd", "residual_sd"])]
    pub group_sd: Option<RandomLine>,
    /// The same between the clients of a group
    #[arg(long, value_name = "A,B,R", value_parser = line, allow_hyphen_values = true, requires = "group_sd")]
    pub client_sd: Option<RandomLine>,
    /// Standard deviation of a client's scores about the client's own line, in points
    #[arg(long, value_name = "POINTS", requires = "group_sd")]
    pub residual_sd: Option<f64>,
}

/// What of a design is made larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SizeName {
    /// Groups an arm
    Groups,
    /// Members a group
    Members,
    /// Sessions
    Sessions,
}

impl SizeName {
    pub(super) fn dimension(self) -> Dimension {
        match self {
            Self::Groups => Dimension::Groups,
            Self::Members => Dimension::Members,
            Self::Sessions => Dimension::Sessions,
        }
    }
}

/// Two standard deviations and a correlation.
fn line(text: &str) -> Result<RandomLine, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[intercept, slope, correlation]) => Ok(RandomLine { intercept, slope, correlation }),
        Some(&[intercept, slope]) => Ok(RandomLine { intercept, slope, correlation: 0.0 }),
        _ => {
            Err("write the standard deviations of intercept and slope and their correlation, as 3.4,0.2,-0.2"
                .to_owned())
        }
    }
}
