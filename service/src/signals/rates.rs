//! How often a rule is right.

use std::collections::BTreeMap;

use peil_stats::signals::{Evidence, Level, Rule};

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
    /// Measured on simulated courses with a known truth.
    Simulated(Simulated),
    /// What was foretold within four sessions, on simulated courses: of a hundred clients and sessions.
    Ahead {
        /// Those named who left.
        right_of_100: u32,
        /// Those named or not who left.
        base_of_100: u32,
    },
    /// Measured in this organisation.
    Own {
        /// Units of which the rule spoke and whose truth is known.
        said: usize,
        /// Those for which it was right.
        right: usize,
    },
}

/// What simulated courses say of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Simulated {
    /// What is counted.
    pub counted: Counted,
    /// Of a hundred of which the rule spoke, those for which it was right.
    pub right_of_100: u32,
    /// Of a hundred, named or not (of the same sessions, where sessions are counted), those for which it would have been.
    pub base_of_100: u32,
}

/// What a rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Stays, by how they end.
    Stays,
    /// Sessions of a stay, by whether the client leaves within the next four.
    Leaving,
    /// Sessions of a group, by what goes on in it.
    Sessions,
    /// A member's sessions, by whether the member has come to stand outside.
    Outsiders,
}

const fn rate(counted: Counted, right_of_100: u32, base_of_100: u32) -> Simulated {
    Simulated { counted, right_of_100, base_of_100 }
}

/// What `peil evaluate --simulate 4000` measured for version 1.2, pooled over the seeds 21 to 26: the predictive value with
/// its base rate, for signals of this level or a stronger one. A test makes it anew.
pub const SIMULATED: [(Rule, Level, Simulated); 14] = [
    (Rule::Deterioration, Level::Watch, rate(Counted::Stays, 62, 7)),
    (Rule::Deterioration, Level::Attention, rate(Counted::Stays, 89, 7)),
    (Rule::OffTrack, Level::Attention, rate(Counted::Stays, 29, 7)),
    (Rule::OffTrackByModel, Level::Watch, rate(Counted::Stays, 22, 7)),
    (Rule::OffTrackByModel, Level::Attention, rate(Counted::Stays, 55, 7)),
    (Rule::Stagnation, Level::Note, rate(Counted::Stays, 81, 63)),
    (Rule::StagnationByModel, Level::Note, rate(Counted::Stays, 86, 63)),
    (Rule::Relapse, Level::Note, rate(Counted::Stays, 23, 3)),
    (Rule::Recovered, Level::Note, rate(Counted::Stays, 83, 28)),
    (Rule::Dropout, Level::Note, rate(Counted::Leaving, 18, 5)),
    (Rule::GroupStall, Level::Note, rate(Counted::Sessions, 54, 20)),
    (Rule::GroupRupture, Level::Note, rate(Counted::Sessions, 16, 2)),
    (Rule::GroupSplit, Level::Note, rate(Counted::Sessions, 42, 6)),
    (Rule::GroupOutsider, Level::Note, rate(Counted::Outsiders, 8, 1)),
];

/// What the forward validation of `peil evaluate --simulate 2000` measured of DROP by the model, pooled over the seeds 21 to
/// 23. A test makes it anew.
pub const DROPOUT_BY_MODEL: ErrorRate = ErrorRate::Ahead { right_of_100: 43, base_of_100: 4 };

/// The rate of a rule on simulated courses, at this level.
#[must_use]
pub fn simulated_rate(rule: Rule, level: Level) -> ErrorRate {
    let known = SIMULATED.iter().rev().find(|(known, least, _)| *known == rule && *least <= level);
    match (rule, known) {
        (Rule::Silence, _) => ErrorRate::Fact,
        (_, Some((.., rate))) => ErrorRate::Simulated(*rate),
        (Rule::OffTrack, None) => ErrorRate::Amber,
        (_, None) => ErrorRate::Unknown,
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

    /// The rate of what was found: DROP by the model errs otherwise than DROP by its marks.
    #[must_use]
    pub fn of_found(&self, rule: Rule, urgency: Urgency, evidence: &Evidence) -> ErrorRate {
        match evidence {
            // What was judged here before the model came, and may still be most of it, are the marks.
            Evidence::DropoutByModel { .. } => DROPOUT_BY_MODEL,
            _ => self.of(rule, urgency),
        }
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
    fn each_level_has_its_own_rate_and_what_nobody_measured_is_unknown() {
        assert_eq!(simulated_rate(Rule::OffTrack, Level::Watch), ErrorRate::Amber);
        assert!(matches!(simulated_rate(Rule::OffTrack, Level::Attention), ErrorRate::Simulated(_)));
        let of = |level| simulated_rate(Rule::OffTrackByModel, level);
        assert!(matches!(of(Level::Watch), ErrorRate::Simulated(_)) && of(Level::Watch) != of(Level::Attention));
        assert_eq!(of(Level::Note), ErrorRate::Unknown);
        assert_eq!(simulated_rate(Rule::Silence, Level::Watch), ErrorRate::Fact);
    }
}
