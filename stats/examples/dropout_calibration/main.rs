//! How far forecasts of leaving can be believed, seed by seed, beside the best that there could be on the very same rows.
//!
//! `cargo run --release -p peil-stats --example dropout_calibration -- 41 55 100000`
//!
//! The first two numbers are the seeds (41 to 55 unless said otherwise), each a world of 2,000 courses, foretold forward in
//! time. The third is a number of other courses, from which a model with the same covariates is learnt as a reference: what it
//! still strays from 1 is the chance of who happens to leave among those who are judged. Beside it stands the true hazard of
//! the world for whom the client's own past is known. Without the third number there is no reference; 100,000 courses take
//! 2 GB and about a minute.

mod oracle;

use std::error::Error;

use peil_stats::change::Direction;
use peil_stats::dropout::{
    DropoutDefinition, Ending, Forecast, ForecastQuality, HazardModel, HazardSettings, RiskRow, SESSIONS_AHEAD,
    ValidationSettings,
};
use peil_stats::evaluation::Study;
use peil_stats::simulate::{WorldSettings, worlds};

/// The seed of the reference: far from all that are judged.
const REFERENCE: u64 = 900_001;

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|typed| typed.parse()).collect::<Result<_, _>>()?;
    let seed = |place: usize, usual| numbers.get(place).copied().unwrap_or(usual);
    let reference = numbers.get(2).map(|courses| learnt(usize::try_from(*courses)?)).transpose()?;
    let mut slopes: Vec<(&str, Vec<f64>)> = Vec::new();
    for seed in seed(0, 41)..=seed(1, 55) {
        println!("seed {seed}");
        for (name, quality) in judged(seed, reference.as_ref())? {
            show(name, &quality);
            match slopes.iter_mut().find(|(known, _)| *known == name) {
                Some((_, of)) => of.push(quality.slope.estimate),
                None => slopes.push((name, vec![quality.slope.estimate])),
            }
        }
    }
    for (name, of) in slopes {
        let count = of.len() as f64;
        let mean = of.iter().sum::<f64>() / count;
        let deviation = (of.iter().map(|slope| (slope - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
        let inside = of.iter().filter(|slope| (0.9..=1.1).contains(*slope)).count();
        println!(
            "{name:<15} mean slope {mean:.3} (Monte Carlo error {:.3}), deviation between seeds {deviation:.3}, {inside} of \
             {count} within .9 to 1.1",
            deviation / count.sqrt()
        );
    }
    Ok(())
}

fn show(name: &str, quality: &ForecastQuality) {
    let (slope, intercept) = (quality.slope, quality.intercept.estimate);
    println!(
        "  {name:<15} slope {:.3} ({:.3} to {:.3}) intercept {intercept:+.3} auc {:.3} brier {:.4} observed/expected {:.3} \
         ({} left)",
        slope.estimate,
        slope.lower,
        slope.upper,
        quality.auc.estimate,
        quality.brier.estimate,
        quality.observed_to_expected,
        quality.dropouts
    );
}

/// The same columns, learnt from so many other courses that their effects are all but known. No group has a risk of its own in
/// these worlds.
fn learnt(courses: usize) -> Result<HazardModel, Box<dyn Error>> {
    let study = Study::from(worlds(&WorldSettings { courses, ..WorldSettings::default() }, REFERENCE).as_slice());
    let settings = HazardSettings { group_levels: usize::MAX, ..HazardSettings::default() };
    Ok(HazardModel::fit(&study.leaving().courses(), &settings)?)
}

/// The model's forecasts forward in time, and those of the reference and of the true hazard about the same rows.
fn judged(seed: u64, reference: Option<&HazardModel>) -> Result<Vec<(&'static str, ForecastQuality)>, Box<dyn Error>> {
    let settings = WorldSettings::default();
    let world = worlds(&settings, seed);
    let study = Study::from(world.as_slice());
    let leaving = study.leaving();
    let courses = leaving.courses();
    let (direction, cut) = (Direction::LowerBetter, ValidationSettings::default());
    let found = study.foretold_forward(direction, &HazardSettings::default(), &cut)?;
    let from = found.fitted_at.first().copied().unwrap_or(f64::INFINITY);
    let mut qualities = vec![("next session", found.next)];
    qualities.extend(found.within.map(|within| ("four sessions", within)));
    let Some(reference) = reference else { return Ok(qualities) };
    let until = courses.iter().flat_map(|c| c.sessions.last().map(|last| c.began + last.weeks)).fold(0.0, f64::max);
    let (mut by_reference, mut four, mut by_truth) = (Vec::new(), Vec::new(), Vec::new());
    let seats = world.iter().flat_map(|group| (0..group.members.len()).map(move |seat| (group, seat)));
    for (course, (group, seat)) in courses.iter().zip(seats) {
        let outcome = DropoutDefinition::default().outcome(course, f64::INFINITY);
        let dropped = outcome.ending == Ending::Dropout;
        for held in 1..outcome.sessions + usize::from(dropped) {
            let left = dropped && held == outcome.sessions;
            // Sessions of these worlds are weekly.
            let due = course.began + course.sessions[held - 1].weeks + 1.0;
            if due <= from {
                continue;
            }
            let forecast = |probability| Forecast { probability, left, cluster: group.number };
            let ahead = course.sessions_ahead(held, SESSIONS_AHEAD);
            let risk = reference.risk(&RiskRow::after(course, held), ahead);
            by_reference.push(forecast(risk.next.probability));
            if due + (ahead - 1) as f64 <= until + 1e-9 {
                let left = dropped && outcome.sessions < held + ahead;
                four.push(Forecast { left, ..forecast(risk.within.probability) });
            }
            by_truth.extend(oracle::hazard(&settings, group, seat, held).map(forecast));
        }
    }
    qualities.push(("reference", ForecastQuality::of(&by_reference)?));
    qualities.push(("reference, four", ForecastQuality::of(&four)?));
    qualities.push(("true hazard", ForecastQuality::of(&by_truth)?));
    Ok(qualities)
}
