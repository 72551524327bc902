//! Conclude: tests and intervals of the effects and of the variances.
//!
//! [`Inference`] tests fixed effects by Wald, Satterthwaite or Kenward–Roger: coefficients, contrasts, type III terms.

mod contrast;
mod error;
mod inference;
mod information;
mod kenward_roger;
mod parameters;
mod quantile;
mod sandwiches;
mod satterthwaite;
mod tail;
mod terms;
mod tree;

pub use contrast::Contrast;
pub use error::InferenceError;
pub use inference::{FTest, Inference, Method, TTest};
pub use terms::{TermTest, type_three_contrasts};

pub(crate) use quantile::quantile;
