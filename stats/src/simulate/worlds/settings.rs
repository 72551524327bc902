//! The numbers of a world.

/// What is simulated. The outcome is a symptom score of 0 to 27 (lower is better), the session's own score 0 to 10 (higher
/// is better). Deviations are standard deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldSettings {
    /// Courses at least; groups are added until there are so many.
    pub courses: usize,
    /// Mean start. 16: a moderately severe PHQ-9, usual where group treatment starts (our choice).
    pub start: f64,
    /// Deviation of starts between clients.
    pub start_deviation: f64,
    /// Share of the group in the variance of a score; .06 is the mean of 37 studies (Kivlighan 2020).
    pub icc: f64,
    /// Deviation of a session of a group: a good or bad evening.
    pub session_deviation: f64,
    /// Noise of one rating of a session, and deviation of the ratings of an evening.
    pub process_noise: (f64, f64),
    /// Noise of one score. 2.1 makes 1.96·√2·S_E close to the 6 points published for the PHQ-9.
    pub noise: f64,
    /// Shares of improving, stable, stagnating, relapsing and deteriorating clients, in this order; they add up to 1. Eight
    /// in a hundred deteriorate: the base rate that the published marks are stated at.
    pub shares: [f64; 5],
    /// Share of clients who leave on their own before the planned end; about one in five in meta-analyses.
    pub leaving: f64,
    /// Share of those whose leaving announces itself (absences, lower session scores, forms not completed); published
    /// models foresee hardly more than half.
    pub forewarned: f64,
    /// Share of those who stay, and of those who will leave on their own, who do not complete the form of their first session
    /// (our choice): their first score comes later, or never.
    pub first_missed: (f64, f64),
    /// Weeks from one session to the next.
    pub weeks_apart: f64,
    /// Correlation of the noise of a score with that of the session before, −1 to 1.
    pub autocorrelation: f64,
    /// Shares of groups that stall, rupture, split and hold an outsider, in this order; the others are ordinary.
    pub group_shares: [f64; 4],
}

/// A world that differs from the usual one in one thing, to see what the error rates owe to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum World {
    /// As the settings come.
    Usual,
    /// Milder complaints at the start: 11 on average instead of 16.
    Milder,
    /// Scores that err 30 % less.
    Quieter,
    /// Scores that err 30 % more.
    Noisier,
    /// Errors of sessions that follow each other correlate .4, as moods do.
    Autocorrelated,
    /// A session every second week.
    TwoWeekly,
    /// Four in a hundred clients deteriorate instead of eight; the others do not change.
    #[serde(rename = "base-4")]
    Base4,
    /// Fifteen in a hundred deteriorate; as many fewer do not change.
    #[serde(rename = "base-15")]
    Base15,
}

impl World {
    /// All worlds, the usual one first.
    pub const ALL: [Self; 8] = [
        Self::Usual,
        Self::Milder,
        Self::Quieter,
        Self::Noisier,
        Self::Autocorrelated,
        Self::TwoWeekly,
        Self::Base4,
        Self::Base15,
    ];

    /// Its name, as in `two-weekly`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Milder => "milder",
            Self::Quieter => "quieter",
            Self::Noisier => "noisier",
            Self::Autocorrelated => "autocorrelated",
            Self::TwoWeekly => "two-weekly",
            Self::Base4 => "base-4",
            Self::Base15 => "base-15",
        }
    }

    /// The numbers of this world.
    #[must_use]
    pub fn settings(self, courses: usize) -> WorldSettings {
        let usual = WorldSettings { courses, ..WorldSettings::default() };
        let [improving, stable, stagnating, relapsing, deteriorating] = usual.shares;
        let base = |share: f64| [improving, stable + deteriorating - share, stagnating, relapsing, share];
        match self {
            Self::Usual => usual,
            Self::Milder => WorldSettings { start: 11.0, ..usual },
            Self::Quieter => WorldSettings { noise: 0.7 * usual.noise, ..usual },
            Self::Noisier => WorldSettings { noise: 1.3 * usual.noise, ..usual },
            Self::Autocorrelated => WorldSettings { autocorrelation: 0.4, ..usual },
            Self::TwoWeekly => WorldSettings { weeks_apart: 2.0, ..usual },
            Self::Base4 => WorldSettings { shares: base(0.04), ..usual },
            Self::Base15 => WorldSettings { shares: base(0.15), ..usual },
        }
    }
}

impl Default for WorldSettings {
    fn default() -> Self {
        Self {
            courses: 2000,
            start: 16.0,
            start_deviation: 4.0,
            icc: 0.06,
            session_deviation: 0.5,
            process_noise: (0.8, 0.35),
            noise: 2.1,
            shares: [0.45, 0.22, 0.19, 0.06, 0.08],
            leaving: 0.20,
            forewarned: 0.6,
            first_missed: (0.08, 0.25),
            weeks_apart: 1.0,
            autocorrelation: 0.0,
            group_shares: [0.10, 0.10, 0.08, 0.08],
        }
    }
}

impl WorldSettings {
    /// The standard error of measurement of a score of an unchanging client: noise, sessions and rounding to whole points.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        (self.noise.powi(2) + self.session_deviation.powi(2) + 1.0 / 12.0).sqrt()
    }

    /// The reliable drop of a client's rating of the session: 1.96·√2 times its noise.
    #[must_use]
    pub fn process_drop(&self) -> f64 {
        let (own, evening) = self.process_noise;
        1.96 * std::f64::consts::SQRT_2 * own.hypot(evening)
    }

    /// The standard deviation between groups that gives the intraclass correlation.
    #[must_use]
    pub fn group_deviation(&self) -> f64 {
        let within = self.start_deviation.powi(2) + self.session_deviation.powi(2) + self.noise.powi(2);
        (within * self.icc / (1.0 - self.icc)).sqrt()
    }
}
