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
        /// The people it was found in, where the source says so.
        population: Option<String>,
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
    /// The people the numbers were found in, where the source says so.
    pub fn population(&self) -> Option<&str> {
        match self {
            Self::Published { population, .. } => population.as_deref(),
            Self::Reliability { reliability, .. } => Some(reliability.population()),
        }
    }

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
/// the first validated reliability with a spread; with the first cut-off that was read in its source. Sources that
/// disagree all stand in the definition; the order of its file is the order of preference, and the basis names its source
/// and population.
///
/// # Errors
///
/// [`NoVerdict`] when there are no numbers, or only remembered, own or unvalidated ones.
pub fn verdict_basis(instrument: &Instrument, score: &Score) -> Result<VerdictBasis, NoVerdict> {
    let anybody = |_: Option<&str>| true;
    let change = change(instrument, score, anybody).ok_or_else(|| none_because(score))?;
    Ok(VerdictBasis { change, cut_off: cut_off(instrument, score, anybody) })
}

/// The same for a clinic whose clients belong to one population, such as `Netherlands`: numbers found in that population
/// come first, be they published or computed, and then those that [`verdict_basis`] would use.
///
/// # Errors
///
/// [`NoVerdict`], as [`verdict_basis`].
pub fn verdict_basis_for(instrument: &Instrument, score: &Score, population: &str) -> Result<VerdictBasis, NoVerdict> {
    let own = |found: Option<&str>| found == Some(population);
    let anywhere = verdict_basis(instrument, score)?;
    let (change, cut_off) = (change(instrument, score, own), cut_off(instrument, score, own));
    Ok(VerdictBasis { change: change.unwrap_or(anywhere.change), cut_off: cut_off.or(anywhere.cut_off) })
}

fn none_because(score: &Score) -> NoVerdict {
    let nothing = score.published_changes().is_empty() && score.reliabilities().is_empty();
    if nothing { NoVerdict::NoNumbers } else { NoVerdict::NotValidated }
}

fn change(instrument: &Instrument, score: &Score, of: impl Fn(Option<&str>) -> bool) -> Option<ChangeBasis> {
    let published = score.published_changes().iter().filter(|change| of(change.population())).find_map(|change| {
        let source = trusted(instrument, change.source())?;
        Some(ChangeBasis::Published {
            points: change.points(),
            inclusive: change.inclusive(),
            population: change.population().map(str::to_owned),
            source: source.clone(),
        })
    });
    let reliabilities = score.reliabilities().iter();
    let mut reliabilities = reliabilities.filter(|found| found.validated() && of(Some(found.population())));
    published.or_else(|| reliabilities.find_map(|reliability| computable(instrument, reliability)))
}

fn computable(instrument: &Instrument, reliability: &Reliability) -> Option<ChangeBasis> {
    let source = trusted(instrument, reliability.source()?)?;
    Some(ChangeBasis::Reliability {
        r: reliability.r(),
        sd: reliability.sd()?,
        reliability: reliability.clone(),
        source: source.clone(),
    })
}

fn cut_off(instrument: &Instrument, score: &Score, of: impl Fn(Option<&str>) -> bool) -> Option<(CutOff, Source)> {
    score.cut_offs().iter().filter(|cut_off| of(cut_off.population())).find_map(|cut_off| {
        let source = trusted(instrument, cut_off.source())?;
        Some((cut_off.clone(), source.clone()))
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
        assert_eq!(basis.points(), Some((5.into(), true)));
        assert_eq!(basis.change().source().id(), "study");
        assert!(basis.cut_off().unwrap().is_clinical(decimal("14.9")));
        assert_eq!(basis.cut_off_source().unwrap().id(), "study");
    }

    #[test]
    fn validated_reliability_is_the_second_choice() {
        let instrument =
            mood_with("[[score.published_change]]\npoints = \"5\"\ninclusive = true\nsource = \"study\"\n", "");
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
