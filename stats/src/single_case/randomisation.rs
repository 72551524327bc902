//! Randomisation tests: had the treatment begun at another admissible session, how often would it look as good?
//!
//! They assume nothing about the scores: not that they are normal, nor that one does not depend on the one before. They do
//! assume that the start points were drawn by chance before anything was measured.

use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::Case;
use super::permutation::count_permutations;
use super::product::{Counted, count_sums};
use super::randomisation_error::{RandomisationCaution, RandomisationError};
use super::start_points::{Admissible, Statistic, by_start};
use crate::change::Direction;

/// Sums nearer to what was observed than this share of the largest possible are equal to it.
const TIED: f64 = 1e-10;

/// What is tested, and how where counting is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RandomisationSettings {
    /// Which start points could have been drawn.
    pub admissible: Admissible,
    /// What is compared.
    pub statistic: Statistic,
    /// Assignments that are drawn where there are too many to count.
    pub draws: u32,
    /// Seed of those draws.
    pub seed: u64,
}

impl RandomisationSettings {
    /// Mean differences; 100,000 draws where counting is too much.
    #[must_use]
    pub fn new(admissible: Admissible, seed: u64) -> Self {
        Self { admissible, statistic: Statistic::MeanDifference, draws: 100_000, seed }
    }
}

/// How the p-value was found.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Counting {
    /// Every assignment was counted.
    Exact {
        /// Assignments, or permutations: those that give the same assignment are counted each.
        assignments: u64,
        /// Of those, as good as what was observed or better.
        as_good: u64,
    },
    /// Assignments were drawn at random; what was observed is counted with them (Phipson and Smyth 2010).
    MonteCarlo {
        /// Drawn assignments.
        draws: u32,
        /// Of those, as good as what was observed or better.
        as_good: u32,
        /// Standard error of the p-value by the draws.
        standard_error: f64,
        /// The seed.
        seed: u64,
    },
}

/// A randomisation test, one-sided: whether the treatment improves.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RandomisationTest {
    /// What was compared.
    pub statistic: Statistic,
    /// Which start points could have been drawn.
    pub admissible: Admissible,
    /// The mean over the cases, positive for improvement.
    pub observed: f64,
    /// The share of all assignments that are as good as what was observed or better.
    pub p_value: f64,
    /// How it was found.
    pub counting: Counting,
    /// The least p-value that this design can give: one over its different assignments.
    pub least_p_value: f64,
    /// What must be said beside it.
    pub cautions: Vec<RandomisationCaution>,
}

/// The start points were drawn for each case apart: every admissible one as likely as another (Edgington 1975 for one case;
/// Marascuilo and Busk 1988, Behav Assess 10:1 for several).
///
/// # Errors
/// [`RandomisationError`]: no case, a start point that could not have been drawn, a statistic that the scores do not give.
pub fn start_points(
    cases: &[Case],
    direction: Direction,
    settings: &RandomisationSettings,
) -> Result<RandomisationTest, RandomisationError> {
    let mut lists = Vec::new();
    let mut observed = 0.0;
    for case in cases {
        let by_start = by_start(case, direction, settings.statistic);
        observed += observed_of(case, &by_start, settings)?;
        let allowed = |start: &usize| settings.admissible.allows(*start, case.sessions().len());
        lists.push((0..by_start.len()).filter(allowed).filter_map(|start| by_start[start]).collect::<Vec<f64>>());
    }
    if lists.is_empty() {
        return Err(RandomisationError::NoCases);
    }
    let limit = observed - tolerance(lists.iter().map(|list| list.iter().copied()));
    let different: f64 = lists.iter().map(|list| list.len() as f64).product();
    let draw = |random: &mut ChaCha8Rng| {
        Some(lists.iter().map(|list| list[random.random_range(0..list.len())]).sum::<f64>() >= limit)
    };
    let (p_value, counting) = match count_sums(&lists, limit) {
        Some(counted) => exact(counted),
        None => drawn(settings, draw),
    };
    let mut cautions = RandomisationCaution::of_least(1.0 / different);
    if lists.iter().all(|list| list.len() == 1) {
        cautions = vec![RandomisationCaution::OneAssignment];
    }
    Ok(test(settings, observed / lists.len() as f64, (p_value, counting), 1.0 / different, cautions))
}

