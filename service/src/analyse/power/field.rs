//! The numbers that a question about power is made of.

/// A number that can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerField {
    /// Groups an arm.
    Groups,
    /// Members a group.
    Members,
    /// Sessions with a score.
    Sessions,
    /// Difference at the last session, in standard deviations of a score at the first.
    Effect,
    /// Share of the variance of scores, and of slopes, that lies between groups.
    Icc,
    /// Share of the variance of scores that lies between the clients of a group.
    ClientShare,
    /// Variance of the clients' true change a session, as a multiple of the variance of a score at the first session.
    SlopeVariance,
    /// Probability in per cent, after each session, not to come again.
    Dropout,
    /// Clients in individual care for each member of a group; only where that is the other arm.
    PerMember,
}

/// From where to where a number goes, by which steps, and where it stands before anybody moves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// From one place of the slider to the next.
    pub step: f64,
    /// At the beginning.
    pub usual: f64,
    /// Digits behind the decimal sign that are shown; none for whole numbers.
    pub digits: usize,
}

/// Why a number cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// No number.
    NoNumber,
    /// No whole number.
    NotWhole,
    /// Outside its reach.
    Outside,
    /// Groups and clients together leave nothing of the variance for the session.
    NothingLeft,
}

impl PowerField {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 9] = [
        Self::Groups,
        Self::Members,
        Self::Sessions,
        Self::Effect,
        Self::Dropout,
        Self::Icc,
        Self::ClientShare,
        Self::SlopeVariance,
        Self::PerMember,
    ];

    /// The word for addresses and texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Members => "members",
            Self::Sessions => "sessions",
            Self::Effect => "effect",
            Self::Icc => "icc",
            Self::ClientShare => "clients",
            Self::SlopeVariance => "slopes",
            Self::Dropout => "dropout",
            Self::PerMember => "ratio",
        }
    }

    /// Where it can stand. The usual shares are those of [`peil_stats::power::Shares`].
    #[must_use]
    pub fn reach(self) -> Reach {
        let reach = |least, most, step, usual, digits| Reach { least, most, step, usual, digits };
        match self {
            Self::Groups => reach(2.0, 60.0, 1.0, 10.0, 0),
            Self::Members => reach(2.0, 20.0, 1.0, 8.0, 0),
            Self::Sessions => reach(2.0, 52.0, 1.0, 12.0, 0),
            Self::Effect => reach(0.05, 2.0, 0.05, 0.5, 2),
            Self::Icc => reach(0.0, 0.5, 0.01, 0.06, 2),
            Self::ClientShare => reach(0.0, 0.9, 0.05, 0.5, 2),
            Self::SlopeVariance => reach(0.0, 0.01, 0.0005, 0.001, 4),
            Self::Dropout => reach(0.0, 20.0, 1.0, 0.0, 1),
            Self::PerMember => reach(0.25, 4.0, 0.25, 1.0, 2),
        }
    }

    /// Reads what was typed; a comma is a decimal sign too.
    ///
    /// # Errors
    /// [`FieldFault`], without what was typed.
    pub fn read(self, typed: &str) -> Result<f64, FieldFault> {
        let found: f64 = typed.trim().replace(',', ".").parse().map_err(|_| FieldFault::NoNumber)?;
        let reach = self.reach();
        if !found.is_finite() {
            return Err(FieldFault::NoNumber);
        }
        if !(reach.least..=reach.most).contains(&found) {
            return Err(FieldFault::Outside);
        }
        if reach.digits == 0 && found.fract() != 0.0 { Err(FieldFault::NotWhole) } else { Ok(found) }
    }
}

impl FieldFault {
    /// All.
    pub const ALL: [Self; 4] = [Self::NoNumber, Self::NotWhole, Self::Outside, Self::NothingLeft];

    /// The word for texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoNumber => "no_number",
            Self::NotWhole => "not_whole",
            Self::Outside => "outside",
            Self::NothingLeft => "nothing_left",
        }
    }
}
