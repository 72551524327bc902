//! Which score it is about, and which way it improves.

use peil_questionnaires::{Instrument, Score};
use peil_stats::change::Direction;

use super::{ChangeArguments, ChangeCommandError};
use crate::{
    analyse::direction_of,
    cli::{
        questionnaire::instrument,
        signals::{DirectionName, SignalsError},
    },
};

/// A score.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    /// What it is called: `phq-9, total`, or `a typed measure`.
    pub(super) name: String,
    pub(super) direction: Direction,
    /// The questionnaire with the score's id, where it is one.
    definition: Option<(Instrument, String)>,
}

impl Measure {
    /// # Errors
    /// [`ChangeCommandError`] when there is no such questionnaire or score, or neither a questionnaire nor a direction.
    pub(super) fn new(asked: &ChangeArguments) -> Result<Self, ChangeCommandError> {
        let Some(named) = &asked.instrument else {
            let direction = match asked.direction.ok_or(ChangeCommandError::NoMeasure)? {
                DirectionName::Lower => Direction::LowerBetter,
                DirectionName::Higher => Direction::HigherBetter,
            };
            return Ok(Self { name: "a typed measure".to_owned(), direction, definition: None });
        };
        let definition = instrument(named)?;
        let found = match &asked.score {
            Some(id) => definition.score(id),
            None => definition.scores().first(),
        };
        let Some(score) = found else {
            let known = definition.scores().iter().map(Score::id).collect::<Vec<_>>().join(", ");
            let (id, score) = (definition.id().to_owned(), asked.score.clone().unwrap_or_default());
            return Err(SignalsError::UnknownScore { id, score, known }.into());
        };
        let (name, direction) = (format!("{}, {}", definition.id(), score.id()), direction_of(score));
        let id = score.id().to_owned();
        Ok(Self { name, direction, definition: Some((definition, id)) })
    }

    /// The questionnaire and its score.
    pub(super) fn definition(&self) -> Option<(&Instrument, &Score)> {
        let (instrument, id) = self.definition.as_ref()?;
        Some((instrument, instrument.score(id)?))
    }

    /// The id of the questionnaire; a file may name its column so.
    pub(super) fn id(&self) -> Option<&str> {
        self.definition.as_ref().map(|(instrument, _)| instrument.id())
    }

    /// The lowest and the highest score that it can give.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        let (lowest, highest) = self.definition()?.1.range();
        Some((lowest.to_f64(), highest.to_f64()))
    }
}
