//! How fast answers are scored and definitions are read. One element is one answer set.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use peil_questionnaires::{Answers, Decimal, Library, Scorer};

const SETS: usize = 1_000_000;

/// A million different ways to answer nine questions with 0 to 3.
fn answer_sets() -> Vec<[Decimal; 9]> {
    let value = |set: usize, item: usize| Decimal::from(((set >> (2 * item)) % 4) as i16);
    (0..SETS).map(|set| std::array::from_fn(|item| value(set, item))).collect()
}

fn scoring(criterion: &mut Criterion) {
    let library = Library::embedded().unwrap();
    let phq = library.latest("phq-9").unwrap();
    let ids: Vec<&str> = phq.items().iter().map(|item| item.id()).collect();
    let sets = answer_sets();
    let scorer = Scorer::new(phq);
    let mut group = criterion.benchmark_group("phq-9, a million answer sets");
    group.sample_size(10).throughput(Throughput::Elements(SETS as u64));
    group.bench_function("accept and score", |bencher| {
        bencher.iter(|| {
            for set in &sets {
                let pairs = ids.iter().copied().zip(set.iter().copied());
                black_box(scorer.score(&Answers::new(phq, pairs).unwrap()));
            }
        });
    });
    let answers: Vec<Answers> =
        sets.iter().map(|set| Answers::new(phq, ids.iter().copied().zip(set.iter().copied())).unwrap()).collect();
    group.bench_function("score", |bencher| {
        bencher.iter(|| {
            for one in &answers {
                black_box(scorer.score(one));
            }
        });
    });
    group.finish();
}

/// A definition with this many items on one scale, in two languages, with a total.
fn definition(items: usize) -> String {
    let mut text = String::from(
        "schema = \"peil-questionnaire/1\"\nid = \"long\"\nversion = \"1.0.0\"\nstatus = \"draft\"\n\
         languages = [\"en\", \"nl\"]\nrespondent = \"client\"\ntitle = { en = \"Long\", nl = \"Lang\" }\n\
         wording_status = { en = \"confirmed\", nl = \"confirmed\" }\n\
         [licence]\nclass = \"A\"\nholder = \"nobody\"\nevidence = \"made up\"\nnotice = { en = \"Free.\", nl = \"Vrij.\" }\n\
         [scale.often]\nkind = \"choice\"\n",
    );
    for value in 0..5 {
        text += &format!(
            "[[scale.often.option]]\nvalue = \"{value}\"\ntitle = {{ en = \"Option {value}\", nl = \"Optie {value}\" }}\n"
        );
    }
    for item in 0..items {
        text += &format!(
            "[[item]]\nid = \"q{item}\"\nscale = \"often\"\ntext = {{ en = \"In the last two weeks, how often was it {item}?\", nl = \"Hoe vaak was het de afgelopen twee weken {item}?\" }}\n"
        );
    }
    let ids: Vec<String> = (0..items).map(|item| format!("\"q{item}\"")).collect();
    text += &format!(
        "[[score]]\nid = \"total\"\ntitle = {{ en = \"Total\", nl = \"Totaal\" }}\nitems = [{}]\nmethod = \"sum\"\n\
         missing = {{ min_answered = {items}, fill = \"none\" }}\ndirection = \"lower_better\"\nrange = [\"0\", \"{}\"]\n",
        ids.join(", "),
        items * 4
    );
    for (answered, total) in [(items, (items * 2).to_string()), (items - 1, "none".to_owned()), (1, "none".to_owned())]
    {
        let answers: Vec<String> = (0..answered).map(|item| format!("q{item} = 2")).collect();
        text += &format!("[[test]]\nanswers = {{ {} }}\nexpect = {{ total = \"{total}\" }}\n", answers.join(", "));
    }
    text
}

fn loading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read, hash and check a definition");
    for items in [20, 200] {
        let text = definition(items);
        group.bench_with_input(BenchmarkId::from_parameter(items), &text, |bencher, text| {
            bencher.iter(|| Library::from_files([("long/1.0.0.toml", black_box(text.as_str()))]).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, scoring, loading);
criterion_main!(benches);
