//! How often DET was wrong about clients who truly never change.

use std::collections::BTreeMap;

use super::{Examination, Proportion, proportion};
use crate::signals::{Level, Rule};

/// What DET said of clients who truly never change, within so many scores after the first: what its theory
/// ([`deterioration_false_alarms`](crate::signals::deterioration_false_alarms)) is to be held beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Unchanging {
    /// Scores after the first; only clients with as many are counted.
    pub looks: usize,
    /// Those who were called worse at least once, with an interval that counts groups.
    pub once: Proportion,
    /// Those of whom it was confirmed.
    pub confirmed: Proportion,
}

impl Examination {
    /// Of those whose true improvement stays exactly zero, with so many scores after the first; none where nobody is known to
    /// be such a client.
    #[must_use]
    pub fn unchanging(&self, looks: usize) -> Option<Unchanging> {
        let mut said: BTreeMap<(usize, usize), Vec<(i32, Level)>> = BTreeMap::new();
        for one in self.spoken.iter().filter(|one| one.finding.rule == Rule::Deterioration) {
            let who = one.member.map(|seat| (one.group, seat));
            said.entry(who?).or_default().push((one.session, one.finding.level));
        }
        let (mut once, mut confirmed) = (Vec::new(), Vec::new());
        for (place, group) in self.study.groups().iter().enumerate() {
            for (seat, member) in group.members.iter().enumerate() {
                let is_stable = member.true_improvement.as_ref().is_some_and(|all| all.iter().all(|by| *by == 0.0));
                let last = member.visits.iter().filter(|visit| visit.score.is_some()).nth(looks);
                let Some(last) = last.filter(|_| is_stable) else { continue };
                let said = said.get(&(place, seat)).map_or(&[][..], Vec::as_slice);
                let named =
                    |least: Level| said.iter().any(|(session, level)| *session <= last.session && *level >= least);
                once.push((place, usize::from(named(Level::Watch)), 1));
                confirmed.push((place, usize::from(named(Level::Attention)), 1));
            }
        }
        let found = !once.is_empty();
        found.then(|| Unchanging { looks, once: proportion(once), confirmed: proportion(confirmed) })
    }
}
