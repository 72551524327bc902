//! Likelihood-ratio tests between nested models.
//!
//! A variance that is tested lies on the boundary of its range under the null hypothesis. One further random effect, correlated
//! with r effects that stay: half χ²_r, half χ²_(r+1) (Self and Liang 1987, case 6; Stram and Lee 1994). Several at once have no
//! simple law; χ² with all parameters is then conservative and is said to be. A residual correlation in continuous time (φ ≥ 0)
//! counts as one such variance.

use std::collections::BTreeSet;

use super::tail::chi_square_tail;
use super::tree::response_square;
use crate::fit::{Criterion, Fit, FlatDirection};
use crate::model::{Decay, MultipleMembership, RandomTerm};

/// Why two fits cannot be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ComparisonError {
    /// Nothing to compare.
    #[error("nothing to compare: give at least two fits")]
    TooFew,
    /// One fit by ML, the other by REML.
    #[error("`{first}` and `{second}` were fitted by different criteria; refit both by ML")]
    DifferentCriterion {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
    },
    /// The fits use different rows.
    #[error(
        "`{first}` uses {found} rows and `{second}` {expected}; drop the rows with a missing value from the table before \
         fitting both"
    )]
    DifferentRows {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
        /// Rows of the first.
        found: usize,
        /// Rows of the second.
        expected: usize,
    },
    /// The same rows, weighed in different ways.
    #[error(
        "`{first}` weighs the rows by {found} and `{second}` by {expected}, which makes their likelihoods those of different \
         data; fit both with the same weights"
    )]
    DifferentWeights {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
        /// The weights of the first: a column, or none.
        found: String,
        /// The weights of the second.
        expected: String,
    },
    /// As many rows, but not the same answers.
    #[error("`{first}` and `{second}` do not explain the same response in the same rows; fit both to one table")]
    DifferentResponse {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
    },
    /// REML criteria of different fixed parts are densities of different things.
    #[error("`{first}` and `{second}` have different fixed effects, so REML cannot compare them; refit both by ML")]
    RemlFixedParts {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
    },
    /// Both say the same, in whatever words.
    #[error("`{first}` and `{second}` are the same model; there is nothing to test")]
    SameModel {
        /// Formula of one.
        first: String,
        /// Formula of the other.
        second: String,
    },
    /// Neither model is a special case of the other.
    #[error("`{smaller}` is not a special case of `{larger}`: {reason}; compare them by AIC")]
    NotNested {
        /// Formula of the model with fewer parameters.
        smaller: String,
        /// Formula of the other.
        larger: String,
        /// What was found.
        reason: &'static str,
    },
    /// A test of random effects counts parameters, of which some say nothing.
    #[error("the parameters of `{formula}` cannot be counted for a test of its random effects: {direction}")]
    NotIdentified {
        /// Formula of the model.
        formula: String,
        /// What the data leave undetermined.
        direction: FlatDirection,
    },
}

/// The law that the statistic is held against.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "law", rename_all = "snake_case")]
pub enum ReferenceLaw {
    /// χ²: nothing on the boundary.
    ChiSquare {
        /// Degrees of freedom.
        df: usize,
    },
    /// Half χ² with `lower`, half with `upper` degrees of freedom: one variance, or a correlation in continuous time.
    Mixture {
        /// Degrees of freedom of one half.
        lower: usize,
        /// Of the other.
        upper: usize,
    },
    /// χ² although several parameters are tested on their boundaries: the p-value is too large.
    Conservative {
        /// Degrees of freedom.
        df: usize,
    },
}

impl ReferenceLaw {
    /// P(statistic or more).
    #[must_use]
    pub fn tail(self, statistic: f64) -> f64 {
        match self {
            Self::ChiSquare { df } | Self::Conservative { df } => chi_square_tail(statistic, df as f64),
            Self::Mixture { lower, upper } => {
                0.5 * (chi_square_tail(statistic, lower as f64) + chi_square_tail(statistic, upper as f64))
            }
        }
    }
}

/// A likelihood-ratio test.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LikelihoodRatio {
    /// Formula of the null hypothesis.
    pub smaller: String,
    /// Formula of the alternative.
    pub larger: String,
    /// Difference of the −2 log-likelihoods, not below 0.
    pub statistic: f64,
    /// Parameters that the larger model has more.
    pub parameters: usize,
    /// What the p-value rests on.
    pub reference: ReferenceLaw,
    /// Upper tail.
    pub p_value: f64,
}

/// The larger model may fit worse by this much: the accuracy of two optima.
const ROUNDING: f64 = 1e-5;

