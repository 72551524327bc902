//! Why no power can be told.

/// Why no power can be told.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PowerError {
    /// Too few or too many of something.
    #[error("{what}: {found} is not possible; give a number from {least} to {most}")]
    Count {
        /// Of what.
        what: &'static str,
        /// The least that is possible.
        least: usize,
        /// The most that is possible.
        most: usize,
        /// What was given.
        found: usize,
    },
    /// A number outside its range.
    #[error("{what}: {found} is not possible; give a number {range}")]
    Range {
        /// Which number.
        what: &'static str,
        /// The range in words.
        range: &'static str,
        /// What was given.
        found: f64,
    },
    /// The shares of the variance add up to one or more.
    #[error(
        "groups {groups} and clients {clients} leave nothing of the variance for the session; together they stay below 1"
    )]
    Shares {
        /// The groups' share.
        groups: f64,
        /// The clients' share.
        clients: f64,
    },
    /// Neither groups nor clients differ.
    #[error(
        "neither groups nor clients differ, so nothing is nested; give a variance between clients or between groups"
    )]
    NothingVaries,
    /// A trial with more scores than fit.
    #[error("{rows} scores a trial are too many to simulate; stay below {most}, or leave the simulation out")]
    TooLarge {
        /// Scores of a trial.
        rows: usize,
        /// The most.
        most: usize,
    },
    /// No simulated trial gave an answer.
    #[error(
        "none of the {replicates} simulated trials could be fitted and tested; give more groups, members or sessions"
    )]
    NothingFitted {
        /// How many were tried.
        replicates: usize,
    },
}

/// A finite number for which `is` holds.
pub(super) fn check(what: &'static str, range: &'static str, found: f64, is: bool) -> Result<(), PowerError> {
    if is && found.is_finite() { Ok(()) } else { Err(PowerError::Range { what, range, found }) }
}
