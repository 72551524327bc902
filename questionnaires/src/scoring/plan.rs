//! Plans: one score with its ids resolved to places in the form and among the scores.

use crate::decimal::Decimal;
use crate::definition::{Calculation, Fill, Instrument, Limit, Parts, Score, TableStep};
use crate::scoring::answers::Answers;
use crate::scoring::exact::Exact;
use crate::scoring::outcome::NotScored;
use crate::scoring::scorer::{Computed, Value};

/// One score, ready to be computed.
#[derive(Clone, Debug)]
pub(super) struct Plan<'a> {
    step: Step<'a>,
    /// Every item the score rests on, directly or through other scores, each once.
    rests_on: Vec<usize>,
}

/// How many items there are, and how many of them have an answer that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) answered: usize,
    pub(super) items: usize,
}

#[derive(Clone, Debug)]
enum Step<'a> {
    Items { keyed: Vec<Keyed>, needed: usize, combine: Combine },
    Scores { sources: Vec<usize>, combine: Combine },
    Table { of: usize, steps: &'a [TableStep] },
    Poly { of: usize, coefficients: &'a [Decimal] },
    Criteria(Vec<Rule>),
    Unsound,
}

#[derive(Clone, Copy, Debug)]
enum Combine {
    Sum { times: Decimal },
    Mean { times: Decimal },
    Count(Limit),
}

/// An item, and what its answers are subtracted from when it is reversed.
#[derive(Clone, Copy, Debug)]
struct Keyed {
    item: usize,
    reversed_in: Option<i128>,
}

#[derive(Clone, Debug)]
struct Rule {
    items: Vec<usize>,
    limit: Limit,
    needed: usize,
}

impl<'a> Plan<'a> {
    /// Resolves a score; an id that does not exist makes it unsound.
    pub(super) fn of(instrument: &'a Instrument, score: &'a Score) -> Self {
        let step = resolve(instrument, score).unwrap_or(Step::Unsound);
        Self { step, rests_on: instrument.items_of(score) }
    }

    /// The places of the scores it is computed from.
    pub(super) fn sources(&self) -> &[usize] {
        match &self.step {
            Step::Scores { sources, .. } => sources,
            Step::Table { of, .. } | Step::Poly { of, .. } => std::slice::from_ref(of),
            Step::Items { .. } | Step::Criteria(_) | Step::Unsound => &[],
        }
    }

    /// The value, given the answers and the scores that come before this one.
    pub(super) fn compute(&self, answers: &Answers, scores: &[Score], computed: &[Computed]) -> Computed {
        let answered = self.rests_on.iter().filter(|item| answers.counted(**item).is_some()).count();
        let tally = Tally { answered, items: self.rests_on.len() };
        if tally.items > 0 && tally.answered == 0 {
            return Err(NotScored::Empty);
        }
        match &self.step {
            Step::Items { keyed, needed, combine } => {
                if tally.answered < *needed {
                    return Err(NotScored::TooFewAnswered { answered: tally.answered, needed: *needed });
                }
                let exact = combine_items(answers, keyed, *combine).ok_or(NotScored::Overflow)?;
                Ok(Value { exact, prorated: tally.answered < tally.items, tally })
            }
            Step::Criteria(rules) => criteria(answers, rules, tally),
            Step::Unsound => Err(NotScored::Unsound),
            Step::Scores { .. } | Step::Table { .. } | Step::Poly { .. } => {
                let (values, prorated) = self.source_values(scores, computed)?;
                let exact = match &self.step {
                    Step::Table { steps, .. } => {
                        let of = *values.first().ok_or(NotScored::Unsound)?;
                        let step = steps.iter().rev().find(|step| of.at_least(step.from()));
                        Some(Exact::from_decimal(step.ok_or(NotScored::OutsideRange)?.value()))
                    }
                    Step::Poly { coefficients, .. } => values.first().and_then(|of| of.polynomial(coefficients)),
                    Step::Scores { combine, .. } => combine_values(&values, *combine),
                    Step::Items { .. } | Step::Criteria(_) | Step::Unsound => None,
                };
                Ok(Value { exact: exact.ok_or(NotScored::Overflow)?, prorated, tally })
            }
        }
    }

    /// The values of the sources, and whether one of them is prorated.
    fn source_values(&self, scores: &[Score], computed: &[Computed]) -> Result<(Vec<Exact>, bool), NotScored> {
        let mut values = Vec::with_capacity(self.sources().len());
        let mut prorated = false;
        for source in self.sources() {
            match computed.get(*source) {
                Some(Ok(value)) => {
                    values.push(value.exact);
                    prorated |= value.prorated;
                }
                Some(Err(_)) | None => {
                    let on = scores.get(*source).map(|score| score.id().to_owned()).unwrap_or_default();
                    return Err(NotScored::Depends { on });
                }
            }
        }
        Ok((values, prorated))
    }
}

fn resolve<'a>(instrument: &'a Instrument, score: &'a Score) -> Option<Step<'a>> {
    let place = |id: &str| instrument.place_of(id);
    let source = |id: &str| instrument.scores().iter().position(|score| score.id() == id);
    let keyed = |items: &[String]| -> Option<Vec<Keyed>> {
        items
            .iter()
            .map(|id| Some(Keyed { item: place(id)?, reversed_in: reversed_in(instrument, score, id) }))
            .collect()
    };
    let combined = |parts: Parts<'a>, combine: Combine| match parts {
        Parts::Items(items) => Some(Step::Items { keyed: keyed(items)?, needed: needed(score), combine }),
        Parts::Scores(scores) => {
            let sources = scores.iter().map(|id| source(id)).collect::<Option<Vec<_>>>()?;
            Some(Step::Scores { sources, combine })
        }
    };
    match score.calculation().ok()? {
        Calculation::Sum { parts, times } => combined(parts, Combine::Sum { times }),
        Calculation::Mean { parts, times } => combined(parts, Combine::Mean { times }),
        Calculation::Count { items, limit } => combined(Parts::Items(items), Combine::Count(limit)),
        Calculation::Table { of, steps } => Some(Step::Table { of: source(of)?, steps }),
        Calculation::Poly { of, coefficients } => Some(Step::Poly { of: source(of)?, coefficients }),
        Calculation::Criteria { criteria } => {
            let rule = |one: &crate::definition::Criterion| {
                let items = one.items().iter().map(|id| place(id)).collect::<Option<Vec<_>>>()?;
                Some(Rule { items, limit: one.limit()?, needed: one.needed() })
            };
            Some(Step::Criteria(criteria.iter().map(rule).collect::<Option<Vec<_>>>()?))
        }
    }
}

