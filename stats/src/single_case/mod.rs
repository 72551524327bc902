//! A few cases instead of many: one treatment that begins at different times, each case its own comparison.
//!
//! A [`Case`] is a person, or a group as a whole, with a baseline (A, for instance the waiting list) and a treatment (B).
//! [`analyse`] does it all at once. Three ways to look, each for another question, and in each a positive effect is an improvement:
//!
//! * [`CaseEffects`]: how far the phases of one case overlap. NAP, Tau, baseline-corrected Tau, Tau-U, PND, PEM, the mean
//!   difference and Glass's Δ, without any model.
//! * [`start_points`], [`permutation`], [`shared_start`]: randomisation tests over the start points that could have been drawn. Exact wherever
//!   counting is possible at all.
//! * [`PhaseFit`]: one multilevel model of all cases with level and perhaps slope changes and correlated residuals, and from it
//!   [`BetweenCase`], the standardised mean difference that can be compared with that of a trial between people.
//!
//! What cannot be a number is a reason ([`Unable`], [`RandomisationError`], [`PhaseError`]), never a `NaN`; what is right as
//! far as it goes comes with a [`Caution`].

mod analysis;
mod baseline_corrected;
mod between_case;
mod case;
mod effects;
mod glass;
mod lots;
mod nap;
mod overlap;
mod pairs;
mod permutation;
mod phase_design;
mod phase_error;
mod phase_fit;
mod phase_information;
mod phase_reading;
mod product;
mod randomisation;
mod randomisation_error;
mod start_points;
mod tau;
mod told;
mod unable;

pub use analysis::{Analysis, CaseReading, Question, Scheme, SchemeTest, analyse};
pub use baseline_corrected::BaselineCorrected;
pub use between_case::{BetweenCase, BetweenCaseError};
pub use case::{Case, CaseError, Phase, Session};
pub use effects::CaseEffects;
pub use glass::MeanDifference;
pub use lots::{deal, draw_each, draw_shared};
pub use nap::Nap;
pub use pairs::Pairs;
pub use phase_design::{CasesVary, Change};
pub use phase_error::{PhaseCaution, PhaseError};
pub use phase_fit::{PhaseAssumptions, PhaseFit};
pub use phase_reading::{EffectReading, PhaseReading};
pub use randomisation::{
    Counting, RandomisationSettings, RandomisationTest, distribution, permutation, shared_start, start_points,
};
pub use randomisation_error::{RandomisationCaution, RandomisationError};
pub use start_points::{Admissible, Statistic};
pub use tau::{Tau, Trend};
pub use unable::{Caution, Unable};
