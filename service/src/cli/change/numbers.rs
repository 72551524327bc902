//! Limit, reliability, norms and cut-offs, each with where it comes from; and what is lacking.

use peil_questionnaires::{ClinicalSide, Instrument, ReliabilityKind, Score, VerdictBasis, verdict_basis};
use peil_stats::change::{
    ChangeError, Cutoff, Direction, Norm, OnTheCutoff, PublishedPoints, Reliability, ReliableLimit, Sample,
};
use serde::Serialize;

use super::{ChangeArguments, ChangeCommandError, CutOffName, long_file::LongFile, measure::Measure};

const TYPED: &str = "typed";

/// A number, or more of them, and where they come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Sourced<T> {
    #[serde(flatten)]
    pub(super) value: T,
    pub(super) source: String,
}

impl<T> Sourced<T> {
    fn typed(value: T) -> Self {
        Self { value, source: TYPED.to_owned() }
    }
}

/// Points that are called reliable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Points {
    pub(super) points: f64,
    /// Whether a change of exactly so many counts.
    pub(super) inclusive: bool,
}

/// A number by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Single {
    pub(super) value: f64,
}

/// A population.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Population {
    pub(super) mean: f64,
    pub(super) sd: f64,
}

/// The cut-off that counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct UsedCutOff {
    /// `a`, `b`, `c`, or `own` for one that was typed or that the questionnaire has.
    pub(super) which: &'static str,
    pub(super) value: f64,
    /// Whether a score of exactly the cut-off is clinical.
    pub(super) clinical_itself: bool,
    pub(super) source: String,
}

/// What change is judged by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Numbers {
    pub(super) z: f64,
    pub(super) points: Option<Sourced<Points>>,
    pub(super) reliability: Option<Sourced<Single>>,
    pub(super) sd: Option<Sourced<Single>>,
    /// S_E, S_diff and the limit of Jacobson and Truax in points, where reliability and spread are known.
    pub(super) standard_error: Option<f64>,
    pub(super) standard_error_of_difference: Option<f64>,
    pub(super) reliable_change: Option<f64>,
    pub(super) clinical: Option<Sourced<Population>>,
    pub(super) functional: Option<Sourced<Population>>,
    pub(super) cut_off_a: Option<f64>,
    pub(super) cut_off_b: Option<f64>,
    pub(super) cut_off_c: Option<f64>,
    pub(super) cut_off: Option<UsedCutOff>,
    /// What nobody told, and the option that gives it.
    pub(super) lacks: Vec<String>,
    #[serde(skip)]
    pub(super) cutoff: Option<Cutoff>,
    /// Means and spreads of the file's first and last scores, with the correlation; and the reliability, 0 where none is known.
    #[serde(skip)]
    pub(super) sample: Result<Sample, ChangeError>,
}

impl Numbers {
    /// # Errors
    /// [`ChangeCommandError`] for what was typed and cannot be.
    pub(super) fn gather(
        asked: &ChangeArguments,
        measure: &Measure,
        file: &LongFile,
    ) -> Result<Self, ChangeCommandError> {
        let mut lacks = Vec::new();
        let reliability = reliability(asked, measure, &mut lacks)?;
        let sample = Sample::of(&file.pairs(), reliability.as_ref().map_or(0.0, |found| found.value.value));
        let of_file = sample.as_ref().ok().map(Sample::before);
        let clinical = norm(asked.clinical.as_deref(), "--clinical", measure)?
            .or_else(|| of_file.map(|norm| Sourced { value: population(norm), source: OF_FILE.to_owned() }));
        let functional = norm(asked.functional.as_deref(), "--functional", measure)?;
        if functional.is_none() {
            let known = populations(measure);
            lacks.push(format!(
                "no norm of the functional population is known, so there is no cut-off b or c; give --functional M,SD{known}"
            ));
        }
        let sd = spread(asked, measure, of_file)?;
        let computed = computed(asked, reliability.as_ref(), sd.as_ref())?;
        let mut numbers = Self {
            z: asked.z,
            points: points(asked, measure)?,
            reliability,
            sd,
            standard_error: computed.map(|found| found.standard_error()),
            standard_error_of_difference: computed.map(|found| found.standard_error_of_difference()),
            reliable_change: computed.map(|found| found.points()),
            cut_off_a: value(cut_off_a(clinical.as_ref(), measure.direction)),
            cut_off_b: value(cut_off_b(functional.as_ref(), measure.direction)),
            cut_off_c: value(cut_off_c(clinical.as_ref(), functional.as_ref())),
            clinical,
            functional,
            cut_off: None,
            lacks,
            cutoff: None,
            sample,
        };
        numbers.choose(asked.cut_off, measure)?;
        Ok(numbers)
    }

    /// The limit of Jacobson and Truax, where reliability and spread are known.
    pub(super) fn computed(&self) -> Option<Reliability> {
        let (sd, r) = (self.sd.as_ref()?.value.value, self.reliability.as_ref()?.value.value);
        Reliability::new(sd, r, self.z).ok()
    }

