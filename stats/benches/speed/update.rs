//! An answer came in: the same model with one session more, from the last fit; and models made of sums without rows.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench};
use peil_stats::fit::{Criterion, fit, refit};
use peil_stats::model::{CrossProducts, Formula, Model};

use crate::columns::table;
use crate::nested::{SLOPES, build};
use crate::sessions::{Sessions, simulate};

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
    bench_products(bench);
}

/// Cross-products from rows, two places' merged, and the model made of them.
fn bench_products(bench: &mut Bench) {
    let mut group = bench.benchmark_group("products");
    let formula = Formula::parse(SLOPES).unwrap();
    for rows in [10_000, 100_000] {
        let all = simulate(rows, 20_240);
        let products = summed(&all);
        group.bench_with_input(BenchmarkId::new("add_row", rows), &all, |b, all| {
            b.iter(|| summed(black_box(all)));
        });
        group.bench_with_input(BenchmarkId::new("model", rows), &products, |b, products| {
            b.iter(|| Model::from_products(black_box(products), &formula).unwrap());
        });
    }
    group.finish();
}

fn summed(sessions: &Sessions) -> CrossProducts {
    let mut products = CrossProducts::new(&["group", "client"], &[("week", 10.0), ("score", 70.0)]).unwrap();
    for row in 0..sessions.week.len() {
        let (group, client) = (sessions.group[row].to_string(), sessions.client[row].to_string());
        products.add_row(&[&group, &client], &[sessions.week[row], sessions.score[row]]).unwrap();
    }
    products
}
