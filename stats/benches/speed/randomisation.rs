//! A randomisation test of a multiple baseline, every assignment counted: eight cases of nine admissible start points each
//! (9⁸, 43 million), and the 12! orders of twelve cases; scores without ties, so that no sum comes twice.

use std::hint::black_box;

use criterion::Criterion as Bench;
use peil_stats::{
    change::Direction,
    single_case::{Admissible, Case, Phase, RandomisationSettings, Session, permutation, start_points},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub(crate) fn bench(bench: &mut Bench) {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut cases = |count: usize, sessions: usize, start: fn(usize) -> usize| -> Vec<Case> {
        (0..count).map(|one| case(one, sessions, start(one), &mut random)).collect()
    };
    let (eight, twelve) = (cases(8, 14, |_| 6), cases(12, 19, |one| 3 + one));
    let mut group = bench.benchmark_group("randomisation");
    group.sample_size(10);
    let settings = RandomisationSettings::new(Admissible::CUSTOMARY, 1);
    group.bench_function("43 million start points", |b| {
        b.iter(|| start_points(black_box(&eight), Direction::HigherBetter, &settings).unwrap());
    });
    let settings = RandomisationSettings::new(Admissible::BOTH_PHASES, 1);
    group.bench_function("479 million orders", |b| {
        b.iter(|| permutation(black_box(&twelve), Direction::HigherBetter, &settings).unwrap());
    });
    group.finish();
}

fn case(one: usize, sessions: usize, start: usize, random: &mut ChaCha8Rng) -> Case {
    let session = |place: usize| Session {
        time: place as f64,
        phase: if place < start { Phase::Baseline } else { Phase::Treatment },
        score: Some(random.random_range(0.0..10.0)),
    };
    Case::new(one.to_string(), &(0..sessions).map(session).collect::<Vec<_>>()).unwrap()
}
