//! The area under the receiver operating characteristic, with an interval.

use super::Forecast;
use super::forecast::{WithInterval, by_cluster};

/// The share of pairs of one who left and one who did not in which the former had the higher probability, ties counting half;
/// its variance is that of DeLong, DeLong and Clarke-Pearson (1988, doi:10.2307/2531595) with the structural components
/// summed by cluster (Obuchowski 1997, doi:10.2307/2533958). `sorted` by probability, with both kinds in it.
pub(super) fn auc(sorted: &[Forecast]) -> WithInterval {
    let left = sorted.iter().filter(|forecast| forecast.left).count() as f64;
    let stayed = sorted.len() as f64 - left;
    // For who left the stayers below, for who stayed the leavers above, ties half.
    let mut places = vec![0.0; sorted.len()];
    let (mut left_below, mut stayed_below, mut from) = (0.0, 0.0, 0);
    for tie in sorted.chunk_by(|a, b| a.probability == b.probability) {
        let left_here = tie.iter().filter(|forecast| forecast.left).count() as f64;
        let stayed_here = tie.len() as f64 - left_here;
        for (place, forecast) in places[from..].iter_mut().zip(tie) {
            *place = if forecast.left {
                (stayed_below + stayed_here / 2.0) / stayed
            } else {
                (left - left_below - left_here / 2.0) / left
            };
        }
        left_below += left_here;
        stayed_below += stayed_here;
        from += tie.len();
    }
    let of_left = |forecast: &Forecast| f64::from(u8::from(forecast.left));
    let area = sorted.iter().zip(&places).map(|(forecast, place)| of_left(forecast) * place).sum::<f64>() / left;
    let deviations = by_cluster(sorted.iter().zip(&places).map(|(forecast, place)| {
        let (own, rest) = (of_left(forecast), place - area);
        (forecast.cluster, [own * rest, (1.0 - own) * rest, own, 1.0 - own])
    }));
    let clusters = |of: usize| deviations.iter().filter(|sums| sums[of] > 0.0).count() as f64;
    let squares = |a: usize, b: usize| deviations.iter().map(|sums| sums[a] * sums[b]).sum::<f64>();
    let of_one = |kind: usize, count: f64| {
        let with = clusters(kind + 2);
        with / (with - 1.0) * squares(kind, kind) / (count * count)
    };
    let all = deviations.len() as f64;
    let both = 2.0 * all / (all - 1.0) * squares(0, 1) / (left * stayed);
    let interval = WithInterval::new(area, (of_one(0, left) + of_one(1, stayed) + both).max(0.0).sqrt());
    WithInterval { lower: interval.lower.max(0.0), upper: interval.upper.min(1.0), ..interval }
}
