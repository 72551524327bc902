//! The constants of the rules, each a setting with the default of this project.

/// Every constant of every rule. Stored beside each finding by the caller, so that a finding can be made again.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// DET: measured sessions in a row that confirm it.
    pub deterioration_confirmed: usize,
    /// OFF: measured session (x₀ is the first) from which the course is judged.
    pub off_track_from: usize,
    /// OFF-P: weeks that are looked ahead to.
    pub forecast_weeks: f64,
    /// OFF-P: share of clients with the same start who are expected to fare better, above which the rule speaks …
    pub forecast_watch: f64,
    /// … and above which it asks for attention.
    pub forecast_attention: f64,
    /// STAG: sessions attended since x₀.
    pub stagnation_attended: usize,
    /// STAG: scores, x₀ included.
    pub stagnation_scores: usize,
    /// STAG: the newest scores among which the best is looked for.
    pub stagnation_recent: usize,
    /// STAG: share of the reliable change that the best of the newest must exceed the best before by.
    pub stagnation_progress: f64,
    /// STAG-P: probability of a reliable improvement by the planned end, below which the rule speaks.
    pub stagnation_probability: f64,
    /// REL: measured sessions in a row at which the improvement was held.
    pub relapse_held: usize,
    /// REC: measured sessions in a row.
    pub recovered_held: usize,
    /// MISS: attended sessions in a row without a completed form.
    pub silence: usize,
    /// DROP: absences without notice that mark a risk.
    pub dropout_absences: usize,
    /// DROP: sessions among which the absences are counted.
    pub dropout_window: usize,
    /// DROP: probability of leaving within four sessions, from which the rule speaks.
    pub dropout_probability: f64,
    /// G-STALL: newest measured sessions over which the slope is taken; no more than `stall_until`.
    pub stall_window: usize,
    /// G-STALL: coverage of the slope's interval.
    pub stall_coverage: f64,
    /// G-STALL: windows of the organisation needed before a slope is drawn towards them.
    pub stall_windows: usize,
    /// G-STALL: share of the members in the clinical range who stagnate or are off track.
    pub stall_share: f64,
    /// G-STALL: measured sessions that the members have been members for, on average, up to which the rule speaks. In
    /// simulated worlds, measured every week, most groups move as little later on, named or not: that a group stands still
    /// then is no news.
    pub stall_until: usize,
    /// G-RUPT: within-group standard deviations below the running mean.
    pub rupture_deviations: f64,
    /// G-RUPT: members who fall by the reliable drop.
    pub rupture_members: usize,
    /// G-RUPT, G-SPLIT, G-OUT: sessions needed before, to know what is usual in this group.
    pub usual_sessions: usize,
    /// G-SPLIT: times the running median of the variance.
    pub split_ratio: f64,
    /// G-SPLIT: sessions in a row.
    pub split_sessions: usize,
    /// G-OUT: within-group standard deviations below the others.
    pub outsider_deviations: f64,
    /// G-OUT: sessions with such a score …
    pub outsider_sessions: usize,
    /// … among this many newest ones.
    pub outsider_window: usize,
    /// Sudden changes: share of the score before that the change must reach.
    pub sudden_share: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            deterioration_confirmed: 2,
            off_track_from: 3,
            forecast_weeks: 8.0,
            forecast_watch: 0.75,
            forecast_attention: 0.90,
            stagnation_attended: 8,
            stagnation_scores: 5,
            stagnation_recent: 4,
            stagnation_progress: 0.5,
            stagnation_probability: 0.20,
            relapse_held: 2,
            recovered_held: 3,
            silence: 2,
            dropout_absences: 2,
            dropout_window: 4,
            dropout_probability: 0.25,
            stall_window: 4,
            stall_coverage: 0.80,
            stall_windows: 30,
            stall_share: 0.5,
            stall_until: 8,
            rupture_deviations: 1.0,
            rupture_members: 2,
            usual_sessions: 3,
            split_ratio: 2.0,
            split_sessions: 2,
            outsider_deviations: 1.5,
            outsider_sessions: 2,
            outsider_window: 3,
            sudden_share: 0.25,
        }
    }
}
