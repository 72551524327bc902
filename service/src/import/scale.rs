//! Which scores a scale can have.

use std::collections::BTreeMap;

use peil_questionnaires::{Calculation, Decimal, Instrument, Library, Parts, Scale, Score, Version};

use super::{
    mapping::{Instruments, ScaleName},
    plan::PlannedScale,
};

/// A scale that rows may be of.
pub(super) struct KnownScale {
    pub(super) planned: PlannedScale,
    lowest: Decimal,
    highest: Decimal,
    /// Distance between two possible scores, when it is one and the same.
    step: Option<Decimal>,
}

/// Why a score is none of this scale.
pub(super) enum Misfit {
    OutOfRange { lowest: Decimal, highest: Decimal },
    OffStep { step: Decimal },
}

impl KnownScale {
    /// The scales that a mapping names, each by the word in the file (none when all rows are of one).
    ///
    /// # Errors
    ///
    /// The first that the library does not have.
    pub(super) fn all(
        library: &Library,
        instruments: &Instruments,
    ) -> Result<BTreeMap<Option<String>, Self>, ScaleName> {
        let find = |name: &ScaleName| Self::find(library, name).ok_or_else(|| name.clone());
        match instruments {
            Instruments::One(name) => Ok(BTreeMap::from([(None, find(name)?)])),
            Instruments::Column { values, .. } => {
                values.iter().map(|(word, name)| Ok((Some(word.clone()), find(name)?))).collect()
            }
        }
    }

    fn find(library: &Library, name: &ScaleName) -> Option<Self> {
        let instrument = library.get(&name.id, name.version.parse::<Version>().ok()?)?;
        let score = instrument.score(&name.scale)?;
        let (lowest, highest) = score.range();
        let planned = PlannedScale {
            instrument: name.id.clone(),
            version: name.version.clone(),
            scale: name.scale.clone(),
            scoring_hash: instrument.hashes().scoring().to_string(),
        };
        Some(Self { planned, lowest, highest, step: step(instrument, score) })
    }

    /// Whether a whole form can have given this score.
    pub(super) fn accept(&self, value: Decimal) -> Result<(), Misfit> {
        let (lowest, highest) = (self.lowest, self.highest);
        if value < lowest || value > highest {
            return Err(Misfit::OutOfRange { lowest, highest });
        }
        match self.step {
            Some(step) if !is_multiple(value, step) => Err(Misfit::OffStep { step }),
            _ => Ok(()),
        }
    }
}

/// One, for a sum of items that each count whole points; none for anything finer.
fn step(instrument: &Instrument, score: &Score) -> Option<Decimal> {
    let one = Decimal::from(1);
    let whole = |scale: &Scale| match scale {
        Scale::Choice { options } => options.iter().all(|option| is_multiple(option.value(), one)),
        Scale::Vas { min, step, .. } | Scale::Number { min, step, .. } => {
            is_multiple(*min, one) && is_multiple(*step, one)
        }
        Scale::Text { .. } => false,
    };
    let items = || score.items().iter().filter_map(|id| instrument.item(id));
    let plain = matches!(score.calculation(), Ok(Calculation::Sum { parts: Parts::Items(_), times }) if times == one);
    (plain && items().all(|item| whole(item.scale()))).then_some(one)
}

/// Whether a decimal is a whole number of steps; both are exact.
fn is_multiple(value: Decimal, step: Decimal) -> bool {
    step == Decimal::from(1) && value.round(0) == value
}
