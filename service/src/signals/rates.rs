//! How often a rule is right.

use peil_stats::signals::Rule;

/// How often a signal of a rule turns out to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorRate {
    /// It foretells nothing that could be right or wrong.
    Fact,
    /// Nobody measured it.
    Unknown,
    /// Measured on simulated courses with a known truth, at a base rate of eight in a hundred who get worse.
    Simulated {
        /// Units of a hundred, of whom the rule spoke, for which it was right at the end.
        right_of_100: u32,
    },
    /// Measured in this organisation.
    Own {
        /// Units of which the rule spoke and whose truth is known.
        said: usize,
        /// Those for which it was right.
        right: usize,
    },
}

/// What `peil evaluate --simulate 4000 --seed 1` measured: the predictive value over whole stays. Rules that are not in the
/// table were not measured.
const SIMULATED: &[(Rule, u32)] = &[];

/// The rate of a rule on simulated courses.
#[must_use]
pub fn simulated_rate(rule: Rule) -> ErrorRate {
    if rule == Rule::Silence {
        return ErrorRate::Fact;
    }
    match SIMULATED.iter().find(|(known, _)| *known == rule) {
        Some((_, right_of_100)) => ErrorRate::Simulated { right_of_100: *right_of_100 },
        None => ErrorRate::Unknown,
    }
}
