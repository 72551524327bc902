//! How often a rule is right.

use std::collections::BTreeMap;

use peil_stats::signals::{Level, Rule};

use crate::{
    domain::Urgency,
    store::{StoreError, Tenant},
};

/// How often a signal of a rule turns out to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorRate {
    /// It foretells nothing that could be right or wrong.
    Fact,
    /// Nobody measured it.
    Unknown,
    /// Beyond the 68 % limit only: those whom it names get worse no more often than others.
    Amber,
    /// Measured on simulated courses with a known truth, at a base rate of seven in a hundred who get worse.
    Simulated(Simulated),
    /// Measured in this organisation.
    Own {
        /// Units of which the rule spoke and whose truth is known.
        said: usize,
        /// Those for which it was right.
        right: usize,
    },
}

/// What simulated courses say of a rule, over stays or groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Simulated {
    /// Up to this session; none over whole stays. Whoever is about to leave has few sessions in which to be named, so rules
    /// about leaving are judged by the first ones.
    pub session: Option<u32>,
    /// Units of a hundred, of whom the rule spoke, for which it was right at the end.
    pub right_of_100: u32,
    /// Units of a hundred, named or not, for which it would have been right.
    pub base_of_100: u32,
}

const fn whole(right_of_100: u32, base_of_100: u32) -> Simulated {
    Simulated { session: None, right_of_100, base_of_100 }
}

/// What `peil evaluate --simulate 4000` measured for version 1.0, pooled over the seeds 21 to 26: the predictive value with
/// its base rate. A test makes it anew. G-STALL is not in it: groups that improve ever more slowly all stand still in the
/// end, so nobody can say yet when it is wrong.
pub const SIMULATED: [(Rule, Simulated); 10] = [
    (Rule::Deterioration, whole(62, 7)),
    (Rule::OffTrack, whole(29, 7)),
    (Rule::Stagnation, whole(81, 63)),
    (Rule::StagnationByModel, whole(86, 63)),
    (Rule::Relapse, whole(23, 3)),
    (Rule::Recovered, whole(83, 28)),
    (Rule::Dropout, Simulated { session: Some(4), right_of_100: 30, base_of_100: 20 }),
    (Rule::GroupRupture, whole(19, 9)),
    (Rule::GroupSplit, whole(23, 7)),
    (Rule::GroupOutsider, whole(5, 1)),
];

/// The rate of a rule on simulated courses, at this level.
#[must_use]
pub fn simulated_rate(rule: Rule, level: Level) -> ErrorRate {
    match (rule, level) {
        (Rule::Silence, _) => ErrorRate::Fact,
        (Rule::OffTrack, Level::Note | Level::Watch) => ErrorRate::Amber,
        _ => match SIMULATED.iter().find(|(known, _)| *known == rule) {
            Some((_, rate)) => ErrorRate::Simulated(*rate),
            None => ErrorRate::Unknown,
        },
    }
}

/// Whether a signal is only the amber of OFF: another limit, and another meaning, than its red. The other rules mean the
/// same however much they ask.
pub(super) fn is_amber(rule: &str, urgency: Urgency) -> bool {
    rule == Rule::OffTrack.id() && urgency != Urgency::Attention
}

/// What became of the signals of an organisation, rule by rule, with the amber of OFF apart.
#[derive(Debug, Clone, Default)]
pub struct OwnRates(BTreeMap<(String, bool), (usize, usize)>);

impl OwnRates {
    /// Judged signals of a rule from which its own rate is told.
    pub const ENOUGH: usize = 20;

    /// Reads them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn read(tenant: &Tenant<'_>) -> Result<Self, StoreError> {
        let rows = tenant.judged_rates().await?;
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        let mut rates = Self::default();
        for row in rows {
            let amber = is_amber(&row.rule, row.urgency);
            let (said, right) = rates.0.entry((row.rule, amber)).or_default();
            *said += count(row.said);
            *right += count(row.right);
        }
        Ok(rates)
    }

    /// The rate of a rule: the organisation's own where enough of its signals were judged, else that of simulated courses,
    /// at this urgency where the rule has several.
    #[must_use]
    pub fn of(&self, rule: Rule, urgency: Urgency) -> ErrorRate {
        let level = match urgency {
            Urgency::Note => Level::Note,
            Urgency::Watch => Level::Watch,
            Urgency::Attention => Level::Attention,
        };
        let own = self.0.get(&(rule.id().to_owned(), is_amber(rule.id(), urgency)));
        match (simulated_rate(rule, level), own) {
            (ErrorRate::Fact, _) => ErrorRate::Fact,
            (_, Some(&(said, right))) if said >= Self::ENOUGH => ErrorRate::Own { said, right },
            (simulated, _) => simulated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_rate_counts_from_twenty_judged_signals_on() {
        let of = |rule: &str, said| ((rule.to_owned(), false), (said, 9));
        let own = |said| OwnRates(BTreeMap::from([of("DET", said), of("MISS", said)]));
        let simulated = simulated_rate(Rule::Deterioration, Level::Watch);
        assert_eq!(own(19).of(Rule::Deterioration, Urgency::Watch), simulated);
        assert_eq!(own(20).of(Rule::Deterioration, Urgency::Watch), ErrorRate::Own { said: 20, right: 9 });
        assert_eq!(own(20).of(Rule::Silence, Urgency::Watch), ErrorRate::Fact);
    }

    #[test]
    fn amber_and_red_of_one_rule_have_each_their_own_rate() {
        let off = |amber, said, right| (("OFF".to_owned(), amber), (said, right));
        let own = OwnRates(BTreeMap::from([off(true, 40, 4), off(false, 30, 12)]));
        assert_eq!(own.of(Rule::OffTrack, Urgency::Attention), ErrorRate::Own { said: 30, right: 12 });
        assert_eq!(own.of(Rule::OffTrack, Urgency::Watch), ErrorRate::Own { said: 40, right: 4 });
        let few = OwnRates(BTreeMap::from([off(true, 40, 4), off(false, 19, 12)]));
        assert!(matches!(few.of(Rule::OffTrack, Urgency::Attention), ErrorRate::Simulated(_)));
        let few = OwnRates(BTreeMap::from([off(true, 19, 4)]));
        assert_eq!(few.of(Rule::OffTrack, Urgency::Watch), ErrorRate::Amber);
    }

    #[test]
    fn amber_is_no_red_and_what_nobody_measured_is_unknown() {
        assert_eq!(simulated_rate(Rule::OffTrack, Level::Watch), ErrorRate::Amber);
        assert!(matches!(simulated_rate(Rule::OffTrack, Level::Attention), ErrorRate::Simulated(_)));
        assert_eq!(simulated_rate(Rule::GroupStall, Level::Attention), ErrorRate::Unknown);
        assert_eq!(simulated_rate(Rule::Silence, Level::Watch), ErrorRate::Fact);
    }
}
