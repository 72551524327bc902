//! Groups side by side: what would be expected of each group for clients who start alike.
//!
//! **Estimand.** For a group g of kind k: the score, T weeks after the start of a stay, of a client with a given start
//! score who is treated in g, minus that of a client with the same start score in the middle group of kind k. T is the
//! week of the last score of the middle stay (the median), so nothing is told of weeks that few stays have reached.
//!
//! **Model.** Scores after the first one of each stay, three levels (score in client in group), REML:
//!
//! ```text
//! score ~ start + kind + at + (1 + at | group) + (1 + at | client),   at = weeks since the start − T
//! ```
//!
//! `start` is the first score of the stay. Because time is counted from T, a group's conditional mode of `(Intercept)` is
//! the estimand, shrunk; its interval has the prediction error of b̂ − b (Henderson 1975, Biometrics 31:423) and
//! m − k − 1 degrees of freedom for m groups of k kinds. Below ten groups the groups' slopes are fixed to zero; kinds with
//! fewer than five groups stay out (the product rule of few groups). A simpler model is taken where the scores do not
//! determine this one.
//!
//! **Funnel.** A client's outcome is the last score; expected is what the fixed part says for the start score, kind and
//! week. The mean difference of n clients has variance τ² + σ²/n, with τ² the groups' variance of the model and σ² the
//! pooled variance of the differences within groups: limits at 0 ± z·√((τ² + σ²)·deff/n), deff = 1 + (n − 1)·ICC
//! (Spiegelhalter 2005, Stat Med 24:1185, with his additive over-dispersion). A start score is measured with error, so
//! groups whose clients start worse are adjusted a little too lightly.
//!
//! **When.** Not with each answer: a comparison takes seconds of computing, and says nothing that somebody must act upon the
//! same evening. It is made anew when nobody waits ([`renewal`]), and says of which moment it is and how much came since.
//!
//! No names, no SQL, no words on screen.

mod comparison;
mod fitting;
mod later;
mod renewal;
mod stood;
mod team;

#[cfg(test)]
mod tests;

pub use comparison::{Compared, Comparison, Found, GroupStanding, KindStanding, Window};
pub use fitting::compare_groups;
pub use later::Stays;
pub use renewal::{ToCompare, VERSION as COMPARISON_VERSION, claim_comparison, comparison_outdated, finish_comparison};
pub use stood::{ApartByChance, apart_by_chance};
pub use team::{Counted, FEWEST_TOLD, GroupFigures, Moment, Shares, Standings, TeamReading, is_counted, read_team};

/// Days of the window "last year".
const YEAR: i32 = 365;
