//! From the file to the members.

use std::collections::HashMap;

use peil_stats::{
    composition::Members,
    data::{Column, Factor, Table},
};

use super::arguments::CompositionArguments;
use super::error::CompositionCommandError;
use crate::cli::{progress::Phase, table::CsvFile};

/// The members, and what is coded −1 and 1.
#[derive(Debug)]
pub(super) struct Observed {
    pub(super) members: Members,
    pub(super) coded: [String; 2],
}

pub(super) fn observe(arguments: &CompositionArguments) -> Result<Observed, CompositionCommandError> {
    let phase = Phase::begin("reading");
    let file = CsvFile::open(&arguments.data)?;
    let (group, outcome, attribute) = (&arguments.group, &arguments.outcome, &arguments.attribute);
    let mut wanted: Vec<&str> = Vec::new();
    for (option, name) in [("--group", group), ("--outcome", outcome), ("--trait", attribute)] {
        if !file.header().contains(name) {
            let (name, known) = (name.clone(), file.header().join(", "));
            return Err(CompositionCommandError::UnknownColumn { option, name, known });
        }
        if wanted.contains(&name.as_str()) {
            return Err(CompositionCommandError::SameColumn { option, name: name.clone() });
        }
        wanted.push(name);
    }
    let table = file.table(&wanted, &mut |part| phase.at(part))?;
    let Some(Column::Number(outcomes)) = table.column(outcome) else {
        return Err(CompositionCommandError::OutcomeNotNumbers { name: outcome.clone() });
    };
    let (attributes, mut coded) = traits(&table, arguments)?;
    if let (None, Some((low, high))) = (&coded, arguments.range) {
        coded = Some([low.to_string(), high.to_string()]);
    }
    let known = || attributes.iter().copied().filter(|value| !value.is_nan());
    let observed = || {
        [known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max)].map(|end| end.to_string())
    };
    let coded = coded.unwrap_or_else(observed);
    let (groups, unknown) = groups(&table, group);
    let mut members =
        Members { group: groups, outcome: outcomes.clone(), attribute: attributes, range: arguments.range };
    // Nobody knows whose fellows they are.
    for at in unknown {
        (members.outcome[at], members.attribute[at]) = (f64::NAN, f64::NAN);
    }
    Ok(Observed { members, coded })
}

/// The traits as numbers; of texts the two, the first in order being −1.
fn traits(
    table: &Table,
    arguments: &CompositionArguments,
) -> Result<(Vec<f64>, Option<[String; 2]>), CompositionCommandError> {
    let name = || arguments.attribute.clone();
    match table.column(&arguments.attribute) {
        Some(Column::Number(values)) => Ok((values.clone(), None)),
        Some(Column::Factor(factor)) => {
            let mut texts = factor.levels().to_vec();
            texts.sort_unstable();
            let [first, second] = texts.as_slice() else {
                return Err(CompositionCommandError::NotTwoValues { name: name(), found: texts.len() });
            };
            if arguments.range.is_some() {
                return Err(CompositionCommandError::RangeOfTexts { name: name() });
            }
            let value = |row| factor.text(row).map_or(f64::NAN, |text| f64::from(u8::from(text == second.as_str())));
            let coded = [first.clone(), second.clone()];
            Ok(((0..factor.codes().len()).map(value).collect(), Some(coded)))
        }
        None => Ok((Vec::new(), None)),
    }
}

/// A number for each group, and the rows whose group is not known.
fn groups(table: &Table, name: &str) -> (Vec<usize>, Vec<usize>) {
    let mut unknown = Vec::new();
    let codes = match table.column(name) {
        Some(Column::Number(values)) => {
            let mut seen = HashMap::new();
            let mut code = |(row, value): (usize, &f64)| {
                if value.is_nan() {
                    unknown.push(row);
                }
                let next = seen.len();
                *seen.entry(value.to_bits()).or_insert(next)
            };
            values.iter().enumerate().map(&mut code).collect()
        }
        Some(Column::Factor(factor)) => {
            let rows = factor.codes().iter().enumerate();
            unknown.extend(rows.filter(|(_, code)| **code == Factor::MISSING).map(|(row, _)| row));
            factor.codes().iter().map(|&code| code as usize).collect()
        }
        None => Vec::new(),
    };
    (codes, unknown)
}
