//! An answer came in: the same model with one session more, from the last fit.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench};
use peil_stats::fit::{Criterion, fit, refit};

use crate::columns::table;
use crate::nested::{SLOPES, build};
use crate::sessions::simulate;

pub(crate) fn bench(bench: &mut Bench) {
    let mut group = bench.benchmark_group("update");
    for rows in [10_000, 100_000] {
        let all = simulate(rows, 20_240);
        let last = all.week.len() - 1;
        let before = build(&table(&all.first(last)).unwrap(), SLOPES);
        let session = table(&all.from(last)).unwrap();
        let previous = fit(&before, Criterion::Reml, None).unwrap();
        group.bench_with_input(BenchmarkId::new("session", rows), &session, |b, session| {
            b.iter(|| before.with_sessions(black_box(session)).unwrap());
        });
        group.bench_with_input(BenchmarkId::new("session+refit", rows), &session, |b, session| {
            b.iter(|| refit(&before.with_sessions(black_box(session)).unwrap(), &previous).unwrap());
        });
    }
    group.finish();
}
