//! Power against stored answers, plain algebra and its own simulation.

#![allow(clippy::unwrap_used)]

mod helpers;

use helpers::{collection, number, read, relative};
use nalgebra::{DMatrix, Matrix2, SMatrix};
use peil_stats::power::{
    Control, Design, Dimension, Effect, Exactness, PowerError, RandomLine, Shares, SimulationSettings, Trial,
    Variances, analytic, curve, simulate, smallest, smallest_simulated,
};

const VARIANCES: Variances = Variances {
    group: RandomLine { intercept: 3.354, slope: 0.2, correlation: -0.2 },
    client: RandomLine { intercept: 10.607, slope: 0.45, correlation: -0.3 },
    residual: 10.062,
};

fn design(groups: usize, members: usize, sessions: usize) -> Design {
    Design { groups, members, sessions, spacing: 1.0, dropout: 0.0, control: Control::Groups }
}

fn trial(design: Design, effect: Effect) -> Trial {
    Trial { design, variances: VARIANCES, effect, alpha: 0.05 }
}

fn quiet(_: f64) {}

#[test]
fn the_stored_designs_have_their_error_and_power() {
    let Some(folder) = collection() else { return };
    let file = read(&folder.join("fits/power_nested.json"));
    let rows = file["designs"].as_array().unwrap();
    assert_eq!(rows.len(), 24);
    let truth = &file["truth"];
    for (line, key) in [(VARIANCES.group, "group"), (VARIANCES.client, "client")] {
        let theirs = ["sd_int", "sd_slope", "cor"].map(|field| number(&truth[key][field]));
        assert_eq!([line.intercept, line.slope, line.correlation], theirs, "{key}");
    }
    assert_eq!([VARIANCES.residual, 0.05], ["sigma", "alpha"].map(|field| number(&truth[field])));
    let effect = &file["design_effect"];
    let found = peil_stats::read::design_effect(number(&effect["m"]), number(&effect["icc"]));
    assert!((found - number(&effect["value"])).abs() < 1e-12, "{found}");
    for row in rows {
        let count = |key: &str| row[key].as_u64().unwrap() as usize;
        let design = design(count("groups_per_arm"), count("clients_per_group"), count("sessions"));
        let found = analytic(&trial(design, Effect::Slope(number(&row["slope_difference"])))).unwrap();
        assert_eq!((found.df, found.exactness), (number(&row["df_t"]), Exactness::Exact));
        let pairs =
            [(found.standard_error, "se"), (found.power_normal, "power_z"), (found.power, "power_t_noncentral")];
        for (found, key) in pairs {
            assert!(relative(found, number(&row[key])) < 1e-10, "{design:?} {key}: {found} for {}", row[key]);
        }
    }
}

/// The line's covariance.
fn covariance(line: &RandomLine) -> Matrix2<f64> {
    let both = line.correlation * line.intercept * line.slope;
    Matrix2::new(line.intercept.powi(2), both, both, line.slope.powi(2))
}

/// X'V⁻¹X of clients who share a group, each with its own number of sessions; `group`: whether there is a group at all.
fn dense(stays: &[usize], spacing: f64, treated: f64, group: bool) -> SMatrix<f64, 4, 4> {
    let rows: Vec<(usize, f64)> = stays
        .iter()
        .enumerate()
        .flat_map(|(client, &n)| (0..n).map(move |session| (client, session as f64 * spacing)))
        .collect();
    let n = rows.len();
    let z = |row: usize| nalgebra::Vector2::new(1.0, rows[row].1);
    let v = DMatrix::from_fn(n, n, |a, b| {
        let group = if group { (z(a).transpose() * covariance(&VARIANCES.group) * z(b))[0] } else { 0.0 };
        let same = rows[a].0 == rows[b].0;
        let client = if same { (z(a).transpose() * covariance(&VARIANCES.client) * z(b))[0] } else { 0.0 };
        group + client + if a == b { VARIANCES.residual.powi(2) } else { 0.0 }
    });
    let x = DMatrix::from_fn(n, 4, |row, column| [1.0, rows[row].1, treated, treated * rows[row].1][column]);
    let information = x.transpose() * v.cholesky().unwrap().inverse() * x;
    SMatrix::from_fn(|i, j| information[(i, j)])
}

