//! What may come on the wall of the room, where fellow members look: people who know when somebody sat at the tablet, what
//! they answered themselves, and what stood on the wall a minute ago.
//!
//! - **From five answers on.** A setting may ask for more, never for fewer.
//! - **In rounds.** The answers of a picture are fixed once they were shown. Later ones join it three or more at a time, so one
//!   answer more never changes it; and who came last knows only his own of the three. Answers are never taken out of a
//!   picture: when one of its people turns out to be away, nothing is shown, and the same picture comes back when he is there.
//!   So every two pictures of an evening differ by at least three answers, and no two of them differ by one.
//! - **Question by question.** Who skipped a question is not in its picture, so the same rule holds for each by itself.
//! - **In fifths.** A value is told as one of five parts of its line, of the middle half of the answers only: never the lowest
//!   nor the highest, never a mean that can be taken apart by sums.
//! - **An evening is counted once.** How the group fared on earlier evenings is shown as it stood on each of them. Counting it
//!   anew among those who are here tonight would tell, by the difference with last week, what the absent one answered.
//!
//! What it does not stop: when all of a round answer alike, the fifth that they share can be guessed, as in any picture of a
//! small group. And members who tell each other their answers know more than the wall does.

/// The fewest answers that a picture may ever be of.
pub const FEWEST_ON_WALL: usize = 5;
/// Answers that join a picture together.
pub const JOINING_WALL: usize = 3;

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
        let needed = if shown == 0 { self.fewest } else { JOINING_WALL };
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

/// What is told of the answers to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Where the middle answer lies.
    pub middle: Fifth,
    /// Where the middle half begins.
    pub low: Fifth,
    /// Where it ends.
    pub high: Fifth,
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
    fn five_make_a_picture_and_three_more_the_next() {
        let missing: Vec<usize> = (0..=5).map(|waiting| rule().missing(0, waiting)).collect();
        assert_eq!(missing, [5, 4, 3, 2, 1, 0]);
        let missing: Vec<usize> = (0..=3).map(|waiting| rule().missing(5, waiting)).collect();
        assert_eq!(missing, [3, 2, 1, 0]);
    }

    #[test]
    fn a_question_that_some_skipped_waits_for_its_own_three() {
        let first = |value| (1, value);
        let mut marks: Vec<(i16, f64)> = [0.1, 0.2, 0.3, 0.4].map(first).to_vec();
        assert_eq!(rule().shown(&marks), None, "four of the five answered it");
        marks.push((1, 0.5));
        let five = rule().shown(&marks).unwrap();
        marks.extend([(2, 0.9), (2, 0.9)]);
        assert_eq!(rule().shown(&marks).unwrap(), five, "of three who came, one skipped it");
        marks.push((3, 0.9));
        assert_eq!(rule().shown(&marks).unwrap().len(), 8);
    }

    #[test]
    fn a_line_has_five_parts_and_the_outermost_answers_are_never_told() {
        let parts: Vec<u8> = [0.0, 0.19, 0.2, 0.5, 0.79, 0.8, 1.0].map(|place| Fifth::of(place).number()).to_vec();
        assert_eq!(parts, [0, 0, 1, 2, 3, 4, 4]);
        let told = |lowest, highest| Told::of(vec![lowest, 0.5, 0.55, 0.58, highest]).unwrap();
        assert_eq!(told(0.0, 1.0), told(0.5, 0.58));
        assert_eq!(Told::of(Vec::new()), None);
    }

    /// The attack of a fellow member who is one of the last three and wrote down everything that stood on the wall: for each
    /// course of the wall that he can see, what the second of the three may have answered. He knows no answer but his own.
    #[test]
    fn who_came_with_two_others_cannot_compute_what_one_of_them_answered() {
        let places = [0.05, 0.25, 0.5, 0.75, 0.95];
        let all = |number: usize| -> Vec<Vec<f64>> {
            (0..number).fold(vec![Vec::new()], |made, _| {
                made.iter().flat_map(|one| places.map(|place| [one.as_slice(), &[place]].concat())).collect()
            })
        };
        type Seen = (Told, Told, u8);
        let key = |(first, second, own): &Seen| {
            let parts = [first, second].map(|told| [told.low.number(), told.middle.number(), told.high.number()]);
            (parts, *own)
        };
        let mut may: BTreeMap<_, (BTreeSet<u8>, u32)> = BTreeMap::new();
        let firsts: Vec<Vec<f64>> = all(5)
            .into_iter()
            .map(|mut five| {
                five.sort_by(f64::total_cmp);
                five
            })
            .collect();
        let joined = all(3);
        for first in &firsts {
            let five = Told::of(first.clone()).unwrap();
            for last in &joined {
                let eight = Told::of([first.as_slice(), last].concat()).unwrap();
                let seen = may.entry(key(&(five, eight, Fifth::of(last[0]).number()))).or_default();
                seen.0.insert(Fifth::of(last[1]).number());
                seen.1 += 1;
            }
        }
        let times: u32 = may.values().map(|(_, times)| times).sum();
        let told: u32 = may.values().filter(|(possible, _)| possible.len() == 1).map(|(_, times)| times).sum();
        // Where all three moved the whole picture their fifth can be guessed, and never more than their fifth.
        assert!(told * 20 < times, "{told} of {times} evenings tell it");
    }
}
