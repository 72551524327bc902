//! Who leaves after which session: logit with clients in groups, by Laplace and by nested adaptive quadrature.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench};
use peil_stats::glmm::{BinomialModel, BinomialOptions, Quadrature, fit};
use peil_stats::model::Formula;

use crate::columns::table;
use crate::sessions::simulate;

const HAZARD: &str = "dropout ~ week + z + climate + (1 | group/client)";

pub(crate) fn bench(bench: &mut Bench) {
    let rows = 10_000;
    let table = table(&simulate(rows, 20_240)).unwrap();
    let formula = Formula::parse(HAZARD).unwrap();
    let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default()).unwrap();
    let mut group = bench.benchmark_group("hazard");
    group.sample_size(10);
    for (name, quadrature) in [("laplace", Quadrature::Laplace), ("quadrature", Quadrature::Automatic)] {
        group.bench_with_input(BenchmarkId::new(name, rows), &model, |b, model| {
            b.iter(|| fit(black_box(model), quadrature, None).unwrap());
        });
    }
    group.finish();
}