/// Tests the model with fewer parameters against the other; the order of the two does not matter.
///
/// That the rows are the same is judged by their number, by the sum of their weights and by the sum of squares of the response.
///
/// # Errors
/// All but [`ComparisonError::TooFew`].
pub fn likelihood_ratio(first: &Fit, second: &Fit) -> Result<LikelihoodRatio, ComparisonError> {
    comparable(first, second)?;
    let (smaller, larger) = if first.parameters() <= second.parameters() { (first, second) } else { (second, first) };
    let names = || (smaller.model().formula().to_owned(), larger.model().formula().to_owned());
    let refuse = |reason| {
        let (smaller, larger) = names();
        Err(ComparisonError::NotNested { smaller, larger, reason })
    };
    let parameters = larger.parameters() - smaller.parameters();
    if parameters == 0 {
        if is_same(smaller, larger) {
            let (first, second) = names();
            return Err(ComparisonError::SameModel { first, second });
        }
        return refuse("both have the same number of parameters");
    }
    let variances = match embedding(&blocks(smaller), &blocks(larger)) {
        Embedding::Holds { surplus } => surplus,
        Embedding::LacksCorrelation => return refuse("it correlates random effects that the other keeps apart"),
        Embedding::LacksEffect => return refuse("it has a random effect that the other lacks"),
    };
    if !same_memberships(smaller, larger) {
        return refuse("the levels of a multiple-membership factor are shared out in another way");
    }
    if !holds_fixed(larger, &smaller.model.parts.fixed) {
        return refuse("it has a fixed effect that the other lacks");
    }
    let Some(boundary) = residual_boundaries(smaller, larger) else {
        return refuse("its residuals have a correlation or strata that the other's lack");
    };
    if smaller.model().parameters() != larger.model().parameters() {
        identified(smaller)?;
        identified(larger)?;
    }
    let difference = smaller.minus_two_log_likelihood() - larger.minus_two_log_likelihood();
    if difference < -ROUNDING * (1.0 + larger.minus_two_log_likelihood().abs() * 1e-3) {
        return refuse("the model with more parameters fits worse");
    }
    let reference = match variances + boundary {
        0 => ReferenceLaw::ChiSquare { df: parameters },
        1 => ReferenceLaw::Mixture { lower: parameters - 1, upper: parameters },
        _ => ReferenceLaw::Conservative { df: parameters },
    };
    let statistic = difference.max(0.0);
    let (small_name, large_name) = names();
    Ok(LikelihoodRatio {
        smaller: small_name,
        larger: large_name,
        statistic,
        parameters,
        reference,
        p_value: reference.tail(statistic),
    })
}

/// Whether the criteria of two fits may be compared at all.
pub(super) fn comparable(first: &Fit, second: &Fit) -> Result<(), ComparisonError> {
    let names = || (first.model().formula().to_owned(), second.model().formula().to_owned());
    let (a, b) = names();
    if first.criterion() != second.criterion() {
        return Err(ComparisonError::DifferentCriterion { first: a, second: b });
    }
    let (found, expected) = (first.observations(), second.observations());
    if found != expected {
        return Err(ComparisonError::DifferentRows { first: a, second: b, found, expected });
    }
    let (left, right) = (weights(first), weights(second));
    let other_weights = || {
        let (first, second) = names();
        ComparisonError::DifferentWeights { first, second, found: left.0.clone(), expected: right.0.clone() }
    };
    if !alike(left.1, right.1) {
        return Err(other_weights());
    }
    let squares = (response_square(first.model()), response_square(second.model()));
    if let (Some(square), Some(other_square)) = squares
        && !alike(square, other_square)
    {
        let same_weights = left.0 == right.0;
        return Err(if same_weights {
            ComparisonError::DifferentResponse { first: a, second: b }
        } else {
            other_weights()
        });
    }
    let sorted = |fit: &Fit| {
        let mut names = fit.model.parts.fixed.clone();
        names.sort();
        names
    };
    if first.criterion() == Criterion::Reml && sorted(first) != sorted(second) {
        return Err(ComparisonError::RemlFixedParts { first: a, second: b });
    }
    Ok(())
}

/// The prior weights in words, and their sum.
fn weights(fit: &Fit) -> (String, f64) {
    let parts = &fit.model.parts;
    let column = parts.assumed.options.weights.as_ref();
    (column.map_or_else(|| "no column".to_owned(), |column| format!("`{column}`")), parts.total_weight)
}

fn alike(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-8 * left.abs().max(right.abs())
}

/// Refuses a fit whose random parameters are not all determined.
fn identified(fit: &Fit) -> Result<(), ComparisonError> {
    match fit.evidence().flat.first() {
        None => Ok(()),
        Some(direction) => Err(ComparisonError::NotIdentified {
            formula: fit.model().formula().to_owned(),
            direction: direction.clone(),
        }),
    }
}

/// One random term: effects that may be correlated.
struct Block<'a> {
    factor: BlockFactor<'a>,
    effects: Vec<&'a str>,
}

/// The factor of a term: `client` and `group:client` are one when they have the same number of levels, as then every client
/// has one group. `group:client` and `room:client` are not.
#[derive(Clone, Copy)]
struct BlockFactor<'a> {
    name: &'a str,
    levels: usize,
}

