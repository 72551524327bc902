//! Why a randomisation test cannot be made, and what must be said beside one.

use super::start_points::Admissible;

/// Why a randomisation test cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RandomisationError {
    /// Nothing to test.
    #[error("there is no case; give at least one")]
    NoCases,
    /// One case has nobody to change start points with.
    #[error(
        "start points change hands between cases, and there is one case; test over its admissible start points instead"
    )]
    OneCase,
    /// The start point at hand is not one that could have been drawn.
    #[error(
        "case {case} has {baseline} baseline and {treatment} treatment sessions where every admissible start point leaves {} and \
         {}: it cannot have been drawn; allow shorter phases if those were the rules of the draw", admissible.baseline,
        admissible.treatment
    )]
    NotAdmissible {
        /// The case.
        case: String,
        /// Its planned baseline sessions.
        baseline: usize,
        /// Its planned treatment sessions.
        treatment: usize,
        /// The rule.
        admissible: Admissible,
    },
    /// Cases that should have begun together did not.
    #[error("cases {one} and {other} did not begin after equally many sessions, so they did not share one start point")]
    NotShared {
        /// A case.
        one: String,
        /// A case with another start point.
        other: String,
    },
    /// A phase has too few scores for the statistic.
    #[error("case {case} has too few scores in a phase to compare it; leave the case out and say so")]
    NoStatistic {
        /// The case.
        case: String,
    },
}

/// What must be said beside a randomisation test.
#[derive(Debug, Clone, PartialEq, thiserror::Error, serde::Serialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum RandomisationCaution {
    /// A case has nothing to compare; the other cases are tested.
    #[error("case {case} has too few scores in a phase to compare it, so the test is made without it")]
    LeftOut {
        /// The case.
        case: String,
    },
    /// Assignments that could be were hard to find.
    #[error(
        "only {drawn} assignments of the {asked} asked for could be drawn, because few orders leave every case the phases it \
         must have: p is coarse; draw the start points so that more orders are possible, or leave cases out that allow few"
    )]
    TooFewDrawn {
        /// Assignments that were drawn.
        drawn: u32,
        /// Those that were asked for.
        asked: u32,
    },
    /// All cases began after equally many sessions.
    #[error(
        "all cases began after equally many sessions: whichever way the start points change hands the design stays the same, so \
         p is 1 and says nothing; stagger the start points"
    )]
    EqualStarts,
    /// Nothing was drawn.
    #[error(
        "the start points were not drawn by lot beforehand in this way, so p says how unusual the result is among other start \
         points, and proves nothing"
    )]
    NotDrawn,
    /// There is no other assignment.
    #[error("no other assignment was possible, so p is 1 and says nothing")]
    OneAssignment,
    /// Not even the best result would be significant.
    #[error(
        "this design cannot give a p-value below {:.3}, however well the treatment works; more cases or start points could",
        least
    )]
    CannotBeSignificant {
        /// The least p-value.
        least: f64,
    },
}

impl RandomisationCaution {
    pub(super) fn of_least(least: f64) -> Vec<Self> {
        if least > 0.05 { vec![Self::CannotBeSignificant { least }] } else { Vec::new() }
    }
}
