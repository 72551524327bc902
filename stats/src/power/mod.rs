//! Power: how many groups, members and sessions a study needs to see that one arm changes faster than the other.
//!
//! A [`Trial`] is a [`Design`] with its variances, its effect and its level. The effect is the difference of the arms' slopes in
//! y = β₀ + β₁t + β₂a + β₃ta + (u₀ + u₁t) + (v₀ + v₁t) + e, with a the arm, u of the group, v of the client.
//!
//! * [`analytic()`]: the generalised least-squares standard error for known variances, the power by the normal distribution and by
//!   the noncentral t. Exact where nobody leaves; with drop-out an approximation that says so.
//! * [`simulate`]: trials drawn from a seed, each fitted by REML and tested by Kenward and Roger's method as `infer` does for
//!   real data, or by the groups' own slopes where groups do not seem to differ.
//! * [`smallest()`] and [`smallest_simulated`]: the smallest number of groups, members or sessions that reaches a power.
//! * [`curve()`]: the power by one of the three.
//!
//! ```
//! use peil_stats::power::{Control, Design, Dimension, Effect, Shares, Trial, analytic, smallest};
//!
//! let design = Design { groups: 6, members: 8, sessions: 12, spacing: 1.0, dropout: 0.0, control: Control::Groups };
//! let trial = Trial { design, variances: Shares::default().variances()?, effect: Effect::End(0.5), alpha: 0.05 };
//! assert!((0.84..0.86).contains(&analytic(&trial)?.power));
//! assert_eq!(smallest(&trial, Dimension::Groups, 0.8)?.value, Some(6));
//! # Ok::<(), peil_stats::power::PowerError>(())
//! ```

mod analytic;
mod curve;
mod design;
mod error;
mod information;
mod noncentral_t;
mod own_lines;
mod replicate;
mod simulation;
mod smallest;
mod trial;
mod variances;

pub use analytic::{Analytic, Exactness, analytic};
pub use curve::{CurvePoint, curve};
pub use design::{Control, Design, Dimension};
pub use error::PowerError;
pub use noncentral_t::{critical_t, noncentral_t_upper};
pub use replicate::Failures;
pub use simulation::{Simulated, SimulationSettings, simulate};
pub use smallest::{Smallest, SmallestSimulated, smallest, smallest_simulated};
pub use trial::{Effect, Trial};
pub use variances::{RandomLine, Shares, Variances};
