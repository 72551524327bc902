//! The numbers of an evaluation.

use peil_stats::{
    dropout::Ending,
    evaluation::{Learnt, OperatingCharacteristics, Proportion, Study, examine},
    signals::{SIGNALS_VERSION, Scale, Settings, deterioration_false_alarms},
};
use serde::Serialize;

use super::dropout::{self, DropoutRow};
use crate::cli::{progress::Phase, signals::told};

/// Looks for which the theory of DET is told.
const LOOKS: [usize; 5] = [1, 4, 8, 12, 24];

/// What was examined.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Source {
    /// A file of courses.
    File { path: String, measure: String },
    /// A world with a known truth.
    Simulated { courses: usize, seed: u64 },
}

/// All that is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Answer {
    pub(super) version: &'static str,
    pub(super) source: Source,
    pub(super) learnt: Learnt,
    /// Groups, stays and client-sessions that were judged.
    pub(super) groups: usize,
    pub(super) stays: usize,
    pub(super) client_sessions: usize,
    pub(super) cautions: Vec<String>,
    pub(super) rules: Vec<RuleRow>,
    /// Each rule over whole stays, or over all sessions where a warning is about the sessions at which it is given.
    pub(super) whole: Vec<RuleRow>,
    pub(super) deterioration_by_theory: Vec<TheoryRow>,
    /// The dropout model, forward in time; none with too few ended courses.
    pub(super) dropout: Option<DropoutRow>,
}

/// What a rule was worth at a session, or over whole stays: then that is the last session of the longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct RuleRow {
    pub(super) rule: String,
    pub(super) session: usize,
    pub(super) sensitivity: Option<f64>,
    pub(super) specificity: Option<f64>,
    pub(super) ppv: Option<f64>,
    /// What the predictive value is to beat: the share that is true whatever the rule says.
    pub(super) base_rate: Option<f64>,
    pub(super) false_alarms_per_100: Option<f64>,
    pub(super) n: usize,
    /// Of those, units of which the warning was true.
    pub(super) true_units: usize,
    pub(super) intervals: Intervals,
}

/// 95 % intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Intervals {
    pub(super) sensitivity: Option<[f64; 2]>,
    pub(super) specificity: Option<[f64; 2]>,
    pub(super) ppv: Option<[f64; 2]>,
    pub(super) false_alarms_per_100: Option<[f64; 2]>,
}

/// How often DET must err about a client who never changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TheoryRow {
    pub(super) looks: usize,
    pub(super) once: f64,
    pub(super) confirmed: f64,
}

/// Examines a study.
pub(super) fn of(study: Study, scale: &Scale, source: Source) -> Answer {
    let (dropout, mut cautions) = dropout::of(&study);
    let stays = || study.groups().iter().flat_map(|group| &group.members);
    if stays().all(|stay| stay.ending == Ending::Running) {
        cautions.push("no stay has ended, so nothing can be judged; say in a column `ended` how each did".to_owned());
    }
    let phase = Phase::begin("judging the rules");
    let settings = Settings::default();
    let examined = examine(study, scale, &settings, &|part| phase.at(part));
    drop(phase);
    if let Some(reason) = &examined.without_expected {
        cautions.push(format!("no expected course: {reason}; OFF, OFF-P and STAG-P are not judged"));
    }
    cautions.extend(examined.unable.iter().filter_map(|lack| told(*lack, "is not judged")));
    let worth = examined.worth(scale);
    let rules = worth.iter().flat_map(|worth| {
        let name = worth.warning.name();
        worth.sessions.iter().map(move |one| row(name.clone(), one))
    });
    Answer {
        version: SIGNALS_VERSION,
        source,
        learnt: examined.learnt,
        groups: examined.study.groups().len(),
        stays: examined.study.members(),
        client_sessions: examined.study.client_sessions(),
        cautions,
        rules: rules.collect(),
        whole: worth.iter().map(|worth| row(worth.warning.name(), &worth.whole)).collect(),
        deterioration_by_theory: LOOKS.map(theory).to_vec(),
        dropout,
    }
}

fn theory(looks: usize) -> TheoryRow {
    let alarms = deterioration_false_alarms(1.96, looks);
    TheoryRow { looks, once: alarms.once, confirmed: alarms.confirmed }
}

fn row(rule: String, one: &OperatingCharacteristics) -> RuleRow {
    let ends = |of: Proportion, times: f64| Some([times * of.lower?, times * of.upper?]);
    RuleRow {
        rule,
        session: one.session,
        sensitivity: one.sensitivity.estimate,
        specificity: one.specificity.estimate,
        ppv: one.ppv.estimate,
        base_rate: one.base,
        false_alarms_per_100: one.false_alarms_per_100.estimate.map(|rate| 100.0 * rate),
        n: one.n,
        true_units: one.sensitivity.trials,
        intervals: Intervals {
            sensitivity: ends(one.sensitivity, 1.0),
            specificity: ends(one.specificity, 1.0),
            ppv: ends(one.ppv, 1.0),
            false_alarms_per_100: ends(one.false_alarms_per_100, 100.0),
        },
    }
}
