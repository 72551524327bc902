//! Multiple membership: rows that share the levels of a factor by weights.

use std::collections::HashMap;

use super::chain::GroupingFactor;
use super::columns::CompleteRows;
use super::error::ModelError;
use super::labels::Labels;
use super::options::MultipleMembership;
use super::rows::Membership;

/// The factor of a multiple membership: levels sorted, each row with the entries of its level of `by`.
pub(super) fn member_factor(rows: &CompleteRows<'_>, given: &MultipleMembership) -> Result<GroupingFactor, ModelError> {
    let by = rows.factor(&given.by)?;
    let place: HashMap<String, usize> = by.labels.all().zip(0..).collect();
    let mut names: Vec<&str> = given.entries.iter().map(|(_, level, _)| level.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut of_level: Vec<Vec<(u32, f64)>> = vec![Vec::new(); by.labels.len()];
    for (index, (owner, level, weight)) in given.entries.iter().enumerate() {
        if !weight.is_finite() || *weight < 0.0 {
            return Err(ModelError::MembershipWeight { factor: given.factor.clone(), entry: index + 1 });
        }
        // An owner without rows is a client whose answers are not in this table.
        let (Some(&at), Ok(code)) = (place.get(owner), names.binary_search(&level.as_str())) else { continue };
        if of_level[at].iter().any(|(known, _)| *known == code as u32) {
            return Err(ModelError::MembershipTwice {
                factor: given.factor.clone(),
                entry: index + 1,
                owner: owner.clone(),
                level: level.clone(),
            });
        }
        if *weight > 0.0 {
            of_level[at].push((code as u32, *weight));
        }
    }
    let (mut starts, mut levels, mut weights) = (vec![0], Vec::new(), Vec::new());
    for &code in &by.codes {
        for &(level, weight) in &of_level[code as usize] {
            levels.push(level);
            weights.push(weight);
        }
        starts.push(levels.len());
    }
    if levels.is_empty() {
        return Err(ModelError::MembershipEmpty { factor: given.factor.clone(), by: given.by.clone() });
    }
    Ok(GroupingFactor {
        name: given.factor.clone(),
        labels: Labels::texts(names.into_iter().map(str::to_owned)),
        membership: Membership::Several { starts, levels, weights },
    })
}
