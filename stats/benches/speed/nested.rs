//! Sessions in clients in groups: the model from columns, the fit, one evaluation.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench, Throughput};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, criterion_at, fit};
use peil_stats::model::{Formula, Model};

use crate::columns::table;
use crate::sessions::simulate;

/// Six θ: intercept and slope of clients and of groups.
pub(crate) const SLOPES: &str = "score ~ week + (1 + week | group) + (1 + week | client)";
/// Two θ: intercepts of clients and of groups.
pub(crate) const INTERCEPTS: &str = "score ~ week + (1 | group/client)";

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

pub(crate) fn bench(bench: &mut Bench) {
    for rows in SIZES {
        let table = table(&simulate(rows, 20_240)).unwrap();
        for (name, formula) in [("slopes", SLOPES), ("intercepts", INTERCEPTS)] {
            bench_model(bench, &format!("nested/{name}"), rows, &table, formula);
        }
    }
}

fn bench_model(bench: &mut Bench, name: &str, rows: usize, table: &Table, formula: &str) {
    let mut group = bench.benchmark_group(name);
    group.throughput(Throughput::Elements(table.rows() as u64));
    group.sample_size(if rows < 1_000_000 { 20 } else { 10 });
    let model = build(table, formula);
    let theta = fit(&model, Criterion::Reml, None).unwrap().theta();
    group.bench_with_input(BenchmarkId::new("build", rows), table, |b, table| {
        b.iter(|| build(black_box(table), formula));
    });
    group.bench_with_input(BenchmarkId::new("fit", rows), &model, |b, model| {
        b.iter(|| fit(black_box(model), Criterion::Reml, None).unwrap());
    });
    group.bench_with_input(BenchmarkId::new("build+fit", rows), table, |b, table| {
        b.iter(|| fit(&build(black_box(table), formula), Criterion::Reml, None).unwrap());
    });
    group.bench_with_input(BenchmarkId::new("evaluation", rows), &model, |b, model| {
        b.iter(|| criterion_at(black_box(model), Criterion::Reml, &theta).unwrap());
    });
    group.finish();
}

/// The model, everything included that turns columns into it.
pub(crate) fn build(table: &Table, formula: &str) -> Model {
    Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap()
}