#[test]
fn the_standard_error_is_that_of_dense_least_squares() {
    for (spacing, per_member) in [(1.0, None), (0.5, None), (1.0, Some(1.0)), (2.0, Some(0.75))] {
        let control = per_member.map_or(Control::Groups, |per_member| Control::Individuals { per_member });
        let design = Design { spacing, control, ..design(4, 5, 7) };
        let one = dense(&[7; 5], spacing, 1.0, true) * 4.0;
        let other = match per_member {
            None => dense(&[7; 5], spacing, 0.0, true) * 4.0,
            Some(_) => dense(&[7], spacing, 0.0, false) * design.clients_in_control() as f64,
        };
        let expected = (one + other).try_inverse().unwrap()[(3, 3)].sqrt();
        let found = analytic(&trial(design, Effect::Slope(0.3))).unwrap();
        assert!(relative(found.standard_error, expected) < 1e-10, "{design:?}: {} {expected}", found.standard_error);
        if per_member.is_some() {
            assert_eq!(found.exactness, Exactness::ApproximateDegrees);
            assert!(found.df > 3.0 && found.df < (design.clients_in_control() + 2) as f64);
        }
    }
}

#[test]
fn with_drop_out_the_error_is_near_the_mean_over_drawn_stays() {
    use rand::{RngExt, SeedableRng};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let dropout = 0.08;
    let mut stay = || (1..10).find(|_| random.random::<f64>() < dropout).unwrap_or(10);
    let mut squares = 0.0;
    for _ in 0..60 {
        let arms = [0.0, 1.0].map(|treated| {
            (0..10)
                .map(|_| dense(&(0..6).map(|_| stay()).collect::<Vec<_>>(), 1.0, treated, true))
                .sum::<SMatrix<f64, 4, 4>>()
        });
        squares += (arms[0] + arms[1]).try_inverse().unwrap()[(3, 3)] / 60.0;
    }
    let found = analytic(&trial(Design { dropout, ..design(10, 6, 10) }, Effect::Slope(0.3))).unwrap();
    assert_eq!(found.exactness, Exactness::ExpectedInformation);
    // Clients count for a little too much: the error is at most some percent too small.
    assert!(
        (0.95..1.01).contains(&(found.standard_error / squares.sqrt())),
        "{} {}",
        found.standard_error,
        squares.sqrt()
    );
}

#[test]
fn units_change_nothing() {
    let first = trial(Design { dropout: 0.03, ..design(12, 8, 10) }, Effect::End(0.4));
    let scaled =
        |line: RandomLine| RandomLine { intercept: 3.0 * line.intercept, slope: 3.0 / 7.0 * line.slope, ..line };
    let mut second = first;
    second.design.spacing = 7.0;
    second.variances = Variances {
        group: scaled(VARIANCES.group),
        client: scaled(VARIANCES.client),
        residual: 3.0 * VARIANCES.residual,
    };
    let (a, b) = (analytic(&first).unwrap(), analytic(&second).unwrap());
    assert!((a.power - b.power).abs() < 1e-12);
    assert!(relative(b.standard_error, a.standard_error * 3.0 / 7.0) < 1e-12);
    let deviation = (3.354_f64.powi(2) + 10.607_f64.powi(2) + 10.062_f64.powi(2)).sqrt();
    assert!(relative(a.slope_difference, 0.4 * deviation / 9.0) < 1e-14);
    // Either sign of the effect is seen as well as the other.
    let other = analytic(&Trial { effect: Effect::End(-0.4), ..first }).unwrap();
    assert!((a.power - other.power).abs() < 1e-12 && other.slope_difference < 0.0);
    // Without an effect the power is the level.
    let none = analytic(&Trial { effect: Effect::End(0.0), ..first }).unwrap();
    assert!((none.power - 0.05).abs() < 1e-12);
}

