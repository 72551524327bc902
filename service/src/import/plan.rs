//! What an import will write, all checked: clients, groups and scores, without the names that the file gave them.

use jiff::civil::Date;
use peil_questionnaires::Decimal;

use super::mapping::GroupDefaults;

/// Everything that one import writes.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    pub(super) content_hash: String,
    pub(super) start: Date,
    pub(super) defaults: GroupDefaults,
    pub(super) research_ground: Option<String>,
    pub(super) scales: Vec<PlannedScale>,
    /// Each group's label, and the line that first names it.
    pub(super) groups: Vec<(String, u64)>,
    /// Each client's group, by place in `groups`.
    pub(super) clients: Vec<Option<usize>>,
    pub(super) scores: Vec<PlannedScore>,
}

/// A scale that is imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlannedScale {
    pub(super) instrument: String,
    pub(super) version: String,
    pub(super) scale: String,
    pub(super) scoring_hash: String,
}

/// One row of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlannedScore {
    /// Place in `clients`.
    pub(super) client: usize,
    /// Place in `scales`.
    pub(super) scale: usize,
    pub(super) measured_on: Date,
    /// None where the file has an empty cell: measured, and not answered.
    pub(super) value: Option<Decimal>,
    /// Whether it lies between two scores that a whole form can have.
    pub(super) filled_in: bool,
}

/// How much an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportReport {
    /// Clients.
    pub clients: usize,
    /// Of whom in a group.
    pub in_groups: usize,
    /// Groups.
    pub groups: usize,
    /// Scores with a value.
    pub scores: usize,
    /// Of which filled in by somebody else's rule for missing items.
    pub filled_in: usize,
    /// Rows without a score.
    pub without_score: usize,
    /// Whether the clients may go into research.
    pub research: bool,
}

impl ImportPlan {
    /// How much it is.
    #[must_use]
    pub fn report(&self) -> ImportReport {
        let scores = self.scores.iter().filter(|score| score.value.is_some()).count();
        ImportReport {
            clients: self.clients.len(),
            in_groups: self.clients.iter().flatten().count(),
            groups: self.groups.len(),
            scores,
            filled_in: self.scores.iter().filter(|score| score.filled_in).count(),
            without_score: self.scores.len() - scores,
            research: self.research_ground.is_some(),
        }
    }
}
