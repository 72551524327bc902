//! One model's columns and levels as another, larger model of the same rows holds them.

use std::collections::BTreeMap;

use super::BootstrapError;
use crate::model::{Model, Stage};

/// Where a model (the source) is found in another (the host).
pub(super) struct Mapping {
    /// For each internal column of the source its weights on the host's columns; the response is the response.
    pub(super) columns: Vec<Vec<f64>>,
    /// For each stage of the source the stage of the host.
    pub(super) stages: Vec<usize>,
    /// For each innermost level of the host the source's innermost level.
    pub(super) innermost: Vec<usize>,
}

impl Mapping {
    /// # Errors
    /// [`BootstrapError::ColumnMissing`], [`BootstrapError::FactorMissing`].
    pub(super) fn new(source: &Model, host: &Model) -> Result<Self, BootstrapError> {
        let stages = source.parts.stages.iter().map(|stage| find(stage, &host.parts.stages));
        let stages: Vec<usize> = stages.collect::<Result<_, _>>()?;
        let (own, other) = (&source.parts.stages[0], &host.parts.stages[stages[0]]);
        let order = matched(own, other).ok_or_else(|| BootstrapError::FactorMissing { factor: own.name.clone() })?;
        let inner = 0..host.parts.stages[0].labels.len();
        let innermost = inner.map(|level| order[ancestor(host, level, stages[0])]).collect();
        let columns = columns(source, host)?;
        Ok(Self { columns, stages, innermost })
    }
}

/// The level of a stage that holds an innermost level.
pub(super) fn ancestor(model: &Model, innermost: usize, stage: usize) -> usize {
    let inner = &model.parts.stages[..stage];
    inner.iter().fold(innermost, |level, stage| stage.parent[level] as usize)
}

fn last_part(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// `client` is `group:client` when both have the same number of levels.
fn find(stage: &Stage, among: &[Stage]) -> Result<usize, BootstrapError> {
    let same = |other: &Stage| {
        stage.labels.len() == other.labels.len()
            && (stage.name == other.name || last_part(&stage.name) == last_part(&other.name))
    };
    among.iter().position(same).ok_or_else(|| BootstrapError::FactorMissing { factor: stage.name.clone() })
}

/// For each level of the host's stage the source's level of that name; `client` 7 may be `group:client` 2:7 and the reverse.
fn matched(source: &Stage, host: &Stage) -> Option<Vec<usize>> {
    if source.labels == host.labels {
        return Some((0..host.labels.len()).collect());
    }
    let shorten = source.name != host.name;
    let key = |name: String| if shorten { last_part(&name).to_owned() } else { name };
    let known: BTreeMap<String, usize> = source.labels.all().map(key).zip(0..).collect();
    let found: Vec<usize> = host.labels.all().map(|name| known.get(&key(name)).copied()).collect::<Option<_>>()?;
    // Names that occur twice when they are shortened tell nothing.
    (known.len() == found.len()).then_some(found)
}

/// An internal column: (x − centre)/scale of the column named so. `None` is the response.
struct Column {
    label: String,
    centre: f64,
    scale: f64,
}

fn described(model: &Model) -> Vec<Option<Column>> {
    let parts = &model.parts;
    let mut columns: Vec<Option<Column>> = (0..parts.stages[0].width).map(|_| None).collect();
    let column = |label: &String, (centre, scale): (f64, f64)| Some(Column { label: label.clone(), centre, scale });
    for (index, label) in parts.fixed.iter().enumerate() {
        columns[index] = column(label, parts.fixed_scaling.of_column(index));
    }
    for term in &parts.terms {
        for (index, label) in term.labels.iter().enumerate() {
            let at = parts.stages[term.stage].effects[term.offset + index];
            columns[at] = column(label, term.scaling.of_column(index));
        }
    }
    columns
}

fn columns(source: &Model, host: &Model) -> Result<Vec<Vec<f64>>, BootstrapError> {
    let (own, theirs) = (described(source), described(host));
    let response = host.parts.fixed.len();
    let ones = theirs.iter().position(|column| column.as_ref().is_some_and(|c| c.label == "(Intercept)"));
    let weights = |column: &Option<Column>| {
        let mut weights = vec![0.0; theirs.len()];
        let Some(column) = column else {
            weights[response] = 1.0;
            return Ok(weights);
        };
        let missing = || BootstrapError::ColumnMissing { column: column.label.clone() };
        let candidates = theirs.iter().enumerate().filter_map(|(at, other)| other.as_ref().map(|other| (at, other)));
        let same = candidates.filter(|(_, other)| other.label == column.label);
        // The same centre if there is one: then no column of ones is needed.
        let nearest =
            same.min_by(|(_, a), (_, b)| (a.centre - column.centre).abs().total_cmp(&(b.centre - column.centre).abs()));
        let (at, other) = nearest.ok_or_else(missing)?;
        weights[at] += other.scale / column.scale;
        let shift = (other.centre - column.centre) / column.scale;
        if shift != 0.0 {
            weights[ones.ok_or_else(missing)?] += shift;
        }
        Ok(weights)
    };
    own.iter().map(weights).collect()
}
