//! What the rules are worth in worlds that differ from the usual one in one thing.
//!
//! `cargo run --release -p peil-stats --example changed_worlds -- 4000 51 53`
//!
//! Courses of each world (4,000 unless said otherwise) and the first and last seed (51 and 53). The reliable change and the
//! cut-off stay those of the usual world: a published number does not know how much the scores of others err. Counts are pooled
//! over the seeds, at the fourth session and over whole stays.

use std::error::Error;

use peil_stats::change::{Cutoff, Direction, OnTheCutoff, Reliability, ReliableLimit};
use peil_stats::evaluation::{OperatingCharacteristics, Proportion, Study, examine};
use peil_stats::signals::{Scale, Settings};
use peil_stats::simulate::{World, WorldSettings, worlds};

/// The warnings of the table.
const SHOWN: [&str; 10] = ["DET", "DET-2", "OFF", "OFF-P", "OFF-P-90", "DET+OFF+OFF-P", "STAG", "STAG-P", "REL", "REC"];

/// Of one warning: successes and trials of sensitivity, specificity and predictive value, by session 4 and over stays; and
/// how many were true of how many.
type Found = (String, [[(usize, usize); 3]; 2], (f64, usize));

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|typed| typed.parse()).collect::<Result<_, _>>()?;
    let number = |place: usize, usual| numbers.get(place).copied().unwrap_or(usual);
    let (courses, seeds) = (usize::try_from(number(0, 4000))?, number(1, 51)..=number(2, 53));
    let scale = scale()?;
    println!("{:<15} {:<14} {:>22} {:>30}", "world", "warning", "by session 4", "over stays");
    println!(
        "{:<30} {:>7} {:>7} {:>7} {:>9} {:>7} {:>7} {:>7}",
        "", "sens", "spec", "PPV", "sens", "spec", "PPV", "base"
    );
    for world in World::ALL {
        let mut found: Vec<Found> = Vec::new();
        for seed in seeds.clone() {
            let study = Study::from(worlds(&world.settings(courses), seed).as_slice());
            let examined = examine(study, &scale, &Settings::default(), None, &|_| ());
            for worth in examined.worth(&scale) {
                let name = worth.warning.name();
                if !SHOWN.contains(&name.as_str()) {
                    continue;
                }
                let parts = [counts(&worth.sessions[3]), counts(&worth.whole)];
                let base = (worth.whole.base.unwrap_or(0.0) * worth.whole.n as f64, worth.whole.n);
                match found.iter_mut().find(|(known, ..)| *known == name) {
                    Some((_, sums, so)) => {
                        add(sums, parts);
                        *so = (so.0 + base.0, so.1 + base.1);
                    }
                    None => found.push((name, parts, base)),
                }
            }
        }
        for (name, [fourth, whole], (true_ones, all)) in found {
            let share = |(successes, trials): (usize, usize)| successes as f64 / trials.max(1) as f64;
            print!("{:<15} {name:<14}", world.name());
            fourth.iter().for_each(|part| print!(" {:>7.2}", share(*part)));
            print!("  ");
            whole.iter().for_each(|part| print!(" {:>7.2}", share(*part)));
            println!(" {:>7.2}", true_ones / all.max(1) as f64);
        }
    }
    Ok(())
}

fn counts(of: &OperatingCharacteristics) -> [(usize, usize); 3] {
    [of.sensitivity, of.specificity, of.ppv].map(|Proportion { successes, trials, .. }| (successes, trials))
}

fn add(sums: &mut [[(usize, usize); 3]; 2], parts: [[(usize, usize); 3]; 2]) {
    for (sum, part) in sums.iter_mut().flatten().zip(parts.into_iter().flatten()) {
        *sum = (sum.0 + part.0, sum.1 + part.1);
    }
}

/// That of the usual world.
fn scale() -> Result<Scale, Box<dyn Error>> {
    let usual = WorldSettings::default();
    let limit = Reliability::new(usual.standard_error() * 5.0_f64.sqrt(), 0.8, 1.96)?;
    Ok(Scale {
        direction: Direction::LowerBetter,
        limit: Some(ReliableLimit::Computed(limit)),
        cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical)?),
        process_drop: Some(usual.process_drop()),
    })
}