#[test]
fn shares_are_what_they_are_called() {
    let shares = Shares { deviation: 15.0, icc: 0.1, client_share: 0.4, slope_variance: 0.002, slope_icc: 0.25 };
    let found = shares.variances().unwrap();
    assert!(relative(found.deviation(), 15.0) < 1e-14);
    assert!(relative(found.group.intercept.powi(2), 0.1 * 225.0) < 1e-12);
    let slopes = found.group.slope.powi(2) + found.client.slope.powi(2);
    assert!(relative(slopes, 0.002 * 225.0) < 1e-12 && relative(found.group.slope.powi(2), 0.25 * slopes) < 1e-12);
    let nothing_left = Shares { icc: 0.5, client_share: 0.5, ..shares }.variances();
    assert_eq!(nothing_left.unwrap_err(), PowerError::Shares { groups: 0.5, clients: 0.5 });
}

#[test]
fn simulated_power_is_that_of_the_noncentral_t() {
    // Groups differ enough that their variances are not estimated as zero.
    let mut trial = trial(design(10, 6, 6), Effect::Slope(1.0));
    trial.variances.group.slope = 0.8;
    let settings = SimulationSettings { replicates: 1500, seed: 3 };
    let found = simulate(&trial, &settings, &quiet).unwrap();
    let exact = analytic(&trial).unwrap();
    let power = found.power.estimate.unwrap();
    assert!((power - exact.power).abs() < 0.045, "{power} {}", exact.power);
    assert!(found.power.lower.unwrap() < power && power < found.power.upper.unwrap());
    assert!((found.mean_estimate - 1.0).abs() < 4.0 * exact.standard_error / 1500_f64.sqrt());
    assert!((found.deviation_of_estimates / exact.standard_error - 1.0).abs() < 0.08);
    assert!((found.standard_error / exact.standard_error - 1.0).abs() < 0.08);
    assert!((found.median_df - 18.0).abs() < 1.5, "{}", found.median_df);
    assert!(found.failures.total() + found.power.trials == 1500 && found.failures.total() < 10);
}

#[test]
fn with_few_groups_that_hardly_differ_false_alarms_keep_their_level() {
    let settings = SimulationSettings { replicates: 2000, seed: 4 };
    let mut trial = trial(design(3, 4, 6), Effect::Slope(0.0));
    trial.variances.group = RandomLine { intercept: 1.0, slope: 0.05, correlation: 0.0 };
    let found = simulate(&trial, &settings, &quiet).unwrap();
    let (rate, alone) = (found.power.estimate.unwrap(), found.kenward_roger_alone.estimate.unwrap());
    // Four Monte Carlo errors.
    assert!((rate - 0.05).abs() < 0.02, "{rate}");
    assert!(alone < 0.02 && found.by_own_slopes > 1200 && found.by_own_slopes <= found.on_boundary, "{found:?}");
    // With an effect it is the power that the formula tells.
    trial.effect = Effect::Slope(2.5);
    let found = simulate(&trial, &settings, &quiet).unwrap();
    let (power, exact) = (found.power.estimate.unwrap(), analytic(&trial).unwrap().power);
    assert!((power - exact).abs() < 0.045 && (0.3..0.95).contains(&exact), "{power} {exact}");
    assert!(found.kenward_roger_alone.estimate.unwrap() < power - 0.05, "{found:?}");
}

#[test]
fn against_individual_care_kenward_and_rogers_test_stands_alone_with_fewer_than_six_groups() {
    let control = Control::Individuals { per_member: 1.0 };
    let trial = trial(Design { control, ..design(3, 4, 6) }, Effect::Slope(0.0));
    let found = simulate(&trial, &SimulationSettings { replicates: 100, seed: 4 }, &quiet).unwrap();
    assert!(
        found.by_own_slopes == 0 && found.on_boundary > 20 && found.power == found.kenward_roger_alone,
        "{found:?}"
    );
    // With six the groups' own slopes keep the level; Kenward and Roger's test alone does not reach it.
    let mut six = Trial { design: Design { control, ..design(6, 8, 8) }, ..trial };
    six.variances.group = RandomLine { intercept: 1.0, slope: 0.02, correlation: 0.0 };
    let found = simulate(&six, &SimulationSettings { replicates: 2000, seed: 4 }, &quiet).unwrap();
    let (rate, alone) = (found.power.estimate.unwrap(), found.kenward_roger_alone.estimate.unwrap());
    assert!((rate - 0.05).abs() < 0.02 && alone < rate && found.by_own_slopes > 1000, "{found:?}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let control = Control::Individuals { per_member: 1.0 };
    let trial = trial(Design { control, dropout: 0.1, ..design(5, 4, 5) }, Effect::End(0.5));
    let settings = SimulationSettings { replicates: 40, seed: 9 };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| simulate(&trial, &settings, &quiet).unwrap())
    };
    assert_eq!(on(1), on(3));
    let other = simulate(&trial, &SimulationSettings { seed: 10, ..settings }, &quiet).unwrap();
    assert_ne!(other.mean_estimate, on(1).mean_estimate);
    let heard = std::sync::atomic::AtomicUsize::new(0);
    let hear = |part: f64| {
        assert!(part > 0.0 && part <= 1.0);
        heard.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    simulate(&trial, &settings, &hear).unwrap();
    assert_eq!(heard.into_inner(), 2);
}

