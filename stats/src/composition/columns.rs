//! What the model knows of a member's group.

use std::collections::BTreeMap;

/// The four composition variables of one member, the trait coded −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct MemberComposition {
    /// X: the own value.
    pub own: f64,
    /// X': mean of the others.
    pub others: f64,
    /// I: mean similarity to the others, 1 − |X_i − X_k|; for a trait of ±1 the product X_iX_k.
    pub similarity: f64,
    /// I': mean similarity of the others among themselves, over their pairs; the lower the more diverse.
    pub others_similarity: f64,
}

/// Similarity of two coded values: 1 alike, −1 the opposite ends.
fn similarity(a: f64, b: f64) -> f64 {
    1.0 - (a - b).abs()
}

/// The variables of each member from the groups and the coded traits (`NaN`: unknown); `None` where the trait is unknown or
/// fewer than two others with a trait are in the group, who then have no pair.
#[must_use]
pub fn compositions(group: &[usize], coded: &[f64]) -> Vec<Option<MemberComposition>> {
    let mut of_groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, (group, value)) in group.iter().zip(coded).enumerate() {
        if !value.is_nan() {
            of_groups.entry(*group).or_default().push(at);
        }
    }
    let mut found = vec![None; group.len()];
    for members in of_groups.values().filter(|members| members.len() >= 3) {
        let others = members.len() as f64 - 1.0;
        let sum: f64 = members.iter().map(|&at| coded[at]).sum();
        let own: Vec<f64> = members
            .iter()
            .map(|&i| members.iter().filter(|&&k| k != i).map(|&k| similarity(coded[i], coded[k])).sum())
            .collect();
        // Each pair counts for both of its members.
        let pairs = own.iter().sum::<f64>() / 2.0;
        for (&at, own) in members.iter().zip(own) {
            found[at] = Some(MemberComposition {
                own: coded[at],
                others: (sum - coded[at]) / others,
                similarity: own / others,
                others_similarity: (pairs - own) / (others * (others - 1.0) / 2.0),
            });
        }
    }
    found
}
