//! Why nothing can be said about composition.

use crate::data::TableError;
use crate::fit::FitError;
use crate::infer::InferenceError;
use crate::model::{FormulaError, ModelError};

/// Why nothing can be said about composition.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CompositionError {
    /// The columns have different lengths.
    #[error(
        "{groups} groups, {outcomes} outcomes and {traits} traits do not belong together; give one of each a member"
    )]
    Length {
        /// Groups given.
        groups: usize,
        /// Outcomes given.
        outcomes: usize,
        /// Traits given.
        traits: usize,
    },
    /// Too few groups.
    #[error(
        "{groups} groups with three or more members are too few to tell what their composition does, {needed} are needed; what \
         can be told is whether members with a higher value of their own fare otherwise: outcome ~ trait + (1 | group)"
    )]
    TooFewGroups {
        /// Groups that can be used.
        groups: usize,
        /// Groups needed.
        needed: usize,
    },
    /// All members have the same trait.
    #[error(
        "every member has the same trait, so no group is composed otherwise than another; choose a trait that varies"
    )]
    ConstantTrait,
    /// A value outside the range that was given.
    #[error("the trait {value} lies outside its range of {lowest} to {highest}; give the range of the whole scale")]
    OutsideRange {
        /// The value.
        value: f64,
        /// The low end.
        lowest: f64,
        /// The high end.
        highest: f64,
    },
    /// Own value and the mean of the others cannot be told apart.
    #[error(
        "all groups are composed alike, so a member's own value tells that of the others; what can be told is the effect of the \
         own value: outcome ~ trait + (1 | group)"
    )]
    SameComposition,
    /// The search for the optimum did not arrive.
    #[error("the search did not arrive at an optimum; look at the outcome for values far from all others")]
    NotConverged,
    /// The columns make no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The formula of a submodel.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// The model cannot be made.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The effects cannot be tested.
    #[error(transparent)]
    Inference(#[from] InferenceError),
}