impl BlockFactor<'_> {
    fn is(self, other: Self) -> bool {
        let inner = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|outer| outer.ends_with(':'));
        self.levels == other.levels
            && (self.name == other.name || inner(self.name, other.name) || inner(other.name, self.name))
    }
}

fn blocks(fit: &Fit) -> Vec<Block<'_>> {
    let parts = &fit.model.parts;
    let factor = |term: &RandomTerm| {
        let stage = &parts.stages[term.stage];
        BlockFactor { name: &stage.name, levels: stage.labels.len() }
    };
    let terms = parts.terms.iter();
    terms
        .map(|term| Block { factor: factor(term), effects: term.labels.iter().map(String::as_str).collect() })
        .collect()
}

/// Whether the random part of one model is a special case of another's.
enum Embedding {
    /// It is; the larger one has `surplus` effects more.
    Holds { surplus: usize },
    /// Every effect is there, but not in terms that let the same pairs be correlated.
    LacksCorrelation,
    /// An effect is not there.
    LacksEffect,
}

/// Every term of `few` must find room within one term of `many`; the largest seek first, in the tightest room.
fn embedding(few: &[Block<'_>], many: &[Block<'_>]) -> Embedding {
    let mut room: Vec<Vec<&str>> = many.iter().map(|block| block.effects.clone()).collect();
    let mut seeking: Vec<&Block<'_>> = few.iter().collect();
    seeking.sort_by_key(|block| std::cmp::Reverse(block.effects.len()));
    for block in seeking {
        let fits = |at: &usize| {
            many[*at].factor.is(block.factor) && block.effects.iter().all(|effect| room[*at].contains(effect))
        };
        let Some(at) = (0..many.len()).filter(fits).min_by_key(|&at| room[at].len()) else {
            let lacking = few.iter().flat_map(|block| block.effects.iter().map(|effect| (block.factor, *effect)));
            let mut lacking =
                lacking.filter(|&(factor, effect)| times(few, factor, effect) > times(many, factor, effect));
            return if lacking.next().is_some() { Embedding::LacksEffect } else { Embedding::LacksCorrelation };
        };
        room[at].retain(|effect| !block.effects.contains(effect));
    }
    Embedding::Holds { surplus: room.iter().map(Vec::len).sum() }
}

/// How often an effect of a factor occurs.
fn times(blocks: &[Block<'_>], factor: BlockFactor<'_>, effect: &str) -> usize {
    let of_factor = blocks.iter().filter(|block| block.factor.is(factor));
    of_factor.flat_map(|block| &block.effects).filter(|known| **known == effect).count()
}

/// Whether factors of multiple membership that both have are shared out alike.
fn same_memberships(left: &Fit, right: &Fit) -> bool {
    let memberships = |fit: &'_ Fit| fit.model.parts.assumed.options.memberships.clone();
    let known = memberships(right);
    let same = |given: &MultipleMembership| known.iter().all(|other| other.factor != given.factor || other == given);
    memberships(left).iter().all(same)
}

/// Whether two models with as many parameters are one.
fn is_same(one: &Fit, other: &Fit) -> bool {
    let random = matches!(embedding(&blocks(one), &blocks(other)), Embedding::Holds { .. });
    let residual = |fit: &Fit| fit.model.parts.assumed.options.residual.clone();
    let fixed = holds_fixed(other, &one.model.parts.fixed);
    random && fixed && same_memberships(one, other) && residual(one) == residual(other)
}

/// How many residual parameters of the larger model lie on their boundary in the smaller one: a correlation in continuous time
/// begins at 0, one of whole lags and the ratios of variances have room on both sides. `None` when it does not hold all of the
/// smaller one's.
fn residual_boundaries(smaller: &Fit, larger: &Fit) -> Option<usize> {
    let assumed = |fit: &Fit| fit.model.parts.assumed.options.residual.clone();
    let (few, many) = (assumed(smaller), assumed(larger));
    if !few.strata.is_empty() && few.strata != many.strata {
        return None;
    }
    match (few.correlation, many.correlation) {
        (None, Some(more)) => Some(usize::from(more.decay == Decay::Car1)),
        (None, None) => Some(0),
        (few, many) => (few == many).then_some(0),
    }
}

/// Whether a model has these fixed effects, kept or left out as collinear; `week:arm` is `arm:week`.
fn holds_fixed(fit: &Fit, names: &[String]) -> bool {
    let parts = &fit.model.parts;
    let key = |name: &String| {
        let mut factors: Vec<String> = name.split(':').map(str::to_owned).collect();
        factors.sort_unstable();
        factors
    };
    let known: BTreeSet<Vec<String>> = parts.fixed.iter().chain(&parts.fixed_dropped).map(key).collect();
    names.iter().all(|name| known.contains(&key(name)))
}
