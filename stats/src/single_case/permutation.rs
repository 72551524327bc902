//! Counting sums over all ways to hand k start points to k cases, without making all permutations.
//!
//! For every set of start points that the first half of the cases may hold, the sums of either half are made and sorted, and
//! one pass counts the pairs that reach the limit: k = 12 (479 million permutations) costs 1.3 million additions.

use super::product::{Counted, reaching};

/// Cases of an exact test at most: 14! = 8.7·10¹⁰ permutations, 35 million additions.
pub(super) const MOST_CASES: usize = 14;

/// `table[i][j]`: what case i says with start point j, none where that cannot be. Counts the permutations in which every case
/// can hold its start point, and those of them whose sum is `limit` or more; `None` with more than [`MOST_CASES`].
pub(super) fn count_permutations(table: &[Vec<Option<f64>>], limit: f64) -> Option<Counted> {
    let cases = table.len();
    if cases > MOST_CASES {
        return None;
    }
    let (first, second) = table.split_at(cases / 2);
    let full = (1_u32 << cases) - 1;
    let mut counted = Counted { all: 0, reached: 0 };
    for chosen in (0..=full).filter(|set| set.count_ones() as usize == first.len()) {
        let left = sorted(first, chosen);
        // Nothing on the left leaves nothing to count on the right.
        let right = if left.is_empty() { Vec::new() } else { sorted(second, full & !chosen) };
        counted.all += left.len() as u64 * right.len() as u64;
        counted.reached += reaching(&left, &right, limit);
    }
    Some(counted)
}

fn sorted(rows: &[Vec<Option<f64>>], columns: u32) -> Vec<f64> {
    let mut sums = Vec::new();
    gather(rows, columns, 0.0, &mut sums);
    sums.sort_unstable_by(f64::total_cmp);
    sums
}

/// The sums of all ways to give each row one of the columns.
fn gather(rows: &[Vec<Option<f64>>], columns: u32, sum: f64, sums: &mut Vec<f64>) {
    let Some((row, rest)) = rows.split_first() else { return sums.push(sum) };
    for (column, value) in row.iter().enumerate() {
        if columns & (1 << column) != 0
            && let Some(value) = value
        {
            gather(rest, columns & !(1 << column), sum + value, sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Counted, count_permutations};

    /// Heap's algorithm: every order once.
    fn every_order(k: usize, order: &mut Vec<usize>, visit: &mut dyn FnMut(&[usize])) {
        if k <= 1 {
            return visit(order);
        }
        for i in 0..k {
            every_order(k - 1, order, visit);
            let other = if k.is_multiple_of(2) { i } else { 0 };
            order.swap(other, k - 1);
        }
    }

    proptest! {
        #[test]
        fn as_many_as_one_by_one(
            (cases, cells) in (1_usize..7).prop_flat_map(|k| (Just(k), prop::collection::vec(-4_i32..9, k * k))),
            limit in -6_i32..12,
        ) {
            // A quarter of the places cannot be.
            let value = |cell: i32| (cell < 6).then(|| f64::from(cell));
            let table: Vec<Vec<Option<f64>>> =
                cells.chunks(cases).map(|row| row.iter().map(|cell| value(*cell)).collect()).collect();
            let (mut all, mut reached) = (0, 0);
            every_order(cases, &mut (0..cases).collect(), &mut |order| {
                let sum: Option<f64> = order.iter().zip(&table).map(|(place, row)| row[*place]).sum();
                all += u64::from(sum.is_some());
                reached += u64::from(sum.is_some_and(|sum| sum >= f64::from(limit) - 1e-9));
            });
            let found = count_permutations(&table, f64::from(limit) - 1e-9);
            prop_assert_eq!(found, Some(Counted { all, reached }));
        }
    }
}
