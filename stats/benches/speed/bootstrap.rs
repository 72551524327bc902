//! Ten thousand refits of the sleep study.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::Criterion as Bench;
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, fit};
use peil_stats::infer::{BootstrapSettings, bootstrap};
use peil_stats::model::{Formula, Model};

pub(crate) fn bench(bench: &mut Bench) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/data/sleepstudy.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let table = Table::from_records(&header, &rows).unwrap();
    let name = |name: &str| header.iter().find(|known| known.eq_ignore_ascii_case(name)).cloned().unwrap();
    let (reaction, days, subject) = (name("reaction"), name("days"), name("subject"));
    let formula = Formula::parse(&format!("{reaction} ~ {days} + ({days} | {subject})")).unwrap();
    let model = Model::build(&table, &formula, &BTreeMap::new()).unwrap();
    let fitted = fit(&model, Criterion::Ml, None).unwrap();
    let mut group = bench.benchmark_group("bootstrap");
    group.sample_size(10);
    for threads in [1, 2] {
        let settings = BootstrapSettings { replicates: 10_000, seed: 1, threads };
        group.bench_function(format!("sleepstudy 10,000 refits, {threads} threads"), |b| {
            b.iter(|| bootstrap(black_box(&fitted), settings, &|_| ()).unwrap());
        });
    }
    group.finish();
}