    /// The limit in points that a source names, or that was typed.
    pub(super) fn published(&self) -> Option<ReliableLimit> {
        let Points { points, inclusive } = self.points.as_ref()?.value;
        PublishedPoints::new(points, inclusive).ok().map(ReliableLimit::Published)
    }

    /// Settles which cut-off counts.
    fn choose(&mut self, asked: Option<CutOffName>, measure: &Measure) -> Result<(), ChangeCommandError> {
        let (clinical, functional) = (self.clinical.as_ref(), self.functional.as_ref());
        let known = |cutoff: Option<Cutoff>, why| cutoff.ok_or(ChangeCommandError::CutOff(why));
        let from = |parts: &[Option<&Sourced<Population>>]| {
            let sources: Vec<&str> = parts.iter().flatten().map(|found| found.source.as_str()).collect();
            sources.join("; ")
        };
        let a = || known(cut_off_a(clinical, measure.direction), "cut-off a needs --clinical M,SD");
        let b = || known(cut_off_b(functional, measure.direction), "cut-off b needs --functional M,SD");
        let c = || known(cut_off_c(clinical, functional), "cut-off c needs --functional M,SD");
        let found = match asked {
            Some(CutOffName::A) => Some(("a", a()?, from(&[clinical]))),
            Some(CutOffName::B) => Some(("b", b()?, from(&[functional]))),
            Some(CutOffName::C) => Some(("c", c()?, from(&[clinical, functional]))),
            Some(CutOffName::Score(score)) => {
                let cutoff = Cutoff::new(score, OnTheCutoff::Clinical).map_err(of("--cut-off"))?;
                Some(("own", cutoff, TYPED.to_owned()))
            }
            None if functional.is_some() => Some(("c", c()?, from(&[clinical, functional]))),
            None => own_cut_off(measure).map(|(cutoff, source)| ("own", cutoff, source)),
        };
        if found.is_none() {
            self.lacks.push(
                "no cut-off is known, so nobody is called recovered; give --functional M,SD or --cut-off SCORE"
                    .to_owned(),
            );
        }
        self.cutoff = found.as_ref().map(|(_, cutoff, _)| *cutoff);
        self.cut_off = found.map(|(which, cutoff, source)| UsedCutOff {
            which,
            value: cutoff.value(),
            clinical_itself: cutoff.is_clinical(cutoff.value(), measure.direction),
            source,
        });
        Ok(())
    }
}

/// What stands in for a norm that nobody gave.
const OF_FILE: &str = "the first scores of this file";

fn of(option: &'static str) -> impl Fn(ChangeError) -> ChangeCommandError {
    move |source| ChangeCommandError::Number { option, source }
}

fn population(norm: Norm) -> Population {
    Population { mean: norm.mean(), sd: norm.standard_deviation() }
}

fn as_norm(found: Option<&Sourced<Population>>) -> Option<Norm> {
    let Population { mean, sd } = found?.value;
    Norm::new(mean, sd).ok()
}

fn value(cutoff: Option<Cutoff>) -> Option<f64> {
    cutoff.map(|cutoff| cutoff.value())
}

fn cut_off_a(clinical: Option<&Sourced<Population>>, direction: Direction) -> Option<Cutoff> {
    Cutoff::a(as_norm(clinical)?, direction).ok()
}

fn cut_off_b(functional: Option<&Sourced<Population>>, direction: Direction) -> Option<Cutoff> {
    Cutoff::b(as_norm(functional)?, direction).ok()
}

fn cut_off_c(clinical: Option<&Sourced<Population>>, functional: Option<&Sourced<Population>>) -> Option<Cutoff> {
    Cutoff::c(as_norm(clinical)?, as_norm(functional)?).ok()
}

/// What was typed, else what the questionnaire's source calls reliable.
fn points(asked: &ChangeArguments, measure: &Measure) -> Result<Option<Sourced<Points>>, ChangeCommandError> {
    if let Some(points) = asked.reliable_change {
        PublishedPoints::new(points, true).map_err(of("--reliable-change"))?;
        return Ok(Some(Sourced::typed(Points { points, inclusive: true })));
    }
    let Some((basis, (points, inclusive))) =
        basis(measure).and_then(|basis| basis.points().map(|found| (basis, found)))
    else {
        return Ok(None);
    };
    let source = basis.change().source().cite().trim_end_matches('.').to_owned();
    Ok(Some(Sourced { value: Points { points: points.to_f64(), inclusive }, source }))
}

fn basis(measure: &Measure) -> Option<VerdictBasis> {
    let (instrument, score) = measure.definition()?;
    verdict_basis(instrument, score).ok()
}

