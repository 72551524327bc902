//! Check: what is wrong with a definition.
//!
//! Parsing refuses what has the wrong shape (unknown keys, values of the wrong kind). This stage looks at what the
//! parts say about each other, and runs the examples that the definition brings along.

mod alerts;
mod examples;
mod finding;
mod identity;
mod kinds;
mod methods;
mod norms;
mod scales;
mod scores;
mod wording;

use crate::definition::Instrument;

pub use finding::{Finding, Place, Rule, Severity};

type Stage = fn(&Instrument) -> Vec<Finding>;

const STAGES: [Stage; 9] = [
    identity::check,
    wording::check,
    scales::check,
    methods::check,
    scores::check,
    norms::check,
    alerts::check,
    examples::check,
    kinds::check,
];

/// Everything that is wrong with a definition, or that its users must know, in the order of the file. Empty for a faultless
/// one.
///
/// Wording that the site brought along is no part of the definition: [`Instrument::with_wording`] looked at it.
///
/// A definition with a finding of [`Severity::Error`] must not be used; [`crate::Library`] refuses it.
pub fn check(instrument: &Instrument) -> Vec<Finding> {
    let definition = instrument.bare();
    let mut findings: Vec<Finding> = STAGES.iter().flat_map(|stage| stage(definition)).collect();
    findings.sort_by_key(|finding| finding.place().line());
    findings
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
