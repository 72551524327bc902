//! Fits the comparison and reads what is told of each group.

use std::collections::BTreeMap;

use jiff::civil::Date;
use peil_stats::{
    fit::{Criterion, Fit, Status, fit},
    model::{Formula, Model},
    read::{Combination, Prediction},
};

use super::{
    Comparison, GroupStanding, KindStanding,
    later::{Later, Stay, Stays},
};
use crate::{
    analyse::{
        AnalyseError, Caution,
        model::{FULL_MODEL, fit_error},
    },
    domain::GroupKind,
    store::ScoreRow,
};

/// Compares the groups by these scores, over stays that began on or after `since`; none when no kind has enough groups, or
/// there are too few scores.
///
/// # Errors
///
/// [`AnalyseError::Fit`] when the statistics crate refuses the data, [`AnalyseError::Undetermined`] when the scores leave
/// even the simplest model open.
pub fn compare_groups(
    rows: &[ScoreRow],
    stays: &Stays,
    since: Option<Date>,
    last: Option<&Comparison>,
) -> Result<Option<Comparison>, AnalyseError> {
    let Some(later) = Later::of(rows, stays, since) else { return Ok(None) };
    let table = later.table().map_err(fit_error)?;
    let mut undetermined = None;
    for formula in formulas(&later) {
        let parsed = Formula::parse(&formula).map_err(fit_error)?;
        let model = Model::build(&table, &parsed, &BTreeMap::new()).map_err(fit_error)?;
        let start = last.map(|last| last.theta.as_slice()).filter(|theta| theta.len() == model.parameters());
        let fitted = fit(&model, Criterion::Reml, start).map_err(fit_error)?;
        match fitted.status() {
            Status::Converged | Status::OnBoundary => {
                return Ok(Some(read(&fitted, &later, formula)?));
            }
            status @ (Status::NotIdentified | Status::NotConverged) => undetermined = Some(status),
        }
    }
    undetermined.map_or(Ok(None), |status| Err(AnalyseError::Undetermined(status)))
}

/// From the richest model that the numbers carry to the simplest.
fn formulas(later: &Later) -> Vec<String> {
    let kind = if later.kinds.len() > 1 { " + kind" } else { "" };
    let (scores, clients) = (later.scores(), later.stays.len());
    // As many random effects as scores cannot be told from the residual.
    let slopes = scores > 2 * clients + 5;
    let mut parts = Vec::new();
    if slopes && later.groups() >= FULL_MODEL {
        parts.push("(1 + at | group) + (1 + at | client)");
    }
    if slopes {
        parts.push("(1 | group) + (1 + at | client)");
    }
    if scores > clients + 5 {
        parts.push("(1 | group) + (1 | client)");
    }
    parts.into_iter().map(|random| format!("score ~ start{kind} + at + {random}")).collect()
}

fn read(fit: &Fit, later: &Later, formula: String) -> Result<Comparison, AnalyseError> {
    let groups = groups(later);
    let ids: Vec<String> = groups.iter().map(|(id, _)| id.clone()).collect();
    let sums: Vec<Combination> =
        ids.iter().map(|id| Combination::new().random("group", id, "(Intercept)", 1.0)).collect();
    let effects = fit.linear_combinations(&sums).map_err(fit_error)?;
    let differences = differences(fit, later);
    let df = later.groups().saturating_sub(later.kinds.len() + 1).max(1);
    let df = f64::from(u32::try_from(df).unwrap_or(u32::MAX));
    let standing = |((id, kind), effect): ((String, GroupKind), Prediction)| {
        let own = differences.get(&id).map_or(&[][..], Vec::as_slice);
        let (lower, upper) = effect.interval_t(0.95, df);
        let difference = mean(own);
        (id, GroupStanding { kind, effect: effect.estimate, lower, upper, difference, clients: own.len() })
    };
    Ok(Comparison {
        formula,
        theta: fit.theta(),
        week: later.week,
        between: between(fit),
        within: within(&differences),
        kinds: later.kinds.iter().map(|(kind, groups)| KindStanding::of(*kind, *groups)).collect(),
        groups: groups.into_iter().zip(effects).map(standing).collect(),
    })
}

impl KindStanding {
    fn of(kind: GroupKind, groups: usize) -> Self {
        Self { kind, groups, caution: if groups >= FULL_MODEL { Caution::None } else { Caution::FewGroups } }
    }
}

/// Each group once, by its id, with its kind.
fn groups(later: &Later) -> Vec<(String, GroupKind)> {
    let each: BTreeMap<String, GroupKind> =
        later.stays.iter().map(|stay| (stay.group.to_string(), stay.kind)).collect();
    each.into_iter().collect()
}

/// The groups' variance at T.
fn between(fit: &Fit) -> f64 {
    let groups = fit.random().into_iter().find(|effect| effect.factor == "group");
    groups.and_then(|effect| effect.standard_deviations.first().copied()).map_or(0.0, |deviation| deviation.powi(2))
}

/// Each client's last score minus what the fixed part says, by group.
fn differences(fit: &Fit, later: &Later) -> BTreeMap<String, Vec<f64>> {
    let fixed: BTreeMap<String, f64> = fit.fixed().into_iter().map(|effect| (effect.term, effect.estimate)).collect();
    let of = |term: &str| fixed.get(term).copied().unwrap_or(0.0);
    let expected = |stay: &Stay, week: f64| {
        let kind = of(&format!("kind{}", stay.kind.word()));
        of("(Intercept)") + of("start") * stay.start + kind + of("at") * (week - later.week)
    };
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for stay in &later.stays {
        let Some((week, score)) = stay.scores.last() else { continue };
        all.entry(stay.group.to_string()).or_default().push(score - expected(stay, *week));
    }
    all
}

#[allow(clippy::cast_precision_loss, reason = "numbers of clients are far below 2^52")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The pooled variance within groups.
#[allow(clippy::cast_precision_loss, reason = "numbers of clients are far below 2^52")]
fn within(differences: &BTreeMap<String, Vec<f64>>) -> f64 {
    let squares = |own: &Vec<f64>| {
        let middle = mean(own);
        own.iter().map(|value| (value - middle).powi(2)).sum::<f64>()
    };
    let freedom = differences.values().map(Vec::len).sum::<usize>().saturating_sub(differences.len()).max(1);
    differences.values().map(squares).sum::<f64>() / freedom as f64
}
