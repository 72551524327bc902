//! What counts as dropping out, what is known before a session, and what the quality of forecasts is.
#![allow(clippy::unwrap_used, clippy::panic)]

use peil_stats::dropout::{
    Baseline, Competing, CourseForHazard, DropoutDefinition, Ending, Forecast, ForecastQuality, HazardSession,
    RegressionError, RiskRow,
};
use peil_stats::signals::Presence;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn session(week: u8, presence: Presence) -> HazardSession {
    HazardSession::new(f64::from(week), presence)
}

/// Weekly sessions: P present, N absent with notice, A absent without, U unknown.
fn sessions(text: &str) -> Vec<HazardSession> {
    let presence = |letter| match letter {
        'P' => Presence::Present,
        'N' => Presence::AbsentWithNotice,
        'A' => Presence::AbsentWithoutNotice,
        _ => Presence::NotRecorded,
    };
    (0..).zip(text.chars()).map(|(week, letter)| session(week, presence(letter))).collect()
}

fn bare<'a>(sessions: &'a [HazardSession], ended: Option<(f64, Ending)>) -> CourseForHazard<'a> {
    CourseForHazard {
        group: None,
        began: 0.0,
        baseline: Baseline::default(),
        start: None,
        sessions,
        ended,
        end_seen: None,
        planned_end: None,
    }
}

#[test]
fn what_counts_as_dropping_out() {
    let outcome = |text: &str, ended: Option<(f64, Ending)>, planned_end: Option<f64>, now: f64| {
        let sessions = sessions(text);
        let found =
            DropoutDefinition::default().outcome(&CourseForHazard { planned_end, ..bare(&sessions, ended) }, now);
        (found.sessions, found.weeks, found.ending)
    };
    let left = Ending::Dropout;
    let planned = Ending::Competing(Competing::Planned);
    let ever = f64::INFINITY;
    assert_eq!(outcome("PPPP", None, None, ever), (4, 3.0, Ending::Running));
    assert_eq!(outcome("PPPP", Some((3.5, left)), None, ever), (4, 3.5, left));
    assert_eq!(outcome("PPPP", Some((3.5, planned)), None, ever), (4, 3.5, planned));
    // The third absence without a word, once four weeks have passed since the last session attended.
    assert_eq!(outcome("PPAAAA", None, None, ever), (4, 4.0, left));
    assert_eq!(outcome("PPAAA", None, None, ever), (4, 4.0, Ending::Running));
    assert_eq!(outcome("PPAAA", None, None, 5.0), (4, 4.0, left));
    assert_eq!(outcome("PPAAAA", None, None, 4.5), (4, 4.0, Ending::Running));
    assert_eq!(outcome("PPAUAA", None, None, ever), (5, 5.0, left));
    // A return, a word or an agreed end before that is none.
    assert_eq!(outcome("PPAAAP", None, None, ever).2, left);
    assert_eq!(outcome("PPAAP", None, None, ever), (5, 4.0, Ending::Running));
    assert_eq!(outcome("PPANAAP", None, None, ever), (7, 6.0, Ending::Running));
    assert_eq!(outcome("PPAA", Some((3.5, planned)), None, ever), (4, 3.5, planned));
    // What is recorded first counts, and nobody drops out of a stay that is over.
    assert_eq!(outcome("PPAAAAA", Some((7.0, planned)), None, ever), (4, 4.0, left));
    assert_eq!(outcome("PPP", Some((3.0, left)), Some(3.0), ever), (3, 3.0, planned));
    // At a moment in between nothing later is known.
    assert_eq!(outcome("PPPP", Some((3.5, left)), None, 2.2), (3, 2.2, Ending::Running));
    assert_eq!(outcome("PPPP", Some((3.5, left)), None, 2.0).0, 3);
    let sessions = sessions("PPAAAA");
    let found = DropoutDefinition::default().outcome(&bare(&sessions, None), ever);
    assert_eq!((found.in_sessions().time, found.in_weeks().time), (5.0, 4.0));
}

