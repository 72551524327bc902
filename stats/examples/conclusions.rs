//! Do the arms differ? One question, and what each way of concluding says: approximate degrees of freedom, the likelihood,
//! a bootstrap, and a covariance that does not trust the random part of the model.
//!
//! ```text
//! cargo run -p peil-stats --example conclusions
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::infer::{
    BootstrapSettings, ClusterRobust, Correction, Inference, Method, TTest, bootstrap, likelihood_ratio, profile,
};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    let table = with_arms(growth(&GrowthSettings { groups: 12, ..GrowthSettings::default() }, 4)?)?;
    let fitted = |formula: &str, criterion: Criterion| -> Result<Fit, Box<dyn Error>> {
        let model = Model::build(&table, &Formula::parse(formula)?, &BTreeMap::new())?;
        Ok(fit(&model, criterion, None)?)
    };
    let full = "score ~ week * arm + (1 + week | group/client)";
    let reml = fitted(full, Criterion::Reml)?;
    let term = reml.fixed().len() - 1;
    println!("{full}\n\n`{}`: the change a week in one arm, minus that in the other", reml.fixed()[term].term);

    // Tests of a coefficient. With 12 groups the degrees of freedom decide; Wald pretends to know the variances.
    for (name, method) in
        [("Wald", Method::Wald), ("Satterthwaite", Method::Satterthwaite), ("Kenward-Roger", Method::KenwardRoger)]
    {
        line(name, &Inference::new(&reml, method)?.coefficients()[term]);
    }
    let robust = ClusterRobust::new(&reml, Correction::Cr2)?;
    line("cluster-robust CR2", robust.coefficients()[term].as_ref().map_err(Clone::clone)?);

    // Tests of whole terms: each averaged over the levels of the others.
    println!("\ntype III tests by Kenward-Roger");
    for row in Inference::new(&reml, Method::KenwardRoger)?.type_three() {
        match (&row.test, &row.refusal) {
            (Some(test), _) => {
                let (above, below) = (test.numerator_df, test.denominator_df.unwrap_or(f64::INFINITY));
                println!("  {:<10} F = {:.2} on {above} and {below:.1} degrees of freedom", row.term, test.statistic);
            }
            (None, refusal) => println!("  {:<10} {}", row.term, refusal.as_deref().unwrap_or_default()),
        }
    }

    // The likelihood: what a model without the interaction costs, and what values it does not reject.
    let ml = fitted(full, Criterion::Ml)?;
    let without = fitted("score ~ week + arm + (1 + week | group/client)", Criterion::Ml)?;
    let ratio = likelihood_ratio(&without, &ml)?;
    println!("\nlikelihood ratio against no difference: {:.2}, p = {:.3}", ratio.statistic, ratio.p_value);
    println!("\n95 % intervals                                  by the profile of the likelihood");
    for interval in profile(&ml, 0.95)? {
        println!("  {:<48} {}", interval.parameter.to_string(), range(interval.lower, interval.upper));
    }

    // The bootstrap draws new answers from the fit; seeded, the same on any number of threads.
    let drawn = bootstrap(&ml, BootstrapSettings { replicates: 400, seed: 1, threads: 2 }, &|_| ())?;
    println!("\n400 bootstrap draws");
    for interval in drawn.intervals(0.95) {
        let (lower, upper) = interval.percentile;
        println!("  {:<48} {}", interval.parameter.to_string(), range(Some(lower), Some(upper)));
    }
    Ok(())
}

fn line(name: &str, test: &TTest) {
    let df = test.df.map_or("normal".to_owned(), |df| format!("{df:.1}"));
    println!("  {name:<20} {:>7.3} (SE {:.3}), t = {:.2}, df {df}", test.estimate, test.standard_error, test.statistic);
}

fn range(lower: Option<f64>, upper: Option<f64>) -> String {
    let end = |value: Option<f64>| value.map_or("open".to_owned(), |value| format!("{value:.3}"));
    format!("{} to {}", end(lower), end(upper))
}

/// Every second group is of the second arm.
fn with_arms(table: Table) -> Result<Table, Box<dyn Error>> {
    let Some(Column::Number(groups)) = table.column("group") else { return Err("no column `group`".into()) };
    let arm = groups.iter().map(|group| Some(["usual", "peer"][*group as usize % 2].to_owned())).collect();
    Ok(table.with_text("arm", arm)?)
}
