//! What a reader of a fit must be told before drawing conclusions.

use serde::ser::SerializeStruct;

use crate::fit::{Fit, FlatDirection};

/// Below this number of levels nothing is inferred between them.
const DESCRIBE_ONLY: usize = 5;
/// Below this number of levels their variance is very uncertain.
const FEW: usize = 10;
/// Up to this number of levels tests between them err on the safe side where their covariance loses rank: with 10 levels of small
/// variance 2 false alarms in 100 at a level of 5, with 30 levels 5 (example `type_one_error`).
const TOO_CAREFUL: usize = 20;

/// A reason to conclude less than the numbers seem to say. Written as its kind and its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// Fewer than 5 levels.
    DescribeOnly {
        /// The grouping factor.
        factor: String,
        /// Its number of levels.
        levels: usize,
    },
    /// 5 to 9 levels.
    FewLevels {
        /// The grouping factor.
        factor: String,
        /// Its number of levels.
        levels: usize,
    },
    /// 5 to 20 levels whose covariance matrix lost rank.
    TooCareful {
        /// The grouping factor.
        factor: String,
        /// Its number of levels.
        levels: usize,
    },
    /// Variances that the data leave undetermined: those reported are some of many that fit as well.
    NotIdentified(FlatDirection),
    /// A residual correlation or variances by stratum that were estimated, and are taken as known by all tests but
    /// Satterthwaite's.
    ResidualKnown,
    /// A residual correlation, which the shares of variance do not hold.
    CorrelationLeftOut,
    /// Prior weights: what is read from the residual variance is that of a row of weight 1.
    WeightOne,
}

impl Caution {
    /// Which caution, in one word for machines.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DescribeOnly { .. } => "describe_only",
            Self::FewLevels { .. } => "few_levels",
            Self::TooCareful { .. } => "too_careful",
            Self::NotIdentified(_) => "not_identified",
            Self::ResidualKnown => "residual_known",
            Self::CorrelationLeftOut => "correlation_left_out",
            Self::WeightOne => "weight_one",
        }
    }
}

impl serde::Serialize for Caution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = serializer.serialize_struct("Caution", 2)?;
        written.serialize_field("kind", self.kind())?;
        written.serialize_field("message", &self.to_string())?;
        written.end()
    }
}

impl std::fmt::Display for Caution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::DescribeOnly { factor, levels } => write!(
                f,
                "`{factor}` has only {levels} levels: infer nothing about the variance between them; a fixed effect of {factor} is safer"
            ),
            Self::FewLevels { factor, levels } => write!(
                f,
                "`{factor}` has only {levels} levels: the variance between them is very uncertain; use Kenward-Roger or Satterthwaite degrees of freedom"
            ),
            Self::TooCareful { factor, levels } => write!(
                f,
                "the {levels} levels of `{factor}` do not seem to differ in some direction: tests of what differs only between them \
                 then err on the safe side, fewer false alarms than promised and less power; compare the levels' own means or slopes \
                 by a t test as well"
            ),
            Self::NotIdentified(direction) => direction.fmt(f),
            Self::WeightOne => f.write_str(
                "shares of variance, intraclass correlation, design effect and R squared are those of rows of weight 1; in \
                 other units of the weights they are others",
            ),
            Self::ResidualKnown => f.write_str(
                "tests, degrees of freedom and intervals take the residual correlation and the variances of the strata as known: \
                 where few rows tell of them (a small stratum, few visits) they promise more than the data hold; use \
                 Satterthwaite degrees of freedom, which count how well they are known",
            ),
            Self::CorrelationLeftOut => f.write_str(
                "intraclass correlation and design effect leave out how neighbouring rows correlate",
            ),
        }
    }
}

/// The cautions of a fit, innermost factor first, then which tests are too careful, then what is not identified and what is taken as known; empty where there is no reason for any.
#[must_use]
pub fn cautions(fit: &Fit) -> Vec<Caution> {
    let caution = |(factor, levels): (&str, usize)| {
        let factor = factor.to_owned();
        match levels {
            ..DESCRIBE_ONLY => Some(Caution::DescribeOnly { factor, levels }),
            DESCRIBE_ONLY..FEW => Some(Caution::FewLevels { factor, levels }),
            _ => None,
        }
    };
    let boundary = fit.evidence().boundary.iter().map(|term| term.factor.as_str());
    let lost: Vec<&str> = boundary.collect();
    let careful = |(factor, levels): (&str, usize)| {
        let few = (DESCRIBE_ONLY..=TOO_CAREFUL).contains(&levels) && lost.contains(&factor);
        few.then(|| Caution::TooCareful { factor: factor.to_owned(), levels })
    };
    let careful = fit.factors().into_iter().filter_map(careful);
    let flat = fit.evidence().flat.iter().cloned().map(Caution::NotIdentified);
    let known = fit.residual().map(|_| Caution::ResidualKnown);
    let serial = fit.residual().and_then(|residual| residual.correlation).map(|_| Caution::CorrelationLeftOut);
    let weighted = fit.model.parts.assumed.options.weights.as_ref().map(|_| Caution::WeightOne);
    fit.factors()
        .into_iter()
        .filter_map(caution)
        .chain(careful)
        .chain(flat)
        .chain(known)
        .chain(serial)
        .chain(weighted)
        .collect()
}
