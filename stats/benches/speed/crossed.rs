//! Crossed factors: the ratings of 1,128 lecturers by 2,972 students (lme4's InstEval), where the collection has them.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::Criterion as Bench;
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, fit};
use peil_stats::infer::{Inference, Method};
use peil_stats::model::{Formula, Model};

const MODEL: &str = "y ~ service + (1 | s) + (1 | d) + (1 | dept)";

pub(crate) fn bench(bench: &mut Bench) {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("PEIL_SHARED").map_or_else(beside, PathBuf::from);
    let file = folder.join("reference/data/insteval.csv");
    if !file.is_file() {
        eprintln!("crossed: skipped, {} is not there", file.display());
        return;
    }
    let table = table(&file);
    let formula = Formula::parse(MODEL).unwrap();
    let mut group = bench.benchmark_group("crossed");
    group.sample_size(10);
    group.bench_function("insteval build", |b| {
        b.iter(|| Model::build(black_box(&table), &formula, &BTreeMap::new()).unwrap());
    });
    let model = Model::build(&table, &formula, &BTreeMap::new()).unwrap();
    group.bench_function("insteval fit", |b| b.iter(|| fit(black_box(&model), Criterion::Ml, None).unwrap()));
    let fitted = fit(&model, Criterion::Reml, None).unwrap();
    group.bench_function("insteval satterthwaite", |b| {
        b.iter(|| Inference::new(black_box(&fitted), Method::Satterthwaite).unwrap());
    });
    group.finish();
}

fn table(file: &Path) -> Table {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    Table::from_records(&header, &rows).unwrap()
}
