//! Conclude: tests and intervals of the effects and of the variances.
//!
//! [`Inference`] tests fixed effects by Wald, Satterthwaite or Kenward–Roger: coefficients, contrasts, type III terms.
//! [`ClusterRobust`] does so with a covariance that does not trust the random part of the model. [`likelihood_ratio`] and
//! [`compare`] put models beside each other. [`bootstrap()`] and [`bootstrap_likelihood_ratio`] draw the laws that the others
//! approximate. [`profile()`] gives intervals of variances and effects by the likelihood.
//!
//! Parameters of a residual structure (serial correlation, variances by stratum) are estimates like all others for Satterthwaite's
//! degrees of freedom, likelihood-ratio tests, the profile and the bootstrap; Wald, Kenward–Roger and robust errors take
//! them as known at their estimates.

mod bootstrap;
mod cluster_robust;
mod cluster_shares;
mod compare;
mod contrast;
mod crossed_sandwiches;
mod entries;
mod error;
mod inference;
mod information;
mod kenward_roger;
mod likelihood_ratio;
mod parameter;
mod profile;
mod quantile;
mod residual_sensitivity;
mod sandwiches;
mod satterthwaite;
mod tail;
mod terms;
mod tree;
mod undetermined;

pub use bootstrap::{
    Bootstrap, BootstrapCaution, BootstrapError, BootstrapInterval, BootstrapLikelihoodRatio, BootstrapSettings,
    RefitFailure, RefitFailures, Replicate, bootstrap, bootstrap_likelihood_ratio,
};
pub use cluster_robust::{ClusterRobust, ClusterRobustReport, ClusterRobustRow, Correction};
pub use compare::{Comparison, ComparisonRow, compare};
pub use contrast::Contrast;
pub use error::InferenceError;
pub use inference::{FTest, Inference, Method, TTest};
pub use likelihood_ratio::{ComparisonError, LikelihoodRatio, ReferenceLaw, likelihood_ratio};
pub use parameter::Parameter;
pub use profile::{ProfileError, ProfileInterval, profile};
pub use terms::{TermTest, type_three_contrasts};

pub(crate) use quantile::quantile;
pub(crate) use tail::two_sided;
