//! Times one model on one CSV file: reading is not counted, building the model and fitting are, apart.
//!
//! ```text
//! cargo run --release -p peil-stats --example time_fit -- FILE.csv 'score ~ week + (1 | group/client)' [OPTION=VALUE …]
//! ```
//!
//! Options: `factors=group,client` (columns whose numbers are names), `method=reml|ml`, `df=satterthwaite|kenward-roger`,
//! `binomial=laplace|quadrature`,
//! `repeats=5`. Prints one line of JSON: the rows, and for each repetition the wall and CPU seconds of every step.
//! `script/compare` starts this beside lme4.

mod clock;
mod request;

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;

use clock::{Seconds, timed};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, FitError, fit};
use peil_stats::glmm::{self, BinomialModel, BinomialOptions, Quadrature};
use peil_stats::infer::{Inference, InferenceError, Method, TTest};
use peil_stats::model::{Formula, Model, ModelError};
use request::Request;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let request = Request::from_arguments(std::env::args().skip(1))?;
    let table = request.table()?;
    let formula = Formula::parse(&request.formula)?;
    let mut steps = Steps::new();
    let mut answer = json!(null);
    for _ in 0..request.repeats {
        answer = match request.quadrature {
            Some(quadrature) => run_binomial(&table, &formula, quadrature, &mut steps)?,
            None => run(&table, &formula, &request, &mut steps)?,
        };
    }
    answer["rows"] = json!(table.rows());
    answer["seconds"] = json!(steps);
    println!("{answer}");
    Ok(())
}

/// The seconds of every step, one entry a repetition.
type Steps = BTreeMap<&'static str, Vec<Seconds>>;

fn run(table: &Table, formula: &Formula, request: &Request, steps: &mut Steps) -> Result<Value, Box<dyn Error>> {
    let (model, seconds) = timed(|| build_model(black_box(table), formula));
    let model = model?;
    steps.entry("build").or_default().push(seconds);
    let (fitted, seconds) = timed(|| fit_model(black_box(&model), request.criterion));
    let fitted = fitted?;
    steps.entry("fit").or_default().push(seconds);
    let mut answer = json!({
        "criterion": fitted.minus_two_log_likelihood(),
        "theta": fitted.theta(),
        "evaluations": fitted.evidence().evaluations,
        "status": fitted.status(),
    });
    if let Some(method) = request.method {
        let (tests, seconds) = timed(|| test_coefficients(&fitted, method));
        steps.entry("df").or_default().push(seconds);
        answer["coefficients"] = json!(tests?);
    }
    Ok(answer)
}

fn run_binomial(
    table: &Table,
    formula: &Formula,
    quadrature: Quadrature,
    steps: &mut Steps,
) -> Result<Value, Box<dyn Error>> {
    let options = BinomialOptions::default();
    let (model, seconds) = timed(|| BinomialModel::build(black_box(table), formula, &BTreeMap::new(), &options));
    let model = model?;
    steps.entry("build").or_default().push(seconds);
    let (fitted, seconds) = timed(|| glmm::fit(black_box(&model), quadrature, None));
    let fitted = fitted?;
    steps.entry("fit").or_default().push(seconds);
    Ok(json!({
        "criterion": fitted.minus_two_log_likelihood(),
        "theta": fitted.theta(),
        "evaluations": fitted.evidence().evaluations,
        "status": fitted.status(),
    }))
}

// Never inlined: callgrind counts the instructions of one step by its name (see the crate's README).

#[inline(never)]
fn build_model(table: &Table, formula: &Formula) -> Result<Model, ModelError> {
    Model::build(table, formula, &BTreeMap::new())
}

#[inline(never)]
fn fit_model(model: &Model, criterion: Criterion) -> Result<Fit, FitError> {
    fit(model, criterion, None)
}

#[inline(never)]
fn test_coefficients(fit: &Fit, method: Method) -> Result<Vec<TTest>, InferenceError> {
    Ok(Inference::new(fit, method)?.coefficients())
}
