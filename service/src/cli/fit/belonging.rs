//! What memberships leave open: members nobody knows, members without a row, weights that do not add up to 1.

use std::collections::{BTreeMap, BTreeSet};

use peil_stats::data::{Column, Table};
use peil_stats::model::MultipleMembership;

use super::caution::CautionRow;
use super::membership::{MembershipOption, label};

/// How far a weight may be from its share when it is written with two decimals.
const ROUNDING: f64 = 0.005 + 1e-9;

/// The cautions of one file, each with its counts.
pub(super) fn cautions(table: &Table, option: &MembershipOption, given: &MultipleMembership) -> Vec<CautionRow> {
    let (by, factor, file) = (&given.by, &given.factor, option.file.display());
    let members = members(table, by);
    let mut sums: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for (owner, _, weight) in &given.entries {
        let (sum, rows) = sums.entry(owner).or_default();
        *sum += weight;
        *rows += 1;
    }
    let mut found = Vec::new();
    let unknown: Vec<usize> =
        sums.iter().filter(|(owner, _)| !members.contains(**owner)).map(|(_, (_, rows))| *rows).collect();
    if !unknown.is_empty() {
        let (rows, levels) = (unknown.iter().sum::<usize>(), unknown.len());
        let message = format!(
            "{file}: {rows} of {} rows are of {levels} levels of `{by}` that the data do not have; these rows are not used",
            given.entries.len()
        );
        found.push(CautionRow { kind: "membership_unknown", message });
    }
    let without = members.iter().filter(|member| !sums.contains_key(member.as_str())).count();
    if without > 0 {
        let message = format!(
            "{file}: {without} of {} levels of `{by}` have no row: they belong to no {factor}, and its effects do not move \
             them",
            members.len()
        );
        found.push(CautionRow { kind: "membership_missing", message });
    }
    let of_members = sums.iter().filter(|(owner, _)| members.contains(**owner));
    let uneven = of_members.filter(|(_, (sum, rows))| *sum != 0.0 && (sum - 1.0).abs() > ROUNDING * *rows as f64);
    let uneven: Vec<f64> = uneven.map(|(_, (sum, _))| *sum).collect();
    if let Some(least) = uneven.iter().copied().min_by(f64::total_cmp) {
        let most = uneven.iter().copied().fold(least, f64::max);
        let sums = if most - least < ROUNDING { format!("{least:.2}") } else { format!("{least:.2} up to {most:.2}") };
        let message = format!(
            "{file}: the weights of {} of {} levels of `{by}` do not add up to 1 but to {sums}: with a sum of 2 the effects \
             of {factor} count twice; divide each weight by the sum if all should count alike",
            uneven.len(),
            members.len()
        );
        found.push(CautionRow { kind: "membership_sums", message });
    }
    found
}

/// The levels of a column that occur.
fn members(table: &Table, by: &str) -> BTreeSet<String> {
    match table.column(by) {
        Some(Column::Factor(factor)) => factor.levels().iter().cloned().collect(),
        Some(Column::Number(values)) => {
            // One row a number: the rows of a client are many, and a text for each would take long.
            let rows: BTreeMap<u64, usize> =
                values.iter().enumerate().map(|(row, value)| (value.to_bits(), row)).collect();
            rows.into_values().filter_map(|row| label(table, by, row)).collect()
        }
        None => BTreeSet::new(),
    }
}
