//! What a rule finds.
//!
//! `value` and `limit` of a finding are, rule by rule:
//!
//! | rule | value | limit |
//! |---|---|---|
//! | DET | Δ(x₀), negative | −RCI |
//! | OFF | x_t | the expected course's limit that was crossed |
//! | OFF-P | share of clients with this start who are expected to fare better | the setting |
//! | STAG | progress of the newest best, points of improvement | what it had to be |
//! | STAG-P | probability | the setting |
//! | REL | Δ from the best, negative | −RCI |
//! | REC | x_t | the cut-off |
//! | MISS | sessions | the setting |
//! | DROP | marks, or the probability within the next sessions | 1, or the setting |
//! | G-STALL | lower end of the slope's interval | 0 |
//! | G-RUPT | the session's mean, or members who fell | the lowest usual mean, or the setting |
//! | G-SPLIT | variance | ratio times the usual one |
//! | G-OUT | standard deviations below the others | the setting |

use super::{Level, Rule, Settings};
use crate::dropout::Chance;

/// A named mark of the risk of leaving, used where too few courses have ended for a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskMark {
    /// Stayed away several times without a word.
    Absences,
    /// Rated the session reliably lower than the one before.
    SessionScore,
    /// Came and did not complete the questionnaire, several times.
    Silence,
}

fn usual_window() -> usize {
    Settings::default().stall_window
}

fn usual_coverage() -> f64 {
    Settings::default().stall_coverage
}

/// What a finding rests on. Points are points of the scale; improvement is positive whatever the scale's direction.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// DET.
    Deterioration {
        /// x₀.
        start: f64,
        /// x_t.
        now: f64,
        /// Δ(x₀), negative.
        change: f64,
        /// The reliable change in points.
        limit: f64,
        /// Measured sessions in a row at which it was so.
        times: usize,
        /// Whether that is enough to call it confirmed.
        confirmed: bool,
        /// Whether the course began in the functional range and is in the clinical one now; `None` without a cut-off.
        into_clinical: Option<bool>,
    },
    /// OFF.
    OffTrack {
        /// x_t.
        now: f64,
        /// The expected score.
        expected: f64,
        /// The limit that was crossed, in points.
        limit: f64,
        /// s_t in points.
        deviation: f64,
        /// Whether the outer (80 %) limit was crossed; else the inner (68 %) one was.
        outer: bool,
    },
    /// OFF-P.
    OffTrackByModel {
        /// The client's own curve at the moment that is looked ahead to, in points.
        own: f64,
        /// The expected score then.
        expected: f64,
        /// Share of clients with this start whose curves are expected to lie on the better side of `own` then.
        better: f64,
        /// The setting that was crossed.
        limit: f64,
        /// Weeks from the newest score to that moment.
        ahead: f64,
    },
    /// STAG.
    Stagnation {
        /// x₀.
        start: f64,
        /// x_t.
        now: f64,
        /// Δ(x₀).
        change: f64,
        /// The reliable change in points.
        limit: f64,
        /// Sessions attended since x₀.
        attended: usize,
        /// Scores, x₀ included.
        scores: usize,
        /// By how much the best of the newest scores exceeds the best before, in points of improvement.
        progress: f64,
        /// What it had to exceed it by, in points.
        needed: f64,
    },
    /// STAG-P.
    StagnationByModel {
        /// Probability of a reliable improvement by the planned end.
        probability: f64,
        /// The setting below which the rule speaks.
        limit: f64,
        /// The reliable change in points.
        points: f64,
        /// The client's own curve at the planned end, in points.
        expected_at_end: f64,
        /// Standard deviation of a score about it.
        deviation: f64,
        /// Weeks since x₀ at the planned end.
        weeks_at_end: f64,
    },
    /// REL.
    Relapse {
        /// The best score so far.
        best: f64,
        /// x_t.
        now: f64,
        /// Δ from the best, negative.
        change: f64,
        /// The reliable change in points.
        limit: f64,
    },
    /// REC.
    Recovered {
        /// x₀.
        start: f64,
        /// x_t.
        now: f64,
        /// The cut-off.
        cutoff: f64,
        /// Measured sessions in a row.
        times: usize,
        /// The setting.
        limit: usize,
    },
    /// MISS.
    Silence {
        /// Attended sessions in a row without a completed form.
        missed: usize,
        /// The setting.
        limit: usize,
    },
    /// DROP before a model exists.
    DropoutMarks {
        /// Which marks stand.
        marks: Vec<RiskMark>,
        /// Absences without notice among the newest sessions.
        absences: usize,
    },
    /// DROP by the model.
    DropoutByModel {
        /// Probability of leaving at the next session, with its interval.
        next: Chance,
        /// Probability of leaving within several sessions, with its interval.
        within: Chance,
        /// How many sessions those are: four, or as many as are left before the planned end.
        sessions: usize,
        /// The setting.
        limit: f64,
    },
    /// G-STALL.
    GroupStall {
        /// The group's slope over the window, shrunken, points of improvement a week.
        slope: f64,
        /// Ends of its interval, which covers `coverage`.
        interval: (f64, f64),
        /// The slope of these sessions alone.
        own: f64,
        /// Whether it was drawn towards the slopes of the organisation.
        shrunken: bool,
        /// Members in the clinical range now.
        clinical: usize,
        /// Of those, members who stagnate or are off track.
        stuck: usize,
        /// Newest measured sessions over which the slope was taken. What was found before this was written down took as many
        /// as come by default; so with `coverage`.
        #[serde(default = "usual_window")]
        window: usize,
        /// What the interval covers, 0 to 1.
        #[serde(default = "usual_coverage")]
        coverage: f64,
    },
    /// G-RUPT.
    GroupRupture {
        /// Mean of the members' scores of this session.
        mean: f64,
        /// Running mean of the sessions before; `None` where too few were rated.
        usual: Option<f64>,
        /// Pooled within-group standard deviation of the sessions before; `None` where too few were rated.
        deviation: Option<f64>,
        /// Members who fell by the reliable drop.
        fallen: usize,
        /// Whether the mean fell far enough.
        by_mean: bool,
    },
    /// G-SPLIT.
    GroupSplit {
        /// Within-group variance of this session.
        variance: f64,
        /// Running median of the sessions before.
        usual: f64,
        /// Times the usual one at which the rule speaks.
        ratio: f64,
        /// Sessions in a row with such a variance.
        times: usize,
    },
    /// G-OUT.
    GroupOutsider {
        /// The member's score of the session.
        score: f64,
        /// Mean of the others' scores.
        others: f64,
        /// Within-group standard deviation.
        deviation: f64,
        /// Standard deviations below the others.
        below: f64,
        /// The setting.
        limit: f64,
        /// Such sessions among the newest ones.
        times: usize,
    },
}

/// What a rule found at the last visit of a course.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How much it asks.
    pub level: Level,
    /// The value that reached or crossed the limit.
    pub value: f64,
    /// The limit, in the unit and with the sign of the value.
    pub limit: f64,
    /// All that it rests on.
    pub evidence: Evidence,
}
