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
    /// Measured on simulated courses with a known truth, at a base rate of eight in a hundred who get worse.
    Simulated {
        /// Units of a hundred, of whom the rule spoke, for which it was right at the end.
        right_of_100: u32,
    },
    /// Measured in this organisation.
    Own {
        /// Units of which the rule spoke and whose truth is known.
        said: usize,
        /// Those for which it was right.
        right: usize,
    },
}

/// What `peil evaluate --simulate 4000 --seed 1` measured for version 1.0: the predictive value over whole stays, in a
/// hundred. A test makes it anew. Amber of OFF is the second row of that rule.
pub const SIMULATED: [(Rule, Level, u32); 12] = [
    (Rule::Deterioration, Level::Watch, 70),
    (Rule::OffTrack, Level::Attention, 33),
    (Rule::OffTrack, Level::Watch, 22),
    (Rule::Stagnation, Level::Attention, 81),
    (Rule::StagnationByModel, Level::Watch, 85),
    (Rule::Relapse, Level::Attention, 19),
    (Rule::Recovered, Level::Note, 79),
    (Rule::Dropout, Level::Watch, 15),
    (Rule::GroupStall, Level::Attention, 96),
    (Rule::GroupRupture, Level::Attention, 22),
    (Rule::GroupSplit, Level::Watch, 18),
    (Rule::GroupOutsider, Level::Watch, 3),
];

/// The rate of a rule on simulated courses, at this level where the rule has several rates.
#[must_use]
pub fn simulated_rate(rule: Rule, level: Level) -> ErrorRate {
    if rule == Rule::Silence {
        return ErrorRate::Fact;
    }
    let of_rule = || SIMULATED.iter().filter(|(known, _, _)| *known == rule);
    match of_rule().find(|(_, of, _)| *of == level).or_else(|| of_rule().next()) {
        Some((_, _, right_of_100)) => ErrorRate::Simulated { right_of_100: *right_of_100 },
        None => ErrorRate::Unknown,
    }
}

/// What became of the signals of an organisation, rule by rule.
#[derive(Debug, Clone, Default)]
pub struct OwnRates(BTreeMap<String, (usize, usize)>);

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
        Ok(Self(rows.into_iter().map(|(rule, said, right)| (rule, (count(said), count(right)))).collect()))
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
        match (simulated_rate(rule, level), self.0.get(rule.id())) {
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
        let own = |said| OwnRates(BTreeMap::from([("DET".to_owned(), (said, 9)), ("MISS".to_owned(), (said, 9))]));
        let simulated = simulated_rate(Rule::Deterioration, Level::Watch);
        assert_eq!(own(19).of(Rule::Deterioration, Urgency::Watch), simulated);
        assert_eq!(own(20).of(Rule::Deterioration, Urgency::Watch), ErrorRate::Own { said: 20, right: 9 });
        assert_eq!(own(20).of(Rule::Silence, Urgency::Watch), ErrorRate::Fact);
    }

    #[test]
    fn amber_is_right_less_often_than_red_and_every_rule_has_a_rate() {
        let of = |level| simulated_rate(Rule::OffTrack, level);
        assert_eq!(of(Level::Attention), ErrorRate::Simulated { right_of_100: 33 });
        assert_eq!(of(Level::Watch), ErrorRate::Simulated { right_of_100: 22 });
        for rule in Rule::ALL {
            assert_ne!(simulated_rate(rule, Level::Attention), ErrorRate::Unknown, "{rule}");
        }
    }
}