#[test]
fn the_smallest_design_reaches_the_power_and_the_next_smaller_does_not() {
    let trial = trial(design(15, 8, 12), Effect::Slope(0.4));
    for dimension in [Dimension::Groups, Dimension::Members, Dimension::Sessions] {
        let found = smallest(&trial, dimension, 0.8).unwrap();
        let size = found.value.unwrap();
        let at = |size| curve(&trial, dimension, [size]).unwrap()[0].analytic.power;
        assert!(at(size) >= 0.8 && at(size - 1) < 0.8 && found.power == at(size), "{found:?}");
    }
    // No number of members makes up for two groups an arm, and no number of sessions for a small effect at the end.
    let few = smallest(&Trial { design: design(2, 8, 12), ..trial }, Dimension::Members, 0.8).unwrap();
    assert!(few.value.is_none() && few.power < 0.8);
    let long = smallest(&Trial { effect: Effect::End(0.1), ..trial }, Dimension::Sessions, 0.8).unwrap();
    assert!(long.value.is_none() && long.power < 0.8);
    // Nothing to be seen is seen no better by more groups.
    assert!(smallest(&Trial { effect: Effect::End(0.0), ..trial }, Dimension::Groups, 0.8).unwrap().value.is_none());
}

#[test]
fn against_individual_care_more_members_can_be_too_many() {
    let shares = Shares { slope_icc: 0.3, ..Shares::default() };
    let control = Control::Individuals { per_member: 1.0 };
    let design = Design { control, ..design(2, 200, 12) };
    let trial = Trial { design, variances: shares.variances().unwrap(), effect: Effect::End(1.5), alpha: 0.05 };
    let power = |members| curve(&trial, Dimension::Members, [members]).unwrap()[0].analytic.power;
    for (members, expected) in [(5, 0.815), (10, 0.909), (20, 0.918), (50, 0.848), (200, 0.703)] {
        assert!((power(members) - expected).abs() < 1e-3, "{members}: {}", power(members));
    }
    assert_eq!(smallest(&trial, Dimension::Members, 0.8).unwrap().value, Some(5));
    let none = smallest(&trial, Dimension::Members, 0.95).unwrap();
    assert!(none.value.is_none() && (10..40).contains(&none.at) && none.power > 0.918, "{none:?}");
}

#[test]
fn sizes_that_cannot_be_are_passed_over() {
    // Two groups of eight would leave one client in individual care.
    let control = Control::Individuals { per_member: 0.08 };
    let trial = trial(Design { control, ..design(30, 8, 12) }, Effect::End(1.0));
    let found = smallest(&trial, Dimension::Groups, 0.5).unwrap();
    assert!(found.value.is_some_and(|groups| groups > 2), "{found:?}");
    let points = curve(&trial, Dimension::Groups, 2..=5).unwrap();
    assert_eq!(points.iter().map(|point| point.size).collect::<Vec<_>>(), [3, 4, 5]);
}