/// The sum of the ends of the item's scale, in millionths, when the score reverses the item.
fn reversed_in(instrument: &Instrument, score: &Score, item: &String) -> Option<i128> {
    score.reverse().contains(item).then_some(())?;
    let scale = instrument.item(item)?.scale();
    Some(i128::from(scale.min().millionths()) + i128::from(scale.max().millionths()))
}

/// How many items must be answered.
fn needed(score: &Score) -> usize {
    match score.missing() {
        Some(rule) if rule.fill() == Fill::PersonMean => rule.min_answered(),
        Some(_) | None => score.items().len(),
    }
}

fn combine_items(answers: &Answers, keyed: &[Keyed], combine: Combine) -> Option<Exact> {
    let (mut sum, mut answered, mut within) = (0_i128, 0_usize, 0_usize);
    for one in keyed {
        let Some(value) = answers.counted(one.item) else { continue };
        let value = i128::from(value.millionths());
        let value = one.reversed_in.map_or(value, |ends| ends - value);
        if let Combine::Count(limit) = combine {
            within += usize::from(Decimal::from_millionths(value).is_some_and(|value| limit.holds(value)));
        }
        sum += value;
        answered += 1;
    }
    match combine {
        Combine::Sum { times } if answered == keyed.len() => Exact::new(sum, 1, 1)?.times(times),
        Combine::Sum { times } => Exact::new(sum, keyed.len(), answered)?.times(times),
        Combine::Mean { times } => Exact::new(sum, 1, answered)?.times(times),
        Combine::Count(_) => Exact::new(1_000_000, within, 1),
    }
}

fn combine_values(values: &[Exact], combine: Combine) -> Option<Exact> {
    let zero = Exact::from_decimal(Decimal::ZERO);
    let sum = values.iter().try_fold(zero, |sum, value| sum.plus(*value))?;
    match combine {
        Combine::Sum { times } => sum.times(times),
        Combine::Mean { times } => sum.divided_by(values.len())?.times(times),
        Combine::Count(_) => None,
    }
}

/// Met when every rule is, not met when one cannot be met any more, else the open items decide.
fn criteria(answers: &Answers, rules: &[Rule], tally: Tally) -> Computed {
    let (mut met, mut lost) = (true, false);
    for rule in rules {
        let given = rule.items.iter().map(|item| answers.counted(*item));
        let (mut within, mut open) = (0, 0);
        for value in given {
            match value {
                Some(value) => within += usize::from(rule.limit.holds(value)),
                None => open += 1,
            }
        }
        met &= within >= rule.needed;
        lost |= within + open < rule.needed;
    }
    let decided = |whole: i16| Ok(Value { exact: Exact::from_decimal(whole.into()), prorated: false, tally });
    match (met, lost) {
        (_, true) => decided(0),
        (true, false) => decided(1),
        (false, false) => Err(NotScored::Undecided { answered: tally.answered, items: tally.items }),
    }
}
