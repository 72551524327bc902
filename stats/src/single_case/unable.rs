//! Why a number about a case does not exist, and what must be said beside one that does.

use super::Phase;

/// Why there is no such number for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Unable {
    /// Too few scores in a phase.
    #[error("the {phase} has {found} {}; this needs {needed}", scores(*found))]
    TooFew {
        /// The phase.
        phase: Phase,
        /// Scores in it.
        found: usize,
        /// Scores that are needed.
        needed: usize,
    },
    /// Nothing varies in the baseline.
    #[error("all scores of the baseline are equal, so nothing can be expressed in their spread")]
    ConstantBaseline,
    /// An estimate of a variance that came out negative.
    #[error("its unbiased variance is estimated as negative, as happens with few scores; use Hanley's")]
    NegativeVariance,
}

fn scores(found: usize) -> &'static str {
    if found == 1 { "score" } else { "scores" }
}

/// What must be said beside the numbers of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum Caution {
    /// A phase with fewer scores than is asked of a study (What Works Clearinghouse: five).
    #[error("the {phase} has only {found} scores; five are the custom, and a trend in fewer is a guess")]
    FewScores {
        /// The phase.
        phase: Phase,
        /// Scores in it.
        found: usize,
    },
    /// All scores of a phase are equal.
    #[error(
        "all scores of the {phase} are equal; perhaps the scale ends there, and the measures that use spread say nothing"
    )]
    ConstantPhase {
        /// The phase.
        phase: Phase,
    },
    /// No score of the treatment differs from any of the baseline.
    #[error(
        "every score equals every other, so NAP is one half because nothing changed, not because the phases overlap"
    )]
    AllTied,
    /// Tau-U outside −1 to 1.
    #[error(
        "Tau-U is beyond 1 in size: it subtracts a trend that it does not scale; prefer Tau and baseline-corrected Tau"
    )]
    TauUBeyondOne,
    /// The trend of the baseline, carried on, goes beyond every score of the baseline and the treatment.
    #[error(
        "the trend of the baseline carried on leaves the range of all scores, so baseline-corrected Tau compares with what \
         could not happen"
    )]
    TrendLeavesRange,
    /// Sessions without a score.
    #[error("{count} planned {} no score; left as gaps", if *count == 1 { "session has" } else { "sessions have" })]
    Missing {
        /// How many.
        count: usize,
    },
}
