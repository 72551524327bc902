//! Check: what is wrong with a definition.
//!
//! Parsing refuses what has the wrong shape (unknown keys, values of the wrong kind). This stage looks at what the
//! parts say about each other, and runs the examples that the definition brings along.

mod alerts;
mod examples;
mod finding;
mod identity;
mod norms;
mod scales;
mod scores;
mod wording;

use crate::definition::Instrument;

pub use finding::{Finding, Place, Rule, Severity};

/// Everything that is wrong with a definition, or that its users must know. Empty for a faultless one.
///
/// A definition with a finding of [`Severity::Error`] must not be used; [`crate::Library`] refuses it.
pub fn check(instrument: &Instrument) -> Vec<Finding> {
    [identity::check, wording::check, scales::check, scores::check, norms::check, alerts::check, examples::check]
        .iter()
        .flat_map(|stage| stage(instrument))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::mood;

    #[test]
    fn a_sound_definition_has_no_findings() {
        assert_eq!(check(&mood()), []);
    }
}