/// The start points were given and handed to the cases by lot: every order as likely as another in which each case has both
/// phases (Wampold and Worsham 1986, Behav Assess 8:135).
///
/// # Errors
/// As [`start_points`], and [`RandomisationError::OneCase`].
pub fn permutation(
    cases: &[Case],
    direction: Direction,
    settings: &RandomisationSettings,
) -> Result<RandomisationTest, RandomisationError> {
    if cases.is_empty() {
        return Err(RandomisationError::NoCases);
    }
    if cases.len() == 1 {
        return Err(RandomisationError::OneCase);
    }
    let starts: Vec<usize> = cases.iter().map(Case::start).collect();
    let mut table = Vec::new();
    let mut observed = 0.0;
    for case in cases {
        let by_start = by_start(case, direction, settings.statistic);
        observed += observed_of(case, &by_start, settings)?;
        let sessions = case.sessions().len();
        let at = |start: &usize| by_start.get(*start).copied().flatten();
        let held = |start: &usize| at(start).filter(|_| settings.admissible.allows(*start, sessions));
        table.push(starts.iter().map(held).collect::<Vec<Option<f64>>>());
    }
    let limit = observed - tolerance(table.iter().map(|row| row.iter().flatten().copied()));
    let counted = count_permutations(&table, limit);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let draw = |random: &mut ChaCha8Rng| {
        order.shuffle(random);
        let sum: Option<f64> = order.iter().zip(&table).map(|(place, row)| row[*place]).sum();
        sum.map(|sum| sum >= limit)
    };
    let (p_value, counting) = counted.map_or_else(|| drawn(settings, draw), exact);
    // Cases with the same start point may change places: the assignment stays what it was.
    let all = counted.map_or_else(|| factorial(cases.len()), |counted| counted.all as f64);
    let least = times_each(&starts).into_iter().map(factorial).product::<f64>() / all;
    let mut cautions = if starts.iter().all(|start| *start == starts[0]) {
        vec![RandomisationCaution::EqualStarts]
    } else if least >= 1.0 {
        vec![RandomisationCaution::OneAssignment]
    } else {
        RandomisationCaution::of_least(least)
    };
    if let Counting::MonteCarlo { draws, .. } = counting
        && draws < settings.draws
    {
        cautions.push(RandomisationCaution::TooFewDrawn { drawn: draws, asked: settings.draws });
    }
    Ok(test(settings, observed / cases.len() as f64, (p_value, counting), least.min(1.0), cautions))
}

/// One start point was drawn for all cases together, as for a group that begins on one day: as many assignments as start
/// points that leave every case both phases (Edgington 1975, of the mean over the cases).
///
/// # Errors
/// As [`start_points`], and [`RandomisationError::NotShared`].
pub fn shared_start(
    cases: &[Case],
    direction: Direction,
    settings: &RandomisationSettings,
) -> Result<RandomisationTest, RandomisationError> {
    let Some(first) = cases.first() else { return Err(RandomisationError::NoCases) };
    let mut sums: Vec<Option<f64>> = vec![Some(0.0); first.sessions().len() + 1];
    let mut observed = 0.0;
    for case in cases {
        if case.start() != first.start() {
            let (one, other) = (first.name().to_owned(), case.name().to_owned());
            return Err(RandomisationError::NotShared { one, other });
        }
        let by_start = by_start(case, direction, settings.statistic);
        observed += observed_of(case, &by_start, settings)?;
        let allowed = |start| settings.admissible.allows(start, case.sessions().len());
        let at = |start: usize| by_start.get(start).copied().flatten().filter(|_| allowed(start));
        sums = sums.into_iter().enumerate().map(|(start, sum)| Some(sum? + at(start)?)).collect();
    }
    let list: Vec<f64> = sums.into_iter().flatten().collect();
    let limit = observed - tolerance(std::iter::once(list.iter().copied()));
    let as_good = list.iter().filter(|sum| **sum >= limit).count() as u64;
    let counted = exact(Counted { all: list.len() as u64, reached: as_good });
    let least = 1.0 / list.len() as f64;
    let cautions =
        if list.len() == 1 { vec![RandomisationCaution::OneAssignment] } else { RandomisationCaution::of_least(least) };
    Ok(test(settings, observed / cases.len() as f64, counted, least, cautions))
}

