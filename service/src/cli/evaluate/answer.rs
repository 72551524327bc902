//! The numbers of an evaluation.

use peil_stats::{
    change::ReliableLimit,
    dropout::{Ending, HazardSettings},
    evaluation::{Examination, Learnt, OperatingCharacteristics, Proportion, Study, TrueCourse, Worth, examine},
    signals::{SIGNALS_VERSION, Scale, Settings, deterioration_false_alarms},
    simulate::World,
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
    Simulated { courses: usize, seed: u64, world: World },
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
    /// Empty where the reliable change is not one at z = 1.96 of which theory speaks.
    pub(super) deterioration_by_theory: Vec<TheoryRow>,
    /// How often each rule was given about each kind of true course; empty where nobody knows the truth.
    pub(super) by_true_course: Vec<TrueCourseRow>,
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

/// How often DET must err about a client who never changes, and how often it did about those who truly never change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TheoryRow {
    pub(super) looks: usize,
    pub(super) once: f64,
    pub(super) confirmed: f64,
    /// Clients of whom nothing ever changed, with as many scores after the first; none where the truth is not known.
    pub(super) observed: Option<ObservedAlarms>,
}

/// What was observed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ObservedAlarms {
    pub(super) clients: usize,
    pub(super) once: Option<f64>,
    pub(super) once_interval: Option<[f64; 2]>,
    pub(super) confirmed: Option<f64>,
    pub(super) confirmed_interval: Option<[f64; 2]>,
}

/// How often a rule was given about one kind of true course, at any session: of stays, or of groups where it is about them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TrueCourseRow {
    pub(super) rule: String,
    pub(super) course: TrueCourse,
    pub(super) n: usize,
    pub(super) named: Option<f64>,
    pub(super) interval: Option<[f64; 2]>,
}

/// Examines a study.
pub(super) fn of(study: Study, scale: &Scale, source: Source) -> Answer {
    let (dropout, mut cautions) = dropout::of(&study, scale.direction);
    let stays = || study.groups().iter().flat_map(|group| &group.members);
    if stays().all(|stay| stay.ending == Ending::Running) {
        cautions.push("no stay has ended, so nothing can be judged; say in a column `ended` how each did".to_owned());
    }
    let phase = Phase::begin("judging the rules");
    let settings = Settings::default();
    let leaving = HazardSettings::default();
    let examined = examine(study, scale, &settings, Some(&leaving), &|part| phase.at(part));
    drop(phase);
    cautions.extend(without_expected(&examined));
    cautions.extend(without_model(&examined));
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
        // Published points are at no known z.
        deterioration_by_theory: match scale.limit {
            Some(ReliableLimit::Computed(_)) => LOOKS.map(|looks| theory(looks, &examined)).to_vec(),
            Some(ReliableLimit::Published(_)) | None => Vec::new(),
        },
        by_true_course: by_true_course(&examined, &worth),
        dropout,
    }
}

fn without_expected(examined: &Examination) -> Option<String> {
    let reason = examined.without_expected.as_ref()?;
    let of = match examined.learnt {
        Learnt::FromEarlierGroups => "of what was known when the first judged group began: ",
        Learnt::FromOtherGroups if examined.study.groups().len() < 2 => {
            "there is one group, and so no other to learn from: "
        }
        Learnt::FromOtherGroups => "of the other groups: ",
    };
    Some(format!("no expected course, {of}{reason}; OFF, OFF-P and STAG-P are not judged"))
}

fn without_model(examined: &Examination) -> Option<String> {
    let models = examined.leaving.as_ref()?;
    let why = models.why_none()?;
    let how = if models.is_empty() { "by its marks alone" } else { "by its marks where no model could be learnt" };
    Some(format!("DROP is judged {how}: {why}"))
}

fn theory(looks: usize, examined: &Examination) -> TheoryRow {
    let alarms = deterioration_false_alarms(1.96, looks);
    let observed = examined.unchanging(looks).map(|found| ObservedAlarms {
        clients: found.once.trials,
        once: found.once.estimate,
        once_interval: ends(found.once, 1.0),
        confirmed: found.confirmed.estimate,
        confirmed_interval: ends(found.confirmed, 1.0),
    });
    TheoryRow { looks, once: alarms.once, confirmed: alarms.confirmed, observed }
}

fn by_true_course(examined: &Examination, worth: &[Worth]) -> Vec<TrueCourseRow> {
    let rows = worth.iter().flat_map(|worth| examined.by_true_course(worth.warning));
    let told = rows.map(|row| TrueCourseRow {
        rule: row.warning.name(),
        course: row.course,
        n: row.named.trials,
        named: row.named.estimate,
        interval: ends(row.named, 1.0),
    });
    told.collect()
}

fn ends(of: Proportion, times: f64) -> Option<[f64; 2]> {
    Some([times * of.lower?, times * of.upper?])
}

fn row(rule: String, one: &OperatingCharacteristics) -> RuleRow {
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
