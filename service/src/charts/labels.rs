//! Labels in a column that never overlap: each as near to its line's end as the others allow.

/// A label that wants to stand at a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wish {
    /// The height it wants its middle at, in pixels from the top.
    pub(crate) middle: f64,
    /// Its own height with the air around it.
    pub(crate) height: f64,
}

/// Where the middles go: the order of the wishes' heights is kept (the given order among equals), the sum of squared
/// displacements is the least possible, and nothing passes `top` or `bottom` when all fit between them. When they do not
/// fit, they stand evenly squeezed over the whole room.
///
/// Subtracting from each wish the heights above it turns "no overlap" into "not decreasing", so this is isotonic
/// regression by pooling adjacent violators (Ayer et al. 1955); clamping its answer to the room keeps it optimal.
pub(crate) fn spread(wishes: &[Wish], top: f64, bottom: f64) -> Vec<f64> {
    let needed: f64 = wishes.iter().map(|wish| wish.height).sum();
    let squeeze = if needed > bottom - top { (bottom - top) / needed } else { 1.0 };
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|one, other| wishes[*one].middle.total_cmp(&wishes[*other].middle));

    let mut above = Vec::with_capacity(wishes.len());
    let mut used = 0.0;
    for index in &order {
        let height = wishes[*index].height * squeeze;
        above.push(used + height / 2.0);
        used += height;
    }
    let wanted: Vec<f64> = order.iter().zip(&above).map(|(index, above)| wishes[*index].middle - above).collect();
    let highest = (bottom - used).max(top);
    let mut middles = vec![0.0; wishes.len()];
    for ((index, above), fitted) in order.iter().zip(&above).zip(not_decreasing(&wanted)) {
        middles[*index] = fitted.clamp(top, highest) + above;
    }
    middles
}

/// The nearest sequence, in squares, that never decreases.
fn not_decreasing(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(values.len());
    for value in values {
        let mut pool = (*value, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let size = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / size as f64, size);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wishes(middles: &[f64]) -> Vec<Wish> {
        middles.iter().map(|middle| Wish { middle: *middle, height: 16.0 }).collect()
    }

    #[test]
    fn labels_with_room_stay_where_they_want_to_be() {
        assert_eq!(spread(&wishes(&[100.0, 20.0, 60.0]), 0.0, 200.0), [100.0, 20.0, 60.0]);
    }

    #[test]
    fn equal_wishes_part_evenly_around_their_place() {
        assert_eq!(spread(&wishes(&[50.0, 50.0, 50.0]), 0.0, 200.0), [34.0, 50.0, 66.0]);
    }

    #[test]
    fn labels_are_pushed_back_inside() {
        assert_eq!(spread(&wishes(&[198.0, 199.0]), 0.0, 200.0), [176.0, 192.0]);
    }

    #[test]
    fn no_labels_need_no_room() {
        assert!(spread(&[], 0.0, 10.0).is_empty());
    }

    proptest! {
        #[test]
        fn labels_never_overlap_and_stay_inside_when_they_fit(
            raw in prop::collection::vec((-50.0..450.0_f64, 8.0..24.0_f64), 0..14),
        ) {
            let wishes: Vec<Wish> = raw.iter().map(|(middle, height)| Wish { middle: *middle, height: *height }).collect();
            let middles = spread(&wishes, 0.0, 400.0);
            let mut boxes: Vec<(f64, f64)> = wishes
                .iter()
                .zip(&middles)
                .map(|(wish, middle)| (middle - wish.height / 2.0, middle + wish.height / 2.0))
                .collect();
            boxes.sort_by(|one, other| one.0.total_cmp(&other.0));
            for pair in boxes.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0 + 1e-9);
            }
            for (upper, lower) in boxes {
                prop_assert!(upper >= -1e-9 && lower <= 400.0 + 1e-9);
            }
        }

        #[test]
        fn the_order_of_the_lines_is_the_order_of_the_labels(
            raw in prop::collection::vec(0.0..400.0_f64, 0..40),
        ) {
            let middles = spread(&wishes(&raw), 0.0, 400.0);
            for (one, wish) in raw.iter().enumerate() {
                for (other, rival) in raw.iter().enumerate() {
                    prop_assert!(wish >= rival || middles[one] < middles[other]);
                }
            }
        }

        #[test]
        fn no_single_label_can_move_nearer_alone(
            raw in prop::collection::vec(50.0..350.0_f64, 1..10),
        ) {
            let wishes = wishes(&raw);
            let middles = spread(&wishes, 0.0, 400.0);
            for (index, wish) in wishes.iter().enumerate() {
                let pull = (wish.middle - middles[index]).clamp(-0.5, 0.5);
                if pull.abs() < 1e-6 {
                    continue;
                }
                let moved = middles[index] + pull;
                let blocked = middles.iter().enumerate().any(|(other, middle)| {
                    other != index && (middle - moved).abs() < 16.0 - 1e-9
                });
                prop_assert!(blocked);
            }
        }
    }
}