/// Whether the phases of a case, as they were, have the scores that the statistic needs.
pub(super) fn is_told(case: &Case, direction: Direction, statistic: Statistic) -> bool {
    by_start(case, direction, statistic).get(case.start()).is_some_and(Option::is_some)
}

/// The statistic of one case for every admissible start point, with the number of baseline sessions that it leaves; what a
/// picture of the test shows.
#[must_use]
pub fn distribution(case: &Case, direction: Direction, settings: &RandomisationSettings) -> Vec<(usize, f64)> {
    let by_start = by_start(case, direction, settings.statistic).into_iter().enumerate();
    let allowed = by_start.filter(|(start, _)| settings.admissible.allows(*start, case.sessions().len()));
    allowed.filter_map(|(start, value)| Some((start, value?))).collect()
}

fn test(
    settings: &RandomisationSettings,
    observed: f64,
    (p_value, counting): (f64, Counting),
    least_p_value: f64,
    cautions: Vec<RandomisationCaution>,
) -> RandomisationTest {
    let (statistic, admissible) = (settings.statistic, settings.admissible);
    RandomisationTest { statistic, admissible, observed, p_value, counting, least_p_value, cautions }
}

fn observed_of(
    case: &Case,
    by_start: &[Option<f64>],
    settings: &RandomisationSettings,
) -> Result<f64, RandomisationError> {
    let (start, sessions) = (case.start(), case.sessions().len());
    if !settings.admissible.allows(start, sessions) {
        return Err(RandomisationError::NotAdmissible {
            case: case.name().to_owned(),
            baseline: start,
            treatment: sessions - start,
            admissible: settings.admissible,
        });
    }
    by_start[start].ok_or_else(|| RandomisationError::NoStatistic { case: case.name().to_owned() })
}

fn exact(counted: Counted) -> (f64, Counting) {
    let p_value = counted.reached as f64 / counted.all as f64;
    (p_value, Counting::Exact { assignments: counted.all, as_good: counted.reached })
}

/// Draws until so many assignments could be.
fn drawn(settings: &RandomisationSettings, mut draw: impl FnMut(&mut ChaCha8Rng) -> Option<bool>) -> (f64, Counting) {
    let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
    let (mut draws, mut as_good) = (0_u32, 0_u32);
    // Orders that cannot be are drawn again, though not for ever: few of very many may be left.
    for _ in 0..settings.draws.saturating_mul(50) {
        if let Some(reached) = draw(&mut random) {
            draws += 1;
            as_good += u32::from(reached);
        }
        if draws >= settings.draws {
            break;
        }
    }
    let p_value = f64::from(as_good + 1) / f64::from(draws + 1);
    let standard_error = (p_value * (1.0 - p_value) / f64::from(draws.max(1))).sqrt();
    (p_value, Counting::MonteCarlo { draws, as_good, standard_error, seed: settings.seed })
}

fn tolerance<'a>(lists: impl Iterator<Item = impl Iterator<Item = f64> + 'a>) -> f64 {
    TIED * lists.map(|list| list.fold(0.0_f64, |most, value| most.max(value.abs()))).sum::<f64>()
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|factor| factor as f64).product()
}

fn times_each(starts: &[usize]) -> Vec<usize> {
    let mut sorted = starts.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(<[usize]>::len).collect()
}
