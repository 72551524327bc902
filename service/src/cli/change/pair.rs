//! PHQ-9 and GAD-7 together, as NHS Talking Therapies sums them up.

use peil_stats::change::{PairChange, PairRules, PairScores, ReliablePairChange, pair_change};
use serde::Serialize;

use super::{ChangeCommandError, long_file::LongFile};

/// The pair over the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PairAnswer {
    pub(super) rules: PairRules,
    pub(super) counts: PairCounts,
    pub(super) clients: Vec<PairRow>,
}

/// A client at the first and at the last moment at which both were given; depression first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PairRow {
    pub(super) client: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<String>,
    pub(super) start: [f64; 2],
    pub(super) last: [f64; 2],
    #[serde(flatten)]
    pub(super) change: PairChange,
}

/// How many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct PairCounts {
    pub(super) clients: usize,
    /// Of those only cases at the start can recover.
    pub(super) cases_at_start: usize,
    pub(super) recovered: usize,
    pub(super) reliably_improved: usize,
    pub(super) reliably_deteriorated: usize,
    pub(super) reliably_recovered: usize,
}

impl PairAnswer {
    /// Sums up; none where the file has not both questionnaires, or nobody gave both twice.
    ///
    /// # Errors
    /// [`ChangeCommandError`] as the summary gives it.
    pub(super) fn of(file: &LongFile) -> Result<Option<Self>, ChangeCommandError> {
        let rules = PairRules::default();
        let scores = |[depression, anxiety]: [f64; 2]| PairScores { depression, anxiety };
        let mut clients = Vec::new();
        for client in &file.clients {
            let Some((start, last)) = client.pair_ends() else { continue };
            let change = pair_change(scores(start), scores(last), &rules)
                .map_err(|source| ChangeCommandError::Number { option: "columns phq-9 and gad-7", source })?;
            let (client, group) = (client.client.clone(), client.group.clone());
            clients.push(PairRow { client, group, start, last, change });
        }
        let count = |of: &dyn Fn(&PairChange) -> bool| clients.iter().filter(|row| of(&row.change)).count();
        let counts = PairCounts {
            clients: clients.len(),
            cases_at_start: count(&|change| change.case_at_start),
            recovered: count(&|change| change.recovered),
            reliably_improved: count(&|change| change.reliable == ReliablePairChange::Improved),
            reliably_deteriorated: count(&|change| change.reliable == ReliablePairChange::Deteriorated),
            reliably_recovered: count(&|change| change.reliably_recovered),
        };
        Ok((!clients.is_empty()).then_some(Self { rules, counts, clients }))
    }
}