/// What was typed, else the first reliability that somebody read in its source.
fn reliability(
    asked: &ChangeArguments,
    measure: &Measure,
    lacks: &mut Vec<String>,
) -> Result<Option<Sourced<Single>>, ChangeCommandError> {
    if let Some(r) = asked.reliability {
        Reliability::new(1.0, r, asked.z).map_err(|error| match error {
            ChangeError::QuantileOutOfRange => of("--z")(error),
            _ => of("--reliability")(error),
        })?;
        return Ok(Some(Sourced::typed(Single { value: r })));
    }
    let found = checked(measure).map(|(r, _, source)| Sourced { value: Single { value: r }, source });
    if found.is_none() {
        let unchecked = measure.definition().and_then(|(_, score)| score.reliabilities().first());
        let told = unchecked.map_or_else(String::new, |found| {
            let kind = match found.kind() {
                ReliabilityKind::Alpha => "alpha",
                ReliabilityKind::TestRetest => "test and retest",
            };
            format!(" (nobody checked {} of {}, {}, in its source)", kind, found.population(), found.r().to_f64())
        });
        lacks.push(format!(
            "no reliability of `{}` is known{told}; give --reliability R for the methods that need it",
            measure.name
        ));
    }
    Ok(found)
}

/// The first reliability that was checked, with its spread where there is one, and its source.
fn checked(measure: &Measure) -> Option<(f64, Option<f64>, String)> {
    let (instrument, score) = measure.definition()?;
    score.reliabilities().iter().filter(|found| found.validated()).find_map(|found| {
        let source = trusted(instrument, found.source()?)?;
        let told = format!("{} ({})", source, found.population());
        Some((found.r().to_f64(), found.sd().map(|sd| sd.to_f64()), told))
    })
}

/// The citation of a source that bears a verdict.
fn trusted<'a>(instrument: &'a Instrument, id: &str) -> Option<&'a str> {
    instrument
        .source(id)
        .filter(|source| source.seen().bears_a_verdict())
        .map(|source| source.cite().trim_end_matches('.'))
}

/// What was typed, else what belongs to the questionnaire's reliability, else that of the file.
fn spread(
    asked: &ChangeArguments,
    measure: &Measure,
    of_file: Option<Norm>,
) -> Result<Option<Sourced<Single>>, ChangeCommandError> {
    if let Some(sd) = asked.sd {
        Norm::new(0.0, sd).map_err(of("--sd"))?;
        return Ok(Some(Sourced::typed(Single { value: sd })));
    }
    let own = checked(measure).filter(|_| asked.reliability.is_none()).and_then(|(_, sd, source)| Some((sd?, source)));
    let own = own.map(|(value, source)| Sourced { value: Single { value }, source });
    Ok(own.or_else(|| {
        of_file.map(|norm| Sourced { value: Single { value: norm.standard_deviation() }, source: OF_FILE.to_owned() })
    }))
}

fn computed(
    asked: &ChangeArguments,
    reliability: Option<&Sourced<Single>>,
    sd: Option<&Sourced<Single>>,
) -> Result<Option<Reliability>, ChangeCommandError> {
    // A z that cannot be is told whether it is used or not.
    Reliability::new(1.0, 0.5, asked.z).map_err(of("--z"))?;
    let Some((r, sd)) = reliability.zip(sd) else { return Ok(None) };
    Reliability::new(sd.value.value, r.value.value, asked.z).map(Some).map_err(of("--reliability"))
}

/// A norm that was typed, or the one of a population of the definition.
fn norm(
    text: Option<&str>,
    option: &'static str,
    measure: &Measure,
) -> Result<Option<Sourced<Population>>, ChangeCommandError> {
    let Some(text) = text else { return Ok(None) };
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    if let Some([mean, sd]) = numbers.as_deref() {
        let norm = Norm::new(*mean, *sd).map_err(of(option))?;
        return Ok(Some(Sourced::typed(population(norm))));
    }
    let named = norms(measure).find(|(found, ..)| *found == text);
    let (name, mean, sd, source) =
        named.ok_or_else(|| ChangeCommandError::Norm { option, known: populations(measure) })?;
    Ok(Some(Sourced { value: Population { mean, sd }, source: format!("{source} ({name})") }))
}

/// The norms of the definition that somebody read in their source: population, mean, standard deviation and citation.
fn norms(measure: &Measure) -> impl Iterator<Item = (&str, f64, f64, &str)> {
    let definition: Option<(&Instrument, &Score)> = measure.definition();
    definition.into_iter().flat_map(|(instrument, score)| {
        score.norms().iter().filter_map(move |norm| {
            let source = trusted(instrument, norm.source())?;
            Some((norm.population(), norm.mean().to_f64(), norm.sd().to_f64(), source))
        })
    })
}

fn populations(measure: &Measure) -> String {
    let known: Vec<&str> = norms(measure).map(|(population, ..)| population).collect();
    if known.is_empty() { String::new() } else { format!(", or a population of the definition: {}", known.join(", ")) }
}

/// The questionnaire's own cut-off: the first that was read in its source.
fn own_cut_off(measure: &Measure) -> Option<(Cutoff, String)> {
    let (instrument, score) = measure.definition()?;
    score.cut_offs().iter().find_map(|found| {
        let source = trusted(instrument, found.source())?;
        let on_it = match found.clinical() {
            ClinicalSide::AtOrAbove | ClinicalSide::AtOrBelow => OnTheCutoff::Clinical,
            ClinicalSide::Above | ClinicalSide::Below => OnTheCutoff::Functional,
        };
        Some((Cutoff::new(found.value().to_f64(), on_it).ok()?, source.to_owned()))
    })
}