#[test]
fn a_row_knows_what_came_before_its_session_and_nothing_else() {
    let mut held = sessions("PAPNP");
    held[0].process = Some(4.0);
    held[2].process = Some(3.0);
    held[1].deviation = Some(-1.5);
    held[3].others_absent = Some(0.25);
    let course = bare(&held, None);
    let row = RiskRow::after(&course, 4);
    assert_eq!((row.session, row.attended_last, row.attendance), (5, Some(0.0), Some(0.5)));
    assert_eq!((row.process, row.process_change, row.deviation), (Some(3.0), Some(-1.0), Some(-1.5)));
    assert_eq!((row.others_absent, row.silent), (Some(0.25), Some(0.0)));
    let row = RiskRow::after(&course, 2);
    assert_eq!((row.process_change, row.silent, row.others_absent), (None, Some(1.0), None));
}

fn forecast(probability: f64, left: bool, cluster: usize) -> Forecast {
    Forecast { probability, left, cluster }
}

#[test]
fn the_quality_of_forecasts_is_that_of_its_definitions() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut forecasts = Vec::new();
    for cluster in 0..400 {
        let p = f64::from(random.random_range(1..=30_u8)) / 50.0;
        forecasts.push(forecast(p, random.random_bool(p), cluster));
    }
    let found = ForecastQuality::of(&forecasts).unwrap();
    let (left, stayed): (Vec<&Forecast>, Vec<&Forecast>) = forecasts.iter().partition(|f| f.left);
    let wins = |a: f64, b: f64| {
        if a > b {
            1.0
        } else if a == b {
            0.5
        } else {
            0.0
        }
    };
    let v10: Vec<f64> = left
        .iter()
        .map(|l| stayed.iter().map(|s| wins(l.probability, s.probability)).sum::<f64>() / stayed.len() as f64)
        .collect();
    let v01: Vec<f64> = stayed
        .iter()
        .map(|s| left.iter().map(|l| wins(l.probability, s.probability)).sum::<f64>() / left.len() as f64)
        .collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let area = mean(&v10);
    assert!((found.auc.estimate - area).abs() < 1e-12 && (mean(&v01) - area).abs() < 1e-12);
    // DeLong's variance: every cluster is one forecast here.
    let variance = |values: &[f64]| {
        values.iter().map(|v| (v - area).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0) / values.len() as f64
    };
    let error = (variance(&v10) + variance(&v01)).sqrt();
    assert!(((found.auc.upper - area) / 1.959_963_984_540_054 - error).abs() < 2e-3 * error, "{error}");
    let brier = forecasts.iter().map(|f| (f.probability - f64::from(u8::from(f.left))).powi(2)).sum::<f64>() / 400.0;
    assert!((found.brier.estimate - brier).abs() < 1e-12);
    assert!(
        found.slope.lower < 1.0
            && 1.0 < found.slope.upper
            && found.intercept.lower < 0.0
            && 0.0 < found.intercept.upper
    );
    assert_eq!(found.table.iter().map(|row| row.observed.trials).sum::<usize>(), 400);
    assert!(found.table.windows(2).all(|pair| pair[0].highest < pair[1].lowest));
    // Order changes nothing; every forecast twice in its cluster neither, but for the numbers of forecasts.
    let mut turned = forecasts.clone();
    turned.reverse();
    assert_eq!(ForecastQuality::of(&turned).unwrap(), found);
    let twice = ForecastQuality::of(&[forecasts.clone(), forecasts.clone()].concat()).unwrap();
    assert!(
        (twice.slope.lower - found.slope.lower).abs() < 1e-8 && (twice.brier.upper - found.brier.upper).abs() < 1e-12
    );
    assert!((twice.auc.lower - found.auc.lower).abs() < 1e-3);
    // What is no forecast, and what cannot be judged.
    let none: Vec<Forecast> = forecasts.iter().map(|f| Forecast { left: false, ..*f }).collect();
    assert!(matches!(ForecastQuality::of(&none), Err(RegressionError::OneKind { events: 0, rows: 400 })));
    assert!(matches!(
        ForecastQuality::of(&[forecast(1.0, true, 1), forecast(0.2, false, 2)]),
        Err(RegressionError::Row(2))
    ));
}
