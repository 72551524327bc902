//! How far forecasts of leaving can be believed, over many simulated worlds.
#![allow(clippy::unwrap_used)]

use peil_stats::dropout::{
    ForecastQuality, HazardSettings, RiskRow, Validation, ValidationSettings, forward_validation,
};
use peil_stats::evaluation::{Study, StudyGroup, StudyMember};
use peil_stats::simulate::{WorldSettings, worlds};

fn validated(seed: u64) -> Validation {
    let study = Study::from(worlds(&WorldSettings::default(), seed).as_slice());
    let leaving = study.leaving();
    forward_validation(&leaving.courses(), &HazardSettings::default(), &ValidationSettings::default()).unwrap()
}

fn line(of: &ForecastQuality) -> String {
    let (slope, intercept) = (of.slope.estimate, of.intercept.estimate);
    let (auc, brier, large) = (of.auc.estimate, of.brier.estimate, of.observed_to_expected);
    format!("slope {slope:.3} intercept {intercept:+.3} auc {auc:.3} brier {brier:.4} o/e {large:.3}")
}

#[test]
#[ignore = "prints calibration over seeds"]
fn calibration_over_seeds() {
    // Nothing was settled on these; the seeds 101 to 120 served for that.
    let (mut sums, mut count) = ([0.0; 2], 0.0);
    for seed in 41..=55 {
        let found = validated(seed);
        let four = found.within.unwrap();
        println!("seed {seed} next: {} | four: {}", line(&found.next), line(&four));
        sums = [sums[0] + found.next.slope.estimate, sums[1] + four.slope.estimate];
        count += 1.0;
    }
    println!("mean slopes {:.3} {:.3}", sums[0] / count, sums[1] / count);
}

/// What was known of the groups after a session.
fn until(study: &Study, session: i32) -> Study {
    let members = |group: &StudyGroup| {
        let cut = |member: &StudyMember| {
            let visits = member.visits.iter().filter(|visit| visit.session <= session).copied().collect();
            StudyMember { visits, ..member.clone() }
        };
        group.members.iter().map(cut).collect()
    };
    let groups = study.groups().iter().map(|group| StudyGroup { members: members(group), ..group.clone() });
    Study::new(groups.collect()).unwrap()
}

#[test]
fn nothing_of_what_comes_later_is_known_of_a_client() {
    let study = Study::from(worlds(&WorldSettings { courses: 300, ..WorldSettings::default() }, 104).as_slice());
    let whole = study.leaving();
    let mut before_the_first_score = 0;
    for held in 1..12 {
        let then = until(&study, held as i32).leaving();
        for (course, then) in whole.courses().iter().zip(then.courses()).filter(|(_, then)| then.sessions.len() == held)
        {
            let known = RiskRow::after(course, held);
            assert_eq!(known, RiskRow::after(&then, held), "session {held}: {course:?}");
            before_the_first_score += usize::from(known.start.is_none() && course.start.is_some());
        }
    }
    assert!(before_the_first_score > 20, "{before_the_first_score} rows come before a first score");
}
