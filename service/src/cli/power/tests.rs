#![allow(clippy::unwrap_used)]
//! The command as it is typed.

use clap::Parser;
use serde_json::Value;

use super::{PowerArguments, run};

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: PowerArguments,
}

fn typed(options: &str) -> Result<String, String> {
    let words = ["power"].into_iter().chain(options.split_whitespace());
    let arguments = Typed::try_parse_from(words).map_err(|error| error.to_string())?.arguments;
    let mut out = Vec::new();
    run(&arguments, &mut out).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn answer(options: &str) -> Value {
    serde_json::from_str(&typed(&format!("{options} --format json")).unwrap()).unwrap()
}

const FITTED: &str = "--group-sd 3.354,0.20,-0.20 --client-sd 10.607,0.45,-0.30 --residual-sd 10.062";

#[test]
fn a_design_with_variances_of_a_fit_has_its_published_power() {
    let found = answer(&format!("--groups 20 --members 8 --sessions 16 --slope-difference 0.4 {FITTED}"));
    let analytic = &found["analytic"];
    assert!((analytic["power"].as_f64().unwrap() - 0.970528912442393).abs() < 1e-10);
    assert!((analytic["standard_error"].as_f64().unwrap() - 0.101259321284802).abs() < 1e-10);
    assert_eq!((analytic["df"].as_f64(), analytic["exactness"].as_str()), (Some(38.0), Some("exact")));
    assert_eq!(found["clients"], serde_json::json!([160, 160]));
    assert!(found["simulated"].is_null() && found["curve"].is_null() && found["cautions"] == serde_json::json!([]));
    assert!(found["smallest"]["value"].as_u64().unwrap() < 20);
}

#[test]
fn without_groups_it_is_the_smallest_number_that_is_enough() {
    let found = answer("--members 8 --sessions 12 --effect 0.5 --dropout 0.03 --curve");
    let groups = found["design"]["groups"].as_u64().unwrap();
    assert_eq!(found["smallest"]["value"].as_u64(), Some(groups));
    assert!(found["analytic"]["power"].as_f64().unwrap() >= 0.8);
    let curve = found["curve"].as_array().unwrap();
    let powers: Vec<f64> = curve.iter().map(|point| point["power"].as_f64().unwrap()).collect();
    assert!(powers.len() >= 10 && powers.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(curve.iter().any(|point| point["size"].as_u64() == Some(groups)));
    assert!(found["cautions"].to_string().contains("drop-out"));
    let told = typed("--members 8 --sessions 12 --effect 0.5 --dropout 0.03 --curve").unwrap();
    assert!(told.contains("Smallest that reaches 0.8") && told.contains("miss the last one") && told.contains('█'));
}

#[test]
fn simulated_trials_give_an_interval_and_are_the_same_for_the_same_seed() {
    let options =
        "--groups 6 --members 5 --sessions 5 --effect 0.7 --partially-nested --individuals 0.6 --simulate 60 --seed 4";
    let found = answer(options);
    let power = &found["simulated"]["power"];
    let number = |key: &str| power[key].as_f64().unwrap();
    assert!(number("lower") < number("estimate") && number("estimate") < number("upper"));
    assert_eq!(found["clients"], serde_json::json!([30, 18]));
    assert_eq!(found["analytic"]["exactness"], "approximate_degrees");
    assert_eq!(found, answer(options));
    let told = typed(options).unwrap();
    assert!(told.contains("Simulated 60 trials (seed 4)") && told.contains("18 clients in individual care"), "{told}");
    assert!(told.contains("by simulation, simulated anew: power"), "{told}");
    assert!(!told.contains("Roger's test errs"), "{told}");
    let few = typed("--groups 3 --members 8 --sessions 12 --effect 1").unwrap();
    assert!(few.contains("with 3 groups an arm Kenward and Roger's test errs on the safe side"), "{few}");
    assert!(few.contains("Smallest that reaches 0.8 by the formula: "), "{few}");
    let few = "--groups 3 --members 4 --sessions 5 --effect 0.7 --icc 0.01 --simulate 60";
    let (found, told) = (answer(few), typed(few).unwrap());
    let (whole, alone) = (&found["simulated"]["power"], &found["simulated"]["kenward_roger_alone"]);
    assert!(found["simulated"]["by_own_slopes"].as_u64() > Some(20), "{found}");
    assert!(alone["successes"].as_u64() < whole["successes"].as_u64(), "{found}");
    assert!(told.contains("by the t test of the groups' own slopes"), "{told}");
    assert!(told.contains("by Kenward and Roger's method alone: power 0."), "{told}");
}

#[test]
fn what_was_typed_wrong_is_told() {
    let base = "--groups 10 --members 8 --sessions 12";
    let wrong = |options: &str| typed(&format!("{base} {options}")).unwrap_err();
    assert!(wrong("").contains("--effect <D>"));
    assert!(wrong("--effect 0.5 --slope-difference 1").contains("cannot be used with"));
    assert!(wrong("--effect 0.5 --dropout 1.5").starts_with("drop-out a session: 1.5 is not possible"));
    assert!(wrong("--effect 0.5 --icc 0.6 --client-share 0.5").contains("leave nothing of the variance"));
    assert!(wrong("--effect 0.5 --group-sd 1,2").contains("--client-sd"));
    assert!(wrong(&format!("--effect 0.5 --icc 0.1 {FITTED}")).contains("cannot be used with"));
    assert!(wrong("--effect 0.5 --group-sd a,b --client-sd 1,1 --residual-sd 1").contains("as 3.4,0.2,-0.2"));
    assert!(wrong("--effect 0.5 --seed 3").contains("--simulate"));
    assert!(wrong("--effect 0.5 --individuals 2").contains("--partially-nested"));
    assert!(wrong("--effect 0.5 --target 0.01").starts_with("power to reach: 0.01"));
    assert!(wrong("--effect 0.5 --simulate 0").starts_with("simulated trials: 0"));
    assert!(wrong("--effect 0.5 --smallest weeks").contains("[possible values: groups, members, sessions]"));
    let none = typed("--members 8 --sessions 12 --effect 0.001").unwrap_err();
    assert!(none.starts_with("no number of groups up to 2000 an arm reaches a power of 0.8"), "{none}");
    assert!(typed("--groups 1 --members 8 --sessions 12 --effect 1").unwrap_err().starts_with("groups an arm: 1"));
    assert!(typed(&format!("{base} --effect -0.5")).is_ok());
}
