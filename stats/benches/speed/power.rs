//! A power by simulation: a thousand trials, each drawn, fitted and tested by Kenward and Roger's method.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench};
use peil_stats::power::{Control, Design, Effect, Shares, SimulationSettings, Trial, simulate};

pub(crate) fn bench(bench: &mut Bench) {
    let mut group = bench.benchmark_group("power");
    group.sample_size(10);
    // Thirty groups in all, and thirty an arm.
    for groups in [15, 30] {
        let design = Design { groups, members: 8, sessions: 12, spacing: 1.0, dropout: 0.0, control: Control::Groups };
        let variances = Shares::default().variances().unwrap();
        let trial = Trial { design, variances, effect: Effect::End(0.5), alpha: 0.05 };
        let settings = SimulationSettings { replicates: 1000, seed: 1 };
        group.bench_with_input(BenchmarkId::new("thousand trials", 2 * groups), &trial, |b, trial| {
            b.iter(|| simulate(black_box(trial), &settings, &|_| ()).unwrap());
        });
    }
    group.finish();
}
