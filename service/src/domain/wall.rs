//! What may come on the wall of the room, where fellow members look: people who know when somebody sat at the tablet, what
//! they answered themselves, and what stood on the wall a minute ago.
//!
//! - **From five answers on.** A setting may ask for more, never for fewer.
//! - **In rounds.** The answers of a picture are fixed once they were shown. Later ones join it five or more at a time, as many
//!   as the smallest picture has: so one answer more never changes it, and who came last knows only his own of the five.
//!   Answers are never taken out of a picture: when one of its people turns out to be away, nothing is shown, and the same
//!   picture comes back when he is there. So no two pictures of an evening differ by fewer than five answers.
//! - **Question by question.** Who skipped a question is not in its picture, so the same rule holds for each by itself.
//! - **In fifths.** A value is told as one of five parts of its line, of the middle half of the answers only: never the lowest
//!   nor the highest, never a mean that can be taken apart by sums.
//! - **Most is more than half.** What is said of most is true of more than half of the answers of the picture; that tells no
//!   more than on which side of one edge the middle lies.
//! - **Lines without sessions.** Lines come only when all who are here agreed. Each runs over the own first, second, third
//!   measurement, without gaps and without numbers of sessions: so no place in it tells when somebody joined or was away. How
//!   long it is does tell how many measurements it has, and the tablet says so before it asks: who knows when somebody was
//!   there may recognise his line.
//! - **Whose lines, is fixed.** When lines were shown and others are here now, no lines are shown any more in that session: the
//!   one that was not there before would have a name. A consent ends with the session, and twelve hours after it was given.
//! - **An evening is counted once.** How the group fared on earlier evenings is shown as it stood on each of them. Counting it
//!   anew among those who are here tonight would tell, by the difference with last week, what the absent one answered.
//!
//! What it does not stop: when all of a round answer alike, the fifth that they share can be guessed, as in any picture of a
//! small group. And members who tell each other their answers know more than the wall does.

/// The fewest answers that a picture may ever be of.
pub const FEWEST_ON_WALL: usize = 5;
/// Answers that join a picture together: fewer would be a picture of fewer, by its difference with the one before.
pub const JOINING_WALL: usize = FEWEST_ON_WALL;

/// From how many answers on a wall shows anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WallRule {
    fewest: usize,
}

/// The setting would show too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture on the wall is of at least {FEWEST_ON_WALL} answers, and {asked} is fewer")]
pub struct TooFewOnWall {
    /// What was asked for.
    pub asked: i16,
}

impl WallRule {
    /// The rule of an organisation.
    ///
    /// # Errors
    ///
    /// [`TooFewOnWall`] below five.
    pub fn new(fewest: i16) -> Result<Self, TooFewOnWall> {
        let known = usize::try_from(fewest).ok().filter(|fewest| *fewest >= FEWEST_ON_WALL);
        Ok(Self { fewest: known.ok_or(TooFewOnWall { asked: fewest })? })
    }

    /// From how many answers on anything is shown.
    #[must_use]
    pub fn fewest(self) -> usize {
        self.fewest
    }

    /// How many answers more it takes before a picture of `shown` answers, with `waiting` others, changes; zero when it may.
    #[must_use]
    pub fn missing(self, shown: usize, waiting: usize) -> usize {
        let needed = if shown == 0 { self.fewest } else { self.fewest.max(JOINING_WALL) };
        needed.saturating_sub(waiting)
    }

    /// The values that are shown of marks with the round in which each came; none when they are too few.
    #[must_use]
    pub fn shown(self, marks: &[(i16, f64)]) -> Option<Vec<f64>> {
        let mut rounds: Vec<i16> = marks.iter().map(|(round, _)| *round).collect();
        rounds.sort_unstable();
        rounds.dedup();
        let (mut shown, mut waiting): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for round in rounds {
            waiting.extend(marks.iter().filter(|(other, _)| *other == round).map(|(_, value)| value));
            if self.missing(shown.len(), waiting.len()) == 0 {
                shown.append(&mut waiting);
            }
        }
        Some(shown).filter(|shown| !shown.is_empty())
    }
}

/// One of five equal parts of a line: 0 is the worst, 4 the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fifth(u8);

impl Fifth {
    /// The part in which a place on the line lies; 0 is its worse end, 1 its better one.
    #[must_use]
    pub fn of(place: f64) -> Self {
        // A place on an edge belongs to the part above it, the end of the line to the last one.
        let edges = [0.2, 0.4, 0.6, 0.8].iter().filter(|edge| place >= **edge - 1e-9);
        Self(u8::try_from(edges.count()).unwrap_or(4))
    }

    /// Its number, from 0.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

/// On which part of a line more than half of the answers lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Most {
    /// The two worst of its five parts.
    Low,
    /// The third.
    Between,
    /// The two best.
    High,
}

impl Most {
    fn of(places: &[f64]) -> Option<Self> {
        [Self::Low, Self::Between, Self::High].into_iter().find(|part| {
            let there = places.iter().filter(|place| Self::at(Fifth::of(**place)) == *part);
            there.count() * 2 > places.len()
        })
    }

    fn at(fifth: Fifth) -> Self {
        match fifth.number() {
            0 | 1 => Self::Low,
            2 => Self::Between,
            _ => Self::High,
        }
    }
}

/// What is told of the answers to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Where the middle answer lies.
    pub middle: Fifth,
    /// Where the middle half begins.
    pub low: Fifth,
    /// Where it ends.
    pub high: Fifth,
    /// Where more than half of the answers lie; none when they lie on several parts.
    pub most: Option<Most>,
}

