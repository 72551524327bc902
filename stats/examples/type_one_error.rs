//! How often the test of treatment × time gives a false alarm, and what simulating costs.
//!
//! Prints a row a design; the rate is to lie about 0.05. Errors are Monte Carlo standard errors. `alone` is Kenward and Roger's test
//! without that of the groups' own slopes where groups do not seem to differ.
//!
//! ```text
//! cargo run --release -p peil-stats --example type_one_error -- 10000
//! ```

use std::error::Error;
use std::time::Instant;

use peil_stats::power::{Control, Design, Effect, RandomLine, Shares, SimulationSettings, Trial, Variances, simulate};

fn main() -> Result<(), Box<dyn Error>> {
    let replicates = std::env::args().nth(1).map_or(Ok(2000), |text| text.parse())?;
    let settings = SimulationSettings { replicates, seed: 2026 };
    let usual = Shares::default().variances()?;
    let strong = Shares { icc: 0.15, slope_variance: 0.01, slope_icc: 0.2, ..Shares::default() }.variances()?;
    let none = RandomLine { intercept: 0.0, slope: 0.0, correlation: 0.0 };
    let levels = Variances {
        client: RandomLine { slope: 0.0, ..usual.client },
        group: RandomLine { slope: 0.0, ..usual.group },
        ..usual
    };
    let design = |groups, members, sessions, dropout, individuals: bool| Design {
        groups,
        members,
        sessions,
        spacing: 1.0,
        dropout,
        control: if individuals { Control::Individuals { per_member: 1.0 } } else { Control::Groups },
    };
    let rows = [
        ("3 + 3 groups × 8 × 12", design(3, 8, 12, 0.0, false), strong),
        ("3 + 3 groups × 8 × 12, small group variance", design(3, 8, 12, 0.0, false), usual),
        ("3 + 3 groups × 4 × 6", design(3, 4, 6, 0.0, false), strong),
        ("5 + 5 groups × 8 × 12", design(5, 8, 12, 0.0, false), strong),
        ("5 + 5 groups × 8 × 12, drop-out 5 %", design(5, 8, 12, 0.05, false), strong),
        ("5 + 5 groups × 8 × 12, small group variance, drop-out 10 %", design(5, 8, 12, 0.1, false), usual),
        ("5 + 5 groups × 8 × 12, small group variance", design(5, 8, 12, 0.0, false), usual),
        ("15 + 15 groups × 8 × 12", design(15, 8, 12, 0.0, false), strong),
        ("15 + 15 groups × 8 × 12, small group variance", design(15, 8, 12, 0.0, false), usual),
        ("3 groups × 8 × 12 against 24 clients", design(3, 8, 12, 0.0, true), strong),
        ("3 groups × 8 × 12 against 24 clients, small group variance", design(3, 8, 12, 0.0, true), usual),
        ("6 groups × 8 × 12 against 48 clients", design(6, 8, 12, 0.0, true), strong),
        ("6 groups × 8 × 12 against 48 clients, small group variance", design(6, 8, 12, 0.0, true), usual),
        ("12 groups × 8 × 12 against 96 clients, small group variance", design(12, 8, 12, 0.0, true), usual),
        ("12 groups × 6 × 8 against 72 clients, drop-out 5 %", design(12, 6, 8, 0.05, true), strong),
        ("5 + 5 groups × 6 × 6, random intercepts only", design(5, 6, 6, 0.0, false), levels),
        ("3 + 3 groups × 6 × 6, random intercepts only", design(3, 6, 6, 0.0, false), levels),
        (
            "5 + 5 groups × 6 × 6, no group variance in the model",
            design(5, 6, 6, 0.0, false),
            Variances { group: none, ..usual },
        ),
    ];
    println!("| design | false alarms | error | from 0.05 | own slopes | alone | median df | no answer | seconds |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for (name, design, variances) in rows {
        let trial = Trial { design, variances, effect: Effect::Slope(0.0), alpha: 0.05 };
        let begun = Instant::now();
        let found = simulate(&trial, &settings, &|_| ())?;
        let seconds = begun.elapsed().as_secs_f64();
        let n = found.power.trials as f64;
        let rate = found.power.successes as f64 / n;
        let error = (0.05 * 0.95 / n).sqrt();
        let (own, alone) = (found.by_own_slopes as f64 / n, found.kenward_roger_alone.successes as f64 / n);
        let (lost, df) = (found.failures.total(), found.median_df);
        println!(
            "| {name} | {rate:.4} | {error:.4} | {:+.1} errors | {own:.2} | {alone:.4} | {df:.1} | {lost} | {seconds:.1} |",
            (rate - 0.05) / error
        );
    }
    Ok(())
}
