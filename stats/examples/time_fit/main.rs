//! Times one model on one CSV file: reading is not counted, building the model and fitting are, apart.
//!
//! ```text
//! cargo run --release -p peil-stats --example time_fit -- FILE.csv 'score ~ week + (1 | group/client)' [OPTION=VALUE …]
//! ```
//!
//! Options: `factors=group,client` (columns whose numbers are names), `method=reml|ml`, `df=satterthwaite|kenward-roger`,
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
use peil_stats::infer::{Inference, InferenceError, Method, TTest};
use peil_stats::model::{Formula, Model, ModelError};
use request::Request;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let request = Request::from_arguments(std::env::args().skip(1))?;
    let table = request.table()?;
    let formula = Formula::parse(&request.formula)?;
    let mut steps: BTreeMap<&str, Vec<Seconds>> = BTreeMap::new();
    let mut answer = json!({ "rows": table.rows() });
    for _ in 0..request.repeats {
        let (model, seconds) = timed(|| build_model(black_box(&table), &formula));
        let model = model?;
        steps.entry("build").or_default().push(seconds);
        let (fitted, seconds) = timed(|| fit_model(black_box(&model), request.criterion));
        let fitted = fitted?;
        steps.entry("fit").or_default().push(seconds);
        if let Some(method) = request.method {
            let (tests, seconds) = timed(|| test_coefficients(&fitted, method));
            steps.entry("df").or_default().push(seconds);
            answer["coefficients"] = json!(tests?);
        }
        answer["criterion"] = json!(fitted.minus_two_log_likelihood());
        answer["theta"] = json!(fitted.theta());
        answer["evaluations"] = json!(fitted.evidence().evaluations);
        answer["status"] = json!(fitted.status());
    }
    answer["seconds"] = json!(steps);
    println!("{answer}");
    Ok(())
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
