//! Who is measured when.

use super::error::{PowerError, check};

/// The most groups an arm.
const MOST_GROUPS: usize = 2000;
/// The most members a group.
const MOST_MEMBERS: usize = 200;
/// The most sessions.
const MOST_SESSIONS: usize = 400;

/// The arm that groups are compared with.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Control {
    /// As many groups of the same size.
    Groups,
    /// Individual care or a waiting list: partially nested (Baldwin et al. 2011, doi:10.1037/a0023464). The variances between
    /// groups do not count there.
    Individuals {
        /// Clients for each member of a group.
        per_member: f64,
    },
}

/// Closed groups, all measured at the same sessions.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Design {
    /// Groups an arm, J.
    pub groups: usize,
    /// Members a group, K.
    pub members: usize,
    /// Sessions with a score, T; the first is at time 0.
    pub sessions: usize,
    /// Time from a session to the next.
    pub spacing: f64,
    /// Probability, after each session but the last, not to come again. Independent of the scores.
    pub dropout: f64,
    /// The other arm.
    pub control: Control,
}

/// What of a design may be made larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Groups an arm.
    Groups,
    /// Members a group.
    Members,
    /// Sessions.
    Sessions,
}

impl Dimension {
    /// The least that a design has, and the most that is searched.
    #[must_use]
    pub fn range(self) -> (usize, usize) {
        match self {
            Self::Groups => (2, MOST_GROUPS),
            Self::Members => (2, MOST_MEMBERS),
            Self::Sessions => (2, MOST_SESSIONS),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Groups => "groups an arm",
            Self::Members => "members a group",
            Self::Sessions => "sessions",
        }
    }
}

impl Design {
    /// Its number of groups, members or sessions.
    #[must_use]
    pub fn size(&self, dimension: Dimension) -> usize {
        match dimension {
            Dimension::Groups => self.groups,
            Dimension::Members => self.members,
            Dimension::Sessions => self.sessions,
        }
    }

    /// The same design with another number of groups, members or sessions.
    #[must_use]
    pub fn with(&self, dimension: Dimension, size: usize) -> Self {
        let mut design = *self;
        match dimension {
            Dimension::Groups => design.groups = size,
            Dimension::Members => design.members = size,
            Dimension::Sessions => design.sessions = size,
        }
        design
    }

    /// Members of all groups of one arm.
    #[must_use]
    pub fn clients_in_groups(&self) -> usize {
        self.groups * self.members
    }

    /// Clients of the control arm.
    #[must_use]
    pub fn clients_in_control(&self) -> usize {
        match self.control {
            Control::Groups => self.clients_in_groups(),
            Control::Individuals { per_member } => (self.clients_in_groups() as f64 * per_member).round() as usize,
        }
    }

    /// Time of the last session.
    #[must_use]
    pub fn duration(&self) -> f64 {
        (self.sessions as f64 - 1.0) * self.spacing
    }

    /// Probability that a client comes to the first n sessions and no more, n = 1, 2, … T.
    pub(super) fn stays(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let remains = 1.0 - self.dropout;
        (1..=self.sessions).map(move |n| {
            let came = remains.powi(n as i32 - 1);
            (n, if n < self.sessions { came * self.dropout } else { came })
        })
    }

    pub(super) fn check(&self) -> Result<(), PowerError> {
        for dimension in [Dimension::Groups, Dimension::Members, Dimension::Sessions] {
            let ((least, most), found) = (dimension.range(), self.size(dimension));
            if !(least..=most).contains(&found) {
                return Err(PowerError::Count { what: dimension.name(), least, most, found });
            }
        }
        check("time between sessions", "above 0", self.spacing, self.spacing > 0.0)?;
        check("drop-out a session", "from 0 to 0.9", self.dropout, (0.0..=0.9).contains(&self.dropout))?;
        if let Control::Individuals { per_member } = self.control {
            let usual = (0.05..=20.0).contains(&per_member);
            check("individual clients for each member", "from 0.05 to 20", per_member, usual)?;
            let (found, what) = (self.clients_in_control(), "clients in individual care");
            if found < 2 {
                return Err(PowerError::Count { what, least: 2, most: MOST_GROUPS * MOST_MEMBERS, found });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probabilities_of_all_stays_are_one() {
        for dropout in [0.0, 0.03, 0.5] {
            let design = Design { groups: 2, members: 2, sessions: 9, spacing: 1.0, dropout, control: Control::Groups };
            let whole: f64 = design.stays().map(|(_, probability)| probability).sum();
            assert!((whole - 1.0).abs() < 1e-14);
        }
    }
}
