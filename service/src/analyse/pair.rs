//! The change of one member over two questionnaires together, as NHS Talking Therapies sums it up: beside the verdict of each,
//! and never in its place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use peil_questionnaires::Library;
use peil_stats::change::{PairChange, PairRules, PairScores, pair_change};

use super::{AnalyseError, NoVerdictReason, Verdict, verdict};
use crate::{
    domain::{GroupId, MembershipId},
    store::{GroupScoreRow, Tenant},
};

/// Depression and anxiety: the two scales of the pair.
pub const PAIR: [(&str, &str); 2] = [("phq-9", "total"), ("gad-7", "total")];

/// The change over the pair, from the first to the last day on which both were filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct PairSummary {
    /// The first of these days.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// The scores of the first day, in the order of [`PAIR`].
    pub start: [f64; 2],
    /// Those of the last.
    pub now: [f64; 2],
    /// What Jacobson and Truax make of each between these days.
    pub each: [Result<Verdict, NoVerdictReason>; 2],
    /// What the pair makes of them.
    pub both: PairChange,
    /// The constants it was summed up by.
    pub rules: PairRules,
}

/// Reads the pair; none where both were not filled in on two days.
///
/// # Errors
///
/// [`AnalyseError`] when rows cannot be read, or the library has not the two questionnaires.
pub async fn pair_summary(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, member): (GroupId, MembershipId),
) -> Result<Option<PairSummary>, AnalyseError> {
    let mut days = Vec::with_capacity(PAIR.len());
    for (instrument, scale) in PAIR {
        days.push(comparable(&tenant.group_scores(group, instrument, scale).await?, member));
    }
    let [depression, anxiety] = [&days[0], &days[1]];
    let both: Vec<(Date, [f64; 2])> =
        depression.iter().filter_map(|(on, score)| Some((*on, [*score, *anxiety.get(on)?]))).collect();
    let (Some((first, start)), Some((last, now)), true) = (both.first(), both.last(), both.len() > 1) else {
        return Ok(None);
    };
    summed_up(library, (*first, *start), (*last, *now))
}

fn summed_up(
    library: &Library,
    (first, start): (Date, [f64; 2]),
    (last, now): (Date, [f64; 2]),
) -> Result<Option<PairSummary>, AnalyseError> {
    let rules = PairRules::default();
    let scores = |[depression, anxiety]: [f64; 2]| PairScores { depression, anxiety };
    // Scores of the store are numbers.
    let Ok(both) = pair_change(scores(start), scores(now), &rules) else { return Ok(None) };
    let one = |of: usize| {
        let (instrument, scale) = PAIR[of];
        let unknown = || AnalyseError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
        let definition = library.latest(instrument).ok_or_else(unknown)?;
        let score = definition.score(scale).ok_or_else(unknown)?;
        Ok::<_, AnalyseError>(verdict(definition, score, &[start[of], now[of]]))
    };
    Ok(Some(PairSummary { first, last, start, now, each: [one(0)?, one(1)?], both, rules }))
}

/// The scores of a member that may be compared with the newest one, by day; of two on a day the later.
fn comparable(scores: &[GroupScoreRow], member: MembershipId) -> BTreeMap<Date, f64> {
    let own = || scores.iter().filter(|score| score.membership == member);
    let newest = own().max_by_key(|score| score.measured_on).map(|score| score.items.as_str());
    let alike = own().filter(|score| Some(score.items.as_str()) == newest);
    alike.map(|score| (score.measured_on, score.value)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;
    use peil_questionnaires::Library;
    use peil_stats::change::{Category, ReliablePairChange};

    use super::summed_up;

    #[test]
    fn the_pair_can_be_better_where_one_of_both_is_unchanged() {
        let library = Library::embedded().unwrap();
        let (first, last) = (date(2026, 1, 5), date(2026, 3, 2));
        let found = summed_up(&library, (first, [17.0, 9.0]), (last, [9.0, 7.0])).unwrap().unwrap();
        assert!(found.both.reliably_recovered && found.both.reliable == ReliablePairChange::Improved);
        let of = |place: usize| found.each[place].as_ref().unwrap().change.category;
        assert_eq!([of(0), of(1)], [Category::Recovered, Category::Unchanged]);
        assert_eq!((found.first, found.last, found.rules.anxiety_case), (first, last, 8.0));
    }
}
