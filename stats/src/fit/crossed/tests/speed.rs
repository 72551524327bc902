//! Times of the largest crossed reference; run by name, in release.

use std::time::Instant;

use super::references::insteval;
use super::*;

fn best(mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..15).map(once).fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "a measurement"]
fn insteval_in_milliseconds() {
    let Some((rows, ..)) = insteval() else { return };
    println!("condense  {:.2}", best(|| drop(CrossedSums::condense(&rows, None).unwrap())));
    let mut sums = CrossedSums::condense(&rows, None).unwrap();
    println!("refresh   {:.2}", best(|| sums.refresh(&rows, None)));
    println!("single {} tail {}", sums.plan.single.len(), sums.plan.largest_tail);
    let lambdas = [vec![0.28], vec![0.44], vec![0.067]];
    let mut at = CrossedElimination::new(&sums);
    println!("factorise {:.2}", best(|| assert!(at.factorise(&sums, &lambdas))));
    println!("gradient  {:.2}", best(|| drop(at.by_square(&sums, WEIGHTS))));
    for zero in 0..3 {
        let mut flat = lambdas.clone();
        flat[zero] = vec![0.0];
        assert!(at.factorise(&sums, &flat));
        println!("gradient with factor {zero} at zero {:.2}", best(|| drop(at.by_square(&sums, WEIGHTS))));
    }
}
