//! The submodels fitted and put beside each other.

use std::collections::{BTreeMap, BTreeSet};

use super::LEAST_GROUPS;
use super::columns::{MemberComposition, compositions};
use super::error::CompositionError;
use super::members::Members;
use super::submodel::Submodel;
use crate::data::Table;
use crate::fit::{Criterion, Status, fit};
use crate::infer::{Inference, Method, TTest};
use crate::model::{Formula, Model};

/// One submodel.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SubmodelFit {
    /// Which.
    pub submodel: Submodel,
    /// −2 log-likelihood, by maximum likelihood.
    pub minus_two_log_likelihood: f64,
    /// Akaike's criterion of that fit, variances counted.
    pub aic: f64,
    /// How far above the lowest.
    pub aic_difference: f64,
    /// Akaike weight: exp(−Δ/2) over the sum of all.
    pub weight: f64,
    /// The effects by REML with Kenward and Roger's tests; similarities and values are coded −1 to 1.
    pub effects: Vec<TTest>,
    /// Standard deviation between groups, by REML.
    pub group_deviation: f64,
    /// Standard deviation between members of a group, by REML.
    pub residual_deviation: f64,
}

/// A submodel that is not compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Which.
    pub submodel: Submodel,
    /// Why.
    pub because: Hindrance,
}

/// What keeps a submodel from being compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Hindrance {
    /// In these groups some columns follow from the others.
    Collinear {
        /// Columns that say nothing new.
        columns: Vec<String>,
    },
    /// It could not be fitted or tested.
    NotFitted {
        /// The reason.
        reason: String,
    },
}

/// What a reader of the tests of a chosen submodel must know.
const AFTER_CHOOSING: &str = "the tests of a submodel that was chosen by AIC find too much, for the choice looked at the same members; read the full model";

/// What composition does.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Composition {
    /// Groups used.
    pub groups: usize,
    /// Members used: those with an outcome, a trait and two others with one.
    pub members: usize,
    /// Members left out.
    pub members_left_out: usize,
    /// The submodels, the best by AIC first.
    pub submodels: Vec<SubmodelFit>,
    /// Submodels that are not compared.
    pub left_out: Vec<LeftOut>,
    /// What must be told with the numbers.
    pub cautions: Vec<String>,
}

/// Compares what composition may do to the members' outcome.
///
/// # Errors
/// [`CompositionError`]; [`CompositionError::TooFewGroups`] below [`LEAST_GROUPS`] groups, whose message says what can be said
/// then.
pub fn composition(members: &Members) -> Result<Composition, CompositionError> {
    let coded = members.coded()?;
    let found = compositions(&members.group, &coded);
    let used: Vec<(usize, f64, MemberComposition)> = (0..members.group.len())
        .filter(|&at| !members.outcome[at].is_nan())
        .filter_map(|at| found[at].map(|own| (members.group[at], members.outcome[at], own)))
        .collect();
    let groups = used.iter().map(|(group, ..)| group).collect::<BTreeSet<_>>().len();
    if groups < LEAST_GROUPS {
        return Err(CompositionError::TooFewGroups { groups, needed: LEAST_GROUPS });
    }
    let table = table(&used)?;
    let (mut submodels, mut left_out) = (Vec::new(), Vec::new());
    for submodel in Submodel::ALL {
        let model = Model::build(&table, &Formula::parse(&submodel.formula())?, &BTreeMap::new())?;
        let because = match fitted(submodel, &model) {
            _ if !model.fixed_dropped().is_empty() => {
                if submodel == Submodel::Main {
                    return Err(CompositionError::SameComposition);
                }
                Hindrance::Collinear { columns: model.fixed_dropped().to_vec() }
            }
            Ok(one) => {
                submodels.push(one);
                continue;
            }
            // Without a submodel to compare with there is nothing to be told.
            Err(error) if submodel == Submodel::Empty => return Err(error),
            Err(error) => Hindrance::NotFitted { reason: error.to_string() },
        };
        left_out.push(LeftOut { submodel, because });
    }
    weigh(&mut submodels);
    let members_left_out = members.group.len() - used.len();
    let cautions = vec![AFTER_CHOOSING.to_owned()];
    Ok(Composition { groups, members: used.len(), members_left_out, submodels, left_out, cautions })
}

fn table(used: &[(usize, f64, MemberComposition)]) -> Result<Table, CompositionError> {
    let column = |value: &dyn Fn(&MemberComposition) -> f64| used.iter().map(|(.., own)| value(own)).collect();
    Ok(Table::new()
        .with_number("group", used.iter().map(|(group, ..)| *group as f64).collect())?
        .with_number("outcome", used.iter().map(|(_, outcome, _)| *outcome).collect())?
        .with_number("own", column(&|one| one.own))?
        .with_number("others", column(&|one| one.others))?
        .with_number("similarity", column(&|one| one.similarity))?
        .with_number("others_similarity", column(&|one| one.others_similarity))?
        .with_number("both_similarities", column(&|one| one.similarity + one.others_similarity))?
        .with_number("similarity_less_others", column(&|one| one.similarity - one.others_similarity))?)
}

/// REML criteria of different fixed effects cannot be compared, so AIC is that of maximum likelihood.
fn fitted(submodel: Submodel, model: &Model) -> Result<SubmodelFit, CompositionError> {
    let likelihood = fit(model, Criterion::Ml, None)?;
    let restricted = fit(model, Criterion::Reml, None)?;
    if [&likelihood, &restricted].iter().any(|fit| fit.status() == Status::NotConverged) {
        return Err(CompositionError::NotConverged);
    }
    let effects = Inference::new(&restricted, Method::KenwardRoger)?.coefficients();
    let group_deviation = restricted.random().first().and_then(|term| term.standard_deviations.first().copied());
    Ok(SubmodelFit {
        submodel,
        minus_two_log_likelihood: likelihood.minus_two_log_likelihood(),
        aic: likelihood.aic(),
        aic_difference: 0.0,
        weight: 1.0,
        effects,
        group_deviation: group_deviation.unwrap_or_default(),
        residual_deviation: restricted.residual_standard_deviation(),
    })
}

fn weigh(submodels: &mut [SubmodelFit]) {
    submodels.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    let lowest = submodels.first().map_or(0.0, |best| best.aic);
    let whole: f64 = submodels.iter().map(|one| (-0.5 * (one.aic - lowest)).exp()).sum();
    for one in submodels {
        one.aic_difference = one.aic - lowest;
        one.weight = (-0.5 * one.aic_difference).exp() / whole;
    }
}
