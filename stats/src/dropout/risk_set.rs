//! Who was still there, time by time.

use super::ending::check;
use super::{Competing, Duration, DurationError, Ending};

/// One distinct time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RiskSet {
    pub(super) time: f64,
    /// Stays of at least this time, n.
    pub(super) at_risk: usize,
    /// Dropouts at this time.
    pub(super) dropouts: usize,
    /// Other ends at this time, by [`Competing::ALL`].
    pub(super) competing: [usize; 3],
    /// Stays known no longer; they count as at risk at this very time.
    pub(super) running: usize,
}

impl RiskSet {
    pub(super) fn of(&self, ending: Ending) -> usize {
        match ending {
            Ending::Dropout => self.dropouts,
            Ending::Competing(kind) => {
                Competing::ALL.iter().zip(self.competing).map(|(k, n)| if *k == kind { n } else { 0 }).sum()
            }
            Ending::Running => self.running,
        }
    }

    /// Ends of any kind.
    pub(super) fn ended(&self) -> usize {
        self.dropouts + self.competing.iter().sum::<usize>()
    }
}

/// The distinct times in order.
pub(super) fn risk_sets(durations: &[Duration]) -> Result<Vec<RiskSet>, DurationError> {
    check(durations)?;
    let mut sorted = durations.to_vec();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut left = sorted.len();
    let mut sets = Vec::new();
    for same in sorted.chunk_by(|a, b| a.time == b.time) {
        let count = |ending: Ending| same.iter().filter(|duration| duration.ending == ending).count();
        sets.push(RiskSet {
            time: same[0].time,
            at_risk: left,
            dropouts: count(Ending::Dropout),
            competing: Competing::ALL.map(|kind| count(Ending::Competing(kind))),
            running: count(Ending::Running),
        });
        left -= same.len();
    }
    Ok(sets)
}