impl Told {
    /// What is told of places on the line; nothing of none.
    #[must_use]
    pub fn of(mut places: Vec<f64>) -> Option<Self> {
        places.sort_by(f64::total_cmp);
        Some(Self {
            low: Fifth::of(quantile(&places, 0.25)?),
            middle: Fifth::of(quantile(&places, 0.5)?),
            high: Fifth::of(quantile(&places, 0.75)?),
            most: Most::of(&places),
        })
    }
}

/// Between the two nearest of ordered values.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few values")]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * (sorted.len().checked_sub(1)? as f64);
    let (below, rest) = (at.floor() as usize, at.fract());
    let (low, high) = (sorted.get(below)?, sorted.get(below + 1).or(sorted.last())?);
    Some(low + rest * (high - low))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn rule() -> WallRule {
        WallRule::new(5).unwrap()
    }

    #[test]
    fn fewer_than_five_can_not_be_set() {
        assert_eq!(WallRule::new(4), Err(TooFewOnWall { asked: 4 }));
        assert!(WallRule::new(-1).is_err());
        assert_eq!(WallRule::new(8).unwrap().missing(0, 6), 2);
    }

    #[test]
    fn five_make_a_picture_and_five_more_the_next() {
        for shown in [0, 5, 10] {
            let missing: Vec<usize> = (0..=5).map(|waiting| rule().missing(shown, waiting)).collect();
            assert_eq!(missing, [5, 4, 3, 2, 1, 0]);
        }
    }

    #[test]
    fn a_question_that_some_skipped_waits_for_its_own_five() {
        let of_round = |round: i16, number: usize| (0..number).map(move |_| (round, 0.5));
        let mut marks: Vec<(i16, f64)> = of_round(1, 4).collect();
        assert_eq!(rule().shown(&marks), None, "four of the five answered it");
        marks.extend(of_round(1, 1));
        assert_eq!(rule().shown(&marks).unwrap().len(), 5);
        marks.extend(of_round(2, 4));
        assert_eq!(rule().shown(&marks).unwrap().len(), 5, "of five who came, one skipped it");
        marks.extend(of_round(3, 5));
        assert_eq!(rule().shown(&marks).unwrap().len(), 14);
    }

    #[test]
    fn a_line_has_five_parts_and_the_outermost_answers_are_never_told() {
        let parts: Vec<u8> = [0.0, 0.19, 0.2, 0.5, 0.79, 0.8, 1.0].map(|place| Fifth::of(place).number()).to_vec();
        assert_eq!(parts, [0, 0, 1, 2, 3, 4, 4]);
        let told = |lowest, highest| Told::of(vec![lowest, 0.5, 0.55, 0.58, highest]).unwrap();
        assert_eq!(told(0.0, 1.0), told(0.5, 0.58));
        assert_eq!(Told::of(Vec::new()), None);
    }

    #[test]
    fn half_is_not_most() {
        let most = |places: [f64; 6]| Told::of(places.to_vec()).unwrap().most;
        assert_eq!(most([0.1, 0.2, 0.3, 0.9, 0.9, 1.0]), None);
        assert_eq!(
            Told::of(vec![0.5, 0.5, 0.5, 0.9, 0.9, 0.9]).unwrap().middle,
            Fifth::of(0.7),
            "though it looks good"
        );
        assert_eq!(most([0.5, 0.5, 0.5, 0.9, 0.9, 0.9]), None);
        assert_eq!(most([0.1, 0.2, 0.6, 0.9, 0.9, 1.0]), Some(Most::High));
        assert_eq!(most([0.1, 0.2, 0.3, 0.39, 0.9, 1.0]), Some(Most::Low));
        assert_eq!(most([0.4, 0.5, 0.5, 0.59, 0.9, 1.0]), Some(Most::Between));
    }

    /// The attack of a fellow member who is one of the last five and wrote down everything that stood on the wall: for each
    /// course of the wall that he can see, what the second of the five may have answered. He knows no answer but his own.
    #[test]
    fn who_came_with_four_others_cannot_compute_what_one_of_them_answered() {
        let places = [0.05, 0.25, 0.5, 0.75, 0.95];
        let all: Vec<Vec<f64>> = (0..5).fold(vec![Vec::new()], |made, _| {
            made.iter().flat_map(|one: &Vec<f64>| places.map(|place| [one.as_slice(), &[place]].concat())).collect()
        });
        let parts = |told: Told| (told.low, told.middle, told.high, told.most);
        // Whoever gave which of the first five does not matter for the picture: each set once, as often as it can come about.
        let ways = |five: &[f64]| {
            places.iter().fold(120, |ways, place| {
                let same = five.iter().filter(|other| (*other - place).abs() < 1e-9).count();
                ways / (1..=same).product::<usize>().max(1)
            })
        };
        let mut may: BTreeMap<_, (BTreeSet<u8>, usize)> = BTreeMap::new();
        for first in all.iter().filter(|five| five.is_sorted()) {
            let five = parts(Told::of(first.clone()).unwrap());
            for last in &all {
                let ten = parts(Told::of([first.as_slice(), last].concat()).unwrap());
                let seen = may.entry((five, ten, Fifth::of(last[0]).number())).or_default();
                seen.0.insert(Fifth::of(last[1]).number());
                seen.1 += ways(first);
            }
        }
        let times: usize = may.values().map(|(_, times)| times).sum();
        let told: usize = may.values().filter(|(possible, _)| possible.len() == 1).map(|(_, times)| times).sum();
        // Where all five moved the whole picture their fifth can be guessed, and never more than their fifth.
        assert!(told * 500 < times, "{told} of {times} evenings tell it");
    }
}
