//! What is judged as one: some rules from a level on, and what of them counts.

use std::collections::BTreeMap;

use super::Spoken;
use crate::signals::{Evidence, Level, Rule};

/// Rules that warn of the same end, judged as one, each from a level on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning<'r> {
    /// The rules with the least level that counts as a warning.
    pub rules: &'r [(Rule, Level)],
    /// What of it counts, and against what.
    pub counting: Counting,
}

/// What of a warning counts, and against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// All that is said, against the truth of its first rule.
    All,
    /// Of OFF: amber as long as the client has not been red, neither before nor at the same session. Nobody who sees the
    /// amber knows whether red is to come.
    BeforeRed,
    /// Of G-STALL: all that is said, against whether the simulated group was made to stall at this session or before.
    MadeToStall,
    /// Of DROP: what its marks say, also where a model speaks in their place.
    ByMarks,
    /// Of DROP: what the model says.
    ByModel,
}

impl<'r> Warning<'r> {
    /// All that these rules say, against the truth of the first.
    #[must_use]
    pub const fn of(rules: &'r [(Rule, Level)]) -> Self {
        Self { rules, counting: Counting::All }
    }
}

impl Warning<'_> {
    /// The rules' names, `DET+OFF`. OFF is its red limit; with amber it is `OFF-68`, with amber before any red alone
    /// `OFF-amber`. Of DET and OFF-P the stronger level has a name of its own: `DET-2` confirmed at two measurements,
    /// `OFF-P-90` the worst tenth. `DROP` is what was shown; `DROP-marks` what the marks alone say, `DROP-model` the model alone.
    #[must_use]
    pub fn name(self) -> String {
        let name = |(rule, least): &(Rule, Level)| match (rule, least, self.counting) {
            (Rule::OffTrack, _, Counting::BeforeRed) => "OFF-amber",
            (Rule::OffTrack, Level::Note | Level::Watch, _) => "OFF-68",
            (Rule::Deterioration, Level::Attention, _) => "DET-2",
            (Rule::OffTrackByModel, Level::Attention, _) => "OFF-P-90",
            (Rule::GroupStall, _, Counting::MadeToStall) => "G-STALL made to stall",
            (Rule::Dropout, _, Counting::ByMarks) => "DROP-marks",
            (Rule::Dropout, _, Counting::ByModel) => "DROP-model",
            (rule, ..) => rule.id(),
        };
        self.rules.iter().map(name).collect::<Vec<_>>().join("+")
    }

    fn names(self, one: &Spoken) -> bool {
        let is_model = matches!(one.finding.evidence, Evidence::DropoutByModel { .. });
        let counts = match self.counting {
            Counting::ByMarks => !is_model,
            Counting::ByModel => is_model,
            Counting::All | Counting::BeforeRed | Counting::MadeToStall => true,
        };
        counts && self.rules.iter().any(|(rule, least)| *rule == one.finding.rule && one.finding.level >= *least)
    }

    /// What of all that was said counts.
    pub(super) fn counted(self, spoken: &[Spoken]) -> impl Iterator<Item = &Spoken> {
        let mut red: BTreeMap<(usize, Option<usize>), i32> = BTreeMap::new();
        let is_red = |one: &&Spoken| one.finding.rule == Rule::OffTrack && one.finding.level >= Level::Attention;
        for one in spoken.iter().filter(|_| self.counting == Counting::BeforeRed).filter(is_red) {
            let first = red.entry((one.group, one.member)).or_insert(one.session);
            *first = one.session.min(*first);
        }
        let is_before = move |one: &Spoken| red.get(&(one.group, one.member)).is_none_or(|first| one.session < *first);
        spoken.iter().filter(move |one| self.names(one) && is_before(one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::Finding;

    const OFF: [(Rule, Level); 1] = [(Rule::OffTrack, Level::Note)];

    fn off(member: usize, level: Level, session: i32) -> Spoken {
        let evidence = Evidence::Silence { missed: 2, limit: 2 };
        let finding = Finding { rule: Rule::OffTrack, level, value: 0.0, limit: 0.0, evidence };
        Spoken { group: 0, member: Some(member), session, finding, ended: None }
    }

    #[test]
    fn amber_counts_as_long_as_nobody_has_seen_red() {
        let sessions = |counting, spoken: &[Spoken]| {
            let warning = Warning { rules: &OFF, counting };
            warning.counted(spoken).map(|one| one.session).collect::<Vec<_>>()
        };
        // Red that comes later takes nothing back, and another's takes nothing at all.
        let said = [off(1, Level::Note, 4), off(1, Level::Attention, 3), off(1, Level::Note, 2)];
        let others = [&said[..], &[off(2, Level::Note, 5)]].concat();
        assert_eq!(sessions(Counting::BeforeRed, &others), [2, 5]);
        assert_eq!(sessions(Counting::All, &others), [4, 3, 2, 5]);
        assert!(sessions(Counting::BeforeRed, &said[..2]).is_empty());
    }

    #[test]
    fn each_way_of_counting_has_a_name() {
        let stall = Warning { rules: &[(Rule::GroupStall, Level::Note)], counting: Counting::MadeToStall };
        let amber = Warning { rules: &OFF, counting: Counting::BeforeRed };
        let together = Warning::of(&[(Rule::Deterioration, Level::Watch), OFF[0]]);
        assert_eq!([stall, amber, together].map(Warning::name), ["G-STALL made to stall", "OFF-amber", "DET+OFF-68"]);
    }
}
