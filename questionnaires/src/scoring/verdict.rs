//! What a verdict about a client's change may rest on.

use thiserror::Error;

use crate::decimal::Decimal;
use crate::definition::{CutOff, Instrument, Reliability, Score, Source};

/// The numbers from which a reliable change may be judged (Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeBasis {
    /// A publication names the change in points.
    Published {
        /// The change in points of the score.
        points: Decimal,
        /// Whether a change of exactly this size counts.
        inclusive: bool,
        /// Where it is written.
        source: Source,
    },
    /// The change is to be computed from reliability and spread: `z · sd · √(2 (1 − r))`, strictly exceeded.
    Reliability {
        /// The coefficient, 0 to 1.
        r: Decimal,
        /// The standard deviation in the same population.
        sd: Decimal,
        /// Kind, size and population.
        reliability: Reliability,
        /// Where it is written.
        source: Source,
    },
}

/// What a verdict about change in a score may rest on: every number in it was read in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictBasis {
    change: ChangeBasis,
    cut_off: Option<(CutOff, Source)>,
}

/// Why no verdict about change may be given; the curve may still be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoVerdict {
    /// The definition has neither a published change nor reliability and spread.
    #[error("no reliable change is known for this score")]
    NoNumbers,
    /// There are numbers, but nobody has read them in a source.
    #[error("the numbers for this score have not been checked against a source")]
    NotValidated,
}

impl ChangeBasis {
    /// Where the numbers are written.
    pub fn source(&self) -> &Source {
        match self {
            Self::Published { source, .. } | Self::Reliability { source, .. } => source,
        }
    }
}

impl VerdictBasis {
    /// What a reliable change is.
    pub fn change(&self) -> &ChangeBasis {
        &self.change
    }

    /// The published change in points, and whether exactly so many points count; none when it is to be computed.
    pub fn points(&self) -> Option<(Decimal, bool)> {
        match &self.change {
            ChangeBasis::Published { points, inclusive, .. } => Some((*points, *inclusive)),
            ChangeBasis::Reliability { .. } => None,
        }
    }

    /// The limit between the clinical and the functional range, where one may be used.
    pub fn cut_off(&self) -> Option<&CutOff> {
        self.cut_off.as_ref().map(|(cut_off, _)| cut_off)
    }

    /// Where the cut-off is written.
    pub fn cut_off_source(&self) -> Option<&Source> {
        self.cut_off.as_ref().map(|(_, source)| source)
    }
}

/// What a verdict about change in this score may rest on: the first published change that was read in its source, else
/// validated reliability and spread; with the first cut-off that was read in its source.
///
/// # Errors
///
/// [`NoVerdict`] when there are no numbers, or only remembered, own or unvalidated ones.
pub fn verdict_basis(instrument: &Instrument, score: &Score) -> Result<VerdictBasis, NoVerdict> {
    let change = published(instrument, score).or_else(|| computable(instrument, score)).ok_or_else(|| {
        let nothing = score.published_changes().is_empty() && score.reliability().is_none();
        if nothing { NoVerdict::NoNumbers } else { NoVerdict::NotValidated }
    })?;
    let cut_off = score.cut_offs().iter().find_map(|cut_off| {
        let source = trusted(instrument, cut_off.source())?;
        Some((cut_off.clone(), source.clone()))
    });
    Ok(VerdictBasis { change, cut_off })
}

fn published(instrument: &Instrument, score: &Score) -> Option<ChangeBasis> {
    score.published_changes().iter().find_map(|change| {
        let source = trusted(instrument, change.source())?;
        Some(ChangeBasis::Published { points: change.points(), inclusive: change.inclusive(), source: source.clone() })
    })
}

fn computable(instrument: &Instrument, score: &Score) -> Option<ChangeBasis> {
    let reliability = score.reliability().filter(|found| found.validated())?;
    let source = trusted(instrument, reliability.source()?)?;
    Some(ChangeBasis::Reliability {
        r: reliability.r(),
        sd: reliability.sd()?,
        reliability: reliability.clone(),
        source: source.clone(),
    })
}

fn trusted<'a>(instrument: &'a Instrument, id: &str) -> Option<&'a Source> {
    instrument.source(id).filter(|source| source.seen().bears_a_verdict())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{decimal, mood, mood_with};

    fn basis(instrument: &Instrument) -> Result<VerdictBasis, NoVerdict> {
        verdict_basis(instrument, instrument.score("total").unwrap())
    }

    #[test]
    fn a_published_change_comes_first() {
        let basis = basis(&mood()).unwrap();
        assert_eq!(basis.points(), Some((6.into(), true)));
        assert_eq!(basis.change().source().id(), "study");
        assert!(basis.cut_off().unwrap().is_clinical(decimal("14.9")));
        assert_eq!(basis.cut_off_source().unwrap().id(), "study");
    }

    #[test]
    fn validated_reliability_is_the_second_choice() {
        let instrument =
            mood_with("[[score.published_change]]\npoints = \"6\"\ninclusive = true\nsource = \"study\"\n", "");
        let basis = basis(&instrument).unwrap();
        assert_eq!(basis.points(), None);
        let ChangeBasis::Reliability { r, sd, .. } = basis.change() else {
            unreachable!("the published change was removed");
        };
        assert_eq!((*r, *sd), (decimal("0.9"), decimal("5")));
    }

    #[test]
    fn nothing_rests_on_memory() {
        let instrument = mood_with("seen = \"paper\"", "seen = \"memory\"");
        assert_eq!(basis(&instrument), Err(NoVerdict::NotValidated));
    }

    #[test]
    fn a_score_without_numbers_has_no_verdict() {
        let instrument = mood();
        let average = instrument.score("average").unwrap();
        assert_eq!(verdict_basis(&instrument, average), Err(NoVerdict::NoNumbers));
    }
}