#[test]
fn the_smallest_design_by_simulation_lies_beside_that_of_the_formula() {
    let trial = trial(design(2, 6, 6), Effect::Slope(1.5));
    let settings = SimulationSettings { replicates: 200, seed: 5 };
    let formula = smallest(&trial, Dimension::Groups, 0.8).unwrap().value.unwrap();
    let found = smallest_simulated(&trial, Dimension::Groups, 0.8, &settings, &quiet).unwrap();
    let size = found.smallest.value.unwrap();
    assert!(size.abs_diff(formula) <= 3 && !found.exhausted, "{size} {formula}");
    // What is told was simulated anew, so it may be a little lower than what was chosen.
    assert!(found.smallest.power > 0.7 && found.simulated.unwrap().power.estimate == Some(found.smallest.power));
    let below = Trial { design: trial.design.with(Dimension::Groups, size - 1), ..trial };
    assert!(simulate(&below, &settings, &quiet).unwrap().power.estimate.unwrap() < 0.8);
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let good = trial(design(5, 5, 5), Effect::End(0.5));
    let told = |change: &dyn Fn(&mut Trial)| {
        let mut wrong = good;
        change(&mut wrong);
        analytic(&wrong).unwrap_err().to_string()
    };
    assert_eq!(
        told(&|trial| trial.design.groups = 1),
        "groups an arm: 1 is not possible; give a number from 2 to 2000"
    );
    assert!(told(&|trial| trial.design.members = 1).starts_with("members a group: 1"));
    assert!(told(&|trial| trial.design.sessions = 1).starts_with("sessions: 1"));
    assert!(told(&|trial| trial.design.dropout = 1.0).starts_with("drop-out a session: 1"));
    assert!(told(&|trial| trial.design.spacing = f64::NAN).starts_with("time between sessions: NaN"));
    assert!(told(&|trial| trial.alpha = 0.0).starts_with("alpha: 0"));
    assert!(told(&|trial| trial.variances.group.correlation = 1.1).starts_with("group correlation: 1.1"));
    assert!(told(&|trial| trial.variances.residual = 0.0).starts_with("residual SD: 0"));
    assert!(told(&|trial| trial.effect = Effect::Slope(f64::INFINITY)).starts_with("effect: inf"));
    let individuals = |per_member| move |trial: &mut Trial| trial.design.control = Control::Individuals { per_member };
    assert!(told(&individuals(0.0)).starts_with("individual clients for each member: 0"));
    assert!(smallest(&good, Dimension::Groups, 1.0).unwrap_err().to_string().starts_with("power to reach: 1"));
    let none = SimulationSettings { replicates: 0, seed: 1 };
    assert!(simulate(&good, &none, &quiet).unwrap_err().to_string().starts_with("simulated trials: 0"));
    let mut alike = good;
    let flat = RandomLine { intercept: 0.0, slope: 0.0, correlation: 0.0 };
    (alike.variances.group, alike.variances.client) = (flat, flat);
    let some = SimulationSettings { replicates: 5, seed: 1 };
    assert_eq!(simulate(&alike, &some, &quiet).unwrap_err(), PowerError::NothingVaries);
}

#[test]
fn designs_of_other_random_parts_are_simulated_too() {
    let none = RandomLine { intercept: 0.0, slope: 0.0, correlation: 0.0 };
    let settings = SimulationSettings { replicates: 30, seed: 2 };
    let (level, slope) = (RandomLine { intercept: 4.0, ..none }, RandomLine { slope: 0.5, ..none });
    let both = RandomLine { intercept: 6.0, slope: 0.5, correlation: 0.0 };
    for control in [Control::Groups, Control::Individuals { per_member: 0.5 }] {
        for (group, client) in
            [(level, both), (slope, both), (none, both), (level, level), (both, none), (level, slope)]
        {
            let variances = Variances { group, client, residual: 5.0 };
            let design = Design { control, ..design(6, 4, 5) };
            let trial = Trial { design, variances, effect: Effect::End(0.5), alpha: 0.05 };
            let found = simulate(&trial, &settings, &quiet).unwrap();
            assert!(found.failures.total() <= 1, "{trial:?} {found:?}");
            let ratio = found.deviation_of_estimates / analytic(&trial).unwrap().standard_error;
            assert!((0.6..1.6).contains(&ratio), "{trial:?}: {ratio}");
        }
    }
}
