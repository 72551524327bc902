//! Where the ratings of a session lie apart.

use super::Comparison;

/// Points on a line of ten from which a difference is worth a word. Ours, not studied.
const APART: f64 = 2.0;

/// Marks of one line that lie apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// Therapists among each other.
    Therapists {
        /// The line.
        item: String,
        /// Points between the lowest and the highest mark.
        points: f64,
    },
    /// The therapists and the members.
    Members {
        /// The line.
        item: String,
        /// Mean of the members.
        members: f64,
        /// Mean of the therapists.
        therapists: f64,
    },
}

impl Difference {
    /// The line.
    #[must_use]
    pub fn item(&self) -> &str {
        match self {
            Self::Therapists { item, .. } | Self::Members { item, .. } => item,
        }
    }

    fn points(&self) -> f64 {
        match self {
            Self::Therapists { points, .. } => *points,
            Self::Members { members, therapists, .. } => (members - therapists).abs(),
        }
    }
}

impl Comparison {
    /// The lines on which marks lie at least two points apart, the furthest first.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let mut items: Vec<&str> =
            self.ratings.iter().flat_map(|row| &row.answers).map(|(item, _)| item.as_str()).collect();
        items.sort_unstable();
        items.dedup();
        let mut found: Vec<Difference> = items.into_iter().flat_map(|item| self.apart(item)).collect();
        found.sort_by(|one, other| other.points().total_cmp(&one.points()));
        found
    }

    fn apart(&self, item: &str) -> Vec<Difference> {
        let answers = self.ratings.iter().flat_map(|row| &row.answers);
        let marks: Vec<f64> = answers.filter(|(id, _)| id == item).map(|(_, value)| *value).collect();
        let least = marks.iter().copied().fold(f64::INFINITY, f64::min);
        let most = marks.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let therapists = marks.iter().sum::<f64>() / marks.len() as f64;
        let between = Difference::Therapists { item: item.to_owned(), points: most - least };
        let members = self.members.iter().find(|mark| mark.item == item);
        let members = members.map(|mark| Difference::Members { item: item.to_owned(), members: mark.mean, therapists });
        // A hair below the limit is rounding of decimals.
        [Some(between), members].into_iter().flatten().filter(|found| found.points() > APART - 1e-9).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::Timestamp;

    use super::{Comparison, Difference};
    use crate::{
        domain::AccountId,
        store::{MembersMark, RatingRow},
    };

    fn rating(open: f64, useful: f64) -> RatingRow {
        RatingRow {
            account: AccountId::new(Timestamp::UNIX_EPOCH),
            name: String::new(),
            sent_at: Timestamp::UNIX_EPOCH,
            corrected: false,
            answers: vec![("open".to_owned(), open), ("useful".to_owned(), useful)],
        }
    }

    #[test]
    fn what_lies_two_points_apart_is_told_the_furthest_first() {
        let mark = |item: &str, mean| MembersMark { item: item.to_owned(), n: 5, mean, spread: 1.0 };
        let seen = Comparison {
            ratings: vec![rating(2.3, 6.0), rating(4.3, 7.9)],
            members: vec![mark("open", 8.3), mark("useful", 6.0)],
            rated_by: Vec::new(),
        };
        let found = seen.differences();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(matches!(&found[0], Difference::Members { item, .. } if item == "open"));
        assert!(matches!(&found[1], Difference::Therapists { item, .. } if item == "open"));
    }

    #[test]
    fn one_alone_differs_from_nobody() {
        let seen = Comparison { ratings: vec![rating(0.0, 10.0)], members: Vec::new(), rated_by: Vec::new() };
        assert_eq!(seen.differences(), Vec::new());
    }
}
