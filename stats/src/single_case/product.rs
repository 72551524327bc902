//! Counting sums over all choices of one number from each list, without making all sums.
//!
//! The lists are split in two halves; the sums of each half are made and sorted, and one pass counts the pairs that reach the
//! limit. So P assignments cost about √P additions: 10¹² are counted in a second.

/// Sums of one half at most: 32 MB of them.
const MOST_OF_A_HALF: usize = 1 << 22;

/// How many sums there are, and how many reach a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) all: u64,
    pub(super) reached: u64,
}

/// Counts the sums of one number from each list that are `limit` or more; `None` where there are too many to count.
pub(super) fn count_sums(lists: &[Vec<f64>], limit: f64) -> Option<Counted> {
    let mut order: Vec<&Vec<f64>> = lists.iter().collect();
    order.sort_by_key(|list| std::cmp::Reverse(list.len()));
    // The larger lists first, each to the smaller half.
    let (mut left, mut right): (Vec<&Vec<f64>>, Vec<&Vec<f64>>) = (Vec::new(), Vec::new());
    let (mut of_left, mut of_right) = (1_usize, 1_usize);
    for list in order {
        let (half, size) = if of_left <= of_right { (&mut left, &mut of_left) } else { (&mut right, &mut of_right) };
        half.push(list);
        *size = size.checked_mul(list.len()).filter(|size| *size <= MOST_OF_A_HALF)?;
    }
    let (left, right) = (sorted_sums(&left), sorted_sums(&right));
    Some(Counted { all: left.len() as u64 * right.len() as u64, reached: reaching(&left, &right, limit) })
}

fn sorted_sums(lists: &[&Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for list in lists {
        sums = sums.iter().flat_map(|sum| list.iter().map(move |value| sum + value)).collect();
    }
    sums.sort_unstable_by(f64::total_cmp);
    sums
}

/// Pairs of a number of each sorted list whose sum is `limit` or more.
pub(super) fn reaching(left: &[f64], right: &[f64], limit: f64) -> u64 {
    let mut short = right.len();
    let mut pairs = 0_u64;
    // As the left number grows, ever smaller right ones are enough.
    for &one in left {
        while short > 0 && one + right[short - 1] >= limit {
            short -= 1;
        }
        pairs += (right.len() - short) as u64;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Counted, count_sums};

    proptest! {
        #[test]
        fn as_many_as_one_by_one(
            lists in prop::collection::vec(prop::collection::vec(-3_i32..4, 1..5), 1..6),
            limit in -6_i32..7,
        ) {
            let mut sums = vec![0];
            for list in &lists {
                sums = sums.iter().flat_map(|sum| list.iter().map(move |value| sum + value)).collect();
            }
            let reached = sums.iter().filter(|sum| **sum >= limit).count() as u64;
            let lists: Vec<Vec<f64>> =
                lists.iter().map(|list| list.iter().map(|value| f64::from(*value)).collect()).collect();
            let found = count_sums(&lists, f64::from(limit) - 1e-9);
            prop_assert_eq!(found, Some(Counted { all: sums.len() as u64, reached }));
        }
    }

    #[test]
    fn too_many_to_count_are_not_counted() {
        assert_eq!(count_sums(&vec![vec![0.0; 30]; 12], 0.0), None);
    }
}
