//! What must be told with the estimates, in one shape for every model.

use peil_stats::{glmm, infer::InferenceError, read};

use super::arguments::DfMethod;

/// Most nodes that `--agq` takes.
const MOST_NODES: usize = 101;

/// A reason to conclude less than the numbers seem to say.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct CautionRow {
    /// Which caution, in one word for machines.
    pub(super) kind: &'static str,
    /// The sentence for people, without the full stop.
    pub(super) message: String,
}

impl CautionRow {
    /// Of a linear model whose degrees of freedom were made so: nobody is told to do what was done.
    pub(super) fn of_linear(caution: &read::Caution, degrees_of_freedom: DfMethod) -> Self {
        let message = match caution {
            read::Caution::FewLevels { factor, levels } if degrees_of_freedom != DfMethod::None => {
                format!("`{factor}` has only {levels} levels: the variance between them is very uncertain")
            }
            _ => caution.to_string(),
        };
        Self { kind: caution.kind(), message }
    }
}

impl CautionRow {
    /// Why the best degrees of freedom are not used.
    pub(super) fn of_refusal(refusal: &InferenceError) -> Self {
        let message = match refusal {
            // Its own caution says the rest.
            InferenceError::Undetermined { .. } => {
                "the degrees of freedom are second choice, because a variance is not determined".to_owned()
            }
            _ => format!("the degrees of freedom are second choice: {refusal}"),
        };
        Self { kind: "degrees_of_freedom", message }
    }

    /// Of one of several models.
    pub(super) fn of_model(formula: &str, caution: &read::Caution) -> Self {
        Self { kind: caution.kind(), message: format!("`{formula}`: {caution}") }
    }
}

impl From<&glmm::Caution> for CautionRow {
    /// With the option that follows the advice.
    fn from(caution: &glmm::Caution) -> Self {
        let message = match caution {
            glmm::Caution::LaplaceFewEvents { quadrature: true, .. } => format!("{caution}: leave out --agq 1"),
            glmm::Caution::TooFewNodes { nodes, .. } if *nodes < MOST_NODES => {
                format!("{caution}, for instance --agq {}", MOST_NODES.min(2 * nodes + 1))
            }
            _ => caution.to_string(),
        };
        Self { kind: caution.kind(), message }
    }
}
