//! Simulated answers as forms: complete, with items left open, half-filled, or not touched.

use peil_questionnaires::Decimal;
use peil_stats::simulate::Answers;
use rand::{RngExt, rngs::Xoshiro256PlusPlus, seq::SliceRandom};

use super::DemoError;

/// The items of the PHQ-9 in their order.
const ITEMS: [&str; 9] = ["phq1", "phq2", "phq3", "phq4", "phq5", "phq6", "phq7", "phq8", "phq9"];
/// The lines of the session scale; tension is the simulation's fourth.
const LINES: [&str; 4] = ["open", "belong", "useful", "strain"];

/// Leaves one item open, or two: the instrument's rule fills them.
const ONE_OPEN: f64 = 0.02;
const TWO_OPEN: f64 = 0.01;
/// Does the first form and not the second.
const FIRST_FORM_ONLY: f64 = 0.02;
/// Of those who submit nothing, so many began.
const BEGINS: f64 = 0.5;

/// Answers by item.
pub(super) type Given = Vec<(String, Decimal)>;

/// What a member who came does at the tablet.
pub(super) enum Filled {
    /// Submits the symptoms, and mostly the session's lines.
    Submitted {
        /// The symptoms.
        symptoms: Given,
        /// The lines.
        session: Option<Given>,
    },
    /// Saves some symptoms and submits nothing.
    Begun(Given),
    /// Does not touch it.
    Nothing,
}

/// Makes forms of what was simulated. `too_many_open` leaves out more than any rule can fill.
pub(super) fn fill_in(
    answers: Option<&Answers>,
    last_items: Option<[u8; 9]>,
    too_many_open: bool,
    random: &mut Xoshiro256PlusPlus,
) -> Result<Filled, DemoError> {
    let Some(answers) = answers else { return Ok(begin(last_items, random)) };
    let open = if too_many_open { 4 } else { items_open(random) };
    let mut order = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    order.shuffle(random);
    let left_open = &order[..open];
    let symptoms = symptoms(&answers.items).enumerate();
    let symptoms = symptoms.filter(|(at, _)| !left_open.contains(at)).map(|(_, given)| given).collect();
    let session = if random.random_bool(FIRST_FORM_ONLY) { None } else { Some(lines(&answers.session_scale)?) };
    Ok(Filled::Submitted { symptoms, session })
}

/// Whether the last item, about thoughts of death, is scored.
pub(super) fn scores_last_item(answers: &Answers) -> bool {
    answers.items.last().is_some_and(|last| *last > 0)
}

/// The same total with the last item at nought: in the demonstration a therapist speaks with a client who scores it, and
/// it is not scored again.
pub(super) fn without_last_item(mut answers: Answers) -> Answers {
    let [others @ .., last] = &mut answers.items;
    while *last > 0
        && let Some(other) = others.iter_mut().find(|other| **other < 3)
    {
        *other += 1;
        *last -= 1;
    }
    *last = 0;
    answers
}

/// The first few items, as they were the last time.
fn begin(last_items: Option<[u8; 9]>, random: &mut Xoshiro256PlusPlus) -> Filled {
    match last_items {
        Some(items) if random.random_bool(BEGINS) => {
            Filled::Begun(symptoms(&items).take(random.random_range(2..=6)).collect())
        }
        _ => Filled::Nothing,
    }
}

fn items_open(random: &mut Xoshiro256PlusPlus) -> usize {
    let drawn: f64 = random.random();
    if drawn < TWO_OPEN {
        2
    } else if drawn < TWO_OPEN + ONE_OPEN {
        1
    } else {
        0
    }
}

pub(super) fn symptoms(items: &[u8; 9]) -> impl Iterator<Item = (String, Decimal)> {
    ITEMS.iter().zip(items).map(|(item, value)| ((*item).to_owned(), Decimal::from(i16::from(*value))))
}

pub(super) fn lines(values: &[f64; 4]) -> Result<Given, DemoError> {
    let mut given = Given::new();
    for (line, value) in LINES.iter().zip(values) {
        given.push(((*line).to_owned(), format!("{value:.1}").parse()?));
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use peil_stats::simulate::Answers;

    use super::{scores_last_item, without_last_item};

    #[test]
    fn the_total_stays_when_the_last_item_goes() {
        let answers = Answers { items: [3, 0, 1, 2, 0, 0, 0, 0, 1], session_scale: [5.0; 4] };
        let calm = without_last_item(answers);
        assert!(scores_last_item(&answers) && !scores_last_item(&calm));
        assert_eq!(calm.total(), answers.total());
    }
}
