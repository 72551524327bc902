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
        let before = table(&all.first(all.week.len() - 1)).unwrap();
        let previous = fit(&build(&before, SLOPES), Criterion::Reml, None).unwrap();
        let table = table(&all).unwrap();
        let model = build(&table, SLOPES);
        group.bench_with_input(BenchmarkId::new("refit", rows), &model, |b, model| {
            b.iter(|| refit(black_box(model), &previous).unwrap());
        });
        group.bench_with_input(BenchmarkId::new("build+refit", rows), &table, |b, table| {
            b.iter(|| refit(&build(black_box(table), SLOPES), &previous).unwrap());
        });
    }
    group.finish();
}
